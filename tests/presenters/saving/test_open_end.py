"""A write whose outcome is open: how long it counts, and what a reading tells of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from console.presenters.saving.open_end import A_DAY, LOOKED_FOR, OpenEnd, from_entry
from tests.model.samples import cart, order
from tests.presenters.given import NOON
from tests.presenters.trail.test_entry import MARKED, act, entry

NO_TIME, SECOND = timedelta(0), timedelta(seconds=1)
SEEN = NOON + timedelta(seconds=3)
BASE = order(shippingDetails="by rail", currency="USD")


def end() -> OpenEnd:
    return OpenEnd("order", BASE.id, {"shippingDetails": "by boat"}, NOON, 1, BASE)


def test_it_guards_its_record_for_a_day_and_what_nothing_shows_while_it_is_looked_for() -> None:
    assert end().guards(A_DAY)
    assert not end().guards(A_DAY + SECOND)
    marked = OpenEnd("cart", "x", {}, NOON)
    assert marked.guards(LOOKED_FOR - SECOND)
    assert not marked.guards(LOOKED_FOR)


def test_it_left_so_long_ago_as_seconds_passed_and_the_clock_tells_only_of_an_earlier_session() -> None:
    later = NOON + timedelta(hours=3)
    assert replace(end(), since=40.0).gone(later, 45.0) == timedelta(seconds=5)
    assert end().gone(later, 45.0) == timedelta(hours=3)
    assert end().gone(NOON - SECOND, 45.0) == NO_TIME


def test_fields_that_hold_something_else_tell_nothing_while_it_is_looked_for_and_are_anothers_after() -> None:
    air = order(shippingDetails="by air", currency="USD")
    assert end().judged(air, NO_TIME).became == "unknown"
    assert end().judged(air, LOOKED_FOR).became == "differs"
    assert end().judged(BASE, LOOKED_FOR).became == "not arrived"
    assert end().judged(order(shippingDetails="by boat"), A_DAY).became == "arrived"


def test_what_only_others_changed_is_never_taken_for_a_sign_of_it() -> None:
    workflows = OpenEnd("order", BASE.id, {"states": {"processed": True, "shipped": False}}, NOON, 1, BASE)
    now = order(shippingDetails="by air", currency="EUR")
    assert workflows.judged(now, LOOKED_FOR).became == "unknown"


def test_an_act_that_is_open_is_told_by_the_status() -> None:
    expire = OpenEnd("cart", "x", {"status": "EXPIRED"}, NOON, 1, cart(status="ABANDONED"))
    assert expire.judged(cart(status="EXPIRED"), NO_TIME).became == "arrived"
    assert expire.judged(cart(status="ABANDONED"), NO_TIME).became == "not arrived"
    assert expire.judged(cart(status="ACTIVE"), NO_TIME).became == "unknown"
    assert expire.judged(cart(status="ACTIVE"), LOOKED_FOR).became == "differs"


def test_an_entry_of_the_trail_is_judged_without_the_record_that_it_was_edited_from() -> None:
    kept = from_entry(replace(entry("not arrived"), settled_at=SEEN))
    assert kept.payload == {"taxAmount": Decimal("0.28")}
    assert kept.seen_at == SEEN
    assert kept.judged(order(taxAmount=Decimal("0.28")), NO_TIME).became == "arrived"
    assert kept.judged(order(taxAmount=Decimal("0"), currency="EUR"), NO_TIME).became == "not arrived"
    assert from_entry(entry("sent")).seen_at is None
    assert from_entry(act("fiddle", change=MARKED)).payload == {}, "no reading can ever show it"


def test_a_record_that_another_write_of_ones_own_moved_is_how_it_was_before() -> None:
    overtaken = end().on(order(shippingDetails="by air"))
    assert overtaken.judged(order(shippingDetails="by air"), LOOKED_FOR).became == "not arrived"
    assert overtaken.judged(order(shippingDetails="by boat"), NO_TIME).became == "arrived"
    same = end().on(order(shippingDetails="by boat"))
    assert (same.payload, same.judged(order(shippingDetails="by boat"), NO_TIME).became) == ({}, "unknown")
    expire = OpenEnd("cart", "x", {"status": "EXPIRED"}, NOON, 1, cart(status="ABANDONED"))
    assert expire.on(cart(status="EXPIRED")).payload == {}
    assert expire.on(cart(status="ACTIVE")).payload == {"status": "EXPIRED"}
