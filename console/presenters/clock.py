"""The clock that presenters read, so that tests can hand in one of their own.

It must not be read by the model; rules are told what time it is.
"""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Now, with its zone."""
    return datetime.now(UTC)
