"""What is said of IDs that could not be looked up.

It must not look anything up; it has the words for one and for several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.presenters.notice import LOOK_FOR_CART, LOOK_FOR_ORDER, Notice, from_error

if TYPE_CHECKING:
    from console.model.question import Question

_MOST_SAID = 5
ANOTHER = Notice(
    "warn",
    "This ID is another record's now than when it was read here before.",
    "The one that has it now was opened.",
)
"""When another record than the one that was shown as it was before is what the server answers."""


def unfound(question: Question, error: Exception) -> Notice:
    """Why the record that was asked for is not there; where its kind was chosen, the other one is offered."""
    from console.api.errors import NotFound

    if not isinstance(error, NotFound):
        return from_error(error)
    asked, kinds = question.tries[0].id, {one.kind for one in question.tries}
    if len(kinds) > 1:
        return Notice(
            "warn",
            f"There is no order or cart with the ID {asked}.",
            f"It was taken for {question.taken_for}. Check it for a missing or changed character.",
            error.detail,
        )
    (kind,) = kinds
    return Notice(
        "warn",
        f"There is no {kind} with the ID {asked}.",
        f"It was taken for {question.taken_for}.",
        error.detail,
        action=LOOK_FOR_CART if kind == "order" else LOOK_FOR_ORDER,
    )


def together(said: list[Notice]) -> Notice:
    """One notice for every ID that could not be looked up; there is at least one."""
    if len(said) == 1:
        return said[0]
    sentences = list(dict.fromkeys(one.headline for one in said))
    more = f" And {len(sentences) - _MOST_SAID} more." if len(sentences) > _MOST_SAID else ""
    return Notice(
        "bad" if any(one.tone == "bad" for one in said) else "warn",
        f"{len(said)} of these IDs could not be looked up.",
        " ".join(sentences[:_MOST_SAID]) + more,
        "\n".join(dict.fromkeys(one.detail for one in said if one.detail)),
        next((one.action for one in said if one.action), None),
    )


def away(error: Exception) -> bool:
    """Whether the server could not be asked, so that what was read before is better than nothing."""
    from console.api.errors import NotTheApi, ServerFault, TimedOut, Unreachable

    return isinstance(error, Unreachable | TimedOut | ServerFault | NotTheApi)
