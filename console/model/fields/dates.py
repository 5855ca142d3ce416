"""Dates as people and programs of many countries write them, brought into the one form that has one meaning.

It must not choose between two meanings: 03/04/2026 is refused with both, and a year far off is a slip.

Sources: default formats of LibreOffice Calc and Excel in de, fr, en_IN, ja, ko, hu; month names of the Unicode CLDR.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

HOW_TO = "Write a date as 2026-11-21, or with a time as 2026-11-21 14:02."
TODAY = frozenset(
    {
        "today",
        "heute",
        "aujourd'hui",
        "hoy",
        "oggi",
        "vandaag",
        "dzis",
        "dzisiaj",
        "dnes",
        "azi",
        "idag",
        "i dag",
    }
    | {
        "hoje",
        "今日",
        "本日",
        "오늘",
        "今天",
        "bugun",
        "tanaan",
        "сегодня",
        "сьогодні",
        "днес",
        "σημερα",
        "danas",
        "hari ini",
        "วันนี้",
        "hom nay",
    }
)
"""Words for this day, in plain form."""

_MONTHS = (
    "jan januar january janvier janv enero ene gennaio gen januari styczen stycznia sty leden ledna led"
    " januarie ian ianuarie janeiro tammikuu tammikuuta ocak januara"
    " oca янв январь января януари січня січень ιαν ιανουαριου ιανουαριος มกราคม",
    "feb februar february fevrier fevr fev febrero febbraio februari luty lutego lut unor unora uno febr"
    " februarie fevereiro helmikuu helmikuuta subat februara"
    " sub peb фев февр февраль февраля февруари лютого лютий φεβ φεβρουαριου φεβρουαριος กุมภาพันธ์",
    "mar march marz maerz mrz mars marzo maart mrt marzec marca brezen brezna bre marcius marc martie"
    " marco maaliskuu maaliskuuta mart"
    " maret marts marec mac мар марта март березня березень μαρ μαρτιου μαρτιος มีนาคม",
    "apr april avril avr abril abr aprile kwiecien kwietnia kwi duben dubna dub aprilis aprilie huhtikuu"
    " huhtikuuta nisan aprila"
    " nis апр апрель апреля април квітня квітень απρ απριλιου απριλιος เมษายน",
    "may mai mayo maggio mag mei maj maja kveten kvetna kve majus maio toukokuu toukokuuta mayis"
    " май мая травня травень μαι μαιου μαιος พฤษภาคม",
    "jun june juni juin junio giugno giu czerwiec czerwca cze cerven cervna cvn junius iunie iun junho"
    " kesakuu kesakuuta haziran juna"
    " haz июн июнь июня юни червня червень ιουν ιουνιου ιουνιος มิถุนายน",
    "jul july juli juillet juil julio luglio lug lipiec lipca lip cervenec cervence cvc julius iulie iul"
    " julho heinakuu heinakuuta temmuz jula"
    " tem julai июл июль июля юли липня липень ιουλ ιουλιου ιουλιος กรกฎาคม",
    "aug august aout agosto ago augustus sierpien sierpnia sie srpen srpna srp augusztus augusti elokuu"
    " elokuuta agustos augusta"
    " agustus agu ogos авг август августа серпня серпень αυγ αυγουστου αυγουστος สิงหาคม",
    "sep sept september septembre septiembre settembre set wrzesien wrzesnia wrz zari szeptember szept"
    " septembrie setembro syyskuu syyskuuta eylul septembra"
    " eyl сен сент сентябрь сентября септември вересня вересень σεπ σεπτ σεπτεμβριου σεπτεμβριος กันยายน",
    "oct okt october oktober octobre octubre ottobre ott pazdziernik pazdziernika paz rijen rijna rij"
    " octombrie outubro out lokakuu lokakuuta ekim oktobra"
    " eki окт октябрь октября октомври жовтня жовтень οκτ οκτωβριου οκτωβριος ตุลาคม",
    "nov november novembre noviembre listopad listopada listopadu lis noiembrie noi novembro marraskuu"
    " marraskuuta kasim novembra"
    " kas ноя нояб ноябрь ноября ноември листопада листопад νοε νοεμβριου νοεμβριος พฤศจิกายน",
    "dec dez december dezember decembre diciembre dic dicembre grudzien grudnia gru prosinec prosince pro"
    " decembrie dezembro joulukuu joulukuuta aralik decembra des desember"
    " ara disember дек декабрь декабря декември грудня грудень δεκ δεκεμβριου δεκεμβριος ธันวาคม",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_HALVES = {"오전": "am", "午前": "am", "上午": "am", "오후": "pm", "午後": "pm", "下午": "pm"}
_THAI = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()  # noqa: SIM905
_TIME = re.compile(
    r"(?:(?<=[\s日일,])|T|t)[\s,]*(?:(?:um|at|a|à|às|as|alle|om|kl\.?|klo|klockan|klokken|le|o|v|в|ore|pukul|jam|saat|lúc)\s+)?"
    r"(?P<early>오전|오후|午前|午後|上午|下午)?\s*"
    r"(?P<hour>\d{1,2})(?:[:hH]|[時时시]\s?|\.(?=\d\d(?:\.\d\d)?\s*(?:uhr|$)))(?P<minute>\d\d)"
    r"(?:[分분]\s?)?(?:(?:[:.]|(?<=[分분])|(?<=[分분]\s))(?P<second>\d\d)[秒초]?(?P<part>[.,]\d{1,9})?)?"
    r"\s*(?:uhr\b)?\s*(?P<late>[AaPp]\.?\s?[Mm]\.?(?![A-Za-z]))?\s*(?P<zone>.*)$",
    re.IGNORECASE,
)
_TIME_FIRST = re.compile(r"(\d{1,2}:\d\d(?::\d\d)?),?\s+(?=\d{1,4}[./-])(.+)")
_TIME_WITHIN = re.compile(r"(.+\s\d{1,2})\s+(\d\d:\d\d:\d\d)(?:\s+([A-Z]{3,4}|[+-]\d{4}))?\s+(\d{4})")
"""As `date` and `ctime` write it: Fri Nov 27 14:02:05 CET 2026."""
_RUN_TOGETHER = re.compile(r"(\d{8})[Tt]?(\d\d)(\d\d)(\d\d)(?:[.,]\d+)?([Zz]?)")
_OF_THE_YEAR = re.compile(r"(?<=\d)\s*(?:r|г|р|год[а]?|року|roku)\.?(?=$|[\s,])", re.IGNORECASE)
_VIETNAMESE = re.compile(r"(?:ngay\s+)?(\d{1,2})\s+thang\s+(\d{1,2})(?:,|\s+nam)?\s+(\d{4})")
_THREE = re.compile(r"(\d{1,4})\s*([./\-])\s*(\d{1,2})\s*\2\s*(\d{1,4})\s*\.?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SIGNS = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_SCRIPTS = re.compile(r"(?:GMT|UTC)([+-]\d{4})(?:\s*\(.*)?")
"""A zone as JavaScript writes it behind a date: GMT+0100 (Central European Standard Time)."""
_ERA = re.compile(r"(?:R|令和)\s?(\d{1,2}|元)[.年/](\d{1,2})[.月/](\d{1,2})日?")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_WEEKDAY = re.compile(r"^[^\W\d]{2,12}\.?,?\s+(?=\d)|^[^\W\d]{2,12}\.?,\s*(?=\w)")
_WEEKDAY_BEHIND = re.compile(r"\s*\(\w{1,3}\)")
_CROATIAN = re.compile(r"\d\.\s*listopada", re.IGNORECASE)
_NAMED = re.compile(r"\d+|(?:[^\W\d_]|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])+")  # vowels of Thai are marks
_SMALL_WORDS = frozenset(
    {"de", "del", "di", "den", "der", "of", "th", "st", "nd", "rd", "er", "a", "le", "the", "do", "e"}
)
_EARLIEST, _LATEST, _AHEAD = 2000, 2080, 100


class NotADate(ValueError):
    """The text is no date, or could be two; the message is a sentence for the operator."""


@lru_cache(maxsize=512)
def normal(text: str, today: date | None = None, *, any_year: bool = False) -> str:
    """A typed or written date as 2026-11-27, or with its time behind a blank: 2026-11-27 14:02:05 +01:00. Raises NotADate.

    `today` makes years of another decade a slip; without it only those before 2000 and after 2080 are, or none.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if len(text) > 80:
        raise NotADate(HOW_TO)
    written, clock = _parted(_in_order(_WEEKDAY_BEHIND.sub("", text)))
    day = _one(written, today, any_year=any_year)
    if not clock and _SERIAL.fullmatch(written):
        return day.isoformat()
    return f"{day.isoformat()} {clock}".rstrip()


def day(text: str, today: date | None = None) -> date:
    """The day of a text; a time in it is left out. Raises NotADate."""
    return date.fromisoformat(normal(text, today)[:10])


def is_today(text: str) -> bool:
    """Whether a text is a word for today."""
    return _bare(text) in TODAY


def _one(written: str, today: date | None, *, any_year: bool) -> date:
    found = sorted({when for when in _meanings(written, today) if when is not None})
    if not found:
        raise NotADate(HOW_TO)
    near = [when for when in found if any_year or _near(when, today)]
    if not near:
        raise NotADate(f"The year {found[0].year:04} is far off; {HOW_TO[0].lower()}{HOW_TO[1:]}")
    if len(near) > 1:
        raise NotADate(f"{written} could be two dates; write {near[0].isoformat()} or {near[1].isoformat()}.")
    return near[0]


def _near(when: date, today: date | None) -> bool:
    if today is None:
        return _EARLIEST <= when.year <= _LATEST
    return today.year - 20 <= when.year <= today.year + 5


def _in_order(text: str) -> str:
    """The text with its time behind the date, and without a word for year behind that."""
    if match := _RUN_TOGETHER.fullmatch(text):
        return f"{match[1]} {match[2]}:{match[3]}:{match[4]} {match[5]}".rstrip()
    if match := _TIME_FIRST.fullmatch(text):
        text = f"{match[2]} {match[1]}"
    elif match := _TIME_WITHIN.fullmatch(text):
        text = f"{match[1]} {match[4]} {match[2]} {match[3] or ''}".rstrip()
    return _OF_THE_YEAR.sub("", text, count=1)


def _parted(text: str) -> tuple[str, str]:
    """The date and the time in a text, the time as 14:02:05.5 with its zone behind a blank."""
    match = _TIME.search(text)
    if match is None or not match.start() or not any(sign.isdigit() for sign in text[: match.start()]):
        return text.strip(" ,"), ""
    hour = int(match["hour"])
    late = (match["late"] or "").lower().replace(".", "").replace(" ", "")
    half = late or _HALVES.get(match["early"] or "", "")
    if half:
        if not 1 <= hour <= 12 and not (match["early"] and hour == 0):
            raise NotADate(HOW_TO)
        hour = hour % 12 + 12 * (half == "pm")
    if hour > 23 or int(match["minute"]) > 59 or int(match["second"] or 0) > 59:
        raise NotADate(HOW_TO)
    clock = f"{hour:02}:{match['minute']}"
    if match["second"]:
        clock += f":{match['second']}{(match['part'] or '').replace(',', '.')[:7]}"
    zone = _SCRIPTS.sub(r"\1", match["zone"].strip())
    return text[: match.start()].strip(" ,"), f"{clock} {zone}".strip()


def _meanings(written: str, today: date | None) -> Iterator[date | None]:
    """Every date that a text can be."""
    for pattern in (_SIGNS, _COMPACT):
        if match := pattern.fullmatch(written):
            yield _date(*match.groups())
            return
    if match := _ERA.fullmatch(written):
        yield _date(str(2018 + (1 if match[1] == "元" else int(match[1]))), match[2], match[3])
        return
    if match := _SERIAL.fullmatch(written):
        yield date(1899, 12, 30) + timedelta(days=int(match[1]))
        return
    if match := _VIETNAMESE.fullmatch(_bare(written)):
        yield _date(match[3], match[2], match[1])
        return
    bare = _WEEKDAY.sub("", written).strip()
    if match := _THREE.fullmatch(bare):
        yield from _in_numbers(match[1], match[2], match[3], match[4], today)
    else:
        yield _in_words(written)


def _in_numbers(first: str, mark: str, second: str, third: str, today: date | None) -> Iterator[date | None]:
    if len(first) > 2:
        if len(third) <= 2:
            yield _date(first, second, third)
        return
    if len(third) not in (2, 4):
        return
    day_first = _date(third, second, first)
    yield day_first
    if mark != ".":
        yield _date(third, first, second)
    ahead = today is None or not day_first or day_first > today + timedelta(days=_AHEAD)
    if len(third) == 2 and mark != "." and ahead and (today or mark == "-"):
        # The year first, as in Swedish; a parcel of next year is no meaning.
        yield _date(first, second, third)


def _in_words(written: str) -> date | None:
    """A date with its month in letters: 27-Nov-2026, Nov 27, 2026, 27 de noviembre de 2026."""
    if _CROATIAN.search(written):
        return None  # October in Croatian, November in Polish, which has no full stop behind the day
    numbers: list[str] = []
    month = 0
    for place, name in enumerate(_THAI):
        written = written.replace(name, _MONTHS[place].split()[-1])
    for part in _NAMED.findall(written.replace(".", " ")):
        if part.isdigit():
            numbers.append(part)
        elif number := _MONTH.get(_bare(part)):
            if month:
                return None
            month = number
        elif _bare(part) not in _SMALL_WORDS and (month or numbers):
            return None  # a word behind; in front of all stands the day of the week
    if not month or len(numbers) != 2:
        return None
    if len(numbers[0]) == 4:
        return _date(numbers[0], str(month), numbers[1])
    return _date(numbers[1], str(month), numbers[0]) if len(numbers[1]) in (2, 4) else None


def _date(year: str, month: str, day_: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) <= 2 else 0), int(month), int(day_))
    except ValueError:
        return None


def _bare(text: str) -> str:
    """A word in lower case without marks on Latin letters."""
    parts = unicodedata.normalize(
        "NFD", text.strip().rstrip(".").lower().replace("’", "'").replace("ł", "l").replace("ı", "i")
    )
    return unicodedata.normalize("NFC", "".join(sign for sign in parts if not "\u0300" <= sign <= "\u036f"))
