"""What a run works with, handed over whole.

It must not do anything with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.model.carriers.carriers import Carriers
from console.runtime.jobs import Submits
from console.store.archive import Archive
from console.store.database import Database
from console.store.runs import Runs
from console.store.trail import Trail

if TYPE_CHECKING:
    from console.api.client import Client
    from console.desk.claims.claims import Claims

AT_ONCE = 16


def _no_claims() -> None:
    """No desk is set up."""


@dataclass(frozen=True, slots=True)
class RunTools:
    """What a run works with: the environment and its client, the carriers, the disk's log, and who works.

    `jobs` needs a worker for each call at once and one more, and is nobody else's, since a run keeps all of them busy;
    `disk` is the one worker of `runs`' database; `database` makes another one for a run's own writer, which had better
    be patient, because the two take turns.
    """

    environment: str
    client: Client
    carriers: Carriers
    jobs: Submits
    disk: Submits
    runs: Runs
    trail: Trail
    database: Callable[[], Database]
    at_once: int = AT_ONCE
    archive: Archive | None = None
    """The index in which orders are found once they were shipped; none where they need not be."""
    claims: Callable[[], Claims | None] = _no_claims
    """What reserves rows at the desk that is set up now, whether it is reached or not; none where none is set up."""
    desk_name: str = ""
    """What the desk calls the environment."""
