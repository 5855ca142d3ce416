"""Money typed as people of several countries write it, and sent digit for digit, through the real window.

It must not test how a single text is read; the tests of the model do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.support.console import Console, posts
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

Speak = Callable[[str], None]


@pytest.fixture
def speak() -> Iterator[Speak]:
    """Makes the desktop's language this one until the test is over."""
    before = QLocale()
    yield lambda name: QLocale.setDefault(QLocale(name))
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("language", "typed", "sent"),
    [
        ("C", "1,234.50", "1234.50"),
        ("en_US", "1,234.50", "1234.50"),
        ("de_DE", "1.234,50", "1234.50"),
        ("fr_FR", "1\u202f234,50", "1234.50"),
        ("de_CH", "1’234.50", "1234.50"),
        ("hi_IN", "12,34,567.50", "1234567.50"),
        ("ar_EG", "١٬٢٣٤٫٥٠", "1234.50"),
        ("sv_SE", "\u22121 234,50", "-1234.50"),
        ("ja_JP", "１，２３４．５０", "1234.50"),
        ("de_DE", "3.990", "3.990"),
    ],
)
def test_an_amount_is_typed_in_the_marks_of_the_desktop(
    console: Console, sandbox: Sandbox, speak: Speak, language: str, typed: str, sent: str
) -> None:
    speak(language)
    console.look_up(SAMPLE_ORDER)
    console.type_into("Tax", "")
    QApplication.clipboard().setText(typed)  # the keys of a test are Latin
    console.press("V", ctrl=True)
    assert console.text_of("Tax") == typed
    assert f"Sent as {sent}" in console.page.rows["taxAmount"].message.text()
    QTest.keyClick(console.named("Tax", QLineEdit), Qt.Key.Key_Tab)
    assert console.text_of("Tax") == sent
    console.send()

    (body,) = (post["body"] for post in posts(sandbox))
    assert {name: str(number) for name, number in body.items()} == {"taxAmount": sent}
    assert console.said.headline.startswith("Saved and verified at ")


def test_a_cell_is_typed_in_the_marks_of_the_desktop(
    console: Console, sandbox: Sandbox, speak: Speak
) -> None:
    speak("de_DE")
    console.look_up(SAMPLE_CART)
    console.type_cell(0, "unitPrice", "1.234,50")
    console.type_cell(0, "quantity", "2,5")
    assert [
        console.page.editor.state.draft.lines[0].shown(name, 2) for name in ("unitPrice", "quantity")
    ] == [
        "1234.50",
        "2.5",
    ]
    console.send()
    (sent,) = posts(sandbox)
    line = sent["body"]["lineItems"][0]
    assert (str(line["unitPrice"]), str(line["quantity"])) == ("1234.50", "2.5")


def test_what_could_be_two_numbers_is_said_and_what_is_none_is_kept(console: Console, speak: Speak) -> None:
    speak("de_DE")
    console.look_up(SAMPLE_ORDER)
    message = console.page.rows["taxAmount"].message
    console.type_into("Tax", "1.234")
    assert message.text() == (
        "USD has 2 digits after the point; this is sent with 3. Sent as 1.234; for thousands write 1234."
    )
    console.type_into("Tax", "1,234.50")
    assert message.text() == "Leave out the marks between the thousands: 1234.50."
    QTest.keyClick(console.named("Tax", QLineEdit), Qt.Key.Key_Tab)
    assert console.text_of("Tax") == "1,234.50"
