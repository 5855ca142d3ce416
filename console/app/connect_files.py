"""`order-console connect --export` and `--import`: environments without their secrets, for another computer or all its users.

It must not write or read a secret, nor put one environment in the place of another unasked.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from console.model.plural import counted
from console.presenters.settings.taking_in import takings
from console.store import files, handed_on
from console.store.environments import Environments
from console.store.files import StoreTrouble
from console.store.handed_on import HandedOn

STANDARD = "-"
"""Stands for standard input or output in the place of a file."""
_FOR_ALL = 0o644
_FOLDER_FOR_ALL = 0o755
"""There is no secret in it, and every user of the computer may have to read it."""


def export(environments: Environments, target: str, names: Sequence[str], *, replace: bool) -> str:
    """Write those of these names, or all, to a file or standard output; returns what to say. Raises `StoreTrouble`."""
    book = environments.load()
    for name in names:
        if book.find(name) is None:
            raise StoreTrouble(f"There is no environment called “{name}”.")
    chosen = [one for name in names if (one := book.find(name)) is not None] or list(book.environments)
    if not chosen:
        raise StoreTrouble("No environment is set up here, so there is nothing to export.")
    if target == STANDARD:
        sys.stdout.write(handed_on.as_text(chosen))
        return ""
    path = Path(target)
    write_for_all(path, handed_on.as_text(chosen), replace=replace)
    return f"Wrote {counted(len(chosen), 'environment')} to {path}, without the secret."


def write_for_all(path: Path, text: str, *, replace: bool) -> None:
    """Write a file that every user of the computer may read; its folder is made. Raises `StoreTrouble`."""
    if path.exists() and not path.is_file():  # a device would be taken away for a file
        raise StoreTrouble(f"{path} is no plain file; name one, or {STANDARD} for standard output.")
    if path.exists() and not replace:
        raise StoreTrouble(f"{path} is there already; --replace writes over it.")
    try:
        if not path.parent.exists():
            path.parent.mkdir()
            path.parent.chmod(_FOLDER_FOR_ALL)  # whatever the umask of who sets the computer up
        files.replace(path, text.encode())
        path.chmod(_FOR_ALL)
    except OSError as error:
        raise files.trouble("Order Console could not write", path, error) from None


def read(source: str) -> HandedOn:
    """What the file, or standard input, holds. Raises `StoreTrouble` where any of it cannot be used."""
    called = "Standard input" if source == STANDARD else source
    if source == STANDARD:
        raw = sys.stdin.buffer.read(handed_on.LARGEST + 1) if sys.stdin is not None else b""
        found = handed_on.understood(raw, called)
    else:
        found = handed_on.read(Path(source))
    if found.wrong:
        raise StoreTrouble("\n".join((*found.wrong, "Nothing was taken in.")))
    if not found.environments:
        raise StoreTrouble(f"{called} holds no environment.")
    return found


def take_in(environments: Environments, found: HandedOn, *, replace: bool, preview: bool) -> tuple[str, ...]:
    """Say what the file adds and changes, then do it; returns sentences to complain with, if any.

    Raises `StoreTrouble`, before anything is done, where one is refused or would be changed without `replace`.
    """
    planned = takings(environments.load(), [one.environment() for one in found.environments])
    for one in planned:
        sys.stdout.write(f"{one.words}\n")
    if refused := [one.words for one in planned if one.kind == "refused"]:
        raise StoreTrouble(f"{' '.join(refused)} Nothing was taken in.")
    if preview:
        return (*found.told, "Nothing was saved, because of --preview.")
    if any(one.kind == "changed" for one in planned) and not replace:
        raise StoreTrouble("What is here is changed only with --replace. Nothing was taken in.")
    told = list(found.told)
    for one in planned:
        if one.kind != "same":
            told += environments.save(one.environment)
            if not one.environment.has_secret:
                sys.stdout.write(f"The secret of “{one.environment.name}” is asked for at its first use.\n")
    return tuple(told)
