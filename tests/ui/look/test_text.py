"""Texts on their way to the screen.

It must not look at widgets; tests/ui/test_hostile.py sweeps those.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import Qt, QTextDocument

from console.ui.look.text import one_line, suffix_of, tip, unmarked, without_marks


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Coffee Mug", "Coffee Mug"),
        ("two\nlines", "two lines"),
        ("two\r\nlines", "two lines"),
        ("tab\there", "tab here"),
        ("line\u2028separator", "line separator"),
        ("evil\u202egnp.exe", "evil⟨U+202E⟩gnp.exe"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("nul\x00bell\x07", "nul⟨U+0000⟩bell⟨U+0007⟩"),
        ("half \ud800", "half ⟨U+D800⟩"),
        ("青磁の湯呑み　大", "青磁の湯呑み　大"),
        ("👩‍👧 family", "👩‍👧 family"),
        ("می‌خواهم", "می‌خواهم"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_a_text_stands_on_one_line_and_hides_nothing(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text(), st.integers(1, 50))
def test_whatever_comes_it_is_one_line_and_bounded(text: str, limit: int) -> None:
    shown = one_line(text, limit)
    assert len(shown) <= limit
    assert len(shown.splitlines()) <= 1


def test_a_megabyte_is_cut_before_it_is_looked_at() -> None:
    assert one_line("\n" + "x" * 1_000_000, 100).endswith("x…")


@given(st.text(alphabet=st.sampled_from("<>&ab =/\"'\n\u202e") | st.characters(), max_size=200))
def test_a_tip_shows_the_very_text_whatever_qt_takes_it_for(text: str) -> None:
    made = tip(text)
    if not Qt.mightBeRichText(made):
        assert made == text or not text.strip()
        return
    document = QTextDocument()
    document.setHtml(made)
    assert "<a " not in document.toHtml()
    assert "<img" not in document.toHtml()
    expected = "".join("".join(one_line(line, 2_000) for line in text.splitlines()).split())
    assert "".join(document.toPlainText().split()) == expected


def test_a_tip_wraps_what_is_long_and_leaves_what_is_short_alone() -> None:
    assert tip("Read again (F5)") == "Read again (F5)"
    assert Qt.mightBeRichText(tip("word " * 40))
    assert len(tip("x" * 100_000)) < 2_000
    assert tip("") == ""


@pytest.mark.parametrize("text", ["Black & Decker", "A && B", "&File", "no mark", "&", "&&&"])
def test_a_name_survives_being_put_on_a_button(text: str) -> None:
    assert without_marks(unmarked(text)) == text


def test_a_mnemonic_is_not_read() -> None:
    assert without_marks("Re&move line") == "Remove line"


@pytest.mark.parametrize(
    ("filter_", "suffix"),
    [
        ("Text table (*.csv)", "csv"),
        ("Spreadsheet (*.xlsx)", "xlsx"),
        ("JSON (*.json)", "json"),
        ("csv (*.tsv)", "tsv"),
    ],
)
def test_a_filter_stands_for_the_suffix_of_its_pattern_whatever_it_is_called(
    filter_: str, suffix: str
) -> None:
    assert suffix_of(filter_) == suffix
