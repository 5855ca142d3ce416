"""The acts on lines: each one step of undo with a name, lines kept together, nothing done where nothing would change.

It must not test what a block of cells becomes; tests/model/lines/test_block.py does.
"""

from __future__ import annotations

import pytest

from console.api.client import Client
from console.model.drafts.sums import sums
from console.model.fields.numerals import POINTED
from console.model.lines.block import Cells
from console.model.lines.lines import DraftLine
from console.model.pasting.copied import Copied
from tests.model import samples
from tests.presenters.given import LINE, Opened, changes_nothing, mutates, names, new_order
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.sandbox import Sandbox


@pytest.fixture
def opened(client: Client, shared: Sandbox) -> Opened:
    """An order of the test's own with a mug and a pot; jobs answer at once."""
    return Opened(InlineJobs(), client, client.get_order(new_order(shared)))


@pytest.fixture
def letters(client: Client, shared: Sandbox) -> Opened:
    """An order of the test's own with lines A to D."""
    lines = [LINE | {"name": letter} for letter in "ABCD"]
    return Opened(InlineJobs(), client, client.get_order(new_order(shared, lineItems=lines)))


def test_what_changes_nothing_is_no_step(opened: Opened) -> None:
    changes_nothing(opened, lambda editor: editor.lines.cell_typed(0, "quantity", "1"))
    changes_nothing(opened, lambda editor: editor.lines.remove([]))
    changes_nothing(opened, lambda editor: editor.lines.duplicate([]))
    changes_nothing(opened, lambda editor: editor.lines.move([], 1))
    changes_nothing(opened, lambda editor: editor.lines.move_to([1], 2))
    changes_nothing(opened, lambda editor: editor.lines.move_to([], 0))
    changes_nothing(opened, lambda editor: editor.lines.clear({}))
    changes_nothing(opened, lambda editor: editor.lines.fill_down({}))
    changes_nothing(opened, lambda editor: editor.lines.fill_down({0: ["name"]}))


def test_a_new_line_stands_at_the_end_with_quantity_1(opened: Opened) -> None:
    opened.editor.lines.add()
    assert [row.shown("quantity", 2) for row in opened.state.draft.lines] == ["1", "2", "1"]


def test_copies_stand_right_behind_what_they_are_copies_of(opened: Opened) -> None:
    opened.editor.lines.duplicate([0, 1])
    assert names(opened.state.draft) == ["Coffee Mug", "Coffee Mug", "Pot", "Pot"]
    sent = opened.state.draft.payload()["lineItems"]
    assert sent[0] == sent[1]


def test_lines_move_together_and_never_past_an_end(client: Client, shared: Sandbox) -> None:
    lines = [LINE | {"name": letter} for letter in "ABCD"]
    opened = Opened(InlineJobs(), client, client.get_order(new_order(shared, lineItems=lines)))
    mutates(opened, lambda editor: editor.lines.move([1, 2], 1), "move 2 lines")
    assert names(opened.state.draft) == ["A", "D", "B", "C"]
    changes_nothing(opened, lambda editor: editor.lines.move([2, 3], 1))
    mutates(opened, lambda editor: editor.lines.move([3, 2], -1), "move 2 lines")
    assert names(opened.state.draft) == ["A", "B", "C", "D"]
    assert not opened.state.draft.dirty
    changes_nothing(opened, lambda editor: editor.lines.move([0, 1], -1))
    opened.editor.lines.move([0, 3], -1)
    assert names(opened.state.draft) == ["A", "B", "C", "D"]


def test_dragged_lines_stand_together_where_they_were_dropped(letters: Opened) -> None:
    after = mutates(letters, lambda editor: editor.lines.move_to([0, 2], 4), "move 2 lines")
    assert names(after) == ["B", "D", "A", "C"]
    after = mutates(letters, lambda editor: editor.lines.move_to([3], 0), "move line")
    assert names(after) == ["C", "B", "D", "A"]


@pytest.mark.parametrize(
    ("cells", "step"),
    [
        ({0: ["name"]}, "clear cell"),
        ({0: ["name", "quantity"], 1: ["name", "quantity"]}, "clear 4 cells"),
    ],
)
def test_cleared_cells_are_one_step(opened: Opened, cells: Cells, step: str) -> None:
    after = mutates(opened, lambda editor: editor.lines.clear(cells), step)
    for place, columns in cells.items():
        assert [after.lines[place].shown(column, 2) for column in columns] == [""] * len(columns)


def test_a_line_without_what_every_line_needs_is_told_and_kept(opened: Opened) -> None:
    opened.editor.lines.clear({1: ["quantity"]})
    [problem] = opened.state.draft.problems()
    assert (problem.row, problem.key) == (1, "quantity")


def test_filling_down_is_one_step_that_counts_what_it_wrote_over(letters: Opened) -> None:
    cells = {place: ["name", "sku"] for place in range(4)}
    after = mutates(letters, lambda editor: editor.lines.fill_down(cells), "fill 6 cells down")
    assert names(after) == ["A"] * 4
    letters.editor.undo()
    after = mutates(
        letters, lambda editor: editor.lines.fill_down({2: ["name"], 1: ["name"]}), "fill cell down"
    )
    assert names(after) == ["A", "C", "C", "D"], "the first line that is seen is written over the others"


def test_locked_lines_are_not_cleared_filled_or_dragged(client: Client) -> None:
    opened = Opened(InlineJobs(), client, samples.cart(status="EXPIRED", lineItems=[LINE, LINE]))
    changes_nothing(opened, lambda editor: editor.lines.clear({0: ["name"]}))
    changes_nothing(opened, lambda editor: editor.lines.fill_down({0: ["name"], 1: ["name"]}))
    changes_nothing(opened, lambda editor: editor.lines.move_to([0], 2))


def test_what_is_pasted_is_planned_by_the_editors_jobs_and_replaces_nothing_yet(client: Client) -> None:
    jobs = HeldJobs()
    opened = Opened(jobs, client, samples.cart())
    paste = opened.editor.lines.pasting("Mug\t1\t2", POINTED, columns=["name", "quantity", "totalPrice"])
    jobs.finish_all()
    assert not opened.state.draft.dirty
    step, rows = paste.result()
    mutates(opened, lambda editor: editor.lines.replace(step, rows), step)
    assert names(opened.state.draft)[-1] == "Mug"


def test_a_long_block_is_edited_by_a_worker_and_nothing_is_typed_meanwhile(
    client: Client, shared: Sandbox
) -> None:
    held = HeldJobs()
    lines = [LINE | {"name": f"Mug {place}"} for place in range(600)]
    opened = Opened(held, client, client.get_order(new_order(shared, lineItems=lines)))
    before = opened.state.draft
    opened.editor.lines.clear({place: ["name"] for place in range(600)})
    assert opened.state.draft is before
    assert opened.state.busy == "editing"
    assert opened.state.lines_locked == "Its lines are being changed."
    opened.editor.typed("shippingDetails", "x")
    opened.editor.lines.remove([0])
    opened.editor.review()
    assert opened.state.draft is before
    held.finish()
    assert (opened.state.busy, opened.state.undo) == ("", "clear 600 cells")
    assert [row.shown("name", 2) for row in opened.state.draft.lines] == [""] * 600
    opened.editor.undo()
    assert opened.state.draft == before


def test_what_a_long_block_becomes_is_not_worked_out_again_by_the_window(
    client: Client, shared: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = HeldJobs()
    lines = [LINE | {"name": f"Mug {place}"} for place in range(600)]
    opened = Opened(held, client, client.get_order(new_order(shared, lineItems=lines)))
    opened.editor.lines.fill_down({place: ["quantity"] for place in range(600)})
    asked: list[str] = []
    held.held[0].work()
    monkeypatch.setattr(DraftLine, "reading", lambda _, column: asked.append(column))
    held.held[0].deliver()
    opened.state.draft.problems()
    sums(opened.state.draft)
    assert asked == []


def test_many_pasted_lines_are_looked_over_by_a_worker_and_a_few_at_once(opened: Opened) -> None:
    held = HeldJobs()
    opened.editor.lines._jobs = held
    lines = opened.state.draft.lines
    few, many = ([DraftLine(None, {"quantity": str(place)}) for place in range(count)] for count in (3, 600))
    opened.editor.lines.paste("paste 3 lines", [*lines, *few])
    assert (held.held, len(opened.state.draft.lines)) == ([], len(lines) + 3)
    opened.editor.lines.paste("paste 600 lines", [*lines, *many])
    assert opened.state.busy == "editing"
    held.finish()
    assert len(opened.state.draft.lines) == len(lines) + 600
    assert opened.state.undo == "paste 600 lines"


def test_many_cells_are_written_for_the_clipboard_by_a_worker(opened: Opened) -> None:
    held, taken = HeldJobs(), list[Copied]()
    opened.editor.lines._jobs = held
    opened.editor.lines.copied({1: ["position", "name"], 0: ["name"]}, ["position", "name"], taken.append)
    assert [one.text for one in taken] == ["2\tPot\n\tCoffee Mug"]
    opened.editor.lines.paste("paste", [DraftLine(None, {"name": str(place)}) for place in range(501)])
    held.finish()
    opened.editor.lines.copied({place: ["name"] for place in range(501)}, ["name"], taken.append)
    assert len(taken) == 1
    held.finish()
    assert taken[1].text.split("\n") == [str(place) for place in range(501)]
