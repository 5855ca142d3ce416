"""A console in a process of its own with a text in a field and another in a cell under edit, for tests that end it.

It must not end by itself; whoever started it does. `python -m tests.support.cell_typist NAME`; "typed" on standard output
says that both stand on the screen. With a second argument, `asking`, leaving asks and says "asked" instead.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from console.app import start
from console.app.opening import StartOptions
from console.store.places import find_places
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER


class Typing(start.Start):
    """The console as it is started, with somebody at its keys."""

    def show(self) -> None:
        super().show()
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(20)

    def _look(self) -> None:
        app = self.app
        if app is None or app.session.client is None or app.jobs.busy or app.disk.busy:
            return
        if len(app.workbench.state.editors) < 2:
            app.lookup.ask(f"{SAMPLE_ORDER}\n{SAMPLE_CART}")
            return
        self._timer.stop()
        order, cart = app.workbench.state.editors
        app.workbench.bring(order)
        page = self.window.page_of(order)
        page.rows["shippingDetails"].input.setFocus()
        field = page.rows["shippingDetails"].input
        assert isinstance(field, QLineEdit)
        field.selectAll()
        QTest.keyClicks(field, "UPS Ground")
        app.workbench.bring(cart)
        lines = self.window.page_of(cart).lines
        lines.setFocus()
        lines.put_cursor(0, "quantity")
        lines.edit(lines.currentIndex())
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        editor.selectAll()
        QTest.keyClicks(editor, "77")
        if "asking" in sys.argv:
            app.closing.leave = lambda: tell("asked")  # type: ignore[method-assign]
        tell("typed")


def tell(word: str) -> None:
    """Say this to whoever started it."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Run until it is ended."""
    start.Start = Typing  # type: ignore[misc]
    return start.run(StartOptions(arguments[0]), find_places())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
