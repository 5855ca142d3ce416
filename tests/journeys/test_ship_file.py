"""A file from the warehouse is shipped: checked with every kind of trouble in it, sent, saved, and found in the trail.

It must not touch the presenter; what is pressed here is on the screen, and what came of it is read from files and
from the server.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QProgressBar, QPushButton, QRadioButton, QTableView
from pytestqt.qtbot import QtBot

from console.model.settings import Settings
from console.ui.runs.window import RunWindow
from console.ui.trail.trail import TrailWindow
from tests.presenters.given import new_order
from tests.support.console import NAME, Console, environment_of, posts, running
from tests.support.drag import drag_enter
from tests.support.sandbox import Sandbox

NUMBER = "1Z999AA10123456784"
LINK = f"https://www.ups.com/track?tracknum={NUMBER}"
OTHER = "https://www.ups.com/track?tracknum=1Z999AA10123456785"
SHIPPED = {"states": {"processed": True, "shipped": True}}


class Shipping:
    """The window of a console for shipping a file, worked by its names."""

    def __init__(self, console: Console) -> None:
        self.console = console

    @property
    def window(self) -> RunWindow:
        found = [one for one in self.console.window.findChildren(RunWindow) if one.isVisible()]
        assert len(found) == 1
        return found[0]

    def open(self) -> None:
        self.console.press("B", ctrl=True, shift=True)
        self.console.until(lambda: bool(self.console.window.findChildren(RunWindow)))
        self.window.files.options = QFileDialog.Option.DontUseNativeDialog

    def choose(self, path: Path) -> None:
        self.press("Choose file")
        self._answer(path)
        self.console.until(lambda: self.button("Check").isEnabled(), "the file is read")

    def check(self) -> None:
        self.press("Check")
        self.console.until(lambda: "Checked" in self.says or "No row" in self.says, self.says)

    def start(self) -> None:
        self.press(f"Start in {NAME}")
        self.console.until(lambda: self.button("Save results").isEnabled(), "it is over")
        self.console.rest()

    def save(self, path: Path) -> None:
        self.press("Save results")
        self._answer(path)
        self.console.until(path.exists)
        self.console.until(lambda: f"to {path.name}." in self.says)

    def press(self, name: str) -> None:
        self.console.until(self.button(name).isEnabled, f"{name} can be pressed")
        QTest.keyClick(self.button(name), Qt.Key.Key_Space)

    def button(self, name: str) -> QPushButton:
        return self.console.named(name, QPushButton, self.window)

    @property
    def says(self) -> str:
        notice = self.window.foot.notice
        return f"{notice.headline.text()} {notice.advice.text()}".strip()

    def column(self, name: str) -> list[str]:
        """The texts of a column of the table, by its heading."""
        model = self.console.named("Rows", QTableView, self.window).model()
        heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
        return [model.index(row, heads.index(name)).data() for row in range(model.rowCount())]

    def _answer(self, path: Path) -> None:
        (dialog,) = self.window.findChildren(QFileDialog)
        dialog.fileSelected.emit(str(path))
        dialog.reject()
        self.console.qtbot.waitUntil(lambda: not self.window.findChildren(QFileDialog))


@pytest.fixture
def shipping(console: Console) -> Shipping:
    return Shipping(console)


def written(folder: Path, *rows: str) -> Path:
    path = folder / "warehouse.csv"
    path.write_text("\n".join(("Order;Tracking number;Carrier;Notify", *rows)), "utf-8")
    return path


def test_a_file_with_every_kind_of_row_is_shipped(
    shipping: Shipping, sandbox: Sandbox, tmp_path: Path
) -> None:
    first, second, third = (new_order(sandbox) for _ in range(3))
    same = new_order(sandbox, **SHIPPED, shippingTrackingUrl=LINK)
    other = new_order(sandbox, **SHIPPED, shippingTrackingUrl=OTHER)
    since = len(posts(sandbox))
    rows = (
        f"{first};{NUMBER};UPS;yes",
        f"{second};{LINK};;",
        f"{same};{NUMBER};UPS;no",
        f"{other};{NUMBER};UPS;no",
        f"{first};{NUMBER};UPS;no",
        f"#99999999;{NUMBER};UPS;no",
        f"{third};12345;;no",
        f"{first} {second};{NUMBER};UPS;no",
    )
    shipping.open()
    shipping.choose(written(tmp_path, *rows))
    assert shipping.window.form.text() == "CSV, semicolon, UTF-8 · 8 rows"
    shipping.check()
    assert [text.split(":")[0] for text in shipping.column("Check")] == [
        "will ship",
        "will ship",
        "already shipped, same link",
        "already shipped, different link",
        "duplicate",
        "not found",
        "bad number",
        "bad ID",
    ]
    assert not shipping.button(f"Start in {NAME}").isEnabled()
    silent = shipping.console.named("Do not message the customer", QRadioButton, shipping.window)
    QTest.keyClick(silent, Qt.Key.Key_Space)
    sentence = shipping.window.foot.sentence.text()
    assert (
        sentence
        == "Start sends 2 requests to Test shop, one for each order; 1 of them messages the customer."
    )
    assert len(posts(sandbox)) == since, "nothing was sent by then"
    shipping.start()

    progress = shipping.console.named("Progress", QProgressBar, shipping.window)
    assert (progress.value(), progress.maximum()) == (2, 2)
    assert shipping.says.startswith("2 sent and verified.")
    sent = {line["path"].rsplit("/", 1)[-1]: line for line in posts(sandbox)[since:]}
    assert sorted(sent) == sorted([first, second])
    assert sent[first]["query"] == {"triggerEvents": "true"}
    assert sent[second]["query"] == {"triggerEvents": "false"}
    assert sent[second]["body"]["shippingTrackingUrl"] == LINK
    assert sent[second]["body"]["states"] == {"processed": True, "shipped": True}

    for name in ("results.csv", "results.xlsx"):
        shipping.save(tmp_path / name)
    with (tmp_path / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    sheet = load_workbook(tmp_path / "results.xlsx").active
    assert sheet is not None
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == table
    assert table[0][:6] == ["Order", "Tracking number", "Carrier", "Notify", "Result", "Reason"]
    assert [row[4] for row in table[1:]] == ["sent and verified"] * 2 + ["left out"] * 6
    assert table[1][7] == LINK
    assert "duplicate" in table[5][5]

    shipping.console.window.actions_["trail"].trigger()
    (trail,) = shipping.console.window.findChildren(TrailWindow)
    QTest.keyClicks(trail.words, "warehouse.csv")
    shipping.console.until(lambda: trail.model.rowCount() == 2, "both writes are found by the file's name")
    trail.close()


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list that opens as one types
def test_a_german_file_is_shipped_by_keys_alone(shipping: Shipping, sandbox: Sandbox, tmp_path: Path) -> None:
    first, second, third, hidden = (new_order(sandbox) for _ in range(4))
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Versand Nov"
    for row in (
        ("Versandliste Lager Nord", "", "", ""),
        ("Bestellnummer", "Empfänger", "Sendungsnummer", "Versanddatum"),
        (first, "Kundin 1", NUMBER, "27.11.2026"),
        (second, "Kunde 2", "00340434161094022115", "27.11.2026"),
        (third, "Kunde 3", "", "27.11.2026"),
        (hidden, "Kunde 4", "00340434292135100186", "27.11.2026"),
    ):
        sheet.append(row)
    sheet.row_dimensions[6].hidden = True
    book.create_sheet("Versand Okt").append(("Bestellnummer", "Sendungsnummer"))
    book.save(tmp_path / "versand.xlsx")
    since = len(posts(sandbox))
    shipping.open()
    window, until = shipping.window, shipping.console.until
    alt = Qt.KeyboardModifier.AltModifier

    def key(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or window, key, held)

    key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    shipping._answer(tmp_path / "versand.xlsx")
    until(lambda: window.foot.check.isEnabled())
    until(lambda: window.foot.check.hasFocus(), "the file is read, and Check is what comes next")
    assert window.mapping.reading.head.currentText().startswith("2: Bestellnummer")
    assert window.mapping.reading.sheet.currentText() == "Versand Nov"
    assert window.mapping.notes.toPlainText().splitlines() == [
        "Sheet “Versand Nov” was read; the file also has “Versand Okt”.",
        "1 row is hidden in the spreadsheet; it is shown here and not chosen at first.",
    ]
    key(Qt.Key.Key_C, alt)
    line = window.mapping.reading.carrier.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(QApplication.focusWidget(), "DHL Paket")
    key(Qt.Key.Key_Return)
    until(lambda: window.foot.check.isEnabled())
    assert "dhl.de" in shipping.column("Link")[1]
    key(Qt.Key.Key_K, alt)
    until(lambda: "Checked" in shipping.says, shipping.says)
    assert [text.split(":")[0] for text in shipping.column("Check")] == [
        "bad number",
        "will ship",
        "no tracking",
        "will ship",
    ]
    assert "DHL Paket has no numbers like this, this is one of UPS" in shipping.column("Check")[0]
    assert shipping.says.startswith("Checked 4 rows: 1 will ship."), "what is hidden waits to be chosen"
    until(window.table.hasFocus)
    key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() in (window.asking.yes, window.asking.no)
    if window.asking.yes.hasFocus():
        key(Qt.Key.Key_Right)
    assert window.asking.no.hasFocus()
    key(Qt.Key.Key_Space)
    assert window.asking.no.isChecked()
    key(Qt.Key.Key_S, alt)
    until(lambda: window.foot.save.isEnabled() and window.outcome.isVisible())
    shipping.console.rest()
    (sent,) = posts(sandbox)[since:]
    assert sent["path"].endswith(second)
    assert sent["body"]["shippingTrackingUrl"].endswith("00340434161094022115")
    assert sent["body"]["shippingDate"].startswith("2026-11-27")
    assert sent["query"] == {"triggerEvents": "false"}


def test_an_open_record_says_that_it_was_shipped_meanwhile(
    shipping: Shipping, sandbox: Sandbox, tmp_path: Path
) -> None:
    order = new_order(sandbox)
    shipping.console.look_up(order)
    shipping.open()
    shipping.choose(written(tmp_path, f"{order};{NUMBER};UPS;no"))
    shipping.check()
    shipping.start()
    assert shipping.console.said.headline == "This order was shipped from a file just now."
    shipping.console.window.activateWindow()
    shipping.console.until(shipping.console.window.isActiveWindow)
    shipping.console.press("F5")
    shipping.console.rest()
    assert shipping.console.text_of("Tracking URL") == LINK


def test_a_file_that_is_dropped_onto_the_main_window_is_read(
    shipping: Shipping, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = written(tmp_path, f"{new_order(sandbox)};{NUMBER};UPS;no")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    at, buttons, keys = QPointF(5, 5), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        drag_enter(at, Qt.DropAction.CopyAction, dropped),
        QDropEvent(at, Qt.DropAction.CopyAction, dropped, buttons, keys),
    ):
        QApplication.sendEvent(shipping.console.window, event)
        assert event.isAccepted()
    shipping.console.until(lambda: shipping.button("Check").isEnabled())
    assert shipping.window.name.text() == "warehouse.csv"


def test_a_run_that_was_cut_is_offered_at_the_next_start_and_gone_on_with(
    qtbot: QtBot, sandbox: Sandbox, tmp_path: Path
) -> None:
    orders = [new_order(sandbox) for _ in range(40)]
    path = written(tmp_path, *(f"{order};{NUMBER};UPS;no" for order in orders))
    with running(qtbot, environment_of(sandbox)) as console:
        console.app.settings.save(Settings(calls_at_once=1))  # or all of them may be sent before Stop
        shipping = Shipping(console)
        shipping.open()
        shipping.choose(path)
        shipping.check()
        shipping.press(f"Start in {NAME}")
        console.until(lambda: shipping.window.foot.progress.value() > 0)
        shipping.press("Stop")
        console.until(lambda: "not sent" in shipping.says, "it was stopped on the way")
    with running(qtbot, environment_of(sandbox)) as console:
        shipping = Shipping(console)
        console.until(lambda: "warehouse.csv was not finished" in console.banner)
        console.click("Open it", console.window.bar)
        console.until(lambda: bool(console.window.findChildren(RunWindow)))
        shipping.press("Resume")
        console.until(lambda: shipping.says.startswith("40 sent and verified"), "all are sent")
        console.rest()
    written_to = [line["path"].rsplit("/", 1)[-1] for line in posts(sandbox)[-40:]]
    assert sorted(written_to) == sorted(orders), "each once"


def test_a_double_click_on_a_row_and_enter_open_its_order_and_its_menu_hands_it_on(
    shipping: Shipping, sandbox: Sandbox, tmp_path: Path
) -> None:
    console, ids = shipping.console, [new_order(sandbox, customerOrderId=f"81{place}") for place in range(2)]
    shipping.open()
    shipping.choose(written(tmp_path, *(f"{id};{NUMBER};UPS;no" for id in ids)))
    shipping.check()
    table = shipping.window.table
    cell = table.visualRect(table.model().index(0, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    console.rest()
    assert console.page.editor.state.draft.base.id == ids[0]
    table.setCurrentIndex(table.model().index(1, 1))
    QTest.keyClick(table, Qt.Key.Key_Return)
    console.rest()
    assert console.page.editor.state.draft.base.id == ids[1]
    table.menu.chosen.emit(0, "link")
    assert QApplication.clipboard().text() == LINK
    assert "it was not sent" in shipping.says
    table.menu.chosen.emit(0, "sentence")
    assert QApplication.clipboard().text().startswith("Your order 810 is on its way with UPS")
    shipping.press("Close")
    assert not [one for one in console.window.findChildren(RunWindow) if one.isVisible()]
