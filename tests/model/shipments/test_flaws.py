"""Cells that show by themselves that a spreadsheet has lost or never had what was meant."""

from __future__ import annotations

import pytest

from console.model.shipments.flaws import WHY, Flaw, flaw_in


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        *(
            (text, "digits")
            for text in ("9.4E+21", "9,40011E+21", "1.2345e+15", "1E+15", "6.02677000000112E23", "9.4E-05")
        ),
        *(
            (text, "digits")
            for text in ("9400111899220000000000", "123456789012345000", "100000000000000000")
        ),
        *(
            (text, "error")
            for text in (
                "#N/A",
                "#NV",
                "#REF!",
                "#BEZUG!",
                "#VALUE!",
                "#DIV/0!",
                "#NAME?",
                "Err:502",
                "#####",
            )
        ),
        *((text, "no value") for text in ("=A1", "=SUM(A1:A2)", '="10"&"02"', "=+B2", "='Sheet 1'!A1")),
        *(
            (text, None)
            for text in ("", "1001", "#1001", "1E5", "12E45", "1Z999AA10123456784", "9400111899278485319414")
        ),
        *((text, None) for text in ("123456789012340", "== fragile ==", "= 2 boxes", "SO-1E+2", "#A1")),
    ],
)
def test_a_flaw_shows(text: str, flaw: Flaw | None) -> None:
    assert flaw_in(text) == flaw


def test_each_flaw_has_a_sentence_that_says_what_to_do() -> None:
    assert all(why.endswith(".") for why in WHY.values())
    assert (
        WHY["digits"]
        == "The spreadsheet has lost its last digits; format the column as text and export again."
    )
