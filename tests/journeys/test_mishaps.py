"""When the program itself fails in the middle of work: one banner with the facts, what was typed is kept, and it lives on.

It must not test how such an error is caught and masked; tests/runtime/test_mishaps.py does.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QListView, QWidget

from console.runtime.mishaps import Mishaps
from console.store.database import Database
from console.store.drafts import Drafts
from console.store.places import find_places
from tests.support.console import Console
from tests.support.noise import Noise
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER


@pytest.fixture
def mishaps(console: Console, noise: Noise) -> Iterator[Mishaps]:
    """As the start has it."""
    noise.expect_log("ERROR console: uncaught")
    made = Mishaps()
    made.happened.connect(console.start.tell_mishap)
    yield made
    made.close()


class Data(QAbstractListModel):
    """A model that fails for every cell."""

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 3

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        raise ValueError("in data")


class Paint(QWidget):
    """A widget that fails whenever it is painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        raise ValueError("in paint")


def fall(where: str) -> None:
    raise ValueError(f"in {where}")


def in_a_slot(console: Console) -> None:
    QTimer.singleShot(0, console.window, lambda: fall("slot"))


def in_a_worker(_: Console) -> None:
    threading.Thread(target=fall, args=("worker",)).start()


def in_data(console: Console) -> None:
    view = QListView(console.window)
    view.setObjectName("failing")
    view.setModel(Data(view))
    # By the event loop: an error inside what Python called would come back to it.
    QTimer.singleShot(0, console.window, view.show)


def in_paint(console: Console) -> None:
    widget = Paint(console.window)
    widget.setObjectName("failing")
    QTimer.singleShot(0, console.window, widget.show)


@pytest.mark.fault(68)
@pytest.mark.parametrize("fail", [in_a_slot, in_a_worker, in_data, in_paint])
def test_what_was_typed_is_kept_one_banner_has_the_facts_and_work_goes_on(
    console: Console, mishaps: Mishaps, fail: Callable[[Console], None]
) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "by boat")
    fail(console)
    console.until(lambda: bool(console.banners), "it is told")
    for failing in console.window.findChildren(QWidget, "failing"):
        failing.hide()
    console.rest()
    with closing(Database(find_places(os.environ))) as database:
        (kept,) = Drafts(database).all(console.app.session.name)
    assert kept.content["edits"] == {"shippingDetails": "by boat"}
    (banner,) = console.app.telling.banners.state.banners
    assert f"in {fail.__name__.rpartition('_')[2]}\n" in banner.notice.detail
    assert console.window.bar.banner is not None
    assert console.window.bar.banner.notice.copy.isVisible()
    console.look_up(SAMPLE_CART)
    assert console.text_of_title() == "Cart C-2207"


@pytest.mark.fault(68)
def test_a_job_that_fails_inside_is_told_where_it_was_asked_for(
    console: Console, noise: Noise, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise.expect_log("ERROR console")
    assert console.app.session.client is not None
    monkeypatch.setattr(console.app.session.client, "get_order", lambda *_, **__: fall("job"))
    console.look_up(SAMPLE_ORDER)
    assert "Something went wrong inside" in console.lookup_says
    monkeypatch.undo()
    console.look_up(SAMPLE_ORDER)
    assert console.text_of_title() == "Order #1001"
