"""What stands before the app is brought in: what was asked for, the painted window, and what the first job brings back.

It must not load anything that the first paint does not need.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from console.app.settings_file import SettingsFile
    from console.store.environments import Book
    from console.store.places import Places
    from console.ui.look.theme import Appearance
    from console.ui.shell.window import Window


class StartOptions(NamedTuple):
    """What the command line asked for: the environment's name and an id to look up, empty for none; a wordy log."""

    environment: str = ""
    open: str = ""
    sandbox: bool = False
    verbose: bool = False


class Warm(NamedTuple):
    """What the first job brings back: the environments, sentences to tell, and what closes the log."""

    book: Book
    notices: tuple[str, ...]
    close_log: Callable[[], None] | None


class Opening(NamedTuple):
    """The window as it was painted, with what it was painted by."""

    qt: QApplication
    options: StartOptions
    places: Places
    ini: QSettings
    settings_file: SettingsFile
    appearance: Appearance
    window: Window
