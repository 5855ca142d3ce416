"""Coming by the folders at the start: as the first console, by handing over to the one that has them, or by asking.

It must not read or break a lock; `single` does, and says what it found.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from PySide6.QtWidgets import QApplication, QDialog

from console.app.settings_file import SettingsFile, ini_of
from console.app.single import Single
from console.store.places import Places
from console.ui.look.room import on_screen
from console.ui.look.theme import Appearance, apply_theme

BUSY = 1
"""The exit code where another console has the folders and this one cannot ask, or is told not to open."""
_WITHOUT_SCREEN = {"offscreen", "minimal"}


def claimed(qt: QApplication, single: Single, places: Places, text: str) -> Places | int:
    """The folders to work with, or the exit code where there is nothing more to do here.

    `text` is what to look up, for a console that is open already.
    """
    if single.claim():
        return places
    if single.elsewhere:
        return _elsewhere(qt, single, places)
    if single.hand_over(text):
        return 0
    sentence = "Order Console is running already but does not answer; end it first."
    _say(qt, places, sentence)
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
        return replace(places, held_by=host)
    if dialog.answer == "take over" and single.take_over():
        return places
    return BUSY


def _say(qt: QApplication, places: Places, sentence: str) -> None:
    from console.ui.shell.elsewhere import Unanswered

    sys.stderr.write(f"{sentence}\n")
    if qt.platformName() not in _WITHOUT_SCREEN:
        _show(qt, places, Unanswered(sentence))


def _show(qt: QApplication, places: Places, dialog: QDialog) -> None:
    """In the look of the last time, until it is closed."""
    ini = ini_of(places)
    file = SettingsFile(ini)
    apply_theme(qt, Appearance(ini, lambda: file.read().look, text=lambda: file.read().text_size).before)
    on_screen(dialog)
    dialog.exec()
