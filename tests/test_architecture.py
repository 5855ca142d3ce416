"""The house keeps its shape: who may import whom, how large a file may grow, and where things stand.

The rules are read off the source with `ast`, so that an import inside a function counts too.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.support.checkout import ROOT, tracked_files

CONSOLE = ROOT / "console"
MODULES = sorted(CONSOLE.rglob("*.py"))

LADDER: tuple[tuple[str, ...], ...] = (
    ("",),
    ("runtime",),
    ("model.look",),
    (
        "model.plural",
        "model.findings",
        "model.addresses",
        "model.setting",
        "model.remembered",
        "model.id_labels",
        "model.template",
        "model.date_form",
        "model.scheme",
    ),
    ("model.fields", "model.carriers", "model.settings", "model.environment"),
    ("model.link", "model.shop_link"),
    ("model.records", "model.question"),
    ("model.lines",),
    ("model.drafts",),
    ("model.merging", "model.pasting", "model.shipments"),
    ("api", "store"),
    ("desk",),
    ("desk.line", "desk.claims"),
    ("desk.owner",),
    ("diagnosis",),
    ("presenters.notice", "presenters.clock", "presenters.observable", "presenters.waiting"),
    (
        "presenters.saving",
        "presenters.settings",
        "presenters.banners",
        "presenters.handing",
    ),
    ("presenters.lines", "presenters.shipping", "presenters.runs", "presenters.desk"),
    ("presenters.record",),
    ("presenters.workbench",),
    ("presenters.trail",),
    ("ui.look",),
    ("ui.desk",),
    ("ui.lines", "ui.shipping"),
    ("ui.record",),
    ("ui.workbench", "ui.trail", "ui.runs", "ui.settings"),
    ("ui.shell",),
    ("app",),
    ("__main__",),
)
"""The rooms from the ground up: each may see those on lower rungs, and none beside it. `""` is the package itself."""
RUNG = {room: rung for rung, rooms in enumerate(LADDER) for room in rooms}
MUST_NOT_SEE = {"ui": {"api", "store", "desk"}}
"""Further than the ladder goes: what is shown comes from presenters alone."""
QT = {"PySide6", "shiboken6"}
HTTP = {"requests", "urllib3", "http", "httpx"}
DISK = {"os", "pathlib", "io", "shutil", "tempfile", "sqlite3", "platformdirs"}
MUST_NOT_LOAD = {
    "model": QT | HTTP | DISK | {"time", "socket", "subprocess", "threading"},
    "api": QT | {"sqlite3", "platformdirs"},
    "store": QT | HTTP,
    "desk": QT | HTTP,
    "presenters": {"PySide6.QtWidgets", "sqlite3"} | HTTP,
    "ui": {"sqlite3"} | HTTP,
    "sandbox": QT | HTTP,
}
CLOCK_CALLS = {"now", "utcnow", "today"}
AGREED_AT_THE_TOP = re.compile(
    r"console|resources|tests|packaging|findings|pyproject\.toml"
    r"|README\.md|CONTRIBUTING\.md|LICENSE(\.[a-z]+)?|CHANGELOG\.md|\..*"
)
MOST_LINES = 350
MOST_BY_PLACE = 3


def area(path: Path) -> str:
    """The room of the house that a file belongs to: 'model', 'api', ... or the name of a top-level module."""
    parts = path.relative_to(CONSOLE).with_suffix("").parts
    return parts[0]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def imported(path: Path) -> tuple[str, ...]:
    """Every module that a file may load, in full dotted form; `from a import b` gives both `a` and `a.b`."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    found: list[str] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            found += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    return tuple(found)


def room(module: str) -> str:
    """The room of a module: "ui.look" of `console.ui.look.theme`, "app" of `console.app.app`."""
    parts = module.split(".")[1:]
    in_rooms = parts[:1] in (["model"], ["presenters"], ["ui"])
    inner = parts[:1] == ["desk"] and CONSOLE.joinpath(*parts[:2]).is_dir()
    return ".".join(parts[:2] if in_rooms or inner else parts[:1])


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


DOTTED = {dotted(path): path for path in MODULES}


def modules_seen(path: Path) -> set[str]:
    """The modules of the house that a file imports; of `from a import b` the module `a.b` where that is one."""
    every = {module for module in imported(path) if module in DOTTED}
    return {module for module in every if not any(other.startswith(f"{module}.") for other in every)} - {
        dotted(path)
    }


in_each_module = pytest.mark.parametrize("path", MODULES, ids=name)


@in_each_module
def test_imports_point_down_the_ladder(path: Path) -> None:
    here, seen = room(dotted(path)), {room(module) for module in modules_seen(path)}
    if here == "sandbox":
        assert seen <= {"sandbox"}, "the sandbox stands alone"
        return
    if here in ("model", "presenters", "ui"):
        assert not seen, f"{name(path)} is no room but the hall before several"
        return
    assert here in RUNG, f"{name(path)} is in no room that the house knows"
    beyond = {other for other in seen - {here} if RUNG.get(other, len(LADDER)) >= RUNG[here]}
    beyond |= seen & MUST_NOT_SEE.get(area(path), set())
    assert not beyond, f"{name(path)} must not import console.{', console.'.join(sorted(beyond))}"


def test_no_modules_stand_in_a_circle() -> None:
    waiting = {module: modules_seen(path) for module, path in DOTTED.items()}
    while free := [module for module, seen in waiting.items() if not seen & waiting.keys()]:
        for module in free:
            del waiting[module]
    assert not waiting, f"these need each other, or something that does: {sorted(waiting)}"


@in_each_module
def test_each_room_keeps_out_what_it_must_not_load(path: Path) -> None:
    barred = MUST_NOT_LOAD.get(area(path), set())
    loaded = [
        module
        for module in imported(path)
        if any(module == other or module.startswith(f"{other}.") for other in barred)
    ]
    assert not loaded, f"{name(path)} must not load {', '.join(loaded)}"


@pytest.mark.parametrize("path", [path for path in MODULES if area(path) == "model"], ids=name)
def test_the_model_asks_no_clock(path: Path) -> None:
    calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    asked = [call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr in CLOCK_CALLS]
    assert not asked, f"{name(path)} asks the clock: {asked}; take the moment as an argument"


@in_each_module
def test_each_module_says_what_it_is_and_what_it_must_not_do(path: Path) -> None:
    docstring = ast.get_docstring(tree(path)) or ""
    sentences = re.findall(r"[.:;](?:\s|$)", docstring)
    assert len(sentences) >= (1 if path.name == "__init__.py" else 2), (
        f"{name(path)} needs a docstring of two sentences"
    )


@in_each_module
def test_no_file_silts_up(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES, f"{name(path)} has {lines} lines; is there more than one idea in it?"


def test_no_public_class_or_type_has_the_name_of_another() -> None:
    homes: dict[str, list[str]] = {}
    for path in MODULES:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(name(path))
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                called = node.targets[0].id
                if re.fullmatch("[A-Z]+[a-z][A-Za-z]*", called):
                    homes.setdefault(called, []).append(name(path))
    twice = {called: paths for called, paths in homes.items() if called[0] != "_" and len(paths) > 1}
    assert not twice, f"one word, one meaning: {twice}"


@in_each_module
def test_keys_of_window_ini_are_named_where_they_are_declared(path: Path) -> None:
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    named = [
        ast.unparse(call)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"value", "setValue"}
        if call.args and isinstance(call.args[0], ast.JoinedStr | ast.Constant)
        if not isinstance(getattr(call.args[0], "value", ""), int)
    ]
    assert not named, f"{name(path)} names a key itself, beside settings.py and remembered.py: {named}"


@in_each_module
def test_a_constructor_takes_what_goes_beyond_three_by_name(path: Path) -> None:
    long = [
        made.name
        for made in ast.walk(tree(path))
        if isinstance(made, ast.ClassDef)
        for part in made.body
        if isinstance(part, ast.FunctionDef) and part.name == "__init__"
        if len(part.args.posonlyargs + part.args.args) > 1 + MOST_BY_PLACE
    ]
    assert not long, f"{name(path)}: {', '.join(long)} must take further arguments by keyword only"


FILLED_IN = {"_Flight", "CallTrace", "Claim", "Seat", "SheetCells", "SheetRead"}
"""Filled in bit by bit by whoever makes them, or renewed, as a claim is; every other dataclass is a value."""


def test_values_are_frozen() -> None:
    loose = {
        node.name
        for path in MODULES
        if "sandbox" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        for mark in node.decorator_list
        if ast.unparse(mark).startswith("dataclass") and "frozen=True" not in ast.unparse(mark)
    }
    assert loose == FILLED_IN


@in_each_module
def test_there_are_no_star_imports(path: Path) -> None:
    assert not [module for module in imported(path) if module.endswith(".*")]


def test_only_agreed_entries_stand_at_the_top() -> None:
    top = {file.parts[0] for file in tracked_files()}
    assert not [entry for entry in top if not AGREED_AT_THE_TOP.fullmatch(entry)]


def test_a_presenter_and_its_test_share_a_name() -> None:
    presenters, tests = CONSOLE / "presenters", ROOT / "tests" / "presenters"
    known = {path.relative_to(presenters).with_suffix("").as_posix() for path in presenters.rglob("[!_]*.py")}
    tested = {path.relative_to(tests).with_suffix("").as_posix() for path in tests.rglob("test_*.py")}
    assert known == {path.replace("test_", "") for path in tested}
