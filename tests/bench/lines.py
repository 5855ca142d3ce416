"""A cart of ten thousand lines, in a real window on the real sandbox: how long the window does not answer in each act.

It must not count what the sandbox does in its own process, nor the one-time costs of a first record.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

import requests
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from console.model.lines.lines import SENT
from tests.bench.bodies import body
from tests.bench.builds import Builds
from tests.bench.figures import Figure
from tests.bench.gaps import Gaps, run
from tests.bench.rows import ACTS

_LINES, _PARSES = 10_000, 3
_ALL = range(_LINES)


def measure(builds: Builds) -> Iterator[Figure]:
    """The worst gap of each act against `json.loads` of the same body with its digits kept; this checkout alone."""
    with _Shop() as shop:
        bench = _Bench(shop, builds.rounds(7, 1))
        try:
            yield from bench.figures()
        finally:
            bench.close()


class _Shop:
    """The sandbox with one long cart; its log goes to a file, so that nobody parses it in this process."""

    def __enter__(self) -> _Shop:
        self._folder = tempfile.TemporaryDirectory()
        self.home = self._folder.name
        log = Path(self.home, "requests.jsonl")
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "console.sandbox", "--exit-with-parent"],
                stdin=subprocess.PIPE,
                stdout=out,
            )
        while not log.read_text().endswith("\n"):
            assert self._process.poll() is None, "the sandbox did not start"
        self.greeting = json.loads(log.read_text().splitlines()[0])
        self._web = requests.Session()
        self._web.trust_env = False
        form = {"grant_type": "client_credentials"} | {
            name: self.greeting[name] for name in ("client_id", "client_secret")
        }
        signed = self._web.post(self.greeting["token_url"], data=form, timeout=30).json()
        self._web.headers["Authorization"] = f"Bearer {signed['access_token']}"
        made = self._ask("POST", "/carts", {"customerCartId": "LONG", "currency": "USD", "lineItems": []})
        self.cart = str(json.loads(made)["cartId"])
        self.change(0)
        return self

    def __exit__(self, *_: object) -> None:
        self._web.close()
        self._process.communicate()
        self._folder.cleanup()

    def change(self, turn: int) -> None:
        """Somebody else puts the lines of this turn into the cart."""
        self._ask("POST", f"/carts/{self.cart}", {"lineItems": body(_LINES, turn)})

    def answer(self) -> str:
        """The cart as the server answers it."""
        return self._ask("GET", f"/carts/{self.cart}")

    def _ask(self, method: str, path: str, sent: object = None) -> str:
        answer = self._web.request(method, self.greeting["url"] + path, json=sent, timeout=60)
        answer.raise_for_status()
        return answer.text


class _Bench:
    """A console on that shop, worked as a person would, round after round."""

    def __init__(self, shop: _Shop, rounds: int) -> None:
        from console.app.opening import StartOptions
        from console.app.start import Start, application
        from console.model.environment import Environment, Secret
        from console.store.environments import Environments
        from console.store.places import find_places

        greeting = shop.greeting
        places = find_places({"ORDER_CONSOLE_HOME": shop.home})
        places.prepare()
        secret = Secret(greeting["client_secret"])
        environment = Environment(
            "Bench", greeting["url"], greeting["token_url"], greeting["client_id"], secret, "test"
        )
        Environments(places).save(environment)
        self._shop, self._qt, self._turn, self._rounds = shop, application(), 0, rounds
        self._start = Start(self._qt, StartOptions("Bench"), places)
        self._start.show()
        run(lambda: self._start.app is not None and self._start.app.session.client is not None)
        self._gaps: dict[str, list[float]] = {}
        self._parses: list[float] = []
        self._edits: list[float] = []

    def close(self) -> None:
        """End the console."""
        self._start.window.let_close()
        self._start.close()
        self._qt.clipboard().clear()  # the offscreen screen lets go of it only after Python has ended

    def figures(self) -> Iterator[Figure]:
        """Every act in every round."""
        answer = self._shop.answer()
        monitor = Gaps()
        for turn in range(self._rounds + 1):
            self._turn = turn
            self._shop.change(2 * turn)
            for _ in range(_PARSES):
                began = perf_counter()
                json.loads(answer, parse_float=Decimal)
                self._parses.append(perf_counter() - began)
            self._rest()
            for name, act in self._acts().items():
                if act == self._reload:
                    self._shop.change(2 * turn + 1)
                if act == self._save:
                    self._page.editor.review()
                    self._rest()
                with monitor.watched(self._gaps.setdefault(name, [])):
                    act()
                    self._qt.processEvents()
                    self._rest()
            self._page.editor.discard()
            self._app.closing.close_front()
            self._rest()
        monitor.stop()
        for name, gaps in self._gaps.items():
            yield Figure(f"lines: {name}", gaps[1:], self._parses[_PARSES:])

    # -- acts ---------------------------------------------------------------------------------------------

    def _acts(self) -> dict[str, Callable[[], None]]:
        acts: dict[str, Callable[[], None]] = {
            "open": self._open,
            "scroll 40 pages": self._scroll,
            "edit a cell": lambda: self._page.editor.lines.cell_typed(5_000, "quantity", str(7 + self._turn)),
            "type into a field": self._type,
            "add a line": lambda: self._page.editor.lines.add(),
            "fill that line": self._fill,
            "remove a line": lambda: self._page.editor.lines.remove([17]),
            "duplicate a line": lambda: self._page.editor.lines.duplicate([4_000]),
            "move a line": lambda: self._page.editor.lines.move([100], 1),
            "undo": lambda: self._page.editor.undo(),
            "redo": lambda: self._page.editor.redo(),
            "sort by name": lambda: self._page.grid.order.sort("name"),
            "filter": lambda: self._page.grid.order.filter("number 77"),
            "as sent": lambda: self._page.grid.order.as_sent(),
            "copy all cells": self._copy,
            "fill a column": lambda: self._page.editor.lines.fill_down(dict.fromkeys(_ALL, ("quantity",))),
            "undo the fill": lambda: self._page.editor.undo(),
            "clear a column": lambda: self._page.editor.lines.clear(dict.fromkeys(_ALL, ("name",))),
            "undo the column": lambda: self._page.editor.undo(),
            "clear all cells": lambda: self._page.editor.lines.clear(dict.fromkeys(_ALL, SENT)),
            "undo all cells": lambda: self._page.editor.undo(),
            "paste as many lines": self._paste,
            "undo the paste": lambda: self._page.editor.undo(),
            "reload over another's changes": self._reload,
            "review": lambda: self._page.editor.review(),
            "keep editing": lambda: self._page.editor.keep_editing(),
            "save": self._save,
        }
        assert tuple(acts) == ACTS
        return acts

    def _open(self) -> None:
        field = self._app.window.lookup.field
        field.setText(self._shop.cart)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)
        run(lambda: self._app.window.front is not None)

    def _scroll(self) -> None:
        view = self._page.findChild(QTableView)
        view.setFocus()
        for _ in range(40):
            QTest.keyClick(view, Qt.Key.Key_PageDown)
            self._qt.processEvents()

    def _type(self) -> None:
        field = self._page.rows["shippingDetails"].input
        field.setFocus()
        for key in f"Leave it at the door, {self._turn}":
            QTest.keyClick(field, key)
            self._qt.processEvents()

    def _fill(self) -> None:
        lines = self._page.editor.lines
        place = len(self._page.editor.state.draft.lines) - 1
        lines.cell_typed(place, "totalPrice", "9.50")

    def _copy(self) -> None:
        self._page.lines.selectAll()
        self._page.grid.clipboard.copy()
        self._page.lines.clearSelection()

    def _paste(self) -> None:
        editor = self._page.editor
        rows = [f"SKU-{place}\tMug {place}\t{1 + place % 4}\t12.50" for place in _ALL]
        text = "\n".join(["SKU\tName\tQuantity\tTotal price", *rows])
        paste = editor.lines.pasting(text, editor.marks)
        paste.choose("all")
        self._rest()
        editor.lines.paste(*paste.result())
        paste.close()

    def _reload(self) -> None:
        self._page.editor.reload()

    def _save(self) -> None:
        editor = self._page.editor
        editor.send()
        self._rest()
        notice = editor.state.notice
        assert notice is not None
        assert "aved" in notice.headline, notice

    # -- inside -------------------------------------------------------------------------------------------

    @property
    def _app(self) -> Any:
        assert self._start.app is not None
        return self._start.app

    @property
    def _page(self) -> Any:
        page = self._app.window.front
        assert page is not None
        return page

    def _rest(self) -> None:
        """Until everything is read, drawn and on the disk."""
        app = self._app
        while app.jobs.busy or app.disk.busy:
            run(lambda: not (app.jobs.busy or app.disk.busy))
            app.journal.flush()
            self._qt.processEvents()
