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


class Desk:
    """A file's presenter, its state, and the rows it gave."""

    def __init__(self, **known: Role) -> None:
        self.jobs, self.disk = HeldJobs(), HeldJobs()
        self.page = Observable(RunState())
        self.rows: list[list[RunRow]] = []
        self.file = RunFile(
            self.jobs,
            self.disk,
            carriers(),
            self.page,
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
def desk(qapp: QCoreApplication) -> Desk:
    return Desk()


def test_a_file_is_read_its_columns_named_and_its_rows_understood(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "monday.csv"
    path.write_bytes(TABLE.replace(",", ";").encode())
    desk.file.choose(str(path))
    assert (desk.state.busy, desk.state.phase) == (True, "choose")
    desk.finish()

    assert (desk.state.phase, desk.state.busy) == ("map", False)
    assert (desk.state.name, desk.state.form) == ("monday.csv", "CSV, semicolon, UTF-8")
    assert desk.state.head == ("Order", "Tracking", "Date")
    assert desk.state.roles == {0: "order", 1: "tracking", 2: "date"}
    assert [item.request.shipment.link for item in desk.rows[-1]] == [
        "https://x.example/1",
        "https://x.example/2",
    ]
    assert [item.place for item in desk.rows[-1]] == [0, 1]


def test_what_cannot_be_read_is_said_and_what_was_there_stays(desk: Desk, tmp_path: Path) -> None:
    desk.file.paste(TABLE)
    desk.finish()
    desk.file.choose(str(tmp_path / "missing.csv"))
    desk.finish()

    assert desk.state.notice is not None
    assert "missing.csv could not be read" in desk.state.notice.headline
    assert (desk.state.phase, desk.state.busy, desk.state.name) == ("map", False, "what was pasted")
    desk.file.map(2, None)
    desk.finish()
    assert desk.state.roles == {0: "order", 1: "tracking"}


def test_rows_without_a_head_get_their_columns_by_what_is_in_them(desk: Desk) -> None:
    desk.file.paste("1001\t1Z5R89390357567127\n1002\t1Z5R89390357567127\n")
    desk.finish()

    assert not desk.state.headed
    assert desk.state.head == ("Column 1", "Column 2")
    assert desk.state.roles == {0: "order", 1: "tracking"}
    assert len(desk.rows[-1]) == 2
    desk.file.choose_head(1)
    desk.finish()
    assert len(desk.rows[-1]) == 1


def test_a_role_is_of_one_column_only(desk: Desk) -> None:
    desk.file.paste(TABLE)
    desk.finish()
    desk.file.map(2, "tracking")
    desk.finish()

    assert desk.state.roles == {0: "order", 2: "tracking"}


def test_rows_without_a_date_get_today_s_where_that_is_wished(desk: Desk) -> None:
    desk.file.paste(TABLE)
    desk.finish()
    assert [item.request.shipment.date for item in desk.rows[-1]] == ["2026-01-02", ""]
    days = {date.today().isoformat()}
    desk.file.date_today(True)
    desk.finish()

    days.add(date.today().isoformat())  # or the test would fail at midnight
    given, filled = (item.request.shipment.date for item in desk.rows[-1])
    assert given == "2026-01-02"
    assert filled in days


def test_the_newest_wish_wins(desk: Desk) -> None:
    desk.file.paste(TABLE)
    desk.finish()
    given = len(desk.rows)
    desk.file.map(1, None)
    desk.file.map(1, "details")
    newer, older = desk.jobs.held[1], desk.jobs.held[0]
    newer.finish()
    assert not desk.state.busy
    older.finish()

    assert len(desk.rows) == given + 1
    assert desk.rows[-1][0].request.shipment.details == "https://x.example/1"
    assert not desk.state.busy


def test_while_another_file_is_read_or_the_disk_is_waited_for_nothing_is_mapped(desk: Desk) -> None:
    desk.file.paste(TABLE)
    desk.finish()
    desk.file.paste("Order\n1003\n")
    desk.file.map(1, None)
    desk.file.paste("Order\n1004\n")
    assert desk.jobs.held == []
    assert len(desk.disk.held) == 1
    desk.finish()

    assert desk.state.head == ("Order",)
    assert [item.request.order for item in desk.rows[-1]] == ["1003"]


def test_while_a_run_is_under_way_no_file_is_read(desk: Desk) -> None:
    desk.page.put(replace(desk.state, phase="sending"))
    desk.file.paste(TABLE)

    assert desk.disk.held == []


def test_what_columns_were_taken_for_is_recognised_in_the_next_file(desk: Desk) -> None:
    desk.file.paste("Beleg,Paket\n1001,https://x.example/1\n")
    desk.finish()
    desk.file.choose_head(1)
    desk.file.map(0, "order")
    desk.file.map(1, "tracking")
    desk.finish()
    desk.file.remember()

    assert desk.file.known == {"beleg": "order", "paket": "tracking"}
    later = Desk(**desk.file.known)
    later.file.paste("Paket,Beleg\nhttps://x.example/1,1001\n")
    later.finish()
    assert later.state.headed
    assert later.state.roles == {0: "tracking", 1: "order"}


def test_other_carriers_understand_the_rows_anew(desk: Desk) -> None:
    desk.file.paste("Order,Tracking\n1001,QX-77\n")
    desk.finish()
    assert desk.rows[-1][0].request.problem == "bad number"
    own = '[quick]\nname = "Quick"\ntemplate = "https://quick.example/{n}"\nnumbers = [{ pattern = \'QX\\d{2}\' }]\n'
    desk.file.use(carriers(own))
    desk.finish()

    assert desk.rows[-1][0].request.shipment.link == "https://quick.example/QX77"
    assert desk.rows[-1][0].request.problem == ""


def test_the_row_that_names_the_columns_is_found_told_and_can_be_another(desk: Desk) -> None:
    desk.file.paste(
        "Shipments,,\n\nKram,Order,Tracking\nx,1001,https://x.example/1\ny,1002,https://x.example/2\n"
    )
    desk.finish()
    assert (desk.state.header_row, desk.state.headed) == (3, True)
    assert [item.request.order for item in desk.rows[-1]] == ["1001", "1002"]

    desk.file.choose_head(4)
    desk.finish()
    assert (desk.state.header_row, desk.state.head) == (4, ("x", "1001", "https://x.example/1"))
    assert len(desk.rows[-1]) == 1

    desk.file.choose_head(0)
    desk.finish()
    assert (desk.state.header_row, desk.state.headed, len(desk.rows[-1])) == (0, False, 4)

    desk.file.choose_head(3)
    desk.finish()
    assert desk.state.roles == {1: "order", 2: "tracking"}


def test_another_sheet_of_a_workbook_can_be_read(desk: Desk) -> None:
    desk.file.choose(str(CASES / "activesecond.xlsx"))
    desk.finish()
    assert (desk.state.sheet, desk.state.sheets) == ("Nov", ("Oct", "Nov"))
    assert desk.state.said == ("Sheet “Nov” was read; the file also has “Oct”.",)
    assert desk.state.notice is not None
    assert desk.state.notice.headline == "1 row, header in row 1. One thing to know before Check."

    desk.file.choose_sheet("Oct")
    desk.finish()
    assert (desk.state.sheet, [item.request.order for item in desk.rows[-1]]) == ("Oct", ["9999"])


def test_the_carrier_of_a_file_is_that_of_rows_that_name_none(desk: Desk) -> None:
    desk.file.paste("Order,Tracking\n1001,05308801410058\n")
    desk.finish()
    assert desk.rows[-1][0].request.problem == "bad number"
    desk.file.choose_carrier("DHL Paket")
    desk.finish()

    assert desk.state.carrier == "DHL Paket"
    assert "dhl.de" in desk.rows[-1][0].request.shipment.link


def test_two_rows_that_name_the_columns_together_are_remembered_together(desk: Desk) -> None:
    desk.file.paste(
        "Order,,Parcel,\nNumber,Date,Number,Date\n1001,2026-01-01,1Z5R89390357567127,2026-01-02\n"
    )
    desk.finish()
    desk.file.remember()

    assert desk.state.head[2] == "Parcel Number"
    assert desk.file.known["parcel number"] == "tracking"
    assert "number" not in desk.file.known
