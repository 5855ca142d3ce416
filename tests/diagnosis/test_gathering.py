"""Parts come in order, whatever becomes of one of them: it fails, hangs, or wants to end the program."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from console.diagnosis.gathering import Chapter, each, gathered


def test_a_part_that_fails_or_hangs_keeps_what_it_told_and_holds_no_other_up() -> None:
    never = threading.Event()

    def fails() -> Iterator[str]:
        yield "first"
        raise PermissionError(13, "Permission denied", "/secret/path")

    def hangs() -> Iterator[str]:
        yield "begun"
        never.wait(30)

    def ends() -> Iterator[str]:
        raise SystemExit(1)
        yield ""

    parts = [
        Chapter("A", fails),
        Chapter("B", hangs, 0.1),
        Chapter("C", ends),
        Chapter("D", lambda: ["well"]),
    ]
    assert list(gathered(parts)) == [
        "== A ==",
        "first",
        "This part could not be told (PermissionError, Permission denied).",
        "== B ==",
        "begun",
        "(no more was told within 0.1 s)",
        "== C ==",
        "This part could not be told (SystemExit).",
        "== D ==",
        "well",
    ]
    never.set()


def test_a_fact_that_cannot_be_had_is_told_as_that() -> None:
    assert list(each(("One", lambda: "1"), ("Two", lambda: str(1 // 0)), ("Three", lambda: "3"))) == [
        "One: 1",
        "Two: could not be told (ZeroDivisionError)",
        "Three: 3",
    ]
