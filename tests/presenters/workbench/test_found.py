"""What was found: fresh unless it is said that it is not."""

from __future__ import annotations

from console.presenters.workbench.found import Found
from tests.model import samples
from tests.presenters.given import NOON


def test_what_is_found_is_the_servers_answer_and_waits_for_none_unless_said_otherwise() -> None:
    found = Found(samples.order(), NOON, "an ID")
    assert (found.checked, found.asked, found.fresh, found.instead_of) == (True, 0, None, None)
