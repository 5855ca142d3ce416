"""Any block pasted into lines, with whatever is chosen in the dialog: lines or a sentence, never a half of either.

It must not repeat how a block is understood; the tests of the model prove that.
"""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from console.model.fields.numerals import Marks
from console.model.lines.lines import SENT
from console.model.pasting.tsv import written
from console.presenters.lines.paste import Paste, direct
from tests.fuzz.given import BLOCK, TEXT
from tests.model.samples import draft
from tests.support.jobs import InlineJobs
from tests.support.tries import tries

SEPARATED = st.tuples(BLOCK, st.sampled_from("\t,;| ")).map(
    lambda made: "\n".join(made[1].join(row) for row in made[0])
)
ACTS = st.lists(
    st.tuples(st.sampled_from(["header", "map", "choose", "fill", "say"]), st.integers(0, 7)), max_size=4
)


@tries(150)
@given(
    TEXT | SEPARATED | BLOCK.map(written), ACTS, st.none() | st.integers(0, 1), st.sampled_from(["", *SENT])
)
def test_any_block_can_be_pasted_or_says_why_not(
    text: str, acts: list[tuple[str, int]], at: int | None, column: str
) -> None:
    before = draft()
    paste = Paste(InlineJobs(), before, text, marks=Marks(), at=at, column=column if at is not None else "")
    for act, number in acts:
        state = paste.state
        match act:
            case "header":
                paste.header(bool(number % 2))
            case "map" if state.columns:
                paste.map(number % len(state.columns), ["", *SENT][number])
            case "choose":
                paste.choose(state.ways[number % len(state.ways)])
            case "fill":
                paste.fill(bool(number % 2))
            case "say":
                paste.say("." if number % 2 else ",")
    state = paste.state
    assert not state.busy
    assert state.can_paste or state.refusal or state.sentence
    if state.can_paste:
        words, rows = paste.result()
        assert words
        assert rows
        after = before.with_lines(rows)
        after.problems(), after.changes()


@tries(200)
@given(TEXT | SEPARATED, st.integers(0, 1), st.sampled_from(SENT))
@example('\n"\n0"', 0, "sku")
@example('SKU;Qty\n"A\n1";2', 0, "sku")
@example("SKU,Qty\n" + "x" * 200_000 + ",1", 0, "sku")
def test_any_block_can_be_pasted_over_cells_at_once(text: str, at: int, column: str) -> None:
    before = draft()
    done = direct(before, text, Marks(), [at], [column])
    if done is not None:
        words, rows = done
        assert words.startswith("paste ")
        assert len(rows) == len(before.lines)
        before.with_lines(rows).problems()
