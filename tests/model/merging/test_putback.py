"""Values of before as edits of now: what is typed in, and what is said of the rest.

It must not repeat how a field reads a text; what counts is that the value of before goes out again.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.drafts.draft import LINES, Draft
from console.model.merging.putback import prepared, put_back
from console.model.records import Order, fields
from tests.model.samples import MUG, ORDER, POT, READ_AT, cart, draft, order
from tests.support.tries import tries

NO_LINES = "The server sent line items in a form this console does not know, so they cannot be edited here."


@pytest.mark.parametrize(
    ("before", "payload"),
    [
        ({}, {}),
        ({"shippingDetails": "By bike"}, {"shippingDetails": "By bike"}),
        ({"shippingDetails": None}, {"shippingDetails": ""}),
        ({"shippingDetails": ""}, {"shippingDetails": ""}),
        ({"shippingDetails": "Free next day shipping"}, {}),
        ({"shippingTrackingUrl": None, "messageId": ""}, {}),
        ({"taxAmount": Decimal("0.280")}, {"taxAmount": Decimal("0.280")}),
        ({"taxAmount": 2}, {"taxAmount": Decimal(2)}),
        ({"taxAmount": 0.1}, {"taxAmount": Decimal("0.1")}),
        ({"taxAmount": Decimal("1E+2")}, {"taxAmount": Decimal(100)}),
        ({"states": {"processed": True, "shipped": True}}, {"states": {"processed": True, "shipped": True}}),
        ({"states.processed": False}, {"states": {"processed": False, "shipped": False}}),
        ({"shippingDate": "2026-11-21"}, {"shippingDate": "2026-11-21"}),
        (
            {"trackingCookieName": None, "trackingCookieValue": None},
            {"trackingCookieName": "", "trackingCookieValue": ""},
        ),
        (
            {"trackingCookieName": "tid_x"},
            {"trackingCookieName": "tid_x", "trackingCookieValue": "3.Ag.AQ"},
        ),
    ],
)
def test_what_it_was_goes_out_again(before: dict[str, Any], payload: dict[str, Any]) -> None:
    done = prepared(draft(), before)
    assert done.left == ()
    assert done.draft.problems() == ()
    sent = done.draft.payload()
    assert sent == payload
    assert {key: str(held) for key, held in sent.items()} == {key: str(held) for key, held in payload.items()}
    assert put_back(draft(), before) == done.draft


@pytest.mark.parametrize(
    "moment", ["2017-11-28T03:53:14.322Z", "2026-11-21T14:00:00+01:00", "2026-05-12T00:00:00.000Z"]
)
def test_a_moment_is_the_very_same_moment(moment: str) -> None:
    now = put_back(draft(orderDate="2026-01-01"), {"orderDate": moment})
    kind = now.fields["orderDate"].kind
    assert kind.same(now.payload()["orderDate"], moment)


def test_a_carts_phase_is_put_back() -> None:
    now = put_back(Draft(cart(), READ_AT), {"phase": "SHOPPING", "url": None})
    assert now.payload() == {"url": "", "phase": "SHOPPING"}


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ({"taxAmount": None}, "Tax was empty. This API has no way to empty it again, so it stays 1.68."),
        (
            {"orderDate": None},
            "Order date was empty. This API has no way to empty it again, so it stays 2026-05-12.",
        ),
        (
            {"emailAddress": ""},
            "E-mail address was empty. This API has no way to empty it again, so it stays jane@example.com.",
        ),
        (
            {"states.processed": None},
            "Processed was empty. This API has no way to empty it again, so it stays yes.",
        ),
        (
            {"tid": None},
            "What Tracking ID (tid) was before is not known, because the service never answers with it.",
        ),
        (
            {"subtotal": "23"},
            'Subtotal was in a form that cannot be typed ("23"), so it is not put back.',
        ),
        ({"status": "PENDING"}, "Status cannot be edited here, so it is not put back."),
        ({"faxNumber": "1"}, "“faxNumber” cannot be edited here, so it is not put back."),
        ({"states": "odd"}, "“states” cannot be edited here, so it is not put back."),
        (
            {"orderDate": "1999-01-01"},
            "Order date is not put back. The service refuses order dates before 2000-01-01.",
        ),
        (
            {"originIp": "::1%eth0"},
            "Origin IP is not put back. Leave out the % and what follows it; only one computer knows that part.",
        ),
        (
            {"subtotal": Decimal("1" * 31)},
            "Subtotal is not put back. A number has at most 30 digits here.",
        ),
        ({LINES: "none"}, f"The lines are not put back. {NO_LINES}"),
        (
            {LINES: [MUG | {"colour": "red"}]},
            "The lines are not put back. "
            "The server's lines carry something this console does not know (colour); editing them would lose it.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_typed_is_said_and_stays(before: dict[str, Any], said: str) -> None:
    done = prepared(draft(), before)
    assert done.left == (said,)
    assert done.draft == draft()


def test_half_a_cookie_is_said_and_stays() -> None:
    done = prepared(draft(), {"trackingCookieName": None, "shippingDetails": "By bike"})
    assert [sentence.partition(".")[0] for sentence in done.left] == ["Tracking cookie name is not put back"]
    assert done.draft.payload() == {"shippingDetails": "By bike"}


def test_it_is_typed_over_what_was_typed_and_leaves_the_rest() -> None:
    mine = draft().typed("shippingDetails", "By car").typed("subtotal", "abc").typed("taxAmount", "9")
    done = prepared(
        mine,
        {"shippingDetails": "Free next day shipping", "taxAmount": Decimal(3), "orderDate": "1999-01-01"},
    )
    assert done.draft.edits == {"subtotal": "abc", "taxAmount": "3"}
    mine = draft().typed("orderDate", "2026-01-01")
    assert put_back(mine, {"orderDate": "1999-01-01"}) == mine


def test_lines_are_put_back_on_the_lines_that_are_there() -> None:
    now = draft(lineItems=[POT, MUG | {"quantity": Decimal(3), "other": "gift"}])
    done = prepared(now, {LINES: [MUG, POT, {"quantity": 1, "totalPrice": Decimal("2.50"), "name": "Pen"}]})
    assert done.left == ()
    assert [row.item for row in done.draft.lines] == [now.base.lines[1], now.base.lines[0], None]
    assert [row.cells for row in done.draft.lines] == [
        {"other": "", "quantity": "1"},
        {},
        {"name": "Pen", "quantity": "1", "totalPrice": "2.50"},
    ]
    assert done.draft.payload()[LINES][2] == {
        "name": "Pen",
        "quantity": Decimal(1),
        "totalPrice": Decimal("2.50"),
    }


def test_lines_that_are_as_they_were_are_no_edit() -> None:
    assert not put_back(draft(), {LINES: [MUG | {"position": None}, POT]}).dirty
    assert put_back(draft(), {LINES: []}).payload() == {LINES: []}
    assert put_back(draft(), {LINES: None}).payload() == {LINES: []}


def test_lines_of_a_form_nobody_knows_are_left_alone() -> None:
    now = draft(lineItems="none")
    assert prepared(now, {LINES: [MUG]}).left == (f"The lines are not put back. {NO_LINES}",)
    assert put_back(now, {LINES: [MUG]}) == now


JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=6) | st.integers(-5, 5) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*sorted(fields(Order)), "states", LINES, "x"]), JSON, max_size=5))
@tries(150)
def test_any_value_is_put_back_or_said(before: dict[str, Any]) -> None:
    done = prepared(draft(), before)
    assert [one for one in done.draft.problems() if one.row is None] == []
    assert set(done.draft.edits) <= set(before) | {f"states.{name}" for name in ("processed", "shipped")}
    assert all(sentence.endswith(".") for sentence in done.left)


@given(st.data())
@tries(100)
def test_any_edit_is_taken_back(data: st.DataObject) -> None:
    """What was sent and arrived is undone by the values before it, but for what can never be emptied."""
    texts = {
        "shippingDetails": "By bike",
        "subtotal": "5",
        "states.shipped": "yes",
        "originUserAgent": "x",
        "currency": "EUR",
    }
    mine = draft()
    for key in data.draw(st.sets(st.sampled_from(sorted(texts)))):
        mine = mine.typed(key, texts[key])
    body = mine.payload()
    held = order(**body | ({"states": ORDER["states"] | body["states"]} if "states" in body else {}))
    back = put_back(Draft(held, READ_AT), {key: ORDER[key] for key in body})
    again = back.payload()
    assert again.keys() == body.keys()
    assert not Draft(order(**again), READ_AT).dirty
    assert all(again[key] == ORDER[key] or (not again[key] and not ORDER[key]) for key in again)
