"""Words for an exchange that got no complete HTTP answer: from the exception of a library to an ApiError.

It must not raise: it returns the error, so that no library's exception (which holds the request with its headers)
stays attached to what the caller sees.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http.client import BadStatusLine
from urllib.parse import urlsplit

from requests.exceptions import InvalidHeader, InvalidURL, ReadTimeout
from urllib3.exceptions import ProtocolError, ProxyError, ReadTimeoutError

from console.api.call import Call
from console.api.errors import (
    ApiError,
    Invalid,
    NotTheApi,
    OutcomeUnknown,
    Stopped,
    TimedOut,
    Unreachable,
    Untrusted,
)
from console.api.limits import MEBIBYTE, Limits
from console.api.outgoing import Outgoing
from console.api.packing import NotUnpacked
from console.api.plain import visible
from console.api.sockets import SlowLookUp
from console.api.verdicts import facts, what_became_of

_VERIFY_CODES = {
    9: "The certificate of {at} is not valid yet",
    10: "The certificate of {at} has expired",
    18: "{at} shows a certificate that it signed itself",
    19: "{at} shows a certificate from an authority that this computer does not know",
    20: "{at} shows a certificate from an authority that this computer does not know",
    21: "{at} shows a certificate from an authority that this computer does not know",
    62: "The certificate of {at} is for another name",
    64: "The certificate of {at} is for another address",
}
_NOT_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE")
_OLD_TLS = ("UNSUPPORTED_PROTOCOL", "PROTOCOL_VERSION", "VERSION_TOO_LOW", "NO_PROTOCOLS_AVAILABLE")

_TUNNEL = re.compile(r"Tunnel connection failed: ([0-9]{3})")
_MAYBE_CERTIFICATE = ("ALERT_HANDSHAKE_FAILURE", "ALERT_BAD_CERTIFICATE", "ALERT_ACCESS_DENIED")
_NO_CERTIFICATE = "CERTIFICATE_REQUIRED"

CHECK_ADDRESS = "Check the address of this environment and your network, then try again."
CHECK_TRUST = "There is no way around it; ask whoever runs the server, or set this environment's CA file."
CHECK_CERTIFICATE = "Ask whoever runs what stands in front of the server for an address without one."
CHECK_FILE = (
    "It must be a PEM file with at least one certificate; choose another in this environment's settings."
)
AGAIN = "Try again in a moment."


class TooBig(Exception):
    """The answer passed the size limit; of a refusal `beginning` is kept, anything else is dropped."""

    def __init__(self, beginning: bytes) -> None:
        super().__init__()
        self.beginning = beginning


class BadAuthorityFile(Exception):
    """The environment's CA file cannot be read, or holds no certificate."""


class Changed(Exception):
    """The HTTP library would have sent another URL than the one that was shown."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An ApiError, and whether another try could help; whether one is allowed is the transport's to know."""

    error: ApiError
    again: bool = False


def understood(
    failure: Exception,
    outgoing: Outgoing,
    call: Call,
    *,
    limits: Limits,
    proxy: str | None,
    ca_file: str | None,
    conceal: Callable[[str], str],
) -> Trouble:
    """What `failure` means for `outgoing`; `again` is True for accidents that a second try may not meet."""
    at = outgoing.address
    chain = list(_chain(failure))
    # Libraries quote the bytes that they stumbled over, and a sign-in's may be a token that nobody knows yet.
    quoted = not (outgoing.about.record == "sign-in" and call.left)
    note = visible(conceal("; ".join(_described(item, quoted=quoted) for item in chain)))
    told = _Telling(outgoing, call, note)
    if call.why:
        return Trouble(_ended(told, call, limits))
    if isinstance(failure, InvalidURL | InvalidHeader | Changed | UnicodeError) and not call.left:
        return Trouble(told.error(Invalid, "The request cannot be sent as it stands", CHECK_ADDRESS))
    if isinstance(failure, BadAuthorityFile):
        named = visible(ca_file or "", 200)
        return Trouble(told.error(Untrusted, f"The CA file {named} cannot be used", CHECK_FILE))
    tls = next((item for item in chain if isinstance(item, ssl.SSLError)), None)
    if tls is not None and _NO_CERTIFICATE in (tls.reason or ""):
        call.refused = True  # the handshake of TLS 1.3 ends with the request already on its way
        clause = f"{at} asks for a client certificate, which this program does not have"
        return Trouble(told.error(NotTheApi, clause, CHECK_CERTIFICATE))
    if not call.left:
        if tls is not None and not _through_proxy(chain):
            return Trouble(told.error(Untrusted, _tls_clause(tls, at), CHECK_TRUST))
        return _not_connected(told, call, chain, limits=limits, proxy=proxy)
    if isinstance(failure, TooBig):
        size = f"{limits.body / MEBIBYTE:g} MiB"
        return Trouble(
            told.error(Invalid, f"The answer of {at} is larger than {size}", "Tell whoever runs the server.")
        )
    if any(isinstance(item, TimeoutError | ReadTimeout | ReadTimeoutError) for item in chain):
        silent = f"did not answer within {limits.read:g} s"
        if call.step == "reading":
            silent = f"fell silent for {limits.read:g} s in the middle of its answer ({_how_far(call)})"
        return Trouble(told.error(TimedOut, f"{at} {silent}", AGAIN))
    if isinstance(failure, NotUnpacked):
        return Trouble(told.error(Invalid, f"The answer of {at} {failure}", AGAIN))
    if isinstance(failure, InvalidHeader) or any(_is_not_http(item) for item in chain):
        return Trouble(
            told.error(Invalid, f"{at} answered with something that is not HTTP", CHECK_ADDRESS), again=True
        )
    broken = "closed the connection before it answered"
    if call.step == "reading":
        broken = f"broke off in the middle of its answer ({_how_far(call)})"
    return Trouble(told.error(Unreachable, f"{at} {broken}", AGAIN), again=True)


def _not_connected(
    told: _Telling,
    call: Call,
    chain: list[BaseException],
    *,
    limits: Limits,
    proxy: str | None,
) -> Trouble:
    at, whom = told.outgoing.address, urlsplit(proxy).netloc if proxy else told.outgoing.address
    slow = any(isinstance(item, TimeoutError | ReadTimeout | ReadTimeoutError) for item in chain)
    system = next((item for item in chain if isinstance(item, OSError) and item.errno), None)
    if proxy and call.step == "securing" and not slow:
        clause = f"The proxy {whom} did not let the call through to {at}"
        if refused := next((found for item in chain if (found := _TUNNEL.search(str(item)))), None):
            clause += f" (status {refused[1]})"
            if refused[1] == "407":
                clause += ": it asks for a sign-in, which this program does not have"
        return Trouble(told.error(Unreachable, clause, "Check the proxy of this environment."))
    the = f"the proxy {whom}" if proxy else whom
    first = f"The proxy {whom}" if proxy else whom
    if any(isinstance(item, SlowLookUp) for item in chain):
        clause = f"Looking up the name of {the} took longer than {limits.connect:g} s"
    elif slow and call.step == "securing":
        clause = f"{first} did not finish the secure connection within {limits.connect:g} s"
    elif slow:
        clause = f"{first} did not take a connection within {limits.connect:g} s"
    elif any(isinstance(item, socket.gaierror) for item in chain):
        clause = f"No server is known by the name of {the}"
        return Trouble(told.error(Unreachable, clause, CHECK_ADDRESS), again=True)
    elif any(isinstance(item, ConnectionRefusedError) for item in chain):
        clause = f"Nothing answers at {the}: the connection was refused"
        return Trouble(told.error(Unreachable, clause, CHECK_ADDRESS), again=True)
    elif call.step == "securing":
        clause = f"{first} broke off while the secure connection was made"
        return Trouble(told.error(Unreachable, clause, CHECK_ADDRESS), again=True)
    else:
        words = f" ({system.strerror})" if system is not None and system.strerror else ""
        clause = f"There is no way to {the} from this computer{words}"
    return Trouble(told.error(TimedOut if slow else Unreachable, clause, CHECK_ADDRESS))


def _ended(told: _Telling, call: Call, limits: Limits) -> ApiError:
    at = told.outgoing.address
    if call.why == "late":
        return told.error(TimedOut, f"{at} took longer than {limits.whole:g} s ({_how_far(call)})", AGAIN)
    clause = "You stopped this" if call.why == "cancelled" else "The program closed its connections"
    error = told.error(Stopped, clause, "")
    if isinstance(error, Stopped):
        error.asked = call.why == "cancelled"
    return error


@dataclass(frozen=True, slots=True)
class _Telling:
    """Builds one error: a clause becomes a headline, and the advice begins with what became of the request."""

    outgoing: Outgoing
    call: Call
    note: str

    def error(self, kind: type[ApiError], clause: str, hint: str) -> ApiError:
        if self.outgoing.writes and self.call.left and not self.call.refused:
            return OutcomeUnknown(
                f"{clause}, after the change had been sent.",
                "It is not known whether it was saved. Read the record again and compare.",
                note=self.note,
                **facts(self.outgoing, sent=True),
            )
        said = what_became_of(self.outgoing, left=self.call.left)
        return kind(
            f"{clause}.",
            f"{said} {hint}".strip(),
            note=self.note,
            **facts(self.outgoing, sent=self.call.left),
        )


def _tls_clause(failure: ssl.SSLError, at: str) -> str:
    if isinstance(failure, ssl.SSLCertVerificationError):
        known = _VERIFY_CODES.get(failure.verify_code)
        words = visible(failure.verify_message or "no reason given")
        return known.format(at=at) if known else f"The certificate of {at} cannot be trusted ({words})"
    cause = failure.reason or str(failure)
    if any(name in cause for name in _NOT_TLS):
        return f"{at} does not speak TLS (https) on this port"
    if any(name in cause for name in _OLD_TLS):
        return f"{at} offers only versions of TLS that are no longer safe"
    if any(name in cause for name in _MAYBE_CERTIFICATE):
        return (
            f"{at} refused the secure connection; it may ask for a client certificate, which this program does"
            " not have"
        )
    return f"{at} broke off while the secure connection was made"


def _how_far(call: Call) -> str:
    return f"got {call.got:,} of {call.total:,} bytes" if call.total else f"got {call.got:,} bytes"


def _is_not_http(item: BaseException) -> bool:
    if isinstance(item, BadStatusLine):
        return not isinstance(item, ConnectionError)
    return isinstance(item, ProtocolError) and "headers" in str(item)


def _through_proxy(chain: list[BaseException]) -> bool:
    return any(isinstance(item, ProxyError) for item in chain)


def _chain(failure: BaseException) -> list[BaseException]:
    """The failure with everything that is wrapped in it, outermost first."""
    found: list[BaseException] = []
    waiting: list[BaseException] = [failure]
    while waiting:
        item = waiting.pop(0)
        if item in found:
            continue
        found.append(item)
        inner = [*item.args, getattr(item, "reason", None), item.__cause__, item.__context__]
        waiting += [each for each in inner if isinstance(each, BaseException)]
    return found


def _described(item: BaseException, *, quoted: bool) -> str:
    wraps = any(isinstance(arg, BaseException) for arg in item.args)
    return repr(item) if quoted and not wraps else type(item).__name__
