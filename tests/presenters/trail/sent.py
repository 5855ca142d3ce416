"""A trail on a real disk and entries to write into it, for the tests that read it. It must not hold tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from console.store.database import Database
from console.store.places import find_places
from console.store.trail import FieldChange, Intent, Trail, TrailStatus
from tests.presenters.given import Clock

TAX = FieldChange("taxAmount", "Tax", "0.00", "0.28", Decimal("0.00"), Decimal("0.28"))
SHIPPED = FieldChange("states.shipped", "Shipped", "no", "yes", False, True)
DATE = FieldChange("shippingDate", "Shipping date", "empty", "2026-11-21", None, "2026-11-21")
ID = "0ad24370-96de-4922-9a53-954530fcbb64"
INTENT = Intent(
    environment="Shop",
    kind="order",
    record_id=ID,
    customer_id="1001",
    changes=(TAX,),
    method="POST",
    url=f"https://api.example.com/orders/{ID}?triggerEvents=false",
    body='{"taxAmount": 0.28}',
    workflows=False,
    keys=("jo@example.com", "MUG-1", "1Z999AA10123456784"),
)


class Book:
    """A trail and what is put into it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.clock, self.database, self.folder = Clock(), database, folder
        self.trail = Trail(database, clock=self.clock, who=lambda: "jo")

    def write(self, outcome: TrailStatus = "saved", reason: str = "", **changed: Any) -> int:
        """One more entry, a minute after the one before."""
        self.clock.pass_(60)
        number = self.trail.begin(replace(INTENT, **changed))
        if outcome != "sent":
            self.trail.end(number, outcome, reason)
        return number


@contextmanager
def book_in(folder: Path) -> Iterator[Book]:
    """An empty trail in a folder."""
    with closing(Database(find_places({"ORDER_CONSOLE_HOME": str(folder)}))) as database:
        yield Book(database, folder)
