"""The README's table of settings, made from the declarations. `python -m tests.support.settings_table` prints it.

It must not know a setting of its own; a setting that is not declared is not in the table.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from console.model.setting import Choices, OnOff, Setting, ShortText, WholeNumber, declared
from console.model.settings import Settings


def table(usual: Settings) -> str:
    """Every setting as a Markdown table; `usual` are those of a first start."""
    head = ["| card | setting | may be | at first | in `window.ini` | |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *_rows(usual)])


def _rows(usual: Settings) -> Iterator[str]:
    for name, one in declared(usual).items():
        may_be, at_first = _words(one, getattr(usual, name))
        yield f"| {one.group} | {one.name} | {may_be} | {at_first} | `{one.key}` | {one.sentence} |"


def _words(one: Setting, value: object) -> tuple[str, str]:
    """What it may be and what it is at first, as people say it; in brackets what the file has for it."""
    allowed = one.allowed
    if isinstance(allowed, WholeNumber):
        unit = f" {allowed.unit}" if allowed.unit else ""
        return f"{allowed.least:,} to {allowed.most:,}{unit}", f"{value:,}"
    if isinstance(allowed, Choices):
        return ", ".join(f"{words} (`{code}`)" for code, words in allowed.words.items()), allowed.words[value]
    if isinstance(allowed, ShortText):
        return f"up to {allowed.longest:,} characters", str(value) or allowed.nothing
    assert isinstance(allowed, OnOff)
    return "on (`true`) or off (`false`)", "on" if value else "off"


if __name__ == "__main__":
    sys.stdout.write(table(Settings()) + "\n")
