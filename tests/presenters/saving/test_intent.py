"""How the trail writes down what is about to be sent; what became of it stands with the tests of `Saved`."""

from __future__ import annotations

import pytest

from console.api.outgoing import About, Outgoing
from console.model import date_form
from console.model.date_form import DATE_FORMS, DateForm
from console.model.drafts.draft import LINES
from console.presenters.saving.intent import ended, intent_of
from console.presenters.saving.saved import Saved, SavePlan, SaveResult
from console.store.trail import TrailStatus
from tests.model.samples import draft, order

URL = "https://api.example.com/orders/1?triggerEvents={}"
UPDATE = About("order", "update")
OUTCOMES: dict[SaveResult, TrailStatus] = {
    "arrived": "arrived",
    "not arrived": "not arrived",
    "differs": "changed by someone else",
    "unknown": "unknown",
    "not saved": "not saved",
    "clash": "not saved",
    "merged": "not saved",
    "closed": "not saved",
}


@pytest.mark.parametrize("events", ["true", "false"])
def test_the_intent_says_whether_customers_may_be_messaged(events: str) -> None:
    edited = draft().typed("shippingDetails", "By bike")
    plan = SavePlan(edited, edited.payload(), Outgoing("POST", URL.format(events), "{}", UPDATE))
    intent = intent_of(plan, "Shop")
    assert intent.workflows is (events == "true")
    assert (intent.environment, intent.method, intent.body) == ("Shop", "POST", "{}")
    assert [(change.key, change.before, change.after) for change in intent.changes] == [
        ("shippingDetails", "Free next day shipping", "By bike")
    ]


@pytest.mark.parametrize("form", DATE_FORMS)
def test_a_date_is_kept_in_one_form_however_dates_are_written(
    monkeypatch: pytest.MonkeyPatch, form: DateForm
) -> None:
    monkeypatch.setattr(date_form.IN_USE, "form", form)
    edited = draft(shippingDetails="2 Jan 2026")
    for key, text in (
        ("orderDate", "13 May 2026"),
        ("shippingDate", "2026-11-21"),
        ("shippingDetails", "3 Jan 2026"),
    ):
        edited = edited.typed(key, text)
    plan = SavePlan(edited, edited.payload(), Outgoing("POST", URL.format("false"), "{}", UPDATE))
    kept = {change.key: (change.before, change.after) for change in intent_of(plan, "Shop").changes}
    assert kept == {
        "orderDate": ("2026-05-12", "2026-05-13"),
        "shippingDate": ("empty", "2026-11-21"),
        "shippingDetails": ("2 Jan 2026", "3 Jan 2026"),
    }


def test_lines_are_kept_whole_so_that_they_can_be_put_back() -> None:
    edited = draft()
    edited = edited.with_lines(edited.lines[:1])
    plan = SavePlan(edited, edited.payload(), Outgoing("POST", URL.format("false"), "{}", UPDATE))
    [change] = intent_of(plan, "Shop").changes
    assert change.key == LINES
    assert (len(change.was), len(change.becomes)) == (2, 1)


def test_only_an_answer_is_kept_as_one_and_no_later_reading() -> None:
    assert ended(Saved("saved", order()))[2]["orderId"] == order().order_id
    for became, outcome in OUTCOMES.items():
        assert ended(Saved(became, order()))[::2] == (outcome, None)
