"""What stood in a field, kept as a code and said again: the words are the same, and none of them is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from console.model.drafts.coded import coded, label, words
from console.model.drafts.kept import kept, restored
from console.model.drafts.titled import title_coded, titled
from console.model.fields.field import Raw
from console.model.lines.line_changes import difference
from console.model.lines.lines import DraftLine
from tests.model import samples


@pytest.mark.parametrize(
    ("key", "text", "value", "code"),
    [
        ("states.shipped", "yes", True, True),
        ("states.shipped", "no", False, False),
        ("shippingDetails", "empty", None, None),
        ("shippingDetails", "empty", "", None),
        ("shippingDetails", "empty", "empty", "empty"),
        ("shippingDetails", "yes", "yes", "yes"),
        ("taxAmount", "0.28", 0.28, "0.28"),
        ("lineItems", "2 lines", [{}, {}], {"lines": 2}),
        ("lineItems", "as it was told once", [{}], "as it was told once"),
        ("status", "Abandoned", "ABANDONED", {"status": "ABANDONED"}),
        ("status", "without a status", None, "without a status"),
    ],
)
def test_a_text_is_kept_as_a_code_that_says_it_again(key: str, text: str, value: Any, code: Any) -> None:
    assert coded(key, text, value) == code
    assert words(json.loads(json.dumps(coded(key, text, value)))) == text


def test_what_became_of_lines_is_kept_in_numbers() -> None:
    draft = samples.draft(lineItems=[samples.MUG, samples.POT])
    edited = draft.with_lines([draft.lines[1], replace(draft.lines[0], cells={"quantity": "3"}), DraftLine()])
    [change] = edited.changes()
    code = coded(change.key, change.after, [{}] * 3, edited.lines_difference)
    assert code == {
        "lines": 3,
        "difference": {"added": 1, "changed": 1, "line": 2, "cells": (("quantity", "1", "3"),), "moved": 1},
    }
    assert words(json.loads(json.dumps(code))) == change.after
    assert difference(edited.lines, edited.base.lines) == edited.lines_difference


def test_a_field_is_called_as_the_form_calls_it() -> None:
    assert label("order", "states.shipped") == "Shipped"
    assert label("cart", "lineItems") == "Line items"
    assert label("cart", "states.shipped") == ""


def test_a_ticked_box_of_a_draft_is_kept_as_a_truth() -> None:
    draft = samples.draft().typed("states.shipped", "yes").typed("shippingDetails", "yes")
    content = json.loads(json.dumps(kept(draft)))
    assert content["edits"] == {"states.shipped": True, "shippingDetails": "yes"}
    assert restored(content).edits == draft.edits
    old = content | {"format": 1, "edits": {"states.shipped": "yes", "shippingDetails": "yes"}}
    assert restored(old).edits == draft.edits


def test_a_box_that_holds_no_truth_is_kept_as_it_was_typed() -> None:
    draft = samples.draft(states={"processed": Raw("maybe"), "shipped": None})
    odd = replace(draft, edits={"states.processed": "perhaps", "gone": "yes"})
    assert restored(json.loads(json.dumps(kept(odd)))).edits == odd.edits


@pytest.mark.parametrize(
    ("title", "held"),
    [
        ("Order #1001", {"called": "#1001"}),
        ("Order 0ad24370", {"called": "0ad24370"}),
        ("Cart C-2207", {"title": "Cart C-2207"}),
        ("", {"title": ""}),
    ],
)
def test_a_title_is_kept_without_the_word_for_what_it_is(title: str, held: dict[str, str]) -> None:
    assert title_coded("order", title) == held
    assert titled("order", held) == title
    assert titled("order", {"title": title}) == title, "as an older console kept it"
