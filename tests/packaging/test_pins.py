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

from tests.support.checkout import ROOT, tracked_files

RUN = ROOT / "packaging" / "requirements.txt"
TEST = ROOT / "packaging" / "requirements-test.txt"
# In pieces, so that this file does not hold what it forbids.
INDEXES = [".".join(parts) for parts in (("pypi", "org"), ("registry", "npmjs"), ("deb", "debian", "org"))]
INDEXES.append("python" + "hosted")


@cache
def pins(path: Path) -> dict[str, Requirement]:
    lines = re.findall(r"^([A-Za-z0-9][^\\#\n]*)", path.read_text(), re.MULTILINE)
    found = [Requirement(line.strip()) for line in lines]
    return {canonicalize_name(pin.name): pin for pin in found}


def pinned_version(pin: Requirement) -> str:
    [exact] = pin.specifier
    assert exact.operator == "=="
    return exact.version


def asked_for(extra: str | None) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return list(project["optional-dependencies"][extra] if extra else project["dependencies"])


@pytest.mark.parametrize(("path", "extra"), [(RUN, None), (TEST, None), (TEST, "test")])
def test_pins_keep_to_the_ranges_of_the_project(path: Path, extra: str | None) -> None:
    for text in asked_for(extra):
        asked = Requirement(text)
        pin = pins(path).get(canonicalize_name(asked.name))
        assert pin is not None, f"{asked.name} is not pinned in {path.name}"
        assert asked.specifier.contains(pinned_version(pin)), f"{pin} is outside {asked}"


def test_the_pins_of_the_tests_hold_those_of_the_program() -> None:
    assert {name: str(pin) for name, pin in pins(RUN).items()}.items() <= {
        name: str(pin) for name, pin in pins(TEST).items()
    }.items()


def test_every_pin_has_a_hash() -> None:
    for path in (RUN, TEST):
        blocks = re.split(r"^(?=[A-Za-z0-9])", path.read_text(), flags=re.MULTILINE)[1:]
        assert len(blocks) == len(pins(path))
        assert not [block for block in blocks if "--hash=sha256:" not in block]


def test_no_file_names_an_index() -> None:
    named = [
        (file, index)
        for file in tracked_files()
        for index in INDEXES
        if index.encode() in (ROOT / file).read_bytes()
    ]
    assert not named
    for path in (RUN, TEST):
        assert "://" not in path.read_text()
        assert "index" not in path.read_text()
