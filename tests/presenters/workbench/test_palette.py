"""What the palette finds: the best first, with slips of the finger, and nothing where nothing fits.

It must not show a row; tests/ui/workbench/test_palette.py does.
"""

from __future__ import annotations

import pytest

from console.presenters.workbench.palette import Command, Palette

DONE: list[str] = []


def command(words: str, kind: str = "Act", keys: str = "", also: str = "") -> Command:
    return Command(words, kind, lambda: DONE.append(words), keys, also)


ALL = (
    command("Look up", keys="Ctrl+L", also="File Put the cursor into the look-up field"),
    command("Save", keys="Ctrl+S", also="Record Review the changes"),
    command("Mark shipped", keys="Ctrl+Shift+S", also="Record Paste the tracking number or link"),
    command("Keyboard shortcuts", keys="F1", also="Help"),
    command("Tracking URL", "Field", also="Shipping"),
    command("Shipping details", "Field", also="Shipping"),
    command("Tracking ID (tid)", "Field", also="Origin"),
    command("Order #1001", "Open record", also="0ad24370-96de-4922-9a53-954530fcbb64 jose@example.com"),
    command("Shop, live", "Environment", also="switch server"),
    command("Text size", "Setting", also="The window"),
)


def found(text: str) -> list[str]:
    palette = Palette(ALL)
    palette.type(text)
    return [one.words for one in palette.state.shown]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tracking", "Tracking URL"),
        ("trakcing", "Tracking URL"),
        ("save", "Save"),
        ("SHORT key", "Keyboard shortcuts"),
        ("ms", "Mark shipped"),
        ("ctrl+l", "Look up"),
        ("shiped", "Mark shipped"),
        ("#1001", "Order #1001"),
        ("0ad24370", "Order #1001"),
        ("jose@", "Order #1001"),
        ("live", "Shop, live"),
        ("environment", "Shop, live"),
        ("size", "Text size"),
    ],
)
def test_the_best_stands_first(text: str, first: str) -> None:
    assert found(text)[0] == first


def test_nothing_typed_lists_all_in_their_order() -> None:
    assert found("") == [one.words for one in ALL]


@pytest.mark.parametrize("text", ["no such command", "xyzzy", "save xyzzy", "qq"])
def test_where_nothing_fits_that_is_said_and_nothing_is_chosen(text: str) -> None:
    palette = Palette(ALL)
    palette.type(text)
    assert palette.state.shown == ()
    assert palette.state.chosen is None
    assert palette.state.nothing.startswith("Nothing fits")
    assert palette.state.said == palette.state.nothing
    palette.step(1)
    assert palette.state.chosen is None


def test_arrows_go_round_and_each_row_is_said_with_its_kind_keys_and_place() -> None:
    palette = Palette(ALL)
    assert palette.state.said == "Look up, Act, Ctrl+L, 1 of 10"
    palette.step(-1)
    assert palette.state.said == "Text size, Setting, 10 of 10"
    palette.step(1)
    assert palette.state.place == 0
    palette.choose(4)
    assert palette.state.chosen is ALL[4]
    palette.choose(99)
    assert palette.state.chosen is ALL[4]


def test_what_comes_later_joins_and_the_chosen_row_stays() -> None:
    palette = Palette(ALL)
    palette.step(2)
    palette.add([command("november.csv, stopped", "Run")])
    assert palette.state.chosen is ALL[2]
    palette.type("novem")
    assert [one.words for one in palette.state.shown] == ["november.csv, stopped"]


def test_the_window_does_not_load_the_library_before_the_palette_is_made() -> None:
    import subprocess
    import sys

    told = "import sys, console.app.app, console.app.finding; print('rapidfuzz' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"
