"""Bert, a colleague at the desk of whoever is pictured: what he has open, sends, notes and holds, over lines of his own.

It must not touch the window that is pictured; that hears of him from the desk alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from console.desk.place import DeskPlace
from console.desk.presence import OpenHere, Presence
from console.runtime.awake import awake
from console.store.entries import FieldChange
from tests.desk.sharing import INTENT, SharingConsole, console_at
from tests.support.desk_loop import DeskLoop, desk_loop
from tests.support.postgres import Desk

NAME = "bert"
_BEFORE, _AFTER = "Free next day shipping", "Left with a neighbour"
_WAY = FieldChange("shippingDetails", "Shipping details", _BEFORE, _AFTER, _BEFORE, _AFTER)
_NOTE = "INSERT INTO desk.notes (id, environment, kind, record_id, body) VALUES (%s, %s, 'order', %s, %s)"


class Colleague:
    """His part of a desk, for the shop that the desk calls `environment`. He is there while `loop` is turned."""

    def __init__(self, loop: DeskLoop, console: SharingConsole, environment: str) -> None:
        self.loop, self._console, self._environment = loop, console, environment
        self._later = 0.0
        self._presence = Presence(
            uuid4(), lambda _: None, wake=loop.wake, clock=lambda: awake() + self._later
        )
        self._connection = loop.add(self._presence, NAME)

    def opens(self, order: str, *, unsaved_for: int) -> None:
        """Have this order open, with changes that were not saved for so many minutes, and nothing else."""
        self._presence.show([OpenHere(DeskPlace.of(self._environment, "order", order), unsaved=True)])
        self._later += 60 * unsaved_for  # he was there before he is heard of

    def saves(self, order: str) -> None:
        """Send another way for this order's parcel; the shop itself is not told."""
        sent = replace(
            INTENT,
            record_id=order,
            customer_id="1001",
            changes=(_WAY,),
            url=f"{self._environment}/orders/{order}",
            body=f'{{"shippingDetails": "{_AFTER}"}}',
        )
        self._console.clock = datetime.now(UTC)
        self._console.trail.end(self._console.trail.begin(sent), "saved")
        self._console.push(self._connection)

    def notes(self, order: str, body: str) -> None:
        """Leave a note on this order."""
        self._connection.execute(_NOTE, (uuid4(), self._environment, order, body))

    def claims(self, order: str) -> None:
        """Reserve this order for a run of his, for two minutes."""
        ask = "SELECT desk.claim(%s, 'order', ARRAY[%s], %s, 120)"
        self._connection.execute(ask, (self._environment, order, uuid4()))


@contextmanager
def colleague_at(desk: Desk, folder: Path, environment: str) -> Iterator[Colleague]:
    """Bert, until the block ends; his own files are in `folder`."""
    with ExitStack() as ends:
        console = ends.enter_context(console_at(folder, environment))
        loop = ends.enter_context(desk_loop(desk))
        yield Colleague(loop, console, environment)
