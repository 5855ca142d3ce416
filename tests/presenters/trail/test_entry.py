"""An entry in words: who, what and which workflows, never longer than there is room for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from console.model import date_form
from console.model.fields import moment
from console.presenters.trail.entry import (
    changed,
    details,
    ended,
    line,
    name,
    request,
    teller,
    workflows,
)
from console.store.trail import Entry, FieldChange
from tests.presenters.trail.sent import DATE, ID, INTENT, SHIPPED, TAX

AT = datetime(2026, 11, 21, 13, 1, 5, tzinfo=UTC)


def entry(outcome: Any = "saved", who: str = "jo", **intent: Any) -> Entry:
    return Entry(1, replace(INTENT, **intent), who, AT, outcome)


@pytest.mark.parametrize(
    ("intent", "called"),
    [
        ({}, "Order #1001"),
        ({"customer_id": "A-7"}, "Order A-7"),
        ({"customer_id": ""}, "Order 0ad24370"),
        ({"kind": "cart", "customer_id": "C-2207"}, "Cart C-2207"),
    ],
)
def test_a_record_is_called_as_everywhere(intent: dict[str, Any], called: str) -> None:
    assert name(entry(**intent).intent) == called


@pytest.mark.parametrize(("who", "told"), [("jo", "you"), ("sam", "sam"), ("", "unknown")])
def test_the_operator_of_now_is_you(who: str, told: str) -> None:
    assert teller(entry(who=who), "jo") == told


def test_fields_are_counted_and_long_values_cut_in_the_middle() -> None:
    long = FieldChange("shippingTrackingUrl", "Tracking URL", "empty", "https://" + "x" * 90 + "0123456789")
    assert changed(entry(changes=()).intent) == "No field"
    assert changed(entry(changes=(TAX, SHIPPED, DATE)).intent) == "Tax 0.00 → 0.28, Shipped no → yes, 1 more"
    told = changed(entry(changes=(long,)).intent, longest=40)
    assert told == f"Tracking URL empty → https://{'x' * 21}…0123456789"


@pytest.mark.parametrize(
    ("intent", "told"),
    [
        ({}, "off"),
        ({"workflows": True}, "on"),
        ({"workflows": True, "force": True}, "on, forced"),
        ({"kind": "cart"}, "as the service decides"),
    ],
)
def test_workflows_are_told(intent: dict[str, Any], told: str) -> None:
    assert workflows(entry(**intent).intent) == told


def test_a_line_has_local_time_with_its_zone_and_utc() -> None:
    made = line(entry(), "jo")
    assert made.when == moment.shown(AT.replace(second=0).isoformat()), "as in the form"
    assert (made.utc, made.id) == ("2026-11-21 13:01:05 UTC", ID)


def test_dates_are_told_in_the_form_that_counts_and_texts_as_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(date_form.IN_USE, "form", "words")
    dated = FieldChange("shippingDate", "Shipping date", "empty", "2026-11-21 14:02 CET")
    worded = FieldChange("shippingDetails", "Shipping details", "2026-11-21", "2026-13-01")
    sent = entry(changes=(dated, worded))
    assert changed(sent.intent) == (
        "Shipping date empty → 21 Nov 2026 14:02 CET, Shipping details 2026-11-21 → 2026-13-01"
    )
    assert "Shipping date: empty → 21 Nov 2026 14:02 CET" in details(sent)
    strange = replace(dated, after="2026-13-01")
    assert changed(entry(changes=(strange,)).intent) == "Shipping date empty → 2026-13-01"


def test_details_name_lines_with_every_digit() -> None:
    change = FieldChange(
        "lineItems", "Line items", "1 line", "replaced by these 0", [{"unitPrice": Decimal("4.10")}], []
    )
    told = details(replace(entry(changes=(change,)), reason="Because", settled_at=AT)).splitlines()
    assert told[:2] == ["Line items: 1 line → replaced by these 0", '  before: {"unitPrice": 4.10}']
    assert "Reason: Because" in told
    assert "Workflows: off" in told
    assert request(INTENT) == f'POST {INTENT.url}\n\n{{"taxAmount": 0.28}}'


# -- acts on a cart's status ------------------------------------------------------------------------------

ABANDONED = FieldChange("status", "Status", "Active", "Abandoned", "ACTIVE", "ABANDONED")
MARKED = FieldChange("status", "Status", "Active", "Active", "ACTIVE", "ACTIVE")


def act(step: str = "abandon", outcome: Any = "saved", change: FieldChange = ABANDONED) -> Entry:
    url = f"https://api.example.com/carts/{ID}/{step}"
    return entry(outcome, kind="cart", method="PUT", url=url, body="", changes=(change,))


def test_an_act_on_a_cart_is_told_by_its_name() -> None:
    one = act()
    assert changed(one.intent) == "Abandon cart: Status Active → Abandoned"
    assert changed(act("fiddle", change=MARKED).intent) == "Mark activity: Status stays Active"
    assert (ended(one), ended(act(outcome="not saved"))) == ("Done", "Not done")
    assert ended(act(outcome="unknown")) == "Unknown"
    assert line(one, "jo").outcome == "Done"
    assert details(one).splitlines()[:3] == [
        "Abandon cart: Status Active → Abandoned",
        "",
        "Outcome: Done",
    ]
    assert request(one.intent) == f"PUT https://api.example.com/carts/{ID}/abandon"


def test_what_had_not_arrived_is_told_up_to_when_and_never_as_lost() -> None:
    looked = replace(entry("not arrived"), settled_at=AT)
    assert ended(looked) == "Had not arrived"
    by = moment.shown(AT.isoformat())
    assert f"Outcome: Had not arrived by {by}; a slow server may have applied it since" in details(looked)
    assert f"Outcome: Arrived at {by}" in details(replace(entry("arrived"), settled_at=AT))
    assert "Outcome: Had not arrived\n" in details(entry("not arrived")), (
        "an entry that does not say when is read too"
    )
