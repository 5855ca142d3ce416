"""A record under edit: what is dirty, wrong, changed and sent, as functions of the record and the typed texts.

It must not repeat what each kind of field makes of a text; that is for the tests of kinds.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model import date_form
from console.model.date_form import DATE_FORMS, DateForm
from console.model.drafts.draft import COOKIE, LINES, Change, Draft
from console.model.fields import moment
from console.model.lines.lines import DraftLine
from console.model.merging.differences import kept_otherwise, moved
from console.model.records import Order, fields
from tests.model.samples import CART, MUG, ORDER, POT, READ_AT, cart, draft, order
from tests.support.tries import tries

NO_WAY = "This API has no way to empty this field. Ctrl+Z puts the old value back."
HALF = "The cookie's name and value belong together; fill both or neither."


def typed(start: Draft, *edits: tuple[str, str]) -> Draft:
    for key, text in edits:
        start = start.typed(key, text)
    return start


# -- clean and dirty --------------------------------------------------------------------------------------


def test_a_record_just_read_is_clean() -> None:
    fresh = draft()
    assert not fresh.dirty
    assert (fresh.changes(), fresh.problems(), fresh.payload()) == ((), (), {})


@pytest.mark.parametrize("key", [key for key, field in fields(Order).items() if field.writable])
def test_typing_and_taking_it_back_is_clean(key: str) -> None:
    fresh = draft()
    before = fresh.shown(key)
    assert typed(fresh, (key, before + "x"), (key, before)) == fresh


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("subtotal", "23.990"),
        ("subtotal", " 23.99 "),
        ("currency", "usd"),
        ("orderDate", "2026-05-12T00:00:00Z"),
        ("shippingDate", ""),
        ("shippingTrackingUrl", "  "),
        ("emailAddress", " jane@example.com"),
        ("states.processed", "yes"),
    ],
)
def test_another_way_to_write_the_same_is_clean(key: str, text: str) -> None:
    now = draft().typed(key, text)
    assert now.shown(key) == text
    assert not now.dirty
    assert now.payload() == {}


@pytest.mark.parametrize(
    "key", ["orderId", "customerOrderId", "cartId", "status", "hasTracking", "createdDate"]
)
def test_a_read_only_field_takes_no_text(key: str) -> None:
    fresh = draft()
    assert fresh.typed(key, "x") is fresh
    kept_on_disk = Draft(fresh.base, READ_AT, {key: "x", "noLongerThere": "y"})
    assert not kept_on_disk.dirty
    assert (kept_on_disk.changes(), kept_on_disk.problems(), kept_on_disk.payload()) == ((), (), {})


def test_discarding_forgets_texts_and_lines() -> None:
    now = draft().typed("shippingDetails", "By bike").with_lines([])
    assert now.dirty
    assert now.discarded() == draft(lineItems=[MUG, POT])


# -- what is sent -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edits", "sent"),
    [
        ([("taxAmount", "3.99")], {"taxAmount": Decimal("3.99")}),
        ([("taxAmount", "3.990")], {"taxAmount": Decimal("3.990")}),
        ([("currency", "eur")], {"currency": "EUR"}),
        ([("emailAddress", " joe@example.com ")], {"emailAddress": "joe@example.com"}),
        ([("shippingDate", "2026-11-21")], {"shippingDate": "2026-11-21"}),
        ([("shippingDate", "2026-11-21 14:02 UTC")], {"shippingDate": "2026-11-21T14:02:00+00:00"}),
        # texts are emptied with an empty text
        ([("shippingDetails", "")], {"shippingDetails": ""}),
        # either state sends both
        ([("states.shipped", "yes")], {"states": {"processed": True, "shipped": True}}),
        ([("states.processed", "no")], {"states": {"processed": False, "shipped": False}}),
        # either half of the cookie sends both
        (
            [("trackingCookieValue", "4.Bh")],
            {"trackingCookieName": "tid_abc", "trackingCookieValue": "4.Bh"},
        ),
        (
            [("trackingCookieName", ""), ("trackingCookieValue", "")],
            {"trackingCookieName": "", "trackingCookieValue": ""},
        ),
        ([("tid", "t-1")], {"tid": "t-1"}),
    ],
)
def test_payload(edits: list[tuple[str, str]], sent: dict[str, Any]) -> None:
    now = typed(draft(), *edits)
    assert now.problems() == ()
    assert now.payload() == sent
    assert str(now.payload()) == str(sent)  # digit for digit


@pytest.mark.parametrize(
    ("states", "edit", "sent"),
    [
        ({"processed": True}, ("states.shipped", "yes"), {"processed": True, "shipped": True}),
        ({"shipped": True}, ("states.shipped", "no"), {"shipped": False}),
        ({"processed": "true", "shipped": False}, ("states.shipped", "yes"), {"shipped": True}),
        (None, ("states.processed", "no"), {"processed": False}),
        ("PROCESSED", ("states.shipped", "yes"), {"shipped": True}),
    ],
)
def test_a_state_that_was_not_told_is_not_sent(states: Any, edit: tuple[str, str], sent: Any) -> None:
    assert draft(states=states).typed(*edit).payload() == {"states": sent}


def test_an_ill_formed_half_of_the_cookie_goes_back_as_it_came() -> None:
    now = draft(trackingCookieName=Decimal(7)).typed("trackingCookieValue", "x")
    assert now.payload() == {"trackingCookieName": Decimal(7), "trackingCookieValue": "x"}


def test_milliseconds_are_not_shown_and_not_lost() -> None:
    now = draft(orderDate="2026-05-12T03:53:14.322Z").typed("shippingDetails", "By bike")
    assert ".322" not in now.shown("orderDate")
    assert now.payload() == {"shippingDetails": "By bike"}
    assert now.typed("orderDate", now.shown("orderDate")) == now


@pytest.mark.fault(48)
@pytest.mark.parametrize("form", DATE_FORMS)
def test_a_date_typed_back_as_it_stood_in_either_form_is_no_edit(
    monkeypatch: pytest.MonkeyPatch, form: DateForm
) -> None:
    start = draft(shippingDate="2017-11-28T03:53:14.322Z")
    other = typed(start, ("shippingDate", "2026-11-21"))
    monkeypatch.setattr(date_form.IN_USE, "form", form)
    for one in DATE_FORMS:
        back = typed(other, ("shippingDate", moment.shown("2017-11-28T03:53:14.322Z", one)))
        assert (back.edits, back.dirty, back.payload()) == ({}, False, {}), "the milliseconds are not lost"
    assert other.payload() == {"shippingDate": "2026-11-21"}


@pytest.mark.parametrize("form", DATE_FORMS)
def test_what_is_sent_of_a_date_does_not_follow_the_form(
    monkeypatch: pytest.MonkeyPatch, form: DateForm
) -> None:
    monkeypatch.setattr(date_form.IN_USE, "form", form)
    for text in ("2026-11-21", "21 Nov 2026"):
        assert typed(draft(), ("shippingDate", text)).payload() == {"shippingDate": "2026-11-21"}


def test_numbers_that_nobody_touched_keep_their_digits() -> None:
    odd = {
        "subtotal": Decimal("0.30000000000000004"),
        "taxAmount": Decimal("4.10"),
        "grandTotal": Decimal("1E+2"),
    }
    now = draft(**odd).typed("shippingAmount", "1.0")
    assert {key: now.shown(key) for key in odd} == {
        "subtotal": "0.30000000000000004",
        "taxAmount": "4.10",
        "grandTotal": "100.00",
    }
    assert str(now.payload()) == str({"shippingAmount": Decimal("1.0")})


def test_a_cart_has_no_states_and_sends_its_own_fields() -> None:
    now = Draft(cart(), READ_AT).typed("phase", "PAYMENT").typed("url", "")
    assert now.payload() == {"url": "", "phase": "PAYMENT"}
    assert set(now.payload()) <= set(CART)


# -- lines ------------------------------------------------------------------------------------------------


def test_one_cell_replaces_all_lines_with_the_other_cells_as_the_server_gave_them() -> None:
    now = draft()
    mug, pot = now.lines
    now = now.with_lines([mug, pot.typed("quantity", "3", now.decimals)])
    expected = [
        {name: held for name, held in MUG.items() if name != "position" and held is not None},
        {"name": "Pot", "quantity": Decimal(3), "totalPrice": Decimal(20)},
    ]
    assert now.payload() == {LINES: expected}
    assert str(now.payload()[LINES][0]["totalPrice"]) == "3.990"
    assert now.changes() == (
        Change(LINES, "Line items", "2 lines", "replaced by these 2: 1 changed (line 2: quantity 2 → 3)"),
    )


def test_all_lines_gone_sends_an_empty_array() -> None:
    assert draft().with_lines([]).payload() == {LINES: []}
    assert not draft(lineItems=None).with_lines([]).dirty


@pytest.mark.parametrize("back", ["cell", "order", "row"])
def test_lines_put_back_are_clean(back: str) -> None:
    fresh = draft()
    mug, pot = fresh.lines
    away = {
        "cell": [mug.typed("name", "x", 2), pot],
        "order": [pot, mug],
        "row": [mug, pot, pot.copy(2)],
    }[back]
    now = fresh.with_lines(away)
    assert now.dirty
    now = now.with_lines([mug.typed("name", "x", 2).typed("name", "Coffee Mug", 2), pot])
    assert now == fresh


def test_lines_that_would_lose_something_are_not_sent() -> None:
    now = draft(lineItems=[MUG | {"weight": 3}])
    now = now.with_lines([now.lines[0].typed("name", "Tea Mug", 2)])
    assert [(one.key, one.row) for one in now.problems()] == [(LINES, None)]


def test_advice_names_the_line_and_is_there_only_for_lines_that_were_touched() -> None:
    clean = draft()
    assert clean.advice_of_lines() == ()
    first, second = clean.lines
    returned = clean.with_lines([first, second.typed("quantity", "-1", 2)])
    assert returned.problems() == ()
    assert [(told.key, told.row, told.sentence) for told in returned.advice_of_lines()] == [
        ("quantity", 1, "A negative quantity; is it meant as a return?")
    ]


def test_problems_name_the_line() -> None:
    now = draft()
    mug, pot = now.lines
    now = now.typed("subtotal", "x").with_lines([mug, pot.typed("quantity", "", 2), DraftLine()])
    assert [(one.label, one.row) for one in now.problems()] == [
        ("Subtotal", None),
        ("Quantity", 1),
        ("Quantity", 2),
        ("Total price", 2),
    ]


# -- what cannot be sent ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "  "])
@pytest.mark.parametrize(
    "key", ["emailAddress", "orderDate", "currency", "taxAmount", "originIp", "states.shipped"]
)
def test_what_cannot_be_emptied_says_so(key: str, text: str) -> None:
    now = draft().typed(key, text)
    assert [(one.key, one.sentence) for one in now.problems()] == [(key, NO_WAY)]
    assert now.dirty


@pytest.mark.parametrize("held", [None, ""])
def test_what_is_empty_may_be_left_empty(held: Any) -> None:
    now = draft(emailAddress=held).typed("emailAddress", " ")
    assert not now.dirty
    assert now.problems() == ()


@pytest.mark.parametrize(
    ("edits", "wrong"),
    [
        ([("trackingCookieName", "")], ["trackingCookieName"]),
        ([("trackingCookieValue", " ")], ["trackingCookieValue"]),
        ([("trackingCookieName", ""), ("trackingCookieValue", "")], []),
        ([("trackingCookieName", "other")], []),
    ],
)
def test_the_cookie_is_a_pair(edits: list[tuple[str, str]], wrong: list[str]) -> None:
    now = typed(draft(), *edits)
    assert [(one.key, one.sentence) for one in now.problems()] == [(key, HALF) for key in wrong]


def test_half_a_cookie_of_the_server_is_no_problem_until_touched() -> None:
    half = draft(trackingCookieValue=None)
    assert half.typed("shippingDetails", "By bike").problems() == ()
    assert half.typed("trackingCookieName", "other").problems()[0].sentence == HALF


@pytest.mark.fault(51)
@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1999-12-31", "The service refuses order dates before 2000-01-01."),
        ("2000-01-01", ""),
        ("2031-11-21", ""),
        ("2031-11-22", "The service refuses order dates more than five years ahead."),
    ],
)
def test_the_order_date_has_a_window(text: str, error: str) -> None:
    typed = draft().typed("orderDate", text)
    assert typed.reading("orderDate").error == error
    assert [one.sentence for one in typed.problems()] == ([error] if error else []), (
        "what has any is never sent"
    )
    assert draft().typed("shippingDate", text).reading("shippingDate").error == ""


def test_an_order_date_outside_the_window_is_no_problem_until_touched() -> None:
    assert draft(orderDate="1970-01-01").typed("shippingDetails", "x").problems() == ()


@pytest.mark.fault(46, 47)
def test_an_ill_formed_value_is_marked_and_may_be_typed_over() -> None:
    odd = draft(subtotal="23.99")
    assert odd.shown("subtotal") == '"23.99"'
    assert odd.reading("subtotal").advice.startswith(
        "The server sent this in a form the API does not describe."
    )
    assert odd.typed("subtotal", "23.99").payload() == {"subtotal": Decimal("23.99")}


def test_moments_have_utc_beside_them() -> None:
    assert draft().reading("createdDate").meaning == "2026-05-12 03:53:14 UTC"


# -- words ------------------------------------------------------------------------------------------------


def test_changes_are_in_form_order_with_texts_as_shown() -> None:
    now = typed(draft(), ("taxAmount", "2"), ("shippingDetails", ""), ("states.shipped", "yes"), ("tid", "t"))
    assert now.changes() == (
        Change("states.shipped", "Shipped", "no", "yes"),
        Change("shippingDetails", "Shipping details", "Free next day shipping", "empty"),
        Change("taxAmount", "Tax", "1.68", "2"),
        Change("tid", "Tracking ID (tid)", "empty", "t"),
    )


@pytest.mark.parametrize(
    ("currency", "places", "subtotal"),
    [
        ("JPY", 0, "5"),
        ("USD", 2, "5.00"),
        ("KWD", 3, "5.000"),
        ("CLF", 4, "5.0000"),
        ("ZZZ", None, "5"),
        (None, 2, "5.00"),
    ],
)
def test_amounts_have_the_digits_of_the_currency(currency: Any, places: int | None, subtotal: str) -> None:
    now = draft(subtotal=Decimal(5), currency=currency)
    assert (now.decimals, now.shown("subtotal")) == (places, subtotal)


def test_amounts_follow_the_currency_as_it_stands_in_the_form() -> None:
    now = draft(subtotal=Decimal(5), currency="JPY")
    assert now.shown("subtotal") == "5"
    now = now.typed("currency", "usd")
    assert now.shown("subtotal") == "5.00"
    assert now.payload() == {"currency": "USD"}


# -- any edits --------------------------------------------------------------------------------------------

TEXTS = ["", " ", "yes", "no", "3.99", "3,99", "EUR", "joe@example.com", "::1", "https://x.example/1", "ü"]
TEXTS += ["2026-11-21", "1999-01-01", "PAYMENT"]
EDIT = st.tuples(st.sampled_from(sorted(fields(Order))), st.sampled_from(TEXTS))
CELL = st.tuples(
    st.just("line"),
    st.sampled_from(["name", "quantity", "totalPrice", "salePrice"]),
    st.sampled_from(TEXTS),
)
STEPS = st.lists(EDIT | CELL | st.sampled_from([("remove",), ("add",), ("turn",)]), max_size=8)


def after(start: Draft, steps: list[tuple[str, ...]]) -> Draft:
    now = start
    for step in steps:
        rows = list(now.lines)
        match step:
            case ("line", column, text):
                rows[:1] = [row.typed(column, text, now.decimals) for row in rows[:1]]
            case ("remove",):
                rows = rows[1:]
            case ("add",):
                rows.append(
                    DraftLine().typed("quantity", "1", now.decimals).typed("totalPrice", "2", now.decimals)
                )
            case ("turn",):
                rows.reverse()
            case (key, text):
                now = now.typed(key, text)
                continue
        now = now.with_lines(rows)
    return now


def with_pairs(keys: set[str]) -> set[str]:
    """The names in a request body for changed fields."""
    both = set(COOKIE) if keys.intersection(COOKIE) else set()
    return {key.partition(".")[0] for key in keys} | both


def applied(body: dict[str, Any]) -> Order:
    """What a server holds after taking this body."""
    now = ORDER | body
    now["states"] = ORDER["states"] | body.get("states", {})
    return Order.model_validate(now)


@pytest.mark.fault(53)
@given(STEPS)
@tries(200)
def test_any_edits(steps: list[tuple[str, ...]]) -> None:
    base = order()
    now = after(Draft(base, READ_AT), steps)
    edits = {key: text for key, *rest in steps if len(rest) == 1 for text in rest if now.fields[key].writable}

    # base and edits are what is shown, whether it can be sent or not
    for key in now.fields:
        assert now.shown(key) == edits.get(key, now.shown(key))
        assert now.changed(key) <= (key in edits)
        assert bool(now.reading(key).error) <= (key in edits)

    # every error is told, and nothing else
    wrong = {key for key in edits if now.reading(key).error}
    assert {problem.key for problem in now.problems() if problem.row is None} == wrong

    # what nobody touched is never in the body, and what changed always is
    changed = {key for key in edits if now.changed(key)}
    body = now.payload()
    assert set(body) == with_pairs(changed) | ({LINES} if now.lines_changed else set())
    assert now.dirty is bool(body)
    assert {change.key for change in now.changes()} == changed | ({LINES} if now.lines_changed else set())

    # a server that takes the body holds what is shown
    if not now.problems():
        held = applied(body)
        assert kept_otherwise(body, held) == ()
        assert {change.key for change in moved(base, held)} - {LINES} == changed
        again = Draft(held, datetime(2026, 11, 22, tzinfo=UTC), now.edits)
        assert not any(again.changed(key) for key in again.edits)


# -- numbers as typed -------------------------------------------------------------------------------------


def test_an_amount_is_measured_by_the_currency_as_it_now_stands() -> None:
    typed = draft().typed("subtotal", "0.505")
    assert typed.reading("subtotal").advice == "USD has 2 digits after the point; this is sent with 3."
    assert typed.typed("currency", "KWD").reading("subtotal").advice == ""
    assert typed.typed("currency", "yen").reading("subtotal").advice == ""
    assert typed.typed("currency", "jpy").reading("subtotal").advice == (
        "JPY has no digits after the point; this is sent with 3."
    )
    assert not typed.problems()


def test_odd_digits_that_nobody_touched_say_nothing_and_are_not_sent() -> None:
    odd = draft(subtotal=Decimal("3.990"), taxAmount=Decimal("1E+2"), grandTotal=Decimal("4.10"))
    assert [odd.shown(key) for key in ("subtotal", "taxAmount", "grandTotal")] == ["3.990", "100.00", "4.10"]
    for key in ("subtotal", "taxAmount", "grandTotal"):
        assert odd.reading(key).advice == ""
        assert not odd.typed(key, odd.shown(key)).dirty
    assert odd.typed("shippingDetails", "by boat").payload() == {"shippingDetails": "by boat"}
