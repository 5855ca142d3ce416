"""Results as files: what went in comes out, and nothing of it becomes a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from defusedcsv import csv as defused
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from console.store.files import StoreTrouble
from console.store.results import FORMS, ResultsFormat, to_csv, to_xlsx, write
from console.store.tables import read

HEAD = ("Order", "Tracking", "Result")
ROWS = [("#1001", "0098657878885500", "sent and verified"), ("=1+1", "+49", "two\nlines; größer")]


@pytest.mark.parametrize(("suffix", "form"), FORMS.items())
def test_a_result_can_be_read_again(tmp_path: Path, suffix: str, form: ResultsFormat) -> None:
    path = tmp_path / f"results{suffix}"
    write(path, HEAD, ROWS[:1], form=form)

    assert read(path).rows == (HEAD, ROWS[0])
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_spreadsheet_holds_texts_and_no_formulas() -> None:
    sheet = load_workbook(io.BytesIO(to_xlsx(HEAD, [*ROWS, ("a\x00b", "", "")]))).active
    assert sheet is not None
    cells = [list(row) for row in sheet.iter_rows()]

    assert [cell.value for cell in cells[2]] == list(ROWS[1])
    assert {cell.data_type for row in cells for cell in row if cell.value} == {"s"}
    assert cells[3][0].value == "a�b"


@pytest.mark.fault(65)
@given(st.text(max_size=20))
@example("|a")
@example("%0a")
@example("-1")
@example("-1,5")
def test_no_cell_of_a_csv_begins_a_formula(text: str) -> None:
    (_, row) = csv.reader(io.StringIO(to_csv(("x",), [(text, "")]).decode("utf-8-sig"), newline=""))
    oracle = io.StringIO()
    defused.writer(oracle).writerow([text, ""])
    (safe,) = csv.reader(io.StringIO(oracle.getvalue(), newline=""))

    if safe[0] != text:
        assert row[0].startswith("'")


def test_an_unwritable_place_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble):
        write(tmp_path / "gone" / "results.csv", HEAD, ROWS, form="csv")
    assert not (tmp_path / "gone").exists()
