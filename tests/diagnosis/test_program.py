"""What is told of the program is what it was installed from."""

from __future__ import annotations

import re
import tomllib

from console.diagnosis.program import PACKAGES, program, version
from tests.support.checkout import ROOT


def test_every_package_that_the_project_asks_for_is_told_with_its_version() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.split("[^A-Za-z0-9-]", one)[0] for one in asked}
    assert names | {"shiboken6"} == set(PACKAGES)
    told = "\n".join(program())
    for name in PACKAGES:
        assert f"{name} {version(name)}" in told
        assert version(name)[0].isdigit()
    assert f"Runs as: checkout in {ROOT}" in told


def test_a_package_that_is_not_there_has_no_version() -> None:
    assert version("no-such-package-anywhere") == "?"
