"""How much typed work a console loses when it is killed -9 at random moments: `python -m tests.bench.kills 100`.

It must not run with the tests, which do the same a few times.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox
from tests.support.typist import FIELD, WRONG

_FIVE = [SAMPLE_ORDER, SAMPLE_CART, "1002", "1003", "1004"]


def main(arguments: list[str]) -> int:
    """Kill so often; prints how many kills lost nothing older than a second, and returns 1 unless all did."""
    times = int(arguments[0]) if arguments else 100
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rng, kept, proving = random.Random(1), 0, 0
    with Sandbox(orders=60) as sandbox, tempfile.TemporaryDirectory() as home:
        os.environ["ORDER_CONSOLE_HOME"] = home
        _prepare(sandbox)
        for number in range(times):
            safe = _kill(rng.uniform(1.1, 2.5))
            found = list(_drafts())
            proving += safe > 0  # before that there was nothing that had to be on the disk
            kept += safe > 0 and len(found) == len(_FIVE) and all(value >= safe for value in found)
            sys.stdout.write(f"kill {number + 1}: {safe} was a second old, on disk are {found}\n")
    sys.stdout.write(f"\n{kept} of {proving} kills lost nothing older than a second, none tore a draft")
    sys.stdout.write(f" ({times - proving} came too early to prove anything)\n")
    return 0 if proving and kept == proving else 1


def _prepare(sandbox: Sandbox) -> None:
    from console.store.environments import Environments
    from console.store.places import find_places
    from tests.support.console import environment_of

    places = find_places()
    places.prepare()
    Environments(places).save(environment_of(sandbox, name="Kills"))


def _kill(moment: float) -> int:
    """Type for so many seconds, then kill; the number that had stood on the screen for a second."""
    typist = subprocess.Popen(
        [sys.executable, "-m", "tests.support.typist", "Kills", *_FIVE], stdout=subprocess.PIPE, text=True
    )
    assert typist.stdout is not None
    typed, end = [], None
    for line in typist.stdout:
        when, number = line.split()
        typed.append((float(when), int(number)))
        end = end or time.monotonic() + moment
        if time.monotonic() >= end:
            break
    typist.kill()
    killed = time.monotonic()
    typist.wait(10)
    typist.stdout.close()
    return max((number for when, number in typed if when <= killed - 1), default=0)


def _drafts() -> Iterator[int]:
    """The numbers on disk; reading them back proves that no draft is torn."""
    from console.model.drafts.kept import restored
    from console.store.database import Database
    from console.store.drafts import Drafts
    from console.store.places import find_places

    database = Database(find_places())
    for kept in Drafts(database).all("Kills"):
        edits = restored(kept.content).edits
        if WRONG in edits:
            assert re.fullmatch(r"\d+x", edits[WRONG])
        found = re.fullmatch(r"typed (\d+)", edits[FIELD])
        assert found
        yield int(found[1])
    assert database.take_notices() == []
    database.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
