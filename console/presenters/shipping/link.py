"""A tracking link as the panel reads it: whether a text is one, the host that it leads to, which parcel it is of.

It must not change a link or visit it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from console.model.carriers.carriers import Candidate


def is_link(text: str) -> bool:
    """Whether a text is one link and nothing else."""
    text = text.strip()
    return text.lower().startswith(("http://", "https://")) and not any(sign.isspace() for sign in text)


def host_of(link: str) -> str:
    """The host that a link leads to, as browsers look it up; empty where there is none."""
    try:
        host = urlsplit(link.strip()).hostname or ""
        return host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        return ""


def read_back(read: Candidate | None) -> str:
    """A link that was read, as carrier, number and check digit; empty where it is none of a known carrier."""
    if read is None:
        return ""
    check = {"fits": ", check digit fits", "fails": ", check digit does not fit", "none": ""}[read.check]
    return f"{read.carrier} {read.number}{check}"
