"""What the dialog `Paste lines` is told: the first plan, what each choice makes of it, and what comes of it.

It must not repeat how a block is planned; the model's tests prove that.
"""

from __future__ import annotations

import pytest

from console.model.drafts.draft import Draft
from console.model.fields.numerals import Marks
from console.model.lines.lines import COLUMNS, SENT, rows
from console.model.pasting.block_marks import DecimalMark
from console.model.pasting.tsv import written
from console.presenters.lines.paste import Paste, PasteState, direct
from tests.model.samples import READ_AT, cart, draft
from tests.support.jobs import HeldJobs, InlineJobs

HEADED = "SKU\tQty\tTotal\r\nA-1\t1\t2,50\r\nA-2\ttwo\t\r\n"
PLAIN = "A-1\t1\t2.50\nA-2\t2\t5.00"
COLUMNS_SHOWN = ("position", "sku", "quantity", "totalPrice", "name")


def asked(text: str = HEADED, **where: object) -> Paste:
    return Paste(InlineJobs(), draft(), text, marks=Marks(), columns=COLUMNS_SHOWN, **where)  # type: ignore[arg-type]


# -- whose marks -------------------------------------------------------------------------------------------

AMBIGUOUS = "SKU\tQty\tTotal\nB-7\t2,400\t75\nB-8\t1\t1,250"


@pytest.mark.parametrize(("mark", "quantity", "total"), [(".", "2400", "1250"), (",", "2.400", "1.250")])
def test_what_a_block_does_not_tell_is_asked_once_and_nothing_is_pasted_before(
    mark: DecimalMark, quantity: str, total: str
) -> None:
    paste = asked(AMBIGUOUS)
    state = paste.state
    assert state.question == "2,400 is 2400 or 2.4?"
    assert state.answers == ((".", "2,400 is 2400"), (",", "2,400 is 2.4"))
    assert (state.answer, state.can_paste) == ("", False)
    assert state.sentence == "Adds 2 lines; say first what 2,400 means."
    paste.say(mark)
    state = paste.state
    assert (state.question, state.answer, state.can_paste) == ("2,400 is 2400 or 2.4?", mark, True)
    assert [state.rows[0][1], state.rows[1][2]] == [quantity, total]
    assert state.decided[0, 1] == f"2,400 is read as {quantity}: as you said."
    assert state.wrong == {}


def test_what_the_block_tells_is_read_marked_and_said_and_not_asked() -> None:
    state = asked("SKU\tQty\tTotal\nB-7\t2,400\t75.50\nB-8\t3,600\t1").state
    assert (state.question, state.can_paste) == ("", True)
    assert [row[1] for row in state.rows] == ["2400", "3600"]
    assert set(state.decided) == {(0, 1), (1, 1)}
    assert state.advised == (
        "2,400 is read as 2400: 75.50 shows how this block writes numbers.",
        "1 more number is read in this way; all are marked.",
    )


def test_advice_is_told_by_cell_and_in_words_and_is_no_error() -> None:
    plain = asked("SKU\tQty\tTotal\nA-1\t-1\t2.5055").state
    assert plain.doubtful[0, 2] == "USD has 2 digits after the point; this is sent with 4."
    assert plain.advised[0] == "Line 3, Quantity: A negative quantity; is it meant as a return?"
    assert (plain.told, plain.sentence, plain.can_paste) == ((), "Adds 1 line.", True)


# -- what it says ------------------------------------------------------------------------------------------


def test_it_reads_first_and_says_so() -> None:
    jobs = HeldJobs()
    paste = Paste(jobs, draft(), HEADED, marks=Marks())
    seen: list[PasteState] = []
    paste.show(seen.append)
    assert (seen[0].busy, seen[0].sentence, seen[0].can_paste) == (True, "Reading what was copied…", False)
    jobs.finish()
    assert (seen[-1].busy, seen[-1].can_paste) == (False, True)
    assert len(seen) == 2


def test_a_header_is_recognised_and_columns_go_by_name() -> None:
    state = asked().state
    assert (state.header, state.columns, state.labels) == (
        True,
        ("sku", "quantity", "totalPrice"),
        ("SKU", "Qty", "Total"),
    )
    assert state.rows == (("A-1", "1", "2.50"), ("A-2", "two", ""))
    assert state.numbers == (3, 4)


def test_without_a_header_they_go_in_the_order_shown() -> None:
    state = asked(PLAIN).state
    assert (state.header, state.columns, state.labels) == (
        False,
        ("sku", "quantity", "totalPrice"),
        ("", "", ""),
    )


def test_from_the_cursor_they_go_over_the_cells() -> None:
    state = asked("2\t5\n3\t6\n4\t7", at=1, column="quantity").state
    assert (state.way, state.ways, state.columns) == (
        "over",
        ("over", "add", "all"),
        ("quantity", "totalPrice"),
    )
    assert (state.numbers, state.sentence) == ((2, 3, 4), "Pastes into 1 line and adds 2.")


@pytest.mark.parametrize(
    ("at", "way", "ways"), [(None, "add", ("add", "all")), (0, "add", ("over", "add", "all"))]
)
def test_without_a_column_they_are_new_lines(at: int | None, way: str, ways: tuple[str, ...]) -> None:
    state = asked(PLAIN, at=at).state
    assert (state.way, state.ways) == (way, ways)


def test_errors_are_told_by_cell_and_in_words() -> None:
    state = asked().state
    assert set(state.wrong) == {(1, 1), (1, 2)}
    assert state.told[1] == "Line 4, Total price: Every line needs a total price."
    assert state.told[0].startswith("Line 4, Quantity: Write a plain number")
    assert (
        state.sentence == "Adds 2 lines; 2 cells have errors, they are marked and can be mended in the grid."
    )
    assert state.can_paste


def test_one_error_is_one_and_a_missing_column_stands_at_the_line() -> None:
    state = asked("SKU\tQty\nA-1\t1").state
    assert state.wrong == {(0, -1): "Every line needs a total price."}
    assert state.sentence == "Adds 1 line; 1 cell has an error, it is marked and can be mended in the grid."


def test_a_column_that_goes_nowhere_shows_what_was_copied() -> None:
    state = asked("SKU\tColour\nA-1\tblue").state
    assert (state.columns, state.rows) == (("sku", ""), (("A-1", "blue"),))


def test_only_the_first_lines_are_shown_but_all_errors_are_counted() -> None:
    state = asked("A\tx\t1\n" * 500).state
    assert len(state.rows) == len(state.numbers) == len(state.wrong) == 200
    assert len(state.told) == 7
    assert state.told[-1] == "… and 494 more"
    assert state.sentence.startswith("Adds 500 lines; 500 cells have errors")


@pytest.mark.parametrize("text", ["", "\n\n", "\t\t"])
def test_an_empty_clipboard_is_said(text: str) -> None:
    state = asked(text).state
    assert (state.sentence, state.can_paste) == (
        "There is nothing on the clipboard that could be a line.",
        False,
    )


def test_too_many_lines_are_refused() -> None:
    paste = asked("A\n" * 19_999)
    assert paste.state.refusal == "That would make 20,001 lines; a record takes at most 20,000."
    assert paste.state.sentence == paste.state.refusal
    assert not paste.state.can_paste
    paste.choose("all")
    assert (paste.state.refusal, paste.state.can_paste) == ("", True)


def test_a_far_too_wide_block_makes_no_hundred_choices() -> None:
    state = asked("x\t" * 5_000 + "x").state
    assert len(state.columns) == 64
    assert "more than 64 columns" in state.sentence


# -- what is chosen ----------------------------------------------------------------------------------------


def test_a_column_is_mapped_and_leaves_its_place_to_nobody_else() -> None:
    paste = asked(PLAIN)
    paste.map(0, "quantity")
    assert paste.state.columns == ("quantity", "", "totalPrice")
    paste.map(1, "sku")
    assert paste.state.columns == ("quantity", "sku", "totalPrice")
    paste.map(2, "")
    assert paste.state.columns == ("quantity", "sku", "")
    assert paste.state.rows[0] == ("A-1", "1", "2.50")


def test_going_past_a_column_does_not_take_it_from_another() -> None:
    paste = asked(PLAIN)
    for key in ("quantity", "totalPrice", "name"):
        paste.map(0, key)
    assert paste.state.columns == ("name", "quantity", "totalPrice")
    paste.header(True)
    paste.header(False)
    paste.map(0, "quantity")
    assert paste.state.columns == ("quantity", "", "totalPrice")


def test_with_no_column_left_there_is_nothing_to_paste() -> None:
    paste = asked("A")
    paste.map(0, "")
    assert (paste.state.sentence, paste.state.can_paste) == ("Choose where at least one column goes.", False)


def test_the_header_can_be_a_line_after_all_and_back() -> None:
    paste = asked()
    paste.header(False)
    assert (paste.state.header, len(paste.state.rows), paste.state.rows[0][0]) == (False, 3, "SKU")
    paste.header(True)
    assert (paste.state.header, len(paste.state.rows)) == (True, 2)


def test_missing_totals_are_filled_in_when_asked() -> None:
    paste = asked("SKU\tQty\tPrice\nA\t2\t1.25")
    assert len(paste.state.wrong) == 1
    paste.fill(True)
    assert (paste.state.fill, paste.state.wrong, paste.state.sentence) == (True, {}, "Adds 1 line.")


def test_choosing_the_same_again_asks_for_nothing() -> None:
    jobs = HeldJobs()
    paste = Paste(jobs, draft(), PLAIN, marks=Marks(), columns=COLUMNS_SHOWN)
    jobs.finish()
    paste.map(0, "sku")
    paste.choose("add")
    paste.header(False)
    paste.fill(False)
    assert jobs.held == []


def test_the_newest_choice_wins() -> None:
    jobs = HeldJobs()
    paste = Paste(jobs, draft(), PLAIN, marks=Marks(), columns=COLUMNS_SHOWN)
    jobs.finish()
    paste.choose("all")
    jobs.held[0].work()
    paste.choose("add")
    assert (paste.state.busy, paste.state.way, paste.state.can_paste) == (True, "add", False)
    jobs.finish_all()
    assert (paste.state.busy, paste.state.way, paste.state.sentence) == (False, "add", "Adds 2 lines.")


def test_before_anything_is_read_a_header_is_no_choice() -> None:
    jobs = HeldJobs()
    paste = Paste(jobs, draft(), HEADED, marks=Marks())
    paste.header(True)
    assert len(jobs.held) == 1
    jobs.finish()
    assert paste.state.can_paste


def test_a_choice_made_while_it_reads_is_kept() -> None:
    jobs = HeldJobs()
    paste = Paste(jobs, draft(), HEADED, marks=Marks())
    paste.choose("all")
    jobs.finish_all()
    assert (paste.state.way, paste.state.columns) == ("all", ("sku", "quantity", "totalPrice"))


def test_a_closed_dialog_is_told_nothing_more() -> None:
    jobs = HeldJobs()
    paste = Paste(jobs, draft(), HEADED, marks=Marks())
    seen: list[PasteState] = []
    paste.show(seen.append)
    paste.close()
    jobs.finish_all()
    assert len(seen) == 1


# -- what comes of it --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "step", "count"),
    [
        ("add", "paste 2 lines", 4),
        ("over", "paste into 2 lines", 2),
        ("all", "replace all lines by 2 pasted", 2),
    ],
)
def test_the_result_is_a_named_step_and_all_lines(way: str, step: str, count: int) -> None:
    paste = asked(at=0)
    paste.choose(way)  # type: ignore[arg-type]
    paste.close()
    name, lines = paste.result()
    assert (name, len(lines)) == (step, count)


def test_lines_copied_from_an_order_are_the_same_in_a_cart() -> None:
    order = draft()
    copied = [
        [COLUMNS[key].label for key in SENT],
        *([row.shown(key, order.decimals) for key in SENT] for row in order.lines),
    ]
    there = Draft(cart(currency="USD"), READ_AT)
    paste = Paste(InlineJobs(), there, written(copied), marks=Marks(".", ""))
    assert paste.state.wrong == {}
    _, lines = paste.result()
    assert [line.wire() for line in lines[1:]] == [row.wire() for row in rows(order.base.lines)]


# -- one cell ----------------------------------------------------------------------------------------------


def test_one_cell_goes_straight_into_the_cell() -> None:
    done = direct(draft(), "Blue mug\r\n", Marks(), [1], ["name"])
    assert done is not None
    name, lines = done
    assert (name, lines[1].shown("name", 2)) == ("paste Name of line 2", "Blue mug")


def test_one_cell_goes_into_every_chosen_cell_as_each_reads_it() -> None:
    done = direct(draft(), "1,50", Marks(",", "."), [0, 1], ["position", "quantity", "name"])
    assert done is not None
    name, lines = done
    assert name == "paste into 4 cells"
    assert {(row.shown("quantity", 2), row.shown("name", 2)) for row in lines} == {("1.50", "1,50")}


@pytest.mark.parametrize(
    ("text", "places", "columns"),
    [
        ("a\tb", [0], ["name"]),
        ("a\nb", [0], ["name"]),
        ("", [0], ["name"]),
        ("a", [], ["name"]),
        ("a", [0], ["position"]),
    ],
)
def test_anything_else_is_for_the_dialog(text: str, places: list[int], columns: list[str]) -> None:
    assert direct(draft(), text, Marks(), places, columns) is None


def test_a_cell_of_several_lines_is_still_one() -> None:
    done = direct(draft(), '"first\nsecond"', Marks(), [0], ["description"])
    assert done is not None
    assert done[1][0].shown("description", 2) == "first\nsecond"
