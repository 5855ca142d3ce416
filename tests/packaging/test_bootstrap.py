"""Bootstrap: what it refuses, what it asks for, how it mends an interrupted set-up, and what its last line says.

Nothing here reaches a network or changes the machine; the whole way is walked by whoever runs this suite through it.
"""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGING = ROOT / "packaging"


@pytest.fixture(autouse=True)
def beside_bootstrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(PACKAGING)


@pytest.fixture
def machine() -> ModuleType:
    return importlib.import_module("machine")


@pytest.fixture
def commands() -> ModuleType:
    return importlib.import_module("commands")


# An old Python


OLD = "Order Console needs Python 3.11 or newer; this is Python {}.{}."
NEW = "Order Console can be set up with Python 3.11 to 3.15, such as by python3.13; this is Python {}.{}."


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        *(((2, 7, 18), OLD), ((3, 6, 0), OLD), ((3, 10, 13), OLD)),
        *(((3, 11, 0), None), ((3, 15, 2), None), ((3, 16, 0), NEW), ((4, 0, 0), NEW)),
    ],
)
def test_a_python_that_will_not_do_is_refused_with_a_sentence(
    version: tuple[int, ...], sentence: str | None
) -> None:
    told = importlib.import_module("bootstrap").refused(version)
    assert told == (sentence and sentence.format(*version))


def test_an_old_python_can_read_the_refusal() -> None:
    source = (PACKAGING / "bootstrap.py").read_text(encoding="utf-8")
    assert source.isascii()
    newer = (
        ast.JoinedStr,
        ast.AnnAssign,
        ast.NamedExpr,
        ast.Match,
        ast.AsyncFunctionDef,
        ast.Starred,
        ast.Nonlocal,
    )
    tree = ast.parse(source)
    for node in ast.walk(tree):
        assert not isinstance(node, newer)
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not node.args.kwonlyargs
            assert not [argument for argument in node.args.args if argument.annotation]
    assert "print" not in source


# A machine that lacks something


def test_missing_libraries_are_named_with_one_command(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = {"libEGL.so.1", "libxcb-cursor.so.0"}
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(machine.libraries, "loads", lambda library: library not in lacking)
    monkeypatch.setattr(machine, "has_a_font", lambda variables: False)
    monkeypatch.setattr(machine.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(machine, "is_root", lambda: False)
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}")
    missing = machine.missing_for_qt({})
    venv = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert set(missing.values()) == {"libegl1", "libxcb-cursor0", "fonts-dejavu-core", venv}
    with pytest.raises(Exception, match="needs what this machine lacks") as caught:
        machine.provide(missing)
    told = str(caught.value).splitlines()
    assert (
        told[-1]
        == f"This installs them: sudo apt-get install fonts-dejavu-core libegl1 libxcb-cursor0 {venv}"
    )


def test_without_apt_get_the_packages_are_named(machine: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "is_root", lambda: True)
    monkeypatch.setattr(machine.shutil, "which", lambda name: None)
    assert machine.missing_for_tests() == {}
    with pytest.raises(Exception, match="package manager"):
        machine.provide({"libEGL.so.1": "libegl1"})


def test_root_installs_what_is_missing_without_questions(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[list[str], Mapping[str, str]]] = []

    def run(command: list[str], *, env: Mapping[str, str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append((command, env))
        return subprocess.CompletedProcess(command, 0, stdout="")

    monkeypatch.setattr(machine.subprocess, "run", run)
    monkeypatch.setattr(machine, "is_root", lambda: True)
    monkeypatch.setattr(machine.libraries, "loads", lambda library: True)
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}")
    machine.provide({"libEGL.so.1": "libegl1", "xvfb": "xvfb"})
    assert [command[5] for command, _ in asked] == ["update", "install"]
    assert asked[1][0][-2:] == ["libegl1", "xvfb"]
    assert all("-y" in command and env["DEBIAN_FRONTEND"] == "noninteractive" for command, env in asked)
    monkeypatch.setattr(machine.libraries, "loads", lambda library: False)
    with pytest.raises(Exception, match=r"cannot be loaded, though .*: libEGL\.so\.1\.$"):
        machine.provide({"libEGL.so.1": "libegl1", "xvfb": "xvfb"})


def test_a_package_manager_that_fails_is_quoted(machine: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "is_root", lambda: True)
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(machine, "_apt_get", lambda *arguments: (100, "E: Unable to locate package libegl1"))
    with pytest.raises(Exception, match=r"E: Unable to locate(.|\n)*could not be installed"):
        machine.provide({"libEGL.so.1": "libegl1"})


def test_fonts_and_screens_are_seen(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(machine, "FONT_FOLDERS", ())
    assert not machine.has_a_font({"HOME": str(tmp_path)})
    (tmp_path / ".fonts" / "deep").mkdir(parents=True)
    (tmp_path / ".fonts" / "deep" / "One.TTF").touch()
    assert machine.has_a_font({"HOME": str(tmp_path)})
    monkeypatch.setattr(sys, "platform", "linux")
    assert not machine.has_screen({"DISPLAY": ""})
    assert machine.has_screen({"DISPLAY": ":0"})
    assert machine.has_screen({"WAYLAND_DISPLAY": "wayland-0"})
    monkeypatch.setattr(sys, "platform", "darwin")
    assert machine.has_screen({})
    assert machine.missing_for_qt({}) == {}


@pytest.mark.skipif(sys.platform != "linux", reason="shared libraries are looked for on Linux only")
def test_every_library_that_qt_loads_here_is_on_the_list(machine: ModuleType) -> None:
    import PySide6

    folder = Path(PySide6.__file__).parent
    loaded = ["QtWidgets.abi3.so", "QtNetwork.abi3.so", "QtSvg.abi3.so", "Qt/plugins/platforms/libqxcb.so"]
    seen: set[str] = set()
    for name in loaded:
        listed = subprocess.run(
            ["ldd", str(folder / name)], capture_output=True, text=True, check=True
        ).stdout
        seen |= {line.split()[0] for line in listed.splitlines() if "=>" in line and "PySide6" not in line}
    # libraries come in packages that Qt's own need, or that every Debian has; the ones of X11 do not
    direct = {name for name in seen if name.startswith(("libxcb", "libxkb", "libX11", "libEGL", "libGL."))}
    assert direct <= set(machine.libraries.LIBRARIES)


# The environment


class Interrupted(BaseException):
    """Stands for a kill in the middle of a step."""


class Steps:
    """Stands in for venv and pip in a `DotVenv`: notes each step, and can be interrupted at one of them."""

    def __init__(self, root: Path) -> None:
        self.python = root / ".venv" / "bin" / "python"
        self.done: list[str] = []
        self.interrupt_at: str | None = None

    def __call__(self, command: list[str], sentence: str, packages: int = 0) -> None:
        asked = {"venv": "venv", "-r": "pins", "-e": "project", "-c": "signatures"}
        step = next(step for word, step in asked.items() if word in command)
        if step == "venv":
            self.python.parent.mkdir(parents=True)
            self.python.write_text("#!/bin/sh\necho 3.11\n")
            self.python.chmod(0o755)
        if step == self.interrupt_at:
            raise Interrupted
        self.done.append(step)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "packaging").mkdir()
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for name in ("requirements.txt", "requirements-test.txt"):
        (tmp_path / "packaging" / name).write_text("# nothing\n" + name)
    return tmp_path


@pytest.fixture
def steps(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    if os.name != "posix":
        pytest.skip("the stand-in for an environment's Python is a shell script")
    steps = Steps(checkout)
    monkeypatch.setattr(
        importlib.import_module("dot_venv").DotVenv, "call", lambda self, *given: steps(*given)
    )
    return steps


def provide(checkout: Path, requirements: str = "requirements.txt") -> str:
    venv = importlib.import_module("dot_venv").DotVenv(checkout)
    return str(venv.provide(requirements))


ALL = ["venv", "pins", "project", "signatures"]


def test_the_second_time_nothing_is_done(checkout: Path, steps: Steps) -> None:
    assert provide(checkout) == str(steps.python)
    assert steps.done == ALL
    provide(checkout)
    assert steps.done == ALL


@pytest.mark.parametrize("step", ALL)
def test_an_interruption_at_any_step_leads_to_a_new_environment(
    checkout: Path, steps: Steps, step: str
) -> None:
    steps.interrupt_at = step
    with pytest.raises(Interrupted):
        provide(checkout)
    (checkout / ".venv" / "half-installed").touch()
    steps.interrupt_at, steps.done = None, []
    provide(checkout)
    assert steps.done == ALL
    assert not (checkout / ".venv" / "half-installed").exists()
    provide(checkout)
    assert steps.done == ALL


@pytest.mark.parametrize("damage", ["gone", "fails", "no folder but a file", "link to nowhere"])
def test_a_broken_environment_is_made_anew(checkout: Path, steps: Steps, damage: str) -> None:
    provide(checkout)
    if damage == "gone":
        steps.python.unlink()
    elif damage == "fails":
        steps.python.write_text("#!/bin/sh\nexit 1\n")
    else:
        importlib.import_module("shutil").rmtree(checkout / ".venv")
        (checkout / ".venv").touch() if "file" in damage else (checkout / ".venv").symlink_to("nowhere")
    provide(checkout)
    assert steps.done == ALL * 2


@pytest.mark.parametrize("change", ["pins", "metadata", "python", "torn stamp", "odd stamp", "no stamp"])
def test_what_changed_is_installed_again_over_a_sound_environment(
    checkout: Path, steps: Steps, change: str
) -> None:
    provide(checkout)
    stamp = checkout / ".venv" / "order-console.json"
    if change == "pins":
        (checkout / "packaging" / "requirements.txt").write_text("other==1")
    elif change == "metadata":
        changed = (
            (checkout / "pyproject.toml").read_text().replace("[project]", '[project]\nkeywords = ["x"]', 1)
        )
        (checkout / "pyproject.toml").write_text(changed)
    elif change == "python":
        steps.python.write_text("#!/bin/sh\necho 3.12\n")
    elif change == "no stamp":
        stamp.unlink()
    else:
        stamp.write_text('{"python' if change == "torn stamp" else "[]")
    provide(checkout)
    assert steps.done == [*ALL, *ALL[1:]]


def test_the_tests_environment_serves_the_program_but_not_the_other_way(checkout: Path, steps: Steps) -> None:
    provide(checkout, "requirements.txt")
    provide(checkout, "requirements-test.txt")
    assert steps.done == [*ALL, *ALL[1:]]
    provide(checkout, "requirements.txt")
    assert steps.done == [*ALL, *ALL[1:]]


HOLDER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from dot_venv import DotVenv
with DotVenv(Path(sys.argv[2])).alone():
    print("holding", flush=True)
    sys.stdin.readline()
"""


def test_two_at_once_wait_for_each_other(checkout: Path, steps: Steps) -> None:
    command = [sys.executable, "-c", HOLDER, str(PACKAGING), str(checkout)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as first, subprocess.Popen(command, **pipes) as second:
        assert first.stdout is not None
        assert second.stdout is not None
        said = {first.stdout.readline(): first, second.stdout.readline(): second}
        assert set(said) == {
            "holding\n",
            "Another bootstrap is at work in this checkout; waiting for it to finish.\n",
        }
        one, other = said["holding\n"], next(process for line, process in said.items() if line != "holding\n")
        one.communicate("done\n")
        assert other.stdout is not None
        assert other.stdout.readline() == "holding\n"
        other.communicate("done\n")


def test_pip_s_way_is_told_at_each_quarter() -> None:
    said = [
        "Ignoring colorama: markers do not match",
        *(f"Collecting {n}==1\n  Using cached" for n in range(6)),
    ]
    said += [
        "Requirement already satisfied: x==1",
        "Installing collected packages: a, b",
        "Successfully installed a",
    ]
    assert list(importlib.import_module("dot_venv").how_far(said, 8)) == [
        *(f"Fetched {number} of 8 packages." for number in (2, 4, 6, 8)),
        "Unpacking them.",
    ]


# The commands


@pytest.fixture
def provided(commands: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """A machine and an environment that are ready; gives the commands that were run."""
    ran: list[list[str]] = []

    def note(command: list[str], **_: Any) -> int:
        ran.append(command)
        return 0

    monkeypatch.setattr(commands.machine, "missing_for_qt", lambda variables: {})
    monkeypatch.setattr(commands.machine, "missing_for_tests", dict)
    monkeypatch.setattr(commands.DotVenv, "provide", lambda self, requirements: requirements)
    monkeypatch.setattr(commands, "become", note)
    monkeypatch.setattr(commands.subprocess, "call", note)
    monkeypatch.setattr(commands, "build_folder", lambda: tmp_path)
    monkeypatch.setattr(commands, "caches", list)
    return ran


RUN = ["requirements.txt", "-m", "console"]


def test_run_opens_the_sandbox_or_what_is_asked_for(
    commands: ModuleType, provided: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands.machine, "has_screen", lambda variables: True)
    assert commands.main(["run"]) == 0
    assert commands.main(["run", "--open", "x"]) == 0
    assert provided == [[*RUN, "--sandbox"], [*RUN, "--open", "x"]]


def test_run_without_a_screen_takes_the_tour_and_says_where_the_pictures_are(
    commands: ModuleType,
    provided: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(commands.machine, "has_screen", lambda variables: False)
    assert commands.main(["run"]) == 0
    assert provided == [[*RUN, "tour", str(commands.build_folder() / "tour")]]
    assert (
        capsys.readouterr().out.splitlines()[-1] == f"The pictures are in {commands.build_folder() / 'tour'}."
    )
    assert commands.main(["run", "--version"]) == 0
    assert provided[-1] == [*RUN, "--version"]


REPORT = """<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>"""


@pytest.mark.parametrize(
    ("numbers", "exit_codes", "last", "code"),
    [
        ((9, 0, 0, 0), {}, "9 passed, 0 failed", 0),
        ((9, 0, 0, 2), {}, "7 passed, 0 failed, 2 skipped", 0),
        ((9, 1, 1, 2), {"pytest": 1}, "5 passed, 2 failed, 2 skipped", 1),
        ((9, 0, 0, 0), {"mypy": 1}, "9 passed, 0 failed", 1),
        ((0, 0, 0, 0), {"pytest": 5}, "0 passed, 1 failed", 1),
        (None, {"pytest": -11}, "0 passed, 1 failed", 1),
    ],
)
def test_the_last_line_counts_the_tests(
    commands: ModuleType,
    provided: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    numbers: tuple[int, ...] | None,
    exit_codes: dict[str, int],
    last: str,
    code: int,
) -> None:
    def check(step: str, name: str, command: list[str]) -> int:
        steps.append(step)
        if name == "pytest" and numbers is not None:
            (commands.build_folder() / "pytest.xml").write_text(REPORT.format(*numbers))
        return exit_codes.get(name, 0)

    steps: list[str] = []
    (commands.build_folder() / "pytest.xml").write_text(REPORT.format(99, 0, 0, 0))
    monkeypatch.setattr(commands, "check", check)
    assert commands.main(["test", "tests"]) == code
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == last
    assert steps == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]
    assert ("Besides the tests, mypy failed." in lines) == ("mypy" in exit_codes)


def test_all_tests_are_two_runs_that_count_together(
    commands: ModuleType,
    provided: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[list[str]] = []

    def check(step: str, name: str, command: list[str]) -> int:
        if name == "pytest":
            asked.append(command[4:])
            (commands.build_folder() / "pytest.xml").write_text(REPORT.format(9, len(asked) - 1, 0, 2))
        return 0

    monkeypatch.setattr(commands, "check", check)
    assert commands.main(["test"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "13 passed, 1 failed, 4 skipped"
    side_by_side, alone = asked
    assert side_by_side[:1] == ["-n"]
    assert side_by_side[-1] == f"--ignore={commands.ALONE}"
    assert alone == [commands.ALONE]
    assert (ROOT / commands.ALONE).is_dir()


def test_a_wrong_command_is_told_the_right_ones(
    commands: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main([]) == 2
    assert commands.main(["rum"]) == 2
    assert "run" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("failure", "code"), [(KeyboardInterrupt(), 130), (PermissionError(13, "Permission denied", "/x"), 1)]
)
def test_every_end_is_a_sentence(
    commands: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failure: BaseException,
    code: int,
) -> None:
    def fail(variables: object) -> None:
        raise failure

    monkeypatch.setattr(commands.machine, "missing_for_qt", fail)
    assert commands.main(["run"]) == code
    said = capsys.readouterr().err
    assert said.endswith(".\n")
    assert "Traceback" not in said


def test_ci_does_what_a_newcomer_does() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1] == "exec python3 packaging/bootstrap.py test"
