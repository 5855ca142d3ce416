"""The README tells the truth: its tables of fields and settings, its steps, its commands and its links.

It must not check wording; what can be run or found is checked.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache

import pytest

from console.model.settings import Settings
from tests.support import field_table, settings_table
from tests.support.checkout import ROOT
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

README = (ROOT / "README.md").read_text("utf-8")
FLOWS = dict(re.findall(r"^## (What happens .+)\n\n((?:\d+\. .+\n)+)", README, re.MULTILINE))
STEP = re.compile(r"`(console/[\w/]+\.py): (\w+)`")
STEPS = [step for flow in FLOWS.values() for step in STEP.findall(flow)]


def test_the_table_of_fields_is_that_of_the_code() -> None:
    assert field_table.table() in README


def test_the_table_of_settings_is_that_of_the_code() -> None:
    assert settings_table.table(Settings()) in README


def test_three_flows_are_told_in_ten_steps_or_eleven() -> None:
    told = {head: [line for line in flow.splitlines() if STEP.search(line)] for head, flow in FLOWS.items()}
    assert {head: len(lines) for head, lines in told.items()} == {
        "What happens when you press Save": 11,
        "What happens when you mark an order shipped": 10,
        "What happens to a row of a run": 11,
    }
    assert len(STEPS) == len(STEP.findall(README)), "no step stands elsewhere"


@pytest.mark.parametrize(("file", "function"), STEPS)
def test_every_step_names_a_function_that_is_there(file: str, function: str) -> None:
    assert function in functions(file)


@cache
def parsed(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text("utf-8"))


@cache
def functions(file: str) -> dict[str, set[str]]:
    """The functions of a file, each with every name in it: what it calls, and what it hands over to be called."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.FunctionDef):
            names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            names |= {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
            found.setdefault(node.name, set()).update(names)
    return found


SET_OFF_BY_PEOPLE = {
    ("console/ui/record/editor.py", "ask_review"): "console/app/front.py",
    ("console/ui/record/editor.py", "mark_shipped"): "console/app/front.py",
    ("console/presenters/record/editor.py", "send"): "console/ui/record/questions.py",
    ("console/presenters/shipping/mark_shipped.py", "pasted"): "console/ui/shipping/mark_shipped.py",
    ("console/presenters/shipping/mark_shipped.py", "review"): "console/ui/shipping/mark_shipped.py",
    ("console/presenters/runs/file.py", "choose"): "console/ui/runs/window.py",
    ("console/presenters/runs/run.py", "check"): "console/ui/runs/acts.py",
    ("console/presenters/runs/run.py", "start"): "console/ui/runs/acts.py",
    ("console/presenters/runs/run.py", "resume"): "console/ui/runs/acts.py",
    ("console/presenters/runs/later.py", "answer_again"): "console/ui/runs/window.py",
}
"""The steps that begin with a key or a click, each with the file that hears of it; all others follow from a step."""


@pytest.mark.parametrize(("step", "view"), SET_OFF_BY_PEOPLE.items(), ids=lambda value: str(value))
def test_what_a_person_sets_off_is_called_where_the_screen_is_heard(step: tuple[str, str], view: str) -> None:
    assert step in STEPS
    named = [part.attr for part in ast.walk(parsed(view)) if isinstance(part, ast.Attribute)]
    assert step[1] in named


def led_to(file: str, function: str) -> set[str]:
    """All that a function calls or hands over, itself or through other functions of its file."""
    found, waiting = set[str](), [function]
    while waiting:
        further = functions(file).get(waiting.pop(), set()) - found
        found |= further
        waiting += further
    return found


def out_of_turn(steps: list[tuple[str, str]]) -> list[str]:
    """The steps that no step before them leads to, nor a person."""
    reached, lost = set[str](), []
    for file, function in steps:
        if function not in reached and (file, function) not in SET_OFF_BY_PEOPLE:
            lost.append(f"{file}: {function}")
        reached |= led_to(file, function)
    return lost


@pytest.mark.parametrize("flow", FLOWS.values(), ids=list(FLOWS))
def test_every_step_is_led_to_by_one_before_it_or_by_a_person(flow: str) -> None:
    assert out_of_turn(STEP.findall(flow)) == []


@pytest.mark.parametrize("flow", FLOWS.values(), ids=list(FLOWS))
def test_a_flow_told_backwards_would_be_found_out(flow: str) -> None:
    assert len(out_of_turn(STEP.findall(flow)[::-1])) >= 3


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:console|tests|packaging|resources|findings)/[\w/.]+)`", README)))
)
def test_every_file_and_folder_that_is_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["connect", "--help"],
        ["desk", "--help"],
        ["check", "--help"],
        ["tour", "--help"],
    ],
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
