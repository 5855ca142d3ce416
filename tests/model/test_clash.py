"""Two people at one record: what joins, what is asked, what is told, and what each answer leads to.

It must not send anything; what goes out is read off the merged draft's payload.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.model.clash import Clash, Side, clashes, merged, told
from console.model.compare import row_meaning
from console.model.draft import LINES, Change, Draft
from console.model.lines import SENT, Row
from console.model.records import Cart, Order
from tests.model.samples import CART, MUG, POT, READ_AT, cart, draft, order

LATER = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
PEN: dict[str, Any] = {"name": "Pen", "sku": "PEN", "quantity": Decimal(1), "totalPrice": Decimal(2)}
CUP: dict[str, Any] = {"name": "Cup", "sku": "CUP", "quantity": Decimal(1), "totalPrice": Decimal(5)}
BOTH_SIDES: tuple[Side, Side] = ("mine", "theirs")


def typed(start: Draft, **texts: str) -> Draft:
    for key, text in texts.items():
        start = start.typed(key.replace("__", "."), text)
    return start


def with_cell(start: Draft, place: int, column: str, text: str) -> Draft:
    rows = list(start.lines)
    rows[place] = rows[place].typed(column, text, start.places)
    return start.with_lines(rows)


def without(start: Draft, place: int) -> Draft:
    return start.with_lines([row for at, row in enumerate(start.lines) if at != place])


def names(now: Draft) -> list[str]:
    return [row.title for row in now.lines]


# -- fields -----------------------------------------------------------------------------------------------


def test_different_fields_join_and_are_told() -> None:
    mine, theirs = typed(draft(), shippingDetails="By bike"), order(taxAmount=Decimal("0.28"))
    assert clashes(mine, theirs) == ()
    assert told(mine, theirs) == (Change("taxAmount", "Tax", "1.68", "0.28"),)
    now = merged(mine, theirs, LATER)
    assert (now.base, now.read_at) == (theirs, LATER)
    assert (now.shown("shippingDetails"), now.shown("taxAmount")) == ("By bike", "0.28")
    assert now.payload() == {"shippingDetails": "By bike"}


def test_one_field_changed_by_both_is_asked_and_not_told() -> None:
    mine = typed(draft(), taxAmount="2", shippingDetails="")
    theirs = order(taxAmount=Decimal("0.28"), shippingDetails="By car")
    assert clashes(mine, theirs) == (
        Clash("shippingDetails", "Shipping details", "Free next day shipping", "By car", "empty"),
        Clash("taxAmount", "Tax", "1.68", "0.28", "2"),
    )
    assert told(mine, theirs) == ()


@pytest.mark.parametrize(
    ("side", "shown", "payload"), [("mine", "2", {"taxAmount": Decimal(2)}), ("theirs", "0.28", {})]
)
def test_a_choice_is_what_is_shown_and_sent(side: Side, shown: str, payload: dict[str, Any]) -> None:
    mine, theirs = typed(draft(), taxAmount="2"), order(taxAmount=Decimal("0.28"))
    now = merged(mine, theirs, LATER, {"taxAmount": side})
    assert now.base is theirs
    assert (now.shown("taxAmount"), now.payload()) == (shown, payload)
    assert clashes(now, theirs) == ()


def test_a_clash_without_a_choice_shows_mine_and_stays_a_clash() -> None:
    mine = typed(draft(), taxAmount="2", subtotal="5", states__shipped="yes")
    theirs = order(taxAmount=Decimal("0.28"), states={"processed": False, "shipped": None}, tid="t")
    now = merged(mine, theirs, LATER)
    assert clashes(now, theirs) == clashes(mine, theirs)
    assert [clash.key for clash in clashes(now, theirs)] == ["states.shipped", "taxAmount"]
    assert (now.shown("taxAmount"), now.shown("subtotal"), now.shown("tid")) == ("2", "5", "t")
    assert (now.shown("states.processed"), now.shown("states.shipped")) == ("no", "yes")
    assert told(now, theirs) == ()
    decided = merged(now, theirs, LATER, {"taxAmount": "mine", "states.shipped": "theirs"})
    assert decided.base is theirs
    assert decided.payload() == {"taxAmount": Decimal(2), "subtotal": Decimal(5)}


@pytest.mark.parametrize(
    ("key", "text", "held"),
    [
        ("shippingDetails", "By car", "By car"),
        ("taxAmount", "0.280", Decimal("0.28")),
        ("currency", "eur", "EUR"),
        ("orderDate", "2026-11-21T14:00:00+01:00", "2026-11-21T13:00:00.000Z"),
        ("shippingDetails", "", None),
        ("taxAmount", "", None),
    ],
)
def test_both_coming_to_the_same_is_no_clash_and_leaves_no_edit(key: str, text: str, held: Any) -> None:
    mine, theirs = typed(draft(), **{key: text}), order(**{key: held})
    assert clashes(mine, theirs) == ()
    assert [change.key for change in told(mine, theirs)] == [key]
    assert merged(mine, theirs, LATER) == Draft(theirs, LATER)


def test_a_text_that_cannot_be_sent_clashes_like_any_other() -> None:
    mine, theirs = typed(draft(), subtotal="12,5"), order(subtotal=Decimal(9))
    assert [clash.mine for clash in clashes(mine, theirs)] == ["12,5"]
    assert merged(mine, theirs, LATER, {"subtotal": "mine"}).problems() != ()


def test_a_text_that_changes_nothing_gives_way_to_a_change_and_stays_otherwise() -> None:
    mine = typed(draft(), subtotal="23.990")
    assert merged(mine, order(), LATER).edits == {"subtotal": "23.990"}
    now = merged(mine, order(subtotal=Decimal(30)), LATER)
    assert (now.shown("subtotal"), now.payload()) == ("30.00", {})


def test_their_processed_goes_out_with_my_shipped() -> None:
    mine = typed(draft(), states__shipped="yes")
    theirs = order(states={"processed": False, "shipped": False}, status="PENDING")
    assert clashes(mine, theirs) == ()
    assert [change.key for change in told(mine, theirs)] == ["states.processed"]
    assert merged(mine, theirs, LATER).payload() == {"states": {"processed": False, "shipped": True}}


def test_what_the_service_changes_along_is_told_only_where_it_changed_alone() -> None:
    assert [change.key for change in told(draft(), order(status="PENDING", hasTracking=True))] == [
        "hasTracking",
        "status",
    ]
    assert [change.key for change in told(draft(), order(trackingCookieValue="9", hasTracking=True))] == [
        "trackingCookieValue"
    ]
    closed = Draft(cart(), READ_AT)
    assert [change.key for change in told(closed, cart(status="EXPIRED", updatedDate="2027"))] == ["status"]


@pytest.mark.parametrize("states", ["none", [True], None])
def test_states_in_a_form_that_nobody_described(states: Any) -> None:
    mine, theirs = typed(draft(), states__shipped="yes"), order(states=states)
    assert [clash.key for clash in clashes(mine, theirs)] == ["states.shipped"]
    now = merged(mine, theirs, LATER)
    assert [clash.mine for clash in clashes(now, theirs)] == ["yes"]
    assert merged(mine, theirs, LATER, {"states.shipped": "theirs"}) == Draft(theirs, LATER)
    assert merged(mine, theirs, LATER, {"states.shipped": "mine"}).payload()["states"]["shipped"] is True


COOKIE_OF_THEIRS = {"trackingCookieName": "tid_xyz", "trackingCookieValue": "9"}


@pytest.mark.parametrize("field", ["trackingCookieName", "trackingCookieValue"])
def test_the_halves_of_a_cookie_are_decided_together(field: str) -> None:
    mine, theirs = typed(draft(), **{field: "mine"}), order(**COOKIE_OF_THEIRS)
    as_typed = " = ".join(mine.shown(key) for key in ("trackingCookieName", "trackingCookieValue"))
    [clash] = clashes(mine, theirs)
    assert clash == Clash(
        "trackingCookieName", "Tracking cookie", "tid_abc = 3.Ag.AQ", "tid_xyz = 9", as_typed
    )
    assert told(mine, theirs) == ()
    assert clashes(merged(mine, theirs, LATER), theirs) == (clash,)
    assert merged(mine, theirs, LATER, {clash.key: "theirs"}) == Draft(theirs, LATER)
    now = merged(mine, theirs, LATER, {clash.key: "mine"})
    assert now.payload() == mine.payload()
    assert now.payload() != {}


def test_a_cookie_that_both_took_out_is_no_clash() -> None:
    mine = typed(draft(), trackingCookieName="", trackingCookieValue="")
    theirs = order(trackingCookieName=None, trackingCookieValue="")
    assert clashes(mine, theirs) == ()
    assert not merged(mine, theirs, LATER).dirty
    [clash] = clashes(mine, order(**COOKIE_OF_THEIRS))
    assert clash.mine == "empty"


# -- lines ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theirs", "expected", "words"),
    [
        ([MUG, POT, PEN], ["Coffee Mug 1", "Pot 3", "Pen 1"], "3 lines: 1 added"),
        ([PEN, MUG, POT], ["Pen 1", "Coffee Mug 1", "Pot 3"], "3 lines: 1 added"),
        (
            [MUG | {"quantity": Decimal(4)}, POT],
            ["Coffee Mug 4", "Pot 3"],
            "2 lines: 1 changed (line 1: quantity 1 → 4)",
        ),
        ([POT], ["Pot 3"], "1 line: 1 removed (Coffee Mug)"),
        ([POT, MUG], ["Pot 3", "Coffee Mug 1"], "2 lines: order changed"),
        (
            [PEN, POT, MUG | {"name": "Mug"}],
            ["Pen 1", "Pot 3", "Mug 1"],
            "3 lines: 1 added, 1 changed (line 3: name Coffee Mug → Mug), order changed",
        ),
    ],
)
def test_changes_to_different_lines_join_and_are_told(theirs: Any, expected: list[str], words: str) -> None:
    mine, there = with_cell(draft(), 1, "quantity", "3"), order(lineItems=theirs)
    assert clashes(mine, there) == ()
    assert told(mine, there) == (Change(LINES, "Line items", "2 lines", words),)
    now = merged(mine, there, LATER)
    assert now.base is there
    assert [f"{row.title} {row.shown('quantity', 2)}" for row in now.lines] == expected
    assert [row.item for row in now.lines] == list(there.lines)
    assert len(now.changes()) == 1
    assert "1 changed" in now.changes()[0].after


@pytest.mark.parametrize(
    ("theirs", "clash"),
    [
        (
            [MUG, POT | {"quantity": Decimal(5)}],
            Clash("lineItems[1]", "Line 2: Pot", "Quantity 2", "Quantity 5", "Quantity 3"),
        ),
        (
            [MUG, POT | {"name": "Tea Pot"}],
            Clash(
                "lineItems[1]",
                "Line 2: Pot",
                "Name Pot, Quantity 2",
                "Name Tea Pot, Quantity 2",
                "Name Pot, Quantity 3",
            ),
        ),
        ([MUG], Clash("lineItems[1]", "Line 2: Pot", "Quantity 2", "removed", "Quantity 3")),
    ],
)
def test_a_line_that_both_changed_is_asked(theirs: Any, clash: Clash) -> None:
    mine, there = with_cell(draft(), 1, "quantity", "3"), order(lineItems=theirs)
    assert clashes(mine, there) == (clash,)
    assert merged(mine, there, LATER, {clash.key: "theirs"}) == Draft(there, LATER)
    now = merged(mine, there, LATER, {clash.key: "mine"})
    assert now.base is there
    [pot] = [row for row in now.lines if row.title == "Pot"]
    assert pot.wire() == mine.lines[1].wire()
    now = merged(mine, there, LATER)
    [still] = clashes(now, there)
    assert (still.before, still.theirs, still.mine) == (clash.before, clash.theirs, clash.mine)
    assert told(now, there) == ()
    [pot] = [row for row in now.lines if row.title == "Pot"]
    assert pot.wire() == mine.lines[1].wire()


def test_a_line_that_i_removed_and_they_changed_is_asked() -> None:
    mine = without(draft(), 1)
    there = order(lineItems=[PEN, MUG, POT | {"quantity": Decimal(5)}])
    assert clashes(mine, there) == (
        Clash("lineItems[1]", "Line 2: Pot", "Quantity 2", "Quantity 5", "removed"),
    )
    assert [change.after for change in told(mine, there)] == ["3 lines: 1 added"]
    assert merged(mine, there, LATER, {"lineItems[1]": "theirs"}) == Draft(there, LATER)
    assert names(merged(mine, there, LATER, {"lineItems[1]": "mine"})) == ["Pen", "Coffee Mug"]
    now = merged(mine, there, LATER)
    assert names(now) == ["Pen", "Coffee Mug"]
    assert [still.mine for still in clashes(now, there)] == ["removed"]


def test_what_both_did_to_the_lines_is_there_once() -> None:
    mine = with_cell(without(draft(lineItems=[MUG, POT, CUP]), 0), 0, "quantity", "3")
    spoon = Row().typed("name", "Spoon", 2).typed("quantity", "1", 2).typed("totalPrice", "2.00", 2)
    mine = mine.with_lines([*mine.lines, spoon])
    here = {"name": "Spoon", "quantity": Decimal(1), "totalPrice": Decimal(2)}
    for rest in ([CUP], [CUP | {"quantity": Decimal(9)}]):
        there = order(lineItems=[POT | {"quantity": Decimal(3)}, *rest, here])
        assert clashes(mine, there) == ()
        assert merged(mine, there, LATER) == Draft(there, LATER)


def test_what_was_sent_is_clean_when_it_is_read_again() -> None:
    """As after a lost answer, however much of a line was changed."""
    mine = with_cell(with_cell(draft(), 1, "name", "Kettle"), 1, "totalPrice", "30")
    mine = with_cell(with_cell(mine, 1, "sku", "K"), 1, "quantity", "1")
    mine = mine.with_lines([*reversed(mine.lines), mine.lines[0].copy(2)])
    there = order(lineItems=[row.wire() for row in mine.lines])
    assert clashes(mine, there) == ()
    assert merged(mine, there, LATER) == Draft(there, LATER)


def test_both_came_to_one_line_in_different_ways() -> None:
    mine = without(with_cell(with_cell(draft(lineItems=[PEN, CUP]), 1, "name", "Pen"), 1, "sku", "PEN"), 0)
    mine = with_cell(mine, 0, "totalPrice", "2")
    there = order(lineItems=[PEN])
    assert clashes(mine, there) == ()
    assert merged(mine, there, LATER) == Draft(there, LATER)


def test_an_order_of_lines_that_both_changed_is_asked() -> None:
    mine = draft(lineItems=[MUG, POT, PEN])
    mine = mine.with_lines([mine.lines[at] for at in (1, 0, 2)])
    there = order(lineItems=[CUP, MUG, PEN, POT])
    clash = Clash(
        "lineItems.order", "Order of the lines", "Coffee Mug, Pot, Pen", "Coffee Mug, Pen, Pot", "Pot, Coffee Mug, Pen"
    )  # fmt: skip
    assert clashes(mine, there) == (clash,)
    assert merged(mine, there, LATER, {clash.key: "theirs"}) == Draft(there, LATER)
    now = merged(mine, there, LATER, {clash.key: "mine"})
    assert names(now) == ["Cup", "Pot", "Coffee Mug", "Pen"]
    assert now.base is there
    now = merged(mine, there, LATER)
    assert names(now) == ["Cup", "Pot", "Coffee Mug", "Pen"]
    assert [still.key for still in clashes(now, there)] == ["lineItems.order"]


def test_my_order_stays_where_they_only_changed_lines() -> None:
    mine = draft(lineItems=[MUG, POT, PEN])
    mine = mine.with_lines([mine.lines[at] for at in (2, 0, 1)])
    there = order(lineItems=[MUG, CUP, POT | {"quantity": Decimal(7)}])
    assert clashes(mine, there) == ()
    now = merged(mine, there, LATER)
    assert [f"{row.title} {row.shown('quantity', 2)}" for row in now.lines] == [
        "Coffee Mug 1",
        "Cup 1",
        "Pot 7",
    ]


def test_a_line_with_no_name_is_found_by_its_place_or_counts_as_another() -> None:
    bare = {"quantity": Decimal(13), "totalPrice": Decimal("15.99")}
    mine = with_cell(draft(lineItems=[MUG, bare]), 1, "quantity", "14")
    [clash] = clashes(mine, order(lineItems=[MUG, bare | {"totalPrice": Decimal(16)}]))
    assert (clash.label, clash.mine) == ("Line 2: unnamed line", "Quantity 14, Total price 15.99")
    [clash] = clashes(mine, order(lineItems=[MUG, PEN]))
    assert clash.theirs == "removed"


def test_one_of_equal_lines_changed_by_each() -> None:
    mine = with_cell(draft(lineItems=[MUG, MUG]), 1, "quantity", "3")
    there = order(lineItems=[MUG | {"quantity": Decimal(2)}, MUG])
    assert clashes(mine, there) == ()
    assert [row.shown("quantity", 2) for row in merged(mine, there, LATER).lines] == ["2", "3"]


def test_very_many_clashing_lines_are_one_question() -> None:
    many = [MUG | {"sku": f"M-{at}"} for at in range(60)]
    mine = draft(lineItems=many)
    mine = mine.with_lines([row.typed("quantity", "3", 2) for row in mine.lines])
    there = order(lineItems=[line | {"quantity": Decimal(5)} for line in many])
    assert clashes(mine, there) == (
        Clash(
            LINES,
            "Line items",
            "60 lines",
            "60 lines; 60 of them are changed on both sides",
            "60 lines: 60 changed",
        ),
    )
    assert merged(mine, there, LATER, {LINES: "theirs"}) == Draft(there, LATER)
    now = merged(mine, there, LATER, {LINES: "mine"})
    assert {row.shown("quantity", 2) for row in now.lines} == {"3"}
    assert now.base is there
    assert clashes(merged(mine, there, LATER), there) == clashes(mine, there)


def test_lines_that_cannot_be_taken_apart_are_one_question() -> None:
    mine, there = with_cell(draft(), 1, "quantity", "3"), order(lineItems="none")
    [clash] = clashes(mine, there)
    assert (clash.key, clash.before, clash.theirs, clash.mine) == (
        LINES,
        "2 lines",
        "0 lines, not the same",
        "2 lines, edited",
    )
    assert merged(mine, there, LATER, {LINES: "theirs"}) == Draft(there, LATER)
    now = merged(mine, there, LATER)
    assert clashes(now, there) == (clash,)
    assert now.lines == mine.lines
    now = merged(mine, there, LATER, {LINES: "mine"})
    assert [row.wire() for row in now.lines] == [row.wire() for row in mine.lines]
    assert [problem.key for problem in now.problems()] == [LINES]
    back = Draft(there, READ_AT)
    assert [change.after for change in told(back, order())] == ["2 lines, not the same"]
    assert merged(back, order(), LATER) == Draft(order(), LATER)
    assert merged(back, there, LATER) == Draft(there, LATER)


# -- any two ----------------------------------------------------------------------------------------------

LINE = st.sampled_from([MUG, POT, PEN, CUP]).flatmap(
    lambda line: st.sampled_from([line, line | {"quantity": Decimal(5)}, line | {"name": "Mixed"}])
)
READING = st.fixed_dictionaries(
    {},
    optional={
        "shippingDetails": st.sampled_from([None, "", "By bike", "By car"]),
        "subtotal": st.sampled_from([None, Decimal(5), Decimal("5.00"), "5"]),
        "states": st.sampled_from([None, {"processed": True}, {"processed": False, "shipped": True}, "odd"]),
        "trackingCookieName": st.sampled_from([None, "one"]),
        "lineItems": st.lists(LINE, max_size=4),
    },
)
TEXTS = st.dictionaries(
    st.sampled_from(
        ["shippingDetails", "subtotal", "states.shipped", "trackingCookieName", "trackingCookieValue"]
    ),
    st.sampled_from(["", "yes", "5", "5,0", "By car", "one"]),
)
STEP = st.tuples(
    st.sampled_from(["cell", "remove", "add", "turn", "copy"]),
    st.integers(0, 3),
    st.sampled_from(["quantity", "name", "totalPrice"]),
    st.sampled_from(["5", "Mixed", "", "x"]),
)


def edited(start: Draft, texts: dict[str, str], steps: list[tuple[str, int, str, str]]) -> Draft:
    for key, text in texts.items():
        start = start.typed(key, text)
    for step, place, column, text in steps:
        rows = list(start.lines)
        match step:
            case "cell" if place < len(rows):
                rows[place] = rows[place].typed(column, text, start.places)
            case "remove":
                rows[place : place + 1] = []
            case "add":
                rows.insert(place, Row(None, {"quantity": "1", column: text}))
            case "turn":
                rows.reverse()
            case "copy" if place < len(rows):
                rows.append(rows[place].copy(start.places))
        start = start.with_lines(rows)
    return start


def texts_in(row: Row) -> list[str]:
    return [row.shown(column, 2) for column in SENT]


def told_apart(record: Order | Cart) -> bool:
    """Whether no two lines could be taken for each other; of equal ones nobody knows which was removed."""
    return len({(line.sku, line.name) for line in record.lines}) == len(record.lines) and all(
        line.name != "Mixed" for line in record.lines
    )


def texts_of(some: tuple[Clash, ...]) -> list[tuple[str, str, str]]:
    return sorted((clash.before, clash.theirs, clash.mine) for clash in some if ".order" not in clash.key)


@given(READING, READING, TEXTS, st.lists(STEP, max_size=4), st.randoms())
@settings(max_examples=200, deadline=None)
def test_any_two(
    before: dict[str, Any], after: dict[str, Any], texts: dict[str, str], steps: list[Any], chance: Any
) -> None:
    mine, theirs = edited(Draft(order(**before), READ_AT), texts, steps), order(**after)
    asked = clashes(mine, theirs)

    # nobody else did anything: all stays
    same = merged(mine, order(**before), LATER)
    assert same.edits == mine.edits
    assert [texts_in(row) for row in same.lines] == [texts_in(row) for row in mine.lines]
    assert clashes(mine, order(**before)) == told(mine, order(**before)) == ()

    # undecided: what clashes stays a clash, and nothing is told twice
    now = merged(mine, theirs, LATER)
    if all(told_apart(record) for record in (mine.base, theirs)):
        assert texts_of(clashes(now, theirs)) == texts_of(asked)
        assert [change for change in told(now, theirs) if "states" not in change.key] == []
    untyped = [key for key in mine.fields if not mine.changed(key)]
    for key in mine.fields:
        if mine.changed(key) and not mine.problems():
            assert now.shown(key) == mine.shown(key) or not now.changed(key)

    # decided: it lies on the fresh reading, and nothing is left to ask
    choices: dict[str, Side] = {clash.key: chance.choice(BOTH_SIDES) for clash in asked}
    done = merged(mine, theirs, LATER, choices)
    assert done.base is theirs
    assert clashes(done, theirs) == ()
    for clash in asked:
        if clash.key in done.fields and choices[clash.key] == "theirs":
            assert not done.changed(clash.key)
    assert all(
        not done.changed(key) for key in untyped if key not in ("trackingCookieName", "trackingCookieValue")
    )
    mine_all = merged(mine, theirs, LATER, dict.fromkeys(choices, "mine"))
    for row in mine.lines:
        if row.touched and mine.lines_changed:
            wanted = row_meaning(row) or texts_in(row)
            assert any(wanted in (row_meaning(one), texts_in(one)) for one in mine_all.lines), (
                before,
                after,
                steps,
            )
    everything_theirs = merged(mine, theirs, LATER, dict.fromkeys(choices, "theirs"))
    assert all(line in everything_theirs.lines or mine.lines_changed for line in map(Row, theirs.lines))


def test_a_cart_is_merged_as_well() -> None:
    mine = typed(Draft(cart(), READ_AT), phase="PAYMENT")
    [clash] = clashes(mine, cart(phase="SHOPPING", url=CART["url"]))
    assert (clash.label, clash.theirs) == ("Phase", "SHOPPING")


def test_ten_thousand_lines_take_no_more_than_a_moment() -> None:
    many = [MUG | {"sku": f"M-{at}"} for at in range(10_000)]
    mine = with_cell(draft(lineItems=many), 5, "quantity", "3")
    theirs: Order = order(lineItems=[PEN, *many[:-1]])
    assert clashes(mine, theirs) == ()
    assert len(merged(mine, theirs, LATER).lines) == 10_000
