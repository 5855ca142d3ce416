"""Five hundred rows of a spreadsheet pasted into a cart and saved, through the real window on the real sandbox.

It must not look at anything but the screen and the sandbox's own account of what it holds.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from console.ui.lines.paste import PasteDialog
from tests.support.console import Console, posts
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

COUNT = 500
COLUMNS = ("sku", "name", "quantity", "unitPrice", "totalPrice")


def line(number: int) -> dict[str, Any]:
    """The line that a row of the sheet means."""
    quantity, price = Decimal(number % 7 + 1), Decimal(number) / 4 + 1_000
    name = f'Pipe {number}"\nsteel, "best"' if number % 5 == 0 else f'Pipe {number}" steel'
    texts = {"sku": f"PIPE-{number:03}", "name": name}
    return {**texts, "quantity": quantity, "unitPrice": price, "totalPrice": quantity * price}


def comma(number: Decimal) -> str:
    """A number as a German spreadsheet shows it."""
    return f"{number:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def sheet() -> str:
    """What LibreOffice Calc in German puts on the clipboard: LF, quoted where a cell has line ends, decimal commas."""
    rows = ["SKU\tProduct\tColour\tQty\tPrice\tTotal\t"]
    for made in map(line, range(COUNT)):
        name = made["name"]
        if "\n" in name:
            name = '"' + name.replace('"', '""') + '"'
        cells = (
            made["sku"],
            name,
            "grey",
            str(made["quantity"]),
            comma(made["unitPrice"]),
            comma(made["totalPrice"]),
        )
        rows.append("\t".join(cells) + "\t")
    return "\n".join(rows) + "\n"


def pasting(console: Console) -> PasteDialog:
    """The dialog that the button opens, once it has read."""
    console.click("Paste lines")
    [dialog] = [one for one in console.dialogs() if isinstance(one, PasteDialog)]
    console.until(lambda: console.named("Paste", QPushButton, dialog).isEnabled(), "the clipboard is read")
    return dialog


def held(sandbox: Sandbox, cart: str) -> list[dict[str, Any]]:
    status, read = sandbox.read(f"/carts/{cart}")
    assert status == 200
    return list(read["lineItems"])


def test_five_hundred_rows_are_pasted_into_a_cart_and_saved(console: Console, sandbox: Sandbox) -> None:
    before = held(sandbox, SAMPLE_CART)
    console.look_up(SAMPLE_CART)
    QApplication.clipboard().setText(sheet())
    dialog = pasting(console)
    columns = [
        console.named(f"Column {number} goes to", QComboBox, dialog).currentText() for number in range(1, 7)
    ]
    assert columns == ["SKU", "Name", "Leave out", "Quantity", "Unit price", "Total price"]
    assert dialog.sentence.text() == "Adds 500 lines."
    console.press("Return", on=dialog.preview)
    assert len(console.page.editor.state.draft.lines) == len(before) + COUNT
    assert posts(sandbox) == []
    console.send()

    assert console.said.headline.startswith("Saved and verified at ")
    after = held(sandbox, SAMPLE_CART)
    assert len(after) == len(before) + COUNT
    assert after[: len(before)] == before
    for number, got in enumerate(after[len(before) :]):
        assert {key: got[key] for key in COLUMNS} == line(number)
    assert len(posts(sandbox)) == 1


def test_one_undo_takes_all_of_it_back(console: Console) -> None:
    console.look_up(SAMPLE_CART)
    before = console.page.editor.state.draft
    QApplication.clipboard().setText(sheet())
    dialog = pasting(console)
    console.press("Return", on=dialog.preview)
    assert console.page.editor.state.draft.dirty
    console.press("Z", ctrl=True, on=console.page.lines)
    assert console.page.editor.state.draft.lines == before.lines
    assert not console.page.editor.state.draft.dirty


def test_lines_go_from_an_order_into_a_cart_by_the_clipboard(console: Console, sandbox: Sandbox) -> None:
    status, order = sandbox.read(f"/orders/{SAMPLE_ORDER}")
    assert status == 200
    console.look_up(SAMPLE_CART)
    console.look_up(SAMPLE_ORDER)
    console.window.actions_["copy_lines"].trigger()
    console.window.tabs.setCurrentIndex(0)
    dialog = pasting(console)
    console.click("Instead of all lines", within=dialog)
    console.until(lambda: console.named("Paste", QPushButton, dialog).isEnabled(), "it is planned anew")
    console.press("Return", on=dialog.preview)
    console.send()

    assert held(sandbox, SAMPLE_CART) == order["lineItems"]
