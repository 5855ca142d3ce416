"""What every test starts from: an empty home, no proxies, no screen needed, and no noise allowed.

It must not hold fixtures for single areas; those live in tests/support or beside their tests.
"""

from __future__ import annotations

import gc
import itertools
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import pytest

if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    # Qt's own is 800 by 800, where no window has the size that it usually has.
    os.environ["QT_QPA_PLATFORM"] = (
        f"offscreen:configfile={Path(__file__).parent / 'support' / 'screen.json'}"
    )
# Qt warns where the language that is set is none that the machine has, as after a log-in from another one.
os.environ["LC_ALL"] = "C.UTF-8"

from console.model import date_form
from console.runtime import hidden
from tests.support import transcript
from tests.support.noise import noise as noise
from tests.support.noise import swept as swept
from tests.support.sandbox import Sandbox, serve
from tests.support.tries import load_profile

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

TESTS = Path(__file__).parent
_homes = itertools.count(1)
load_profile()

_NOT_OURS = (
    *(
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "no_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
    ),
    *("NETRC", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"),
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What was captured can be handed from one process to another: half a surrogate pair in it cannot."""
    report = yield
    report.sections = [
        (name, text.encode(errors="backslashreplace").decode()) for name, text in report.sections
    ]
    return report


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application, with text of one size whatever this machine's is."""
    font = qapp.font()
    font.setPointSizeF(10)
    qapp.setFont(font)
    return qapp


@pytest.fixture(autouse=True)
def clean_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give the test its own per-user folders, nothing to hide yet, and nothing of the machine's own network set-up.

    Dates are written as at first, whatever a test before it chose.
    """
    for name in _NOT_OURS:
        monkeypatch.delenv(name, raising=False)
    # Not below `tmp_path`, which costs time that most of the tests have no use for.
    home = tmp_path_factory.getbasetemp() / f"order-console-home-{next(_homes)}"
    monkeypatch.setenv("ORDER_CONSOLE_HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(home / "etc-xdg"))
    monkeypatch.setattr(hidden, "KNOWN", hidden.Hidden())
    monkeypatch.setattr(date_form.IN_USE, "form", "iso")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox of the test's own, with fresh records; takes most of a second, so share one where that will do."""
    yield from serve(orders=60)


@pytest.fixture(scope="session")
def lines_checked() -> WeakKeyDictionary[Sandbox, int]:
    """How many requests of each sandbox have been held against the contract so far."""
    return WeakKeyDictionary()


@pytest.fixture(autouse=True)
def contract_kept(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    lines_checked: WeakKeyDictionary[Sandbox, int],
) -> Iterator[None]:
    """Fail the test if a request that it made of any sandbox is not what the API's description allows.

    That goes for sandboxes that are fixtures and for those that the window starts. The sandbox's own tests are no
    client, and `malformed_requests` marks a test that means to send nonsense.
    """
    practised = transcript.listen(monkeypatch)
    yield
    item = request.node
    on_purpose = item.get_closest_marker("malformed_requests") or TESTS / "sandbox" in item.path.parents
    for used in {value for value in item.funcargs.values() if isinstance(value, Sandbox)}:
        since = lines_checked.get(used, 0)
        lines_checked[used] = since + len(used.requests(since))
        if not on_purpose:
            used.check_requests(since)
    for lines in practised if not on_purpose else ():
        transcript.check(lines)


_LONGEST_FIRST = [TESTS / "journeys", TESTS / "packaging"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the files that take longest begin first, so that side by side no process waits for another at the end."""
    items.sort(key=lambda item: not any(folder in item.path.parents for folder in _LONGEST_FIRST))


def pytest_collection_finish() -> None:
    """Take all that collecting made out of the garbage collector's sight: a collection then costs 1 ms, not 100.

    From here on nothing is collected but where `noise` says so.
    """
    gc.disable()
    gc.collect()
    gc.freeze()
