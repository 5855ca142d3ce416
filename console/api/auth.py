"""Signing in: gets, keeps and renews the access token of one environment, one request at a time.

It must not show a token or the secret anywhere, never follow a redirect with them, and never ask for more than one
token at once however many calls need it.
"""

from __future__ import annotations

import copy
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from console.api.call import Call
from console.api.errors import ApiError, NotSignedIn, Refused, Stopped, TimedOut
from console.api.front import refuses_sign_in
from console.api.limits import Limits
from console.api.mask import Mask
from console.api.outgoing import About, Outgoing
from console.api.plain import visible
from console.api.reply import UnreadableAnswer, read_json
from console.api.retry import seconds_asked
from console.api.transport import Response, Transport
from console.api.verdicts import facts, in_front, unfit, verdict, what_became_of
from console.model.environment import Secret

_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")
_USUAL_LIFE, _LONGEST_LIFE = 300.0, 24 * 3600.0

_REFUSALS = {
    "invalid_scope": "This integration may not have the permissions orders/carts-read and orders/carts-write.",
    "unauthorized_client": "This integration may not sign in with a client ID and secret.",
    "unsupported_grant_type": "The sign-in server does not know this way of signing in (client_credentials).",
    "invalid_request": "The sign-in server did not understand the request.",
    "invalid_grant": "The sign-in server refused the grant.",
}


@dataclass(frozen=True, slots=True)
class _Token:
    """A token pair; `until` is a moment of the monotonic clock after which it is renewed."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    until: float


@dataclass
class _Flight:
    """One renewal on its way; whoever comes meanwhile waits for it and takes its result."""

    done: threading.Event = field(default_factory=threading.Event)
    access: str | None = field(default=None, repr=False)
    error: ApiError | None = None


class SignIn:
    """The sign-in of one environment (openapi.yaml, POST /oauth2/token). Safe to use from any thread.

    A token whose end comes near is renewed with its refresh token, and with id and secret if that is refused. A
    token that the API refused is renewed with id and secret at once: it may have been withdrawn together with its
    refresh token, and a permission that was granted meanwhile comes only that way.
    """

    def __init__(
        self,
        *,
        token_url: str,
        client_id: str,
        secret: Secret,
        transport: Transport,
        mask: Mask,
        limits: Limits,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        address = token_url if urlsplit(token_url).path else token_url + "/"  # HTTP has no empty path
        self._outgoing = Outgoing("POST", address, None, About("sign-in", "read"))
        self._client_id = client_id
        self._secret = secret
        self._transport = transport
        self._mask = mask
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._held: _Token | None = None
        self._flight: _Flight | None = None

    def token(self, call: Call) -> str:
        """A token that should be good, fetched if need be.

        Raises NotSignedIn (id or secret refused), Refused (another 4xx), Invalid, ServerFault, Unreachable,
        TimedOut, Stopped; nothing but the sign-in was sent then.
        """
        return self._shared(call, refused=None)

    def renewed(self, call: Call, *, refused: str) -> str:
        """Another token than `refused`, which the API did not take: fetched once, whoever asks. Raises as `token`."""
        return self._shared(call, refused=refused)

    def _shared(self, call: Call, *, refused: str | None) -> str:
        while True:
            with self._lock:
                held = self._held
                if held is not None and held.access != refused and self._clock() < held.until:
                    return held.access
                flight, leading = self._flight, self._flight is None
                if flight is None:
                    flight = self._flight = _Flight()
            if leading:
                return self._lead(flight, call, fresh=refused is not None)
            call.wait_for(flight.done)
            if flight.access is not None:
                return flight.access
            if flight.error is not None and not isinstance(flight.error, Stopped | TimedOut):
                raise copy.copy(flight.error)

    def _lead(self, flight: _Flight, call: Call, *, fresh: bool) -> str:
        try:
            token = self._fetched(call, None if fresh else self._held)
            flight.access = token.access
            return token.access
        except ApiError as error:
            flight.error = copy.copy(error)
            raise
        finally:
            with self._lock:
                self._flight = None
                if flight.access is not None:
                    self._held = token
            flight.done.set()

    def _fetched(self, call: Call, held: _Token | None) -> _Token:
        if held is not None and held.refresh is not None:
            answer = self._ask(call, {"grant_type": "refresh_token", "refresh_token": held.refresh})
            if answer.status not in (400, 401, 403):
                return self._read(answer)
        return self._read(self._ask(call, {"grant_type": "client_credentials"}))

    def _ask(self, call: Call, grant: dict[str, str]) -> Response:
        form = grant | {"client_id": self._client_id, "client_secret": self._secret.reveal()}
        return self._transport.exchange(self._outgoing, call, form=form)

    def _read(self, answer: Response) -> _Token:
        if answer.status != 200:
            raise self._refusal(answer)
        problem, found = "", None
        try:
            found = read_json(answer.body, self._limits, nan_is_null=True)
        except UnreadableAnswer as error:
            problem = str(error)
        if not problem:
            problem = _problem(found)
        if problem:
            raise unfit(problem, self._outgoing, status=answer.status)
        assert isinstance(found, dict)
        access, refresh = found["access_token"], found.get("refresh_token")
        if not (isinstance(refresh, str) and _TOKEN.fullmatch(refresh)):
            refresh = None
        for token in (access, refresh):
            if token is not None:
                self._mask.add(token)
        life = _life(found.get("expires_in"))
        margin = min(self._limits.token_margin, life / 10)
        return _Token(access, refresh, self._clock() + life - margin)

    def _refusal(self, answer: Response) -> ApiError:
        if refuses_sign_in(answer.status, answer.headers, answer.body):
            return in_front(answer.status, answer.headers, answer.body, self._outgoing, conceal=self._mask)
        code = _error_code(answer.body, self._limits)
        if answer.status == 401 or code == "invalid_client":
            return NotSignedIn(
                "The client ID or the client secret was refused.",
                f"{what_became_of(self._outgoing, left=True)} Check both in this environment's settings.",
                status=answer.status,
                reason=visible(self._mask(code)),
                **facts(self._outgoing, sent=True),
            )
        if answer.status == 400 and code in _REFUSALS:
            return Refused(
                _REFUSALS[code],
                f"{what_became_of(self._outgoing, left=True)} Ask whoever manages the integration.",
                status=answer.status,
                reason=code,
                **facts(self._outgoing, sent=True),
            )
        return verdict(
            answer.status,
            answer.headers,
            answer.body,
            self._outgoing,
            conceal=self._mask,
            retry_after=seconds_asked(answer.headers),
        )


def _problem(found: Any) -> str:
    """What is wrong with a token answer, as a clause; empty when all is well."""
    if not isinstance(found, dict):
        return "it is not a JSON object"
    if "access_token" not in found:
        return "it holds no access token"
    kind = found.get("token_type")
    if kind is not None and str(kind).lower() != "bearer":
        return "it holds a token of a kind that this program does not use"
    access = found["access_token"]
    if not (isinstance(access, str) and _TOKEN.fullmatch(access)):
        return "it holds a token that cannot be sent"
    return ""


def _life(expires_in: Any) -> float:
    """Seconds that a token lives: missing or senseless counts as 300, at most 24 h; 0 or less: for one use."""
    if isinstance(expires_in, bool) or not isinstance(expires_in, str | Decimal):
        return _USUAL_LIFE
    try:
        seconds = Decimal(expires_in)
    except InvalidOperation:
        return _USUAL_LIFE
    if not seconds.is_finite():
        return _USUAL_LIFE
    return min(max(float(seconds), 0.0), _LONGEST_LIFE)


def _error_code(body: bytes, limits: Limits) -> str:
    try:
        found = read_json(body, limits, nan_is_null=True)
    except UnreadableAnswer:
        return ""
    code = found.get("error") if isinstance(found, dict) else None
    return code if isinstance(code, str) else ""
