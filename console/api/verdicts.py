"""Words for an HTTP answer that is not the wanted one: from a status to an ApiError.

It must not raise or repeat anything, and tells causes of one status apart only where the server's words do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypedDict
from urllib.parse import urljoin, urlsplit

from console.api import errors, front
from console.api.errors import (
    ApiError,
    Invalid,
    NotFound,
    NotTheApi,
    OutcomeUnknown,
    Refused,
    ServerFault,
    TooMany,
    Unreachable,
)
from console.api.outgoing import Outgoing
from console.api.plain import header_text, lifted, visible
from console.api.reasons import reason_in_json

COMPARE = "It is not known whether it was saved. Read the record again and compare."

_OTHERS = {
    402: "The server asks for a payment before it does this",
    405: "The server does not allow this kind of request",
    406: "The server cannot answer in the form that was asked for",
    408: "The server gave up waiting for the request",
    410: "This record is gone from the server for good",
    411: "The server wants to know the length of the request",
    413: "The server finds the request too large",
    414: "The server finds the address of the request too long",
    415: "The server does not read JSON here",
    422: "The server understood the request but cannot act on it",
    423: "The record is locked on the server",
    431: "The server finds the request's headers too large",
    451: "The server may not answer this for legal reasons",
}
_FAULTS = {
    500: "had a fault of its own",
    502: "got no good answer from the server behind it",
    503: "is overloaded or being serviced",
    504: "got no answer in time from the server behind it",
    511: "wants a sign-in to the network first, in a browser",
}
_CONTACT = re.compile(r"contact|e-?mail", re.IGNORECASE)
_CLOSED = re.compile(r"\b(?:expired|complete[d]?|closed|abandoned|active)\b|\bstatus\b", re.IGNORECASE)
_USED = re.compile(r"already|in use|exists|duplicate|\bused\b|\btaken\b|unique", re.IGNORECASE)


class Facts(TypedDict):
    """What each error keeps of the request."""

    method: str
    path: str
    sent: bool


def facts(outgoing: Outgoing, *, sent: bool) -> Facts:
    """The request as an error keeps it. A failed sign-in means that the request itself was never sent."""
    signing_in = outgoing.about.record == "sign-in"
    return {"method": outgoing.method, "path": outgoing.path, "sent": sent and not signing_in}


def what_became_of(outgoing: Outgoing, *, left: bool) -> str:
    """The sentence that says what became of the request when it is known that nothing was applied."""
    if outgoing.about.record == "sign-in":
        return "The sign-in did not succeed, so nothing else was sent."
    if not left:
        return "Nothing was sent."
    action = outgoing.about.action
    return {
        "add": "Nothing was saved.",
        "update": "Nothing was saved.",
        "delete": "Nothing was deleted.",
    }.get(action, "Nothing was changed.")


def reason_in(headers: Mapping[str, str], body: bytes, conceal: Callable[[str], str]) -> tuple[str, str]:
    """The server's reason as (lifted, raw), both safe to show.

    It is X-Reason, else the body where it is JSON or a plain text, else what a Bearer challenge gives.
    """
    raw = header_text(headers.get("X-Reason", ""))
    if not raw.strip():
        raw = reason_in_json(body)
    if (
        not raw.strip()
        and not front.is_page(body)
        and headers.get("Content-Type", "text/plain").split(";")[0].strip() == "text/plain"
    ):
        raw = body[:4_000].decode("utf-8", "replace")
    if not raw.strip():
        raw = header_text(front.reason_in_challenge(headers))
    return visible(conceal(lifted(raw))), visible(conceal(raw), 1_000)


def verdict(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    outgoing: Outgoing,
    *,
    conceal: Callable[[str], str],
    retry_after: float | None = None,
) -> ApiError:
    """The error that this answer is. For 401 and 403 see `console.api.auth`, which renews the sign-in first."""
    reason, raw = reason_in(headers, body, conceal)
    at, about, said = outgoing.address, outgoing.about, what_became_of(outgoing, left=True)

    def error(kind: type[ApiError], headline: str, hint: str) -> ApiError:
        return kind(
            headline,
            f"{said} {hint}".strip(),
            status=status,
            reason=reason,
            raw_reason=raw,
            retry_after=retry_after,
            **facts(outgoing, sent=True),
        )

    def unknown(clause: str) -> ApiError:
        found = error(OutcomeUnknown, f"{clause}, after the change had been sent.", "")
        found.advice = COMPARE
        return found

    page = "" if reason else visible(conceal(front.title(headers, body)), 300)
    said_so = (reason or page).removesuffix(".")
    quoted = f": {said_so}" if said_so else ", without a reason"
    if status >= 500 and status < 600:
        clause = f"{at} {_FAULTS.get(status, 'had a fault of its own')} (status {status})"
        if page:
            clause += f"; its page is titled “{page}”"
        if outgoing.writes:
            return unknown(clause)
        return error(ServerFault, f"{clause}.", "Try again in a moment.")
    if not 300 <= status < 500 or status == 306:
        clause = f"{at} gave an answer that makes no sense here (status {status})"
        if outgoing.writes:
            return unknown(clause)
        return error(Invalid, f"{clause}.", "Check the address of this environment.")
    if status < 400:
        clause = f"{at} points to {conceal(_target(headers, outgoing))} instead, which is not followed"
        if outgoing.writes:
            return unknown(clause)
        hint = "It may be a sign-in page of the network. Check the address of this environment."
        return error(Refused, f"{clause}.", hint)
    if status == 407 or front.wants_certificate(status, headers, body):
        return in_front(status, headers, body, outgoing, conceal=conceal)
    if status == 400:
        return error(Refused, f"The server refused the request{quoted}.", "Mend what it names and try again.")
    if status == 404 and about.record == "sign-in":
        return error(
            Refused, f"There is nothing at this address of {at}.", "Check this environment's addresses."
        )
    if status == 404 and (about.action in ("add", "find") or not front.bears_marks(headers, body)):
        return in_front(status, headers, body, outgoing, conceal=conceal)
    if status == 404:
        return error(NotFound, _missing(outgoing), "Check the ID.")
    if status == 409:
        kind, headline, hint = _conflict(outgoing, reason)
        return error(kind, headline, hint)
    if status in (412, 428):
        return error(
            errors.Outdated,
            "The server takes the record for one that was changed meanwhile.",
            "Read it again.",
        )
    if status == 429:
        wait = f"in {retry_after:,.0f} s" if retry_after else "in a minute"
        return error(TooMany, "The server asks to slow down.", f"Try again {wait}.")
    words = f": {said_so}" if said_so else ""
    headline = _OTHERS.get(status, "The server refused the request")
    return error(Refused, f"{headline} (status {status}){words}.", "Tell whoever runs the server.")


def in_front(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    outgoing: Outgoing,
    *,
    conceal: Callable[[str], str],
) -> NotTheApi:
    """The error for a refusal that is not the API's own; it says what came, and blames no ID, secret or permission."""
    at, signing_in = outgoing.address, outgoing.about.record == "sign-in"
    meant = "the sign-in server" if signing_in else "the orders API"
    hint = f"Whoever runs the network or what stands in front of {meant} can tell why."
    if front.wants_certificate(status, headers, body):
        clause, hint = f"{at} asks for a client certificate", f"{front.NO_CERTIFICATE_HINT} {hint}"
    elif status == 407:
        clause = f"A proxy on the way to {at} asks for a sign-in, which this program does not have"
    elif status == 404:
        clause = f"Something that is not {meant} answered at {at}"
        hint = f"Check the API address, {_base(outgoing)}, and what stands in front of it."
        if outgoing.about.id and not body.strip():
            hint += " If it is the API all the same, it has nothing by this ID."
    else:
        clause = f"Something in front of {meant} refused the call to {at}"
        own = "client ID or secret" if signing_in else "sign-in or permission"
        hint = f"It was not this environment's {own} that was refused. {hint}"
    reason, raw = reason_in(headers, b"", conceal)
    seen = front.seen(status, headers, body, conceal)
    return NotTheApi(
        f"{clause}: {seen}.",
        f"{what_became_of(outgoing, left=True)} {hint}",
        status=status,
        reason=reason,
        raw_reason=raw,
        **facts(outgoing, sent=True),
    )


def unfit(clause: str, outgoing: Outgoing, *, status: int, note: str = "") -> ApiError:
    """The error for an answer of success that does not hold what it must: Invalid, or OutcomeUnknown for a write.

    `clause` says what is wrong with it; `note` may be a masked sample.
    """
    at = outgoing.address
    if outgoing.writes:
        return OutcomeUnknown(
            f"The change was sent, but the answer of {at} was not understood: {clause}.",
            COMPARE,
            status=status,
            note=note,
            **facts(outgoing, sent=True),
        )
    return Invalid(
        f"The answer of {at} was not understood: {clause}.",
        f"{what_became_of(outgoing, left=True)} Tell whoever runs the server.",
        status=status,
        note=note,
        **facts(outgoing, sent=True),
    )


def broken_off(outgoing: Outgoing, *, got: int) -> ApiError:
    """The error for an answer of success that a proxy packed to its end, although it had not got all of it.

    It is that of a connection that broke: Unreachable, or OutcomeUnknown for a write. `got` is in bytes, unpacked.
    """
    clause = f"{outgoing.address} broke off in the middle of its answer (got {got:,} bytes)"
    if outgoing.writes:
        return OutcomeUnknown(
            f"{clause}, after the change had been sent.", COMPARE, **facts(outgoing, sent=True)
        )
    said = what_became_of(outgoing, left=True)
    return Unreachable(f"{clause}.", f"{said} Try again in a moment.", **facts(outgoing, sent=True))


def too_long(count: int, most: int, outgoing: Outgoing, *, status: int) -> Invalid:
    """The error for a record that was read and has more lines (`count`) than are opened here (`most`)."""
    record = outgoing.about.record
    return Invalid(
        f"This {record} has {count:,} lines; the console takes at most {most:,}.",
        f"{what_became_of(outgoing, left=True)} Change it with another tool.",
        status=status,
        **facts(outgoing, sent=True),
    )


def missing(outgoing: Outgoing, *, status: int | None) -> NotFound:
    """The error for a record that is not there; `status` is that of the answer which led to the question."""
    return NotFound(
        _missing(outgoing),
        f"{what_became_of(outgoing, left=True)} Check the ID.",
        status=status,
        **facts(outgoing, sent=True),
    )


def _missing(outgoing: Outgoing) -> str:
    about = outgoing.about
    what = f"customer {about.record} ID" if about.by_customer_id else "ID"
    return f"There is no {about.record} with this {what}."


def _base(outgoing: Outgoing) -> str:
    """The address that the environment's paths are put behind, for people."""
    whole = outgoing.url.partition("?")[0]
    return whole[: max(whole.rfind("/orders"), whole.rfind("/carts"))] or whole


def _conflict(outgoing: Outgoing, reason: str) -> tuple[type[ApiError], str, str]:
    about = outgoing.about
    contact, closed = bool(_CONTACT.search(reason)), bool(_CLOSED.search(reason))
    if about.action == "move":
        return errors.CartClosed, "The cart's status does not allow this step.", "Reload the cart."
    if about.action == "add" and _USED.search(reason) and not contact:
        return (
            errors.AlreadyUsed,
            f"This customer {about.record} ID is used already.",
            "Choose another one.",
        )
    if contact and (not closed or about.record == "order"):
        return (
            errors.UnknownContact,
            "No contact has this e-mail address.",
            "Correct the address, or have the contact created.",
        )
    if about.record == "cart" and about.action == "update" and closed and not contact:
        return errors.CartClosed, "The cart is closed: it can never be changed again.", "Reload the cart."
    quoted = f": {reason.removesuffix('.')}" if reason else ""
    hint = (
        "The e-mail address may belong to no contact, or the cart may be closed."
        if about.record == "cart"
        else "The e-mail address may belong to no contact."
    )
    return errors.Conflict, f"The server found a conflict{quoted}.", hint


def _target(headers: Mapping[str, str], outgoing: Outgoing) -> str:
    """The host that a redirect names, on the same one with the path; hostile text is made visible."""
    location = header_text(headers.get("Location", ""))
    if not location:
        return "an address that it does not name"
    try:
        target = urlsplit(urljoin(outgoing.url, location))
    except ValueError:
        return "an address that cannot be read"
    host = target.netloc.rpartition("@")[2] or f"{target.scheme}:"
    asked = urlsplit(outgoing.url)
    if target[:2] == asked[:2] and target.path not in ("", asked.path):
        return visible(host + target.path, 200)
    return visible(host, 100)
