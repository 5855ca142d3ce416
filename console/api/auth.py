"""Signing in: gets, keeps and renews the access token of one environment, one request at a time.

It must not show a token or the secret anywhere, never follow a redirect with them, and never ask for more than one
token at once however many calls need it.
"""

from __future__ import annotations

import copy
import threading
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import quote, urlsplit

from console.api.call import Call
from console.api.errors import ApiError, Stopped, TimedOut
from console.api.limits import Limits
from console.api.mask import Mask
from console.api.outgoing import About, Outgoing
from console.api.token_answers import granted
from console.api.transport import Response, Transport
from console.model.environment import Environment, Secret


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A token pair; `until` is a moment of the monotonic clock after which it is renewed.

    One is another even where both read the same: some servers give the same text to every sign-in within a second.
    """

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    until: float


@dataclass
class _Flight:
    """One renewal on its way; whoever comes meanwhile waits for it and takes its result."""

    done: threading.Event = field(default_factory=threading.Event)
    token: Token | None = None
    error: ApiError | None = None


class SignIn:
    """The sign-in of one environment (openapi.yaml, POST /oauth2/token). Safe to use from any thread.

    A token whose end comes near is renewed with its refresh token, and with id and secret if that is refused. A
    token that the API refused is renewed with id and secret at once: it may have been withdrawn together with its
    refresh token, and a permission that was granted meanwhile comes only that way.
    """

    def __init__(
        self,
        environment: Environment,
        *,
        transport: Transport,
        mask: Mask,
        limits: Limits,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        parts = urlsplit(environment.token_url)
        address = parts._replace(path=parts.path or "/").geturl()  # HTTP has no empty path
        self.outgoing = Outgoing("POST", address, None, About("sign-in", "read"))
        self._client_id, self._secret = environment.client_id, environment.secret
        self._basic, self._scope = environment.auth_method == "basic", environment.scope
        self._transport = transport
        self._mask = mask
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._held: Token | None = None
        self._flight: _Flight | None = None

    def token(self, call: Call) -> Token:
        """A token that should be good, fetched if need be.

        Raises NotSignedIn (id or secret refused), Refused (another 4xx), Invalid, ServerFault, Unreachable,
        TimedOut, Stopped; nothing but the sign-in was sent then.
        """
        return self._shared(call, refused=None)

    def renewed(self, call: Call, *, refused: Token) -> Token:
        """Another token than `refused`, which the API did not take: fetched once, whoever asks. Raises as `token`."""
        return self._shared(call, refused=refused)

    def _shared(self, call: Call, *, refused: Token | None) -> Token:
        while True:
            with self._lock:
                held = self._held
                if held is not None and held is not refused and self._clock() < held.until:
                    return held
                flight, leading = self._flight, self._flight is None
                if flight is None:
                    flight = self._flight = _Flight()
            if leading:
                return self._lead(flight, call, fresh=refused is not None)
            call.wait_for(flight.done)
            if flight.token is not None:
                return flight.token
            if flight.error is not None and not isinstance(flight.error, Stopped | TimedOut):
                raise copy.copy(flight.error)

    def _lead(self, flight: _Flight, call: Call, *, fresh: bool) -> Token:
        try:
            flight.token = self._fetched(call, None if fresh else self._held)
            return flight.token
        except ApiError as error:
            flight.error = copy.copy(error)
            raise
        finally:
            with self._lock:
                self._flight = None
                if flight.token is not None:
                    self._held = flight.token
            flight.done.set()

    def _fetched(self, call: Call, held: Token | None) -> Token:
        if held is not None and held.refresh is not None:
            answer = self._ask(call, {"grant_type": "refresh_token", "refresh_token": held.refresh})
            if answer.status not in (400, 401, 403):
                return self._read(answer)
        asked = {"scope": self._scope} if self._scope else {}
        return self._read(self._ask(call, {"grant_type": "client_credentials"} | asked))

    def _ask(self, call: Call, grant: dict[str, str]) -> Response:
        if self._basic:
            credentials = basic_credentials(self._client_id, self._secret)
            return self._transport.exchange(self.outgoing, call, form=grant, basic=credentials)
        form = grant | {"client_id": self._client_id, "client_secret": self._secret.reveal()}
        return self._transport.exchange(self.outgoing, call, form=form)

    def _read(self, answer: Response) -> Token:
        found = granted(answer, self.outgoing, scope=self._scope, mask=self._mask, limits=self._limits)
        margin = min(self._limits.token_margin, found.life / 10)
        return Token(found.access, found.refresh, self._clock() + found.life - margin)


def basic_credentials(client_id: str, secret: Secret) -> str:
    """Id and secret as a Basic header has them: each encoded as in a form, joined by a colon, in base64 (RFC 6749, 2.3.1).

    A blank is %20 and not +, which readers that undo a form's and those that undo a URL's encoding understand alike.
    """
    pair = ":".join(quote(part, safe="") for part in (client_id, secret.reveal()))
    return b64encode(pair.encode()).decode("ascii")
