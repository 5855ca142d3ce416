"""The README tells the truth: its tables of fields and settings, its ten steps, its commands and its links.

It must not check wording; what can be run or found is checked.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from console.model.settings import Settings
from tests.support import field_table, settings_table
from tests.support.checkout import ROOT
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

README = (ROOT / "README.md").read_text("utf-8")
STEPS = re.findall(r"`(console/[\w/]+\.py): (\w+)`", README)


def test_the_table_of_fields_is_that_of_the_code() -> None:
    assert field_table.table() in README


def test_the_table_of_settings_is_that_of_the_code() -> None:
    assert settings_table.table(Settings()) in README


def test_there_are_ten_steps_behind_save() -> None:
    assert len(re.findall(r"^\d+\. `console/", README, re.MULTILINE)) == 10


@pytest.mark.parametrize(("file", "function"), STEPS)
def test_every_step_names_a_function_that_is_there(file: str, function: str) -> None:
    names = {
        node.name
        for node in ast.walk(ast.parse((ROOT / file).read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert function in names


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["connect", "--help"], ["check", "--help"], ["tour", "--help"]]
)
def test_every_command_answers(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "console", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "rder" in done.stdout


def test_the_client_works_in_a_few_lines_without_a_window(sandbox: Sandbox) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    values = (sandbox.url, sandbox.token_url, sandbox.client_id, sandbox.client_secret)
    given = f"url, token_url, client_id, client_secret = {values!r}\n"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            given + code + "import sys; assert not any('PySide' in name for name in sys.modules)",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert sandbox.read(f"/orders/{SAMPLE_ORDER}")[1]["shippingDetails"] == "UPS Ground"
