"""The allow-list that an id passes before any URL is built from it.

It must not correct an id beyond what cannot change its meaning (case of a UUID), and never asks a server.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from console.api.errors import Invalid

LONGEST_CUSTOMER_ID = 200
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_HARD = re.compile(r"""[/\\%?#;:&=+*|<>"'`]|\.\.|^\.|\.$""")
_ADVICE = "Nothing was sent. Check the ID and try again."


def record_id(text: str, what: str) -> str:
    """The path segment for a generated order or cart id: a UUID in lower case. `what` is "order" or "cart".

    Raises Invalid for anything but 8-4-4-4-12 hexadecimal digits; nothing is trimmed or guessed here.
    """
    lowered = text.lower()
    if not _UUID.fullmatch(lowered):
        raise Invalid(f"This is not an ID that the service gives to {what}s.", _ADVICE, sent=False)
    return lowered


def customer_id(text: str, what: str) -> str:
    """The path segment for an id that the shop gave: percent-encoded whole, so that it stays one segment.

    Raises Invalid when it is empty, padded, longer than 200 characters, "." or ".." (which every HTTP library
    takes for a folder), or holds a character that cannot be printed.
    """
    if not text or text != text.strip() or text in (".", ".."):
        raise Invalid(f"This cannot be a customer {what} ID.", _ADVICE, sent=False)
    if len(text) > LONGEST_CUSTOMER_ID:
        raise Invalid(
            f"A customer {what} ID of {len(text)} characters is too long.",
            f"Nothing was sent. The limit is {LONGEST_CUSTOMER_ID} characters.",
            sent=False,
        )
    if any(unicodedata.category(character)[0] == "C" for character in text):
        raise Invalid(
            f"This customer {what} ID holds a character that cannot be printed.", _ADVICE, sent=False
        )
    return quote(text, safe="")


def is_hard_for_paths(text: str) -> bool:
    """Whether what stands in front of a server may refuse or change a path with this id in it, escaped as it is.

    Apache answers 404 to %2F, Tomcat 400, IIS 404 to %25 and 400 to %3A, and firewalls stop at %23 and "..".
    """
    return bool(_HARD.search(text))


def same_id(asked: str, answered: object) -> bool:
    """True when the answered generated id is the asked one; the case of the digits does not matter."""
    return isinstance(answered, str) and answered.lower() == asked.lower()
