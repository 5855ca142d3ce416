"""A record on its way to a PDF file or a printer: the questions that are asked, and the painting, in slices of time.

It must not write a file or decide what stands on the pages, and nothing here holds the window up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QElapsedTimer, QIODevice, QMarginsF, QObject, QTimer, Signal
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPainter, QPdfWriter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from console.ui.record.paper import Pages

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from console.presenters.record.paper import Paper

_SLICE_MS = 8
"""How long the window is kept from anything else at once."""
_MARGIN = 15
_PORTRAIT_HAS = 8
"""How many columns stand side by side on an upright page; more of them lie across."""


class Painting(QObject):
    """One record that is painted on a device, a slice whenever nothing else is due.

    `over` comes once: whether all of it is there, and how many pages; `went_on` tells how many rows are done.
    """

    went_on = Signal(int)
    over = Signal(bool, int)

    def __init__(self, paper: Paper, device: QPagedPaintDevice) -> None:
        super().__init__()
        device.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
        if len(paper.columns) > _PORTRAIT_HAS:
            device.setPageOrientation(QPageLayout.Orientation.Landscape)
        self._paper, self._device = paper, device
        self._painter = QPainter()
        self._pages: Pages | None = None
        self._steps: Iterator[int] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)

    def start(self) -> None:
        """Begin; where the device cannot be painted on, `over` says so."""
        if not self._painter.begin(self._device):
            self.over.emit(False, 0)
            return
        self._pages = Pages(self._paper, self._device, self._painter)
        self._steps = self._pages.painted()
        self._timer.start(0)

    def stop(self) -> None:
        """Paint nothing more; `over` comes at once."""
        if self._timer.isActive():
            self._end(whole=False)

    def _go_on(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        done = 0
        while clock.elapsed() < _SLICE_MS:
            step = next(self._steps, None)
            if step is None:
                self._end(whole=True)
                return
            done = step
        self.went_on.emit(done)

    def _end(self, *, whole: bool) -> None:
        self._timer.stop()
        whole = self._painter.end() and whole
        self.over.emit(whole, self._pages.page if self._pages is not None else 0)


class PdfInMemory:
    """A device whose pages become the bytes of a PDF file, once the painting is over."""

    def __init__(self, title: str) -> None:
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.device = QPdfWriter(self._buffer)
        self.device.setTitle(title)
        self.device.setCreator("Order Console")

    def content(self) -> bytes:
        """The whole file."""
        return bytes(self._buffer.data().data())


def ask_where(
    window: QWidget, name: str, options: QFileDialog.Option, chosen: Callable[[str], object]
) -> None:
    """Ask for the PDF file to write; `chosen` gets its path."""
    dialog = QFileDialog(window, "Save as PDF", f"{name}.pdf", "PDF (*.pdf)")
    dialog.setOptions(options)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def ask_printer(window: QWidget, chosen: Callable[[QPrinter], object]) -> None:
    """Ask for the printer; `chosen` gets it. Raises ImportError where this computer lacks what printing needs."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, window)
    dialog.accepted.connect(lambda: chosen(printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own `open` wants a slot by name
