"""The program folder: the wheel, what it needs and Python itself, put together by PyInstaller.

It must not read the checkout beside the wheel, so that what is missing in the wheel is missing in the program.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from signatures import unpack_signatures
from tool_venv import ToolVenv, call

SPEC = Path(__file__).resolve().parent / "program" / "order-console.spec"
PROGRAM = "order-console.exe" if os.name == "nt" else "order-console"


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
    folder = dist / "order-console"
    unpack_signatures(tools, folder / "_internal")
    if sys.platform == "linux":
        strip(folder)
    settle(folder, moment)
    return folder


def strip(folder: Path) -> None:
    """Take what only debuggers read out of libraries; Python's own is a third of its size then."""
    libraries = [file for file in folder.rglob("*.so*") if file.is_file() and not file.is_symlink()]
    for file in libraries:  # its own file each: one that strip cannot read must not keep the others
        subprocess.run(["strip", "--strip-unneeded", str(file)], capture_output=True, check=False)


def settle(folder: Path, moment: int) -> None:
    """Let all have one time stamp, and only the program be executable."""
    for path in (folder, *sorted(folder.rglob("*"))):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == folder / PROGRAM else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)
