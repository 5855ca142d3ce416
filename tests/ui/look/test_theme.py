"""The tokens of colour: every text can be read on whatever it stands on, in both schemes and with every accent.

It must not look at pictures; what is measured here is the tokens.
"""

from __future__ import annotations

import re
from pathlib import Path
from string import Template
from typing import get_args

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.model.remembered import ACCENT
from console.model.settings import Look
from console.runtime.assets import asset
from console.ui.look.theme import Appearance, Scheme, Theme, WindowAccent, apply_theme, mono_family

pytestmark = pytest.mark.usefixtures("qapp")  # a font is looked for, which Qt does not survive without

SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
ACCENTS: tuple[WindowAccent, ...] = get_args(WindowAccent)
THEMES = [Theme(scheme, accent) for scheme in SCHEMES for accent in ACCENTS]
READABLE = 4.5  # WCAG 2, level AA, for text of any size
SEEN = 3.0  # for what is no text: rings, ticks, borders that tell something
TEXTS = [
    *(("text", ground) for ground in ("window", "surface", "sunk", "selection")),
    *(("text", tint) for tint in ("tint", "warnTint", "badTint", "goodTint")),
    *(("muted", ground) for ground in ("window", "surface", "sunk", "selection")),
    *((tone, f"{tone}Tint") for tone in ("good", "warn", "bad")),
    *((tone, ground) for tone in ("good", "warn", "bad") for ground in ("window", "surface")),
    ("onAccent", "accent"),
    ("onAccent", "accentHover"),
    ("onAction", "action"),
    ("onAction", "actionHover"),
    ("action", "window"),
    ("action", "surface"),
    ("actionHover", "selection"),
    ("onBad", "bad"),
    ("onBad", "badHover"),
]
MARKS = [
    *(("focus", ground) for ground in ("window", "surface", "tint", "badTint", "warnTint")),
    *(("changed", ground) for ground in ("surface", "tint")),
    ("accent", "window"),
    ("bad", "badTint"),
    ("warn", "warnTint"),
]


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def named(theme: Theme) -> str:
    return f"{theme.scheme}-{theme.accent}"


@pytest.fixture
def ini(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.mark.parametrize("theme", THEMES, ids=named)
def test_every_text_can_be_read_on_its_ground(theme: Theme) -> None:
    poor = {
        f"{text} on {ground}": round(measured, 2)
        for text, ground in TEXTS
        if (measured := contrast(theme.colour(text), theme.colour(ground))) < READABLE
    }
    assert poor == {}


@pytest.mark.parametrize("theme", THEMES, ids=named)
def test_every_ring_and_border_that_tells_something_is_seen(theme: Theme) -> None:
    poor = {
        f"{mark} on {ground}": round(measured, 2)
        for mark, ground in MARKS
        if (measured := contrast(theme.colour(mark), theme.colour(ground))) < SEEN
    }
    assert poor == {}


@pytest.mark.parametrize("theme", THEMES, ids=named)
def test_a_changed_field_never_looks_like_a_wrong_one(theme: Theme) -> None:
    tokens = theme.tokens()
    assert len({tokens["tint"], tokens["warnTint"], tokens["badTint"]}) == 3
    assert len({tokens["changed"], tokens["warn"], tokens["bad"]}) == 3


@pytest.mark.parametrize("theme", THEMES, ids=named)
def test_the_style_sheet_uses_known_tokens_only(theme: Theme) -> None:
    made = Template(asset("style.qss").read_text("utf-8")).substitute(theme.tokens())
    assert "$" not in made
    for path in re.findall(r'url\("([^"]+)"\)', made):
        assert Path(path).is_file()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("accent", ["test", "production"])
def test_the_colour_of_a_real_shop_is_in_its_frame_its_name_and_the_button_that_sends_alone(
    scheme: Scheme, accent: WindowAccent
) -> None:
    theme, calm = Theme(scheme, accent).tokens(), Theme(scheme, "none").tokens()
    other = {token for token, colour in theme.items() if colour != calm[token]}
    assert other | {"onAccent"} == {"accent", "onAccent", "accentHover"}
    sheet = asset("style.qss").read_text("utf-8")
    uses = [line.partition("{")[0].strip() for line in sheet.splitlines() if "$accent" in line]
    assert uses == [
        "QFrame#frame",
        "QFrame#strip",
        'QLabel[chip="accent"]',
        'QPushButton[role="send"]',
        'QPushButton[role="send"]:hover',
    ]


def test_environments_are_told_apart_by_colour() -> None:
    for scheme in SCHEMES:
        assert len({Theme(scheme, accent).tokens()["accent"] for accent in ACCENTS}) == len(ACCENTS)


def test_dressing_gives_the_palette_to_what_the_sheet_does_not_reach(
    qapp: QApplication, qtbot: QtBot
) -> None:
    palette, sheet = qapp.palette(), qapp.styleSheet()
    for theme in THEMES:
        apply_theme(qapp, theme)
        assert qapp.palette().color(QPalette.ColorRole.Window) == theme.colour("window")
        assert qapp.palette().color(QPalette.ColorRole.PlaceholderText) == theme.colour("muted")
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)


def test_the_chosen_look_is_the_scheme_from_the_moment_it_is_chosen(ini: QSettings) -> None:
    chosen: list[Look] = ["dark"]
    appearance = Appearance(ini, lambda: chosen[-1])
    assert appearance.scheme == "dark"
    chosen.append("light")
    assert appearance.scheme == "light"


def test_the_next_start_begins_with_the_accent_of_this_one(ini: QSettings) -> None:
    appearance = Appearance(ini, lambda: "dark")
    assert appearance.before == Theme("dark", "none")
    appearance.remember(Theme("dark", "production"))
    assert Appearance(ini, lambda: "dark").before == Theme("dark", "production")
    ini.setValue(ACCENT, "pink")
    assert Appearance(ini, lambda: "dark").before == Theme("dark", "none")


def test_as_the_system_follows_the_desktop(
    ini: QSettings, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    appearance = Appearance(ini, lambda: "system")
    for asked, scheme in (
        (Qt.ColorScheme.Dark, "dark"),
        (Qt.ColorScheme.Light, "light"),
        (Qt.ColorScheme.Unknown, "light"),
    ):
        monkeypatch.setattr(type(qapp.styleHints()), "colorScheme", lambda _, asked=asked: asked)
        assert appearance.scheme == scheme


def test_there_is_a_face_for_ids(qapp: QApplication) -> None:
    assert mono_family()
