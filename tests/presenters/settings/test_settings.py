"""Settings: what is chosen is told once saved, what is typed is never lost, and what cannot be used is said at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.model.carriers.carriers import Carriers
from console.model.settings import Settings
from console.presenters.settings.settings import SettingsPresenter, SettingsState
from console.store.carriers import OwnCarriers
from console.store.places import find_places
from tests.presenters.settings.test_carrier_file import OWN, UPS
from tests.support.jobs import HeldJobs

BROKEN = '[night]\nname = "Night"\ntemplate = "ftp://night.example/{n}"\n'


class Desk:
    """One opening of the dialog, over a real file, with jobs that work when the test says so."""

    def __init__(self, own: OwnCarriers, settings: Settings) -> None:
        self.jobs = HeldJobs()
        self.saved: list[tuple[Settings, Carriers | None]] = []
        self.shown: list[SettingsState] = []
        self.presenter = SettingsPresenter(
            self.jobs, own, settings, kept=(), saved=lambda *told: self.saved.append(told)
        )
        self.presenter.show(self.shown.append)

    @property
    def state(self) -> SettingsState:
        assert self.shown[-1] is self.presenter.state
        return self.presenter.state

    @property
    def said(self) -> str:
        assert self.state.notice is not None
        return f"{self.state.notice.headline} {self.state.notice.advice}".strip()


@pytest.fixture
def own() -> OwnCarriers:
    places = find_places(os.environ)
    places.prepare()
    return OwnCarriers(places)


@pytest.fixture
def desk(own: OwnCarriers) -> Desk:
    """The dialog, when everything was read."""
    made = Desk(own, Settings())
    made.jobs.finish_all()
    return made


def test_nothing_can_be_typed_or_saved_before_the_file_is_read(own: OwnCarriers) -> None:
    own.write(OWN, instead_of="")
    desk = Desk(own, Settings())
    assert not desk.state.editable
    desk.presenter.carriers_typed("lost?")
    assert desk.presenter.add_example() == 0
    desk.presenter.save()
    assert len(desk.jobs.held) == 1, "only the reading"
    desk.jobs.finish_all()
    assert desk.state.editable
    assert desk.state.carriers == own.read() == OWN
    assert desk.state.known[0].key == "courier"


def test_choices_are_told_when_they_are_saved_and_not_before(desk: Desk) -> None:
    desk.presenter.choose("look", "dark")
    desk.presenter.choose("calls_at_once", 4)
    desk.presenter.choose("keep_days", 365)
    assert desk.saved == []
    desk.presenter.save()
    assert desk.state.busy == "saving"
    assert not desk.presenter.may_leave(), "it is being written"
    desk.jobs.finish_all()
    [(settings, carriers)] = desk.saved
    assert settings == Settings("dark", 4, 365)
    assert carriers is not None
    assert desk.state.saved


@pytest.mark.parametrize(("typed", "kept"), [(0, 1), (-3, 1), (17, 16), (9, 9)])
def test_calls_stay_between_1_and_16(desk: Desk, typed: int, kept: int) -> None:
    desk.presenter.choose("calls_at_once", typed)
    assert desk.state.settings.calls_at_once == kept


@pytest.mark.parametrize(("typed", "kept"), [(0, 1), (10_000, 3_650), (30, 30)])
def test_days_stay_between_1_and_3650(desk: Desk, typed: int, kept: int) -> None:
    desk.presenter.choose("keep_days", typed)
    assert desk.state.settings.keep_days == kept


def test_problems_and_answers_follow_what_is_typed(desk: Desk) -> None:
    desk.presenter.try_out("TOWN12345678")
    assert desk.state.answers == ()
    desk.presenter.carriers_typed(OWN)
    desk.jobs.finish_all()
    assert [one.carrier for one in desk.state.answers] == ["Courier of the town"]
    desk.presenter.carriers_typed(OWN + BROKEN)
    desk.jobs.finish_all()
    assert [one.line for one in desk.state.problems] == [OWN.count("\n") + 1]
    desk.presenter.carriers_typed("")
    desk.jobs.finish_all()
    assert (desk.state.problems, desk.state.answers) == ((), ())


def test_a_number_is_tried_as_it_is_typed(desk: Desk) -> None:
    for end in range(1, len(UPS)):
        desk.presenter.try_out(UPS[:end])
        assert "UPS" not in [one.carrier for one in desk.state.answers]
    desk.presenter.try_out(UPS)
    assert [one.carrier for one in desk.state.answers] == ["UPS"]
    assert desk.jobs.held == []
    desk.presenter.try_out("9" * 5_000)
    assert len(desk.state.tried) == 2_000


def test_of_texts_typed_quickly_one_is_understood_at_a_time_and_then_the_last(desk: Desk) -> None:
    for text in ("# a", "# ab", OWN[:40], OWN):
        desk.presenter.carriers_typed(text)
        assert len(desk.jobs.held) == 1
    desk.jobs.finish()
    assert len(desk.jobs.held) == 1
    desk.jobs.finish()
    assert desk.jobs.held == []
    assert desk.state.known[0].key == "courier"


def test_carriers_with_problems_are_saved_all_the_same(desk: Desk, own: OwnCarriers) -> None:
    desk.presenter.carriers_typed(OWN + BROKEN)
    desk.presenter.save()
    desk.jobs.finish_all()
    assert own.read() == OWN + BROKEN
    [(_, carriers)] = desk.saved
    assert carriers is not None
    assert len(carriers.problems) == 1
    assert carriers.candidates("TOWN12345678")


def test_what_is_saved_is_what_is_read_next_time(desk: Desk, own: OwnCarriers) -> None:
    desk.presenter.carriers_typed(OWN)
    desk.presenter.save()
    desk.jobs.finish_all()
    again = Desk(own, Settings())
    again.jobs.finish_all()
    assert again.state.carriers == OWN
    assert again.presenter.may_leave()


def test_examples_and_changes_are_typed_for_the_operator(desk: Desk) -> None:
    line = desk.presenter.add_example()
    assert desk.state.carriers.splitlines()[line - 1] == "[courier]"
    line = desk.presenter.change("dpd")
    assert desk.state.carriers.splitlines()[line - 1] == "[dpd]"
    assert desk.presenter.change("dpd") == line
    desk.jobs.finish_all()
    assert [(one.key, one.standing) for one in desk.state.known if one.standing] == [
        ("courier", "yours"),
        ("dpd", "changed"),
    ]


def test_leaving_with_typed_carriers_warns_once(desk: Desk) -> None:
    desk.presenter.carriers_typed("# mine")
    assert not desk.presenter.may_leave()
    assert desk.said == "Your carriers are not saved. Cancel again to leave without them, or save."
    desk.presenter.carriers_typed("# mine too")
    assert desk.state.notice is None
    assert not desk.presenter.may_leave(), "more was typed since"
    assert desk.presenter.may_leave()


def test_typing_the_old_text_back_leaves_without_a_word(desk: Desk) -> None:
    desk.presenter.carriers_typed("# mine")
    desk.presenter.carriers_typed("")
    assert desk.presenter.may_leave()


def test_a_file_that_another_program_changed_is_asked_about(desk: Desk, own: OwnCarriers) -> None:
    own.path.write_text("# theirs\n", encoding="utf-8")
    desk.presenter.carriers_typed("# mine\n")
    desk.presenter.save()
    desk.jobs.finish_all()
    assert "Another program changed" in desk.said
    assert "Save again" in desk.said
    assert (desk.state.carriers, own.read(), desk.saved) == ("# mine\n", "# theirs\n", [])
    desk.presenter.save()
    desk.jobs.finish_all()
    assert own.read() == "# mine\n"
    assert desk.state.saved


def test_a_disk_that_refuses_keeps_the_dialog_and_the_text(desk: Desk, own: OwnCarriers) -> None:
    desk.presenter.carriers_typed("# mine\n")
    own.path.mkdir()
    desk.presenter.save()
    desk.jobs.finish_all()
    assert "carriers.toml" in desk.said
    assert (desk.state.busy, desk.state.saved, desk.state.carriers) == ("", False, "# mine\n")
    own.path.rmdir()
    desk.presenter.save()
    desk.jobs.finish_all()
    assert own.read() == "# mine\n"


def test_a_file_that_cannot_be_read_is_told_and_left_alone_by_a_save(own: OwnCarriers) -> None:
    own.path.write_bytes(b"\xff\xfe")
    desk = Desk(own, Settings())
    desk.jobs.finish_all()
    assert "not a text in UTF-8. Only the carriers of the program" in desk.state.locked
    assert len(desk.state.known) > 20
    desk.presenter.carriers_typed("# mine")
    assert desk.presenter.change("ups") == 0
    desk.presenter.try_out(UPS)
    assert [one.carrier for one in desk.state.answers] == ["UPS"]
    desk.presenter.choose("calls_at_once", 2)
    desk.presenter.save()
    desk.jobs.finish_all()
    assert desk.saved == [(Settings(calls_at_once=2), None)]
    assert own.path.read_bytes() == b"\xff\xfe"


def test_a_closed_dialog_is_not_rendered_but_what_it_saves_is_saved(desk: Desk, own: OwnCarriers) -> None:
    desk.presenter.carriers_typed(OWN)
    desk.presenter.save()
    shown = len(desk.shown)
    desk.presenter.close()
    desk.jobs.finish_all()
    assert len(desk.shown) == shown
    assert own.read() == OWN
    assert len(desk.saved) == 1


def test_a_folder_that_the_desktop_cannot_show_is_named(desk: Desk, tmp_path: Path) -> None:
    desk.presenter.no_folder(str(tmp_path))
    assert desk.said == f"The folder is {tmp_path}."
