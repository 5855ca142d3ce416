"""The exported trail: no text becomes a formula, numbers stay numbers, and no half file is left."""

from __future__ import annotations

import csv
import io
import json
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from console.store.export import ExportFormat, export, to_csv, to_json
from console.store.files import StoreTrouble
from console.store.trail import Entry, FieldChange, Intent
from tests.support.disks import small_disk

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def entry(*changes: FieldChange, reason: str = "", body: str = "{}") -> Entry:
    intent = Intent(
        "Shop",
        "order",
        "0ad24370",
        "#1001",
        changes,
        "POST",
        "https://api.example.com/x",
        body,
        workflows=True,
    )
    return Entry(17, intent, "jo", NOON, "saved", reason, NOON, {"grandTotal": Decimal("4.10")})


def change(before: str, after: str) -> FieldChange:
    return FieldChange("grandTotal", "Grand total", before, after, None, Decimal("4.10"))


def rows(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def after(text: str) -> str:
    [_, row] = rows(to_csv([entry(change("", text))]))
    return row[-1]


def test_each_changed_field_is_a_row_under_a_head() -> None:
    content = to_csv([entry(change("1", "2"), change("a", "b")), entry()])
    head, first, second, bare = rows(content)
    assert head[:4] == ["entry", "sent (UTC)", "sent (local)", "environment"]
    assert dict(zip(head, first, strict=True)) | {"sent (local)": ""} == {
        "entry": "17",
        "sent (UTC)": "2026-01-02 12:00:00+00:00",
        "sent (local)": "",
        "environment": "Shop",
        "kind": "order",
        "id": "0ad24370",
        "customer id": "#1001",
        "sent by": "jo",
        "outcome": "saved",
        "reason": "",
        "settled (UTC)": "2026-01-02 12:00:00+00:00",
        "workflows": "yes",
        "force": "no",
        "request": "POST https://api.example.com/x",
        "field": "grandTotal",
        "label": "Grand total",
        "before": "1",
        "after": "2",
    }
    assert second[-2:] == ["a", "b"]
    assert bare[-4:] == [""] * 4
    assert content.count(b"\r\n") == content.count(b"\n") == 4


@pytest.mark.fault(65)
@pytest.mark.parametrize(
    "text",
    [
        *("=cmd|' /C calc'!A0", "+1", "-1+1", "@x", "\t=1", "\r=1", "\n=1", "  =1", '"=1', "'=1", "\u00a0=1"),
        *("＝1", "＠x", '" =1', "\ufeff=1", "-2-3", "--1", "+49 30 1", "-", "=", "\tplain"),
    ],
)
def test_no_cell_can_begin_a_formula(text: str) -> None:
    assert after(text) != text
    assert after(text).replace("'", "") == text.replace("'", "")
    assert after(text).startswith(("'", "\n'", "\t'"))


@pytest.mark.parametrize("text", ["a;=1", "a\n=1", "a\t@x", "a\r\n+1", 'a";=1', "a; =1"])
def test_no_formula_begins_where_another_separator_is_in_use(text: str) -> None:
    content = to_csv([entry(change("", text))])
    cells = [cell for row in rows(content, ";") for cell in row]
    cells += [cell for line in content.decode().splitlines() for cell in line.replace("\t", ";").split(";")]
    assert not [cell for cell in cells if cell.lstrip(' "').startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    "text", ["4.10", "-4.10", "0", "00123", "plain", "a=b", "a - b", "1Z999", "Größe ☕"]
)
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert after(text) == text


@pytest.mark.fault(65)
@pytest.mark.parametrize("text", ['say "hi"', "a,b", "two\nlines", "two\r\nlines", "；", "'quoted'"])
def test_quotes_separators_and_lines_survive(text: str) -> None:
    assert after(text) == text


def test_nul_and_half_characters_do_not_stop_it() -> None:
    assert after("a\x00b\ud800") == "a␀b\\ud800"


def test_the_mark_for_excel_is_an_option() -> None:
    assert to_csv([]).startswith(b"\xef\xbb\xbfentry,")
    assert to_csv([], bom=False).startswith(b"entry,")


def test_a_hostile_text_is_not_slow() -> None:
    hostile = "\n" * 100_000 + " " * 100_000 + "\t\"'" * 50_000
    began = time.thread_time()
    to_csv([entry(change(hostile, hostile))])
    assert time.thread_time() - began < 2


def test_json_holds_everything_digit_for_digit() -> None:
    content = to_json([entry(change("\ud800", "=1"), reason="Müll", body='{"a": 4.10}')])
    assert b'"grandTotal": 4.10' in content
    assert b'"becomes": 4.10' in content
    [written] = json.loads(content)
    assert written["sent"] == written["settled"] == "2026-01-02T12:00:00+00:00"
    assert written["request"] == {"method": "POST", "url": "https://api.example.com/x", "body": '{"a": 4.10}'}
    assert written["changes"][0]["before"] == "\ud800"
    assert (written["outcome"], written["reason"], written["workflows"], written["force"]) == (
        *("saved", "Müll", True, False),
    )
    assert json.loads(to_json([])) == []


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_is_written_whole_and_alone(tmp_path: Path, form: ExportFormat) -> None:
    path = tmp_path / f"trail.{form}"
    path.write_text("old")
    export(path, [entry(change("1", "2"))], form=form)
    assert path.read_bytes() == (to_csv if form == "csv" else to_json)([entry(change("1", "2"))])
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


@pytest.mark.fault(71)
def test_a_full_disk_is_a_sentence_and_the_old_file_stays(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=64) as disk:
        path = disk.folder / "trail.csv"
        path.write_text("old")
        disk.fill()
        with pytest.raises(StoreTrouble, match="disk is full"):
            export(path, [entry(change("1", "2" * 10_000))], form="csv")
        assert path.read_text() == "old"
