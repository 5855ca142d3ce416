"""What Qt found on this computer: platform plugin, screens, fonts, input method, style and colours.

It must not show a window; without a screen Qt would end the process, so it is asked in one that may end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, qVersion
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication, QTextLayout
from PySide6.QtWidgets import QApplication

from console.diagnosis.gathering import each
from console.diagnosis.surroundings import loaded_input_methods

WANTED = {
    "signs of the window": "…“”•→✓–×",
    "currencies": "€£¥₹₩",
    "Greek, Cyrillic": "Ωж",
    "Chinese, Japanese, Korean": "中あ한",
    "Arabic, Hebrew": "عא",
    "Thai, Hindi": "กह",
}
"""What the window or a record may well have to show, by writing system."""


def screen(qt: QGuiApplication) -> Iterator[str]:
    """The lines, for the application of this process. Some of it takes tens of milliseconds."""
    yield from each(
        ("Qt", lambda: f"{qVersion()}, platform plugin {qt.platformName()}"),
        ("Platform plugins there", lambda: _plugins("platforms")),
    )
    yield from screens(qt)
    yield from look(qt)
    yield from each(
        ("Font", _font),
        ("Letters", _letters),
        (
            "Input method",
            lambda: f"loaded {_loaded(qt)}; plugins there: {_plugins('platforminputcontexts')}",
        ),
        ("Language of Qt", _language),
    )


def screens(qt: QGuiApplication) -> Iterator[str]:
    """A line for each screen."""
    primary = qt.primaryScreen()
    for place, one in enumerate(qt.screens()):
        area, free = one.geometry(), one.availableGeometry()
        size = one.physicalSize()
        yield (
            f"Screen {place + 1}{', the first' if one == primary else ''}: {one.name()}, {area.width()}x{area.height()} at"
            f" {area.x()},{area.y()}, free {free.width()}x{free.height()}, scale {one.devicePixelRatio():g},"
            f" {one.logicalDotsPerInch():.0f} dpi for text, {one.refreshRate():.0f} Hz,"
            f" {size.width():.0f}x{size.height():.0f} mm"
        )


def look(qt: QGuiApplication) -> Iterator[str]:
    """What the desktop says of colours and contrast, and by which style the window is drawn."""
    hints = qt.styleHints()
    yield from each(
        ("Colours of the desktop", lambda: hints.colorScheme().name.lower()),
        ("Contrast of the desktop", lambda: _contrast(hints)),
        (
            "Style",
            lambda: QApplication.style().objectName() if isinstance(qt, QApplication) else "(no widgets)",
        ),
    )


def _contrast(hints: object) -> str:
    told = getattr(hints, "accessibility", None)  # Qt 6.10 brought it
    return str(told().contrastPreference().name) if told is not None else "this Qt cannot tell"


def _loaded(qt: QGuiApplication) -> str:
    found = loaded_input_methods()
    return (
        f"{found}, the compositor's own"
        if found == "none" and qt.platformName().startswith("wayland")
        else found
    )


def _plugins(kind: str) -> str:
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / kind
    names = sorted(path.stem.removeprefix("lib").removesuffix("plugin") for path in folder.glob("*"))
    return ", ".join(names) or "none"


def _font() -> str:
    font = QGuiApplication.font()
    used = QFontInfo(font)
    size = f"{font.pointSizeF():g} pt" if font.pointSizeF() > 0 else f"{font.pixelSize()} px"
    return f"{font.family()} {size}, drawn by {used.family()}; {len(QFontDatabase.families())} families"


def _letters() -> str:
    font = QGuiApplication.font()
    lacking = {
        name: "".join(sign for sign in signs if not _drawn(sign, font)) for name, signs in WANTED.items()
    }
    told = ", ".join(f"{name}: {' '.join(signs)}" for name, signs in lacking.items() if signs)
    return f"NO FONT HAS {told}" if told else "all that are wanted can be drawn"


def _drawn(sign: str, font: QFont) -> bool:
    """Whether this font, or one that stands in for it, has the letter."""
    layout = QTextLayout(sign, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    glyphs = [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]
    return bool(glyphs) and 0 not in glyphs


def _language() -> str:
    used = QLocale()
    right = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return (
        f"{used.name()}, decimal {used.decimalPoint()!r}, groups {used.groupSeparator()!r},"
        f" {'right to left' if right else 'left to right'}"
    )
