"""What must not leave this computer in a ticket: where the home is and whose, and the values in a line of a log.

It must not need to know the values; of a log only words that the program itself writes are kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from console.runtime.log import redacted

HIDDEN = "‹…›"
_ACCOUNT = re.compile(r"(?P<before>/(?:home|Users|media|run/media|var/home)/)[^/\s:,]+")
_OWN_WORD = re.compile(
    "(?i:an|and|answered|broke|by|down|ended|environment|error|foresaw|for|has|ignored|is|it|nobody|not|of|out|practice"
    "|process's|sandbox|set|SSLKEYLOGFILE|taken|that|the|this|uncaught|was|window|ms"
    "|a|asked|connection|could|desk|did|do|failed|its|line|lose|part|to|what"
    r"|aborted|bus|exception|fault|floating-point|illegal|instruction|segmentation)|-|\d{1,3}|GET|POST"
)
"""The words of what the program logs as a warning or worse, which a test collects, and of how the system ends a process.

Any other word, in small letters too, may be somebody's name.
"""
_NOBODYS = frozenset({"", "root", "nobody", "user", "home", "admin", "data", "config", "order-console"})
"""What names no person, and may stand in the diagnosis for something else."""
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)")
_LONGEST = 1_000
"""So much of a line is looked at: nobody reads more of it in a ticket, and what is quoted in it takes its square."""
_AROUND = "\"'“”‘’().,;:!?"


class Home:
    """Takes the home of this account out of any text, in each form in which it is written, and other accounts' names."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        named = {variables.get("HOME", ""), _of_the_account()}
        homes = {form for home in named if home.strip("/") for form in (home.rstrip("/"), _real(home))}
        self._homes = sorted(homes - {"", "/"}, key=len, reverse=True)
        users = {
            variables.get("USER", ""),
            variables.get("LOGNAME", ""),
            *(home.rsplit("/", 1)[-1] for home in homes),
        }
        users |= {"" if os.name == "nt" else _account()}
        self._users = sorted(name for name in users - _NOBODYS if len(name) > 1)

    def __call__(self, text: str) -> str:
        """`text` with ~ where the home stood."""
        for home in self._homes:
            text = re.sub(rf"{re.escape(home)}(?=[/\s,;:)\"']|$)", "~", text, flags=re.MULTILINE)
        text = _ACCOUNT.sub(rf"\g<before>{HIDDEN}", text)
        for user in self._users:
            text = re.sub(rf"(?<=[/=@ ]){re.escape(user)}(?=[/\s,:;)@]|$)", HIDDEN, text, flags=re.MULTILINE)
        return text


def place_of(url: str) -> str:
    """An address without user, password, query and fragment."""
    try:
        parts = urlsplit(url)
        if "@" in url and "@" not in parts.netloc:
            return "(no address)"  # a password with / ? or # in it ends the host for whoever reads it so
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "(no address)"
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{port}{parts.path}" if host else "(no address)"


def own_words(line: str) -> str:
    """The words of a log's line that the program writes itself; each run of anything else is hidden.

    Texts of others stand in exceptions too, whose words are not handed in here at all.
    """
    kept: list[str] = []
    for word in _QUOTED.sub(HIDDEN, redacted(line[:_LONGEST])).split():
        told = word if _OWN_WORD.fullmatch(word.strip(_AROUND)) and word[:1] not in "\"'“‘" else HIDDEN
        if told != HIDDEN or kept[-1:] != [HIDDEN]:
            kept.append(told)
    return " ".join(kept)


def _of_the_account() -> str:
    if os.name == "nt":
        return str(Path.home())
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:  # an account that this computer does not list
        return ""


def _account() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return ""


def _real(home: str) -> str:
    return os.path.realpath(home).rstrip("/")
