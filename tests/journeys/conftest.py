"""The whole console on a sandbox of the test's own.

It must not hold steps of a journey; those stand in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.support.console import Console, environment_of, running
from tests.support.sandbox import Sandbox


@pytest.fixture
def console(qtbot: QtBot, sandbox: Sandbox) -> Iterator[Console]:
    """A console that is connected to the `sandbox` fixture."""
    with running(qtbot, environment_of(sandbox)) as console:
        yield console
