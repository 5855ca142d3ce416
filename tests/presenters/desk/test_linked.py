"""A link for another environment is offered and never taken by itself; what waited for it is looked up there and once."""

from __future__ import annotations

import pytest

from console.presenters.desk.linked import Linked
from console.presenters.desk.lookup import Lookup, LookupState
from tests.presenters.given import MakeClient
from tests.support.jobs import HeldJobs
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

NAMES = ["Practice sandbox", "Shop, live", "Shop, test"]
LINK = f"order-console://order/{SAMPLE_ORDER}?environment="


class Desk:
    """Who has these environments, works on the last one, and may switch or not."""

    def __init__(self) -> None:
        self.used, self.may, self.chosen = NAMES[2], True, list[str]()
        self.linked = Linked(in_use=lambda: self.used, names=lambda: NAMES, choose=self._choose)
        self.shown: list[LookupState] = []
        self.jobs = HeldJobs()
        self.lookup = Lookup(
            self.jobs, self.shown.append, lambda _: None, raise_open=lambda _: False, linked=self.linked
        )

    def _choose(self, name: str) -> bool:
        self.chosen.append(name)
        return self.may

    @property
    def said(self) -> str:
        notice = self.lookup.state.notice
        return f"{notice.headline} {notice.advice}" if notice else ""

    @property
    def offered(self) -> str:
        notice = self.lookup.state.notice
        return notice.action.label if notice and notice.action else ""


def test_the_environment_in_use_is_looked_up_in_at_once_whatever_its_capitals(
    sandbox: Sandbox, make_client: MakeClient
) -> None:
    desk = Desk()
    desk.lookup.connect(make_client(sandbox))
    for text in (SAMPLE_ORDER, f"{LINK}Shop%2C%20test", f"{LINK}SHOP%2C%20TEST", LINK.partition("?")[0]):
        desk.lookup.ask(text)
        assert desk.lookup.state.waiting == 1, text
        assert desk.said == ""


@pytest.mark.parametrize(
    ("here", "there"), [("L\u00e4den", "La\u0308den"), ("La\u0308den", "L\u00e4den"), ("Straße", "STRASSE")]
)
def test_a_name_that_only_another_computer_spells_otherwise_is_the_same(here: str, there: str) -> None:
    linked = Linked(in_use=lambda: here, names=lambda: [*NAMES, here], choose=lambda _: False)
    assert linked.refusal(SAMPLE_ORDER, there) is None


def test_of_many_environments_some_are_named() -> None:
    names = [f"Shop number {number}" for number in range(200)]
    linked = Linked(in_use=lambda: names[0], names=lambda: names, choose=lambda _: False)
    refusal = linked.refusal(SAMPLE_ORDER, "Nowhere")
    assert refusal is not None
    assert refusal.advice.endswith("“Shop number 7” and 192 more.")


def test_another_one_is_named_and_offered_and_nothing_is_looked_up(
    sandbox: Sandbox, make_client: MakeClient
) -> None:
    desk = Desk()
    desk.lookup.connect(make_client(sandbox))
    desk.lookup.ask(f"{LINK}Shop%2C%20live")
    assert desk.lookup.state.waiting == 0
    assert desk.said.startswith(
        "This is for “Shop, live”, and this window works on “Shop, test”; nothing was looked up."
    )
    assert "is kept for when you come back" in desk.said
    assert desk.offered == "Switch to “Shop, live” and look it up"
    assert desk.chosen == []
    desk.lookup.act("switch environment")
    assert desk.chosen == ["Shop, live"]
    assert desk.linked.arrived() == "", "it is not in use yet"
    desk.lookup.ask(f"{LINK}Shop%2C%20live")
    desk.lookup.act("switch environment")
    desk.used = "Shop, live"
    assert desk.linked.arrived() == f"{LINK}Shop%2C%20live"
    assert desk.linked.arrived() == "", "and once only"


def test_where_it_may_not_be_switched_it_stays_offered(sandbox: Sandbox, make_client: MakeClient) -> None:
    desk = Desk()
    desk.lookup.connect(make_client(sandbox))
    desk.may = False
    desk.lookup.ask("#1001", "Shop, live")
    desk.lookup.act("switch environment")
    desk.used = "Shop, live"
    assert desk.linked.arrived() == "", "it was not switched by this"
    desk.used, desk.may = NAMES[2], True
    desk.lookup.act("switch environment")
    assert desk.chosen == ["Shop, live", "Shop, live"]


def test_one_that_is_not_set_up_here_is_a_sentence_with_those_that_are(
    sandbox: Sandbox, make_client: MakeClient
) -> None:
    desk = Desk()
    desk.lookup.connect(make_client(sandbox))
    desk.lookup.ask(f"{LINK}Elsewhere")
    assert desk.said == (
        "There is no environment called “Elsewhere” here; nothing was looked up."
        " At the top right there are: “Practice sandbox”, “Shop, live”, “Shop, test”."
    )
    assert desk.offered == ""
    desk.lookup.act("switch environment")
    assert desk.chosen == []


def test_another_environment_alone_is_offered_too(sandbox: Sandbox, make_client: MakeClient) -> None:
    desk = Desk()
    desk.lookup.connect(make_client(sandbox))
    desk.lookup.ask("", "Shop, live")
    assert desk.offered == "Switch to “Shop, live”"
    desk.lookup.ask("", "Shop, test")
    assert desk.said == "", "that is in use"


def test_what_is_asked_before_there_is_a_server_is_judged_when_there_is_one(
    sandbox: Sandbox, make_client: MakeClient
) -> None:
    desk = Desk()
    desk.used = ""
    desk.lookup.ask("#1001", "Shop, live")
    desk.used = "Shop, test"
    desk.lookup.connect(make_client(sandbox))
    assert desk.lookup.state.waiting == 0
    assert desk.offered == "Switch to “Shop, live” and look it up"


def test_without_any_environment_in_use_it_is_offered_as_well() -> None:
    desk = Desk()
    desk.used = ""
    desk.lookup.say_nowhere()
    desk.lookup.ask(f"{LINK}Shop%2C%20live")
    assert "this window works on none yet" in desk.said
    assert desk.offered == "Switch to “Shop, live” and look it up"
