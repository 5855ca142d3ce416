"""What can be copied of a record to be handed on: its ID, its tracking link, a sentence for the customer.

It must not touch the clipboard or make up what a record lacks: then nothing is copied, and what is missing is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from console.model import template
from console.model.link import BadLink, OwnLink, written
from console.presenters.notice import Notice

if TYPE_CHECKING:
    from console.model.carriers.carriers import Carriers
    from console.model.drafts.draft import Draft
    from console.model.fields.field import RecordKind
    from console.model.records import Cart, Order

HandKey = Literal["open", "id", "console link", "link", "sentence", "request"]
HAND_WORDS: dict[HandKey, str] = {
    "open": "&Open",
    "id": "Copy &ID",
    "console link": "Copy lin&k",
    "link": "Copy tracking &link",
    "sentence": "Copy sentence for the &customer",
    "request": "Copy request as c&URL",
}
"""What a menu over a record, a row or an entry may offer, in the order in which it does."""
_LACKS = {
    "order": "no order number",
    "link": "no tracking link",
    "carrier": "a tracking link that names no known carrier",
    "date": "no shipping date",
}


@dataclass(frozen=True, slots=True)
class HandedText:
    """What was copied, or is to be; an empty `text` is not copied, and the notice says why."""

    text: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class OnHand:
    """What is known of a record, each empty where it lacks it. `called` is "order #1001", `order` the number in it.

    `date` is a bare date. `beside` is what there is to say of any of it, such as that edits are not in it.
    """

    called: str
    id: str
    order: str = ""
    link: str = ""
    date: str = ""
    beside: str = ""
    kind: RecordKind = "order"

    def copied(
        self, key: HandKey, sentence: str, carriers: Callable[[], Carriers], environment: str = ""
    ) -> HandedText:
        """What a key copies; `sentence` is the one of the settings, `carriers` gives those that count.

        `environment` is the one that the record is of, for a link to it.
        """
        if key == "console link":
            return console_link(self.called, self.kind, self.id, environment)
        if key == "sentence":
            return self._sentence(sentence, carriers)
        text, name = (self.id, "ID") if key == "id" else (self.link, "tracking link")
        if not text:
            return HandedText("", Notice("warn", f"{self._named} has no {name}.", "Nothing was copied."))
        beside = self.beside if key == "link" else ""
        return HandedText(text, Notice("plain", f"The {name} of {self.called} was copied.", beside))

    def _sentence(self, sentence: str, carriers: Callable[[], Carriers]) -> HandedText:
        if trouble := template.trouble(sentence):
            advice = f"{trouble} File > Settings has it."
            return HandedText("", Notice("warn", "The sentence was not copied.", advice))
        words, wanted = {"order": self.order, "link": self.link, "date": self.date}, template.places(sentence)
        if self.link and {"carrier", "number"}.intersection(wanted):
            read = carriers().read_url(self.link)
            words |= {"carrier": read.carrier, "number": read.number} if read is not None else {}
        missing = [place for place in wanted if not words.get(place)]
        # A link that is not there, or not known, names neither of them: one reason will do.
        why = {"carrier": "carrier" if self.link else "link", "number": "carrier" if self.link else "link"}
        missing = list(dict.fromkeys(why.get(place, place) for place in missing))
        if missing:
            lacks = " and ".join(_LACKS[place] for place in missing)
            advice = f"{self._named} has {lacks}. Mend that, or change the sentence in File > Settings."
            return HandedText("", Notice("warn", "The sentence was not copied.", advice))
        told = Notice("plain", f"The sentence for {self.called} was copied.", self.beside)
        return HandedText(template.filled(sentence, words), told)

    @property
    def _named(self) -> str:
        return _named(self.called)


def console_link(called: str, kind: RecordKind, id: str, environment: str) -> HandedText:
    """A link that opens a record in the console of whoever has the environment under the same name."""
    if not id:
        return HandedText("", Notice("warn", f"{_named(called)} has no ID yet.", "Nothing was copied."))
    try:
        text = written(OwnLink(kind, id, environment))
    except BadLink:
        advice = f"“{environment}” or the ID has a sign that a link cannot have. Copy the ID instead."
        return HandedText("", Notice("warn", f"There can be no link to {called}.", advice))
    told = f"A link to {called} was copied."
    return HandedText(text, Notice("plain", told, f"It opens Order Console where “{environment}” is set up."))


def _named(called: str) -> str:
    return called[0].upper() + called[1:]


def of_record(record: Order | Cart, beside: str = "") -> OnHand:
    """What is known of a record as it was read."""
    from console.model import records
    from console.model.drafts.shipping import DATE, LINK
    from console.model.fields import moment

    link, date = (
        records.fields(type(record))[key].kind.show(records.value(record, key)) for key in (LINK, DATE)
    )
    order = record.customer_id or record.id if record.kind == "order" else ""
    only_day = moment.only_day(date)
    return OnHand(record.called, record.id, order, link.strip(), only_day, beside, record.kind)


def of_draft(draft: Draft) -> OnHand:
    """What is known of an open record: what the server holds, which is what a customer may be told of."""
    from console.model.drafts.shipping import DATE, LINK

    edited = any(draft.changed(key) for key in (LINK, DATE))
    return of_record(draft.base, "It is what the server holds; your edits are not in it." if edited else "")
