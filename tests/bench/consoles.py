"""Driven consoles of a build, each a process with per-user folders of its own.

It must not wait for anything but an answer; who measures takes turns by asking one after the other.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from types import TracebackType
from typing import Any

from tests.bench.builds import ROOT, Build

_LAUNCH = (
    "import sys, console; sys.path.insert(0, sys.argv.pop(1)); import runpy;"
    "runpy.run_module(sys.argv.pop(1), run_name='__main__')"
)
"""The console of the folder it is started in is found before this checkout's `tests`, so a driver works on any build."""


def environment(home: str) -> dict[str, str]:
    """The variables of a console whose folders lie under `home`."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ORDER_"))}
    plain.setdefault("QT_QPA_PLATFORM", "offscreen")
    return {**plain, "ORDER_CONSOLE_HOME": home}


def launched(build: Build, module: str, *arguments: str) -> list[str]:
    """The command that runs a module of this checkout on that build's console; its folder is `build.root`."""
    return [build.python, "-c", _LAUNCH, str(ROOT), module, *arguments]


def saved(build: Build, home: str, shop: dict[str, str]) -> None:
    """Write this environment into the per-user folders under `home`, with that build's own hand."""
    subprocess.run(
        launched(build, "tests.bench.driver", "save"),
        cwd=build.root,
        env=environment(home),
        input=json.dumps(shop) + "\n",
        text=True,
        check=True,
    )


class DrivenConsole:
    """A console that is ready for look-ups; `shop` is a sandbox's url, token_url, client_id and client_secret."""

    def __init__(self, build: Build, shop: dict[str, str]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.home = self._folder.name
        self._process = subprocess.Popen(
            launched(build, "tests.bench.driver"),
            cwd=build.root,
            env=environment(self.home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._say(shop)
        self._hear("start")  # more must not be said before: it would be read together with the first line
        self.ask("rest")

    def __enter__(self) -> DrivenConsole:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def ask(self, act: str, **given: object) -> Any:
        """Have it do this; returns what it measured."""
        self._say([act, given])
        return self._hear(act)

    def wait(self) -> None:
        """Wait until it has ended by itself."""
        self._process.wait(60)

    def close(self) -> None:
        """End it as its window's closing would."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._folder.cleanup()

    def _hear(self, act: str) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        answer = json.loads(line or '{"failed": "It ended."}')
        if "failed" in answer:
            raise RuntimeError(f"The console could not {act}: {answer['failed']}")
        return answer["found"]

    def _say(self, what: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
