"""Every way in which a call to the API can fail, as one small tree of exceptions with words for people.

It must not hold a secret or a token, nor decide what happens next: it says what happened and what one can do.

The tree, by what became of the request:

    ApiError
      Stopped          the caller cancelled; nothing was changed
      Unreachable      no connection, or it broke during a read
        Untrusted      TLS: the server could not prove who it is
      TimedOut         too slow; nothing was sent, or only a read was
      OutcomeUnknown   a write left and no complete answer came, or a 5xx: it may or may not have been saved
      NotSignedIn      the token was refused: wrong client id or secret
      NotAllowed       403 after one renewal: `needs` names the missing permission
      ReadOnly         the environment is set to look up only; nothing was sent
      NotFound         404
      TooMany          429
      Refused          any other 4xx, or a redirect of a read
        NotTheApi      a proxy, a portal or another web server answered in place of the orders API
        Renewed        the sign-in had run out and was renewed; a forced write is not repeated by the machine
        Conflict       409 with another cause than those below
          UnknownContact  the e-mail address belongs to no contact
          CartClosed      the cart is EXPIRED or COMPLETE (or not ABANDONED, for expire)
          AlreadyUsed     the customer's id is taken
        Outdated       412, 428: the record moved in the meantime
      Invalid          an answer that was not understood, or a question that was never sent
      ServerFault      5xx on a read or on a sign-in
"""

from __future__ import annotations

from typing import Literal

from console.api.plain import visible

Need = Literal["read", "write"]


class ApiError(Exception):
    """What happened (`headline`), what one can do now (`advice`), and the facts for a report (`detail`).

    All texts are plain text, safe to show and to log: control and bidi characters are visible, secrets are not.
    `advice` always begins by saying whether anything was sent, saved or changed.

    sent    False: not one byte of the request left this machine. True: it left, at least in part.
            None: it is not about a request.
    status  the HTTP status, or None when there was no answer.
    reason  the server's own words (X-Reason, lifted out of its wrapping), at most 500 characters; may be empty.
    method, path  the request, the query included; never a body or a header.
    """

    def __init__(
        self,
        headline: str,
        advice: str = "",
        *,
        method: str = "",
        path: str = "",
        status: int | None = None,
        reason: str = "",
        raw_reason: str = "",
        note: str = "",
        sent: bool | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(headline)
        self.headline = headline
        self.advice = advice
        self.method = method
        self.path = visible(path, 2_000)
        self.status = status
        self.reason = reason
        self.raw_reason = raw_reason
        self.note = note
        self.sent = sent
        self.retry_after = retry_after

    @property
    def detail(self) -> str:
        """The facts, one a line: request, status, X-Reason as it came, and what the machine saw."""
        lines = [
            f"{self.method} {self.path}".strip(),
            f"HTTP status {self.status}" if self.status is not None else "",
            f"X-Reason: {self.raw_reason}" if self.raw_reason else "",
            self.note,
        ]
        return "\n".join(line for line in lines if line)

    def __str__(self) -> str:
        return self.headline

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.headline!r}, status={self.status}, sent={self.sent})"


class Stopped(ApiError):
    """The caller cancelled (`asked`), or the program is closing, and nothing can have been changed."""

    asked = True


class Unreachable(ApiError):
    """No connection could be made (`sent` is False), or it broke while an answer to a read was awaited."""


class Untrusted(Unreachable):
    """The server could not prove who it is, or does not speak TLS that is safe. There is no way around it."""


class TimedOut(ApiError):
    """Too slow. Either nothing was sent, or it was a read; a slow write is `OutcomeUnknown`."""


class OutcomeUnknown(ApiError):
    """A write left this machine and no complete, fitting answer came back. Read the record again and compare."""


class NotSignedIn(ApiError):
    """The sign-in server refused the client id or secret, or the API refuses every token it gives.

    `code` is the sign-in server's own word for it, such as `invalid_client` (RFC 6749, 5.2); empty where it gave none.
    """

    code: str = ""


class NotAllowed(ApiError):
    """403 with a fresh token: the permission `needs` ("read" or "write") is missing."""

    needs: Need = "read"


class ReadOnly(ApiError):
    """A write was wanted in an environment that is read-only; it was not sent."""


class NotFound(ApiError):
    """404: there is no such record."""


class TooMany(ApiError):
    """429: the server asked to slow down. `retry_after` are the seconds it named, or None."""


class Refused(ApiError):
    """The server understood and said no (4xx): nothing was saved."""


class NotTheApi(Refused):
    """Something else than the orders API answered: nothing is known of the record, the sign-in or a permission."""


class Renewed(Refused):
    """The sign-in had run out and is renewed now; a forced update is never repeated by the machine."""


class Conflict(Refused):
    """409 whose cause the server's words do not tell."""


class UnknownContact(Conflict):
    """409: the e-mail address belongs to no contact and createContact was not true."""


class CartClosed(Conflict):
    """409: the cart's status does not allow this any more."""


class AlreadyUsed(Conflict):
    """409 on add: an order, a return or a cart has this customer id already."""


class Outdated(Refused):
    """412 or 428: the server takes the record for one that was changed in the meantime."""


class Invalid(ApiError):
    """The answer was not understood, or the question was not one that may be sent (`sent` is False)."""


class ServerFault(ApiError):
    """5xx on a read or a sign-in. The same on a write is `OutcomeUnknown`."""
