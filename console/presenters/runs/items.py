"""One row of a file of shipments as it stands: what it asks for, what the check found, what became of it.

It must not read or send anything; rows are values, and their words are the same on the screen and in the result file.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, NamedTuple

from console.model.drafts.shipping import Shipment
from console.model.shipments.shipments import RowRequest
from console.presenters.runs import reasons
from console.presenters.runs.reasons import STATUS_WORDS as STATUS_WORDS
from console.presenters.runs.reasons import VERDICT_WORDS as VERDICT_WORDS
from console.presenters.runs.reasons import Reason
from console.presenters.runs.reasons import RowKey as RowKey
from console.presenters.runs.reasons import RowVerdict as RowVerdict
from console.store.runs import RowStatus, StoredRow

ROW_WORDS: dict[RowKey, str] = dict((*VERDICT_WORDS.items(), *STATUS_WORDS.items()))

CHOSEN_AT_FIRST: frozenset[RowVerdict] = frozenset({"will ship"})
_OVER: frozenset[RowStatus] = frozenset({"sent", "skipped", "left out"})
MAY_BE_CHOSEN: frozenset[RowVerdict] = frozenset(
    {"will ship", "different link", "no tracking", "bad number", "bad link"}
)


class RowCount(NamedTuple):
    """How many rows stand so."""

    key: RowKey
    rows: int

    @property
    def words(self) -> str:
        """The key in the operator's words."""
        return ROW_WORDS[self.key]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One row. `place` is zero-based; `order_id`, `customer_id` and `held_link` are of the order as the check read it.

    `why` says more of the verdict, `reason` of the status; `number` is its entry in the trail, `at` when it ended.
    `hidden` rows are hidden in the spreadsheet, by hand or by a filter, and not chosen at first.
    """

    place: int
    cells: tuple[str, ...]
    request: RowRequest
    verdict: RowVerdict = "unchecked"
    why: str = ""
    order_id: str = ""
    customer_id: str = ""
    held_link: str = ""
    included: bool = False
    status: RowStatus = "to send"
    reason: str = ""
    number: int | None = None
    at: datetime | None = None
    hidden: bool = False

    @property
    def may_be_sent(self) -> bool:
        """Whether an operator can choose it: its order was read, and there is something to send."""
        return (
            self.verdict in MAY_BE_CHOSEN
            and bool(self.order_id)
            and bool(self.request.shipment.link or self.request.problem in ("", "no tracking"))
        )

    @property
    def open(self) -> bool:
        """Whether its write may have arrived or may still do so: nobody knows."""
        return self.status in ("sending", "unknown")

    @property
    def had_not_arrived(self) -> bool:
        """Whether it is open, and its order was as before when it was read last."""
        return self.open and reasons.may_arrive(self.reason)

    @property
    def went_before(self) -> bool:
        """Whether it is to be sent although it was sent before and may still arrive, as the operator wanted."""
        return self.status == "to send" and reasons.may_arrive(self.reason)

    @property
    def found(self) -> str:
        """The verdict in words, with what more there is to say."""
        said = VERDICT_WORDS[self.verdict]
        return f"{said}: {self.why}" if self.why else said

    @property
    def became(self) -> str:
        """The status in words, with what more there is to say."""
        said = STATUS_WORDS[self.status]
        return f"{said}: {self.reason}" if self.reason else said

    @property
    def unchecked(self) -> RunRow:
        """This row as it was before the check."""
        return RunRow(self.place, self.cells, self.request, hidden=self.hidden)

    def decided(self, message: bool | None) -> RunRow:
        """This row as it goes into the run: left out, or with its choice whether to message.

        `message` is for rows that do not say it themselves.
        """
        if not (self.included and self.may_be_sent):
            why = (
                Reason.of("not chosen")
                if self.verdict == "will ship"
                else Reason.of("verdict", self.verdict, reasons.kept(self.why))
            )
            return replace(self, status="left out", reason=why)
        if self.request.message is not None:
            return self
        return replace(self, request=replace(self.request, message=message))

    def checked(self, verdict: RowVerdict, why: str = "") -> RunRow:
        """This row with what the check found."""
        if self.hidden and not why:
            why = "hidden in the spreadsheet"
        return replace(
            self, verdict=verdict, why=why, included=verdict in CHOSEN_AT_FIRST and not self.hidden
        )

    def ended(self, status: RowStatus, reason: str, at: datetime) -> RunRow:
        """This row with what became of it."""
        return replace(self, status=status, reason=reason, at=at)


def noted(item: RunRow) -> StoredRow:
    """What is noted of a row that is kept already: what became of it, and not again what it is."""
    return StoredRow(item.place, item.cells, {}, item.status, reasons.kept(item.reason), item.number, item.at)


def kept(item: RunRow) -> StoredRow:
    """The row as it is kept on the disk."""
    content: dict[str, Any] = {
        "wanted": asdict(item.request),
        "verdict": item.verdict,
        "why": reasons.kept(item.why),
        "order_id": item.order_id,
        "customer_id": item.customer_id,
        "held_link": item.held_link,
    }
    return StoredRow(
        item.place, item.cells, content, item.status, reasons.kept(item.reason), item.number, item.at
    )


def restored(row: StoredRow) -> RunRow:
    """A row that was kept; one whose content is damaged has no order and is never sent."""
    try:
        return _restored(row, row.content)
    except (LookupError, TypeError, ValueError, AttributeError):
        status: RowStatus = row.status if row.status in _OVER else "unknown"
        damaged = "What was kept of this row is damaged."
        return RunRow(
            row.place, row.cells, RowRequest(""), "not read", damaged, status=status, reason=damaged
        )


def _restored(row: StoredRow, content: dict[str, Any]) -> RunRow:
    verdict, held = content["verdict"], content["wanted"]
    if verdict not in VERDICT_WORDS:
        raise LookupError(verdict)
    wanted = RowRequest(
        **_known(RowRequest, held) | {"shipment": Shipment(**_known(Shipment, held["shipment"]))}
    )
    reason = reasons.restored(row.reason)
    # An older console took what had not arrived after three looks for lost.
    status = "unknown" if row.status in ("failed", "to send") and reasons.may_arrive(reason) else row.status
    return RunRow(
        row.place,
        row.cells,
        wanted,
        verdict,
        reasons.restored(content.get("why", "")),
        content["order_id"],
        content.get("customer_id", ""),
        content.get("held_link", ""),
        status != "left out",
        status,
        reason,
        row.number,
        row.at,
    )


def _known(declared: type[RowRequest] | type[Shipment], held: dict[str, Any]) -> dict[str, Any]:
    """Of what was kept, what this console knows of; another one may have known more."""
    names = {one.name for one in fields(declared)}
    return {name: value for name, value in held.items() if name in names}
