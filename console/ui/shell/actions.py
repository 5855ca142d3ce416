"""Every act of the window with its words and keys, in the order of the menus.

It must not act itself: a chosen action calls what the window gave it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from console.ui.look.text import without_marks

Keys = QKeySequence.StandardKey


class Act(NamedTuple):
    """One action: its key in `Actions`, its words, its keys, and in a sentence what it does."""

    name: str
    text: str
    keys: tuple[str | Keys, ...] = ()
    tip: str = ""


MenuKey = Literal["file", "edit", "lines", "record", "cart", "view", "help"]
MENU_TITLES: dict[MenuKey, str] = {
    "file": "&File",
    "edit": "&Edit",
    "lines": "&Lines",
    "record": "&Record",
    "cart": "&Cart",
    "view": "&View",
    "help": "&Help",
}
MENUS: dict[MenuKey, tuple[Act | None, ...]] = {
    "file": (
        Act("look_up", "&Look up", ("Ctrl+L",), "Put the cursor into the look-up field"),
        Act("paste", "&Paste and look up", (Keys.Paste, "Ctrl+V"), "Look up what was copied; in a field, paste it there"),
        Act("ship_file", "Ship from a &file…", ("Ctrl+Shift+B",), "Ship the orders of a table: checked first, sent once each"),
        Act("environments", "&Environments…", (), "Edit, copy, remove and hand on the servers that are set up"),
        Act("connect", "&Connect…", (), "Set up the servers that this console talks to"),
        Act("settings", "&Settings…", (Keys.Preferences, "Ctrl+,"), "Appearance, your name, your own carriers, where files live"),
        None,
        Act("copy_drafts", "Save a copy of d&rafts…", (), "Write all unsaved work to a file of your choosing"),
        Act("bring_back", "&Bring back a copy of drafts…", (), "Take unsaved work out of such a file again"),
        None,
        Act("reopen_tab", "Reopen close&d tab", ("Ctrl+Shift+T",), "Open the record again whose tab was closed last"),
        Act("close_tab", "Close &tab", (Keys.Close, "Ctrl+W"), "Close the record in front"),
        Act("quit", "&Quit", (Keys.Quit, "Ctrl+Q"), "Close the console"),
    ),
    "edit": (
        Act("undo", "&Undo", (Keys.Undo,), "Take the last edit back"),
        Act("redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Make the edit again that was taken back"),
        None,
        Act("copy_id", "Copy &ID", ("Ctrl+Shift+C",), "Copy the ID of the record in front"),
        Act("copy_console_link", "Copy lin&k", (), "Copy a link that opens the record in the console, for a ticket"),
        Act("copy_link", "Copy &tracking link", (), "Copy the link to the parcel, as the server holds it"),
        Act("copy_sentence", "Copy sentence for the &customer", (), "Copy the sentence of the settings, filled in"),
        None,
        Act("edit_on_sheet", "&Edit cell in a window", ("Shift+F2",), "Edit a long text with room for it"),
        Act("open_link", "&Open link…", ("Ctrl+Shift+O",), "Open the link with the cursor in it, after its host was shown"),
    ),
    "lines": (
        Act("add_line", "&Add line", ("Ctrl+Shift+N",), "Put a new line at the end"),
        Act("duplicate_line", "&Duplicate line", ("Ctrl+D",), "Put a copy behind each chosen line"),
        Act("remove_line", "Re&move line", ("Ctrl+Shift+Backspace",), "Take the chosen lines out"),
        Act("move_up", "Move u&p", ("Alt+Up",), "Move the chosen lines up"),
        Act("move_down", "Move do&wn", ("Alt+Down",), "Move the chosen lines down"),
        None,
        Act("fill_down", "Fi&ll down", ("Ctrl+Shift+D",), "Write the first of the chosen cells over those below"),
        Act("copy_cells", "Cop&y cells", (), "Copy the chosen cells, to paste them here or into a spreadsheet"),
        Act("clear_cells", "Cl&ear cells", (), "Empty the chosen cells"),
        Act("paste_lines", "Pa&ste lines…", ("Ctrl+Shift+V",), "Look at what was copied, then take it over as lines"),
        None,
        Act("copy_lines", "&Copy lines", (), "Copy the chosen lines, or all, to paste them elsewhere"),
        Act("copy_lines_to", "Copy lines &to…", (), "Put the chosen lines, or all, at the end of another open record"),
        None,
        Act("filter_lines", "&Filter lines", (Keys.Find, "Ctrl+F"), "Look only at lines that hold some words"),
        Act("sort_lines", "So&rt by this column", ("Ctrl+Shift+F",), "Up, down, then no longer; the order that is sent stays"),
        Act("show_as_sent", "Sh&ow as sent", (), "All lines, in the order that is sent"),
        Act("choose_columns", "Colum&ns…", (), "Which columns are shown, for every record"),
    ),
    "record": (
        Act("save", "&Save", (Keys.Save, "Ctrl+S"), "Review the changes; nothing is sent before you say so"),
        Act("mark_shipped", "Mark s&hipped…", ("Ctrl+Shift+S",), "Paste the tracking number or link, then review and send"),
        None,
        Act("reload", "&Reload", (Keys.Refresh, "F5"), "Read the record again; your edits stay"),
        Act("print", "Pr&int…", (Keys.Print, "Ctrl+P"), "Print the record as the server holds it"),
        Act("save_pdf", "Save as PD&F…", (), "Write the record as the server holds it to a PDF file"),
        None,
        Act("trail", "&Trail…", ("Ctrl+Shift+H",), "Everything that was sent from this computer"),
        Act("add_note", "Add n&ote", ("Ctrl+Shift+M",), "Write a note on the record that all colleagues at the desk can read"),
        None,
        Act("discard", "&Discard", (), "Put everything back to what the server holds"),
        None,
        Act("next_tab", "&Next tab", ("Ctrl+PgDown", "Ctrl+Tab"), "Bring the next record to the front"),
        Act("previous_tab", "&Previous tab", ("Ctrl+PgUp", "Ctrl+Shift+Tab"), "Bring the record before to the front"),
    ),
    "cart": (
        Act("fiddle", "&Mark activity…", (), "Make the cart active; the time until it counts as abandoned starts again"),
        Act("abandon", "&Abandon cart…", (), "Set an active cart to abandoned"),
        Act("expire", "&Expire cart…", (), "Close an abandoned cart for ever"),
    ),
    "view": (
        Act("palette", "&Command palette", ("Ctrl+K",), "Find an act, a field, a record or a setting by its words"),
        None,
        Act("look_system", "As the &system", (), "Light, dark or with high contrast as the desktop is"),
        Act("look_light", "&Light", (), "Light colours"),
        Act("look_dark", "&Dark", (), "Dark colours"),
        Act("look_contrast", "&High contrast", (), "Black and white, as light or dark as the desktop is"),
        None,
        Act("larger", "Text la&rger", (Keys.ZoomIn, "Ctrl++", "Ctrl+="), "Larger text, in every window"),
        Act("smaller", "Text s&maller", (Keys.ZoomOut, "Ctrl+-"), "Smaller text, in every window"),
        Act("usual_size", "&Usual text size", ("Ctrl+0",), "Text as large as the desktop's"),
    ),
    "help": (
        Act("shortcuts", "&Keyboard shortcuts", (Keys.HelpContents, "F1"), "Every key on one sheet"),
        Act("log_folder", "Open &log folder", (), "Where the console writes what it did"),
        Act("diagnosis", "&Copy diagnosis", (), "Copy versions, folders, screens, environments and last errors for a ticket"),
        Act("wipe", "&Delete local data…", (), "Delete drafts, the trail and every record kept on this computer"),
        Act("about", "&About Order Console", (), "Version, and where files live"),
    ),
}  # fmt: skip


WRITES = ("save", "mark_shipped", "fiddle", "abandon", "expire")
"""The acts that lead to something being sent; a read-only environment has none of them."""


class Actions(QObject):
    """The actions by name."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._by_name: dict[str, QAction] = {}
        for acts in MENUS.values():
            for act in acts:
                if act is not None:
                    self._by_name[act.name] = self._made(act)
        self.show_notes(False)

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def show_writes(self, shown: bool) -> None:
        """Have the acts that lead to something being sent, or none of them, in menus, keys and palette."""
        for name in WRITES:
            self._by_name[name].setVisible(shown)

    def show_notes(self, shown: bool) -> None:
        """Have the act that takes a desk, or not."""
        self._by_name["add_note"].setVisible(shown)

    def connect_to(self, acts: dict[str, Callable[[], object]]) -> None:
        """Call these when the actions of these names are chosen."""
        for name, act in acts.items():
            self._by_name[name].triggered.connect(act)

    def all(self) -> list[QAction]:
        """Every action, in the order of the menus."""
        return list(self._by_name.values())

    def _made(self, act: Act) -> QAction:
        action = QAction(act.text, self)
        action.setIconText(without_marks(act.text))
        action.setStatusTip(act.tip)
        action.setToolTip(act.tip)  # or it would be the text, which may hold a server's words
        sequences: list[QKeySequence] = []
        for keys in act.keys:
            sequence = QKeySequence(keys)
            # Some desktops leave standard keys empty.
            if not sequence.isEmpty() and sequence not in sequences:
                sequences.append(sequence)
        action.setShortcuts(sequences)
        action.setProperty("name", act.name)
        return action


def words(action: QAction) -> str:
    """The words of an action without its mnemonic."""
    return without_marks(action.text()).removesuffix("…")


def keys(action: QAction) -> str:
    """The keys of an action as this platform writes them."""
    return ", ".join(
        sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in action.shortcuts()
    )
