"""How a link of the console's own begins, by which it is known from anything else that may be looked up.

It must not load anything: a second start asks it before all else.
"""

SCHEME = "order-console:"


def is_link(text: str) -> bool:
    """Whether a text is meant to be such a link, as a whole and whatever is wrong with it."""
    return text[: len(SCHEME)].lower() == SCHEME
