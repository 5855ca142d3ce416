"""The trail as a file to hand on: CSV for a spreadsheet, JSON for a program.

It must not let a text become a formula, nor leave half a file where there was a whole one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import simplejson

from console.store import files
from console.store.trail import Entry, FieldChange

ExportFormat = Literal["csv", "json"]

_BOM = b"\xef\xbb\xbf"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FORMULA = re.compile(r"(^|[;\t\r\n])(?=(?:[^\S\t\r\n]|[\"'\u200b\ufeff])*[=+\-@|%\t\r＝＋－＠])")
"""Where a spreadsheet may begin to read a formula: at the start of the text and, where it takes `;` or TAB for the
separator of cells or loses count of the quotes, after those and after a line's end. Blanks and quotes may precede it.
`|` and `%` begin none, but a command in what some programs make of a file.
"""
_COLUMNS = (
    "entry",
    "sent (UTC)",
    "sent (local)",
    "environment",
    "kind",
    "id",
    "customer id",
    "sent by",
    "outcome",
    "reason",
    "settled (UTC)",
    "workflows",
    "force",
    "request",
    "field",
    "label",
    "before",
    "after",
)


def export(path: Path, entries: Iterable[Entry], *, form: ExportFormat, bom: bool = True) -> None:
    """Write the entries to `path`, mode 0600, whole or not at all; `bom` is for Excel and goes for CSV only.

    Raises `StoreTrouble`, for instance when the disk is full; then an older file is as it was.
    """
    # The folder is the operator's choice: no lock file is left there, as `files.exclusive` would.
    files.replace(path, to_csv(entries, bom=bom) if form == "csv" else to_json(entries))


def to_csv(entries: Iterable[Entry], *, bom: bool = True) -> bytes:
    """Return the entries as UTF-8 CSV (RFC 4180) with a head, one row for each changed field.

    A cell that a spreadsheet could take for a formula begins with an apostrophe (CWE-1236); plain numbers stay bare.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for entry in entries:
        for change in entry.intent.changes or (FieldChange("", "", "", ""),):
            writer.writerow([cell(value) for value in _row(entry, change)])
    return (_BOM if bom else b"") + text.getvalue().encode("utf-8", "backslashreplace")


def to_json(entries: Iterable[Entry]) -> bytes:
    """Return the entries as a JSON array in ASCII, everything in it, moments in UTC, every digit kept."""
    written = [_whole(entry) for entry in entries]
    return (simplejson.dumps(written, use_decimal=True, indent=2) + "\n").encode("ascii")


def _row(entry: Entry, change: FieldChange) -> list[object]:
    intent = entry.intent
    return [
        entry.number if entry.number >= 0 else f"desk {-entry.number}",
        entry.sent_at,
        entry.sent_at.astimezone(),
        intent.environment,
        intent.kind,
        intent.record_id,
        intent.customer_id,
        entry.who,
        entry.outcome,
        entry.reason,
        entry.settled_at,
        intent.workflows,
        intent.force,
        f"{intent.method} {intent.url}",
        change.key,
        change.label,
        change.before,
        change.after,
    ]


def cell(value: object) -> object:
    """What stands in a cell of a CSV file: a text that could become a formula begins with an apostrophe (CWE-1236)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    text = str(value).replace("\0", "␀")
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub(r"\1'", text)


def _whole(entry: Entry) -> dict[str, Any]:
    intent = entry.intent
    return {
        "entry": entry.number if entry.number >= 0 else None,
        "deskEntry": -entry.number if entry.number < 0 else None,
        "sent": entry.sent_at.isoformat(),
        "environment": intent.environment,
        "kind": intent.kind,
        "id": intent.record_id,
        "customerId": intent.customer_id,
        "sentBy": entry.who,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "settled": None if entry.settled_at is None else entry.settled_at.isoformat(),
        "workflows": intent.workflows,
        "force": intent.force,
        "request": {"method": intent.method, "url": intent.url, "body": intent.body},
        "answer": entry.answer,
        "cause": None if entry.cause is None else asdict(entry.cause),
        "changes": [
            {
                "field": change.key,
                "label": change.label,
                "before": change.before,
                "after": change.after,
                "was": change.was,
                "becomes": change.becomes,
            }
            for change in intent.changes
        ],
    }
