"""What an operation hands back: an answer, or a refusal with its reason; it must not know any rule."""

import re
from dataclasses import dataclass

from starlette.responses import Response

MAX_REASON = 500

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True)
class Answer:
    """A success: status, and the JSON text of the body or None for no body."""

    status: int
    body: str | None = None


class RefusalError(Exception):
    """The call is refused with `status`; `reason` is what X-Reason says, in one line."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = _UNPRINTABLE.sub(" ", reason)[:MAX_REASON].strip()


class TokenRefusalError(RefusalError):
    """The token endpoint refuses: `error` is the RFC 6749 word."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(status, description)
        self.error = error


def success(answer: Answer) -> Response:
    """The response of an answer."""
    if answer.body is None:
        return Response(status_code=answer.status)
    return Response(answer.body, answer.status, media_type="application/json")


def refusal(status: int, reason: str, *, wrapped: bool, headers: dict[str, str] | None = None) -> Response:
    """The response of a refusal: X-Reason in UTF-8 bytes, and the same text as body where the contract has one (400)."""
    text = (
        f"ServiceExceptionMessage{{siteId=00001, statusCode={status}, reason={reason}}}"
        if wrapped
        else reason
    )
    response = Response(
        text if status == 400 else None, status, headers, "text/plain" if status == 400 else None
    )
    response.raw_headers.append((b"x-reason", text.encode()))
    return response
