"""A request as one command for a shell, to be handed on: the very URL and body, and a place for the token in its stead.

It must not know a token or a secret; whoever runs the command brings a token of their own.
"""

from __future__ import annotations

from shlex import quote

TOKEN = "$TOKEN"  # noqa: S105 - a place for one
_LONGEST_ARGUMENT = 100_000
"""Bytes; Linux takes up to 131,072 in one argument (MAX_ARG_STRLEN)."""


def as_curl(method: str, url: str, body: str | None) -> str:
    """The command for a POSIX shell. `body` is JSON text; None or "" sends none.

    Quoted so that what stands in a body or URL is never read by the shell, nor by curl as a pattern or a file's name. A
    body that is too long for an argument stands behind the command as a here-document, and is sent with a line break
    more at its end.
    """
    parts = [
        "curl",
        "--globoff",
        "-X",
        method,
        f'-H "Authorization: Bearer {TOKEN}"',
        "-H 'Accept: application/json'",
    ]
    if not body:
        return " ".join([*parts, quote(url)])
    parts.append("-H 'Content-Type: application/json'")
    if len(body.encode()) < _LONGEST_ARGUMENT:
        return " ".join([*parts, f"--data-raw {quote(body)}", quote(url)])
    end = "BODY"
    while end in body.split("\n"):
        end += "_"
    return f"{' '.join([*parts, '--data-binary @-', quote(url)])} <<'{end}'\n{body}\n{end}"
