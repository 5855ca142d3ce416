"""Loads psycopg, which speaks to PostgreSQL, at the first use and not before: it takes 0.05 s and 18 MB.

It must not leave in this process's surroundings what PostgreSQL's library believes where an address is silent.
"""

from __future__ import annotations

import os
import sys
from types import ModuleType

from console.desk.trouble import DeskTrouble

_BELIEVED = ("PG", "PSYCOPG")
"""PGSSLMODE=disable turns encryption off, PGSERVICE and PGHOSTADDR lead elsewhere, PSYCOPG_IMPL asks for another library."""


def psycopg() -> ModuleType:
    """Return the package psycopg. Raises `DeskTrouble` where it is not installed, or cannot be loaded.

    Call it before every connection: it also takes PG… and PSYCOPG_… out of the surroundings of this process and of
    those that it starts later.
    """
    for name in [name for name in os.environ if name.startswith(_BELIEVED)]:
        os.environ.pop(name, None)
    try:
        import psycopg
    except ImportError:
        raise DeskTrouble(_how_to_get_it()) from None
    return psycopg


def _how_to_get_it() -> str:
    if getattr(sys, "frozen", False):
        return "This build of Order Console comes without the package “psycopg”, so a desk cannot be used."
    return f"A desk takes the package “psycopg”: {sys.executable} -m pip install 'psycopg[binary]', then start again."
