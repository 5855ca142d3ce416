"""Links: which are opened at all, which host is said, and that nothing is opened without being asked for.

It must not open a browser; a handler of the test's own stands in for the desktop's.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.ui.look.links import OpenLink, openable


class Browser(QObject):
    """Notes what it is asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    QDesktopServices.setUrlHandler("https", made, "open")
    yield made
    QDesktopServices.unsetUrlHandler("https")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def opened(text: str, window: QWidget) -> OpenLink:
    url = openable(text)
    assert url is not None
    return OpenLink(url, window)


@pytest.mark.fault(64)
@pytest.mark.parametrize(
    "text",
    [
        "", "ups.com", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://host/x",
        "https://", "https:///path", "http:\\\\host", "https://ho st/", "mailto:a@b.c",
    ],
)  # fmt: skip
def test_only_whole_http_and_https_links_are_opened(text: str) -> None:
    assert openable(text) is None


@pytest.mark.fault(64)
@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://www.ups.com/track?tracknum=1Z", "www.ups.com"),
        ("  HTTPS://WWW.UPS.COM/x  ", "www.ups.com"),
        ("https://ups.com@evil.example/x", "evil.example"),
        ("https://www.ups.com.evil.example/", "www.ups.com.evil.example"),
        ("https://аpple.com/", "xn--pple-43d.com"),
        ("http://[::1]:8080/x", "::1"),
    ],
)
def test_the_host_that_is_said_is_the_one_that_is_opened(window: QWidget, text: str, host: str) -> None:
    dialog = opened(text, window)
    title = dialog.findChildren(QLabel)[0].text()
    assert title == f"Open {host} in the browser?"


def test_it_is_opened_when_asked_for_and_not_before(window: QWidget, browser: Browser) -> None:
    dialog = opened("https://www.ups.com/track?tracknum=1Z%20x", window)
    assert browser.opened == []
    dialog.open_button.click()
    assert browser.opened == ["https://www.ups.com/track?tracknum=1Z%20x"]


def test_cancelling_opens_nothing(window: QWidget, browser: Browser) -> None:
    opened("https://www.ups.com/", window).cancel.click()
    assert browser.opened == []
