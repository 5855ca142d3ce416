"""After a session with every fault: neither secret nor token stands in anything that the console wrote, said or showed.

It must not look into the credentials' file, which is where the secret is kept; and the search is shown to find one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus
from uuid import UUID

import pytest

from console.model.environment import Environment, Secret
from console.store.environments import Environments
from console.store.places import find_places
from tests.api.given import ORDER_JSON
from tests.api.test_exchange import BROKEN
from tests.api.test_secrets import ECHOES, SIGN_INS
from tests.presenters.given import new_order
from tests.support.checkout import ROOT
from tests.support.console import NAME, environment_of
from tests.support.faulty_api import Fault, FaultyApi
from tests.support.leaks import leaks
from tests.support.raw_server import REFRESH, TOKEN, Peer, RawServer, Step, reply
from tests.support.sandbox import Sandbox

SECRET = 'Pa55+word/of=the "shop"'
WRITES: list[Fault] = ["409", "429", "500", "cut"]
ECHOED = ("reason", "page", "redirect", "status line", "403 for ever")
ECHO_SECRET = "very-secret-client-word/+="
"""The one that the steps of tests/api/test_secrets.py send back."""


@dataclass
class Session:
    """What a session was given and what it left."""

    folder: Path
    done: subprocess.CompletedProcess[bytes]
    tokens: list[str]

    def places(self) -> dict[str, bytes]:
        """Everything that it wrote, said or showed, by where."""
        kept = {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and path.name not in ("environments.json", "tokens")
        }
        return kept | {"stdout": self.done.stdout, "stderr": self.done.stderr}

    def leaks(self) -> list[str]:
        found = leaks(self.places(), [SECRET, TOKEN, REFRESH, *self.tokens], "practice-console")
        return found + leaks(self.places(), [ECHO_SECRET], "the-client")


def run(tmp_path: Path, *environments: Environment, plant: str = "", **told: object) -> Session:
    """Run `leaky_session` in an own home; `plant` says where it is to leak on purpose."""
    home, out = tmp_path / "home", tmp_path / "out"
    out.mkdir()
    places = find_places({"ORDER_CONSOLE_HOME": str(home)})
    places.prepare()
    for environment in environments:
        Environments(places).save(environment)
    told |= {"environment": NAME, "secret": SECRET, "out": str(out), "plant": plant}
    told |= {"seen": str(tmp_path / "seen"), "tokens": str(tmp_path / "tokens")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.leaky_session", *([SECRET] if plant == "arguments" else [])],
        cwd=ROOT,
        env={**os.environ, "ORDER_CONSOLE_HOME": str(home)},
        input=json.dumps(told).encode(),
        capture_output=True,
        timeout=150,
        check=False,
    )
    return Session(tmp_path, done, (tmp_path / "tokens").read_text().split())


def by_method(*writes: Step) -> Callable[[Peer], None]:
    """An API that has every record and answers each write with the next of these faults."""
    left = list(writes)
    # Said, since a connection that ends unsaid may end while a write is on its way, which then never came.
    ends = {"Content-Type": "application/json", "Connection": "close"}

    def answer(peer: Peer) -> None:
        asked = peer.server.requests[-1]
        body = json.dumps(ORDER_JSON | {"orderId": asked.path.rpartition("/")[2]}).encode()
        step = left.pop(0) if asked.method != "GET" and left else reply(200, body, ends)
        if callable(step):
            step(peer)
        else:
            peer.send(step)

    return answer


@pytest.mark.fault(67)
@pytest.mark.malformed_requests
@pytest.mark.timeout(180)
def test_a_session_with_faults_leaves_neither_secret_nor_token(tmp_path: Path) -> None:
    echoes = [*(ECHOES[name] for name in ECHOED), BROKEN["RST in the middle"], lambda peer: peer.hang()]
    with Sandbox(secret=SECRET) as sandbox:
        orders = [new_order(sandbox) for _ in WRITES]
        faults = {f"/orders/{order}": fault for order, fault in zip(orders, WRITES, strict=True)}
        with (
            FaultyApi(sandbox.port, faults) as faulty,
            RawServer(by_method(*echoes)) as echoing,
            RawServer(by_method(), token=list(SIGN_INS.values())) as barred,
        ):
            session = run(
                tmp_path,
                environment_of(sandbox, api_url=faulty.url),
                Environment(
                    "Echo", echoing.url, echoing.token_url, "the-client", Secret(ECHO_SECRET), "test"
                ),
                Environment(
                    "Barred", barred.url, barred.token_url, "the-client", Secret(ECHO_SECRET), "test"
                ),
                orders=orders,
                second="Echo",
                ids=[str(UUID(int=number)) for number in range(1, len(echoes) + 1)],
                third="Barred",
                tries=[str(UUID(int=number)) for number in range(100, 100 + len(SIGN_INS))],
            )
            written = len([one for one in echoing.requests if one.method == "POST"])
            tried = len(barred.tokens)
    assert session.done.returncode == 0, session.done.stderr.decode()[-3000:]
    assert faulty.left == []
    assert written >= len(echoes)
    assert tried >= len(SIGN_INS)
    assert len(session.tokens) > 4
    assert session.leaks() == []
    places = session.places()
    log = places[
        "home/log/console.log" if "home/log/console.log" in places else "home/state/console.log"
    ].decode()
    assert log.count("ValueError: (") >= 3
    assert log.count("•••") >= 10
    assert session.done.stdout == b""
    said = [line for line in session.done.stderr.splitlines() if not line.startswith(b"This plugin does not")]
    assert said == [b"A line of console could not be logged: <class 'TypeError'>"]
    for kept in ("out/results.xlsx", "out/trail.csv", "out/trail.json", "home/data/console.db", "seen"):
        assert len(places[kept]) > 500, kept


PLACES = ["title", "label", "clipboard", "stdout", "stderr", "log", "database", "export", "arguments"]


@pytest.mark.parametrize("place", PLACES)
def test_a_planted_secret_is_found_there(tmp_path: Path, place: str) -> None:
    with Sandbox(secret=SECRET) as sandbox:
        session = run(tmp_path, environment_of(sandbox), plant=place)
    assert session.done.returncode == 0, session.done.stderr.decode()[-3000:]
    where = {found.partition(":")[0] for found in session.leaks()}
    expected = {"log": "console.log", "database": "console.db", "export": "trail.csv"}
    if place in ("stdout", "stderr"):
        assert where == {place}
    else:
        assert any(found.endswith(expected.get(place, "seen")) for found in where)


@pytest.mark.parametrize(
    "written",
    [
        SECRET.encode(),
        json.dumps({"x": SECRET}).encode(),
        repr([SECRET]).encode(),
        f"a={quote_plus(SECRET)}&b".encode(),
        SECRET.encode("utf-16"),
        b64encode(f"practice-console:{SECRET}".encode()),
        *(b64encode(b"x" * before + SECRET.encode() + b"tail") for before in range(3)),
        SECRET[:14].encode(),
        SECRET.encode().hex().encode(),
    ],
)
def test_the_search_knows_every_form_also_inside_of_a_workbook(tmp_path: Path, written: bytes) -> None:
    assert leaks({"a": b"harmless"}, [SECRET], "practice-console") == []
    assert leaks({"a": b"before " + written + b" behind"}, [SECRET], "practice-console") != []
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", written)
    assert leaks({"b": path.read_bytes()}, [SECRET], "practice-console") != []
