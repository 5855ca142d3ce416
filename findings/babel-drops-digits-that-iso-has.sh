#!/bin/sh
# Babel 2.19.0 (Unicode CLDR): `get_currency_precision` and `format_currency` do not use the digits of ISO 4217 but those of
# everyday use. Fifteen currencies of today have fewer there, among them the Hungarian forint, the rupiah and the Colombian
# peso with none instead of two, and the Iraqi dinar with none instead of three.
# One would expect the published minor unit: what is formatted for people has another value than what was charged, without
# a word, and half a unit goes to the even neighbour.
# Seen:  HUF 1234.50 -> HUF1,234   IDR 1234.50 -> IDR1,234   IQD 1234.500 -> IQD1,234   USD 1234.50 -> $1,234.50
# Way out: ask ISO 4217 first, and CLDR only for currencies that were withdrawn; or format with `currency_digits=False`.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Babel==2.19.0 iso4217==1.16.20260101
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision
from iso4217 import Currency

differ = {
    one.code: (int(one.exponent), get_currency_precision(one.code))
    for one in Currency
    if one.exponent is not None and int(one.exponent) != get_currency_precision(one.code)
}
print("ISO 4217 and CLDR:", differ)
shown = {
    code: format_currency(Decimal(amount), code, locale="en")
    for code, amount in {"HUF": "1234.50", "IDR": "1234.50", "IQD": "1234.500", "USD": "1234.50"}.items()
}
print(shown)
assert {code: differ[code] for code in ("HUF", "IDR", "COP", "IQD")} == {
    "HUF": (2, 0),
    "IDR": (2, 0),
    "COP": (2, 0),
    "IQD": (3, 0),
}
assert len(differ) == 15
assert shown == {"HUF": "HUF1,234", "IDR": "IDR1,234", "IQD": "IQD1,234", "USD": "$1,234.50"}
assert format_currency(Decimal("1234.50"), "HUF", format="#,##0.00", locale="en", currency_digits=False) == "1,234.50"
print("as described")
PYTHON
