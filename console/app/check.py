"""`order-console check FILE`: tries a file of shipments without the window, by the very code of the window.

It must not load Qt, send anything or write anything; orders are read, and with `--offline` not even that.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from console.model.carriers.carriers import Carriers, carriers
from console.model.environment import SANDBOX_NAME, Environment
from console.model.plural import counted
from console.model.shipments.heads import TableHead
from console.presenters.runs import rows, words
from console.presenters.runs.check import RunCheck, doubles
from console.presenters.runs.items import VERDICT_WORDS, RunRow
from console.presenters.runs.lanes import Lanes
from console.presenters.runs.tally import Tally
from console.runtime.brake import Brake
from console.runtime.cancel import Cancel
from console.runtime.output import close_output
from console.store import tables
from console.store.carriers import OwnCarriers
from console.store.environments import Environments
from console.store.files import StoreTrouble
from console.store.places import find_places
from console.store.tables import Table

_AT_ONCE = 16
_NO_PROBLEM = frozenset({"will ship", "no tracking", "same link", "different link", "changed nothing"})
_WIDEST = 60
_HEAD = ("Row", "Order", "Verdict", "Chosen", "Carrier", "Number or link", "Date", "Why")


def main(argv: list[str]) -> int:
    """Say what would become of each row of a file; return 0, 1 where a row has a problem, 2 where it cannot be read."""
    given = _arguments().parse_args(argv)
    try:
        known = _carriers()
        environment = None if given.offline else _environment(given.environment)
        table = tables.read(Path(given.file), given.sheet)
        head = rows.understood(table, {}, known)
        if "order" not in head.roles.values():
            raise StoreTrouble(_no_orders(table))
    except StoreTrouble as trouble:
        sys.stderr.write(f"{trouble.sentence}\n")
        return 2
    today = datetime.now().astimezone().date()
    items = rows.items(table, head.row, head.roles, known, carrier=given.carrier, today=today)
    checked, gone = _read(items, environment) if environment is not None else (_judged(items), ())
    said = (*rows.said(table, head, known), *gone)
    write = _write_json if given.json else _write_table
    try:
        write(table, head, checked, said)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read on has seen enough, as `head` does
        close_output()
    return 1 if any(item.verdict not in _NO_PROBLEM for item in checked) else 0


def _no_orders(table: Table) -> str:
    """What to do about a table without a column of orders; it may stand on another sheet."""
    others = ", ".join(f"“{name}”" for name in table.sheets if name != table.sheet)
    if others:
        return (
            f"{table.name}: no column of sheet “{table.sheet}” holds the orders' IDs. Name one of them “Order”, or choose"
            f" another sheet with --sheet: {others}."
        )
    return f"{table.name}: no column holds the orders' IDs. Name one of them “Order”."


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="order-console check",
        description="Try a file of shipments: what each row would do. Orders are read; nothing is sent.",
        epilog="Exit code: 0, 1 where a row has a problem, 2 where the file cannot be read.",
        allow_abbrev=False,
    )
    parser.add_argument("file", metavar="FILE", help="a table: CSV, TSV, XLSX, XLSB, XLS, ODS and others")
    parser.add_argument(
        "--environment", metavar="NAME", default="", help="whose orders are read; else the last used"
    )
    parser.add_argument("--offline", action="store_true", help="judge the rows without reading any order")
    parser.add_argument(
        "--sheet", metavar="NAME", default="", help="the sheet to read; else the one that was open"
    )
    parser.add_argument("--carrier", metavar="NAME", default="", help="the carrier of rows that name none")
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a line for each row, then one for the file"
    )
    return parser


def _carriers() -> Carriers:
    """The carriers that count here, the operator's own over the program's. Raises StoreTrouble."""
    return carriers(OwnCarriers(find_places()).read())


def _environment(name: str) -> Environment:
    """The environment to read from. Raises StoreTrouble."""
    environments = Environments(find_places())
    book = environments.load()
    wanted = name or book.last_used or ""
    if environment := book.find(wanted):
        if not environment.has_secret:
            raise StoreTrouble(
                f"The secret of “{environment.name}” is not here yet. Type it in the window, or for:"
                f' order-console connect --name "{environment.name}"'
            )
        return environments.with_secret(environment)
    if wanted and wanted != SANDBOX_NAME:
        raise StoreTrouble(f"There is no environment called “{wanted}”.")
    raise StoreTrouble(
        "Say whose orders are to be read with --environment NAME, or judge the rows with --offline."
    )


def _read(items: list[RunRow], environment: Environment) -> tuple[list[RunRow], tuple[str, ...]]:
    """The rows after every order was read, as the window's *Check* does it; and why that stopped, if it did."""
    from console.api.client import Client

    lanes = Lanes(list(items), Brake(_AT_ONCE))
    with Client(environment) as client, ThreadPoolExecutor(_AT_ONCE) as pool:
        check = RunCheck(client)
        lanes.queue(range(len(items)))
        for lane in [pool.submit(lanes.run, check.row, Cancel()) for _ in range(_AT_ONCE)]:
            lane.result()
    for item in doubles(lanes.items):
        lanes.update_row(item)
    if not lanes.outage.why:
        return lanes.items, ()
    said = words.checked(Tally(lanes.items), stopped=True, gone=lanes.outage.why)
    return lanes.items, (f"{said.headline} {lanes.outage.why}",)


def _judged(items: list[RunRow]) -> list[RunRow]:
    """The rows as they could be sent, without a word from any order: as if each were there and not shipped yet."""
    judged = []
    for item in items:
        request = item.request
        read = replace(item, order_id=request.order)
        judged.append(
            read.checked(request.problem, request.why) if request.problem else read.checked("will ship")
        )
    for item in doubles(judged):
        judged[item.place] = item
    return judged


def _about(item: RunRow) -> dict[str, Any]:
    """A row as it is written with `--json`."""
    shipment = item.request.shipment
    return {
        "row": item.place + 1,
        "order": item.request.order,
        "verdict": item.verdict,
        "chosen": item.included,
        "carrier": item.request.carrier,
        "number": item.request.number,
        "link": shipment.link,
        "date": shipment.date,
        "details": shipment.details,
        "message": item.request.message,
        "why": item.why,
    }


def _write_json(table: Table, head: TableHead, items: Sequence[RunRow], said: Sequence[str]) -> None:
    for item in items:
        sys.stdout.write(json.dumps(_about(item)) + "\n")
    whole = {
        "rows": len(items),
        "counts": dict(Counter(item.verdict for item in items)),
        "form": table.form,
        "sheet": table.sheet,
        "header_row": None if head.row is None else table.numbers[head.row],
        "columns": {role: head.names[place] for place, role in head.roles.items()},
        "said": list(said),
    }
    sys.stdout.write(json.dumps(whole) + "\n")


def _write_table(table: Table, head: TableHead, items: Sequence[RunRow], said: Sequence[str]) -> None:
    lines = [_HEAD]
    for item in items:
        about = _about(item)
        lines.append(
            (
                str(about["row"]),
                about["order"],
                VERDICT_WORDS[item.verdict],
                "yes" if item.included else "no",
                about["carrier"],
                about["number"] or about["link"],
                about["date"],
                about["why"],
            )
        )
    shown = [[_one_line(cell) for cell in line] for line in lines]
    widths = [max(map(_width, column)) for column in zip(*shown, strict=True)]
    at = "without a header" if head.row is None else f"header in row {table.numbers[head.row]}"
    _say(f"{table.name}: {table.form}, {at}")
    _say(
        ", ".join(
            f"{role}: {head.names[place] or f'column {place + 1}'}" for place, role in head.roles.items()
        )
    )
    for line in shown:
        _say(
            "  ".join(
                cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
            ).rstrip()
        )
    counts = Counter(item.verdict for item in items)
    found = ", ".join(f"{count:,} {VERDICT_WORDS[key]}" for key, count in counts.items())
    _say(f"{counted(len(items), 'row')}: {found}")
    for sentence in said:
        _say(sentence)


def _one_line(text: str) -> str:
    clean = "".join(sign if sign.isprintable() else " " for sign in text)
    return clean if len(clean) <= _WIDEST else clean[: _WIDEST - 1] + "…"


def _width(text: str) -> int:
    """How many places a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _say(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
