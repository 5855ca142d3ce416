"""What a sign-in server answers: a token and how long it lives, or the error that its refusal is.

It must not quote the body of an answer, which may hold a token: of a refusal's it shows the two fields that RFC 6749 has
for people, masked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from console.api.errors import ApiError, NotSignedIn, Refused
from console.api.front import is_page, refuses_sign_in
from console.api.limits import Limits
from console.api.mask import Mask
from console.api.outgoing import Outgoing
from console.api.plain import REASON_LIMIT, visible
from console.api.reply import UnreadableAnswer, read_json
from console.api.retry import seconds_asked
from console.api.transport import Response
from console.api.verdicts import broken_off, facts, in_front, unfit, verdict, what_became_of

_TOKEN = re.compile(r"[\x21-\x7e]{1,16384}")
_WORTH_HIDING = 64 * 1024
"""What is longer can neither be sent nor shown."""
_USUAL_LIFE, _LONGEST_LIFE = 300.0, 24 * 3600.0
_TOKEN_NAMES = ("access_token", "refresh_token", "id_token")
_TELLING = (200, 400, 401, 403)
"""The statuses with which sign-in servers refuse, and say in JSON why; some say it with 200."""

OTHER_WAY = "Test connection there also tries the other way to send the secret."
_REFUSED = "The client ID or the client secret was refused."
_CHECK_BOTH = "Check both in this environment's settings."
_CHECK_REQUEST = "Check this environment's token address, and how the client secret is sent."
_REFUSALS = {
    "invalid_client": (_REFUSED, f"{_CHECK_BOTH} {OTHER_WAY}"),
    "unauthorized_client": (
        "This integration may not sign in with a client ID and secret (client_credentials).",
        "Ask whoever manages the integration to allow it, and check the client secret: some servers answer so to a wrong one.",
    ),
    "unsupported_grant_type": (
        "The sign-in server does not know this way of signing in (client_credentials).",
        "Check this environment's token address.",
    ),
    "invalid_request": (
        "The sign-in server did not understand the request.",
        _CHECK_REQUEST,
    ),
    "invalid_grant": (
        "The sign-in server refused this sign-in.",
        "Ask whoever manages the integration.",
    ),
    "invalid_target": (
        "The sign-in server wants to know which service the token is for, which this program cannot name.",
        "Ask whoever manages the integration for a default.",
    ),
    "access_denied": (
        "The sign-in server does not let this integration in.",
        "Ask whoever manages the integration.",
    ),
}


@dataclass(frozen=True, slots=True)
class Granted:
    """What a sign-in server gave: an access token, perhaps a refresh token, and the seconds that the former lives."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    life: float


def granted(answer: Response, outgoing: Outgoing, *, scope: str, mask: Mask, limits: Limits) -> Granted:
    """The tokens in an answer; the mask knows them from now on, whatever becomes of them.

    `scope` is what was asked for. Raises NotSignedIn (id or secret refused), another Refused, Invalid, ServerFault.
    """
    problem, found, more = "", None, False
    try:
        found = read_json(answer.body, limits, nan_is_null=True)
    except UnreadableAnswer as error:
        problem, more = str(error), error.more
    said = found if isinstance(found, dict) else {}
    for name in _TOKEN_NAMES:
        if isinstance(token := said.get(name), str) and len(token) <= _WORTH_HIDING:
            mask.add(token)
    if answer.status == 200 and (_TOKEN_NAMES[0] in said or "error" not in said):
        problem = problem or _problem(found)
    elif 200 <= answer.status < 300 and answer.status != 200:
        problem = f"it came with the status {answer.status}, where a token comes with 200"
    else:
        raise _refusal(answer, said, outgoing, scope=scope, conceal=mask)
    if problem and answer.cut and not more:
        raise broken_off(outgoing, got=len(answer.body))
    if problem:
        raise unfit(problem, outgoing, status=answer.status)
    refresh = said.get("refresh_token")
    if not (isinstance(refresh, str) and _TOKEN.fullmatch(refresh)):
        refresh = None
    return Granted(said["access_token"], refresh, _life(said.get("expires_in")))


def _refusal(
    answer: Response, said: dict[str, Any], outgoing: Outgoing, *, scope: str, conceal: Callable[[str], str]
) -> ApiError:
    code = _shown(said.get("error"), conceal, 100)
    description = _shown(said.get("error_description"), conceal, REASON_LIMIT)
    words = ": ".join(word for word in (code, description) if word)
    note = "\n".join(
        f"{name}: {word}" for name, word in (("error", code), ("error_description", description)) if word
    )
    # Of a page the title alone is shown, and not where it may be a token's.
    page = answer.body if is_page(answer.body) and b"_token" not in answer.body else b""
    if refuses_sign_in(answer.status, answer.headers, answer.body):
        return in_front(answer.status, answer.headers, page, outgoing, conceal=conceal)
    if answer.status in _TELLING and (code or answer.status == 401):
        kind = NotSignedIn if answer.status == 401 or code == "invalid_client" else Refused
        headline, hint = _telling(code, scope, kind)
        error: ApiError = kind(
            headline,
            f"{what_became_of(outgoing, left=True)} {hint}",
            status=answer.status,
            reason=words,
            note=note,
            **facts(outgoing, sent=True),
        )
        if isinstance(error, NotSignedIn):
            error.code = code
        return error
    asked = seconds_asked(answer.headers)
    error = verdict(answer.status, answer.headers, page, outgoing, conceal=conceal, retry_after=asked)
    if answer.status == 400 and not error.reason and not page:
        error.headline = "The sign-in server refused the request (status 400) and did not say why."
        error.advice = f"{what_became_of(outgoing, left=True)} {_CHECK_REQUEST}"
    error.reason, error.note = error.reason or words, note
    return error


def _telling(code: str, scope: str, kind: type[ApiError]) -> tuple[str, str]:
    """Headline and hint for an error code of RFC 6749, 5.2, or for one that nobody declared."""
    if code == "invalid_scope" and scope:
        return (
            f"This integration may not have the scope that was asked for: {scope}.",
            "Mend the scope in this environment's settings, or have it granted.",
        )
    if code == "invalid_scope":
        return (
            "The sign-in server wants a scope to be named (such as orders/carts-read), and none is set.",
            "Set the scope in this environment's settings, or have one granted.",
        )
    if code in _REFUSALS:
        return _REFUSALS[code]
    if kind is NotSignedIn:
        return _REFUSED, _CHECK_BOTH
    return (
        f"The sign-in was refused with “{code}”, a reason that this program does not know.",
        "Ask whoever runs the sign-in server.",
    )


def _shown(value: Any, conceal: Callable[[str], str], limit: int) -> str:
    return visible(conceal(value), limit) if isinstance(value, str) else ""


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
