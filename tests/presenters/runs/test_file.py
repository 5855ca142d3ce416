"""A file before it is checked: how it was read, which column means what, and that the newest wish wins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from console.model.carriers.carriers import carriers
from console.model.shipments.shipments import Role
from console.presenters.observable import Observable
from console.presenters.runs.file import RunFile
from console.presenters.runs.items import RunRow
from console.presenters.runs.state import RunState
from tests.support.jobs import HeldJobs

CASES = Path(__file__).parents[2] / "store" / "cases"
TABLE = "Order,Tracking,Date\n1001,https://x.example/1,2026-01-02\n1002,https://x.example/2,\n"


class ChosenFile:
    """A file's presenter, its state, and the rows it gave."""

    def __init__(self, **known: Role) -> None:
        self.jobs, self.disk = HeldJobs(), HeldJobs()
        self.page = Observable(RunState())
        self.rows: list[list[RunRow]] = []
        self.file = RunFile(
            self.jobs,
            self.disk,
            carriers(),
            page=self.page,
            known=known,
            take=lambda counted: self.rows.append(counted.items),
        )

    @property
    def state(self) -> RunState:
        return self.page.state

    def finish(self) -> None:
        self.disk.finish_all()
        self.jobs.finish_all()


@pytest.fixture
def chosen(qapp: QCoreApplication) -> ChosenFile:
    return ChosenFile()


def test_a_file_is_read_its_columns_named_and_its_rows_understood(chosen: ChosenFile, tmp_path: Path) -> None:
    path = tmp_path / "monday.csv"
    path.write_bytes(TABLE.replace(",", ";").encode())
    chosen.file.choose(str(path))
    assert (chosen.state.busy, chosen.state.phase) == (True, "choose")
    chosen.finish()

    assert (chosen.state.phase, chosen.state.busy) == ("map", False)
    assert (chosen.state.name, chosen.state.form) == ("monday.csv", "CSV, semicolon, UTF-8")
    assert chosen.state.head == ("Order", "Tracking", "Date")
    assert chosen.state.roles == {0: "order", 1: "tracking", 2: "date"}
    assert [item.request.shipment.link for item in chosen.rows[-1]] == [
        "https://x.example/1",
        "https://x.example/2",
    ]
    assert [item.place for item in chosen.rows[-1]] == [0, 1]


def test_what_cannot_be_read_is_said_and_what_was_there_stays(chosen: ChosenFile, tmp_path: Path) -> None:
    chosen.file.paste(TABLE)
    chosen.finish()
    chosen.file.choose(str(tmp_path / "missing.csv"))
    chosen.finish()

    assert chosen.state.notice is not None
    assert "missing.csv could not be read" in chosen.state.notice.headline
    assert (chosen.state.phase, chosen.state.busy, chosen.state.name) == ("map", False, "what was pasted")
    chosen.file.map(2, None)
    chosen.finish()
    assert chosen.state.roles == {0: "order", 1: "tracking"}


def test_rows_without_a_head_get_their_columns_by_what_is_in_them(chosen: ChosenFile) -> None:
    chosen.file.paste("1001\t1Z5R89390357567127\n1002\t1Z5R89390357567127\n")
    chosen.finish()

    assert not chosen.state.headed
    assert chosen.state.head == ("Column 1", "Column 2")
    assert chosen.state.roles == {0: "order", 1: "tracking"}
    assert len(chosen.rows[-1]) == 2
    chosen.file.choose_head(1)
    chosen.finish()
    assert len(chosen.rows[-1]) == 1


def test_a_role_is_of_one_column_only(chosen: ChosenFile) -> None:
    chosen.file.paste(TABLE)
    chosen.finish()
    chosen.file.map(2, "tracking")
    chosen.finish()

    assert chosen.state.roles == {0: "order", 2: "tracking"}


def test_what_a_column_takes_on_the_way_to_its_role_is_given_back(chosen: ChosenFile) -> None:
    chosen.file.paste(TABLE)
    chosen.finish()
    for role in ("tracking", "link", "details"):  # as the arrow keys go through the list
        chosen.file.map(2, role)
    chosen.finish()
    assert chosen.state.roles == {0: "order", 1: "tracking", 2: "details"}
    chosen.file.map(1, "details")
    chosen.finish()
    assert chosen.state.roles == {0: "order", 1: "details"}


def test_rows_without_a_date_get_today_s_where_that_is_wished(chosen: ChosenFile) -> None:
    chosen.file.paste(TABLE)
    chosen.finish()
    assert [item.request.shipment.date for item in chosen.rows[-1]] == ["2026-01-02", ""]
    days = {date.today().isoformat()}
    chosen.file.date_today(True)
    chosen.finish()

    days.add(date.today().isoformat())  # or the test would fail at midnight
    given, filled = (item.request.shipment.date for item in chosen.rows[-1])
    assert given == "2026-01-02"
    assert filled in days


def test_the_newest_wish_wins(chosen: ChosenFile) -> None:
    chosen.file.paste(TABLE)
    chosen.finish()
    given = len(chosen.rows)
    chosen.file.map(1, None)
    chosen.file.map(1, "details")
    newer, older = chosen.jobs.held[1], chosen.jobs.held[0]
    newer.finish()
    assert not chosen.state.busy
    older.finish()

    assert len(chosen.rows) == given + 1
    assert chosen.rows[-1][0].request.shipment.details == "https://x.example/1"
    assert not chosen.state.busy


def test_while_another_file_is_read_or_the_disk_is_waited_for_nothing_is_mapped(chosen: ChosenFile) -> None:
    chosen.file.paste(TABLE)
    chosen.finish()
    chosen.file.paste("Order\n1003\n")
    chosen.file.map(1, None)
    chosen.file.paste("Order\n1004\n")
    assert chosen.jobs.held == []
    assert len(chosen.disk.held) == 1
    chosen.finish()

    assert chosen.state.head == ("Order",)
    assert [item.request.order for item in chosen.rows[-1]] == ["1003"]


def test_while_a_run_is_under_way_no_file_is_read(chosen: ChosenFile) -> None:
    chosen.page.put(replace(chosen.state, phase="sending"))
    chosen.file.paste(TABLE)

    assert chosen.disk.held == []


def test_what_columns_were_taken_for_is_recognised_in_the_next_file(chosen: ChosenFile) -> None:
    chosen.file.paste("Beleg,Paket\n1001,https://x.example/1\n")
    chosen.finish()
    chosen.file.choose_head(1)
    chosen.file.map(0, "order")
    chosen.file.map(1, "tracking")
    chosen.finish()
    chosen.file.remember()

    assert chosen.file.known == {"beleg": "order", "paket": "tracking"}
    later = ChosenFile(**chosen.file.known)
    later.file.paste("Paket,Beleg\nhttps://x.example/1,1001\n")
    later.finish()
    assert later.state.headed
    assert later.state.roles == {0: "tracking", 1: "order"}


def test_other_carriers_understand_the_rows_anew(chosen: ChosenFile) -> None:
    chosen.file.paste("Order,Tracking\n1001,QX-77\n")
    chosen.finish()
    assert chosen.rows[-1][0].request.problem == "bad number"
    own = '[quick]\nname = "Quick"\ntemplate = "https://quick.example/{n}"\nnumbers = [{ pattern = \'QX\\d{2}\' }]\n'
    chosen.file.use(carriers(own))
    chosen.finish()

    assert chosen.rows[-1][0].request.shipment.link == "https://quick.example/QX77"
    assert chosen.rows[-1][0].request.problem == ""


def test_the_row_that_names_the_columns_is_found_told_and_can_be_another(chosen: ChosenFile) -> None:
    chosen.file.paste(
        "Shipments,,\n\nKram,Order,Tracking\nx,1001,https://x.example/1\ny,1002,https://x.example/2\n"
    )
    chosen.finish()
    assert (chosen.state.header_row, chosen.state.headed) == (3, True)
    assert [item.request.order for item in chosen.rows[-1]] == ["1001", "1002"]

    chosen.file.choose_head(4)
    chosen.finish()
    assert (chosen.state.header_row, chosen.state.head) == (4, ("x", "1001", "https://x.example/1"))
    assert len(chosen.rows[-1]) == 1

    chosen.file.choose_head(0)
    chosen.finish()
    assert (chosen.state.header_row, chosen.state.headed, len(chosen.rows[-1])) == (0, False, 4)

    chosen.file.choose_head(3)
    chosen.finish()
    assert chosen.state.roles == {1: "order", 2: "tracking"}


def test_another_sheet_of_a_workbook_can_be_read(chosen: ChosenFile) -> None:
    chosen.file.choose(str(CASES / "activesecond.xlsx"))
    chosen.finish()
    assert (chosen.state.sheet, chosen.state.sheets) == ("Nov", ("Oct", "Nov"))
    assert chosen.state.said == ("Sheet “Nov” was read; the file also has “Oct”.",)
    assert chosen.state.notice is not None
    assert chosen.state.notice.headline == "1 row, header in row 1. One thing to know before Check."

    chosen.file.choose_sheet("Oct")
    chosen.finish()
    assert (chosen.state.sheet, [item.request.order for item in chosen.rows[-1]]) == ("Oct", ["9999"])


def test_the_carrier_of_a_file_is_that_of_rows_that_name_none(chosen: ChosenFile) -> None:
    chosen.file.paste("Order,Tracking\n1001,05308801410058\n")
    chosen.finish()
    assert chosen.rows[-1][0].request.problem == "bad number"
    chosen.file.choose_carrier("DHL Paket")
    chosen.finish()

    assert chosen.state.carrier == "DHL Paket"
    assert "dhl.de" in chosen.rows[-1][0].request.shipment.link


def test_two_rows_that_name_the_columns_together_are_remembered_together(chosen: ChosenFile) -> None:
    chosen.file.paste(
        "Order,,Parcel,\nNumber,Date,Number,Date\n1001,2026-01-01,1Z5R89390357567127,2026-01-02\n"
    )
    chosen.finish()
    chosen.file.remember()

    assert chosen.state.head[2] == "Parcel Number"
    assert chosen.file.known["parcel number"] == "tracking"
    assert "number" not in chosen.file.known
    chosen.file.choose_head(0)
    chosen.file.choose_head(2)
    chosen.finish()
    assert chosen.state.head[2] == "Parcel Number", "also after another row was tried"


def test_a_carrier_that_nobody_knows_is_not_taken_and_that_is_said(chosen: ChosenFile) -> None:
    chosen.file.paste(TABLE)
    chosen.finish()
    chosen.file.choose_carrier("Nobody")
    chosen.finish()
    assert chosen.state.carrier == ""
    assert chosen.state.notice is not None
    assert chosen.state.notice.headline == "No carrier called “Nobody” is known here."
    assert {"DHL Paket", "UPS", "GLS"} <= set(chosen.state.carriers)
    assert list(chosen.state.carriers) == sorted(chosen.state.carriers, key=str.casefold)


def test_another_sheet_keeps_the_carrier_of_the_file(chosen: ChosenFile) -> None:
    chosen.file.choose(str(CASES / "activesecond.xlsx"))
    chosen.finish()
    chosen.file.choose_carrier("UPS")
    chosen.finish()
    chosen.file.choose_sheet("Oct")
    chosen.finish()
    assert (chosen.state.sheet, chosen.state.carrier) == ("Oct", "UPS")
    chosen.file.paste(TABLE)
    chosen.finish()
    assert chosen.state.carrier == ""


def test_the_rows_to_choose_a_header_from_and_what_stands_in_the_columns_are_told(chosen: ChosenFile) -> None:
    chosen.file.paste("Shipments,,\n\nOrder,Box,Tracking\n1001,,\n1002,1Z5R89390357567127,\n")
    chosen.finish()
    assert chosen.state.head_rows[:2] == ((1, "Shipments"), (3, "Order, Box, Tracking"))
    assert chosen.state.cells == ("1001", "1Z5R89390357567127", "")
    assert chosen.state.telling == {1}


def test_a_file_of_a_head_alone_is_said_to_have_no_rows(chosen: ChosenFile) -> None:
    chosen.file.paste("Order,Tracking\n")
    chosen.finish()
    assert chosen.state.said == ("There is no row below the header, so there is nothing to send.",)
    assert chosen.rows[-1] == []
