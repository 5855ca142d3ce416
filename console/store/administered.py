"""The environments that an administrator set up for every user: read from the system's folders, joined with one's own.

It must not write there, take a secret from there, or wait for a folder that does not answer.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from console.model.environment import Administered, Environment
from console.runtime.bounded import TookTooLong, within
from console.runtime.cancel import Cancel
from console.store import files, handed_on
from console.store.files import StoreTrouble

FILE_NAME = "environments.json"
_PATIENCE = 2.0
"""Seconds for all the system's folders, which may be on a network that is away."""
_NOT_THERE = {errno.ENOENT, errno.ENOTDIR}
_stuck: dict[Path, threading.Event] = {}
"""The files whose folder did not answer; each is asked again only after it did."""


@dataclass(frozen=True, slots=True)
class SystemEnvironments:
    """What the files hold. `answered` are those that were read or are not there: what they lack was taken away."""

    environments: tuple[Environment, ...] = ()
    notices: tuple[str, ...] = ()
    answered: frozenset[str] = frozenset()


def read(folders: Sequence[Path], *, patience: float = _PATIENCE) -> SystemEnvironments:
    """Read them; the first folder that names an environment counts. Called on a worker; never raises for a file.

    A folder that does not answer within `patience` seconds is left aside with a sentence, and not asked again while
    the question hangs.
    """
    found: list[Environment] = []
    notices: list[str] = []
    answered: set[str] = set()
    for path in (folder / FILE_NAME for folder in folders):
        try:
            raw = bounded(path, patience)
            answered.add(str(path))
            if raw is None:
                continue
            held = handed_on.understood(raw, str(path))
            made = [entry.environment() for entry in held.environments]
        except StoreTrouble as trouble:
            notices.append(f"{trouble.sentence} Your own environments are not concerned.")
            answered.discard(str(path))
            continue
        notices += (*held.wrong, *held.told)
        if held.wrong:
            answered.discard(str(path))
        for one in made:
            if not any(one.name.casefold() == other.name.casefold() for other in found):
                found.append(one.limited(Administered(str(path), one.read_only, one.accent)))
    return SystemEnvironments(tuple(found), tuple(notices), frozenset(answered))


def joined(
    own: Sequence[Environment], kept: Mapping[str, Environment], system: SystemEnvironments
) -> tuple[tuple[Environment, ...], tuple[str, ...]]:
    """All environments that can be chosen, the operator's own first; and sentences to tell.

    `kept` has, by the administrator's name in small letters, whom each secret was typed for. Of one name for two
    servers the operator's own counts, so that no name leads elsewhere overnight; for the same server and client ID the
    administrator's does, with the secret that is there.
    """
    rest = {one.name.casefold(): one for one in system.environments}
    notices: list[str] = []
    listed: list[Environment] = []
    for mine in own:
        theirs = rest.pop(mine.name.casefold(), None)
        if theirs is not None and theirs.shown_to == mine.shown_to:
            listed.append(_with(theirs, mine))
        else:
            if theirs is not None and theirs.administered is not None:
                notices.append(
                    f"“{mine.name}” is set up in {theirs.administered.path} too, for another server or client ID; your"
                    " own counts. Rename it in File > Environments to have the other one as well."
                )
            listed.append(limited(mine, system.environments))
    for key, theirs in rest.items():
        before = kept.get(key)
        if before is None:
            listed.append(theirs)
        elif before.shown_to == theirs.shown_to:
            listed.append(_with(theirs, before))
        else:
            listed.append(_asking(theirs, before))
    return tuple(listed), tuple(notices)


def limited(mine: Environment, system: Sequence[Environment]) -> Environment:
    """An environment of the operator's own, no looser than an administrator's for the same server and client ID."""
    for theirs in system if mine.administered is None else ():
        by = theirs.administered
        same = (theirs.api_url, theirs.client_id) == (mine.api_url, mine.client_id)
        if by is not None and same and (by.read_only or by.accent == "production"):
            return mine.limited(replace(by, whole=False, asks=""))
    return mine


def _with(theirs: Environment, mine: Environment) -> Environment:
    """The administrator's, with the secret that the operator typed, and as careful as either wants it."""
    by = theirs.administered
    assert by is not None
    both = replace(theirs, secret=mine.secret, secret_item=mine.secret_item)
    return replace(both, read_only=mine.read_only, accent=mine.accent).limited(by)


def _asking(theirs: Environment, before: Environment) -> Environment:
    """The administrator's without the secret, because that was typed for another server; says which has changed."""
    by = theirs.administered
    assert by is not None
    names = ("API address", "token address", "client ID")
    changes = [
        f"the {name} was {then} and is {now}"
        for name, then, now in zip(names, before.shown_to, theirs.shown_to, strict=True)
        if then != now
    ]
    said = "; ".join(changes)
    asks = f"{said[:1].upper()}{said[1:]}."
    tight = replace(theirs, read_only=before.read_only, accent=before.accent)
    return tight.limited(replace(by, asks=asks))


def bounded(path: Path, patience: float = _PATIENCE) -> bytes | None:
    """The bytes of a file of the system's; None where there is none. Called on a worker. Raises `StoreTrouble`."""
    away = StoreTrouble(f"{path} was left aside, because its folder does not answer.")
    hanging = _stuck.get(path)
    if hanging is not None and not hanging.is_set():
        raise away
    answered = threading.Event()

    def work(_: Cancel) -> bytes | None:
        try:
            return raw_of(path)
        finally:
            answered.set()

    try:
        return within(patience, work)
    except TookTooLong:
        _stuck[path] = answered
        raise away from None


def raw_of(path: Path) -> bytes | None:
    """What the file holds, None where there is none. Raises `StoreTrouble` for one that others than an administrator
    could have written or that is no plain file of a sensible size.
    """
    try:
        # A pipe in its place must not hang; a link could lead to a file of another's.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
        file = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        if error.errno in _NOT_THERE:
            return None
        if error.errno == errno.ELOOP:
            raise _unused(path, "it is a symbolic link") from None
        raise files.trouble("Order Console could not read", path, error) from None
    try:
        status, folder = os.fstat(file), path.parent.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _unused(path, "it is not a plain file")
        if hasattr(os, "geteuid") and status.st_uid not in (0, os.geteuid()):
            raise _unused(path, "it belongs to another user and not to root")
        if hasattr(os, "geteuid") and (status.st_mode | folder.st_mode & ~_sticky(folder)) & stat.S_IWOTH:
            raise _unused(path, "every user of this computer can change it")
        if status.st_size > handed_on.LARGEST:
            raise _unused(path, f"it is larger than {handed_on.LARGEST >> 10} KiB")
        with os.fdopen(file, "rb", closefd=False) as stream:
            return stream.read(handed_on.LARGEST + 1)
    except OSError as error:
        raise files.trouble("Order Console could not read", path, error) from None
    finally:
        os.close(file)


def _sticky(folder: os.stat_result) -> int:
    """What a sticky folder may have: others can add files there, and not replace one."""
    return stat.S_IWOTH if folder.st_mode & stat.S_ISVTX else 0


def _unused(path: Path, why: str) -> StoreTrouble:
    return StoreTrouble(f"Order Console does not use {path}, because {why}.")
