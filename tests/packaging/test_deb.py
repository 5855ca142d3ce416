"""The Debian package before it is made: what the desktop, the reader of its page and the lawyer are told is true.

No package is built here; `python3 packaging/bootstrap.py build` builds it and tries it in bare Debians.
"""

from __future__ import annotations

import configparser
import importlib
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest
from packaging.markers import Marker
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from console.__main__ import main
from console.runtime.libraries import LIBRARIES, WAYLAND_LIBRARIES
from tests.support.checkout import ROOT

SOURCES = ROOT / "packaging" / "debian"
CHANGES = (ROOT / "packaging" / "CHANGELOG.md").read_text("utf-8")
PAGE = (SOURCES / "order-console.1").read_text("utf-8")


@pytest.fixture(autouse=True)
def beside_bootstrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "packaging")


def module(name: str) -> ModuleType:
    return importlib.import_module(name)


# What the desktop is told


@pytest.fixture(scope="module")
def entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(SOURCES / "order-console.desktop", "utf-8")
    return parser["Desktop Entry"]


def test_the_desktop_tells_the_window_by_the_name_that_the_program_gives_it(
    entry: configparser.SectionProxy,
) -> None:
    start = (ROOT / "console/app/start.py").read_text("utf-8")
    assert re.findall(r'setDesktopFileName\("(.+?)"\)', start) == [entry["StartupWMClass"]]
    assert entry["Icon"] == entry["StartupWMClass"] == "order-console"
    assert entry["StartupNotify"] == "true"


def test_the_menu_starts_the_program_with_a_link_or_with_nothing(entry: configparser.SectionProxy) -> None:
    # With an option before it, a start without a link would end with "expected one argument".
    assert entry["Exec"] == "order-console %u"
    assert entry["MimeType"] == "x-scheme-handler/order-console;"


@pytest.mark.skipif(
    not shutil.which("desktop-file-validate"), reason="Debian's desktop-file-utils is missing"
)
def test_the_desktop_entry_is_valid() -> None:
    said = subprocess.run(
        ["desktop-file-validate", SOURCES / "order-console.desktop"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stdout) == (0, "")


def metainfo() -> str:
    text = (SOURCES / "order-console.metainfo.xml.in").read_text("utf-8")
    return text.replace("@RELEASES@", module("changes").releases_text(CHANGES))


def test_the_catalogue_names_the_entry_the_licence_and_every_release() -> None:
    told = ElementTree.fromstring(metainfo())
    assert told.findtext("launchable") == "order-console.desktop"
    assert told.findtext("project_license") == "MIT"
    versions = re.findall(r"^## (\S+)", CHANGES, re.MULTILINE)
    assert [release.get("version") for release in told.iter("release")] == versions


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="Debian's appstream is missing")
def test_the_catalogue_is_valid(tmp_path: Path) -> None:
    file = tmp_path / "internal.order_console.app.metainfo.xml"
    file.write_text(metainfo(), "utf-8")
    said = subprocess.run(
        ["appstreamcli", "validate", "--no-net", "--no-color", file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout
    # The one thing that it notes: the domain is nobody's, since the project has none.
    assert re.findall(r"^(\w): \S+ (\S+)", said.stdout, re.MULTILINE) in ([], [("I", "cid-maybe-not-rdns")])


def test_the_pictures_of_the_icon_are_what_its_source_draws(qapp: QApplication) -> None:
    icons = module("icons")
    for size in icons.SIZES:
        kept = QImage(str(ROOT / f"resources/icons/order-console-{size}.png"))
        drawn = icons.drawn(size).convertToFormat(kept.format())
        assert kept.size() == drawn.size()
        differing = [
            (x, y)
            for x in range(0, size, 2)
            for y in range(0, size, 2)
            if max(abs(a - b) for a, b in zip(rgba(kept, x, y), rgba(drawn, x, y), strict=True)) > 24
        ]
        assert differing == []


def rgba(picture: QImage, x: int, y: int) -> tuple[int, int, int, int]:
    colour = picture.pixelColor(x, y)
    return colour.red() * colour.alpha() // 255, colour.green(), colour.blue(), colour.alpha()


# The page of the manual


def commands() -> list[str]:
    """The words that the command line begins with, and nothing for none of them."""
    source = (ROOT / "console/__main__.py").read_text("utf-8")
    return ["", *re.findall(r'given\[:1\] == \["(\w+)"\]', source)]


def helped(command: str, capsys: pytest.CaptureFixture[str]) -> set[str]:
    with pytest.raises(SystemExit):
        main([*([command] if command else []), "--help"])
    return set(re.findall(r"(?<!\w)--?[a-z][a-z-]*", capsys.readouterr().out.partition("usage:")[2]))


def written(command: str) -> set[str]:
    """The options that the page has under the command, unescaped."""
    parts = re.split(r"^\.S[SH] (.+)$", PAGE.replace(r"\-", "-").replace(r"\~", " "), flags=re.MULTILINE)
    heads = dict(zip(parts[1::2], parts[2::2], strict=True))
    text = heads[f"order-console {command}"] if command else heads["OPTIONS"]
    return {
        option
        for line in re.findall(r"^\.TP\n(.+)", text, re.MULTILINE)
        for option in re.findall(r"--?[a-z][a-z-]*", line)
    }


def test_every_command_and_no_other_has_a_part_of_the_page() -> None:
    told = re.findall(r"^\.SS order-console (\w+)", PAGE, re.MULTILINE)
    assert told == [command for command in commands() if command]
    assert len(told) >= 4


@pytest.mark.parametrize("command", commands())
def test_the_page_has_the_options_that_the_command_takes(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = helped(command, capsys) - {"-h", "--help"}
    assert taken - written(command) == set(), "not on the page"
    assert written(command) - {"-h", "--help"} - taken == set(), "on the page alone"


@pytest.mark.skipif(not shutil.which("man"), reason="Debian's man-db is missing")
def test_the_page_is_set_without_a_warning() -> None:
    done = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", SOURCES / "order-console.1"],
        capture_output=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "100"},
    )
    assert (done.returncode, done.stderr) == (0, b"")


# What the package says of itself


def test_the_newest_version_in_the_changelog_is_that_of_the_program() -> None:
    from console import __version__

    log = module("changes").changelog_text(CHANGES, __version__, "N <n@example.com>", 0)
    assert log.startswith(f"order-console ({__version__}) unstable; urgency=medium\n\n  * ")
    assert re.search(
        r"^ -- N <n@example\.com>  \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$", log, re.MULTILINE
    )
    assert max(map(len, log.splitlines())) <= 80


def test_a_version_without_changes_is_refused() -> None:
    with pytest.raises(Exception, match="does not begin with version 9"):
        module("changes").changelog_text(CHANGES, "9.9.9", "N <n@example.com>", 0)
    with pytest.raises(Exception, match=r"says nothing of version 1\.0"):
        module("changes").changelog_text("## 1.0 (2026-01-01)\n\n", "1.0", "N <n@example.com>", 0)


DEPENDS = "libssl3 (>= 3.0.0), libc6 (>= 2.35), libx11-6"


def test_the_control_file_has_the_fields_that_dpkg_asks_for() -> None:
    text = module("deb").control_text("1.2.3", "N <n@example.com>", {"Depends": DEPENDS}, 42)
    fields = dict(re.findall(r"^([\w-]+): (.+)$", text, re.MULTILINE))
    assert fields.keys() == {
        *("Package", "Version", "Architecture", "Maintainer", "Installed-Size", "Depends", "Recommends"),
        *("Section", "Priority", "Description"),
    }
    assert (fields["Version"], fields["Installed-Size"], fields["Depends"]) == ("1.2.3", "42", DEPENDS)
    assert "@" not in text.replace("n@example.com", "")
    assert re.search(r"^Description: .+\n( .+\n)+\Z", text, re.MULTILINE)


def test_what_was_renamed_in_debian_13_may_have_either_name() -> None:
    for_both = module("deb_libraries").for_both
    told = "libc6 (>= 2.35), libssl3t64 (>= 3.0.0) | libssl3 (>= 3.0.0), libx11-6"
    assert for_both(DEPENDS) == told
    assert for_both(DEPENDS.replace("libssl3", "libssl3t64")) == told, "built on Debian 13"


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("libc6 (>= 2.38)", "newer than Debian 12's"),
        ("libmpdec3 (>= 2.5)", "libmpdec3 is needed, and is not known to be in Debian 12 and 13 alike"),
    ],
)
def test_what_one_of_the_two_lacks_is_refused(field: str, sentence: str) -> None:
    with pytest.raises(Exception, match=sentence):
        module("deb_libraries").for_both(field)


def test_every_library_that_the_console_asks_for_is_in_both() -> None:
    wanted = {*LIBRARIES.values(), *WAYLAND_LIBRARIES.values()}
    assert wanted - module("deb_libraries").IN_BOTH == set()


# Licences


def owner(licence: str = "MIT", **further: Any) -> dict[str, Any]:
    text = "Copyright (c) 2020 Some Body\n\nDo what you like."
    return {"version": "1", "licence": licence, "texts": [text], "parts": [], "files": ["a/b.py"], **further}


def told_of(**owners: dict[str, Any]) -> dict[str, Any]:
    own = {"order-console": owner(), "pyside6-essentials": owner("LGPL-3.0-only OR GPL-2.0-only", texts=[])}
    return {"owners": own | owners, "nobodys": []}


def test_each_owner_is_told_with_its_files_holder_and_words() -> None:
    text = module("deb_copyright").copyright_text(told_of(thing=owner()), {})
    stanza = re.search(
        r"^Files: a/\*\nCopyright: 2020 Some Body\nLicense: MIT~thing\n(.+?)\n\n",
        text,
        re.MULTILINE | re.DOTALL,
    )
    assert stanza
    assert stanza[1].splitlines()[:3] == [" Copyright (c) 2020 Some Body", " .", " Do what you like."]


def test_each_licence_of_a_part_has_its_words_once() -> None:
    part = {"name": "crate", "version": "2", "licence": "(MIT OR Apache-2.0) AND Unicode-3.0", "authors": "A"}
    text = module("deb_copyright").copyright_text(told_of(thing=owner(parts=[part, part])), {})
    alone = re.findall(r"^License: ([^~\n]+)$", text, re.MULTILINE)
    assert len(alone) == len(set(alone))
    assert {"MIT", "Apache-2.0", "Unicode-3.0"} <= set(alone)
    assert "\n  crate 2 ((MIT OR Apache-2.0) AND Unicode-3.0; A)\n" in text


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        (told_of(thing=owner("")), "thing 1 is inside and names no licence"),
        (told_of(thing=owner("Beerware", texts=[])), "words of the licence Beerware of thing are not known"),
        (told_of(thing=owner(parts=[{"name": "crate", "licence": "X"}])), "licence X of crate are not known"),
        (told_of() | {"nobodys": ["libodd.so.1"]}, r"Nobody is known to own this.*libodd\.so\.1"),
    ],
)
def test_nothing_without_a_licence_gets_through(inside: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Exception, match=sentence):
        module("deb_copyright").copyright_text(inside, {})


def test_every_pinned_package_that_runs_here_has_a_licence_that_is_told() -> None:
    ask = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import inside, json; from importlib.metadata import distribution\n"
        "names = json.loads(sys.argv[2])\n"
        "print(json.dumps({name: inside._facts(name, distribution(name)) for name in names}))"
    )
    pins = "".join(path.read_text("utf-8") for path in module("bill").pins_inside(ROOT))
    found = re.findall(r"^([\w.-]+)==\S+(?: ; (.+?))? \\$", pins, re.MULTILINE)
    names = sorted({name for name, marker in found if not marker or holds(marker)})
    done = subprocess.run(
        [sys.executable, "-c", ask, str(ROOT / "packaging"), json.dumps(names)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    facts = {name: {**one, "files": [f"{name}/x.py"]} for name, one in json.loads(done.stdout).items()}
    text = module("deb_copyright").copyright_text(told_of(**facts), {})
    assert "Files: psycopg/*\nCopyright: Daniele Varrazzo" in text, (
        "and not who wrote the words of its licence"
    )
    assert {name for name in names if f"~{name}\n" not in text} == set()
    assert len(names) > 20


@pytest.mark.skipif(sys.platform != "linux", reason="each system's wheel brings libraries of its own")
def test_each_library_that_psycopg_brings_is_told_with_its_licence() -> None:
    parts = module("deb_copyright").parts_told("parts-of-psycopg.toml")
    told = {library for part in parts for library in part["libraries"]}
    brought = {
        path.name.partition("-")[0]
        for path in Path(psycopg.__file__).parents[1].glob("psycopg_binary.libs/*")
    }
    assert brought == told
    text = module("deb_copyright").copyright_text(told_of(**{"psycopg-binary": owner("LGPL-3.0-only")}), {})
    assert all(f"\n  {part['name']} {part['version']} ({part['licence']}; " in text for part in parts)


def holds(marker: str) -> bool:
    return Marker(marker).evaluate()
