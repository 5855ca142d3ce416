"""Tables from files, as warehouses hand them over: any separator, any encoding, spreadsheets, and nonsense."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook

from console.store.files import StoreTrouble
from console.store.tables import MOST_ROWS, Table, pasted, read

HEAD = ("Order", "Tracking", "Details")
ROW = ("#1001", "1Z5R89390357567127", "Express, größer")


def written(folder: Path, content: bytes, name: str = "warehouse.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (
            'Order,Tracking,Details\r\n#1001,1Z5R89390357567127,"Express, größer"\r\n'.encode(),
            "CSV, comma, UTF-8",
        ),
        (
            'Order;Tracking;Details\n#1001;1Z5R89390357567127;"Express, größer"\n'.encode("utf-8-sig"),
            "CSV, semicolon, UTF-8",
        ),
        (
            "Order\tTracking\tDetails\n#1001\t1Z5R89390357567127\tExpress, größer\n".encode("utf-16"),
            "TSV, tab, UTF-16",
        ),
        ("Order|Tracking|Details\n#1001|1Z5R89390357567127|Express, größer\n".encode(), "CSV, bar, UTF-8"),
    ],
)
def test_text_files_are_read_and_it_is_said_how(tmp_path: Path, content: bytes, form: str) -> None:
    assert read(written(tmp_path, content)) == Table("warehouse.csv", (HEAD, ROW), form, numbers=(1, 2))


def test_an_old_encoding_is_sensed(tmp_path: Path) -> None:
    lines = "".join(f"#{number};1Z5R89390357567127;Schöne Grüße aus Köln, größer\n" for number in range(40))
    table = read(written(tmp_path, lines.encode("cp1252")))

    assert table.rows[0][2] == "Schöne Grüße aus Köln, größer"
    assert table.form.startswith("CSV, semicolon, cp125")


def test_quotes_may_hold_line_breaks_and_ragged_rows_are_filled(tmp_path: Path) -> None:
    table = read(written(tmp_path, b'Order,Tracking,Details,,\n#1001,1Z,"two\nlines"\n\n ,,\n#1002,1Z\n'))

    assert table.rows == (HEAD, ("#1001", "1Z", "two\nlines"), ("#1002", "1Z", ""))


def test_a_single_column_is_a_table(tmp_path: Path) -> None:
    assert read(written(tmp_path, b"#1001\n#1002\n")).rows == (("#1001",), ("#1002",))


def test_spreadsheets_give_numbers_and_dates_as_people_read_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([*HEAD, "Date", "Message", None])
    sheet.append([1001, 986578788855.0, None, dt.datetime(2026, 1, 2), True, None])
    sheet.append(["C-1", 0.5, "=1+1", dt.datetime(2026, 1, 2, 9, 30), False, None])
    book.save(tmp_path / "warehouse.xlsx")

    table = read(tmp_path / "warehouse.xlsx")

    assert table.form == "XLSX, sheet “Sheet”"
    assert table.rows == (
        (*HEAD, "Date", "Message"),
        ("1001", "986578788855", "", "2026-01-02", "yes"),
        ("C-1", "0.5", "=1+1", "2026-01-02 09:30:00", "no"),  # a formula that was never computed has no value
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There are no rows in warehouse.csv."),
        (b"\n , ,\n", "There are no rows in warehouse.csv."),
        (
            b"PK\x03\x04 no archive",
            "warehouse.csv is damaged or no spreadsheet that can be read. Nothing was read.",
        ),
        (
            b"\n".join([b"1"] * (MOST_ROWS + 2)),
            "warehouse.csv has more than 20,000 rows. Split it; nothing was read.",
        ),
    ],
)
def test_what_is_no_table_is_said_in_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(StoreTrouble) as refused:
        read(written(tmp_path, content))
    assert refused.value.sentence == sentence


def test_a_missing_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble) as refused:
        read(tmp_path / "gone.csv")
    assert refused.value.sentence == "gone.csv could not be read: No such file or directory."


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_which_may_have_no_end_is_not_read(device: str) -> None:
    with pytest.raises(StoreTrouble, match="is a device and no file"):
        read(Path(device))


def test_what_another_program_pipes_is_read_whole_and_not_without_end() -> None:
    for piped, more in (("printf 'order,tracking\\n1001,1Z\\n'", ""), ("yes 1001,1Z", "larger than 32 MB")):
        with subprocess.Popen(["/bin/sh", "-c", piped], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            pipe = Path(f"/dev/fd/{process.stdout.fileno()}")
            if more:
                with pytest.raises(StoreTrouble, match=more):
                    read(pipe)
                process.terminate()
            else:
                assert read(pipe).rows == (("order", "tracking"), ("1001", "1Z"))


def test_pasted_rows_are_a_table_too() -> None:
    assert pasted("#1001\t1Z\n#1002\t1Z\n") == Table(
        "what was pasted", (("#1001", "1Z"), ("#1002", "1Z")), "TSV, tab", numbers=(1, 2)
    )


def test_a_sheet_that_declares_an_entity_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "entity.xml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE Workbook [<!ENTITY shop "Shop">]>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>',
        "utf-8",
    )
    with pytest.raises(StoreTrouble, match="Nothing was read"):
        read(path)
