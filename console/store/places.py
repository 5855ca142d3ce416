"""Where the operator's own files live: the per-user folders of the platform, or one folder for everything.

It must not know which files are kept there; and it must make no folder before `prepare` is called.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

HOME_VARIABLE = "ORDER_CONSOLE_HOME"
_FOLDER_NAME = "order-console"
_XDG = (
    ("XDG_CONFIG_HOME", ".config"),
    ("XDG_DATA_HOME", ".local/share"),
    ("XDG_STATE_HOME", ".local/state"),
)


class Places(NamedTuple):  # a dataclass takes long to load, and a second start is little more than this
    """The folders: `config` for environments and their credentials, `data` for work kept, `log` for logs.

    `system` are the folders in which an administrator sets environments up for every user, the first counting most.
    `held_by` is the computer whose console has them in use; then they are read here and never written.
    """

    config: Path
    data: Path
    log: Path
    held_by: str = ""
    system: tuple[Path, ...] = ()

    @property
    def read_only(self) -> str:
        """Why nothing is kept in them, as a sentence; empty where they may be written."""
        if not self.held_by:
            return ""
        return f"Order Console is open on {self.held_by}, so nothing is kept here: no draft, no trail, no setting."

    def prepare(self) -> list[str]:
        """Make the folders, mode 0700, tighten looser ones and sweep them; return sentences to tell the operator.

        Folders that are in use on another computer are left alone. Raises `StoreTrouble` for the first folder that
        cannot be made or is another user's.
        """
        from console.store.files import private_folder, sweep  # not before the first paint

        notices: list[str] = []
        if self.held_by:
            return notices
        for folder in (self.config, self.data, self.log):
            notices += private_folder(folder)
            notices += sweep(folder)
        return notices


def find_places(variables: Mapping[str, str] = os.environ) -> Places:
    """Return the folders; `ORDER_CONSOLE_HOME` in `variables` puts all of the operator's under that one folder.

    Raises `StoreTrouble` where that can be no folder, or where nothing says whose home it is.
    """
    home = variables.get(HOME_VARIABLE, "").strip()
    bases = [_base(variables, name, usual) for name, usual in _XDG]
    if home:
        base = _folder(home)
        mine = (base / "config", base / "data", base / "log")
    elif sys.platform == "linux" and None not in bases:
        config, data, state = (Path(base, _FOLDER_NAME) for base in bases if base is not None)
        mine = (config, data, state / "log")
    else:
        mine = _as_platformdirs_says()
    return Places(*mine, system=_of_every_user(variables))


def _of_every_user(variables: Mapping[str, str]) -> tuple[Path, ...]:
    if sys.platform != "linux":
        import platformdirs

        folders = platformdirs.site_config_dir(_FOLDER_NAME, appauthor=False, multipath=True).split(
            os.pathsep
        )
        return tuple(Path(folder) for folder in folders)
    named = variables.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    # The standard for base directories has relative ones left aside.
    return tuple(Path(base, _FOLDER_NAME) for base in named.split(os.pathsep) if base.startswith("/"))


def _as_platformdirs_says() -> tuple[Path, Path, Path]:
    import platformdirs

    folders = platformdirs.PlatformDirs(_FOLDER_NAME, appauthor=False)
    try:
        return folders.user_config_path, folders.user_data_path, folders.user_log_path
    except RuntimeError as error:  # no HOME, and an account that this computer does not list
        from console.store.files import StoreTrouble

        raise StoreTrouble(
            f"Order Console cannot tell where your files are, because HOME names no folder: set it, or {HOME_VARIABLE}."
        ) from error


def _base(variables: Mapping[str, str], name: str, usual: str) -> str | None:
    """One base folder of the XDG specification as platformdirs has it, which takes long to load; None where it must say."""
    given, home = variables.get(name, ""), variables.get("HOME", "")
    if given.startswith("/"):
        return given
    return f"{home.rstrip('/')}/{usual}" if home.startswith("/") else None


def _folder(named: str) -> Path:
    try:
        return Path(named).expanduser().absolute()
    except (RuntimeError, OSError) as error:  # a user who is not known, or a working folder that is gone
        from console.store.files import StoreTrouble  # not before the first paint

        raise StoreTrouble(f"{HOME_VARIABLE} is {named}, which can be no folder: {error}") from error
