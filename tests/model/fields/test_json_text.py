"""Long values as JSON text: in steps, and the very text that the encoder writes in one."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
import simplejson

from console.model.fields.json_text import in_steps


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "",
        'a "quoted" \\ \n ż \ud83d \U0001f600',
        Decimal("12.500"),
        {},
        [],
        (),
        {"": {}, 'a":': [], "b:": ()},
        {"lineItems": [{"n": Decimal(place), "deep": {"list": [place]}} for place in range(401)]},
        {"lineItems": [{"n": place} for place in range(400)], "after": [None, False, ["x"]]},
        [[1] * 201, {"a": [2] * 200}],
    ],
)
def test_the_text_is_the_encoders_own(value: Any) -> None:
    whole = simplejson.dumps(value, use_decimal=True, separators=(",", ":"))
    assert in_steps(value, use_decimal=True) == whole
    json.loads(whole)


def test_a_long_list_is_never_handed_to_the_encoder_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    real = simplejson.JSONEncoder.encode

    def encode(encoder: simplejson.JSONEncoder, value: Any) -> str:
        sizes.append(len(value) if isinstance(value, list) else 0)
        return str(real(encoder, value))

    monkeypatch.setattr(simplejson.JSONEncoder, "encode", encode)
    in_steps({"record": {"lineItems": [{"n": place} for place in range(1_000)]}})
    in_steps([["lineItems", [{"n": place} for place in range(1_000)]]])
    assert max(sizes) == 200
