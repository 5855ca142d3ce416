"""Coming by the folders at the start: as the first console, by handing over to the one that has them, or by asking.

It must not read or break a lock; `single` does, and says what it found. `door` hands over.
"""

from __future__ import annotations

import sys
from time import monotonic, sleep

from PySide6.QtWidgets import QApplication, QDialog

from console.app.door import hand_over
from console.app.ini import appearance_of, ini_of
from console.app.single import Single
from console.runtime.knock import Knock, KnockAnswer
from console.store.places import Places
from console.ui.look.room import on_screen
from console.ui.look.theme import apply_theme

BUSY = 1
"""The exit code where another console has the folders and this one cannot ask, or is told not to open."""
_WITHOUT_SCREEN = {"offscreen", "minimal"}
_PATIENCE_S, _PAUSE_S = 3.0, 0.05
_WHY: dict[KnockAnswer, str] = {
    "nobody": "Order Console is running already but does not answer; end it first.",
    "silent": "The Order Console that is open does not answer. It does what was asked as soon as it can;"
    " if it never does, end it and start again.",
    "other version": "The Order Console that is open is of another version, which cannot take an environment from here."
    " Look at which environment it works on, or close it and start again.",
}


def claimed(qt: QApplication, single: Single, places: Places, what: Knock) -> Places | int:
    """The folders to work with, or the exit code where there is nothing more to do here.

    `what` is handed to a console that is open already; one that is just starting, or ending, is waited for.
    """
    until = monotonic() + _PATIENCE_S
    while not single.claim():
        if single.elsewhere:
            return _elsewhere(qt, single, places)
        answer = hand_over(places.data, what)
        if answer == "taken":
            return 0
        if answer != "nobody" or monotonic() > until:
            return refused(qt, places, answer)
        sleep(_PAUSE_S)
    return places


def refused(qt: QApplication, places: Places, answer: KnockAnswer) -> int:
    """Say why the open console does not come forward, where there is a screen in a window too; returns the exit code."""
    sentence = _WHY[answer]
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
    if qt.platformName() not in _WITHOUT_SCREEN:
        from console.ui.shell.elsewhere import Unanswered

        _show(qt, places, Unanswered(sentence))
    return BUSY


def _elsewhere(qt: QApplication, single: Single, places: Places) -> Places | int:
    from console.ui.shell.elsewhere import Elsewhere

    host = single.elsewhere
    if qt.platformName() in _WITHOUT_SCREEN:
        sys.stderr.write(
            f"Order Console is open on {host}: {single.path} says so. End it there; if it is not running there any more,"
            " delete that file.\n"
        )
        return BUSY
    dialog = Elsewhere(host, single.path)
    _show(qt, places, dialog)
    if dialog.answer == "read only":
        return places._replace(held_by=host)
    if dialog.answer == "take over" and single.take_over():
        return places
    return BUSY


def _show(qt: QApplication, places: Places, dialog: QDialog) -> None:
    """In the look of the last time, until it is closed."""
    ini = ini_of(places)  # the look goes on reading it
    apply_theme(qt, appearance_of(ini).before)
    on_screen(dialog)
    dialog.exec()
