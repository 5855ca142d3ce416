"""The client through real proxies, as a table: `python -m tests.elsewhere proxies [a part of a name]`.

It must not need the network or change a system service, and leaves no process and no file behind.
"""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from console.api.client import Client
from console.model.environment import Environment, Secret
from tests.elsewhere.fronts import FRONTS, PATH, Front
from tests.elsewhere.gates import GATES, Gate, certificates, tried
from tests.elsewhere.trials import TRIALS, Course, outcome, too_large
from tests.support.proxy import FaultProxy
from tests.support.sandbox import Sandbox

_SMALL = 64
"""KiB that a proxy takes where it is to refuse a long cart."""


@dataclass(frozen=True)
class _Row:
    """What came of one proxy: a text for each trial, beginning with `ok` where it holds."""

    front: Front
    version: str
    came: dict[str, str]


def measure(arguments: list[str]) -> int:
    """Try each proxy, or those with an argument in their name; returns 1 where a trial fails, 2 where one is missing."""
    fronts, gates = _asked(FRONTS, arguments), _asked(GATES, arguments)
    wanted = [(one.program, one.package) for one in fronts] + [(one.program, one.package) for one in gates]
    missing = sorted({package for program, package in wanted if shutil.which(program, path=PATH) is None})
    if missing:
        sys.stderr.write(f"Not installed here: apt-get install --no-install-recommends {' '.join(missing)}\n")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything is stopped then, too
    rows, shut = [], []
    with Sandbox(orders=60) as sandbox, tempfile.TemporaryDirectory(prefix="proxies-") as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)  # proxies that give up being root must get in
        for place, front in enumerate(fronts):
            rows.append(_tried(front, sandbox, folder / str(place)))
            sys.stderr.write(f"{front.name} {rows[-1].version}: done\n")
        pem = certificates(folder)
        for place, gate in enumerate(gates):
            shut.append((gate.name, tried(gate, sandbox, folder / f"gate-{place}", pem)))
    sys.stdout.write(_table(rows) if rows else "")
    sys.stdout.write("\nLets nobody through | what the client says\n")
    sys.stdout.write("".join(f"{name} | {came}\n" for name, came in shut))
    came = [*(one for row in rows for one in row.came.values()), *(one for _, one in shut)]
    return 0 if all(one.startswith("ok") for one in came) else 1


Asked = TypeVar("Asked", Front, Gate)


def _asked(known: tuple[Asked, ...], arguments: list[str]) -> list[Asked]:
    return [
        one for one in known if not arguments or any(part.lower() in one.name.lower() for part in arguments)
    ]


def _tried(front: Front, sandbox: Sandbox, folder: Path) -> _Row:
    came = {}
    with FaultProxy(sandbox.port) as behind:
        with front.running(folder, behind.port) as port, _course(front, behind, sandbox, port) as course:
            for name, trial in TRIALS.items():
                came[name] = outcome(trial, course)
        small = folder.with_name(folder.name + "-small")
        with (
            front.running(small, behind.port, _SMALL) as port,
            _course(front, behind, sandbox, port) as course,
        ):
            came["413"] = outcome(too_large, course)
    return _Row(front, front.version(), came)


@contextmanager
def _course(front: Front, behind: FaultProxy, sandbox: Sandbox, port: int) -> Iterator[Course]:
    own = f"http://127.0.0.1:{port}"
    environment = Environment(
        front.name,
        behind.url if front.forward else own,
        sandbox.token_url,
        sandbox.client_id,
        Secret(sandbox.client_secret),
        "test",
        proxy=own if front.forward else None,
    )
    with Client(environment) as client:
        yield Course(client, behind, sandbox, port)


def _table(rows: list[_Row]) -> str:
    """A row for each proxy; what is more than `ok` stands below, by number."""
    heads = ["proxy", "version", *rows[0].came]
    notes: list[str] = []
    lines = [heads, ["---"] * len(heads)]
    for row in rows:
        cells = []
        for came in row.came.values():
            word, _, more = came.partition("; ") if came.startswith("ok") else ("NOT", "", came)
            if more and more not in notes:
                notes.append(more)
            cells.append(f"{word} ({notes.index(more) + 1})" if more else word)
        lines.append([row.front.name, row.version, *cells])
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return table + "\n" + "".join(f"({place}) {note}\n" for place, note in enumerate(notes, 1))
