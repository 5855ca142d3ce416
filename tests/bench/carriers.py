"""How well carriers are told by numbers and links: of published numbers, of wrong ones, of random ones, of links.

It must not measure time, and it reads only the numbers and links that the tests hold; all of it is the same in each run.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator

from tests.bench.figures import Rate

_RANDOM = 500
_LENGTHS = range(10, 25)


def main(_: list[str]) -> int:
    """Print the shares; returns 1 where one misses its bar."""
    rates = list(measure())
    for rate in rates:
        sys.stdout.write(rate.line() + "\n")
    sys.stdout.write("\n" + json.dumps([rate.as_json() for rate in rates]) + "\n")
    return 1 if any(rate.missed for rate in rates) else 0


def measure() -> Iterator[Rate]:
    """The shares that must be kept: candidates 97 %, wrong numbers not called fitting 95 %, surely somebody's 2 %, links 95 %."""
    from console.model.carriers.carriers import candidates, read_url, sure
    from tests.model.carriers.examples import VALID, WRONG
    from tests.model.carriers.links import LINKS

    known = [
        any(one.key == key and one.check != "fails" for one in candidates(number)) for key, number in VALID
    ]
    yield Rate("right numbers: carrier among the candidates", known.count(True), len(known), at_least=0.97)
    fitting = [
        any(one.key == key and one.check != "fails" for one in candidates(number)) for key, number in WRONG
    ]
    yield Rate("wrong numbers: not called fitting", fitting.count(False), len(fitting), at_least=0.95)
    found = [(key, sure(candidates(number))) for key, number in VALID]
    wrong = sum(one is not None and one.key != key for key, one in found)
    yield Rate("right numbers: sure, and of another carrier", wrong, len(found), at_most=0.0)
    told = sum(one is not None for _, one in found)
    yield Rate("right numbers: sure", told, len(found))
    chance = random.Random(500)
    for length in _LENGTHS:
        numbers = ["".join(chance.choices("0123456789", k=length)) for _ in range(_RANDOM)]
        surely = sum(sure(candidates(number)) is not None for number in numbers)
        yield Rate(f"random numbers of {length} digits: sure", surely, _RANDOM, at_most=0.02)
    read = [(read_url(url), number, key) for url, number, key in LINKS]
    right = sum(one is not None and (one.number, one.key) == (number, key) for one, number, key in read)
    yield Rate("links: carrier and number read", right, len(read), at_least=0.95)
