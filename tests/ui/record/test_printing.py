"""A record becomes pages: a real PDF, whole or not at all, and the window is never kept waiting for it.

It must not decide what stands on the pages; its presenter's tests do.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtGui import QPageLayout
from pytestqt.qtbot import QtBot

from console.model.drafts.draft import Draft
from console.model.records import Order
from console.presenters.record.paper import Paper, on_paper
from console.ui.record.printing import Painting, PdfInMemory

READ_AT = datetime(2026, 11, 27, 13, 2, tzinfo=UTC)


def paper(lines: int, **fields: object) -> Paper:
    rows = [
        {"sku": f"SKU-{n}", "name": f"Mug number {n}", "quantity": 1, "totalPrice": 3.99}
        for n in range(lines)
    ]
    order = {"orderId": "an-id", "customerOrderId": "1001", "lineItems": rows} | fields
    return on_paper(Draft(Order.model_validate(order), READ_AT), "Test shop")


def painted(qtbot: QtBot, of: Paper) -> tuple[bytes, int]:
    """The PDF, and how many pages were told."""
    pdf = PdfInMemory(of.title)
    painting = Painting(of, pdf.device)
    with qtbot.waitSignal(painting.over, timeout=60_000) as over:
        painting.start()
    assert over.args is not None
    whole, pages = over.args
    assert whole
    return pdf.content(), pages


def test_every_page_that_is_told_is_in_the_file(qtbot: QtBot) -> None:
    content, pages = painted(qtbot, paper(300))
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == pages > 3


@pytest.mark.skipif(shutil.which("gs") is None, reason="needs Ghostscript")
def test_another_program_reads_every_line_in_it_and_the_head_on_every_page(
    qtbot: QtBot, tmp_path: Path
) -> None:
    content, pages = painted(
        qtbot, paper(120, shippingDetails="wrap twice, it is a present", emailAddress="josé@a.example")
    )
    (tmp_path / "order.pdf").write_bytes(content)
    command = [
        "gs",
        "-q",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=txtwrite",
        "-o",
        "-",
        str(tmp_path / "order.pdf"),
    ]
    read = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    words = re.sub(r"\s+", " ", read)
    assert [n for n in range(120) if not re.search(rf"SKU-{n}\b", words)] == []
    assert len(re.findall(r"\bSKU Name\b", words)) == pages
    for text in ("Order #1001", "wrap twice, it is a present", "josé@a.example", f"Page {pages}"):
        assert text in words


def test_many_columns_lie_across(qtbot: QtBot) -> None:
    few, many = PdfInMemory("few"), PdfInMemory("many")
    Painting(paper(1), few.device)
    everything = [
        {
            **dict.fromkeys(
                ("sku", "name", "description", "category", "other", "imageUrl", "productUrl"), "x"
            ),
            **dict.fromkeys(("quantity", "unitPrice", "totalPrice"), 1),
        }
    ]
    Painting(paper(0, lineItems=everything), many.device)
    assert few.device.pageLayout().orientation() == QPageLayout.Orientation.Portrait
    assert many.device.pageLayout().orientation() == QPageLayout.Orientation.Landscape


def test_a_cell_longer_than_a_page_still_ends(qtbot: QtBot) -> None:
    rows = [{"name": "long " * 5_000, "quantity": 1, "totalPrice": 1}] * 3
    _, pages = painted(qtbot, paper(0, lineItems=rows))
    assert pages >= 3


def test_the_window_goes_on_while_thousands_of_lines_are_painted(qtbot: QtBot) -> None:
    of, beats, clock = paper(3_000), [], QElapsedTimer()
    painting, timer = Painting(of, (pdf := PdfInMemory("many")).device), QTimer()
    timer.timeout.connect(lambda: beats.append(clock.restart()))
    done: list[int] = []
    painting.went_on.connect(done.append)
    clock.start()
    timer.start(5)
    with qtbot.waitSignal(painting.over, timeout=60_000):
        painting.start()
    assert done == sorted(done)
    assert len(done) > 10, "it was painted in many slices"
    assert len(beats) > 10, "between them the window had its turn"
    assert pdf.content()


def test_stopping_leaves_no_whole_file_and_says_so_once(qtbot: QtBot) -> None:
    pdf = PdfInMemory("stopped")
    painting = Painting(paper(3_000), pdf.device)
    painting.went_on.connect(lambda _: painting.stop())
    ends: list[tuple[bool, int]] = []
    painting.over.connect(lambda whole, pages: ends.append((whole, pages)))
    with qtbot.waitSignal(painting.over, timeout=60_000):
        painting.start()
    painting.stop()
    assert [whole for whole, _ in ends] == [False]
