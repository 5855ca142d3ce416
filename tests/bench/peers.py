"""What staff would use instead, each a new process: token, get and update through curl, a `requests` script and others.

It must not favour anybody: all of them do the same calls against the same server, in turns.

newman and Bruno's command line are installed by npm into build/, in these versions; where npm is not there they are left
out, with a word.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.builds import ROOT
from tests.bench.slow_shop import served
from tests.support.sandbox import SAMPLE_ORDER

TASKS = ("token", "get", "update")
"""Sign in; the same and read an order; the same and write it."""
NPM = {"newman": "newman@6.2.2", "bru": "@usebruno/cli@4.1.0"}
_NODE = ROOT / "build" / "bench" / "npm"


@dataclass(frozen=True, slots=True)
class Peer:
    """A program: its name, and its command for each task."""

    name: str
    commands: dict[str, list[str]]
    folder: str


def main(arguments: list[str]) -> int:
    """Print the table; with `--json FILE` the figures as well."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench peers")
    parser.add_argument("--rounds", type=int, default=12, help="how often each is run (default 12)")
    parser.add_argument("--json", metavar="FILE")
    asked = parser.parse_args(arguments)
    found: dict[str, dict[str, list[tuple[float, float]]]] = {}
    runner = Runner()
    with served(0) as shop, tempfile.TemporaryDirectory() as folder, closing(runner):
        peers = list(_peers(shop, Path(folder)))
        for turn in range(asked.rounds + 1):
            for task in TASKS:
                for peer in peers:
                    measured = runner.run(peer.commands[task], peer.folder)
                    if turn:
                        found.setdefault(peer.name, {}).setdefault(task, []).append(measured)
    told = {
        "machine": f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "date": time.strftime("%Y-%m-%d"),
        "command": "python -m tests.bench peers",
        "rounds": asked.rounds,
        "peers": {
            name: {
                task: {
                    "ms": round(1000 * median(wall for wall, _ in tasks[task]), 1),
                    "MiB": round(median(memory for _, memory in tasks[task]) / 2**20, 1),
                }
                for task in TASKS
            }
            for name, tasks in found.items()
        },
    }
    sys.stdout.write("\n".join(table(told)) + "\n")
    if asked.json:
        Path(asked.json).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


def table(told: dict[str, object]) -> Iterator[str]:
    """The lines of the table, for people."""
    yield (
        f"`{told['command']}`, {told['date']}, {told['machine']}: a new process each time, medians of {told['rounds']}"
        " in turns, wall time and peak memory."
    )
    yield ""
    yield "| | sign in | and read an order | and write it |"
    yield "|---|---|---|---|"
    peers = told["peers"]
    assert isinstance(peers, dict)
    for name, tasks in peers.items():
        cells = [f"{tasks[task]['ms']:.0f} ms, {tasks[task]['MiB']:.0f} MiB" for task in TASKS]
        yield f"| {' | '.join([name, *cells])} |"


class Runner:
    """Runs commands from a bare Python of its own.

    Linux counts what a process had in use before it became another program to that one's peak, so whoever is measured
    must be started by somebody small.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _RUNNER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, command: list[str], folder: str) -> tuple[float, float]:
        """Run it; seconds, and bytes at the peak of its largest process. RuntimeError where it fails."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(repr((command, folder)) + "\n")
        self._process.stdin.flush()
        took, memory, code, said = ast.literal_eval(self._process.stdout.readline())
        if code:
            raise RuntimeError(f"{command[0]} failed: {said.decode(errors='replace')[-2000:]}")
        return took, memory

    def close(self) -> None:
        """End it."""
        self._process.communicate()


_RUNNER = """
import ast, os, sys, time
for line in sys.stdin:
    command, folder = ast.literal_eval(line)
    with open("/dev/null") as nothing, open(folder + "/said.txt", "wb+") as out:
        began = time.perf_counter()
        pid = os.fork()
        if not pid:
            os.chdir(folder)
            os.dup2(nothing.fileno(), 0)
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
            os.execvp(command[0], command)
        _, status, usage = os.wait4(pid, 0)
        took = time.perf_counter() - began
        out.seek(0)
        code = os.waitstatus_to_exitcode(status)
        print((took, 1024.0 * usage.ru_maxrss, code, out.read() if code else b""), flush=True)
"""


def _peers(shop: dict[str, str], folder: Path) -> Iterator[Peer]:
    """Those that are there. What they need to know stands in files, the secret as well."""
    known = folder / "shop.json"
    known.write_text(json.dumps(shop | {"order": SAMPLE_ORDER}))
    python = [sys.executable, "-c"]
    yield Peer(
        "this console's client, without its window",
        {task: [*python, _OURS, str(known), task] for task in TASKS},
        str(folder),
    )
    yield Peer(
        "a script with `requests`",
        {task: [*python, _SCRIPT, str(known), task] for task in TASKS},
        str(folder),
    )
    if shutil.which("curl"):
        _curl_files(shop, folder)
        yield Peer(
            "curl, once for each call", {task: ["sh", "-c", _CURL[task]] for task in TASKS}, str(folder)
        )
    else:
        sys.stderr.write("curl is not there, so it is left out.\n")
    if _installed():
        from tests.bench.peers_files import bruno_files, newman_files

        newman_files(shop, SAMPLE_ORDER, folder)
        bruno_files(shop, SAMPLE_ORDER, folder)
        bin_ = _NODE / "node_modules" / ".bin"
        yield Peer(
            f"newman {NPM['newman'].rpartition('@')[2]}",
            {task: [str(bin_ / "newman"), "run", f"{task}.json", "--reporters", "cli"] for task in TASKS},
            str(folder),
        )
        yield Peer(
            f"Bruno's command line {NPM['bru'].rpartition('@')[2]}",
            {task: [str(bin_ / "bru"), "run", task] for task in TASKS},
            str(folder / "bruno"),
        )


def _installed() -> bool:
    """Whether npm's programs are there, installed now where they were not."""
    if all((_NODE / "node_modules" / ".bin" / name).exists() for name in NPM):
        return True
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write("npm is not there, so newman and Bruno's command line are left out.\n")
        return False
    _NODE.mkdir(parents=True, exist_ok=True)
    quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"]
    done = subprocess.run([npm, "install", *quiet, "--prefix", str(_NODE), *NPM.values()], check=False)
    if done.returncode:
        sys.stderr.write("npm could not install newman and Bruno's command line, so they are left out.\n")
    return done.returncode == 0


_OURS = """
import json, sys
from console.api.client import Client
from console.model.environment import Environment, Secret
shop, task = json.load(open(sys.argv[1])), sys.argv[2]
secret = Secret(shop["client_secret"])
with Client(Environment("Peers", shop["url"], shop["token_url"], shop["client_id"], secret, "test")) as client:
    client.sign_in()
    if task != "token":
        order = client.get_order(shop["order"])
    if task == "update":
        order = client.update_order(order.id, {"shippingDetails": "at the door"}, trigger_events=False)
        assert order.shipping_details == "at the door"
"""
_SCRIPT = """
import json, sys
import requests
shop, task = json.load(open(sys.argv[1])), sys.argv[2]
session = requests.Session()
form = {"grant_type": "client_credentials", "client_id": shop["client_id"], "client_secret": shop["client_secret"]}
answer = session.post(shop["token_url"], data=form, timeout=30)
answer.raise_for_status()
session.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
url = shop["url"] + "/orders/" + shop["order"]
if task != "token":
    answer = session.get(url, timeout=30)
    answer.raise_for_status()
    order = answer.json()
if task == "update":
    answer = session.post(url + "?triggerEvents=false", json={"shippingDetails": "at the door"}, timeout=30)
    answer.raise_for_status()
    assert answer.json()["shippingDetails"] == "at the door"
"""
_TOKEN = (
    'token=$(curl -sSf -K token.curl | sed \'s/.*"access_token": *"\\([^"]*\\)".*/\\1/\');'
    ' printf \'header = "Authorization: Bearer %s"\\n\' "$token" > bearer.curl'
)
_GET = f"{_TOKEN} && curl -sSf -K bearer.curl -K get.curl > order.json"
_CURL = {
    "token": _TOKEN,
    "get": _GET,
    "update": f"{_GET} && curl -sSf -K bearer.curl -K update.curl | grep -q '\"at the door\"'",
}


def _curl_files(shop: dict[str, str], folder: Path) -> None:
    """What curl is told in files, so that no command line holds the secret."""
    form = (
        f"grant_type=client_credentials&client_id={shop['client_id']}&client_secret={shop['client_secret']}"
    )
    url = f"{shop['url']}/orders/{SAMPLE_ORDER}"
    sent = json.dumps({"shippingDetails": "at the door"}).replace('"', '\\"')
    (folder / "token.curl").write_text(f'url = "{shop["token_url"]}"\ndata = "{form}"\n')
    (folder / "get.curl").write_text(f'url = "{url}"\n')
    (folder / "update.curl").write_text(
        f'url = "{url}?triggerEvents=false"\nheader = "Content-Type: application/json"\ndata = "{sent}"\n'
    )
