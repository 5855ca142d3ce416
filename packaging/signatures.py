"""PySide's texts of signatures, unpacked and compiled once, as its `SBK_EMBED=0` is for; else every start compiles them.

It must not change a file of PySide's; what it makes is found because shiboken6 looks for such a folder.
"""

from __future__ import annotations

import py_compile
from pathlib import Path

from tool_venv import ToolVenv, call

FOLDER = "files.dir"


def unpack_signatures(tools: ToolVenv, program: Path) -> None:
    """Put them beside shiboken6 in the program's folder of libraries `program`, without sources."""
    call(
        [tools.python, "-c", "import PySide6.QtCore"],
        "PySide could not unpack its signatures; it said why above.",
        SBK_EMBED="0",
    )
    [source] = tools.folder.glob(f"**/shiboken6/{FOLDER}")
    for file in source.rglob("*.py"):
        name = file.relative_to(source)
        compiled = program / "shiboken6" / FOLDER / name.with_suffix(".pyc")
        compiled.parent.mkdir(parents=True, exist_ok=True)
        # Unchecked: there is no source to compare it with, and its time must not stand in it.
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(str(file), str(compiled), str(name), doraise=True, invalidation_mode=mode)
