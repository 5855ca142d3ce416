"""Dates as files and people write them: one meaning is read, two are refused with both, none is refused with how to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.fields import dates
from console.model.fields.dates import NotADate

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    "text",
    [
        *("27er novembre 2026", "Fri Nov 27 14:02:05 CET 2026", "Fri Nov 27 14:02:05 2026"),
        *(
            "20261127140205",
            "20261127T140205Z",
            "46353,5",
            "27 de nov. de 2026 às 14:02",
            "27/11/2026 ore 14:02",
        ),
        *("27.11.2026 r.", "27 listopada 2026 r.", "27.11.2026 v 14:02", "27.11.2026 klo 14.02"),
        *("2026年11月27日 14時02分", "2026年11月27日 14時02分05秒", "2026년 11월 27일 14시 02분"),
        *("27 November 2026 pukul 14.02", "27 พ.ย. 2026", "27 พฤศจิกายน 2026", "27 tháng 11, 2026"),
        *(
            "ngày 27 tháng 11 năm 2026",
            "14:02 27/11/2026",
            "14:02:05 27-11-2026",
            "27 Kas 2026",
            "27 ноября 2026",
        ),
        *(
            "27 ноября 2026 г., 14:02",
            "27.11.2026 г.",
            "27 нояб. 2026",
            "27 листопада 2026 р.",
            "27 Νοεμβρίου 2026",
        ),
        *("27 ноември 2026 г.", "27.11.2026 klockan 14:02", "27. november 2026"),
        *("2026-11-27", "2026/11/27", "2026.11.27", "2026. 11. 27.", "20261127", "46353", "46353.584722"),
        *(
            "27.11.2026",
            "27.11.26",
            "27. 11. 2026",
            "27.11.2026.",
            "27-11-2026",
            "27/11/2026",
            "27/11/26",
            "27-11-26",
        ),
        *(
            "11/27/2026",
            "11/27/26",
            "11-27-2026",
            "27.11.2026 14:02",
            "27/11/2026 14h02",
            "27.11.2026 14.02 Uhr",
        ),
        *(
            "11/27/2026 12:00:00 AM",
            "11/27/2026 2:02 p.m.",
            "2026-11-27T14:02:00Z",
            "2026-11-27T14:02:00.000+0000",
        ),
        *(
            "2026-11-27 09:30",
            "2026/11/27 14:02",
            "Nov 27, 2026",
            "November 27, 2026",
            "27-Nov-2026",
            "27-Nov-26",
        ),
        *(
            "ngày 27 tháng 11 năm 2026",
            "27 tháng 11, 2026",
            "27/11/2026 às 14:02",
            "27 November 2026 pukul 14.02",
        ),
        "Fri Nov 27 2026 14:02:00 GMT+0100 (Central European Standard Time)",
        *("27 Nov 2026", "27th November 2026", "Nov-27-2026", "2026-Nov-27", "Fri, 27 Nov 2026"),
        *(
            "Friday, November 27, 2026 2:02 PM",
            "27. November 2026",
            "27 nov. 2026",
            "vendredi 27 novembre 2026",
        ),
        *(
            "27 de noviembre de 2026",
            "27 novembre 2026",
            "27 november 2026",
            "27 listopada 2026",
            "27. listopadu 2026",
        ),
        *(
            "2026. november 27.",
            "27 noiembrie 2026",
            "27 de novembro de 2026",
            "27. novembra 2026",
            "27. marraskuuta 2026",
        ),
        *(
            "2026年11月27日",
            "2026年11月27日(金)",
            "2026년 11월 27일",
            "2026. 11. 27. 오후 2:02",
            "R8.11.27",
            "令和8年11月27日",
        ),
        *("２０２６/１１/２７", " 2026-11-27 "),
    ],
)
def test_a_date_with_one_meaning_is_read(text: str) -> None:
    assert dates.day(text, TODAY) == TODAY


@pytest.mark.parametrize(
    ("text", "one", "two"),
    [
        ("03/04/2026", "2026-03-04", "2026-04-03"),
        ("3-4-2026", "2026-03-04", "2026-04-03"),
        ("03/04/26", "2026-03-04", "2026-04-03"),
        ("26/11/27", "2026-11-27", "2027-11-26"),
        ("26-11-27", "2026-11-27", "2027-11-26"),
    ],
)
def test_a_date_with_two_meanings_is_refused_with_both(text: str, one: str, two: str) -> None:
    with pytest.raises(NotADate) as refused:
        dates.day(text, TODAY)
    assert str(refused.value) == f"{text} could be two dates; write {one} or {two}."


@pytest.mark.parametrize("text", ["0026-11-27", "2099-11-27", "27.11.0026", "27/11/2569", "1/2/1903"])
def test_a_year_far_off_is_refused(text: str) -> None:
    with pytest.raises(NotADate, match="is far off"):
        dates.day(text, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "soon",
            "27-Nov",
            "Nov 2026",
            "13/13/2026",
            "2026-11-31",
            "2026-13-01",
            "12:00",
            "27. listopada 2026",
            "1234",
        ),
        *("1" * 100, "27 Foo 2026", "Nov 27 Dec 2026", "2026-11-27 25:99:00 x 27", "9999999"),
    ],
)
def test_what_is_no_date_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        dates.day(text, TODAY)
    assert dates.HOW_TO[1:] in str(refused.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("27.11.2026 14:02", "2026-11-27 14:02"),
        ("11/27/2026 2:02:05 PM", "2026-11-27 14:02:05"),
        ("11/27/2026 12:00 AM", "2026-11-27 00:00"),
        ("2026-11-27 9:30:12.123 +01:00", "2026-11-27 09:30:12.123 +01:00"),
        ("27-Nov-2026 14:02 UTC", "2026-11-27 14:02 UTC"),
        ("46353.584722", "2026-11-27"),
    ],
)
def test_a_time_is_kept_behind_the_date(text: str, expected: str) -> None:
    assert dates.normal(text) == expected


def test_today_is_known_in_words() -> None:
    assert all(
        dates.is_today(text) for text in ("today", " Today ", "heute", "aujourd’hui", "hari ini", "今日")
    )
    assert not any(dates.is_today(text) for text in ("", "tomorrow", "ma", "2026-11-27"))


@given(st.dates(date(2007, 1, 1), date(2031, 12, 31)))
def test_any_day_is_read_from_the_forms_that_have_one_meaning(when: date) -> None:
    for form in (
        "%Y-%m-%d",
        "%d.%m.%Y",
        "%Y/%m/%d",
        "%d-%b-%Y",
        "%B %d, %Y",
        "%Y%m%d",
        "%d.%m.%y",
        "%Y年%m月%d日",
    ):
        assert dates.day(when.strftime(form), TODAY) == when


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        dates.day(text, TODAY)
    except NotADate as refused:
        assert str(refused).endswith(".")  # noqa: PT017
