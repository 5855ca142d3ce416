"""The program folder: the wheel, what it needs and Python itself, put together by PyInstaller.

It must not read the checkout beside the wheel, so that what is missing in the wheel is missing in the program.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tool_venv import ToolVenv, call

SPEC = Path(__file__).resolve().parent / "program" / "order-console.spec"


def build_onedir(wheel: Path, tools: ToolVenv, dist: Path, work: Path, moment: int) -> Path:
    """Make `dist/order-console`, with `work` for what PyInstaller needs meanwhile; return that folder."""
    tools.install("--no-index", "--no-deps", "--force-reinstall", str(wheel))
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    command = [tools.python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(dist), "--workpath", str(work), str(SPEC)]
    call(
        command,
        "The program folder could not be built; PyInstaller said why above.",
        folder=work,
        SOURCE_DATE_EPOCH=str(moment),
        PYTHONHASHSEED="1",
        PYINSTALLER_CONFIG_DIR=str(work / "cache"),
    )
    return dist / "order-console"
