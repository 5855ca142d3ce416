"""The forms of single values in a body or a query; it must not know records, tables or HTTP beyond a refusal."""

import ipaddress
import re
from datetime import datetime
from decimal import Decimal

from console.sandbox import clock
from console.sandbox.answers import RefusalError
from console.sandbox.wire import JsonNumber

MAX_NUMBER_LENGTH = 400

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"
_LOCAL = re.compile(rf'{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\s]|\\\S)+"')
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def text(name: str, value: object) -> str | None:
    """Any text; the empty one clears (None)."""
    if not isinstance(value, str):
        raise RefusalError(400, f"{name} must be a text")
    return value or None


def number(name: str, value: object) -> JsonNumber:
    """A number, or a text that reads as a JSON number; its digits are kept."""
    digits = value.encoded_json if isinstance(value, JsonNumber) else value
    if not isinstance(digits, str) or len(digits) > MAX_NUMBER_LENGTH or not _NUMBER.fullmatch(digits):
        raise RefusalError(400, f"{name} must be a number")
    decimal = Decimal(digits)
    if decimal and not -325 < decimal.adjusted() < 309:
        raise RefusalError(400, f"{name} is too large or too small a number")
    return JsonNumber(digits)


def boolean(name: str, value: object) -> bool:
    """true or false; the texts "true" and "false" too, which a known client sends."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise RefusalError(400, f"{name} must be true or false")


def one_of(name: str, value: object, words: tuple[str, ...]) -> str:
    """One of the given words, in capitals as documented."""
    if not isinstance(value, str) or value not in words:
        raise RefusalError(400, f"{name} must be one of {', '.join(words)}")
    return value


def moment(name: str, value: object) -> datetime:
    """The UTC moment of an ISO-8601 date or date-time."""
    try:
        if isinstance(value, str):
            return clock.read(value)
    except ValueError:
        value = None
    raise RefusalError(400, f"{name} must be an ISO-8601 date")


def date(name: str, value: object) -> str:
    """A date, written the way this API answers dates."""
    return clock.write(moment(name, value))


def order_date(name: str, value: object) -> str:
    """A date from 2000-01-01 to five years ahead."""
    found = moment(name, value)
    if found < clock.read("2000-01-01"):
        raise RefusalError(400, f"{name} must not be earlier than 2000-01-01")
    if found > clock.years_after(clock.now(), 5):
        raise RefusalError(400, f"{name} must not be more than 5 years in the future")
    return clock.write(found)


def currency(name: str, value: object) -> str:
    """Three capital letters, as ISO-4217 codes are."""
    if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
        raise RefusalError(400, f"{name} must be an ISO-4217 currency code")
    return value


def email(name: str, value: object) -> str:
    """A plausible e-mail address, in any script on both sides of the @ (RFC 6531)."""
    if isinstance(value, str) and len(value) <= 254:
        local, _, domain = value.rpartition("@")
        labels = _encoded(domain).split(".")
        if (
            len(local.encode()) <= 64
            and _LOCAL.fullmatch(local)
            and local.isprintable()
            and len(labels) > 1
            and all(map(_LABEL.fullmatch, labels))
        ):
            return value
    raise RefusalError(400, f"{name} is not a valid e-mail address")


def _encoded(domain: str) -> str:
    """A domain as DNS has it; empty where there can be none of this name."""
    if domain.isascii():
        return domain
    import idna  # only for the few that need it

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


def ip(name: str, value: object) -> str:
    """An IPv4 or IPv6 address, kept as written."""
    try:
        if isinstance(value, str) and "%" not in value:
            ipaddress.ip_address(value)
            return value
    except ValueError:
        value = None
    raise RefusalError(400, f"{name} must be an IPv4 or IPv6 address")


def uuid(name: str, value: object) -> str:
    """A UUID in its hyphenated form, in small letters."""
    if not isinstance(value, str) or not is_uuid(value):
        raise RefusalError(400, f"{name} must be a UUID")
    return value.lower()


def is_uuid(value: str) -> bool:
    """Whether the text is a UUID in its hyphenated form."""
    return _UUID.fullmatch(value) is not None
