"""One frozen state and the one view that shows it."""

from __future__ import annotations

from console.presenters.observable import Observable


def test_a_view_is_shown_the_state_of_now_and_every_one_that_follows() -> None:
    seen: list[int] = []
    held = Observable(1)
    held.put(2)
    held.show(seen.append)
    held.put(3)
    assert (seen, held.state) == ([2, 3], 3)


def test_a_view_given_at_first_hears_of_the_next_state_only() -> None:
    seen: list[int] = []
    Observable(1, seen.append).put(2)
    assert seen == [2]


def test_what_is_hidden_changes_unseen_until_it_is_shown_again() -> None:
    seen: list[int] = []
    held = Observable(1, seen.append)
    held.hide()
    held.put(2)
    held.show(seen.append)
    assert seen == [2]
