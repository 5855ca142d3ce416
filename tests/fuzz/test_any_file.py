"""Any file of shipments, as text or workbook, whole or damaged: rows and sentences, or one sentence that refuses it.

It must not write a file that harms another program: what is damaged here is read by the console alone and deleted.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from console.model.carriers.carriers import carriers
from console.presenters.runs import rows
from console.store import tables
from console.store.files import StoreTrouble
from console.store.tables import Table
from tests.fuzz.given import BLOCK, TEXT, told
from tests.support.tries import tries

TODAY = date(2026, 1, 2)
HEAD = st.lists(
    st.sampled_from(["Order", "Tracking number", "Carrier", "Notify", "Date", "Link", "Bestellnummer", ""])
    | TEXT,
    max_size=6,
)
ROWS = st.tuples(HEAD, BLOCK).map(lambda made: [made[0], *made[1]])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "iso8859-15"])
CSV = st.tuples(ROWS, st.sampled_from("\t,;|"), ENCODINGS, st.sampled_from(["\n", "\r\n", "\r"])).map(
    lambda made: made[3].join(made[1].join(row) for row in made[0]).encode(made[2], "replace")
)
VALUES = (
    TEXT
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.none()
    | st.datetimes(datetime(1900, 3, 1), datetime(9999, 1, 1))
)


def understood(table: Table) -> None:
    """Everything that the window and the command line ask of a table."""
    known = carriers()
    head = rows.understood(table, {}, known)
    for place in (None, *range(min(3, len(table.rows)))):
        chosen = rows.headed(table, place, {}, known)
        rows.items(table, chosen.row, chosen.roles, known, today=TODAY)
    found = rows.items(table, head.row, head.roles, known, dated="2026-01-02", carrier="UPS", today=TODAY)
    assert len(found) <= len(table.rows)
    assert all(sentence for sentence in rows.said(table, head, known))
    assert rows.telling(table, head, known) is not None


def taken(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        table = tables.read(path)
    except StoreTrouble as refused:
        told(refused.sentence, path.name)
        return
    finally:
        path.unlink()
    understood(table)


def test_any_text_is_a_table_or_is_refused(tmp_path: Path) -> None:
    @tries(100)
    @given(CSV | st.binary(max_size=200))
    def read(content: bytes) -> None:
        taken(tmp_path / "rows.csv", content)

    read()


@tries(60)
@given(ROWS)
def test_any_rows_can_be_pasted(made: list[list[str]]) -> None:
    text = "\n".join("\t".join(row) for row in made)
    try:
        table = tables.pasted(text)
    except StoreTrouble as refused:
        told(refused.sentence)
        return
    understood(table)


def book(cells: list[list[object]]) -> bytes:
    made = Workbook()
    sheet = made.active
    for row, values in enumerate(cells, 1):
        for column, value in enumerate(values, 1):
            try:
                sheet.cell(row, column).value = value
            except (IllegalCharacterError, ValueError):
                continue  # what no workbook can hold
    kept = io.BytesIO()
    try:
        made.save(kept)
    except (UnicodeEncodeError, OverflowError):
        return b""
    return kept.getvalue()


WORKBOOK = st.tuples(HEAD, st.lists(st.lists(VALUES, max_size=6), max_size=6)).map(
    lambda made: book([made[0], *made[1]])
)


def test_any_workbook_is_a_table_or_is_refused(tmp_path: Path) -> None:
    @tries(40)
    @given(WORKBOOK)
    def read(content: bytes) -> None:
        taken(tmp_path / "rows.xlsx", content)

    read()


SOUND = book([["Order", "Tracking"], ["#1001", "1Z999AA10123456784"], [45000, 1.5], [True, None]])


def damaged(place: float, byte: int, cut: float) -> bytes:
    """The workbook with one byte of one part changed, or its end missing, packed again as if it were sound."""
    with zipfile.ZipFile(io.BytesIO(SOUND)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    whole = sum(map(len, parts.values()))
    at = int(place * (whole - 1))
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, part in parts.items():
            changed = part[:at] + bytes([byte]) + part[at + 1 :] if 0 <= at < len(part) else part
            archive.writestr(name, changed[: int(len(part) * cut)] if 0 <= at < len(part) else part)
            at -= len(part)
    return kept.getvalue()


def test_any_damage_to_a_workbook_is_read_or_refused(tmp_path: Path) -> None:
    part = st.floats(0, 1)
    bytes_ = st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)).map(
        lambda change: SOUND[: change[0]] + bytes([change[1]]) + SOUND[change[0] + 1 :]
    )

    @tries(60)
    @given(bytes_ | st.builds(damaged, part, st.integers(0, 255), st.just(1.0) | part))
    def read(content: bytes) -> None:
        taken(tmp_path / "rows.xlsx", content)

    read()
