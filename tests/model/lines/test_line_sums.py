"""What lines come to: exact, and the same however the lines became what they are."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from console.model.lines import line_sums
from console.model.lines.line_sums import LineSums, line_sum
from console.model.lines.lines import DraftLine
from console.model.records import LineItem
from tests.support.tries import tries

amounts = st.decimals(min_value=-1000, max_value=1000, places=3).map(str) | st.sampled_from(["", "x"])
row = st.builds(
    lambda quantity, price, total: DraftLine(
        None, {"quantity": quantity, "unitPrice": price, "totalPrice": total}
    ),
    amounts,
    amounts,
    amounts,
)
edits = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3), st.lists(row, max_size=3)), max_size=8)


@given(st.lists(row, max_size=10), edits)
@tries(200)
def test_following_edits_comes_to_the_same_as_working_out_all_anew(
    rows: list[DraftLine], edits: list[tuple[int, int, list[DraftLine]]]
) -> None:
    following = LineSums().follow(tuple(rows))
    for place, gone, new in edits:
        rows = [*rows[:place], *new, *rows[place + gone :]]
        following.follow(tuple(rows))
    anew = LineSums().follow(tuple(rows))

    assert following.total == anew.total
    assert following.all_wrong == anew.all_wrong
    assert following.wrong == anew.wrong == len(anew.all_wrong)
    assert following.first_wrong == (anew.all_wrong or [None])[0]
    unit = Decimal("0.01")
    beyond = [one for _, one in anew.all_wrong if abs(one.off) > unit]
    assert following.follow(tuple(rows), unit).beyond_rounding == len(beyond)


def test_one_edit_works_out_one_line(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    rows = tuple(DraftLine(None, {"quantity": "1", "totalPrice": str(place)}) for place in range(1000))
    sums = LineSums().follow(rows)
    asked: list[DraftLine] = []
    monkeypatch.setattr(line_sums, "line_sum", lambda row: asked.append(row) or line_sum(row))

    edited = DraftLine(None, {"quantity": "1", "totalPrice": "5"})
    sums.follow((*rows[:500], edited, *rows[501:]))

    assert asked == [edited]
    assert sums.total == sum(range(1000)) - 500 + 5


def test_a_total_that_is_missing_leaves_no_sum() -> None:
    one, other = DraftLine(None, {"totalPrice": "1"}), DraftLine(None, {"quantity": "1"})
    sums = LineSums().follow((one, other))
    assert sums.total is None

    assert sums.follow((one,)).total == Decimal(1)


def test_numbers_that_come_as_texts_are_reckoned_with() -> None:
    wrong = LineItem.model_validate({"quantity": "2", "unitPrice": "3.99", "totalPrice": "7.97"})
    sums = LineSums().follow((DraftLine(wrong),))
    assert sums.total == Decimal("7.97")
    assert sums.all_wrong[0][1].expected == Decimal("7.98")
