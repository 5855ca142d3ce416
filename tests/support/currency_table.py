"""Writes `console/model/fields/currency_table.py` from Unicode CLDR: `python -m tests.support.currency_table`.

It must not be needed to run the program; a test compares what it writes with what is there.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

from babel import Locale, localedata
from babel.core import get_global

FILE = Path(__file__).parents[2] / "console" / "model" / "fields" / "currency_table.py"
_ENGLISH = Locale("en")
_HIDDEN = "\u200b\u200e\u200f\u061c"
_SINGLE = "FLQR"
"""Single letters that stand for a currency; K, M and others stand for thousands and more as well."""
_DOLLARS = (
    "USD ARS AUD BBD BMD BND BSD BZD CAD CLP COP CUP CVE DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD "
    "TWD UYU XCD"
)
_NARROW = {
    "$": _DOLLARS,
    "£": "GBP EGP FKP GIP LBP SDG SHP SSP SYP",
    "¥": "JPY CNY",
    "kr": "SEK NOK DKK ISK",
    "₨": "INR PKR LKR NPR MUR SCR",
    "Rs": "INR PKR LKR NPR MUR SCR",
    "lei": "RON MDL",
    "leu": "RON MDL",
    "Fr": "CHF",
    "SFr": "CHF",
    "₣": "FRF CHF",
    "₤": "ITL",
    "Euro": "EUR",
    "Euros": "EUR",
    "Ft": "HUF",
    "Kc": "CZK",
    "zl": "PLN",
    "лв": "BGN",
    "lv": "BGN",
    "руб": "RUB RUR",
    "грн": "UAH",
    "TL": "TRY",
    "円": "JPY",
    "圓": "JPY TWD HKD",
    "元": "CNY TWD HKD",
    "圆": "CNY",
    "RMB": "CNY",
    "원": "KRW",
    "đ": "VND",
    "บาท": "THB",
    "₵": "GHS",
    "Tk": "BDT",
    "Dhs": "AED",
    "DH": "MAD AED",
    "SR": "SAR",
    "KD": "KWD",
    "LE": "EGP",
    "L£": "LBP",
    "E£": "EGP",
    "₪": "ILS",
    "NIS": "ILS",
    "S/": "PEN",
    "U$S": "USD",
    "Mex$": "MXN",
    "AR$": "ARS",
    "COL$": "COP",
    "CL$": "CLP",
    "$U": "UYU",
    "kn": "HRK",
    "DM": "DEM",
    "Lt": "LTL",
    "Ls": "LVL",
    "din": "RSD",
    "дин": "RSD",
}
"""Signs that are written where their currency is at home; CLDR has them as its narrow forms, or people use them."""


def table() -> str:
    """The text of the module."""
    from babel import __version__

    digits = get_global("currency_fractions")
    signs = _signs()
    lines = [
        " ".join(
            [
                code,
                str(digits.get(code, digits["DEFAULT"])[0]),
                _ENGLISH.currencies.get(code, code),
                *(["|", *sorted(signs[code])] if signs[code] else []),
            ]
        )
        for code in sorted(get_global("all_currencies"))
    ]
    return (
        '"""Every currency that was ever in use: code, digits after the point, English name, and the signs it goes by.\n\n'
        "It must not be edited by hand; `python -m tests.support.currency_table` writes it.\n\n"
        f"Source: Unicode CLDR, as Babel {__version__} has it. Signs have no blanks.\n"
        '"""\n\nTABLE = """\n' + "\n".join(lines) + '\n"""\n'
    )


def _signs() -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    codes = set(get_global("all_currencies"))
    for name in localedata.locale_identifiers():
        for code, sign in Locale.parse(name).currency_symbols.items():
            _add(found, codes, code, sign)
    for sign, own in _NARROW.items():
        for code in own.split():
            _add(found, codes, code, sign)
    return found


def _add(found: dict[str, set[str]], codes: set[str], code: str, sign: str) -> None:
    bare = "".join(unicodedata.normalize("NFKC", sign).translate(dict.fromkeys(map(ord, _HIDDEN))).split())
    bare = bare.replace(".", "")
    letter = len(bare) == 1 and bare.isascii() and bare.isalpha() and bare not in _SINGLE
    if bare and bare != "¤" and bare.upper() not in codes and not letter:
        found[code].add(bare)


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")
