"""Checks a tid and a tracking cookie pair by their form; it must not look any of them up or keep a tid."""

import re

from console.sandbox.answers import RefusalError
from console.sandbox.bodies import Body

_VALUE = re.compile(r"\d{1,3}(?:\.[A-Za-z0-9_-]*){3,64}", re.ASCII)
_COOKIE_NAME = re.compile(r"tid_[a-z0-9]{8,64}")


def settle_tracking(changes: Body, *, ignore_invalid: bool) -> None:
    """Turn the tracking properties of `changes` into what is stored.

    The tid itself goes; `hasTracking` comes when a tid or a pair is taken or cleared. A bad tid or pair is a 400
    refusal, or is dropped when `ignore_invalid`; half a pair is always a 400 refusal. Two empty texts clear the pair.
    """
    tid = changes.pop("tid", None)
    name = changes.pop("trackingCookieName", None)
    value = changes.pop("trackingCookieValue", None)
    if (name is None) != (value is None):
        missing = "trackingCookieValue" if value is None else "trackingCookieName"
        raise RefusalError(400, f"{missing} is missing: a tracking cookie is a name and a value")
    if name == "" and value == "":
        changes.update(trackingCookieName=None, trackingCookieValue=None, hasTracking=False)
    elif name is not None:
        if _fits(_COOKIE_NAME, name) and _fits(_VALUE, value):
            changes.update(trackingCookieName=name, trackingCookieValue=value, hasTracking=True)
        elif not ignore_invalid:
            raise RefusalError(
                400, "trackingCookieName and trackingCookieValue are not a valid tracking cookie"
            )
    if tid is not None:
        if _fits(_VALUE, tid):
            changes["hasTracking"] = True
        elif not ignore_invalid:
            raise RefusalError(400, "tid is not a valid tracking ID")


def _fits(form: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None
