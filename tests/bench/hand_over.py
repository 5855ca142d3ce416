"""How long a second start takes as a whole process: `--open ID` and a link, into a window that is open already.

It must not measure the first start, nor what the window does with what it was handed.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.builds import Build, here
from tests.bench.consoles import environment
from tests.bench.figures import Figure

_ROUNDS = 21
_PATIENCE_S = 30.0
_ID = "0ad24370-96de-4922-9a53-954530fcbb64"
_OPEN, _LINK = ("--open", _ID), (f"order-console://order/{_ID}",)
_BARS = {"python -c pass": 4.0, "earlier": 0.30}


def measured(against: Build | None = None, rounds: int = _ROUNDS) -> list[Figure]:
    """Whole processes in turns: here, the bare interpreter, and the same of an earlier build where one is given."""
    with ExitStack() as stack:
        ours = here()
        own = stack.enter_context(_window(ours))
        cases = {
            "pass": ([ours.python, "-c", "pass"], own),
            "open": ([_script(ours), *_OPEN], own),
            "link": ([_script(ours), *_LINK], own),
        }
        if against is not None:
            cases["earlier"] = ([_script(against), *_OPEN], stack.enter_context(_window(against)))
        took: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(rounds):
            for name, (command, variables) in cases.items():
                took[name].append(_seconds(command, variables))
    figures = [
        Figure("a second start with --open ID", "python -c pass", took["open"], took["pass"], _BARS["python -c pass"]),
        Figure("a second start with a link", "python -c pass", took["link"], took["pass"], _BARS["python -c pass"]),
    ]  # fmt: skip
    if against is not None:
        figures.append(
            Figure(
                "a second start with --open ID",
                f"the same of {against.name}",
                took["open"],
                took["earlier"],
                _BARS["earlier"],
            )
        )
    return figures


@contextmanager
def _window(build: Build) -> Iterator[dict[str, str]]:
    """A window of this build that hears later starts; gives the variables for them."""
    with tempfile.TemporaryDirectory() as home:
        sockets = Path(home) / "t"
        sockets.mkdir()
        variables = {**environment(home), "TMPDIR": str(sockets)}
        window = subprocess.Popen([_script(build)], env=variables, stderr=subprocess.DEVNULL)
        try:
            until = time.monotonic() + _PATIENCE_S
            while not any(sockets.glob("order-console-*")):
                if window.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"the window of {build.name} does not hear later starts")
                time.sleep(0.05)
            yield variables
        finally:
            window.terminate()
            window.wait()


def _script(build: Build) -> str:
    return str(Path(build.python).with_name("order-console"))


def _seconds(command: Sequence[str], variables: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=variables, check=True, timeout=_PATIENCE_S)
    return time.perf_counter() - began


if __name__ == "__main__":
    import sys

    from tests.bench.builds import earlier

    for figure in measured(earlier(sys.argv[1]) if sys.argv[1:] else None):
        print(figure.line())
