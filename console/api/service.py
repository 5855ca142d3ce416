"""What every operation shares: an authorised exchange, and an answer that fits the question or an ApiError.

It must not know single fields of orders and carts beyond their ids.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from time import monotonic
from typing import Any, Self

from console.api import front
from console.api.auth import SignIn
from console.api.call import Call, CallEnded, CallTrace, Watcher
from console.api.errors import (
    ApiError,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    NotTheApi,
    ReadOnly,
    Refused,
    Renewed,
    ServerFault,
    Stopped,
)
from console.api.ids import is_hard_for_paths, same_id
from console.api.limits import Limits
from console.api.mask import Mask
from console.api.outgoing import About, Outgoing, built
from console.api.plain import visible
from console.api.reply import TooManyLines, UnreadableAnswer, ends_early, read_json, sample
from console.api.retry import seconds_asked
from console.api.transport import Response, Transport
from console.api.verdicts import (
    broken_off,
    facts,
    in_front,
    missing,
    reason_in,
    too_long,
    unfit,
    verdict,
    what_became_of,
)
from console.model.environment import AuthMethod, Environment
from console.runtime.cancel import Cancel

STANDARD = Limits()
_REFUSED = (401, 403)
PATH_MAY_BE_REFUSED = (NotFound, Refused, NotAllowed, Invalid, ServerFault)
"""What a read comes to where something in front of the server does not let the path through, or changes it."""
_PERMISSIONS = {"read": "orders/carts-read", "write": "orders/carts-write"}


class Service:
    """One environment's API: base address, connections and sign-in."""

    def __init__(
        self,
        environment: Environment,
        *,
        limits: Limits = STANDARD,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.environment = environment
        self.write_refused = ""
        """What the server said when it refused a write for want of the permission; empty once one was taken."""
        self._limits = limits
        self._renews = True
        self._renewed: object = None  # for a forced write, which is not repeated with it
        self._base = environment.api_url.rstrip("/")
        self._mask = Mask(environment.secret.reveal(), environment.client_id)
        self._transport = Transport(
            mask=self._mask,
            limits=limits,
            ca_file=environment.ca_file,
            proxy=environment.proxy,
            ends_early=ends_early,
        )
        self._clock = clock
        self._sign_in = self._signing_in(environment)

    def signs_in_by(self, method: AuthMethod, *, cancel: Cancel | None = None) -> bool:
        """Whether the sign-in server gives a token when the secret is sent this way; asked once, the token is dropped.

        Raises Stopped; any other failure is a no.
        """
        sign_in = self._signing_in(replace(self.environment, auth_method=method))
        with self._transport.call(cancel) as call:
            try:
                with suppress(CallEnded):
                    return bool(sign_in.token(call))
            except Stopped:
                raise
            except ApiError:
                return False
            ended = self._transport.ended(sign_in.outgoing, call)
        if isinstance(ended, Stopped):
            raise ended
        return False

    def _signing_in(self, environment: Environment) -> SignIn:
        return SignIn(
            environment, transport=self._transport, mask=self._mask, limits=self._limits, clock=self._clock
        )

    def without_renewal(self) -> Self:
        """The same with the same connections and sign-in, but a refused token is not renewed: for a test of them."""
        other = copy.copy(self)
        other._renews = False
        return other

    def _get(self, path: str, about: About, query: Mapping[str, str | bool] | None = None) -> Outgoing:
        return built("GET", self._base, path, about, query=query)

    def _ask(
        self,
        outgoing: Outgoing,
        cancel: Cancel | None,
        progress: Watcher | None = None,
        trace: CallTrace | None = None,
        *,
        at_once: bool = False,
    ) -> Response:
        """The answer to `outgoing` if it is a success (2xx). Raises any ApiError; `trace` is filled in in any case."""
        if outgoing.writes and self.environment.read_only:
            raise ReadOnly(
                f"“{self.environment.name}” is read-only on this computer.",
                "Nothing was sent. File > Environments can change that.",
                method=outgoing.method,
                path=outgoing.path,
                sent=False,
            )
        with self._transport.call(cancel, progress, at_once=at_once) as call:
            answer: Response | None = None
            try:
                with suppress(CallEnded):  # said below, where no library's exception hangs on to the error
                    answer = self._authorised(outgoing, call)
            finally:
                if trace is not None:
                    call.leave_trace(trace, answer.status if answer is not None else None)
            if answer is None:
                raise self._transport.ended(outgoing, call)
        if front.refuses_in_front(answer.status, answer.headers, answer.body):
            raise in_front(answer.status, answer.headers, answer.body, outgoing, conceal=self._mask)
        if answer.status in _REFUSED:
            refused = self._not_allowed(answer, outgoing)
            if isinstance(refused, NotAllowed) and refused.needs == "write":
                self.write_refused = refused.headline
            raise refused
        if not 200 <= answer.status < 300:
            raise verdict(
                answer.status,
                answer.headers,
                answer.body,
                outgoing,
                conceal=self._mask,
                retry_after=seconds_asked(answer.headers),
            )
        if outgoing.writes:
            self.write_refused = ""
        return answer

    def _authorised(self, outgoing: Outgoing, call: Call) -> Response:
        """The answer with a good token: one renewal and one repeat on 401 and 403, which mean that nothing was done."""
        token = self._sign_in.token(call)
        answer = self._transport.exchange(outgoing, call, token=token.access)
        if (
            self._renews
            and answer.status in _REFUSED
            and not front.refuses_in_front(answer.status, answer.headers, answer.body)
        ):
            call.refused = True
            if outgoing.forced and token == self._renewed:  # it is no question of the token's age
                return answer
            token = self._sign_in.renewed(call, refused=token)
            if outgoing.forced:
                self._renewed = token
                raise self._stale(answer, outgoing)
            answer = self._transport.exchange(outgoing, call, token=token.access)
        return answer

    def _one(
        self,
        outgoing: Outgoing,
        cancel: Cancel | None,
        progress: Watcher | None,
        trace: CallTrace | None = None,
        *,
        at_once: bool = False,
    ) -> dict[str, Any]:
        """The one record that `outgoing` asks for or changes; its id is the one that was asked for."""
        answer = self._ask(outgoing, cancel, progress, trace, at_once=at_once)
        found = self._json(answer, outgoing, (200, 201))
        if not isinstance(found, dict):
            raise self._unfit("it is not one record", answer, outgoing)
        about = outgoing.about
        key = f"customer{about.record.title()}Id" if about.by_customer_id else f"{about.record}Id"
        answered = found.get(key)
        fits = answered == about.id if about.by_customer_id else same_id(about.id, answered)
        if not fits:
            what = f"another {about.record}" if answered else f"a record without {key}"
            raise self._unfit(f"it holds {what}", answer, outgoing)
        return found

    def _found(
        self, outgoing: Outgoing, cancel: Cancel | None, progress: Watcher | None
    ) -> list[dict[str, Any]]:
        """The records that a search found; 204 is none."""
        answer = self._ask(outgoing, cancel, progress)
        if answer.status == 204:
            return []
        found = self._json(answer, outgoing, (200, 201))
        if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
            raise self._unfit("it is not a list of records", answer, outgoing)
        return found

    def _sought(
        self, outgoing: Outgoing, refused: ApiError, found: Sequence[dict[str, Any]]
    ) -> dict[str, Any]:
        """The record that a search found after its path was refused; only now may it be called missing."""
        about = outgoing.about
        fitting = [one for one in found if one.get(f"customer{about.record.title()}Id") == about.id]
        if len(fitting) == 1:
            return fitting[0]
        raise missing(outgoing, status=refused.status)

    @staticmethod
    def _may_search(error: ApiError, customer_id: str) -> bool:
        """Whether a shop's own id may be there though its path was refused: by what stands in front, or for its signs."""
        return bool(error.sent) and (isinstance(error, NotTheApi) or is_hard_for_paths(customer_id))

    def _done(
        self,
        outgoing: Outgoing,
        cancel: Cancel | None,
        progress: Watcher | None = None,
        trace: CallTrace | None = None,
    ) -> None:
        """Send a write whose answer has no body."""
        answer = self._ask(outgoing, cancel, progress, trace)
        if answer.status not in (200, 204):
            raise self._unfit(f"the status {answer.status} has no meaning here", answer, outgoing)

    def _json(self, answer: Response, outgoing: Outgoing, wanted: tuple[int, ...]) -> Any:
        problem, found, more = "", None, False
        too_many: TooManyLines | None = None
        if answer.status not in wanted:
            problem = f"the status {answer.status} has no meaning here"
        elif not answer.body.strip():
            problem = "it is empty"
        elif named := front.title(answer.headers, answer.body):
            problem = f"it is a web page titled “{named}” (perhaps a sign-in page), not data"
        else:
            try:
                found = read_json(answer.body, self._limits)
            except UnreadableAnswer as error:
                problem, more = str(error), error.more
                too_many = error if isinstance(error, TooManyLines) else None
        if too_many is not None and not outgoing.writes:
            raise too_long(too_many.count, too_many.most, outgoing, status=answer.status)
        if problem and answer.cut and not more:
            raise broken_off(outgoing, got=len(answer.body))
        if problem:
            raise self._unfit(problem, answer, outgoing)
        return found

    def _unfit(self, clause: str, answer: Response, outgoing: Outgoing) -> ApiError:
        beginning = sample(answer.body, self._mask)
        note = f"The answer begins: {beginning}" if beginning else ""
        return unfit(visible(self._mask(clause)), outgoing, status=answer.status, note=note)

    def _not_allowed(self, answer: Response, outgoing: Outgoing) -> ApiError:
        """401 or 403 with a fresh token. This API answers 403 to both, a proxy in front of it may answer 401."""
        reason, raw = reason_in(answer.headers, answer.body, self._mask)
        said = what_became_of(outgoing, left=True)
        needs = "write" if outgoing.writes else "read"
        if answer.status == 401:
            kind: type[ApiError] = NotSignedIn
            headline = "The server does not accept this environment's sign-in, not even a new one."
            advice = f"{said} Check that the token address belongs to the API address."
        else:
            kind = NotAllowed
            headline = f"This environment's integration may not {needs} orders and carts."
            advice = f"{said} Have the permission {_PERMISSIONS[needs]} granted to it."
        if not reason:
            advice += " No reason was given, so something in front of the server may have refused it as well."
        error = kind(
            headline,
            advice,
            status=answer.status,
            reason=reason,
            raw_reason=raw,
            **facts(outgoing, sent=True),
        )
        if isinstance(error, NotAllowed):
            error.needs = "write" if outgoing.writes else "read"
        return error

    def _stale(self, answer: Response, outgoing: Outgoing) -> ApiError:
        return Renewed(
            "The sign-in had run out; it has been renewed.",
            f"{what_became_of(outgoing, left=True)} A forced update is never repeated by itself: send it again.",
            status=answer.status,
            **facts(outgoing, sent=True),
        )
