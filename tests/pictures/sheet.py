"""One page of all pictures in a folder: a row for each scene and screen, a column for each look.

It must not take a picture; it goes by the names of the files, `scene.screen.look.png`.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Order Console in pictures</title><style>
body { font: 14px sans-serif; margin: 16px; background: #888; color: #000; }
h2 { margin: 24px 0 8px; } div { display: flex; gap: 12px; align-items: flex-start; }
figure { margin: 0; flex: 1; min-width: 0; } img { max-width: 100%; } figcaption { padding: 2px 0 6px; }
</style></head><body>
"""


def write_sheet(folder: Path) -> None:
    """Write `index.html` beside the pictures."""
    groups: dict[tuple[str, str], list[Path]] = {}
    for path in sorted(folder.glob("*.png")):
        scene, screen, _ = path.stem.split(".")
        groups.setdefault((scene, screen), []).append(path)
    parts = [_HEAD]
    for (scene, screen), paths in groups.items():
        parts.append(f"<h2>{escape(scene)}, {escape(screen)}</h2><div>")
        for path in paths:
            name = escape(path.name)
            parts.append(f'<figure><a href="{name}"><img src="{name}" alt="{name}" loading="lazy"></a>')
            parts.append(f"<figcaption>{escape(path.stem.rpartition('.')[2])}</figcaption></figure>")
        parts.append("</div>")
    (folder / "index.html").write_text("\n".join([*parts, "</body></html>\n"]), "utf-8")
