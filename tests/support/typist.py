"""A console in a process of its own that opens records and types without end, for tests that kill it.

It must not end by itself; whoever started it kills it. `python -m tests.support.typist NAME ID...`

Each line on standard output is `<monotonic seconds> <number>`: by then that number stood in every record's field.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer

from console.app.opening import StartOptions
from console.app.start import Start, application
from console.store.places import find_places

FIELD = "shippingDetails"
WRONG = "taxAmount"
_EVERY_MS = 20


class Typist:
    """Types a growing number into every open record; into some an amount that is none, too."""

    def __init__(self, start: Start, ids: list[str]) -> None:
        self._start, self._ids, self._number = start, ids, 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(_EVERY_MS)

    def _tick(self) -> None:
        app = self._start.app
        if app is None or app.session.client is None or app.jobs.busy:
            return
        editors = app.workbench.state.editors
        if len(editors) < len(self._ids):
            app.lookup.ask("\n".join(self._ids))
            return
        self._number += 1
        for place, editor in enumerate(editors):
            editor.typed(FIELD, f"typed {self._number}")
            if place % 2 == 0:
                editor.typed(WRONG, f"{self._number}x")
        sys.stdout.write(f"{time.monotonic()} {self._number}\n")
        sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Type until killed."""
    name, *ids = arguments
    qt = application()
    start = Start(qt, StartOptions(name), find_places())
    start.show()
    typist = Typist(start, ids)
    code = qt.exec()
    del typist
    start.close()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
