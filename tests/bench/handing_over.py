"""How long `order-console --open ID`, or a link, takes while a console runs already, as a whole process.

It must not count the look-up that follows in the running console.
"""

from __future__ import annotations

import subprocess
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from time import perf_counter

from tests.bench.builds import Build, Builds
from tests.bench.consoles import DrivenConsole, environment
from tests.bench.figures import Figure
from tests.bench.slow_shop import served


def measure(builds: Builds) -> Iterator[Figure]:
    """Both builds' commands, and a Python that does nothing, in turns."""
    order = str(uuid.uuid4())
    bare: list[float] = []
    links: list[float] = []
    found: dict[str, list[float]] = {build.name: [] for build in builds.all}
    with served(0) as shop, ExitStack() as stack:
        running = {build: stack.enter_context(DrivenConsole(build, shop)) for build in builds.all}
        for turn in range(builds.rounds(20, 8) + 1):
            nothing = _took(builds.here, [builds.here.python, "-c", "pass"], "")
            for build, console in running.items():
                took = _took(build, [_command(build), "--open", order], console.home)
                console.ask("rest")
                if turn:
                    found[build.name].append(took)
            link = _took(
                builds.here,
                [_command(builds.here), f"order-console://order/{order}"],
                running[builds.here].home,
            )
            running[builds.here].ask("rest")
            if turn:
                bare.append(nothing)
                links.append(link)
    earlier = found[builds.earlier.name] if builds.earlier else []
    if earlier:
        yield Figure("hand_over: earlier", found[builds.here.name], earlier, earlier)
    yield Figure("hand_over: bare", found[builds.here.name], bare, earlier)
    yield Figure("hand_over: link", links, bare)


def _command(build: Build) -> str:
    """The installed command."""
    return str(build.root / ".venv" / "bin" / "order-console")


def _took(build: Build, command: list[str], home: str) -> float:
    variables = environment(home)
    began = perf_counter()
    subprocess.run(command, cwd=build.root, env=variables, check=True, timeout=30)
    return perf_counter() - began
