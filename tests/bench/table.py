"""The table of ten thousand line items beside Qt's own table with the same cells: fill, memory, sort, scroll, one edit.

It must not measure the form around it or any reading; each round is a process of its own, so that memory is comparable.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from tests.bench.builds import Builds
from tests.bench.figures import Figure

_KEYS = {
    "fill": "fill and first paint",
    "memory": "memory",
    "sort": "sort",
    "page": "page down, 99th of 100",
}


def measure(builds: Builds) -> Iterator[Figure]:
    """Ours against Qt's in each of them; of memory the growth. A quick run has no time for it."""
    if builds.effort == "quick":
        return
    ours, theirs = [], []
    for _ in range(builds.rounds(7, 1)):
        ours.append(_round("ours"))
        theirs.append(_round("theirs"))
    for key, name in _KEYS.items():
        yield Figure(f"table: {key}", [one[name] for one in ours], [one[name] for one in theirs])
    yield Figure("table: edit", [one["edit a cell"] for one in ours])


def _round(which: str) -> dict[str, float]:
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.table", which],
        capture_output=True,
        check=True,
        text=True,
        env=environment,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _main(which: str) -> None:
    from datetime import UTC, datetime
    from decimal import Decimal
    from pathlib import Path
    from statistics import median
    from time import perf_counter
    from typing import Any

    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QAbstractSlider, QApplication, QTableView, QTableWidget, QTableWidgetItem

    from console.model.drafts.checks import looked_over
    from console.model.drafts.draft import Draft
    from console.model.drafts.sums import sums
    from console.model.records import Cart
    from console.presenters.lines.line_order import LineOrder
    from console.ui.lines.lines import KEYS, LABELS, LinesModel
    from console.ui.lines.view import LinesView
    from tests.bench.bodies import body

    def memory() -> float:
        [line] = [
            one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmRSS")
        ]
        return int(line.split()[1]) * 1024.0

    application = QApplication([])
    text = json.dumps({"cartId": "a", "currency": "USD", "lineItems": body(10_000)})
    draft = looked_over(Draft(Cart.model_validate(json.loads(text, parse_float=Decimal)), datetime.now(UTC)))
    found: dict[str, float] = {}
    name = KEYS.index("name")

    def drawn() -> None:
        view.viewport().repaint()
        application.processEvents()

    before, began = memory(), perf_counter()
    view: QTableView
    model, order = LinesModel(), LineOrder()
    if which == "ours":
        view = LinesView(model)
        model.show(draft.lines, draft.decimals, "")
    else:
        view = table = QTableWidget(len(draft.lines), len(KEYS))
        table.setHorizontalHeaderLabels(LABELS)
        for place, row in enumerate(draft.lines):
            for column, key in enumerate(KEYS):
                table.setItem(place, column, QTableWidgetItem(row.shown(key, draft.decimals)))
    view.resize(1_000, 600)
    view.show()
    drawn()
    found["fill and first paint"] = perf_counter() - began
    found["memory"] = max(memory() - before, 1.0)
    began = perf_counter()
    if which == "ours":
        order.sync(draft.lines)
        order.sort("name", descending=True)
        model.show(draft.lines, draft.decimals, "", order.state.shown)
    else:
        table.sortItems(name, Qt.SortOrder.DescendingOrder)
    drawn()
    found["sort"] = perf_counter() - began
    pages = []
    for _ in range(100):
        began = perf_counter()
        view.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)
        drawn()
        pages.append(perf_counter() - began)
    found["page down, 99th of 100"] = sorted(pages)[98]
    edits = []
    for turn in range(20 if which == "ours" else 0):
        rows: list[Any] = list(draft.lines)
        place = order.state.shown[50 + turn] if order.state.shown else turn
        began = perf_counter()
        rows[place] = rows[place].typed("quantity", str(40 + turn), draft.decimals)
        draft = draft.with_lines(rows)
        sums(draft)
        order.sync(draft.lines)
        model.show(draft.lines, draft.decimals, "", order.state.shown)
        application.processEvents()
        edits.append(perf_counter() - began)
    found["edit a cell"] = median(edits) if edits else 0.0
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    _main(sys.argv[1])
