"""Settings: what is chosen is told once saved, what is typed is never lost, and what cannot be used is said at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.model.carriers import Carriers
from console.presenters.settings.settings import General, Settings, SettingsState
from console.store.carriers import OwnCarriers
from console.store.places import find_places
from tests.presenters.settings.test_carrier_file import OWN, UPS
from tests.support.jobs import HeldJobs

BROKEN = '[night]\nname = "Night"\ntemplate = "ftp://night.example/{n}"\n'


class Desk:
    """One opening of the dialog, over a real file, with jobs that work when the test says so."""

    def __init__(self, own: OwnCarriers, general: General) -> None:
        self.jobs = HeldJobs()
        self.saved: list[tuple[General, Carriers | None]] = []
        self.shown: list[SettingsState] = []
        self.settings = Settings(self.jobs, own, general, (), lambda *told: self.saved.append(told))
        self.settings.show(self.shown.append)

    @property
    def state(self) -> SettingsState:
        assert self.shown[-1] is self.settings.state
        return self.settings.state

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
    made = Desk(own, General())
    made.jobs.finish_all()
    return made


def test_nothing_can_be_typed_or_saved_before_the_file_is_read(own: OwnCarriers) -> None:
    own.write(OWN, instead_of="")
    desk = Desk(own, General())
    assert not desk.state.editable
    desk.settings.carriers_typed("lost?")
    assert desk.settings.add_example() == 0
    desk.settings.save()
    assert len(desk.jobs.held) == 1, "only the reading"
    desk.jobs.finish_all()
    assert desk.state.editable
    assert desk.state.carriers == own.read() == OWN
    assert desk.state.known[0].key == "courier"


def test_choices_are_told_when_they_are_saved_and_not_before(desk: Desk) -> None:
    desk.settings.look("dark")
    desk.settings.calls_at_once(4)
    desk.settings.keep_days(365)
    assert desk.saved == []
    desk.settings.save()
    assert desk.state.busy == "saving"
    assert not desk.settings.may_leave(), "it is being written"
    desk.jobs.finish_all()
    [(general, carriers)] = desk.saved
    assert general == General("dark", 4, 365)
    assert carriers is not None
    assert desk.state.saved


@pytest.mark.parametrize(("typed", "kept"), [(0, 1), (-3, 1), (17, 16), (9, 9)])
def test_calls_stay_between_1_and_16(desk: Desk, typed: int, kept: int) -> None:
    desk.settings.calls_at_once(typed)
    assert desk.state.general.calls_at_once == kept


@pytest.mark.parametrize(("typed", "kept"), [(0, 1), (10_000, 3_650), (30, 30)])
def test_days_stay_between_1_and_3650(desk: Desk, typed: int, kept: int) -> None:
    desk.settings.keep_days(typed)
    assert desk.state.general.keep_days == kept


def test_problems_and_answers_follow_what_is_typed(desk: Desk) -> None:
    desk.settings.try_out("TOWN12345678")
    assert desk.state.answers == ()
    desk.settings.carriers_typed(OWN)
    desk.jobs.finish_all()
    assert [one.carrier for one in desk.state.answers] == ["Courier of the town"]
    desk.settings.carriers_typed(OWN + BROKEN)
    desk.jobs.finish_all()
    assert [one.line for one in desk.state.problems] == [OWN.count("\n") + 1]
    desk.settings.carriers_typed("")
    desk.jobs.finish_all()
    assert (desk.state.problems, desk.state.answers) == ((), ())


def test_a_number_is_tried_as_it_is_typed(desk: Desk) -> None:
    for end in range(1, len(UPS)):
        desk.settings.try_out(UPS[:end])
        assert "UPS" not in [one.carrier for one in desk.state.answers]
    desk.settings.try_out(UPS)
    assert [one.carrier for one in desk.state.answers] == ["UPS"]
    assert desk.jobs.held == []
    desk.settings.try_out("9" * 5_000)
    assert len(desk.state.tried) == 2_000


def test_of_texts_typed_quickly_one_is_understood_at_a_time_and_then_the_last(desk: Desk) -> None:
    for text in ("# a", "# ab", OWN[:40], OWN):
        desk.settings.carriers_typed(text)
        assert len(desk.jobs.held) == 1
    desk.jobs.finish()
    assert len(desk.jobs.held) == 1
    desk.jobs.finish()
    assert desk.jobs.held == []
    assert desk.state.known[0].key == "courier"


def test_carriers_with_problems_are_saved_all_the_same(desk: Desk, own: OwnCarriers) -> None:
    desk.settings.carriers_typed(OWN + BROKEN)
    desk.settings.save()
    desk.jobs.finish_all()
    assert own.read() == OWN + BROKEN
    [(_, carriers)] = desk.saved
    assert carriers is not None
    assert len(carriers.problems) == 1
    assert carriers.candidates("TOWN12345678")


def test_what_is_saved_is_what_is_read_next_time(desk: Desk, own: OwnCarriers) -> None:
    desk.settings.carriers_typed(OWN)
    desk.settings.save()
    desk.jobs.finish_all()
    again = Desk(own, General())
    again.jobs.finish_all()
    assert again.state.carriers == OWN
    assert again.settings.may_leave()


def test_examples_and_changes_are_typed_for_the_operator(desk: Desk) -> None:
    line = desk.settings.add_example()
    assert desk.state.carriers.splitlines()[line - 1] == "[courier]"
    line = desk.settings.change("dpd")
    assert desk.state.carriers.splitlines()[line - 1] == "[dpd]"
    assert desk.settings.change("dpd") == line
    desk.jobs.finish_all()
    assert [(one.key, one.standing) for one in desk.state.known if one.standing] == [
        ("courier", "yours"),
        ("dpd", "changed"),
    ]


def test_leaving_with_typed_carriers_warns_once(desk: Desk) -> None:
    desk.settings.carriers_typed("# mine")
    assert not desk.settings.may_leave()
    assert desk.said == "Your carriers are not saved. Cancel again to leave without them, or save."
    desk.settings.carriers_typed("# mine too")
    assert desk.state.notice is None
    assert not desk.settings.may_leave(), "more was typed since"
    assert desk.settings.may_leave()


def test_typing_the_old_text_back_leaves_without_a_word(desk: Desk) -> None:
    desk.settings.carriers_typed("# mine")
    desk.settings.carriers_typed("")
    assert desk.settings.may_leave()


def test_a_file_that_another_program_changed_is_asked_about(desk: Desk, own: OwnCarriers) -> None:
    own.path.write_text("# theirs\n", encoding="utf-8")
    desk.settings.carriers_typed("# mine\n")
    desk.settings.save()
    desk.jobs.finish_all()
    assert "Another program changed" in desk.said
    assert "Save again" in desk.said
    assert (desk.state.carriers, own.read(), desk.saved) == ("# mine\n", "# theirs\n", [])
    desk.settings.save()
    desk.jobs.finish_all()
    assert own.read() == "# mine\n"
    assert desk.state.saved


def test_a_disk_that_refuses_keeps_the_dialog_and_the_text(desk: Desk, own: OwnCarriers) -> None:
    desk.settings.carriers_typed("# mine\n")
    own.path.mkdir()
    desk.settings.save()
    desk.jobs.finish_all()
    assert "carriers.toml" in desk.said
    assert (desk.state.busy, desk.state.saved, desk.state.carriers) == ("", False, "# mine\n")
    own.path.rmdir()
    desk.settings.save()
    desk.jobs.finish_all()
    assert own.read() == "# mine\n"


def test_a_file_that_cannot_be_read_is_told_and_left_alone_by_a_save(own: OwnCarriers) -> None:
    own.path.write_bytes(b"\xff\xfe")
    desk = Desk(own, General())
    desk.jobs.finish_all()
    assert "not a text in UTF-8. Only the carriers of the program" in desk.state.locked
    assert len(desk.state.known) > 20
    desk.settings.carriers_typed("# mine")
    assert desk.settings.change("ups") == 0
    desk.settings.try_out(UPS)
    assert [one.carrier for one in desk.state.answers] == ["UPS"]
    desk.settings.calls_at_once(2)
    desk.settings.save()
    desk.jobs.finish_all()
    assert desk.saved == [(General(calls_at_once=2), None)]
    assert own.path.read_bytes() == b"\xff\xfe"


def test_a_closed_dialog_is_not_rendered_but_what_it_saves_is_saved(desk: Desk, own: OwnCarriers) -> None:
    desk.settings.carriers_typed(OWN)
    desk.settings.save()
    shown = len(desk.shown)
    desk.settings.close()
    desk.jobs.finish_all()
    assert len(desk.shown) == shown
    assert own.read() == OWN
    assert len(desk.saved) == 1


def test_a_folder_that_the_desktop_cannot_show_is_named(desk: Desk, tmp_path: Path) -> None:
    desk.settings.no_folder(str(tmp_path))
    assert desk.said == f"The folder is {tmp_path}."
