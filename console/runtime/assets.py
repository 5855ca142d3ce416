"""Where the files that ship with the program are: style, icons, pictures.

It must not read them, nor know any file of the operator's own.
"""

from pathlib import Path

_INSTALLED = Path(__file__).parents[1] / "_resources"
_CHECKOUT = Path(__file__).parents[2] / "resources"


def asset(name: str) -> Path:
    """The path of a shipped file or folder, such as `style.qss`; inside a wheel or in a checkout."""
    return (_INSTALLED if _INSTALLED.is_dir() else _CHECKOUT) / name
