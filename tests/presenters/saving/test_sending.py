"""One save and its place in the trail: the intent before anything leaves, the outcome after, and nothing sent twice.

What the save itself does is in test_saving.py; what the trail keeps is in tests/store.
"""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from typing import Any

import pytest

from console.api.client import Client
from console.model.drafts.draft import Draft
from console.presenters.notice import READ_AGAIN, SEND_AGAIN
from console.store.files import StoreTrouble
from console.store.trail import Trail
from tests.model import samples
from tests.presenters.given import (
    LINE,
    LINK,
    NOON,
    POT,
    SHOP,
    Between,
    Clock,
    MakeClient,
    Opened,
    Sent,
    answer_lost,
    change,
    new_cart,
    new_order,
    overwritten,
    own_database,
    passed,
    request_lost,
)
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.sandbox import Sandbox

JOSE = "jose@example.com"


def shipped(client: Client, sandbox: Sandbox, **jobs: Any) -> Opened:
    """An order, marked shipped with a link, not sent yet."""
    order = client.get_order(new_order(sandbox, emailAddress=JOSE))
    opened = Opened(jobs.get("jobs") or InlineJobs(), client, order, disk=jobs.get("disk"))
    opened.editor.typed("states.shipped", "yes")
    opened.editor.typed("shippingTrackingUrl", LINK)
    return opened


def outcomes(opened: Opened) -> list[tuple[str, str]]:
    """Outcome and reason of what the trail holds of the record, newest first."""
    return [(entry.outcome, entry.reason) for entry in opened.entries]


# -- the trail --------------------------------------------------------------------------------------------


def test_the_intent_is_on_the_disk_before_the_request_leaves(client: Client, shared: Sandbox) -> None:
    jobs, disk = HeldJobs(), HeldJobs()
    opened = shipped(client, shared, jobs=jobs, disk=disk)
    sent = Sent(shared)
    opened.save()
    assert (len(disk.held), len(jobs.held)) == (1, 0), "nothing is sent while the intent is not written"
    assert opened.state.busy == "sending"
    disk.finish()
    assert outcomes(opened) == [("sent", "")]
    assert sent.all() == []
    jobs.finish()
    assert sent.methods() == ["GET", "POST"]
    assert outcomes(opened) == [("sent", "")]
    disk.finish_all()
    assert outcomes(opened) == [("saved", "")]


def test_an_entry_holds_what_the_operator_did_and_what_was_answered(client: Client, shared: Sandbox) -> None:
    opened = shipped(client, shared)
    own, sent = opened.state.draft.base, Sent(shared)
    opened.editor.review()
    opened.editor.choose("run_workflows", True)
    opened.editor.choose("force", True)
    opened.editor.send()
    [entry], [post] = opened.entries, sent.posts()
    intent = entry.intent
    assert (intent.environment, intent.kind, intent.record_id) == (SHOP, "order", own.id)
    assert intent.customer_id == own.customer_id
    assert {JOSE, "MUG-1", "POT-2"} <= set(intent.keys)
    assert (intent.method, intent.workflows, intent.force) == ("POST", True, True)
    assert intent.url.endswith(f"/orders/{own.id}?triggerEvents=true&force=true")
    assert post["body"] == {"states": {"processed": True, "shipped": True}, "shippingTrackingUrl": LINK}
    assert [(one.key, one.before, one.after, one.was, one.becomes) for one in intent.changes] == [
        ("states.shipped", "no", "yes", False, True),
        ("shippingTrackingUrl", "empty", LINK, None, LINK),
    ]
    assert entry.sent_at == NOON
    assert entry.answer["orderId"] == own.id
    assert entry.answer["shippingTrackingUrl"] == LINK


def test_changed_lines_are_kept_whole_on_both_sides(client: Client, shared: Sandbox) -> None:
    opened = Opened(InlineJobs(), client, client.get_cart(new_cart(shared)))
    opened.editor.lines.cell_typed(1, "quantity", "2.50")
    opened.save()
    [change_] = opened.entries[0].intent.changes
    assert change_.key == "lineItems"
    assert [line["quantity"] for line in change_.was] == [1, 2]
    assert [line["quantity"] for line in change_.becomes] == [1, Decimal("2.50")]
    assert {line["name"] for line in change_.was} == {LINE["name"], POT["name"]}


def test_a_refusal_is_not_saved_with_the_servers_reason(client: Client, shared: Sandbox) -> None:
    opened = Opened(InlineJobs(), client, client.get_order(new_order(shared)))
    opened.editor.typed("tid", "nonsense")
    opened.save()
    assert outcomes(opened) == [("not saved", "tid is not a valid tracking ID")]


def test_a_clash_is_not_saved_and_a_decided_one_is_an_entry_of_its_own(
    client: Client, shared: Sandbox
) -> None:
    opened = Opened(InlineJobs(), client, client.get_order(new_order(shared)))
    opened.editor.typed("shippingDetails", "by boat")
    own = opened.state.draft.base.id
    change(shared, f"/orders/{own}?triggerEvents=false", {"shippingDetails": "by rail"})
    opened.save()
    assert outcomes(opened) == [("not saved", "Someone else had changed the same. Nothing was sent.")]
    opened.editor.clash.decide("shippingDetails", "mine")
    opened.editor.clash.accept()
    opened.editor.send()
    assert "Saved and verified" in opened.said, "what was never sent is no repetition"
    assert [entry.outcome for entry in opened.entries] == ["saved", "not saved"]
    assert opened.entries[0].intent.changes[0].before == "by rail"


def test_a_save_that_falls_over_is_unknown(client: Client, shared: Sandbox) -> None:
    jobs = HeldJobs()
    opened = shipped(client, shared, jobs=jobs)
    opened.save()
    jobs.held[0].cancel()
    jobs.finish()
    assert outcomes(opened) == [("unknown", "")]
    assert opened.state.may_arrive.startswith("It is not known whether what was sent at ")
    opened.editor.reload()
    jobs.finish_all()
    assert "had not arrived by" in opened.said
    assert "had not arrived by" in opened.state.may_arrive
    assert outcomes(opened) == [("not arrived", "")]


def test_a_disk_that_stops_before_the_intent_was_written_sends_nothing(
    client: Client, shared: Sandbox
) -> None:
    jobs, disk = HeldJobs(), HeldJobs()
    opened = shipped(client, shared, jobs=jobs, disk=disk)
    opened.save()
    disk.held[0].cancel()
    disk.finish()
    assert jobs.held == []
    assert opened.state.busy == ""
    assert opened.state.draft.dirty


def test_a_trail_that_cannot_be_written_holds_the_save_back_until_that_is_wanted(
    client: Client, shared: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = shipped(client, shared)
    blocked = own_database().path
    blocked.parent.mkdir(parents=True, exist_ok=True)
    with closing(own_database()) as other:  # a second process that holds the file
        other.write(lambda _: None)
        held = other._connection
        assert held is not None
        held.execute("BEGIN IMMEDIATE")
        sent = Sent(shared)
        opened.save()
        assert sent.posts() == [], "it is said before anything leaves"
        assert opened.said.startswith("Nothing was sent yet.")
        assert opened.state.review is not None
        assert "another program is using it" in opened.state.review.asks.untraced
        opened.editor.send()
        assert sent.posts() == [], "and takes a yes"
        opened.editor.choose("untraced", True)
        opened.editor.send()
        held.execute("ROLLBACK")
    assert len(sent.posts()) == 1
    assert "Saved and verified" in opened.said
    assert "It is not in the trail: " in opened.said
    assert opened.entries == []


def test_the_reason_why_a_trail_cannot_be_written_is_one_that_happens() -> None:
    with closing(own_database()) as one, closing(own_database()) as other:
        other.write(lambda _: None)
        held = other._connection
        assert held is not None
        held.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreTrouble):
            one.write(lambda _: None)
        held.execute("ROLLBACK")


# -- the identical change ---------------------------------------------------------------------------------


def repeating(client: Client, sandbox: Sandbox) -> Opened:
    """An order whose shipping details were saved, and put back by somebody else; the same is typed again."""
    opened = Opened(InlineJobs(), client, client.get_order(new_order(sandbox)))
    opened.editor.typed("shippingDetails", "by boat")
    opened.save()
    own = opened.state.draft.base.id
    change(sandbox, f"/orders/{own}?triggerEvents=false", {"shippingDetails": "by rail"})
    opened.clock.pass_(12)
    opened.editor.reload()
    opened.editor.typed("shippingDetails", "by boat")
    return opened


def test_the_identical_change_within_a_minute_asks_and_is_sent_only_where_confirmed(
    client: Client, shared: Sandbox
) -> None:
    opened = repeating(client, shared)
    sent = Sent(shared)
    opened.save()
    assert sent.all() == []
    assert (
        opened.said == "Not sent: the identical change went out 12 s ago. Send it again only if you mean to."
    )
    assert opened.action == SEND_AGAIN
    assert len(opened.entries) == 1, "what is not sent is not in the trail"
    assert opened.state.draft.dirty
    opened.editor.act(opened.action.key)
    assert len(sent.posts()) == 1
    assert "Saved and verified" in opened.said
    assert [entry.outcome for entry in opened.entries] == ["saved", "saved"]
    opened.editor.send(again=True)
    assert len(sent.posts()) == 1, "one confirmation is one save"


def test_after_a_minute_it_is_sent_without_a_question(client: Client, shared: Sandbox) -> None:
    opened = repeating(client, shared)
    opened.clock.pass_(49)
    sent = Sent(shared)
    opened.save()
    assert len(sent.posts()) == 1


def test_a_confirmation_never_sends_another_draft_than_the_one_it_was_asked_for(
    client: Client, shared: Sandbox
) -> None:
    opened = repeating(client, shared)
    opened.save()
    sent = Sent(shared)
    opened.editor.typed("shippingDetails", "by balloon")
    opened.editor.act(SEND_AGAIN.key)
    assert sent.all() == []
    assert opened.state.review is not None
    opened.editor.send()
    assert [post["body"] for post in sent.posts()] == [{"shippingDetails": "by balloon"}]


# -- what was not known when the console ended ------------------------------------------------------------


def killed(sandbox: Sandbox, make_client: MakeClient, *, lost: Any) -> tuple[Draft, int]:
    """A console that was killed while it sent: the draft it had kept, and the number of its entry in the trail."""
    own = new_order(sandbox)
    record = make_client(sandbox).get_order(own)
    jobs = HeldJobs()
    with Between(sandbox, passed, lost, request_lost) as between:
        opened = Opened(jobs, make_client(between), record)
        opened.editor.typed("shippingDetails", "by boat")
        opened.save()
        jobs.held[0].work()  # its outcome is never delivered
    [entry] = opened.entries
    assert entry.outcome == "sent"
    return opened.state.draft, entry.number


def opened_again(client: Client, draft: Draft, number: int, **more: Any) -> Opened:
    record = client.get_order(draft.base.id)
    before = Draft(draft.base, samples.READ_AT, draft.edits, draft.lines)
    left_open = [entry for entry in Trail(own_database()).unsettled(SHOP) if entry.number == number]
    return Opened(InlineJobs(), client, record, kept=before, left_open=left_open, **more)


@pytest.mark.parametrize(
    ("lost", "outcome", "said", "dirty"),
    [
        (answer_lost, "arrived", "it did arrive", False),
        (request_lost, "not arrived", "had not arrived by", True),
    ],
)
def test_the_next_start_settles_it_by_reading_and_sends_nothing(
    client: Client,
    shared: Sandbox,
    make_client: MakeClient,
    lost: Any,
    outcome: str,
    said: str,
    dirty: bool,
) -> None:
    draft, number = killed(shared, make_client, lost=lost)
    sent = Sent(shared)
    opened = opened_again(client, draft, number)
    assert said in opened.said
    assert [entry.outcome for entry in opened.entries] == [outcome]
    assert opened.state.draft.dirty is dirty
    assert bool(opened.state.may_arrive) is dirty
    assert sent.posts() == [], "it is never sent again by itself"


def test_where_somebody_else_wrote_since_the_next_start_says_so(
    client: Client, shared: Sandbox, make_client: MakeClient
) -> None:
    draft, number = killed(shared, make_client, lost=answer_lost)
    change(shared, f"/orders/{draft.base.id}?triggerEvents=false", {"shippingDetails": "by rail"})
    clock = Clock()
    clock.pass_(300)
    opened = opened_again(client, draft, number, clock=clock)
    assert "does not tell whether it arrived" in opened.said
    assert [entry.outcome for entry in opened.entries] == ["changed by someone else"]
    assert opened.state.draft.shown("shippingDetails") == "by boat"
    opened.clock.pass_(61)
    sent = Sent(shared)
    opened.save()
    assert opened.state.clash is not None
    assert sent.posts() == []


def test_what_could_not_be_read_again_stays_unknown_and_what_is_sent_then_is_asked_about(
    client: Client, shared: Sandbox, make_client: MakeClient
) -> None:
    draft, number = killed(shared, make_client, lost=answer_lost)
    left_open = [entry for entry in Trail(own_database()).unsettled(SHOP) if entry.number == number]
    kept = Draft(draft.base, NOON, draft.edits)
    opened = Opened(InlineJobs(), client, draft.base, kept=kept, left_open=left_open)
    sent = Sent(shared)
    assert [entry.outcome for entry in opened.entries] == ["sent"], "an old reading settles nothing"
    assert opened.action == READ_AGAIN
    opened.save()
    assert opened.state.review is not None, "it was not sent, since nobody said so"
    assert sent.all() == []
    opened.editor.choose("all_the_same", True)
    opened.editor.send()
    assert sent.posts() == [], "the reading before it shows that the first did arrive"
    assert opened.said.startswith("Not sent: what you sent before did arrive")
    assert [entry.outcome for entry in opened.entries] == ["not saved", "arrived"]
    assert not opened.state.draft.dirty


# -- typed while it was not known -------------------------------------------------------------------------


def unknown(sandbox: Sandbox, make_client: MakeClient, between: Between) -> Opened:
    """An order that was saved without an answer and cannot be read for now."""
    record = make_client(sandbox).get_order(new_order(sandbox))
    opened = Opened(InlineJobs(), make_client(between), record)
    opened.editor.typed("shippingDetails", "by boat")
    opened.editor.lines.add()
    opened.editor.lines.cell_typed(2, "name", "Kettle")
    opened.editor.lines.cell_typed(2, "totalPrice", "5")
    opened.save()
    assert opened.state.may_arrive
    return opened


AWAY = [request_lost] * 9


@pytest.mark.parametrize("lines", [False, True])
def test_what_was_typed_meanwhile_stays_on_top_of_what_arrived(
    shared: Sandbox, make_client: MakeClient, lines: bool
) -> None:
    with Between(shared, passed, answer_lost, *AWAY, passed) as between:
        opened = unknown(shared, make_client, between)
        opened.editor.typed("shippingDetails", "by rail")
        opened.editor.typed("currency", "euro")
        if lines:
            opened.editor.lines.cell_typed(2, "name", "Big kettle")
        opened.editor.reload()
    assert "it did arrive" in opened.said
    draft = opened.state.draft
    assert draft.edits == {"shippingDetails": "by rail", "currency": "euro"}
    assert draft.base.shipping_details == "by boat"
    names = [row.shown("name", 2) for row in draft.lines]
    assert names == ["Coffee Mug", "Pot", "Big kettle" if lines else "Kettle"]
    assert draft.lines_changed is lines
    assert [entry.outcome for entry in opened.entries] == ["arrived"]


def test_what_someone_else_changed_beside_it_does_not_tell_whether_it_arrived(
    shared: Sandbox, make_client: MakeClient
) -> None:
    own = new_order(shared)
    path = f"/orders/{own}?triggerEvents=false"
    record = make_client(shared).get_order(own)
    theirs = overwritten(path, {"currency": "EUR"}, applied=False)
    with Between(shared, passed, theirs, passed) as between:
        opened = Opened(InlineJobs(), make_client(between), record)
        opened.editor.typed("shippingDetails", "by boat")
        opened.save()
        assert [entry.outcome for entry in opened.entries] == ["not arrived"]
        assert opened.said.endswith("Meanwhile someone else changed Currency (USD → EUR).")
