"""The records that the operator opened last, per environment, newest first, in `recents.json`.

It must not keep more than a name to find them by, and it must never stand in the way: a damaged file is an
empty list.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AwareDatetime, StrictStr, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from console.store import files
from console.store.documents import Document, read_document, write_document
from console.store.files import StoreTrouble
from console.store.places import Places

MOST = 50
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Recent:
    """One record: its kind and id, two short texts to know it by, and when it was opened (with its zone)."""

    kind: Literal["order", "cart"]
    id: StrictStr
    title: StrictStr
    subtitle: StrictStr
    when: AwareDatetime


_READER = TypeAdapter(Recent)


class Recents:
    """The lists on disk. `notices` holds the sentences that the last call had to tell."""

    def __init__(self, places: Places) -> None:
        self.path = places.data / "recents.json"
        self.notices: list[str] = []

    def load(self, environment_name: str) -> list[Recent]:
        """Return the records opened in that environment, newest first, at most 50; empty if the file is bad."""
        document = read_document(self.path, format=_FORMAT)
        self.notices = list(document.notices)
        return _recents(document, environment_name)

    def remember(self, environment_name: str, recent: Recent) -> list[Recent]:
        """Put `recent` at the top (once, however often it was opened) and return the list as it is now.

        Raises `StoreTrouble`; then the file is as it was.
        """
        notices = files.private_folder(self.path.parent)
        with files.exclusive(self.path.parent):
            document = read_document(self.path, format=_FORMAT)
            if document.read_only is not None:
                raise StoreTrouble(document.read_only)
            known = _recents(document, environment_name)
            others = [old for old in known if (old.kind, old.id) != (recent.kind, recent.id)]
            now = [recent, *others][:MOST]
            lists = {
                **_lists(document),
                environment_name: [_READER.dump_python(one, mode="json") for one in now],
            }
            write_document(self.path, {**document.content, "environments": lists})
        self.notices = [*notices, *document.notices]
        return now


def _lists(document: Document) -> dict[str, Any]:
    lists = document.content.get("environments", {})
    return lists if isinstance(lists, dict) else {}


def _recents(document: Document, environment_name: str) -> list[Recent]:
    """Return the readable entries of one environment; an unreadable one is not worth a word."""
    raw = _lists(document).get(environment_name, [])
    found = []
    for entry in raw if isinstance(raw, list) else []:
        try:
            found.append(_READER.validate_python(entry))
        except ValidationError:
            continue
    return found[:MOST]
