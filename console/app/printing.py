"""Printing the record in front, or writing it to a PDF file: from the menu to the sentence that says how it ended.

It must not decide what stands on the pages, paint them, or write half a file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from console.model.plural import counted
from console.presenters.notice import Notice, from_error
from console.runtime.jobs import Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice
    from PySide6.QtPrintSupport import QPrinter

    from console.presenters.record.editor import Editor
    from console.presenters.record.paper import Paper
    from console.ui.record.printing import Painting, PdfInMemory
    from console.ui.shell.window import Window

_EVERY = 1_000
"""How many rows between two times that it is told how far it is."""


class Printing(QObject):
    """One record at a time. `jobs` work out what stands on the pages, and write the file."""

    def __init__(self, window: Window, jobs: Submits) -> None:
        super().__init__()
        self._window, self._jobs = window, jobs
        self._painting: Painting | None = None
        self._told = 0
        self.file_dialog_options = QFileDialog.Option(0)
        window.cancel_asked.connect(self.stop)
        window.actions_.connect_to({"print": self.print, "save_pdf": self.save_pdf})

    def save_pdf(self) -> None:
        """Ask for a file, and write the record in front to it."""
        if (editor := self._ready()) is None:
            return
        from console.presenters.record.paper import name_of
        from console.ui.record.printing import ask_where

        name = name_of(editor.state.draft.base)
        ask_where(self._window, name, self.file_dialog_options, partial(self.save_to, editor))

    def print(self) -> None:
        """Ask for a printer, and print the record in front."""
        if (editor := self._ready()) is None:
            return
        from console.ui.record.printing import ask_printer

        try:
            ask_printer(self._window, partial(self.print_on, editor))
        except ImportError as error:
            editor.say(Notice("warn", "This computer cannot print.", "Save as PDF works.", str(error)))

    def stop(self) -> None:
        """Paint nothing more, if anything is being painted."""
        if self._painting is not None:
            self._painting.stop()

    def _ready(self) -> Editor | None:
        page = self._window.front
        if page is None:
            return None
        if self._painting is not None:
            page.editor.say(Notice("warn", "Another record is being printed.", "Esc stops it."))
            return None
        return page.editor

    def save_to(self, editor: Editor, path: str) -> None:
        """Write this record to the file; says how it ended."""
        if not path:
            return
        from console.ui.record.printing import PdfInMemory

        pdf = PdfInMemory(editor.state.title)
        name = Path(path).name
        self._begin(editor, pdf.device, f"Writing {name}", partial(self._painted, editor, pdf, Path(path)))

    def print_on(self, editor: Editor, printer: QPrinter) -> None:
        """Print this record; says how it ended."""
        printer.setDocName(editor.state.title)
        self._begin(
            editor, printer, f"Printing {editor.state.draft.base.called}", partial(self._printed, editor)
        )

    def _begin(
        self, editor: Editor, device: QPagedPaintDevice, doing: str, over: Callable[[bool, int], None]
    ) -> None:
        from console.presenters.record.paper import on_paper

        editor.say(Notice("plain", f"{doing}…", "Esc stops it."))
        draft, environment = editor.state.draft, editor.environment
        self._jobs.submit(
            lambda _: on_paper(draft, environment), partial(self._laid_out, editor, device, doing, over)
        )

    def _laid_out(
        self,
        editor: Editor,
        device: QPagedPaintDevice,
        doing: str,
        over: Callable[[bool, int], None],
        result: JobResult[Paper],
    ) -> None:
        from console.ui.record.printing import Painting

        if isinstance(result, Failed):
            editor.say(from_error(result.error))
        elif isinstance(result, Done):
            paper, self._told = result.value, 0
            self._painting = painting = Painting(paper, device)

            def went_on(rows: int) -> None:
                if rows - self._told >= _EVERY:
                    self._told = rows
                    editor.say(
                        Notice(
                            "plain", f"{doing}: {rows:,} of {counted(paper.rows, 'line')}…", "Esc stops it."
                        )
                    )

            painting.went_on.connect(went_on)
            painting.over.connect(over)
            painting.start()

    def _printed(self, editor: Editor, whole: bool, pages: int) -> None:
        self._painting = None
        if whole:
            editor.say(Notice("good", f"{counted(pages, 'page')} went to the printer."))
        elif pages:
            editor.say(Notice("warn", "Printing was stopped."))
        else:
            why = "Nothing was printed, because the printer could not be used."
            editor.say(Notice("bad", why, "Choose another one, or Save as PDF."))

    def _painted(self, editor: Editor, pdf: PdfInMemory, path: Path, whole: bool, pages: int) -> None:
        self._painting = None
        if not whole:
            editor.say(Notice("warn", "It was stopped, and nothing was written."))
            return
        from console.store import files

        content = pdf.content()
        self._jobs.submit(
            lambda _: files.replace(path, content), partial(self._written, editor, path.name, pages)
        )

    def _written(self, editor: Editor, name: str, pages: int, result: JobResult[None]) -> None:
        wrote = Notice("good", f"Wrote {counted(pages, 'page')} to {name}.")
        editor.say(from_error(result.error) if isinstance(result, Failed) else wrote)
