"""A link for another environment is offered and never taken by itself; what waited for it is looked up there and once."""

from __future__ import annotations

import pytest

from console.presenters.workbench.linked import Linked
from console.presenters.workbench.lookup import Lookup, LookupState
from tests.presenters.given import MakeClient
from tests.support.jobs import HeldJobs
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

NAMES = ["Practice sandbox", "Shop, live", "Shop, test"]
LINK = f"order-console://order/{SAMPLE_ORDER}?environment="


class Workbench:
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
    workbench = Workbench()
    workbench.lookup.connect(make_client(sandbox))
    for text in (SAMPLE_ORDER, f"{LINK}Shop%2C%20test", f"{LINK}SHOP%2C%20TEST", LINK.partition("?")[0]):
        workbench.lookup.ask(text)
        assert workbench.lookup.state.waiting == 1, text
        assert workbench.said == ""


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
    workbench = Workbench()
    workbench.lookup.connect(make_client(sandbox))
    workbench.lookup.ask(f"{LINK}Shop%2C%20live")
    assert workbench.lookup.state.waiting == 0
    assert workbench.said.startswith(
        "This is for “Shop, live”, and this window works on “Shop, test”; nothing was looked up."
    )
    assert "is kept for when you come back" in workbench.said
    assert workbench.offered == "Switch to “Shop, live” and look it up"
    assert workbench.chosen == []
    workbench.lookup.act("switch environment")
    assert workbench.chosen == ["Shop, live"]
    assert workbench.linked.arrived() == "", "it is not in use yet"
    workbench.lookup.ask(f"{LINK}Shop%2C%20live")
    workbench.lookup.act("switch environment")
    workbench.used = "Shop, live"
    assert workbench.linked.arrived() == f"{LINK}Shop%2C%20live"
    assert workbench.linked.arrived() == "", "and once only"


def test_where_it_may_not_be_switched_it_stays_offered(sandbox: Sandbox, make_client: MakeClient) -> None:
    workbench = Workbench()
    workbench.lookup.connect(make_client(sandbox))
    workbench.may = False
    workbench.lookup.ask("#1001", "Shop, live")
    workbench.lookup.act("switch environment")
    workbench.used = "Shop, live"
    assert workbench.linked.arrived() == "", "it was not switched by this"
    workbench.used, workbench.may = NAMES[2], True
    workbench.lookup.act("switch environment")
    assert workbench.chosen == ["Shop, live", "Shop, live"]


def test_one_that_is_not_set_up_here_is_a_sentence_with_those_that_are(
    sandbox: Sandbox, make_client: MakeClient
) -> None:
    workbench = Workbench()
    workbench.lookup.connect(make_client(sandbox))
    workbench.lookup.ask(f"{LINK}Elsewhere")
    assert workbench.said == (
        "There is no environment called “Elsewhere” here; nothing was looked up."
        " At the top right there are: “Practice sandbox”, “Shop, live”, “Shop, test”."
    )
    assert workbench.offered == ""
    workbench.lookup.act("switch environment")
    assert workbench.chosen == []


def test_another_environment_alone_is_offered_too(sandbox: Sandbox, make_client: MakeClient) -> None:
    workbench = Workbench()
    workbench.lookup.connect(make_client(sandbox))
    workbench.lookup.ask("", "Shop, live")
    assert workbench.offered == "Switch to “Shop, live”"
    workbench.lookup.ask("", "Shop, test")
    assert workbench.said == "", "that is in use"


def test_what_is_asked_before_there_is_a_server_is_judged_when_there_is_one(
    sandbox: Sandbox, make_client: MakeClient
) -> None:
    workbench = Workbench()
    workbench.used = ""
    workbench.lookup.ask("#1001", "Shop, live")
    workbench.used = "Shop, test"
    workbench.lookup.connect(make_client(sandbox))
    assert workbench.lookup.state.waiting == 0
    assert workbench.offered == "Switch to “Shop, live” and look it up"


def test_without_any_environment_in_use_it_is_offered_as_well() -> None:
    workbench = Workbench()
    workbench.used = ""
    workbench.lookup.say_nowhere()
    workbench.lookup.ask(f"{LINK}Shop%2C%20live")
    assert "this window works on none yet" in workbench.said
    assert workbench.offered == "Switch to “Shop, live” and look it up"
