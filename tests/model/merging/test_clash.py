"""Two people at one record: what joins, what is asked, what is told, and what each answer leads to.

It must not send anything; what goes out is read off the merged draft's payload.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.drafts.draft import Change, Draft
from console.model.lines.lines import SENT, DraftLine
from console.model.merging.clash import Clash, Side, clashes, merged, told
from console.model.merging.compare import row_meaning
from console.model.records import Cart, Order
from tests.model.samples import CART, MUG, POT, READ_AT, cart, draft, order
from tests.support.tries import tries

LATER = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
PEN: dict[str, Any] = {"name": "Pen", "sku": "PEN", "quantity": Decimal(1), "totalPrice": Decimal(2)}
CUP: dict[str, Any] = {"name": "Cup", "sku": "CUP", "quantity": Decimal(1), "totalPrice": Decimal(5)}
BOTH_SIDES: tuple[Side, Side] = ("mine", "theirs")


def typed(start: Draft, **texts: str) -> Draft:
    for key, text in texts.items():
        start = start.typed(key.replace("__", "."), text)
    return start


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


def test_a_cart_is_merged_as_well() -> None:
    mine = typed(Draft(cart(), READ_AT), phase="PAYMENT")
    [clash] = clashes(mine, cart(phase="SHOPPING", url=CART["url"]))
    assert (clash.label, clash.theirs) == ("Phase", "SHOPPING")


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
                rows[place] = rows[place].typed(column, text, start.decimals)
            case "remove":
                rows[place : place + 1] = []
            case "add":
                rows.insert(place, DraftLine(None, {"quantity": "1", column: text}))
            case "turn":
                rows.reverse()
            case "copy" if place < len(rows):
                rows.append(rows[place].copy(start.decimals))
        start = start.with_lines(rows)
    return start


def texts_in(row: DraftLine) -> list[object]:
    """What stands in a line, whether or not it can be sent; 20 and 20.00 are one amount."""
    readings = [row.reading(column) for column in SENT]
    return [one.value if isinstance(one.value, Decimal) else one.value or "" for one in readings]


def told_apart(record: Order | Cart) -> bool:
    """Whether no two lines could be taken for each other; of equal ones nobody knows which was removed."""
    return len({(line.sku, line.name) for line in record.lines}) == len(record.lines) and all(
        line.name != "Mixed" for line in record.lines
    )


def texts_of(some: tuple[Clash, ...]) -> list[tuple[str, str, str]]:
    return sorted((clash.before, clash.theirs, clash.mine) for clash in some if ".order" not in clash.key)


@given(READING, READING, TEXTS, st.lists(STEP, max_size=4), st.randoms())
@tries(200)
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
    assert all(line in everything_theirs.lines or mine.lines_changed for line in map(DraftLine, theirs.lines))
