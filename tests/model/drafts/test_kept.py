"""Drafts on their way to disk and back: nothing typed and nothing that the server sent is lost on it.

It must not repeat what a draft means; a restored one is compared with the one that was kept.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
import simplejson
from hypothesis import given
from hypothesis import strategies as st

from console.model.drafts.draft import LINES, Draft
from console.model.drafts.kept import FORMAT, NotADraft, kept, restored
from console.model.fields.field import Raw
from console.model.lines.lines import DraftLine
from console.model.records import Cart, Order, fields, value
from tests.model.samples import CART, MUG, ORDER, POT, READ_AT, cart, draft, order
from tests.support.tries import tries

DAMAGED = "This draft on disk is damaged and cannot be read."


def there_and_back(mine: Draft) -> Draft:
    return restored(json.loads(json.dumps(kept(mine))))


def test_a_record_just_read_comes_back() -> None:
    for mine in (draft(), Draft(cart(), READ_AT)):
        assert there_and_back(mine) == mine
        assert kept(mine)["lines"] is None


def test_texts_come_back_as_typed_whether_they_can_be_sent_or_not() -> None:
    texts = {
        "subtotal": "12,5\ud83d ",
        "shippingDetails": "",
        "emailAddress": "\x00 jane@",
        "states.shipped": "yes",
    }
    mine = draft()
    for key, text in texts.items():
        mine = mine.typed(key, text)
    back = there_and_back(mine)
    assert back.edits == texts
    assert back.problems() == mine.problems()


def test_a_text_of_a_field_that_is_no_more_is_kept_and_harms_nothing() -> None:
    mine = Draft(order(), READ_AT, {"faxNumber": "1", "status": "PENDING"})
    back = there_and_back(mine)
    assert back.edits == mine.edits
    assert not back.dirty


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=30)), None])
def test_the_moment_of_reading_comes_back(zone: Any) -> None:
    read_at = datetime(2026, 11, 21, 14, 2, 3, 456789, tzinfo=zone)
    assert there_and_back(Draft(order(), read_at)).read_at == read_at


def test_lines_come_back_on_the_lines_of_the_server() -> None:
    mine = draft(lineItems=[MUG, POT, MUG])
    first, pot, second = mine.lines
    new = DraftLine(None, {"name": "Spoon\udcff", "quantity": "many"})
    mine = mine.with_lines([second, pot.typed("quantity", "3", 2), new, first])
    back = there_and_back(mine)
    assert back == mine
    assert [
        row.item is back.base.lines[place] for row, place in zip(back.lines, (2, 1, 0, 0), strict=True)
    ] == [
        True,
        True,
        False,
        True,
    ]
    assert back.lines[2].item is None


def test_a_line_of_another_reading_comes_back_as_a_new_one_with_its_texts() -> None:
    back = there_and_back(draft().with_lines([DraftLine(order().lines[1], {"quantity": "7"})]))
    assert back.lines[0].item is None
    assert back.lines[0].wire() == {"name": "Pot", "quantity": Decimal(7), "totalPrice": Decimal("20.00")}


@pytest.mark.parametrize(
    "digits", ["3.990", "0.0", "-0.0", "1E+2", "1E-30", "123456789012345678901234567890.12", "-0", "7"]
)
def test_numbers_keep_their_digits(digits: str) -> None:
    sent = Decimal(digits)
    back = there_and_back(draft(subtotal=sent, shop={"points": [sent]}))
    assert str(value(back.base, "subtotal")) == digits
    assert str((back.base.model_extra or {})["shop"]["points"][0]) == digits


def test_ill_formed_and_unknown_values_come_back_as_they_came() -> None:
    sent = {
        "subtotal": "23.99",
        "states": [True],
        "hasTracking": Decimal(1),
        "currency": {"code": None},
        "shop": {"id": "\u202e"},
        "lineItems": [MUG | {"quantity": "13", "colour": "red"}, {}],
    }
    back = there_and_back(draft(**sent))
    assert back.base == order(**sent)
    assert value(back.base, "subtotal") == Raw("23.99")
    assert there_and_back(draft(lineItems="none")).base.line_items == Raw("none")


@pytest.mark.parametrize("version", [FORMAT + 1, 99])
def test_what_a_newer_console_kept_is_not_guessed_at(version: int) -> None:
    with pytest.raises(NotADraft, match="newer version"):
        restored({"format": version, "all": "else"})


WHOLE = kept(draft().typed("subtotal", "1"))


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        "draft",
        {},
        *({name: held for name, held in WHOLE.items() if name != left_out} for left_out in WHOLE),
        *(WHOLE | {"format": version} for version in (0, -1, True, "1", 1.0, None)),
        *(WHOLE | {"kind": kind} for kind in ("return", None, [])),
        *(WHOLE | {"read_at": moment} for moment in ("yesterday", 5, None)),
        *(WHOLE | {"record": text} for text in ("{", "[]", "5", None, "[" * 100_000, "{}" + "{}", 5)),
        *(WHOLE | {"edits": edits} for edits in (None, ["ab", "c"], {"subtotal": 5}, {"subtotal": None}, 5)),
        *(WHOLE | {"lines": rows} for rows in (5, [None], [[0]], [[2, {}]], [[-1, {}]], [[True, {}]], [["0", {}]])),
        *(WHOLE | {"lines": rows} for rows in ([[None, {"colour": "red"}]], [[None, {"name": 5}]], [[0, {}, 1]])),
    ],
)  # fmt: skip
def test_anything_else_is_one_error_with_a_sentence(content: Any) -> None:
    with pytest.raises(NotADraft) as caught:
        restored(content)
    assert str(caught.value) == DAMAGED


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.text(st.characters(exclude_categories=("Cs",)), max_size=5)
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=4,
)
TYPED = st.text(max_size=6) | st.sampled_from(["yes", "3.990", "2026-11-21", "USD"])
COLUMN = st.sampled_from(["name", "quantity", "totalPrice", "unitPrice", "imageUrl"])
CELLS = st.dictionaries(COLUMN, TYPED, max_size=3)


@st.composite
def drafts(pick: st.DrawFn) -> Draft:
    model, sample = pick(st.sampled_from([(Order, ORDER), (Cart, CART)]))
    odd = pick(st.dictionaries(st.sampled_from([*sorted(sample), "shop", "tid"]), JSON, max_size=4))
    base = model.model_validate(sample | odd)
    mine = Draft(
        base, READ_AT, pick(st.dictionaries(st.sampled_from(sorted(fields(model))), TYPED, max_size=4))
    )
    rows = pick(st.lists(st.tuples(st.sampled_from([None, *base.lines]), CELLS), max_size=4))
    return mine.with_lines([DraftLine(*row) for row in rows]) if pick(st.booleans()) else mine


def halves_joined(text: str) -> str:
    """What JSON makes of two half characters that happen to belong together."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@given(drafts())
@tries(150)
def test_any_draft_comes_back(mine: Draft) -> None:
    back = there_and_back(mine)
    assert back.base == mine.base
    assert back.edits == {key: halves_joined(text) for key, text in mine.edits.items()}
    if back.edits == mine.edits and all(
        text == halves_joined(text) for row in mine.lines for text in row.cells.values()
    ):
        assert back.lines == mine.lines
        for key in mine.fields:
            assert back.shown(key) == mine.shown(key)
        assert back.changes() == mine.changes()
        assert back.problems() == mine.problems()
        if not mine.problems():
            assert simplejson.dumps(back.payload(), use_decimal=True) == simplejson.dumps(
                mine.payload(), use_decimal=True
            )
    assert kept(back) == kept(there_and_back(back))


@given(JSON)
@tries(100)
def test_any_content_is_a_draft_or_one_error(content: Any) -> None:
    for found in (content, WHOLE | {LINES: content}, WHOLE | {"lines": content}, WHOLE | {"edits": content}):
        with suppress(NotADraft):
            restored(found)
