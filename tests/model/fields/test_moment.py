"""Dates and times as they are read, shown and typed, in time zones unlike each other.

It must not depend on where or when it runs: every test names its zone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model import date_form
from console.model.date_form import DATE_FORMS, DateForm
from console.model.fields import moment
from console.model.fields.moment import HOW_TO, NotAMoment
from tests.support.tries import tries

BERLIN, KOLKATA, NEW_YORK = "Europe/Berlin", "Asia/Kolkata", "America/New_York"
MOSCOW = "Europe/Moscow"
ZONES = ("UTC", BERLIN, KOLKATA, NEW_YORK, "Asia/Dubai", "Asia/Kathmandu", "Pacific/Apia")

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot change its time zone")


@contextmanager
def zone(name: str) -> Iterator[None]:
    """This process's time zone, put back afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", name)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.fault(47)
@pytest.mark.parametrize(
    ("place", "text", "shown"),
    [
        (BERLIN, "2017-11-28T03:53:14.322Z", "2017-11-28 04:53:14 CET"),
        (BERLIN, "2017-07-28T03:53:00.000Z", "2017-07-28 05:53 CEST"),
        (KOLKATA, "2017-11-28T03:53:14.322Z", "2017-11-28 09:23:14 IST"),
        (NEW_YORK, "2017-11-28T03:53:14.322Z", "2017-11-27 22:53:14 EST"),
        ("UTC", "2017-11-28T03:53:14.322Z", "2017-11-28 03:53:14 UTC"),
        ("Asia/Dubai", "2017-11-28T03:53:00Z", "2017-11-28 07:53 +04"),
        # one hour, twice
        (BERLIN, "2026-10-25T00:30:00Z", "2026-10-25 02:30 CEST"),
        (BERLIN, "2026-10-25T01:30:00Z", "2026-10-25 02:30 CET"),
        (NEW_YORK, "2026-11-01T05:30:00Z", "2026-11-01 01:30 EDT"),
        (NEW_YORK, "2026-11-01T06:30:00Z", "2026-11-01 01:30 EST"),
        # and twice under one name, where a zone moved for good
        (MOSCOW, "2014-10-25T21:30:00Z", "2014-10-26 01:30 +04:00"),
        (MOSCOW, "2014-10-25T22:30:00Z", "2014-10-26 01:30 +03:00"),
        (MOSCOW, "2014-10-25T23:30:00Z", "2014-10-26 02:30 MSK"),
        # a bare date is one everywhere, and midnight UTC is what the service makes of it
        (NEW_YORK, "2015-01-02", "2015-01-02"),
        (KOLKATA, "2015-01-02T00:00:00.000Z", "2015-01-02"),
        (KOLKATA, "2015-01-02T05:30:00+05:30", "2015-01-02"),
        (BERLIN, "2015-01-02T00:00:00.001Z", "2015-01-02 01:00 CET"),
        # no offset means UTC; other offsets and forms are understood
        (BERLIN, "2015-01-02T10:00:00", "2015-01-02 11:00 CET"),
        (BERLIN, "2015-01-02T10:00:00+0000", "2015-01-02 11:00 CET"),
        (BERLIN, "2015-01-02 10:00:00-05", "2015-01-02 16:00 CET"),
        # what is no moment is shown as it came
        (BERLIN, "2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),
        (BERLIN, "2015-W01-5", "2015-W01-5"),
        (BERLIN, "20150102", "20150102"),
        (BERLIN, "1511841194322", "1511841194322"),
        (BERLIN, "10000-01-01", "10000-01-01"),
        (BERLIN, "0001-01-01T00:30:00+10:00", "0001-01-01T00:30:00+10:00"),
        (NEW_YORK, "0001-01-01T00:30:00Z", "0001-01-01T00:30:00Z"),
        (BERLIN, "9999-12-31T23:30:00Z", "9999-12-31T23:30:00Z"),
        (BERLIN, "soon", "soon"),
        (BERLIN, "", ""),
    ],
)
def test_shown(place: str, text: str, shown: str) -> None:
    with zone(place):
        assert moment.shown(text) == shown


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2017-11-28T03:53:14.322Z", "2017-11-28 03:53:14 UTC"),
        ("2017-11-28T04:53:00+01:00", "2017-11-28 03:53 UTC"),
        ("2015-01-02", "2015-01-02 00:00 UTC"),
        ("0009-01-02", "0009-01-02 00:00 UTC"),
        ("0001-01-01T00:30:00+10:00", ""),
        ("soon", ""),
    ],
)
def test_utc_stands_beside(text: str, utc: str) -> None:
    assert moment.in_utc(text) == utc


@pytest.mark.parametrize(
    ("place", "text", "sent"),
    [
        (BERLIN, "2026-11-21", "2026-11-21"),
        (BERLIN, " 2026-11-21 ", "2026-11-21"),
        (BERLIN, "2026-11-21 14:02", "2026-11-21T14:02:00+01:00"),
        (BERLIN, "2026-11-21T14:02", "2026-11-21T14:02:00+01:00"),
        (BERLIN, "2026-11-21 9:02", "2026-11-21T09:02:00+01:00"),
        (BERLIN, "2026-11-21 14:02:03", "2026-11-21T14:02:03+01:00"),
        (BERLIN, "2026-11-21 14:02:03.322", "2026-11-21T14:02:03.322+01:00"),
        (BERLIN, "2026-07-21 14:02", "2026-07-21T14:02:00+02:00"),
        (BERLIN, "2026-07-21 14:02 CEST", "2026-07-21T14:02:00+02:00"),
        (BERLIN, "2026-11-21 14:02 UTC", "2026-11-21T14:02:00+00:00"),
        (BERLIN, "2026-11-21T14:02:03.322Z", "2026-11-21T14:02:03.322+00:00"),
        (BERLIN, "2026-11-21 14:02 -05:00", "2026-11-21T14:02:00-05:00"),
        (BERLIN, "2026-11-21 14:02+0530", "2026-11-21T14:02:00+05:30"),
        (KOLKATA, "2026-11-21 14:02 IST", "2026-11-21T14:02:00+05:30"),
        ("Asia/Dubai", "2026-11-21 14:02 +04", "2026-11-21T14:02:00+04:00"),
        ("Asia/Kathmandu", "2026-11-21 14:02 +0545", "2026-11-21T14:02:00+05:45"),
        ("UTC", "2026-11-21 14:02", "2026-11-21T14:02:00+00:00"),
        # as people of other countries write them
        (BERLIN, "21.11.2026", "2026-11-21"),
        (BERLIN, "11/21/2026", "2026-11-21"),
        (BERLIN, "20261121", "2026-11-21"),
        (BERLIN, "２026-11-21", "2026-11-21"),
        (BERLIN, "21-Nov-2026 14:02", "2026-11-21T14:02:00+01:00"),
        (BERLIN, "2026-11-21 2:02 PM", "2026-11-21T14:02:00+01:00"),
        # the zone's name tells the two passes apart; without one it is the first
        (BERLIN, "2026-10-25 02:30 CEST", "2026-10-25T02:30:00+02:00"),
        (BERLIN, "2026-10-25 02:30 CET", "2026-10-25T02:30:00+01:00"),
        (BERLIN, "2026-10-25 02:30", "2026-10-25T02:30:00+02:00"),
        (NEW_YORK, "2026-11-01 01:30 EST", "2026-11-01T01:30:00-05:00"),
        # before standard time an offset had seconds, which ISO 8601 has not
        (BERLIN, "1890-01-01 12:00", "1890-01-01T11:06:32+00:00"),
    ],
)
def test_typed(place: str, text: str, sent: str) -> None:
    with zone(place):
        assert moment.typed(text) == sent


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", HOW_TO),
        ("tomorrow", HOW_TO),
        ("03/04/2026", "03/04/2026 could be two dates; write 2026-03-04 or 2026-04-03."),
        ("2026-11-31", HOW_TO),
        ("2026-13-01 10:00", HOW_TO),
        ("2026-11-21 25:00", HOW_TO),
        ("2026-11-21T", HOW_TO),
        ("2026-W47-6", HOW_TO),
        ("2026-11-21 14", HOW_TO),
        ("2026-11-21 14:02 +99:00", HOW_TO),
        ("2026-11-21 23:59:60", HOW_TO),
        ("0001-01-01 00:30", HOW_TO),
        (
            "2026-11-21 14:02 EST",
            "“EST” is not the time zone here (CET); write UTC or an offset such as +01:00.",
        ),
        (
            "2026-11-21 14:02 CEST",
            "“CEST” is not the time zone here (CET); write UTC or an offset such as +01:00.",
        ),
        (
            "2026-10-25 02:30 EST",
            "“EST” is not the time zone here (CEST or CET); write UTC or an offset such as +01:00.",
        ),
        (
            "2026-03-29 02:30",
            "The clocks here were put forward and skipped that time; write another, or write it in UTC.",
        ),
        (
            "2026-03-29 02:30 CET",
            "The clocks here were put forward and skipped that time; write another, or write it in UTC.",
        ),
    ],
)
def test_what_is_no_moment_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with zone(BERLIN), pytest.raises(NotAMoment) as refused:
        moment.typed(text)
    assert str(refused.value) == sentence


@given(
    when=st.datetimes(datetime(1950, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),
    place=st.sampled_from(ZONES),
    form=st.sampled_from(DATE_FORMS),
)
@tries(300)
def test_typing_what_is_shown_means_the_moment_shown(when: datetime, place: str, form: DateForm) -> None:
    text = when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    with zone(place):
        shown = moment.shown(text, form)
        again = moment.instant(moment.typed(shown))
    left_out = moment.instant(text) - again
    assert timedelta(0) <= left_out < timedelta(seconds=1)


@given(day=st.dates(), place=st.sampled_from(ZONES), form=st.sampled_from(DATE_FORMS))
@tries(300)
def test_a_bare_date_of_any_year_is_typed_back_as_itself(day: date, place: str, form: DateForm) -> None:
    with zone(place):
        assert moment.typed(moment.shown(day.isoformat(), form)) == day.isoformat()


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_in_words_is_that_month_when_it_is_typed(month: int) -> None:
    with zone(BERLIN):
        for day in (1, 12, 28):
            text = f"2026-{month:02}-{day:02}"
            assert moment.typed(date_form.written(date(2026, month, day), "words")) == text
            assert moment.typed(moment.shown(f"{text}T13:07:09Z", "words"))[:10] == text


@pytest.mark.parametrize(
    ("place", "text", "shown"),
    [
        (BERLIN, "2017-11-28T03:53:14.322Z", "28 Nov 2017 04:53:14 CET"),
        (NEW_YORK, "2017-11-28T03:53:00.000Z", "27 Nov 2017 22:53 EST"),
        (MOSCOW, "2014-10-25T22:30:00Z", "26 Oct 2014 01:30 +03:00"),
        ("Asia/Dubai", "2017-05-01T03:53:00Z", "1 May 2017 07:53 +04"),
        (KOLKATA, "2015-01-02T00:00:00.000Z", "2 Jan 2015"),
        (BERLIN, "0009-01-02", "2 Jan 0009"),
        (BERLIN, "soon", "soon"),
    ],
)
def test_in_words_the_month_has_its_name_and_all_else_is_the_same(place: str, text: str, shown: str) -> None:
    with zone(place):
        assert moment.shown(text, "words") == shown


def test_everything_written_follows_the_form_that_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 7, 1, 11, 2, 5, tzinfo=UTC)
    monkeypatch.setattr(date_form.IN_USE, "form", "words")
    with zone(BERLIN):
        assert moment.shown("2026-07-01T11:02:05Z") == "1 Jul 2026 13:02:05 CEST"
        assert moment.local(at) == "1 Jul 2026 13:02 CEST"
        assert moment.local(at, form="iso") == "2026-07-01 13:02 CEST"
        assert moment.utc(at) == moment.in_utc("2026-07-01T11:02:05Z") == "1 Jul 2026 11:02:05 UTC"
        assert moment.on_day("2026-11-21 09:14 Z", date(2026, 12, 4)) == "4 Dec 2026 09:14 Z"
        assert moment.on_day("", date(2026, 12, 4)) == moment.only_day("2026-12-04 09:14") == "4 Dec 2026"
        assert moment.typed("1 Jul 2026 13:02:05 CEST") == "2026-07-01T13:02:05+02:00", "never what is sent"


@given(when=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), place=st.sampled_from(ZONES))
@tries(150)
def test_a_local_time_is_sent_as_itself_or_refused(when: datetime, place: str) -> None:
    text = when.isoformat(sep=" ", timespec="minutes")
    with zone(place):
        try:
            sent = moment.typed(text)
        except NotAMoment as refused:
            assert "skipped" in str(refused)  # noqa: PT017 - both ways are right, for different times
        else:
            assert sent.startswith(text.replace(" ", "T"))


@given(st.text(max_size=30))
@tries(150)
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    moment.shown(text)
    moment.in_utc(text)
    try:
        moment.instant(moment.typed(text))
    except NotAMoment as refused:
        assert str(refused).endswith(".")  # noqa: PT017


@pytest.mark.parametrize(
    ("place", "changed"),
    [
        (MOSCOW, "2014-10-25T22:00:00+00:00"),
        ("Asia/Novosibirsk", "2014-10-25T19:00:00+00:00"),
        ("Asia/Pyongyang", "2015-08-14T15:00:00+00:00"),
        ("America/Caracas", "2007-12-09T07:00:00+00:00"),
        ("America/Sao_Paulo", "2019-02-17T02:00:00+00:00"),
        ("Australia/Lord_Howe", "2026-04-04T15:00:00+00:00"),
        ("Pacific/Apia", "2011-12-30T10:00:00+00:00"),
        (BERLIN, "2026-10-25T01:00:00+00:00"),
        (KOLKATA, "2026-10-25T01:00:00+00:00"),
    ],
)
@pytest.mark.parametrize("form", DATE_FORMS)
def test_a_time_that_is_typed_back_as_it_was_shown_does_not_shift(
    place: str, changed: str, form: DateForm
) -> None:
    with zone(place):
        for minutes in range(-180, 181, 15):
            when = datetime.fromisoformat(changed) + timedelta(minutes=minutes)
            text = when.isoformat().replace("+00:00", ".000Z")
            shown = moment.shown(text, form)
            assert moment.instant(moment.typed(shown)) == when, shown


def test_the_name_of_a_zone_that_had_an_hour_twice_under_it_is_asked_for_its_offset() -> None:
    with zone(MOSCOW), pytest.raises(NotAMoment) as refused:
        moment.typed("2014-10-26 01:30 MSK")
    assert str(refused.value) == (
        "The clocks here were put back and showed that time twice; "
        "write 2014-10-26 01:30 +04:00 or 2014-10-26 01:30 +03:00."
    )


@pytest.mark.parametrize("place", ["UTC", BERLIN, "America/Sao_Paulo", KOLKATA])
def test_a_moment_is_written_in_one_way_whether_it_was_typed_or_noted(place: str) -> None:
    with zone(place):
        at = datetime(2026, 7, 1, 11, 2, 5, tzinfo=UTC)
        assert moment.local(at, seconds=True) == moment.shown("2026-07-01T11:02:05Z")
        assert moment.local(at) == moment.shown("2026-07-01T11:02:00Z")
        assert moment.utc(at) == moment.in_utc("2026-07-01T11:02:05Z") == "2026-07-01 11:02:05 UTC"
        assert moment.instant(moment.typed(moment.local(at, seconds=True))) == at, (
            "what is written can be typed"
        )


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("", "2026-12-24"),
        ("no date", "2026-12-24"),
        ("2026-11-21", "2026-12-24"),
        ("21 Nov 2026 9:14", "2026-12-24 09:14"),
        ("2026-11-21 09:14:05.5 Z", "2026-12-24 09:14:05.5 Z"),
        ("2026-11-21 09:14 -05:30", "2026-12-24 09:14 -05:30"),
        ("2026-07-21 09:14 CEST", "2026-12-24 09:14"),
    ],
)
def test_another_day_keeps_the_time_and_a_zone_that_is_the_same_on_every_day(text: str, becomes: str) -> None:
    assert moment.on_day(text, date(2026, 12, 24)) == becomes


@pytest.mark.parametrize(
    ("text", "day"), [("21.11.2026", 21), ("2026-11-21 23:59 UTC", 21), ("01/02/2026", None)]
)
def test_the_day_of_a_text_is_known_only_where_it_is_one(text: str, day: int | None) -> None:
    found = moment.day_of(text)
    assert (found.day if found else None) == day
