"""More lines than the console takes: a record that has them is not opened, a draft that has them is not sent.

How fast as many as it does take are worked on is measured by `python -m tests.bench lines`.
"""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.api.limits import Limits
from console.model.environment import Environment, Secret
from console.model.lines.lines import MOST, DraftLine
from tests.support.console import running
from tests.support.raw_server import RawServer, reply_json

CART = "7255c31c-39ac-4611-a2b7-974b0ebfa555"
LINE = {"name": "Mug", "quantity": 1, "totalPrice": 3}


def answer(count: int) -> dict[str, Any]:
    return {"cartId": CART, "customerCartId": "LONG", "currency": "USD", "lineItems": [LINE] * count}


def test_reading_and_sending_have_one_limit() -> None:
    assert Limits().line_items == MOST


@pytest.mark.fault(49)
def test_a_cart_of_20001_lines_is_refused_and_one_of_20000_is_opened(qtbot: QtBot) -> None:
    with RawServer(reply_json(answer(20_001)), reply_json(answer(20_000))) as server:
        shop = Environment("Test shop", server.url, server.token_url, "me", Secret("word"), "test")
        with running(qtbot, shop) as console:
            console.look_up(f"https://shop.example.com/carts/{CART}")
            assert console.window.front is None
            assert "This cart has 20,001 lines; the console takes at most 20,000." in console.lookup_says
            assert "Nothing was changed. Change it with another tool" in console.lookup_says
            assert "understood" not in console.lookup_says

            console.look_up(f"https://shop.example.com/carts/{CART}")
            assert len(console.page.editor.state.draft.lines) == 20_000

            before = len(server.requests)
            console.page.editor.lines.add()
            console.page.editor.lines.cell_typed(20_000, "totalPrice", "3")
            console.press("S", ctrl=True)
            assert console.page.sheet is None
            assert "20,001 lines, and 20,000 is the most that can be sent" in (
                f"{console.said.headline} {console.said.advice}"
            )
            assert len(server.requests) == before, "nothing was asked or sent"

            console.page.editor.lines.remove([20_000])
            lines = [DraftLine(None, {"quantity": "1"}), *console.page.editor.state.draft.lines]
            console.page.editor.lines.replace("paste", lines)
            assert len(console.page.editor.state.draft.lines) == 20_001, "what was pasted can be shortened"
