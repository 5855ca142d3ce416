"""Advice on a draft: sums that do not add up, an order shipped without a link.

It must never block a save or change an amount; it only says what it sees.
"""

from __future__ import annotations

from console.model import records
from console.model.drafts.draft import Advice as Advice
from console.model.drafts.draft import Draft
from console.model.drafts.sums import sums
from console.model.fields import money
from console.model.fields.field import counted_as
from console.model.records import Order


def advice(draft: Draft) -> tuple[Advice, ...]:
    """What there is to warn of in the fields of a draft."""
    wrong = (Advice(one.sentence, one.key) for one in sums(draft) if one.tone == "warn")
    return (*(one for one in wrong if one.key in draft.fields), *shipping(draft))


def looked_over(draft: Draft) -> Draft:
    """The same draft, with all worked out that is asked of its lines when it is shown.

    For a worker: of ten thousand lines that takes longer than a window may stand still.
    """
    sums(draft)
    draft.changes()
    draft.problems()
    return draft


def shipping(draft: Draft) -> tuple[Advice, ...]:
    """What there is to warn of in how it is shipped."""
    if _ships_now(draft) and not draft.shown("shippingTrackingUrl").strip():
        return (Advice("Shipped without a tracking URL", "shippingTrackingUrl"),)
    return ()


def _ships_now(draft: Draft) -> bool:
    return (
        isinstance(draft.base, Order)
        and draft.changed("states.shipped")
        and draft.reading("states.shipped").value is True
    )


def summary(record: records.Order | records.Cart) -> str:
    """One line on a record for lists: its state, grand total and e-mail address."""
    parts = [state(record)]
    if (total := counted_as(record.grand_total)) is not None:
        code = record.currency if isinstance(record.currency, str) else ""
        parts.append(f"{money.written(total, money.digits(code))} {code}".strip())
    parts.append(record.email_address if isinstance(record.email_address, str) else "")
    return " · ".join(part for part in parts if part)


def state(record: records.Order | records.Cart) -> str:
    """The state of a record in a word: "shipped", "processed", "pending", or the cart's status in lower case.

    An order that tells no states is named by its status; empty where there is neither.
    """
    if isinstance(record, records.Cart):
        return record.status.lower() if isinstance(record.status, str) else ""
    for key in ("states.shipped", "states.processed"):
        if records.value(record, key) is True:
            return key.partition(".")[2]
    if records.value(record, "states.processed") is False:
        return "pending"
    return record.status.lower() if isinstance(record.status, str) else ""
