"""Private files that are either old or new, never torn: the one way in which the store reads and writes.

It must not know what the files hold, and it must never leave one that another user of the computer can read.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_LARGEST_FILE = 4 * 1024 * 1024
_NEW = ".new"
_HALF_WRITTEN = (f".*.json{_NEW}", f".*.toml{_NEW}")
_LOCK = ".lock"
_NO_LOCKS_HERE = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}


class StoreTrouble(Exception):
    """The disk refused; `sentence`, also the text of the exception, says what happened and what still holds."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def private_folder(folder: Path) -> list[str]:
    """Make `folder` (and what is missing above it) for the operator alone, mode 0700.

    A looser mode is tightened; the answer is a list of sentences to tell. Raises `StoreTrouble` when the
    folder cannot be made, is no folder, or belongs to someone else.
    """
    try:
        _make_folder(folder)
        status = folder.stat()
    except OSError as error:
        raise trouble("Order Console could not make its folder", folder, error) from error
    if not stat.S_ISDIR(status.st_mode):
        raise StoreTrouble(
            f"Order Console needs a folder at {folder}, but a file of that name is in the way."
        )
    _refuse_other_owner(folder, status)
    return _tighten(folder, status, 0o700)


@contextlib.contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold `folder` for one change: read, decide, `replace`; a second process waits the few milliseconds.

    File systems that know no locks are used without. Raises `StoreTrouble` when the folder cannot be
    written to.
    """
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as error:
        raise trouble("Nothing can be saved in", folder, error) from error
    try:
        if sys.platform != "win32":
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
            except OSError as error:
                if error.errno not in _NO_LOCKS_HERE:
                    raise trouble("Nothing can be saved in", folder, error) from error
        yield
    finally:
        os.close(lock)


def replace(path: Path, content: bytes) -> None:
    """Write `content` to `path`, mode 0600, so that a reader or a crash finds the old or the new file.

    A symbolic link is followed. The caller holds `exclusive(path.parent)`. Raises `StoreTrouble`; then the
    old file is as it was.
    """
    target = Path(os.path.realpath(path))
    new = _new_name(target)
    try:
        new.unlink(missing_ok=True)
        file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            _write_all(file, content)
        finally:
            os.close(file)
        new.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise trouble("Order Console could not save", path, error) from error


def read(path: Path, largest: int = _LARGEST_FILE) -> tuple[bytes | None, list[str]]:
    """Return what `path` holds (`None` if it does not exist) and sentences to tell.

    A mode looser than 0600 is tightened and told. Raises `StoreTrouble` when the file is another user's, is
    no plain file, is larger than `largest` bytes, or cannot be read.
    """
    try:
        # A pipe in place of the file must not hang the window, hence no blocking.
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None, []
    except OSError as error:
        raise trouble("Order Console could not read", path, error) from error
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise StoreTrouble(f"Order Console could not read {path}: it is not a plain file.")
        if status.st_size > largest:
            raise StoreTrouble(
                f"Order Console did not read {path}: it is larger than {largest >> 20} MiB, so it is not its own."
            )
        _refuse_other_owner(path, status)
        notices = _tighten(path, status, 0o600)
        with os.fdopen(file, "rb", closefd=False) as stream:
            return stream.read(largest), notices
    except OSError as error:
        raise trouble("Order Console could not read", path, error) from error
    finally:
        os.close(file)


def set_aside(path: Path) -> Path:
    """Rename a damaged file to the first free of `NAME.bad`, `NAME.bad2`, ... and return the new path.

    A symbolic link stays; what it points to is renamed. Raises `StoreTrouble`.
    """
    target = Path(os.path.realpath(path))
    number = 1
    while (kept := target.with_name(f"{target.name}.bad{number if number > 1 else ''}")).exists():
        number += 1
    try:
        target.rename(kept)
    except OSError as error:
        raise trouble("Order Console could not set aside the damaged file", path, error) from error
    return kept


def sweep(folder: Path) -> list[str]:
    """Take away the half-written files that a killed writer may have left in `folder`; sentences to tell of them.

    One that may hold a secret is removed; another is kept under a name that can be seen. What holds nothing that its
    file does not hold is not told. Raises `StoreTrouble`.
    """
    notices: list[str] = []
    if not _left_in(folder):
        return notices
    with exclusive(folder):
        for left in _left_in(folder):
            try:
                notices += _swept(left)
            except OSError as error:
                raise trouble("Order Console could not remove", left, error) from error
    return notices


def _left_in(folder: Path) -> list[Path]:
    return sorted(found for form in _HALF_WRITTEN for found in folder.glob(form))


def _swept(left: Path) -> list[str]:
    target = left.with_name(left.name.removeprefix(".").removesuffix(_NEW))
    held = left.read_bytes() if left.is_file() and left.stat().st_size <= _LARGEST_FILE else b""
    if not held or (target.is_file() and target.read_bytes() == held):
        left.unlink(missing_ok=True)
        return []
    ended = f"Order Console was ended while it saved {target}, so your last change of it is not there"
    if target.suffix == ".json":
        left.unlink(missing_ok=True)
        return [f"{ended}; please make it again."]
    kept = target.with_name(f"{target.name}.unsaved")
    left.replace(kept)
    return [f"{ended}; what was being written is kept as {kept.name}."]


def trouble(what: str, path: Path, error: OSError) -> StoreTrouble:
    """Return the `StoreTrouble` for `error`, as '`what` `path`: why.' in one sentence."""
    whys = {
        errno.ENOSPC: "the disk is full; what was saved before is still there",
        errno.EDQUOT: "your disk quota is used up; what was saved before is still there",
        errno.EACCES: "you are not allowed to",
        errno.EPERM: "you are not allowed to",
        errno.EROFS: "the disk is read-only",
        errno.ENOTDIR: "a file is in the way of a folder",
        errno.EEXIST: "a file is in the way of a folder",
        errno.EISDIR: "a folder is in the way of a file",
        errno.ELOOP: "its symbolic links go in a circle",
        errno.ENOENT: "its folder is not there",
    }
    why = whys.get(error.errno or 0) or (error.strerror or "the disk gave no reason").lower()
    return StoreTrouble(f"{what} {path}: {why}.")


def _make_folder(folder: Path) -> None:
    """Like `mkdir -p`, but every folder made is 0700, whatever the umask."""
    missing = [folder, *folder.parents]
    while missing:
        step = missing.pop()
        if not step.exists():
            with contextlib.suppress(FileExistsError):  # another instance was faster
                step.mkdir(mode=0o700)
                step.chmod(0o700)


def _write_all(file: int, content: bytes) -> None:
    if hasattr(os, "fchmod"):
        os.fchmod(file, 0o600)
    left = memoryview(content)
    while left:
        left = left[os.write(file, left) :]
    os.fsync(file)
    if os.fstat(file).st_size != len(content):
        raise OSError(errno.EIO, "The disk kept less than was written")


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _new_name(target: Path) -> Path:
    return target.with_name(f".{target.name}{_NEW}")


def _refuse_other_owner(path: Path, found: os.stat_result) -> None:
    if sys.platform != "win32" and found.st_uid != os.geteuid():
        raise StoreTrouble(
            f"Order Console does not use {path}, because it belongs to another user of this computer."
        )


def _tighten(path: Path, found: os.stat_result, mode: int) -> list[str]:
    if sys.platform == "win32" or not stat.S_IMODE(found.st_mode) & 0o077:
        return []
    try:
        path.chmod(mode)
    except OSError:
        return [
            f"Other users of this computer may be able to open {path}, and its mode could not be changed."
        ]
    return [f"Other users of this computer could open {path}; now only you can."]
