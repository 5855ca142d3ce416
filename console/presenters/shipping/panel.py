"""What was typed to mark one order shipped, as one value: the carriers it can be of, what would be sent, what is missing.

It must not choose between equals or rewrite what was typed; a field takes a proposal only while nobody typed there.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from console.model.drafts.draft import STATES, Draft
from console.model.drafts.shipping import DATE, DETAILS, LINK, SHIPPED, Shipment, compare_shipment, ship
from console.model.fields.dates import is_today
from console.model.records import Order, value
from console.presenters.saving.review import SendOptions
from console.presenters.shipping import details
from console.presenters.shipping.link import host_of, is_link, read_back

if TYPE_CHECKING:
    from console.model.carriers.carriers import Candidate, Carriers

CONFIRM = "message again"
"""What is typed before workflows are run again by force."""

Place = Literal["number", "carrier", "link", "date", "details", "message", "confirm"]
Part = Literal["link", "date", "details"]
KEYS: dict[Part, str] = {"link": LINK, "date": DATE, "details": DETAILS}
OFFERED = 6
"""How many candidates are listed."""
_LATER = (
    "Workflows run when the state changes. If you ship silently, the customer can be messaged later only by running "
    "them again by force."
)
_TWICE = (
    "The state does not change any more, so a message takes workflows that are run again by force. Those of processed "
    "orders run again too, and the customer may get the same messages twice."
)


@dataclass(frozen=True, slots=True)
class Missing:
    """Why it cannot be reviewed yet, and where the cursor belongs."""

    place: Place
    sentence: str


@dataclass(frozen=True, slots=True)
class ShippingPanel:
    """What the panel shows: what was typed into it, and what follows from that for `base`, the order with no edits.

    `shipment` stands in the fields and `proposed` is what was put there last; a field that still holds its proposal, or
    nothing, takes the next one. `added` that the carrier was asked to join the order's own details. `message` is the
    answer, `confirmed` what was typed to confirm a second message.
    `changed` says what someone else did since; `asked` that Review was asked for.
    """

    base: Draft = field(repr=False)
    carriers: Carriers = field(repr=False, compare=False)
    today: str
    text: str = ""
    candidates: tuple[Candidate, ...] = ()
    chosen: Candidate | None = None
    by_hand: bool = False
    shipment: Shipment = field(default_factory=Shipment)
    proposed: Shipment = field(default_factory=Shipment)
    added: bool = False
    message: bool | None = None
    confirmed: str = ""
    changed: str = ""
    asked: bool = False

    # -- what is typed ------------------------------------------------------------------------------------

    def pasted(self, text: str) -> ShippingPanel:
        """With another number or link; a carrier that was chosen by hand stays where the text can be of it."""
        from console.model.carriers.carriers import sure

        candidates = tuple(self.carriers.candidates(text))
        typed = replace(self, text=text, candidates=candidates)
        key = self.chosen.key if self.chosen is not None and self.by_hand else ""
        kept = next((one for one in candidates if one.key == key and one.check != "fails"), None)
        if kept is None and key and not candidates:
            kept = typed._of(key)
        return replace(typed, chosen=kept or sure(list(candidates)), by_hand=kept is not None)._proposing()

    def took(self, candidate: Candidate | None) -> ShippingPanel:
        """With a candidate that a person chose, or none."""
        return replace(self, chosen=candidate, by_hand=candidate is not None)._proposing()

    def took_carrier(self, key: str) -> ShippingPanel:
        """With a carrier that a person chose for the text as it is; "" for none."""
        return self.took(self._of(key) if key else None)

    def typed(self, part: Part, text: str) -> ShippingPanel:
        """With another text in a field; a typed link may propose the details, and never changes itself."""
        if part == "date" and is_today(text):
            text = self.today
        typed = replace(self, shipment=_with(self.shipment, part, text))
        if part == "details":
            return typed if text else replace(typed, added=False)
        return typed._proposing("details") if part == "link" else typed

    def adding(self) -> ShippingPanel:
        """With the carrier in the order's own details, as `offers` says; it follows the carrier until it is typed over."""
        return replace(self, added=True)._proposing("details") if self.offers else self

    def answered(self, message: bool) -> ShippingPanel:
        """With an answer to whether the customer is messaged."""
        return replace(self, message=message, confirmed="")

    def on(self, base: Draft, carriers: Carriers, today: str) -> ShippingPanel:
        """The same for the order as it is now; an answer counts only while it means the same."""
        now = replace(self, base=base, carriers=carriers, today=today, asked=False)._proposing("details")
        return now if now.already == self.already else replace(now, message=None, confirmed="")

    def dated(self) -> ShippingPanel:
        """With today proposed as the date, unless the order is shipped already and has one."""
        date = "" if self.already and value(self.order, DATE) else self.today
        stands = self.shipment.date == self.proposed.date
        shipment = _with(self.shipment, "date", date) if stands else self.shipment
        return replace(self, shipment=shipment, proposed=_with(self.proposed, "date", date))

    # -- what follows -------------------------------------------------------------------------------------

    @property
    def order(self) -> Order:
        """The order as read."""
        assert isinstance(self.base.base, Order)
        return self.base.base

    @property
    def already(self) -> bool:
        """Whether the order is shipped already."""
        return value(self.order, SHIPPED) is True

    @property
    def title(self) -> str:
        """What is done to which order."""
        return f"Mark {self.order.called} shipped"

    @property
    def draft(self) -> Draft:
        """The order as read with the shipment typed in, and nothing else."""
        return ship(self.base, self.shipment)

    @property
    def payload(self) -> dict[str, Any]:
        """What would be sent; where workflows are run again by force, both states are named for them."""
        body = self.draft.payload()
        held = {key.partition(".")[2]: value(self.order, key) for key in STATES}
        again = self.already and bool(self.message)
        return (
            {"states": {key: on for key, on in held.items() if isinstance(on, bool)}} | body
            if again
            else body
        )

    @property
    def options(self) -> SendOptions:
        """The answer as the review sheet has it."""
        return SendOptions(run_workflows=bool(self.message), force=bool(self.message) and self.already)

    @property
    def stands(self) -> str:
        """How an order that is shipped already stands to what was typed; empty where it is not shipped."""
        if not self.already:
            return ""
        on = self.held("date")
        since = f" on {on}" if on else ""
        if not self.held("link"):
            return f"Shipped already{since}, without a tracking link."
        match compare_shipment(self.order, self.shipment):
            case "same link":
                return f"Shipped already{since}, with this very link."
            case "different link":
                return f"Shipped already{since}, with another link."
        return f"Shipped already{since}, with this link."

    @property
    def held_as(self) -> str:
        """The order's own link, read back as carrier and number."""
        return read_back(self.carriers.read_url(self.held("link")))

    @property
    def offered(self) -> tuple[Candidate, ...]:
        """The candidates to be listed; of more than these the carrier can be chosen by name."""
        return self.candidates[:OFFERED]

    @property
    def hint(self) -> tuple[str, str]:
        """What there is to say about the text as a number or link, and its role: advice, or only what it means."""
        if self.chosen is not None:
            if self.chosen.check != "fails":
                return "", "meaning"
            return f"The check digit {self.chosen.verdict}. Compare the number with the label.", "advice"
        if not self.text.strip():
            return "", "meaning"
        if is_link(self.text):
            return "This is no page of a known carrier. The link is kept as it is.", "meaning"
        if not self.candidates:
            return "No known carrier has such a number. Choose its carrier, or paste its link.", "advice"
        if all(one.check == "fails" for one in self.candidates):
            return (
                "Compare the number with the label. Choose the carrier if it is right all the same.",
                "advice",
            )
        if len(self.candidates) == 1:
            return "This may be chance. Choose the carrier if it is right.", "advice"
        return "More than one carrier can have such a number. Choose the right one.", "advice"

    @property
    def host(self) -> str:
        """The host that the link leads to, as browsers look it up; empty where there is none."""
        return host_of(self.shipment.link)

    @property
    def read_back(self) -> str:
        """The link read back as carrier and number; empty where it is none of a known carrier."""
        return read_back(self._read)

    @property
    def doubt(self) -> str:
        """What should be thought of before the customer is messaged; it does not stop anything."""
        if self.message and not self.draft.shown(LINK).strip():
            return "The customer would be messaged without a tracking link."
        return ""

    @property
    def answers(self) -> tuple[str, str]:
        """The two answers in words: with a message and without."""
        if self.already:
            again = "Message again" if self._unchanged else "Fix it and message again"
            return again, "Fix the tracking, no message"
        return "Message the customer", "Do not message the customer"

    @property
    def consequence(self) -> str:
        """What the answer means for messages."""
        return _TWICE if self.already else _LATER

    @property
    def confirms(self) -> bool:
        """Whether the answer has to be confirmed by typing."""
        return self.already and bool(self.message)

    @property
    def missing(self) -> Missing | None:
        """What keeps it from being reviewed."""
        number, link = self.text.strip(), self.shipment.link.strip()
        if number and not link and self.chosen is None:
            if self.candidates:
                return Missing("carrier", "Choose the carrier first.")
            return Missing("number", "Choose the carrier, or paste the link.")
        problems = {found.key: found.sentence for found in self.draft.problems()}
        for part, key in KEYS.items():
            if key in problems:
                return Missing(part, problems[key])
        if self._unchanged and not self.message:
            if self.message is None:
                return Missing(
                    "message", "Nothing would change; choose whether the customer is messaged again."
                )
            return Missing("number", "Nothing would change, so there is nothing to send.")
        if self.message is None:
            return Missing("message", "Choose whether the customer is messaged.")
        if self.confirms and self.confirmed.strip().lower() != CONFIRM:
            return Missing("confirm", f"Type “{CONFIRM}” to confirm it.")
        return None

    @property
    def offers(self) -> str:
        """What is offered beside the details that the order has and keeps; empty where nothing is."""
        if self.shipment.details.strip():
            return ""
        return details.offer(self.held("details"), self._named, self._names)

    def held(self, part: Part) -> str:
        """What the order has in a field, as shown."""
        return self.base.shown(KEYS[part])

    def below(self, part: Part) -> tuple[str, str]:
        """What stands below a field, and its role: an error, advice, or what becomes of what the order has."""
        reading, held = self.draft.reading(KEYS[part]), self.held(part)
        if reading.error or reading.advice:
            return reading.error or reading.advice, "error" if reading.error else "advice"
        read = self._read if part == "link" else None
        if read is not None and self.chosen is not None and read.key != self.chosen.key:
            return f"This is a link of {read.carrier}, not of {self.chosen.carrier}.", "advice"
        if not held or (part == "link" and self.already):
            return "", "meaning"
        if not getattr(self.shipment, part).strip():
            return f"Stays “{held}”.", "meaning"
        if part == "details" and self.added and getattr(self.shipment, part).startswith(held):
            return f"Adds to “{held}”.", "meaning"
        return (f"Replaces “{held}”." if self.draft.changed(KEYS[part]) else ""), "meaning"

    # -- inside -------------------------------------------------------------------------------------------

    @property
    def _unchanged(self) -> bool:
        """Whether the order is shipped already, and just so."""
        return self.already and not self.draft.payload()

    @property
    def _read(self) -> Candidate | None:
        return self.carriers.read_url(self.shipment.link)

    def _of(self, key: str) -> Candidate:
        """The text as a number of a carrier that a person chose."""
        found = next((one for one in self.candidates if one.key == key), None)
        return found or self.carriers.of_carrier(key, self.text)

    def _proposing(self, *parts: Part) -> ShippingPanel:
        """With what is proposed now in these fields, link and details unless told, where nobody typed another text."""
        shipment, proposed = self.shipment, self.proposed
        for part in parts or ("link", "details"):
            text = replace(self, shipment=shipment)._proposal(part)
            if getattr(shipment, part) in ("", getattr(proposed, part)):
                shipment = _with(shipment, part, text)
            proposed = _with(proposed, part, text)
        return replace(self, shipment=shipment, proposed=proposed)

    def _proposal(self, part: Part) -> str:
        chosen = self.chosen
        if part == "link":
            if is_link(self.text):
                return self.text.strip()
            return chosen.url if chosen is not None else ""
        held = self.held("details")
        if self.added and self._named:
            return details.with_carrier(held, self._named, self._names)
        return details.proposed(held, self._named, self._names, already=self.already)

    @property
    def _names(self) -> list[str]:
        return [one.name for one in self.carriers.all]

    @property
    def _named(self) -> str:
        """The carrier as the details name it: with its number where no link has it."""
        of = self.chosen or self._read
        if of is None:
            return ""
        return of.carrier if of.url or self.shipment.link else f"{of.carrier} {of.number}".strip()


def _with(shipment: Shipment, part: Part, text: str) -> Shipment:
    return replace(shipment, **{part: text})
