"""The hands and ears of a screen reader on the accessibility bus: the three jobs by accessible names and actions alone.

It runs under Debian's own Python, which has the bus's bindings, and must not import anything of the console or of tests.

    dbus-run-session -- /usr/bin/python3 tests/support/hands.py ORDER CART NUMBER TARGET -- COMMAND…
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 60.0
"""Seconds that anything may take on a busy machine."""
NOT_THERE = "11111111-2222-4333-8444-555555555555"
State = Atspi.StateType


class Hands:
    """Finds things by what they are called, does what they offer, and notes what is said by itself."""

    def __init__(self, command: list[str]) -> None:
        self.announced: list[tuple[str, bool]] = []
        self.notified: list[str] = []
        self._listener = Atspi.EventListener.new(self._hear)
        for kind in ("object:announcement", "object:state-changed:showing"):
            self._listener.register(kind)
        self.program = subprocess.Popen(command)
        self.root = self.until(self._found_program, "the program is on the bus")

    def _found_program(self) -> Any:
        desktop = Atspi.get_desktop(0)
        for place in range(desktop.get_child_count()):
            one = desktop.get_child_at_index(place)
            if one is not None and one.get_process_id() == self.program.pid:
                one.set_cache_mask(Atspi.Cache.NONE)
                return one
        return None

    def _hear(self, event: Any) -> None:
        if event.type == "object:announcement":
            self.announced.append((event.any_data, event.detail1 == 2))  # ATSPI_LIVE_ASSERTIVE
        elif event.detail1 and event.source.get_role() == Atspi.Role.NOTIFICATION:
            self.notified.append(event.source.get_name())

    def until(self, condition: Callable[[], Any], what: str) -> Any:
        """Run until the condition holds; returns what it gave."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.program.poll() is not None:
                raise SystemExit(f"the program ended with {self.program.returncode} before {what}")
            try:
                if came := condition():
                    return came
            except GLib.Error:
                pass  # it went away while it was looked at
            GLib.timeout_add(20, lambda: False)
            GLib.MainContext.default().iteration(True)
        raise SystemExit(f"it never came that {what}; heard: {self.announced} {self.notified}")

    def heard(self, words: str, since: int = 0) -> None:
        """Wait until these words were announced, and stood in a notification that came up."""
        self.until(
            lambda: any(words in said for said, _ in self.announced[since:]), f"“{words}” is announced"
        )
        self.until(lambda: any(words in said for said in self.notified), f"“{words}” is in a notification")

    def find(self, name: str, role: str = "", within: Any = None) -> Any:
        """The thing on the screen that is called so, as soon as it is there and can be used."""
        return self.until(lambda: self._look(name, role, within), f"there is a {role} called “{name}”")

    def _look(self, name: str, role: str, within: Any) -> Any:
        for one in walk(within or self.root):
            if one.get_name() == name and role in ("", one.get_role_name()):
                states = one.get_state_set()
                if states.contains(State.SHOWING) and states.contains(State.ENABLED):
                    return one
        return None

    def gone(self, name: str, role: str) -> None:
        """Wait until nothing on the screen is called so."""
        self.until(lambda: not self._look(name, role, None), f"“{name}” has gone")

    def act(self, one: Any, name: str) -> None:
        """Do what a thing offers by this name, with the cursor on it where it takes it."""
        Atspi.Component.grab_focus(one)
        names = [Atspi.Action.get_action_name(one, at) for at in range(Atspi.Action.get_n_actions(one))]
        if name not in names:
            raise SystemExit(f"“{one.get_name()}” offers {names} and not {name}")
        Atspi.Action.do_action(one, names.index(name))

    def press(self, name: str, role: str = "push button", within: Any = None) -> None:
        """Press the button that is called so."""
        self.act(self.find(name, role, within), "Press")

    def choose(self, name: str, role: str, within: Any = None) -> None:
        """Tick the box or the radio button that is called so."""
        self.act(self.find(name, role, within), "Toggle")

    def write(self, name: str, text: str, within: Any = None) -> Any:
        """Write into the field that is called so, as a voice does."""
        field = self.find(name, "text", within)
        Atspi.Component.grab_focus(field)
        Atspi.EditableText.set_text_contents(field, text)
        return field


def walk(one: Any) -> Iterator[Any]:
    """A thing and all that it holds; what is in menus that are closed as well."""
    yield one
    for place in range(one.get_child_count()):
        held = one.get_child_at_index(place)
        if held is not None:
            yield from walk(held)


def lines(one: Any) -> list[str]:
    """A text line by line, as the arrow keys read it."""
    found: list[str] = []
    at, end = 0, Atspi.Text.get_character_count(one)
    while at < end:
        line = Atspi.Text.get_string_at_offset(one, at, Atspi.TextGranularity.LINE)
        found.append(line.content.rstrip("\n"))
        at = max(line.end_offset, at + 1)
    return found


def rows(one: Any) -> list[str]:
    """What the entries of a list are called."""
    return [one.get_child_at_index(place).get_name() for place in range(one.get_child_count())]


def look_up(hands: Hands, text: str) -> None:
    """The first job."""
    hands.write("Look up", text)
    hands.press("Look up")


def mark_shipped(hands: Hands, number: str, target: str) -> dict[str, Any]:
    """The second job, at first without an answer to the question that has no default."""
    hands.press("Mark shipped")
    dialog = hands.find("Mark shipped", "dialog")
    hands.write("Tracking number or link", number, dialog)
    hands.press("Review", within=dialog)
    hands.heard("message")
    hands.choose("Do not message the customer", "radio button", dialog)
    hands.press("Review", within=dialog)
    return reviewed(hands, target)


def mend_cart(hands: Hands, cell: str, text: str, *, editor: str, target: str) -> dict[str, Any]:
    """The third job: a cell is chosen, edited and saved."""
    hands.find("Cart URL", "text")
    table = hands.find("Line items", "table")  # cells of a table that is hidden say that they show
    hands.choose(cell, "table cell", table)
    hands.act(hands.find("Edit", "menu item"), "ShowMenu")
    hands.press("Edit cell in a window", "menu item")
    hands.write(editor, text)
    Atspi.Component.grab_focus(hands.find("Line items", "table"))
    hands.press(f"Save to {target}")
    return reviewed(hands, target)


def reviewed(hands: Hands, target: str) -> dict[str, Any]:
    """Read the review sheet, and send what it shows."""
    sheet = hands.find("Review changes", "dialog")
    told = {
        "sheet": sheet.get_description(),
        "changes": rows(hands.find("Changes", "list", sheet)),
        "request": lines(hands.find("Request", "text", sheet)),
    }
    since = len(hands.announced)
    hands.press(f"Send to {target}", within=sheet)
    hands.gone("Review changes", "dialog")
    hands.heard("Saved and verified", since)
    return told


def main(arguments: list[str]) -> int:
    """Do the three jobs and print, as JSON, what was read and what was heard."""
    order, cart, number, target = arguments[:4]
    hands = Hands(arguments[5:])
    try:
        look_up(hands, NOT_THERE)
        hands.heard("There is no")
        look_up(hands, order)
        hands.heard("Read at")
        shipped = mark_shipped(hands, number, target)
        look_up(hands, cart)
        mended = mend_cart(hands, "Quantity: 2.", "3", editor="Quantity of line 1", target=target)
        told = {"shipped": shipped, "mended": mended}
        print(json.dumps({**told, "announced": hands.announced, "notified": hands.notified}))
    finally:
        hands.program.terminate()
        hands.program.wait(20)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
