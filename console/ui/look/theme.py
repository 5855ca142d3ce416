"""The look: the tokens of colour, and the style sheet and palette made from them.

It must not know any window; it only answers what a token is and dresses the application.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from string import Template
from typing import Literal

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from console.model.remembered import ACCENT
from console.model.settings import Look
from console.runtime.assets import asset

Scheme = Literal["light", "dark"]
WindowAccent = Literal["sandbox", "test", "production", "none"]

_LIGHT = {
    "window": "#F4F5F7", "surface": "#FFFFFF", "sunk": "#F0F2F5", "border": "#DDE1E7", "outline": "#A9B2BD",
    "text": "#1A1E24", "muted": "#5C6672", "faint": "#9AA3AE", "selection": "#E8EEF6",
    "good": "#17713B", "goodTint": "#E2F4E8", "warn": "#8A5300", "warnTint": "#FCF0DA",
    "bad": "#B3261E", "badTint": "#FBE6E4", "badHover": "#991D13", "onBad": "#FFFFFF",
}  # fmt: skip
_DARK = {
    "window": "#14171B", "surface": "#1C2025", "sunk": "#171A1F", "border": "#303740", "outline": "#5A6572",
    "text": "#E7EAEE", "muted": "#9BA6B3", "faint": "#626D7A", "selection": "#242D38",
    "good": "#6CCF8E", "goodTint": "#16301F", "warn": "#E9B45C", "warnTint": "#352A14",
    "bad": "#F2867D", "badTint": "#3A1E1C", "badHover": "#FFA196", "onBad": "#2E0A06",
}  # fmt: skip
_ACCENTS: dict[Scheme, dict[WindowAccent, tuple[str, str, str]]] = {  # accent, on it, hovered
    "light": {
        "sandbox": ("#0B7A6F", "#FFFFFF", "#096A61"),
        "test": ("#B45309", "#FFFFFF", "#9A4607"),
        "production": ("#B42318", "#FFFFFF", "#991D13"),
        "none": ("#5C6672", "#FFFFFF", "#4B545F"),
    },
    "dark": {
        "sandbox": ("#3FBFB1", "#06201D", "#58CDC0"),
        "test": ("#F0A24B", "#2A1703", "#F4B46C"),
        "production": ("#FF8A7E", "#2E0A06", "#FFA196"),
        "none": ("#9BA6B3", "#14171B", "#B3BDC8"),
    },
}

_CALM: dict[
    Scheme, tuple[str, str, str]
] = {  # as an accent is, for what must not look like advice or an error
    "light": ("#34567A", "#FFFFFF", "#28456A"),
    "dark": ("#9DBEDF", "#0C1B2A", "#B4CFEA"),
}

_CHANGED: dict[Scheme, dict[str, str]] = {  # the same everywhere: amber and red would mean advice and errors
    "light": {"tint": "#E3F3F1", "changed": "#0B7A6F"},
    "dark": {"tint": "#16332F", "changed": "#3FBFB1"},
}


@dataclass(frozen=True, slots=True)
class Theme:
    """A scheme with an environment's accent; `token("tint")` and so on are colours."""

    scheme: Scheme
    accent: WindowAccent

    def tokens(self) -> dict[str, str]:
        """Every token of the style sheet by name."""
        accent, on, hover = _ACCENTS[self.scheme][self.accent]
        # Amber means advice and red trouble: such an accent frames the window and the button that sends, nothing else.
        action, on_action, action_hover = (
            (accent, on, hover) if self.accent == "sandbox" else _CALM[self.scheme]
        )
        return {
            **(_LIGHT if self.scheme == "light" else _DARK),
            "accent": accent, "onAccent": on, "accentHover": hover,
            "action": action, "onAction": on_action, "actionHover": action_hover, "focus": action,
            **_CHANGED[self.scheme],
            "scheme": self.scheme, "icons": asset("icons").as_posix(), "mono": f'"{mono_family()}"',
        }  # fmt: skip

    def colour(self, token: str) -> QColor:
        """The colour of a token."""
        return QColor(self.tokens()[token])


def mono_family() -> str:
    """The face for ids, links and JSON: JetBrains Mono where it is installed, else the system's own."""
    families = set(QFontDatabase.families())
    wanted = ("JetBrains Mono", "Cascadia Mono", "SF Mono", "DejaVu Sans Mono")
    found = next((name for name in wanted if name in families), "")
    return found or QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()


class Appearance:
    """How the window looks now and at the next start. `look` tells what the operator chose."""

    def __init__(self, ini: QSettings, look: Callable[[], Look]) -> None:
        self._ini, self._look = ini, look

    @property
    def before(self) -> Theme:
        """The look of the last time, to begin with; what an edited file holds instead of an accent is none."""
        accent = str(self._ini.value(ACCENT, "none"))
        return Theme(self.scheme, next((known for known in _ACCENTS["light"] if known == accent), "none"))

    def remember(self, theme: Theme) -> None:
        """Begin with this accent the next time."""
        self._ini.setValue(ACCENT, theme.accent)

    @property
    def scheme(self) -> Scheme:
        """What was chosen comes to now; light where the desktop asks for nothing."""
        look = self._look()
        if look != "system":
            return look
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Give the whole application this look."""
    tokens = theme.tokens()
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, token in {
        roles.Window: "window", roles.WindowText: "text", roles.Base: "surface", roles.AlternateBase: "sunk",
        roles.Text: "text", roles.Button: "surface", roles.ButtonText: "text", roles.PlaceholderText: "muted",
        roles.Highlight: "action", roles.HighlightedText: "onAction", roles.ToolTipBase: "surface",
        roles.ToolTipText: "text", roles.Link: "action", roles.Mid: "border", roles.Dark: "border",
    }.items():  # fmt: skip
        palette.setColor(role, QColor(tokens[token]))
    for role in (roles.Text, roles.ButtonText, roles.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens["faint"]))
    if application.palette() != palette:
        application.setPalette(palette)
    sheet = Template(asset("style.qss").read_text("utf-8")).substitute(tokens)
    if application.styleSheet() != sheet:  # Qt would style every widget anew
        application.setStyleSheet(sheet)
