"""Modes and owners of files, for tests that are about them. It must not hold tests."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes, owners and pipes are a matter of POSIX")
root_only = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can give files away"
)


def mode_of(path: Path) -> int:
    """The permission bits."""
    return stat.S_IMODE(path.stat().st_mode)
