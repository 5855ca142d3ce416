"""A later start's knock at the console that is open: where it is heard, what it says and what is answered, for both sides.

It must not load Qt or anything heavy, for a second start is little more than this; it knows no order and no window.
"""

from __future__ import annotations

import os
import stat
import sys
from typing import Literal, NamedTuple

TAKEN, UNREADABLE = b"taken\n", b"unreadable\n"
"""What the open console answers. One of before there were versions answers a bare line break."""
LONGEST = 4_096
"""So many characters of a text are handed over; whatever is longer is too long to be looked up."""
_SOCKET = "instance.socket"
_HEAD = b"order-console 2"
"""What is said begins with this, a blank, how many bytes follow, and a line break."""
_MOST = 32_768
_LONGEST_NAME = 200
_PATIENCE_S = 3.0
_LONGEST_ADDRESS = 107
"""The kernel takes no longer one, in bytes."""

KnockAnswer = Literal["taken", "nobody", "silent", "other version"]
"""The console has it; none is there; it is there and does not answer, though it may have it; it is of another version."""


class Knock(NamedTuple):
    """What a later start was given: a text to look up, an environment, and what lets a window come forward on Wayland."""

    text: str = ""
    environment: str = ""
    token: str = ""


def knock_of(text: str, environment: str = "") -> Knock:
    """What this start has to hand over: what it was asked for, and the leave to come to the front that it was given."""
    return Knock(text, environment, os.environ.get("XDG_ACTIVATION_TOKEN", ""))


def packed(knock: Knock) -> bytes:
    """A knock as it is sent."""
    parts = (knock.text[:LONGEST], knock.environment[:_LONGEST_NAME], knock.token)
    # The bytes of an argument need be no text at all.
    clean = (part.encode(errors="surrogateescape").decode(errors="replace") for part in parts)
    body = "\0".join(part.replace("\0", "\ufffd") for part in clean).encode()
    return b"%s %d\n%s" % (_HEAD, len(body), body)


def unpacked(received: bytes) -> Knock | None:
    """What was sent; None while there must be more of it. Raises ValueError for anything that `packed` does not make."""
    head, line_break, body = received.partition(b"\n")
    if not line_break and len(head) <= len(_HEAD) + 8:
        return None
    word, _, length = head.rpartition(b" ")
    if word != _HEAD or not length.isdigit() or int(length[:8]) > _MOST:
        raise ValueError("not a knock of this version")
    if len(body) < int(length):
        return None
    text, environment, token = body[: int(length)].decode().split("\0")
    return Knock(text, environment, token)


def knock_at(folder: str, knock: Knock, patience: float = _PATIENCE_S) -> KnockAnswer:
    """Hand this to the console that has the folder `folder`, and wait `patience` seconds at most for its answer.

    "nobody" also where there can be no such console, or it is another user's.
    """
    if not _may_be_there(folder):
        return "nobody"
    import socket

    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(patience)
        try:
            with _Address(folder) as address:
                caller.connect(address)
            if not is_own(caller.fileno()):
                return "nobody"
        except BlockingIOError:  # so many wait already that no more may
            return "silent"
        except OSError:
            return "nobody"
        try:
            token = knock.token if len(packed(knock)) <= _MOST else ""
            caller.sendall(packed(knock._replace(token=token)))
            answer = caller.recv(len(UNREADABLE))
        except TimeoutError:
            return "silent"
        except OSError:
            return "nobody"
    return "taken" if answer == TAKEN else "other version" if answer else "nobody"


def listening(folder: str) -> int | None:
    """A socket at which this user's later starts knock, as a descriptor that is the caller's; None where none can be.

    Whoever calls has the folder for itself: a socket that is there is of a console that is gone.
    """
    if not _known_here():
        return None
    import socket

    made = socket.socket(socket.AF_UNIX)
    try:
        forget(folder)
        with _Address(folder) as address:
            made.bind(address)
        os.chmod(os.path.join(folder, _SOCKET), stat.S_IRUSR | stat.S_IWUSR)  # noqa: PTH101, PTH118 - pathlib takes long
        made.setblocking(False)
        made.listen()
    except OSError:  # not every disk takes one
        made.close()
        return None
    return made.detach()


def forget(folder: str) -> None:
    """Take the socket away, if it is one and the disk lets it."""
    if _may_be_there(folder):
        try:
            os.unlink(os.path.join(folder, _SOCKET))  # noqa: PTH108, PTH118
        except OSError:  # such as a disk that is read-only by now: nobody hears there all the same
            return


def is_own(descriptor: int) -> bool:
    """Whether who is at the other end of a connected socket runs as the same user; true where nobody can tell."""
    if not _known_here():
        return True
    import socket

    with socket.socket(fileno=os.dup(descriptor)) as peer:
        found = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)  # its process, user and group
    return int.from_bytes(found[4:8], sys.byteorder) == os.getuid()


def _known_here() -> bool:
    return sys.platform == "linux"


def _may_be_there(folder: str) -> bool:
    try:
        return _known_here() and stat.S_ISSOCK(os.lstat(os.path.join(folder, _SOCKET)).st_mode)  # noqa: PTH118
    except (OSError, ValueError):
        return False


class _Address:
    """The socket's address, by way of the folder where it would be too long for the kernel."""

    def __init__(self, folder: str) -> None:
        self._folder, self._opened = folder, -1

    def __enter__(self) -> str:
        whole = os.path.join(self._folder, _SOCKET)  # noqa: PTH118
        if len(os.fsencode(whole)) <= _LONGEST_ADDRESS:
            return whole
        self._opened = os.open(self._folder, os.O_PATH | os.O_DIRECTORY)
        return f"/proc/self/fd/{self._opened}/{_SOCKET}"

    def __exit__(self, *_: object) -> None:
        if self._opened >= 0:
            os.close(self._opened)
