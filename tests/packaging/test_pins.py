"""The pinned packages: they keep to the ranges of the project, carry hashes, and name no index.

An address of an index in a file would bind every checkout to one place; the machine's own pip settings decide.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from console.runtime.guard import check_pyside
from tests.support.checkout import ROOT, tracked_files

RUN = ROOT / "packaging" / "requirements.txt"
KEYRING = ROOT / "packaging" / "requirements-keyring.txt"
DESK = ROOT / "packaging" / "requirements-desk.txt"
TEST = ROOT / "packaging" / "requirements-test.txt"
# In pieces, so that this file does not hold what it forbids.
INDEXES = [".".join(parts) for parts in (("pypi", "org"), ("registry", "npmjs"), ("deb", "debian", "org"))]
INDEXES.append("python" + "hosted")


PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")


@cache
def all_pins(path: Path) -> list[Requirement]:
    lines = re.findall(r"^([A-Za-z0-9][^\\#\n]*)", path.read_text(), re.MULTILINE)
    return [Requirement(line.strip()) for line in lines]


def holds(requirement: Requirement, python: str) -> bool:
    here = {"python_version": python, "python_full_version": f"{python}.0"}
    return requirement.marker is None or requirement.marker.evaluate(here)


def pins(path: Path, python: str = PYTHONS[0]) -> dict[str, Requirement]:
    found = [pin for pin in all_pins(path) if holds(pin, python)]
    names = [canonicalize_name(pin.name) for pin in found]
    assert len(names) == len(set(names)), "one version of each for this Python"
    return dict(zip(names, found, strict=True))


def pinned_version(pin: Requirement) -> str:
    [exact] = pin.specifier
    assert exact.operator == "=="
    return exact.version


def asked_for(extra: str | None) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return list(project["optional-dependencies"][extra] if extra else project["dependencies"])


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(
    ("path", "extra"),
    [
        (RUN, None),
        (KEYRING, None),
        (KEYRING, "keyring"),
        (DESK, None),
        (DESK, "desk"),
        (TEST, None),
        (TEST, "test"),
        (TEST, "keyring"),
        (TEST, "desk"),
    ],
)
def test_pins_keep_to_the_ranges_of_the_project(path: Path, extra: str | None, python: str) -> None:
    for asked in map(Requirement, asked_for(extra)):
        if not holds(asked, python):
            continue
        pin = pins(path, python).get(canonicalize_name(asked.name))
        assert pin is not None, f"{asked.name} is not pinned in {path.name}"
        assert asked.specifier.contains(pinned_version(pin)), f"{pin} is outside {asked}"


def test_the_pins_of_the_tests_hold_those_of_the_program() -> None:
    run, keyring, desk, test = (all_pins(path) for path in (RUN, KEYRING, DESK, TEST))
    for more in (keyring, desk):
        assert set(map(str, run)) <= set(map(str, test)) & set(map(str, more))
        # What a check needs on every system, a keyring may need on Linux alone.
        assert {(pin.name, pinned_version(pin)) for pin in more} <= {
            (pin.name, pinned_version(pin)) for pin in test
        }


@pytest.mark.parametrize(
    ("python", "version"),
    [("3.11", "6.11"), ("3.12", "6.11"), ("3.13", "6.11"), ("3.14", "6.12"), ("3.15", "6.12")],
)
def test_each_python_gets_the_qt_that_suits_it(python: str, version: str) -> None:
    for path in (RUN, KEYRING, DESK, TEST):
        for name in ("pyside6-essentials", "shiboken6"):
            pinned = pinned_version(pins(path, python)[name])
            assert pinned.startswith(f"{version}.")
            assert check_pyside(pinned, (3, int(python.removeprefix("3.")))) is None


def test_every_pin_has_a_hash() -> None:
    for path in (RUN, KEYRING, DESK, TEST):
        blocks = re.split(r"^(?=[A-Za-z0-9])", path.read_text(), flags=re.MULTILINE)[1:]
        assert len(blocks) == len(all_pins(path))
        assert not [block for block in blocks if "--hash=sha256:" not in block]


def test_no_file_names_an_index() -> None:
    named = [
        (file, index)
        for file in tracked_files()
        for index in INDEXES
        if index.encode() in (ROOT / file).read_bytes()
    ]
    assert not named
    for path in (RUN, KEYRING, DESK, TEST):
        assert "://" not in path.read_text()
        assert "index" not in path.read_text()
