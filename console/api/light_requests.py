"""requests, loaded without the detector of encodings that it asks for: 4 MiB for a guess at texts, which nobody here makes.

It must not take the detector away: who asks for it after all, through requests or by its name, gets it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType

_DETECTOR = "charset_normalizer"


class _Later(ModuleType):
    """Stands there while requests looks whether it has a detector, and of which version; loads it when it is used."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # such as whether it is a package
            raise AttributeError(name)
        return getattr(import_module(_DETECTOR), name)


def _load() -> None:
    if _DETECTOR in sys.modules or "requests" in sys.modules:
        return
    detector = _Later(_DETECTOR)
    try:
        detector.__dict__["__version__"] = version(_DETECTOR)
    except PackageNotFoundError:  # a package of the console need not say which it holds
        return
    sys.modules[_DETECTOR] = detector
    try:
        import_module("requests")
    finally:
        del sys.modules[_DETECTOR]


_load()
import requests as requests  # noqa: E402 - by now it is there
