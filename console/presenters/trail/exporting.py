"""The trail handed on as a file: everything that fits a question, of this computer and of the desk.

It must not keep anything; a worker writes, and what came of it is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.model.plural import counted
from console.presenters.notice import Notice
from console.presenters.trail.shared_trail import together

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from console.presenters.trail.shared_trail import SharedTrail
    from console.runtime.cancel import Cancel
    from console.store.export import ExportFormat
    from console.store.trail import Trail

FORMS: dict[str, ExportFormat] = {".csv": "csv", ".json": "json"}
"""The forms by the end of a file's name."""


@dataclass(frozen=True, slots=True)
class TrailExport:
    """What is written: the entries with these words, of this day, to this file, whose name ends as one of `FORMS`."""

    trail: Trail
    shared: SharedTrail | None
    text: str
    day: date | None
    path: Path

    def write(self, _: Cancel) -> Notice:
        """Write it, on a worker; returns what to say. Raises `StoreTrouble`."""
        from console.store.export import export

        found, missing = self.trail.search(self.text, self.day, limit=-1), ""
        if self.shared is not None:
            from console.desk.trouble import DeskTrouble

            try:
                found = together(found, self.shared.everything(self.text, self.day))
            except DeskTrouble as trouble:
                missing = f"What colleagues sent is not in it. {trouble.sentence}"
        export(self.path, found, form=FORMS[self.path.suffix.lower()])
        many, name = counted(len(found), "entry"), self.path.name
        if missing:
            return Notice("warn", f"Wrote {many} of this computer to {name}.", missing)
        return Notice("good", f"Wrote {many} to {name}.")
