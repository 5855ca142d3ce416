"""One call of the API as the rules see it; it must not know Starlette or sockets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from console.sandbox import clock


@dataclass(frozen=True)
class SandboxSettings:
    """How this sandbox was started; seconds where a time is meant."""

    strict: bool = False
    wrapped_reasons: bool = False
    log_answers: bool = False
    expires_in: float = 3600.0
    delay: float = 0.0


@dataclass(frozen=True)
class Received:
    """Decoded path parameters, query (first value of each name), Authorization header and body bytes."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    authorization: str | None
    content_type: str
    body: bytes
    settings: SandboxSettings

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean of the query: `true` in any case is true, everything else that is given is false."""
        return self.query[name].lower() == "true" if name in self.query else default

    @property
    def ignore_invalid_tracking(self) -> bool:
        """ignoreInvalidTid, or the name that the vendor's samples use for it."""
        return self.flag("ignoreInvalidTid") or self.flag("ignoreInvalidTracking")


def touched(previous: str) -> str:
    """The updatedDate of a write that is applied now."""
    moment: datetime = clock.later_than(previous, clock.now())
    return clock.write(moment)
