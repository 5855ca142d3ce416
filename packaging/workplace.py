"""The folder that bootstrap may write to: the checkout itself, or one in the cache of whoever may not write there.

It must not write anywhere but in the latter, and it must say which folder is needed where there is none.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from saying import Trouble

_MADE = (".venv", "build")


def workplace(root: Path, variables: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for `.venv` and `build`: `root` where this account may change both, else one of its own.

    Not even root changes what another account made there, which that one could not change again afterwards. Raises
    `Trouble` where there is no folder.
    """
    made = [root / name for name in _MADE if (root / name).is_dir()]
    if all(os.access(path, os.W_OK | os.X_OK) for path in (root, *made)) and all(map(_is_own, made)):
        return root
    own = (
        cache(variables) / "order-console" / f"checkout-{hashlib.sha256(str(root).encode()).hexdigest()[:12]}"
    )
    try:
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(own, os.W_OK | os.X_OK):
            raise PermissionError(None, "Permission denied")
    except OSError as error:
        raise Trouble(
            f"This account may not write to {root}, nor to {own} ({(error.strerror or str(error)).lower()}).\n"
            "Order Console needs a folder for its environment: set XDG_CACHE_HOME to one that you can write to."
        ) from error
    return own


def cache(variables: Mapping[str, str]) -> Path:
    """The folder for what can be made again, as desktops have it."""
    named = Path(variables.get("XDG_CACHE_HOME") or "relative")
    if named.is_absolute():
        return named
    try:
        return Path.home() / ".cache"
    except RuntimeError as error:
        raise Trouble(
            "Nothing says where this account's files are: set HOME or XDG_CACHE_HOME to a folder."
        ) from error


def _is_own(path: Path) -> bool:
    return not hasattr(os, "geteuid") or path.stat().st_uid == os.geteuid()
