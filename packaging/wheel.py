"""The wheel and the sdist, made by hatchling of what stands in the checkout.

It must not install anything, and the same commit gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from tool_venv import ToolVenv, call


def build_wheel(root: Path, tools: ToolVenv, dist: Path, moment: int) -> tuple[Path, Path]:
    """Make both in `dist`, with the time stamp `moment` (seconds since 1970); return the paths of wheel and sdist."""
    command = [tools.python, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(dist)]
    call(
        command,
        "The wheel could not be built; hatchling said why above.",
        folder=root,
        SOURCE_DATE_EPOCH=str(moment),
    )
    [wheel], [sdist] = dist.glob("*.whl"), dist.glob("*.tar.gz")
    return wheel, sdist
