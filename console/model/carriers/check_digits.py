"""The check digits of parcel numbers: one function for each way of reckoning, by the name that the carriers' data uses.

It must not know carriers, patterns or links; a number comes in with spaces out and in upper case.

Every function takes the whole number, check digit included, and says whether it fits; a number that is not of the
form that the function reckons with does not fit and never raises. A fit is a hint and a misfit a warning: of single
wrong digits `gs1`, `colissimo`, `luhn`, `correos` and `mod37_36` catch all, `s10`, `fedex`, `ups`, `evri`, `identcode` and
`mod7` 93 % and more, `usps_20`, which has two forms, 88 % and `sf` 87 %; of two neighbours swapped `correos` catches none,
`identcode` 58 %, `usps_20` 66 %, `sf` 85 %, the others 88 % and more.

Sources: UPU standard S10 (posts), GS1 General Specifications 7.9 (USPS, FedEx Ground, Canada Post, SSCC), ISO/IEC 7064
(DPD), ISO/IEC 7812 (Luhn), for UPS, FedEx Express, DHL and OnTrac the carriers' label guides, each confirmed with
numbers that the carriers have published; for Evri, Correos and SF what several real numbers of each have in common.
"""

from __future__ import annotations

import re
from collections.abc import Callable

CheckDigit = Callable[[str], bool]

_S10 = re.compile(r"[A-Z]{2}([0-9]{8})([0-9])[A-Z]{2}")
_LETTERS_AND_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OF_SIGNS = {
    sign: int(sign) if sign.isdigit() else (ord(sign) - 3) % 10
    for sign in _LETTERS_AND_DIGITS + "abcdefghijklmnopqrstuvwxyz"
}
"""What letters and digits count for UPS and Evri."""


def _digits(number: str) -> list[int]:
    """The digits of a number that is nothing but two or more ASCII digits; otherwise none."""
    return (
        [int(digit) for digit in number] if len(number) > 1 and number.isascii() and number.isdigit() else []
    )


def s10(number: str) -> bool:
    """UPU S10, `RB123456785GB`: weights 8 6 4 2 3 5 9 7 on eight digits, 11 less the rest by 11; 10 is 0 and 11 is 5."""
    found = _S10.fullmatch(number)
    if not found:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(found[1], (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    return int(found[2]) == {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)


def gs1(number: str) -> bool:
    """GS1 mod 10: from the check digit leftwards the weights 1 3 1 3 ..., and the sum ends in 0."""
    digits = _digits(number)
    return bool(digits) and (sum(digits[::-1][::2]) + 3 * sum(digits[::-1][1::2])) % 10 == 0


def gs1_last_15(number: str) -> bool:
    """FedEx Ground's 22 digits beginning with 96: GS1 on the last 15, which are the parcel's own number."""
    return len(number) > 15 and gs1(number[-15:])


def colissimo(number: str) -> bool:
    """La Poste's Colissimo, `6A07657471207`: GS1 on the 11 digits behind the product's digit and letter."""
    return gs1(number[2:])


def usps_20(number: str) -> bool:
    """The 20 digits of USPS's older labels: GS1, as they stand or with the 91 in front that some barcodes had."""
    return len(number) == 20 and (gs1(number) or gs1("91" + number))


def ups(number: str) -> bool:
    """UPS `1Z...`, and OnTrac's `C...` and `D...`: letters count (code - 3) mod 10, every second character twice, mod 10."""
    body = number.removeprefix("1Z")
    if len(body) < 2 or not body.isascii() or not body.isalnum() or not body[-1].isdigit():
        return False
    values = [_OF_SIGNS[sign] for sign in body]
    return (sum(values[:-1:2]) + 2 * sum(values[1:-1:2]) + values[-1]) % 10 == 0


def ups_waybill(number: str) -> bool:
    """UPS's waybills, `K1506235620`: reckoned as `ups` on the ten digits behind the letter."""
    return len(number) == 11 and number[1:].isdigit() and ups(number[1:])


def evri(number: str) -> bool:
    """Evri's 16 characters with letters, `H00RVD0551541466`: letters as UPS counts them, every first character twice, and
    the last digit of the sum is the check digit."""
    if len(number) != 16 or not number.isascii() or not number.isalnum():
        return False
    values = [_OF_SIGNS[sign] for sign in number[:-1]]
    return number[-1] == str((2 * sum(values[::2]) + sum(values[1::2])) % 10)


def correos(number: str) -> bool:
    """Correos: the sum of the characters' codes, by 23, is the place of the last letter in the row of Spain's tax letters."""
    return len(number) > 1 and number[-1] == "TRWAGMYFPDXBNJZSQVHLCKE"[sum(map(ord, number[:-1])) % 23]


def sf(number: str) -> bool:
    """SF Express, `SF6047789135544`: of the digits behind the area's three, without the last, leftwards times 1 3 5 7 ...,
    the tens and ones of each product, and the digit that fills the sum up to a ten."""
    digits = _digits(number.removeprefix("SF"))
    products = [digit * (2 * place + 1) for place, digit in enumerate(reversed(digits[3:-1]))]
    return len(digits) > 4 and (sum(one // 10 % 10 + one % 10 for one in products) + digits[-1]) % 10 == 0


def fedex(number: str) -> bool:
    """FedEx Express, 12 digits: leftwards from the check digit the weights 1 3 7 1 3 7 ..., mod 11, and 10 is 0."""
    digits = _digits(number)
    if not digits:
        return False
    weights = (1, 3, 7) * len(digits)
    total = sum(digit * weight for digit, weight in zip(digits[-2::-1], weights, strict=False))
    return total % 11 % 10 == digits[-1]


def fedex_last_14(number: str) -> bool:
    """FedEx's 34 digits: the last 14 are the parcel's own number, reckoned as `fedex`."""
    return len(number) > 14 and fedex(number[-14:])


def fedex_astra(number: str) -> bool:
    """FedEx's 32 digits of the ASTRA label: the parcel's own twelve stand in front of the last four."""
    return len(number) == 32 and fedex(number[16:28])


def mod7(number: str) -> bool:
    """DHL Express: the last digit is the rest of all before it, by 7."""
    return bool(_digits(number)) and int(number[:-1]) % 7 == int(number[-1])


def identcode(number: str) -> bool:
    """DHL Paket's Identcode, 12 digits: weights 4 9 4 9 ... and the digit that fills the sum up to a ten."""
    digits = _digits(number)
    return bool(digits) and (4 * sum(digits[:-1:2]) + 9 * sum(digits[1:-1:2]) + digits[-1]) % 10 == 0


def luhn(number: str) -> bool:
    """ISO/IEC 7812 (Luhn): every second digit left of the check digit doubled and its digits added, mod 10."""
    digits = _digits(number)
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[::-1][1::2])
    return bool(digits) and (sum(digits[::-1][::2]) + doubled) % 10 == 0


def mod37_36(number: str) -> bool:
    """ISO/IEC 7064 MOD 37,36, as DPD prints behind its 14 digits: the check sign is a digit or a letter."""
    if len(number) < 2 or not all(sign in _LETTERS_AND_DIGITS for sign in number):
        return False
    rest = 36
    for sign in number[:-1]:
        rest = (rest + _LETTERS_AND_DIGITS.index(sign)) % 36 or 36
        rest = rest * 2 % 37
    return (rest + _LETTERS_AND_DIGITS.index(number[-1])) % 36 == 1


CHECKS: dict[str, CheckDigit] = {
    check.__name__: check
    for check in (
        s10,
        gs1,
        gs1_last_15,
        colissimo,
        usps_20,
        ups,
        ups_waybill,
        evri,
        correos,
        sf,
        fedex,
        fedex_last_14,
        fedex_astra,
        mod7,
        identcode,
        luhn,
        mod37_36,
    )
}
"""Every check by its name in the carriers' data; a carrier of the operator's own may use any of them."""
