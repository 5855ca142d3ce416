"""What goes into the packages, and what the program does otherwise in one. Nothing is frozen or installed here."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageReader

import console
from console.runtime.itself import itself_as
from tests.support.checkout import ROOT, tracked_files

PACKAGING = ROOT / "packaging"


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """The modules that make packages, by name; they go again, since names such as `wheel` are others' too."""
    monkeypatch.syspath_prepend(PACKAGING)
    monkeypatch.syspath_prepend(PACKAGING / "program")
    before = set(sys.modules)
    names = ("contents", "icon_files", "packages")
    yield SimpleNamespace(**{name: importlib.import_module(name) for name in names})
    for name in set(sys.modules) - before:
        del sys.modules[name]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Wheel and sdist, made as the build makes them."""
    dist = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(dist)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [wheel], [sdist] = dist.glob("*.whl"), dist.glob("*.tar.gz")
    return wheel, sdist


def opened_assets() -> set[str]:
    """What `console` opens by `asset("…")`, as its sources say; every call names what it opens."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "console").rglob("*.py")]
    calls = [argument for source in sources for argument in re.findall(r"(?<!def )\basset\((.*?)\)", source)]
    found = [re.fullmatch(r'f?"([^"{/]+)(?:/[^"]*)?"', argument) for argument in calls]
    assert all(found), calls
    return {match[1] for match in found if match}


def test_the_wheel_has_every_module_and_every_file_that_the_program_opens(built: tuple[Path, Path]) -> None:
    names = set(zipfile.ZipFile(built[0]).namelist())
    modules = {str(file) for file in tracked_files() if file.parts[0] == "console"}
    assert modules <= names
    opened = opened_assets()
    assert opened >= {"style.qss", "icons", "carriers.toml"}
    for asset in opened:
        files = {file for file in tracked_files() if file.parts[:2] == ("resources", asset)}
        assert files, f"resources/{asset} is not there"
        assert {f"console/_resources/{file.relative_to('resources')}" for file in files} <= names
    foreign = {
        name for name in names if not name.startswith(("console/", f"order_console-{console.__version__}"))
    }
    assert not foreign


def test_the_sdist_can_be_built_from_and_carries_the_licence(built: tuple[Path, Path]) -> None:
    top = f"order_console-{console.__version__}"
    with tarfile.open(built[1]) as sdist:
        names = set(sdist.getnames())
    needed = (
        "pyproject.toml",
        "LICENSE",
        "README.md",
        "console/__init__.py",
        "resources/style.qss",
        "PKG-INFO",
    )
    assert {f"{top}/{name}" for name in needed} <= names


def test_the_version_stands_in_one_place_and_all_else_says_the_same(
    built: tuple[Path, Path], ours: SimpleNamespace
) -> None:
    version = console.__version__
    assert ours.packages.version_of(ROOT) == version
    [newest, *_] = re.findall(
        r"^## (\S+) \(\d{4}-\d\d-\d\d\)$", (PACKAGING / "CHANGELOG.md").read_text(), re.MULTILINE
    )
    assert newest == version
    with zipfile.ZipFile(built[0]) as wheel:
        metadata = wheel.read(f"order_console-{version}.dist-info/METADATA").decode()
    assert f"\nVersion: {version}\n" in metadata
    elsewhere = [
        file
        for file in tracked_files()
        if file.parts[0] == "console" or file.name == "pyproject.toml"
        if f'"{version}"' in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert elsewhere == [Path("console/__init__.py")]


def test_only_chosen_plugins_go_in_and_only_the_libraries_that_something_inside_needs(
    ours: SimpleNamespace,
) -> None:
    at = "PySide6/Qt/plugins/"
    entries = [
        (f"{at}platforms/libqxcb.so", "/q/libqxcb.so", "BINARY"),
        (f"{at}platformthemes/libqgtk3.so", "/q/libqgtk3.so", "BINARY"),
        ("libgtk-3.so.0", "/lib/libgtk-3.so.0", "BINARY"),
        ("libpango-1.0.so.0", "/lib/libpango-1.0.so.0", "BINARY"),
        ("PySide6/Qt/lib/libQt6Gui.so.6", "/q/libQt6Gui.so.6", "BINARY"),
        ("libQt6Gui.so.6", "PySide6/Qt/lib/libQt6Gui.so.6", "SYMLINK"),
        ("PySide6/Qt/lib/libQt6Eglfs.so.6", "/q/libQt6Eglfs.so.6", "BINARY"),
        ("libQt6Eglfs.so.6", "PySide6/Qt/lib/libQt6Eglfs.so.6", "SYMLINK"),
        ("libpython3.11.so.1.0", "/lib/libpython3.11.so.1.0", "BINARY"),
        ("_sqlite3.so", "/py/_sqlite3.so", "EXTENSION"),
        ("libsqlite3.so.0", "/lib/libsqlite3.so.0", "BINARY"),
        ("libz.so.1", "/lib/libz.so.1", "BINARY"),
    ]
    needs = {
        "/q/libqxcb.so": ["libQt6Gui.so.6", "libc.so.6"],
        "/q/libqgtk3.so": ["libgtk-3.so.0", "libQt6Gui.so.6"],
        "/lib/libgtk-3.so.0": ["libpango-1.0.so.0"],
        "/py/_sqlite3.so": ["libsqlite3.so.0"],
        "/lib/libsqlite3.so.0": ["libz.so.1"],
    }
    kept = {place for place, _, _ in ours.contents.chosen(entries, lambda file: needs.get(file, []))}
    dropped = {place for place, _, _ in entries} - kept
    assert {Path(place).name for place in dropped} == {
        "libqgtk3.so",
        "libgtk-3.so.0",
        "libpango-1.0.so.0",
        "libQt6Eglfs.so.6",
    }
    assert "libQt6Eglfs.so.6" not in kept, "a link to nothing"


def test_every_plugin_that_is_chosen_is_one_of_the_qt_that_is_here(ours: SimpleNamespace) -> None:
    import PySide6

    plugins = Path(PySide6.__file__).parent / "Qt" / "plugins"
    for_linux = [name for name in ours.contents.PLUGINS if not re.search(r"/q|cocoa|^styles", name)]
    assert len(for_linux) >= 10
    for name in for_linux:
        assert (plugins / name).is_dir() or (plugins / f"{name}.so").exists(), name


def test_the_program_starts_itself_by_python_here_and_by_its_own_file_from_a_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert itself_as("sandbox") == [sys.executable, "-m", "console", "sandbox"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/order-console/order-console")
    assert itself_as("sandbox", "--port", "0") == [
        "/opt/order-console/order-console",
        "sandbox",
        "--port",
        "0",
    ]


def test_nothing_else_starts_python_by_name() -> None:
    named = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "console").rglob("*.py")
        if re.search(r"\[\s*sys\.executable|\(\s*sys\.executable,", path.read_text(encoding="utf-8"))
    ]
    assert named == ["console/runtime/itself.py"]


SURROUNDINGS = """
import os, runpy, sys
sys.path.insert(0, sys.argv[1])
import entry
entry.leave_surroundings_alone()
print(sorted(name for name in os.environ if name.startswith(("_PYI", "LD_LIBRARY"))), os.environ.get("LD_LIBRARY_PATH"))
"""


@pytest.mark.parametrize(
    ("before", "after"), [("/opt/own", "['LD_LIBRARY_PATH'] /opt/own"), (None, "[] None")]
)
def test_what_the_program_starts_gets_the_surroundings_that_the_program_got(
    before: str | None, after: str
) -> None:
    surroundings = {
        "LD_LIBRARY_PATH": "/opt/order-console/_internal",
        "_PYI_ARCHIVE_FILE": "x",
        "PATH": "/usr/bin",
    }
    surroundings |= {"LD_LIBRARY_PATH_ORIG": before} if before else {}
    command = [sys.executable, "-c", SURROUNDINGS, str(PACKAGING / "program")]
    # env: this Python itself would look for its libraries there
    done = subprocess.run(
        [
            "env",
            *(f"{name}={value}" for name, value in surroundings.items() if name != "LD_LIBRARY_PATH"),
            *command,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == after


def test_icons_for_windows_and_macos_can_be_read_back(ours: SimpleNamespace) -> None:
    pngs = {size: png(size) for size in (16, 32, 64, 128, 256)}
    for made, kind in ((ours.icon_files.ico(pngs), b"ico"), (ours.icon_files.icns(pngs), b"icns")):
        buffer = QBuffer()
        buffer.setData(QByteArray(made))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer, QByteArray(kind))
        sizes = set()
        for number in range(reader.imageCount()):
            reader.jumpToImage(number)
            image = reader.read()
            sizes.add(image.width())
            assert image.pixelColor(image.width() // 2, image.height() // 2) == QColor("teal")
        assert sizes == set(pngs), kind


def png(size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def test_the_pins_of_the_build_hold_those_of_the_program() -> None:
    pinned = re.compile(r"^[A-Za-z0-9][^\\#\n]*", re.MULTILINE)
    program, build, audit = (
        {found.strip() for found in pinned.findall((PACKAGING / f"requirements{part}.txt").read_text())}
        for part in ("", "-build", "-audit")
    )
    assert program <= build
    assert {"pyinstaller", "pyinstaller-hooks-contrib"} <= {pin.partition("==")[0] for pin in build}
    assert {"cyclonedx-bom", "pip-audit"} <= {pin.partition("==")[0] for pin in audit}


@pytest.mark.parametrize("given", [["--all"], ["--twice", "--times"]])
def test_a_word_that_build_does_not_know_is_told_those_that_it_does(
    ours: SimpleNamespace, given: list[str]
) -> None:
    with pytest.raises(Exception, match=r"--only .*--twice .*--times"):
        ours.packages.build(ROOT, given)


def test_spec_and_contents_name_the_modules_that_are_there(ours: SimpleNamespace) -> None:
    spec = (PACKAGING / "program" / "order-console.spec").read_text()
    assert isinstance(ours.contents, ModuleType)
    for package in re.findall(r'collect_(?:submodules|data_files)\("(\w+)"\)', spec):
        assert importlib.util.find_spec(package), package
    compile(spec, "order-console.spec", "exec")
