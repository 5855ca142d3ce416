"""The desk as chosen in Settings: what is wrong is said by its field, a test writes nothing, joining and leaving are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from console.app import desk_kept
from console.desk.owner.checkup import Seen, Weight
from console.desk.trouble import DeskTrouble, NotReached
from console.model.environment import Secret
from console.presenters.settings.shared_desk import SharedDeskPresenter, SharedDeskState
from console.runtime.cancel import Cancel
from console.store import desk_entry
from console.store.administered_desk import GivenDesk
from console.store.desk_entry import DeskEntry
from console.store.environments import Environments
from console.store.files import StoreTrouble
from console.store.places import find_places
from tests.support.jobs import HeldJobs, InlineJobs

ADDRESS = "postgresql://anna@db1.example.com/desk"
GIVEN = GivenDesk(
    "postgresql://db1.example.com/desk", "/etc/ssl/shop.pem", "/etc/xdg/order-console/desk.json"
)
PASSWORD = "a-desk-password-9d2"


@dataclass
class Dialog:
    """One opening of the dialog, with a desk that answers as it is told."""

    environments: Environments
    jobs: InlineJobs | HeldJobs
    found: Sequence[Seen] = (Seen("good", "The desk answers."), Seen("good", "2 others are there."))
    trouble: Exception | None = None
    given: GivenDesk | StoreTrouble | None = None
    tried: list[tuple[str, str]] = field(default_factory=list)
    saved: int = 0

    def __post_init__(self) -> None:
        self.presenter = SharedDeskPresenter(
            self.jobs,
            self.environments,
            check=_check,
            trial=self._trial,
            saved=self._saved,
            given=self._given,
            named=desk_kept.named,
        )
        self.presenter.show(lambda _: None)

    @property
    def state(self) -> SharedDeskState:
        return self.presenter.state

    @property
    def said(self) -> str:
        notice = self.state.notice
        return "" if notice is None else f"{notice.headline} {notice.advice}".strip()

    def type(self, address: str = ADDRESS, password: str = PASSWORD) -> None:
        self.presenter.type("address", address)
        self.presenter.type("password", password)

    def _trial(self, desk: DeskEntry, _: Cancel) -> Sequence[Seen]:
        self.tried.append((desk.address, desk.password.reveal()))
        if self.trouble is not None:
            raise self.trouble
        return self.found

    def _given(self, _: Cancel) -> GivenDesk | None:
        if isinstance(self.given, StoreTrouble):
            raise self.given
        return self.given

    def _saved(self) -> None:
        self.saved += 1


def _check(address: str, _: str) -> None:
    if not address.startswith("postgresql://"):
        raise DeskTrouble("That is no address of a desk.")


@pytest.fixture
def environments() -> Environments:
    return Environments(find_places())


def test_nothing_is_tried_or_kept_before_what_is_missing_is_said(environments: Environments) -> None:
    dialog = Dialog(environments, InlineJobs())
    dialog.presenter.test()
    assert set(dialog.state.wrong) == {"address", "password"}
    dialog.type("my desk")
    assert dict(dialog.state.wrong) == {}, "what is typed anew was not judged yet"
    dialog.presenter.join()
    assert dict(dialog.state.wrong) == {"address": "That is no address of a desk."}
    assert (dialog.tried, dialog.saved, environments.load().shares_desk) == ([], 0, False)


def test_a_test_tells_what_was_found_and_keeps_nothing(environments: Environments) -> None:
    dialog = Dialog(environments, InlineJobs())
    dialog.type()
    dialog.presenter.test()
    assert dialog.tried == [(ADDRESS, PASSWORD)]
    assert dialog.said == "This console can work with this desk. The desk answers. 2 others are there."
    assert not environments.load().shares_desk
    dialog.trouble = NotReached("Nothing answers at db1.example.com.")
    dialog.presenter.test()
    assert dialog.said == "Nothing answers at db1.example.com."


@pytest.mark.parametrize(
    ("weight", "tone", "first"),
    [
        ("mind", "warn", "This console can work with this desk. It is short of places. The desk answers."),
        ("bad", "bad", "This console cannot work with this desk. It is short of places. The desk answers."),
    ],
)
def test_a_test_that_finds_something_wrong_is_not_told_as_a_good_one(
    environments: Environments, weight: Weight, tone: str, first: str
) -> None:
    dialog = Dialog(environments, InlineJobs())
    dialog.found = (Seen("good", "The desk answers."), Seen(weight, "It is short of places."))
    dialog.type()
    dialog.presenter.test()
    assert dialog.said == first
    assert dialog.state.notice is not None
    assert dialog.state.notice.tone == tone


def test_whoever_leaves_the_dialog_with_a_desk_typed_and_not_joined_is_told_once(
    environments: Environments,
) -> None:
    dialog = Dialog(environments, InlineJobs())
    assert dialog.presenter.may_leave(), "nothing is typed"
    for password in (PASSWORD, "another-password-1"):
        dialog.type(password=password)
        assert not dialog.presenter.may_leave()
        assert (
            dialog.said
            == "What is typed of the desk is not kept yet. Press Join the desk, or leave again without it."
        )
        assert dialog.presenter.may_leave(), "once is enough"
    dialog.presenter.join()
    assert dialog.presenter.may_leave(), "it is kept"


def test_who_joins_is_kept_and_the_password_is_no_longer_typed(environments: Environments) -> None:
    dialog = Dialog(environments, InlineJobs())
    dialog.type()
    dialog.presenter.join()
    assert dialog.saved == 1
    assert desk_entry.load(environments) == DeskEntry(ADDRESS, "", Secret(PASSWORD))
    assert not dialog.state.form.password
    assert dialog.state.password_stored
    dialog.presenter.test()
    assert dialog.tried == [(ADDRESS, PASSWORD)], "the one that is kept is tried"
    dialog.presenter.type("address", "postgresql://anna@db2.example.com/desk")
    dialog.presenter.test()
    assert "password" in dialog.state.wrong, "and it goes to no other address"


def test_where_an_administrator_gave_the_address_name_and_password_are_typed_alone(
    environments: Environments,
) -> None:
    dialog = Dialog(environments, InlineJobs(), given=GIVEN)
    assert (dialog.state.form.address, dialog.state.form.ca_file) == (GIVEN.address, GIVEN.ca_file)
    assert dialog.presenter.may_leave(), "nothing is typed"
    dialog.presenter.join()
    assert set(dialog.state.wrong) == {"name", "password"}
    dialog.presenter.type("name", " zoë@home ")
    dialog.presenter.type("password", PASSWORD)
    dialog.presenter.join()
    assert (dialog.saved, dict(dialog.state.wrong)) == (1, {})
    kept = DeskEntry(
        "postgresql://zo%C3%AB%40home@db1.example.com/desk", "/etc/ssl/shop.pem", Secret(PASSWORD)
    )
    assert desk_entry.load(environments) == kept
    assert dialog.state.password_stored
    assert dialog.presenter.may_leave(), "it is kept"
    dialog.presenter.test()
    assert dialog.tried == [(kept.address, PASSWORD)]
    dialog.presenter.type("name", "anna")
    dialog.presenter.test()
    assert "password" in dialog.state.wrong, "another's goes nowhere"
    dialog.presenter.leave()
    assert desk_entry.load(environments) is None
    assert dialog.state.form.address == GIVEN.address


def test_who_joined_the_desk_that_is_given_sees_the_own_name_and_a_file_that_is_not_used_is_said(
    environments: Environments,
) -> None:
    desk_entry.save(environments, DeskEntry(ADDRESS, "/etc/ssl/shop.pem", Secret(PASSWORD)))
    joined = Dialog(environments, InlineJobs(), given=replace(GIVEN, name="anna"))
    assert joined.state.form.name == "anna"
    assert joined.state.password_stored
    anew = Dialog(environments, InlineJobs(), given=GIVEN)
    assert (anew.state.form.name, anew.state.password_stored) == ("", False)
    broken = Dialog(environments, InlineJobs(), given=StoreTrouble("desk.json was left aside."))
    assert broken.said == "desk.json was left aside."
    assert broken.state.form.address == ADDRESS


def test_who_leaves_is_told_what_stays(environments: Environments) -> None:
    dialog = Dialog(environments, InlineJobs())
    dialog.type()
    dialog.presenter.join()
    dialog.presenter.leave()
    assert (dialog.saved, desk_entry.load(environments)) == (2, None)
    assert "What is on this computer stays." in dialog.said
    assert dialog.state.form.address == ADDRESS, "so that joining again is a password away"


def test_a_test_can_be_stopped_and_its_outcome_is_not_told(environments: Environments) -> None:
    jobs = HeldJobs()
    dialog = Dialog(environments, jobs)
    jobs.finish()
    dialog.type()
    dialog.presenter.test()
    assert dialog.state.busy == "testing"
    dialog.presenter.join()
    assert len(jobs.held) == 1, "one thing at a time"
    assert dialog.presenter.stop()
    jobs.finish()
    assert (dialog.state.busy, dialog.said) == ("", "The test was stopped.")
    assert not dialog.presenter.stop()


def test_what_is_kept_is_shown_unless_something_was_typed_meanwhile(environments: Environments) -> None:
    desk_entry.save(environments, DeskEntry(ADDRESS, "/etc/own.pem", Secret(PASSWORD)))
    assert Dialog(environments, InlineJobs()).state.form.address == ADDRESS
    jobs = HeldJobs()
    dialog = Dialog(environments, jobs)
    dialog.presenter.type("address", "postgresql://bert@")
    jobs.finish()
    assert dialog.state.form.address == "postgresql://bert@"
