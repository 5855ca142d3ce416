"""The look: which scheme is worn, and the style sheet and palette made from its tokens.

It must not know any window; it only answers what a token is and dresses the application.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from console.model.look import Look
from console.model.remembered import ACCENT
from console.runtime.assets import asset
from console.ui.look.colours import ACCENTS, CALM, SCHEMES
from console.ui.look.colours import Scheme as Scheme
from console.ui.look.colours import WindowAccent as WindowAccent

if TYPE_CHECKING:
    from PySide6.QtCore import QMetaObject
    from PySide6.QtGui import QAccessibilityHints

_LEAST_POINTS = 7.5


class Theme(NamedTuple):
    """A scheme with an environment's accent; `token("tint")` and so on are colours."""

    scheme: Scheme
    accent: WindowAccent
    text: int = 100
    """The text's size in per cent of the desktop's own."""

    def tokens(self) -> dict[str, str]:
        """Every token of the style sheet by name."""
        mono = f'"{mono_family()}"'
        return {
            **_colours(self.scheme, self.accent),
            **_sizes(self.text),
            "icons": asset("icons").as_posix(),
            "mono": mono,
        }

    def colour(self, token: str) -> QColor:
        """The colour of a token."""
        return QColor(_colours(self.scheme, self.accent)[token])


@cache
def _colours(scheme: Scheme, accent: WindowAccent) -> dict[str, str]:
    """The colours by name; every cell that is painted asks for one."""
    colour, on, hover = ACCENTS[scheme][accent]
    # Amber means advice and red trouble: such an accent frames the window and the button that sends, nothing else.
    action, on_action, action_hover = (colour, on, hover) if accent == "sandbox" else CALM[scheme]
    return {
        **SCHEMES[scheme],
        "accent": colour, "onAccent": on, "accentHover": hover,
        "action": action, "onAction": on_action, "actionHover": action_hover, "focus": action,
    }  # fmt: skip


def _sizes(per_cent: int) -> dict[str, str]:
    """`pt10` is the size of usual text, the others by as much more or less; none is too small to be read."""
    font = QGuiApplication.font()
    usual = font.pointSizeF() if font.pointSizeF() > 0 else font.pixelSize() * 0.75
    return {
        f"pt{size}": f"{max(usual * size / 10, _LEAST_POINTS) * per_cent / 100:.2f}pt"
        for size in (8, 9, 10, 11, 13)
    }


def mono_family() -> str:
    """The face for ids, links and JSON: JetBrains Mono where it is installed, else the system's own."""
    families = set(QFontDatabase.families())
    wanted = ("JetBrains Mono", "Cascadia Mono", "SF Mono", "DejaVu Sans Mono")
    found = next((name for name in wanted if name in families), "")
    return found or QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()


class Appearance:
    """How the window looks now and at the next start. `look` and `text` tell what the operator chose."""

    def __init__(
        self, ini: QSettings, look: Callable[[], Look], *, text: Callable[[], int] = lambda: 100
    ) -> None:
        self._ini, self._look, self._text = ini, look, text
        # Kept, because PySide6 takes the accessibility hints for deleted once it has let this go.
        self._hints = QGuiApplication.styleHints()
        self._heard_by: QMetaObject.Connection | None = None

    @property
    def before(self) -> Theme:
        """The look of the last time, to begin with; what an edited file holds instead of an accent is none."""
        accent = str(self._ini.value(ACCENT, "none"))
        return self.theme(next((known for known in ACCENTS["light"] if known == accent), "none"))

    def theme(self, accent: WindowAccent) -> Theme:
        """The look with this accent, as it was chosen by now."""
        return Theme(self.scheme, accent, self._text())

    def remember(self, theme: Theme) -> None:
        """Begin with this accent the next time."""
        self._ini.setValue(ACCENT, theme.accent)

    @property
    def scheme(self) -> Scheme:
        """What was chosen comes to now; light, and no more contrast than usual, where the desktop asks for nothing."""
        look = self._look()
        if look in ("light", "dark"):
            return look
        dark = self._hints.colorScheme() == Qt.ColorScheme.Dark
        eyes = self._eyes
        asked = eyes is not None and eyes.contrastPreference() == Qt.ContrastPreference.HighContrast
        if look == "contrast" or asked:
            return "contrast-dark" if dark else "contrast"
        return "dark" if dark else "light"

    def hear_contrast(self, changed: Callable[[], None]) -> None:
        """Have `changed` called when the desktop asks for more contrast, or for no more than usual."""
        if (eyes := self._eyes) is not None:
            self._heard_by = eyes.contrastPreferenceChanged.connect(changed)

    def close(self) -> None:
        """Tell nobody any more: the desktop outlives whoever heard."""
        if self._heard_by is not None:
            QObject.disconnect(self._heard_by)
            self._heard_by = None

    @property
    def _eyes(self) -> QAccessibilityHints | None:
        """What the desktop says of its user's eyes; Qt hears it from 6.10 on, and before that one chooses by hand."""
        ask = getattr(self._hints, "accessibility", None)
        return ask() if ask is not None else None


_worn = [Theme("light", "none")]


def worn() -> Theme:
    """What the application wears now, for what is painted and has no theme of its own."""
    return _worn[0]


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Give the whole application this look."""
    if application.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        from console.ui.look.ordered_style import keep_order

        keep_order(application)
    _worn[0] = theme  # before the palette, whose change is what widgets look at it for
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
