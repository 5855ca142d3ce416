"""What moved in a record beside what was sent, in the operator's words: by the server, by others, or by one of both.

It must not decide which; `console.model.merging.consequences` tells them apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from console.model.drafts.draft import Change
from console.model.plural import by_count
from console.presenters.saving.saved import Saved

_MOST = 3


def beside(saved: Saved) -> str:
    """Sentences, each behind a blank; empty where nothing else moved."""
    said = ""
    if saved.server:
        said += f" The server set {_together([f'{one.label} to {one.after}' for one in saved.server])}."
    if saved.either:
        moved = [f"{one.label} ({one.before} → {one.after})" for one in saved.either]
        it = by_count(len(moved), "it", "them")
        said += (
            f" {_together(moved)} moved too: the server set {it} along with your change, or someone else did."
        )
    if saved.foreign:
        said += f" Meanwhile someone else changed {listed(saved.foreign)}."
    return said


def listed(changes: Sequence[Change]) -> str:
    """What changed, in words: the first three of them."""
    told = [f"{change.label} ({change.before} → {change.after})" for change in changes[:_MOST]]
    more = len(changes) - len(told)
    return ", ".join(told) + (f" and {more} more" if more > 0 else "")


def _together(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
