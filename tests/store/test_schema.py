"""The steps that make the tables stay as they were landed, since files in the field have taken them.

It must not say what the tables are for; a new step gets its line here with the commit that lands it.
"""

from __future__ import annotations

from hashlib import sha256

from console.sandbox.store import _SCHEMA, SCHEMA_VERSION
from console.store.schema import STEPS

LANDED = (
    "bf2b9e495a2ca89808c42dc4ee4ec00376134113f1dc92237f79b2cf49dc4b28",
    "408e65c12787ef30a7f4a68160b103607e17aa784e6e6b01413d55f6638912e8",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6b3de0ccd2acf010ac76403a23d4626be9f7adec23a295900c667ea768186069",
    "1c03894bd62dacd4e76c7393775ec2578c77e839f797875c6817d48398a1e1ab",
)
PRACTICE = {1: "4a5878d577de90a174316069c74ac21fa323a6511e0a87f3eb0d5ac138c3d982"}


def test_a_step_that_was_landed_is_never_edited() -> None:
    taken = [sha256("\n".join(step).encode()).hexdigest() for step in STEPS]
    assert taken[: len(LANDED)] == list(LANDED), (
        "a file that has taken this step would be called damaged: add a step"
    )
    assert len(taken) == len(LANDED), (
        "write the new step's hash down here, and make its file: tests/store/old/README.md"
    )


def test_the_practice_tables_that_were_landed_are_never_edited() -> None:
    assert sha256(_SCHEMA.encode()).hexdigest() == PRACTICE[SCHEMA_VERSION], (
        "the practice files would not open"
    )
