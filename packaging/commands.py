"""The commands of bootstrap: `run` opens the console, `test` runs every check and test, `elsewhere` does both elsewhere.

It must not know how the machine or the environment is provided, and it must end every failure with a sentence.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import machine
from bill import audit
from dot_venv import RUN, TEST, DotVenv, clean_variables
from elsewhere import SUITES, elsewhere
from packages import build
from saying import Trouble, say
from workplace import workplace

ROOT = Path(__file__).resolve().parent.parent
NEEDS_NO_WINDOW = {"check", "connect", "desk", "tour", "--diagnose", "--version", "--help", "-h"}
CHECKS = {
    "ruff check": ("ruff", "check"),
    "ruff format --check": ("ruff", "format", "--check"),
    "mypy": ("mypy",),
}


def main(arguments: list[str]) -> int:
    """Do what the arguments say; return the exit code."""
    commands = {
        "run": run,
        "test": test,
        "elsewhere": lambda suites: elsewhere(ROOT, suites),
        "build": lambda given: build(ROOT, given),
        "audit": lambda _: audit(ROOT),
    }
    try:
        if arguments[:1] and arguments[0] in commands:
            return commands[arguments[0]](arguments[1:])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; the same command goes on from here.", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"Order Console could not be set up: {error}.", file=sys.stderr)
        return 1
    say("bootstrap.py run [arguments of order-console]   sets up, then opens the practice sandbox")
    say("bootstrap.py test [arguments of pytest]         sets up, then runs every check and test")
    say(f"bootstrap.py elsewhere {'|'.join(SUITES)}   does both in a bare Debian of that name, as root")
    say("bootstrap.py build                              makes the packages in build/dist, and tries each")
    say("bootstrap.py audit                              asks whether a flaw is known of what is pinned")
    return 2


def run(arguments: list[str]) -> int:
    """Open the window on the practice sandbox, or do what the arguments say; without a screen, take the tour."""
    machine.provide(machine.missing_for_qt(os.environ))
    python = DotVenv(ROOT).provide(RUN)
    needs_window = not arguments or arguments[0] not in NEEDS_NO_WINDOW
    if needs_window and not machine.has_screen(os.environ):
        return take_the_tour(python)
    return become([python, "-m", "console", *(arguments or ["--sandbox"])])


def take_the_tour(python: str) -> int:
    """Do the main jobs without a screen, and say where the pictures are."""
    say("There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the tour is taken instead.")
    folder = build_folder() / "tour"
    code = subprocess.call(
        [python, "-m", "console", "tour", str(folder)], env=clean_variables(offscreen=True)
    )
    say(f"The pictures are in {folder}." if code == 0 else f"The tour failed; what it saw is in {folder}.")
    return code


def build_folder() -> Path:
    """Return the folder for what is made here, which this account may write to."""
    folder = workplace(ROOT) / "build"
    folder.mkdir(exist_ok=True)
    return folder


MOST_AT_ONCE = 4
"""So many processes run tests side by side; more would wait for each other's servers and windows."""
ALONE = "tests/contract"
"""Its tests are made while they run, which only a single process can do."""


def test(arguments: list[str]) -> int:
    """Run the linters, the type checker and pytest; the last line counts the tests."""
    needed, wished = machine.missing_for_qt(os.environ), machine.missing_for_tests()
    if machine.is_root():
        machine.provide({**needed, **wished})
    else:
        machine.provide(needed)
        if wished:
            say(
                f"Without {', '.join(wished)} some tests are skipped. {machine.libraries.how_to_install(wished)}"
            )
    python = DotVenv(ROOT).provide(TEST)
    runs = parts(arguments)
    steps = iter(f"{number} of {len(CHECKS) + len(runs)}" for number in itertools.count(1))
    failed = [name for name, command in CHECKS.items() if check(next(steps), name, [python, "-m", *command])]
    passed, fallen, skipped = map(sum, zip(*(pytest(next(steps), python, run) for run in runs), strict=True))
    if failed:
        say(f"Besides the tests, {' and '.join(failed)} failed.")
    say(f"{passed} passed, {fallen} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or fallen else 0


def parts(arguments: list[str]) -> list[list[str]]:
    """The arguments of each run of pytest: just those given, or all tests side by side but for those that cannot."""
    if arguments:
        return [arguments]
    processes = min(
        (os.cpu_count() or 1) + 1, MOST_AT_ONCE
    )  # one more than cores: tests wait for servers, too
    shared_out = ["--dist", "loadfile", "--no-loadscope-reorder"]  # tests/conftest.py puts them in order
    return [["-n", str(processes), *shared_out, f"--ignore={ALONE}"], [ALONE]]


def pytest(step: str, python: str, arguments: list[str]) -> tuple[int, int, int]:
    """Run pytest; return how many tests passed, failed and were skipped. To end without counting is a failure."""
    report = build_folder() / "pytest.xml"
    report.unlink(missing_ok=True)
    code = check(step, "pytest", [python, "-m", "pytest", f"--junitxml={report}", *caches(), *arguments])
    passed, fallen, skipped = count(report)
    if code and not fallen:
        say("There was no test to run." if code == 5 else f"pytest itself failed with exit code {code}.")
        fallen = 1
    return passed, fallen, skipped


def check(step: str, name: str, command: list[str]) -> int:
    """Run one check from the top of the checkout, under its name and how far that is; return its exit code."""
    say(f"== {step}: {name}")
    return subprocess.call(command, cwd=ROOT, env=clean_variables(offscreen=True) | cache_variables())


def caches() -> list[str]:
    """Return the option that has pytest remember where this account may write; none in a checkout that it may change."""
    return [] if workplace(ROOT) == ROOT else ["-o", f"cache_dir={workplace(ROOT) / 'pytest'}"]


def cache_variables() -> dict[str, str]:
    """Return what has the other tools do the same."""
    own = workplace(ROOT)
    names = {"RUFF_CACHE_DIR": "ruff", "MYPY_CACHE_DIR": "mypy", "HYPOTHESIS_STORAGE_DIRECTORY": "hypothesis"}
    return {} if own == ROOT else {name: str(own / folder) for name, folder in names.items()}


def count(report: Path) -> tuple[int, int, int]:
    """Return how many tests passed, failed and were skipped, as pytest's JUnit report says; zeros without one."""
    totals = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    if report.exists():
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            for key in totals:
                totals[key] += int(suite.get(key, "0"))
    failed = totals["failures"] + totals["errors"]
    return max(0, totals["tests"] - failed - totals["skipped"]), failed, totals["skipped"]


def become(command: list[str]) -> int:
    """Run the command in place of this process, so that signals and the exit code are its own."""
    sys.stdout.flush()
    if os.name == "nt":
        return subprocess.call(command, env=clean_variables())
    return os.execve(command[0], command, clean_variables())
