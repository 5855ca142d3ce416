"""The look-up pane: what is asked of whom, which answer counts, and what is said when there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest

from console.api.client import Client
from console.model.question import Question, Try
from console.model.records import Cart, Order
from console.presenters.notice import LOOK_FOR_CART, LOOK_FOR_ORDER, STOP_LOOKING, Action, Notice
from console.presenters.workbench.lookup import Found, Lookup, LookupState
from console.runtime.jobs import Cancelled, Done, Failed, JobResult
from tests.model import samples
from tests.presenters.given import (
    NOON,
    Between,
    Clock,
    During,
    MakeClient,
    Sent,
    gate,
    new_cart,
    new_order,
    passed,
)
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.raw_server import Peer, RawServer, reply, reply_json
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

NOWHERE = "11111111-2222-4333-8444-555555555555"


class Pane:
    """A look-up, what it showed, found and was told to raise."""

    def __init__(self, jobs: HeldJobs | InlineJobs, client: Client | None = None) -> None:
        self.jobs = jobs
        self.shown: list[LookupState] = []
        self.found: list[Found] = []
        self.open: set[str] = set()
        self.raised: list[str] = []
        self.lookup = Lookup(
            jobs, self.shown.append, self.found.append, raise_open=self._raise_open, clock=Clock()
        )
        if client is not None:
            self.lookup.connect(client)

    def _raise_open(self, question: Question) -> bool:
        known = [one.id for one in question.tries if one.id in self.open]
        self.raised += known[:1]
        return bool(known)

    @property
    def state(self) -> LookupState:
        assert self.shown[-1] is self.lookup.state
        return self.lookup.state

    @property
    def said(self) -> str:
        notice = self.state.notice
        return f"{notice.headline} {notice.advice}".strip() if notice else ""

    @property
    def ids(self) -> list[str]:
        return [one.record.id for one in self.found]


@pytest.fixture
def pane(client: Client) -> Pane:
    """A look-up on the shared sandbox whose jobs answer at once."""
    return Pane(InlineJobs(), client)


def test_the_worker_that_reads_a_record_works_out_what_is_known_of_it(client: Client) -> None:
    heard: list[str] = []
    pane = Pane(HeldJobs())
    pane.lookup.connect(client, ahead=lambda record: heard.append(record.id))
    pane.lookup.ask(SAMPLE_CART)
    pane.lookup.read_one(Try("order", "id", SAMPLE_ORDER), lambda _: None)
    for job in pane.jobs.held:
        job.work()
    assert heard == [SAMPLE_ORDER], "what nobody waits for any more is not read"
    pane.lookup.ask(SAMPLE_CART)
    pane.jobs.held[-1].work()
    assert heard == [SAMPLE_ORDER, SAMPLE_CART]
    assert pane.found == [], "the window has not heard of it yet"


# -- what is found ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected", "taken_for"),
    [
        (SAMPLE_ORDER, SAMPLE_ORDER, "an order or cart ID"),
        (f"  {{{SAMPLE_ORDER.upper()}}}  ", SAMPLE_ORDER, "an order or cart ID"),
        (f"#{SAMPLE_CART}", SAMPLE_CART, "an order or cart ID"),
        ("1001", SAMPLE_ORDER, "the shop's own order or cart ID"),
        ("C-2207", SAMPLE_CART, "the shop's own order or cart ID"),
    ],
)
def test_every_kind_of_id_finds_its_record(pane: Pane, text: str, expected: str, taken_for: str) -> None:
    pane.lookup.ask(text)
    assert pane.ids == [expected]
    assert pane.found[0].taken_for == taken_for
    assert pane.found[0].read_at == NOON
    assert pane.state == LookupState(asked=text)


def test_a_link_that_holds_an_id_finds_its_record(pane: Pane) -> None:
    pane.lookup.ask(f"https://shop.example.com/carts/{SAMPLE_CART}?from=mail")
    assert pane.ids == [SAMPLE_CART]


def test_an_id_is_tried_as_an_order_and_then_as_a_cart(pane: Pane, shared: Sandbox) -> None:
    sent = Sent(shared)
    pane.lookup.ask(SAMPLE_CART)
    assert [line["path"] for line in sent.all()] == [f"/orders/{SAMPLE_CART}", f"/carts/{SAMPLE_CART}"]


def test_narrowed_it_asks_for_one_kind_only(pane: Pane, shared: Sandbox) -> None:
    sent = Sent(shared)
    pane.lookup.narrow("cart")
    pane.lookup.ask(SAMPLE_CART)
    assert pane.ids == [SAMPLE_CART]
    assert pane.state.expected == "cart"
    assert [line["path"] for line in sent.all()] == [f"/carts/{SAMPLE_CART}"]


def test_several_ids_are_looked_up_at_once(client: Client, shared: Sandbox) -> None:
    order, cart = new_order(shared), new_cart(shared)
    jobs = HeldJobs()
    pane = Pane(jobs, client)
    pane.lookup.ask(f"{order}\n{cart}\n{SAMPLE_ORDER}")
    assert len(jobs.held) == pane.state.waiting == 3
    jobs.held[2].finish()
    assert pane.ids == [SAMPLE_ORDER]
    assert pane.state.waiting == 2
    jobs.finish_all()
    assert pane.ids == [SAMPLE_ORDER, order, cart]
    assert pane.state.waiting == 0
    asked = [found.asked for found in pane.found]
    assert asked[1] < asked[2] < asked[0], "so that they can stand as they were pasted"


def test_an_open_record_is_raised_and_not_read_again(pane: Pane, shared: Sandbox) -> None:
    sent = Sent(shared)
    pane.open = {SAMPLE_ORDER}
    pane.lookup.ask(SAMPLE_ORDER)
    assert pane.raised == [SAMPLE_ORDER]
    assert pane.found == sent.all() == []
    pane.lookup.ask(f"{SAMPLE_ORDER} {SAMPLE_CART}")
    assert pane.raised == [SAMPLE_ORDER, SAMPLE_ORDER]
    assert pane.ids == [SAMPLE_CART]


# -- the newest question wins -----------------------------------------------------------------------------


@pytest.mark.fault(38)
def test_a_late_answer_of_an_older_question_is_dropped(client: Client) -> None:
    jobs = HeldJobs()
    pane = Pane(jobs, client)
    pane.lookup.ask(SAMPLE_ORDER)
    older = jobs.held[0]
    older.work()
    pane.lookup.ask(SAMPLE_CART)
    assert older.stop.cancelled
    older.deliver()
    assert pane.found == []
    assert pane.state.waiting == 1
    jobs.finish()
    assert pane.ids == [SAMPLE_CART]
    assert pane.state == LookupState(asked=SAMPLE_CART)


@pytest.mark.fault(38)
def test_the_newest_wins_also_where_it_is_answered_first(client: Client) -> None:
    jobs = HeldJobs()
    pane = Pane(jobs, client)
    pane.lookup.ask(SAMPLE_ORDER)
    pane.lookup.ask(NOWHERE)
    jobs.held[1].finish()
    assert "There is no order or cart" in pane.said
    jobs.held[0].finish()
    assert pane.found == []
    assert "There is no order or cart" in pane.said


def test_malformed_text_also_puts_an_older_question_away(client: Client) -> None:
    jobs = HeldJobs()
    pane = Pane(jobs, client)
    pane.lookup.ask(SAMPLE_ORDER)
    pane.lookup.ask("%%%")
    assert pane.state.waiting == 0
    jobs.finish_all()
    assert pane.found == []
    assert "is not an ID" in pane.said


def test_cancel_stops_it_and_says_so(client: Client) -> None:
    jobs = HeldJobs()
    pane = Pane(jobs, client)
    pane.lookup.ask(SAMPLE_ORDER)
    pane.lookup.cancel()
    assert jobs.held[0].stop.cancelled
    assert pane.said == "Look-up cancelled. Nothing was changed."
    jobs.finish_all()
    assert pane.found == []
    assert pane.state.waiting == 0
    pane.lookup.cancel()
    assert pane.state.notice is None


# -- before there is a client -----------------------------------------------------------------------------


def test_a_question_asked_too_early_is_asked_once_connected(client: Client) -> None:
    pane = Pane(InlineJobs())
    pane.lookup.ask(SAMPLE_ORDER)
    assert "Connecting" in pane.said
    assert pane.state.waiting == 0
    pane.lookup.connect(client)
    assert pane.ids == [SAMPLE_ORDER]
    pane.lookup.connect(client)
    assert pane.ids == [SAMPLE_ORDER], "asked twice"


def test_where_nothing_is_connected_that_is_said_and_what_was_asked_waits(client: Client) -> None:
    pane = Pane(InlineJobs())
    pane.lookup.ask(SAMPLE_ORDER)
    pane.lookup.say_nowhere()
    assert pane.said.startswith("No server is connected yet")
    pane.lookup.ask(SAMPLE_ORDER)
    assert pane.said.startswith("No server is connected yet")
    pane.lookup.connect(client)
    assert pane.ids == [SAMPLE_ORDER]


def test_what_was_said_of_a_text_goes_when_another_is_typed(pane: Pane) -> None:
    pane.lookup.ask("???")
    assert "is not an ID" in pane.said
    pane.lookup.typed("???")
    assert "is not an ID" in pane.said, "it is the same text"
    pane.lookup.typed("??")
    assert pane.state.notice is None


def test_what_waits_for_a_server_is_told_while_one_types_on(client: Client) -> None:
    pane = Pane(InlineJobs())
    pane.lookup.ask(SAMPLE_ORDER)
    pane.lookup.typed("C-2207")
    assert "Connecting" in pane.said
    pane.lookup.connect(client)
    assert pane.ids == [SAMPLE_ORDER]


def test_what_is_said_of_a_text_that_came_too_early_stays_when_it_connects(client: Client) -> None:
    pane = Pane(InlineJobs())
    pane.lookup.ask("../carts/1?force=true")
    said = pane.said
    assert said
    pane.lookup.connect(client)
    assert pane.said == said
    pane.lookup.connect(client)
    assert pane.said == "", "it was said of another environment"


def test_of_two_early_questions_the_newest_is_asked_and_a_cancelled_one_never(client: Client) -> None:
    pane = Pane(InlineJobs())
    pane.lookup.ask(SAMPLE_ORDER)
    pane.lookup.ask(SAMPLE_CART)
    pane.lookup.connect(client)
    assert pane.ids == [SAMPLE_CART]
    gone = Pane(InlineJobs())
    gone.lookup.ask(SAMPLE_ORDER)
    gone.lookup.cancel()
    gone.lookup.connect(client)
    assert gone.found == []


def test_another_environment_drops_what_was_asked_of_the_one_before(client: Client) -> None:
    jobs = HeldJobs()
    pane = Pane(jobs, client)
    pane.lookup.ask(SAMPLE_ORDER)
    pane.lookup.connect(None)
    jobs.finish_all()
    assert pane.found == []


def test_what_an_id_turns_out_to_be_is_expected_while_it_is_read(client: Client) -> None:
    pane = Pane(InlineJobs())
    expected: list[str] = []

    def read(_: object) -> None:
        expected.append(pane.state.expected)
        pane.lookup.look()
        expected.append(pane.state.expected)

    pane.lookup.connect(client, ahead=read)
    pane.lookup.ask(SAMPLE_CART)
    assert expected == ["order", "cart"]


# -- asked before what was kept is read ------------------------------------------------------------------


def test_what_is_asked_before_records_can_be_opened_is_read_at_once_and_opened_then(client: Client) -> None:
    heard: list[str] = []
    pane = Pane(InlineJobs())
    pane.lookup.ask(SAMPLE_ORDER)
    pane.lookup.begin(client)
    pane.lookup.look()
    assert (pane.ids, pane.state.waiting) == ([], 1)
    assert pane.state.under_way is not None
    assert pane.state.under_way.headline.startswith("It is there")
    pane.lookup.connect(client, ahead=lambda record: heard.append(record.id))
    assert (pane.ids, heard, pane.state.waiting) == ([SAMPLE_ORDER], [SAMPLE_ORDER], 0)
    pane.lookup.ask(SAMPLE_CART)
    assert pane.ids == [SAMPLE_ORDER, SAMPLE_CART], "from then on at once"


def test_what_cannot_be_read_before_records_can_be_opened_is_told_then(client: Client) -> None:
    pane = Pane(InlineJobs())
    pane.lookup.begin(client)
    pane.lookup.ask(NOWHERE)
    assert pane.said == ""
    pane.lookup.connect(client)
    assert pane.said.startswith(f"There is no order or cart with the ID {NOWHERE}.")


def test_what_is_cancelled_before_records_can_be_opened_is_never_opened(client: Client) -> None:
    pane = Pane(InlineJobs())
    pane.lookup.begin(client)
    pane.lookup.ask(SAMPLE_ORDER)
    pane.lookup.cancel()
    pane.lookup.connect(client)
    assert pane.found == []
    assert pane.state.waiting == 0


# -- five different sentences -----------------------------------------------------------------------------


@pytest.mark.fault(13)
def test_not_found_names_the_id_and_what_it_was_taken_for(pane: Pane) -> None:
    pane.lookup.ask(NOWHERE)
    assert pane.said == (
        f"There is no order or cart with the ID {NOWHERE}. "
        "It was taken for an order or cart ID. Check it for a missing or changed character."
    )
    assert pane.state.notice is not None
    assert not pane.state.notice.action
    assert "HTTP status 404" in pane.state.notice.detail


@pytest.mark.parametrize("text", [NOWHERE, "SO-9999"])
def test_another_web_server_is_not_taken_for_one_without_that_order(
    make_client: MakeClient, text: str
) -> None:
    page = reply(404, b"<title>404 Not Found</title>", {"Content-Type": "text/html"})
    with RawServer(page) as server:
        pane = Pane(InlineJobs(), make_client(server))
        pane.lookup.ask(text)
    assert pane.said.startswith(f"Something that is not the orders API answered at 127.0.0.1:{server.port}:")
    assert "“404 Not Found”" in pane.said
    assert "There is no" not in pane.said
    assert pane.state.notice is not None
    assert pane.state.notice.tone == "bad"


def test_a_gateway_that_lets_carts_through_alone_shows_carts(
    shared: Sandbox, make_client: MakeClient
) -> None:
    def only_carts(sandbox: Sandbox, peer: Peer) -> None:
        if peer.server.requests[-1].path.startswith("/carts"):
            passed(sandbox, peer)
        else:
            peer.send(reply(404, b"no route"))

    with Between(shared, only_carts) as between:
        pane = Pane(InlineJobs(), make_client(between))
        pane.lookup.ask(SAMPLE_CART)
        pane.lookup.ask(NOWHERE)
    assert pane.ids == [SAMPLE_CART]
    assert "status 404, the text “no route”" in pane.said  # of orders it is not known, whatever carts say


@pytest.mark.fault(13)
@pytest.mark.parametrize(
    ("kind", "offered", "found"),
    [("order", LOOK_FOR_CART, SAMPLE_CART), ("cart", LOOK_FOR_ORDER, SAMPLE_ORDER)],
)
def test_not_found_among_one_kind_offers_the_other(
    pane: Pane, kind: str, offered: Action, found: str
) -> None:
    pane.lookup.narrow(kind)  # type: ignore[arg-type]
    pane.lookup.ask(found)
    assert pane.said.startswith(f"There is no {kind} with the ID {found}.")
    assert pane.state.notice is not None
    assert pane.state.notice.action == offered
    pane.lookup.act(offered.key)
    assert pane.ids == [found]
    assert pane.state.look_for == ("cart" if kind == "order" else "order")
    assert pane.state.notice is None


def test_of_several_only_what_was_not_found_is_asked_as_the_other_kind(pane: Pane, shared: Sandbox) -> None:
    order, cart = new_order(shared), new_cart(shared)
    pane.lookup.narrow("order")
    pane.lookup.ask(f"{order}, {cart}, {SAMPLE_CART}")
    assert pane.ids == [order]
    assert pane.said.startswith("2 of these IDs could not be looked up.")
    assert cart in pane.said
    assert SAMPLE_CART in pane.said
    sent = Sent(shared)
    pane.lookup.act(LOOK_FOR_CART.key)
    assert pane.ids == [order, cart, SAMPLE_CART]
    assert [line["path"] for line in sent.all()] == [f"/carts/{cart}", f"/carts/{SAMPLE_CART}"]


def test_many_failures_are_told_in_few_words(pane: Pane) -> None:
    pane.lookup.ask(" ".join(f"{number:08d}{NOWHERE[8:]}" for number in range(12)))
    assert pane.said.startswith("12 of these IDs could not be looked up.")
    assert pane.said.count("There is no order or cart") == 5
    assert pane.said.endswith("And 7 more.")


def test_without_the_permission_it_is_named(shared: Sandbox, make_client: MakeClient) -> None:
    pane = Pane(InlineJobs(), make_client(shared, client_id="practice-no-scope"))
    pane.lookup.ask(SAMPLE_ORDER)
    assert pane.said.startswith("This environment's integration may not read orders and carts.")
    assert "orders/carts-read" in pane.said
    assert pane.found == []


def test_a_client_that_may_only_read_reads(shared: Sandbox, make_client: MakeClient) -> None:
    pane = Pane(InlineJobs(), make_client(shared, client_id="practice-read-only"))
    pane.lookup.ask(SAMPLE_ORDER)
    assert pane.ids == [SAMPLE_ORDER]


def test_unreachable_says_what_does_not_answer(make_client: MakeClient) -> None:
    with RawServer() as server:
        client = make_client(server)
    pane = Pane(InlineJobs(), client)
    pane.lookup.ask(f"{SAMPLE_ORDER} {SAMPLE_CART}")
    assert "the connection was refused" in pane.said
    assert pane.said.count("the connection was refused") == 1, "the same sentence for each id"
    assert pane.found == []


@pytest.mark.fault(24)
def test_another_order_in_the_answer_is_not_shown(make_client: MakeClient) -> None:
    with RawServer(reply_json({"orderId": NOWHERE})) as server:
        pane = Pane(InlineJobs(), make_client(server))
        pane.lookup.ask(SAMPLE_ORDER)
    assert "another order" in pane.said
    assert pane.found == []


def test_the_servers_reason_is_told_word_for_word(make_client: MakeClient) -> None:
    with RawServer(reply(400, headers={"X-Reason": "orders are <b>asleep</b>"})) as server:
        pane = Pane(InlineJobs(), make_client(server))
        pane.lookup.ask(SAMPLE_ORDER)
    assert "orders are <b>asleep</b>" in pane.said


@pytest.mark.parametrize(
    "text", ["", "   ", "../../carts/1", "a?force=true", "%2e%2e", "a<b>c/d", "\x00", "-" * 3_000, "🙂"]
)
def test_what_can_be_no_id_is_never_sent(pane: Pane, shared: Sandbox, text: str) -> None:
    before = len(shared.requests())
    pane.lookup.ask(text)
    assert pane.state.notice is not None
    assert pane.state.notice.tone == "warn"
    assert pane.said.endswith(".")
    assert pane.state.waiting == 0
    assert len(shared.requests()) == before


# -- IDs of shops -----------------------------------------------------------------------------------------

ODD = ("SO/2024/0015", "O'Neil-3", "50%-off/1", "a\\7", "7?x=1", "7#2", "1001..2")


@pytest.mark.parametrize("status", [400, 403, 404, 500], ids=["Tomcat", "firewall", "Apache", "gateway"])
@pytest.mark.parametrize("own_id", ODD)
def test_an_order_whose_path_is_refused_on_the_way_is_not_called_missing(
    shared: Sandbox, make_client: MakeClient, own_id: str, status: int
) -> None:
    found = _made_once(shared, own_id)
    with Between(shared, *[gate(status)] * 4) as between:
        pane = Pane(InlineJobs(), make_client(between))
        pane.lookup.narrow("order")
        pane.lookup.ask(own_id)
    assert pane.ids == [found]
    assert pane.found[0].record.customer_id == own_id


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_an_order_that_the_search_does_not_have_either_is_missing(
    shared: Sandbox, make_client: MakeClient, status: int
) -> None:
    with Between(shared, *[gate(status)] * 8) as between:
        pane = Pane(InlineJobs(), make_client(between))
        pane.lookup.ask("SO/2024/9999")
    assert pane.said.startswith("There is no order or cart with the ID SO/2024/9999.")
    searched = [request.target for request in between.raw.requests if "?" in request.target]
    assert searched == ["/orders?customerOrderId=SO%2F2024%2F9999", "/carts?customerCartId=SO%2F2024%2F9999"]


@pytest.mark.parametrize("own_id", ODD)
def test_without_anything_in_front_an_odd_id_is_read_at_once(
    pane: Pane, shared: Sandbox, own_id: str
) -> None:
    found = _made_once(shared, own_id)
    sent = Sent(shared)
    pane.lookup.ask(own_id)
    assert pane.ids == [found]
    assert len(sent.all()) == 1


def test_a_sign_that_belongs_to_the_shops_id_is_tried_as_well(pane: Pane, shared: Sandbox) -> None:
    found = _made_once(shared, "#7702")
    for text in ("#7702", "Order #7702."):
        pane.lookup.ask(text)
    assert pane.ids == [found] * 2


@pytest.mark.parametrize("text", ["Order 1001", "Bestellung Nr. 1001", "1001.", "“Order #1001”"])
def test_the_words_around_an_id_are_passed_over(pane: Pane, text: str) -> None:
    pane.lookup.ask(text)
    assert pane.ids == [SAMPLE_ORDER]


def test_what_is_no_id_is_left_out_and_said_and_the_others_are_found(pane: Pane) -> None:
    pane.lookup.ask("1001 C-2207\n??")
    assert pane.ids == [SAMPLE_ORDER, SAMPLE_CART]
    assert pane.said.startswith("“??” is not an ID.")
    pane.lookup.ask("1001\n??, !!")
    assert pane.said.startswith("2 of these IDs could not be looked up.")
    pane.lookup.ask("1001")
    assert pane.state.notice is None


def _made_once(sandbox: Sandbox, own_id: str) -> str:
    """The id of the order with this ID of the shop, made where there is none yet."""
    status, found = sandbox.read(f"/orders/customerOrderId/{quote(own_id, safe='')}")
    return str(found["orderId"]) if status == 200 else new_order(sandbox, customerOrderId=own_id)


# -- while it lasts ---------------------------------------------------------------------------------------

ASKS_TO_WAIT = reply(429, headers={"Retry-After": "12"})


def test_what_a_server_asks_for_is_told_and_can_be_left(make_client: MakeClient, during: During) -> None:
    with RawServer(ASKS_TO_WAIT) as server:
        pane = Pane(HeldJobs(), make_client(server))
        told: list[Notice | None] = []

        def look() -> None:
            pane.lookup.look()
            told.append(pane.state.under_way)
            pane.lookup.act(STOP_LOOKING.key)

        during(lambda progress: progress.waiting, look)
        pane.lookup.ask(SAMPLE_ORDER)
        assert isinstance(pane.jobs, HeldJobs)
        pane.jobs.finish_all()
        assert len(server.requests) == 1
    [notice] = told
    assert notice is not None
    assert notice.headline == "The server asks to wait 12 s (429)…"
    assert notice.action == STOP_LOOKING
    assert pane.said == "Look-up cancelled. Nothing was changed."
    assert pane.state.under_way is None


@pytest.mark.fault(37)
def test_a_slow_order_shows_how_much_has_come_and_then_nothing_more(
    make_client: MakeClient, during: During
) -> None:
    big = {"orderId": SAMPLE_ORDER, "shippingDetails": "x" * 1_500_000}
    with RawServer(reply_json(big)) as server:
        pane = Pane(InlineJobs(), make_client(server))
        told: list[Notice | None] = []

        def look() -> None:
            pane.lookup.look()
            told.append(pane.state.under_way)

        during(lambda progress: progress.got > 1_200_000, look)
        pane.lookup.ask(SAMPLE_ORDER)
    assert told[0] is not None
    assert re.fullmatch(r"Looking up… 1\.[2-5] of 1\.5 MB so far", told[0].headline)
    assert pane.state.under_way is None
    assert pane.ids == [SAMPLE_ORDER]


def test_a_record_that_is_read_for_another_pane_is_waited_for_and_left_like_a_look_up(
    make_client: MakeClient, during: During
) -> None:
    with RawServer(ASKS_TO_WAIT) as server:
        pane = Pane(HeldJobs(), make_client(server))
        told: list[Notice | None] = []
        came: list[object] = []

        def look() -> None:
            pane.lookup.look()
            told.append(pane.state.under_way)
            pane.lookup.cancel()

        during(lambda progress: progress.waiting, look)
        pane.lookup.read_one(Try("order", "id", SAMPLE_ORDER), came.append)
        assert pane.state.waiting == 1
        assert isinstance(pane.jobs, HeldJobs)
        pane.jobs.finish_all()
    assert told[0] is not None
    assert told[0].headline == "The server asks to wait 12 s (429)…"
    assert came == [Cancelled()]
    assert pane.state.waiting == 0


def test_a_record_that_was_read_for_another_pane_is_handed_to_it_alone(pane: Pane) -> None:
    came: list[JobResult[Order | Cart]] = []
    pane.lookup.read_one(Try("order", "id", SAMPLE_ORDER), came.append)
    [result] = came
    assert isinstance(result, Done)
    assert result.value.id == SAMPLE_ORDER
    assert (pane.found, pane.state.waiting) == ([], 0)


# -- what was read before ---------------------------------------------------------------------------------


class Before:
    """Gives what it has of a question when the test says so; the record that is opened takes the reading, as an editor does."""

    def __init__(self, client: Client) -> None:
        self.asked: list[tuple[Question, Callable[[Found | None], None]]] = []
        self.came: list[JobResult[Order | Cart]] = []
        self.pane = Pane(HeldJobs())
        self.pane.lookup = Lookup(
            self.pane.jobs,
            self.pane.shown.append,
            self._found,
            raise_open=lambda _: False,
            clock=Clock(),
        )
        self.pane.lookup.connect(client, copies=lambda question, done: self.asked.append((question, done)))

    def _found(self, found: Found) -> None:
        self.pane.found.append(found)
        if found.fresh is not None:
            found.fresh.take(self.came.append)

    def give(self, record: Order | Cart | None) -> None:
        question, done = self.asked.pop(0)
        done(None if record is None else Found(record, NOON, question.taken_for, checked=False))


def test_what_was_read_before_is_found_at_once_and_its_fresh_reading_goes_to_it(client: Client) -> None:
    before, record = Before(client), client.get_order(SAMPLE_ORDER)
    before.pane.lookup.ask(SAMPLE_ORDER)
    before.give(record)
    (found,) = before.pane.found
    assert (found.record, found.checked, found.read_at, found.asked) == (record, False, NOON, 1)
    assert before.pane.state.waiting == 0, "the record itself tells what it waits for"
    before.pane.jobs.finish_all()
    assert before.came == [Done(record)]
    assert before.pane.found == [found]


def test_where_the_server_is_faster_what_was_read_before_is_not_shown(client: Client) -> None:
    before, record = Before(client), client.get_order(SAMPLE_ORDER)
    before.pane.lookup.ask(SAMPLE_ORDER)
    before.pane.jobs.finish_all()
    before.give(record)
    (found,) = before.pane.found
    assert found.checked


def test_what_was_asked_for_before_something_else_is_not_shown_any_more(client: Client) -> None:
    before, record = Before(client), client.get_order(SAMPLE_ORDER)
    before.pane.lookup.ask(SAMPLE_ORDER)
    before.pane.lookup.ask(SAMPLE_CART)
    before.give(record)
    before.give(None)
    assert before.pane.found == []
    before.pane.lookup.connect(None)
    before.pane.lookup.ask(SAMPLE_ORDER)
    assert before.asked == [], "where there is no server nothing is asked"


def test_neither_another_look_up_nor_esc_there_ends_the_reading_of_what_is_shown(client: Client) -> None:
    before, record = Before(client), client.get_order(SAMPLE_ORDER)
    before.pane.lookup.ask(SAMPLE_ORDER)
    before.give(record)
    before.pane.lookup.ask(NOWHERE)
    before.pane.lookup.cancel()
    before.pane.jobs.finish_all()
    assert before.came == [Done(record)]
    assert [found.record for found in before.pane.found] == [record]


def test_what_became_of_it_is_said_where_it_was_asked_unless_something_else_was_asked_since(
    client: Client,
) -> None:
    for since in ("", SAMPLE_CART):
        before = Before(client)
        before.pane.lookup.ask(NOWHERE)
        before.give(samples.order(orderId=NOWHERE))
        if since:
            before.pane.lookup.ask(since)
        before.pane.jobs.finish()
        (came,) = before.came
        assert isinstance(came, Failed)
        assert before.pane.said.startswith("There is no order or cart with the ID") is not bool(since)


def test_another_record_under_this_id_is_found_instead_and_that_is_said(client: Client) -> None:
    before = Before(client)
    before.pane.lookup.ask("#1001")
    before.give(samples.order(orderId=NOWHERE))
    before.pane.jobs.finish_all()
    shown, instead = before.pane.found
    assert (shown.record.id, instead.record.id) == (NOWHERE, SAMPLE_ORDER)
    assert instead.instead_of == ("order", NOWHERE)
    assert before.pane.said.startswith("This ID is another record's now")


def test_what_was_asked_before_records_can_be_opened_is_shown_as_soon_as_they_can(client: Client) -> None:
    before, record = Before(client), client.get_order(SAMPLE_ORDER)
    lookup = before.pane.lookup
    lookup.connect(None)
    lookup.begin(client)
    lookup.ask(SAMPLE_ORDER)
    assert before.asked == []
    lookup.connect(client, copies=lambda question, done: before.asked.append((question, done)))
    before.give(record)
    assert [found.checked for found in before.pane.found] == [False]
    before.pane.jobs.finish_all()
    assert before.came == [Done(record)]
