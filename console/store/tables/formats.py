"""Number formats of spreadsheets: what a number with a format code looks like to the person who sees the sheet.

It must not invent a look: what a code would show other than the number's own digits, and this cannot work out, is None.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (number formats; the codes of built-in ids).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@", **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((32, 33), "h:mm"), **dict.fromkeys((34, 35, 55, 56), "yyyy-mm-dd"),
}  # fmt: skip
"""Codes by id; those of 27 to 36 and 50 to 58 are dates of East Asian languages, whose look does not matter here."""

DIGITS_KEPT = 10**15
"""From here on a spreadsheet's number has lost digits: it keeps fifteen."""

_PART = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[([^\]]*)\]|(General)|(.)', re.IGNORECASE | re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-\]]*)")
_DATE_SIGNS = set("ymdhsge年月日時分秒")
_BARE = " ()+/€$£¥₩₹'’\u00a0\u202f"
_POWER = re.compile(r"(?<=[0#?.])E[+-]", re.IGNORECASE)
_GROUPS = re.compile(r",[#0?]")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


def plain(value: float) -> str:
    """A number as a spreadsheet shows it with enough room: at most fifteen digits, no point where it is whole.

    From 10^15 on it is in powers of ten, so that nobody takes it for a number with all its digits.
    """
    if abs(value) >= DIGITS_KEPT:
        return f"{value:.15G}" if "E" in f"{value:.15G}" else f"{value:.14E}"
    if value == int(value):
        return str(int(value))
    return format(Decimal(f"{value:.15g}"), "f")


@lru_cache(maxsize=512)
def is_date(code: str) -> bool:
    """Whether a code shows dates or times."""
    for match in _PART.finditer(_POWER.sub("", code.split(";")[0])):
        if match[7] and match[7].lower() in _DATE_SIGNS:
            return True
        if match[5] and re.fullmatch("[hms]+", match[5], re.IGNORECASE):
            return True
    return False


def moment(value: float, *, since_1904: bool = False) -> str | None:
    """The date, date and time, or time of day of a serial number in ISO form; None where it is none."""
    if value < 0 or value >= 2_958_466:
        return None
    if value < 1:
        return _time(value).isoformat()
    try:
        days, part = divmod(value, 1)
        epoch = _EPOCH_1904 if since_1904 else _EPOCH + timedelta(days=value < 60)  # there was no 1900-02-29
        when = epoch + timedelta(days=days, seconds=round(part * 86_400))
    except (OverflowError, ValueError):
        return None
    return when.date().isoformat() if part == 0 else when.isoformat(" ")


def _time(value: float) -> time:
    return (datetime.combine(date(2000, 1, 1), time()) + timedelta(seconds=round(value * 86_400))).time()


def shown(value: float, code: str) -> str | None:
    """What a cell with this number and code shows, as far as it is an ID: zeros in front and letters count,
    marks of thousands, colours, currencies and decimals that are nothing do not. None where that cannot be told."""
    section, unsigned = _section(value, code)
    looks = _looks(section)
    if looks is None:
        return None
    number = abs(value) if unsigned else value
    if looks.general:
        return f"{looks.before}{plain(number)}{looks.after}"
    if looks.plain:
        return plain(number)
    if number != int(number) or abs(number) >= DIGITS_KEPT or (looks.thousands and abs(number) >= 1000):
        return None
    return f"{'-' if number < 0 else ''}{looks.before}{_filled(str(abs(int(number))), looks.pattern)}{looks.after}"


def shown_text(text: str, code: str) -> str | None:
    """What a cell with this text and code shows: the fourth section of a code may put something around it."""
    sections = code.split(";")
    if len(sections) < 4 and not (len(sections) == 1 and "@" in code):
        return text
    section = sections[3] if len(sections) > 3 else sections[0]
    found = ""
    for match in _PART.finditer(section):
        literal = match[1] or match[2] or (match[7] if match[7] and match[7] != "@" else "")
        found += text if match[7] == "@" else literal or ""
    return found.strip() if "@" in section else None


def _section(value: float, code: str) -> tuple[str, bool]:
    """The section of a code that a number is shown by, and whether it leaves the sign to the code."""
    sections = _split(code)
    for place, section in enumerate(sections[:2]):
        condition = _CONDITION.search("".join(re.findall(r"\[([<>=][^\]]*)\]", section)))
        if condition:
            if _holds(value, condition[1], float(condition[2])):
                return section, place > 0 and value < 0
            if place == len(sections[:2]) - 1:
                return sections[min(place + 1, len(sections) - 1)], False
        elif "[" in code and re.search(r"\[[<>=]", code):
            return section, False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _split(code: str) -> list[str]:
    return re.findall(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[]|["\[])*)(?:;|\Z)', code)[: code.count(";") + 1]


def _holds(value: float, sign: str, limit: float) -> bool:
    return {
        "<": value < limit,
        ">": value > limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[sign]


@dataclass(frozen=True, slots=True)
class _Looks:
    """A section of a code. `pattern` has a placeholder or a text that parts the digits in each place."""

    before: str
    pattern: tuple[str, ...]
    after: str
    general: bool
    thousands: bool

    @property
    def plain(self) -> bool:
        """Whether it shows a number's own digits and nothing that would be part of an ID."""
        return (
            not (self.before or self.after)
            and all(sign in "0#?" for sign in self.pattern)
            and not (self.pattern.count("0") > 1)
        )


@lru_cache(maxsize=512)
def _looks(section: str) -> _Looks | None:
    """How a section shows a whole number; None where it shows no digits, scales them or writes them as fractions."""
    pattern: list[str] = []
    before, between = "", ""
    general = decimals = thousands = False
    for match in _PART.finditer(section):
        quoted, escaped, _, _, bracket, whole, sign = match.groups()
        said = quoted or escaped or ""
        if bracket is not None:
            said = found[1] if (found := _CURRENCY.match(bracket)) else ""
        if sign and sign in "0#?":
            if not decimals:
                pattern += [between, sign] if between and pattern else [sign]
                before, between = (before, "") if pattern[1:] else (between, "")
            continue
        if sign == "," and pattern and _GROUPS.search(section):
            thousands = True
        elif sign in (",", "%", "@", "/"):
            return None
        elif sign in ("E", "e"):
            return _Looks("", ("0",), "", False, False)
        general = general or bool(whole)
        before, between = (between, "") if whole else (before, between)
        decimals = decimals or sign == "."
        if said or (sign and sign not in ".,+"):
            between += said or sign or ""
    if not pattern and not general:
        return None
    if not (before + between).strip(_BARE) and all(sign in "0#?" for sign in pattern):
        before = between = ""
    return _Looks(before.lstrip(), tuple(pattern), between.rstrip(), general, thousands)


def _filled(digits: str, pattern: Sequence[str]) -> str:
    """Digits put into a pattern from the right, as 00-000 shows 3105 as 03-105."""
    found: list[str] = []
    left = list(digits)
    for place in range(len(pattern) - 1, -1, -1):
        sign = pattern[place]
        if sign in ("0", "#", "?"):
            if left:
                found.append(left.pop())
            elif sign == "0":
                found.append("0")
        elif (left or "0" in pattern[:place]) and not (
            sign.isspace() and pattern[0] != "0"
        ):  # # ##0 is of thousands
            found.append(sign)
    return "".join(left) + "".join(reversed(found))
