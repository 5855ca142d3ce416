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


class SettingsOpening:
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
def opening(own: OwnCarriers) -> SettingsOpening:
    """The dialog, when everything was read."""
    made = SettingsOpening(own, Settings())
    made.jobs.finish_all()
    return made


def test_nothing_can_be_typed_or_saved_before_the_file_is_read(own: OwnCarriers) -> None:
    own.write(OWN, instead_of="")
    opening = SettingsOpening(own, Settings())
    assert not opening.state.editable
    opening.presenter.carriers_typed("lost?")
    assert opening.presenter.add_example() == 0
    opening.presenter.save()
    assert len(opening.jobs.held) == 1, "only the reading"
    opening.jobs.finish_all()
    assert opening.state.editable
    assert opening.state.carriers == own.read() == OWN
    assert opening.state.known[0].key == "courier"


def test_choices_are_told_when_they_are_saved_and_not_before(opening: SettingsOpening) -> None:
    opening.presenter.choose("look", "dark")
    opening.presenter.choose("calls_at_once", 4)
    opening.presenter.choose("keep_days", 365)
    assert opening.saved == []
    opening.presenter.save()
    assert opening.state.busy == "saving"
    assert not opening.presenter.may_leave(), "it is being written"
    opening.jobs.finish_all()
    [(settings, carriers)] = opening.saved
    assert settings == Settings("dark", 4, 365)
    assert carriers is not None
    assert opening.state.saved


@pytest.mark.parametrize(("typed", "kept"), [(0, 1), (-3, 1), (17, 16), (9, 9)])
def test_calls_stay_between_1_and_16(opening: SettingsOpening, typed: int, kept: int) -> None:
    opening.presenter.choose("calls_at_once", typed)
    assert opening.state.settings.calls_at_once == kept


@pytest.mark.parametrize(("typed", "kept"), [(0, 1), (10_000, 3_650), (30, 30)])
def test_days_stay_between_1_and_3650(opening: SettingsOpening, typed: int, kept: int) -> None:
    opening.presenter.choose("keep_days", typed)
    assert opening.state.settings.keep_days == kept


def test_problems_and_answers_follow_what_is_typed(opening: SettingsOpening) -> None:
    opening.presenter.try_out("TOWN12345678")
    assert opening.state.answers == ()
    opening.presenter.carriers_typed(OWN)
    opening.jobs.finish_all()
    assert [one.carrier for one in opening.state.answers] == ["Courier of the town"]
    opening.presenter.carriers_typed(OWN + BROKEN)
    opening.jobs.finish_all()
    assert [one.line for one in opening.state.problems] == [OWN.count("\n") + 1]
    opening.presenter.carriers_typed("")
    opening.jobs.finish_all()
    assert (opening.state.problems, opening.state.answers) == ((), ())


def test_a_number_is_tried_as_it_is_typed(opening: SettingsOpening) -> None:
    for end in range(1, len(UPS)):
        opening.presenter.try_out(UPS[:end])
        assert "UPS" not in [one.carrier for one in opening.state.answers]
    opening.presenter.try_out(UPS)
    assert [one.carrier for one in opening.state.answers] == ["UPS"]
    assert opening.jobs.held == []
    opening.presenter.try_out("9" * 5_000)
    assert len(opening.state.tried) == 2_000


def test_of_texts_typed_quickly_one_is_understood_at_a_time_and_then_the_last(
    opening: SettingsOpening,
) -> None:
    for text in ("# a", "# ab", OWN[:40], OWN):
        opening.presenter.carriers_typed(text)
        assert len(opening.jobs.held) == 1
    opening.jobs.finish()
    assert len(opening.jobs.held) == 1
    opening.jobs.finish()
    assert opening.jobs.held == []
    assert opening.state.known[0].key == "courier"


def test_carriers_with_problems_are_saved_all_the_same(opening: SettingsOpening, own: OwnCarriers) -> None:
    opening.presenter.carriers_typed(OWN + BROKEN)
    opening.presenter.save()
    opening.jobs.finish_all()
    assert own.read() == OWN + BROKEN
    [(_, carriers)] = opening.saved
    assert carriers is not None
    assert len(carriers.problems) == 1
    assert carriers.candidates("TOWN12345678")


def test_what_is_saved_is_what_is_read_next_time(opening: SettingsOpening, own: OwnCarriers) -> None:
    opening.presenter.carriers_typed(OWN)
    opening.presenter.save()
    opening.jobs.finish_all()
    again = SettingsOpening(own, Settings())
    again.jobs.finish_all()
    assert again.state.carriers == OWN
    assert again.presenter.may_leave()


def test_examples_and_changes_are_typed_for_the_operator(opening: SettingsOpening) -> None:
    line = opening.presenter.add_example()
    assert opening.state.carriers.splitlines()[line - 1] == "[courier]"
    line = opening.presenter.change("dpd")
    assert opening.state.carriers.splitlines()[line - 1] == "[dpd]"
    assert opening.presenter.change("dpd") == line
    opening.jobs.finish_all()
    assert [(one.key, one.standing) for one in opening.state.known if one.standing] == [
        ("courier", "yours"),
        ("dpd", "changed"),
    ]


def test_leaving_with_typed_carriers_warns_once(opening: SettingsOpening) -> None:
    opening.presenter.carriers_typed("# mine")
    assert not opening.presenter.may_leave()
    assert opening.said == "Your carriers are not saved. Cancel again to leave without them, or save."
    opening.presenter.carriers_typed("# mine too")
    assert opening.state.notice is None
    assert not opening.presenter.may_leave(), "more was typed since"
    assert opening.presenter.may_leave()


def test_typing_the_old_text_back_leaves_without_a_word(opening: SettingsOpening) -> None:
    opening.presenter.carriers_typed("# mine")
    opening.presenter.carriers_typed("")
    assert opening.presenter.may_leave()


def test_a_file_that_another_program_changed_is_asked_about(
    opening: SettingsOpening, own: OwnCarriers
) -> None:
    own.path.write_text("# theirs\n", encoding="utf-8")
    opening.presenter.carriers_typed("# mine\n")
    opening.presenter.save()
    opening.jobs.finish_all()
    assert "Another program changed" in opening.said
    assert "Save again" in opening.said
    assert (opening.state.carriers, own.read(), opening.saved) == ("# mine\n", "# theirs\n", [])
    opening.presenter.save()
    opening.jobs.finish_all()
    assert own.read() == "# mine\n"
    assert opening.state.saved


def test_a_disk_that_refuses_keeps_the_dialog_and_the_text(
    opening: SettingsOpening, own: OwnCarriers
) -> None:
    opening.presenter.carriers_typed("# mine\n")
    own.path.mkdir()
    opening.presenter.save()
    opening.jobs.finish_all()
    assert "carriers.toml" in opening.said
    assert (opening.state.busy, opening.state.saved, opening.state.carriers) == ("", False, "# mine\n")
    own.path.rmdir()
    opening.presenter.save()
    opening.jobs.finish_all()
    assert own.read() == "# mine\n"


def test_a_file_that_cannot_be_read_is_told_and_left_alone_by_a_save(own: OwnCarriers) -> None:
    own.path.write_bytes(b"\xff\xfe")
    opening = SettingsOpening(own, Settings())
    opening.jobs.finish_all()
    assert "not a text in UTF-8. Only the carriers of the program" in opening.state.locked
    assert len(opening.state.known) > 20
    opening.presenter.carriers_typed("# mine")
    assert opening.presenter.change("ups") == 0
    opening.presenter.try_out(UPS)
    assert [one.carrier for one in opening.state.answers] == ["UPS"]
    opening.presenter.choose("calls_at_once", 2)
    opening.presenter.save()
    opening.jobs.finish_all()
    assert opening.saved == [(Settings(calls_at_once=2), None)]
    assert own.path.read_bytes() == b"\xff\xfe"


def test_a_closed_dialog_is_not_rendered_but_what_it_saves_is_saved(
    opening: SettingsOpening, own: OwnCarriers
) -> None:
    opening.presenter.carriers_typed(OWN)
    opening.presenter.save()
    shown = len(opening.shown)
    opening.presenter.close()
    opening.jobs.finish_all()
    assert len(opening.shown) == shown
    assert own.read() == OWN
    assert len(opening.saved) == 1


def test_a_folder_that_the_desktop_cannot_show_is_named(opening: SettingsOpening, tmp_path: Path) -> None:
    opening.presenter.no_folder(str(tmp_path))
    assert opening.said == f"The folder is {tmp_path}."


def test_the_text_follows_the_form_and_so_does_a_try_of_the_sample(
    opening: SettingsOpening, own: OwnCarriers
) -> None:
    opening.presenter.carriers_typed("# ours\n")
    opening.jobs.finish_all()
    opening.presenter.new_carrier()
    opening.jobs.finish_all()
    assert opening.state.carriers == "# ours\n", "nothing was typed yet"
    for part, text in (("name", "Town"), ("sample", "TOWN1234"), ("link", "https://town.example/{number}")):
        opening.presenter.form_typed(part, text)  # type: ignore[arg-type]
        opening.jobs.finish_all()
    assert opening.state.carriers.startswith("# ours\n")
    assert "[town]" in opening.state.carriers
    assert not opening.state.verdict.wrong
    assert [one.carrier for one in opening.state.answers] == ["Town"]
    assert not opening.presenter.may_leave()
    opening.presenter.save()
    opening.jobs.finish_all()
    assert own.read() == opening.state.carriers


def test_a_form_typed_back_leaves_the_text_as_it_was(opening: SettingsOpening) -> None:
    opening.presenter.carriers_typed(OWN)
    opening.jobs.finish_all()
    opening.presenter.change_in_form("ups")
    opening.jobs.finish_all()
    name = opening.state.form.name if opening.state.form is not None else ""
    opening.presenter.form_typed("name", "Brown")
    opening.jobs.finish_all()
    assert "Brown" in opening.state.carriers
    opening.presenter.form_typed("name", name)
    opening.jobs.finish_all()
    assert opening.state.carriers == OWN


def test_removing_an_entry_closes_its_form_and_keeps_the_rest(opening: SettingsOpening) -> None:
    opening.presenter.carriers_typed(OWN)
    opening.jobs.finish_all()
    opening.presenter.change_in_form("dpd")
    opening.jobs.finish_all()
    opening.presenter.form_typed("name", "Depot")
    opening.jobs.finish_all()
    assert [one.standing for one in opening.state.known if one.key == "dpd"] == ["changed"]
    opening.presenter.remove_carrier("dpd")
    opening.jobs.finish_all()
    assert opening.state.form is None
    assert opening.state.carriers == OWN


def test_a_form_over_a_text_that_cannot_be_read_says_so_and_changes_nothing(
    opening: SettingsOpening, own: OwnCarriers
) -> None:
    opening.presenter.carriers_typed("[broken")
    opening.jobs.finish_all()
    opening.presenter.new_carrier()
    opening.jobs.finish_all()
    opening.presenter.form_typed("name", "Town")
    opening.jobs.finish_all()
    assert opening.state.verdict.told.startswith("The text of your carriers cannot be read")
    assert opening.state.carriers == "[broken"
    opening.presenter.save()
    opening.jobs.finish_all()
    assert own.read() == ""
    assert opening.said.startswith("The text of your carriers cannot be read")
