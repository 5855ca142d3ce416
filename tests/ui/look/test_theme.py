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
from PySide6.QtGui import QPalette, QStyleHints
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.model.look import Look
from console.model.remembered import ACCENT
from console.runtime.assets import asset
from console.ui.look.theme import Appearance, Scheme, Theme, WindowAccent, apply_theme, mono_family
from tests.support.contrast import READABLE, SEEN, contrast

pytestmark = pytest.mark.usefixtures("qapp")  # a font is looked for, which Qt does not survive without

SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
ACCENTS: tuple[WindowAccent, ...] = get_args(WindowAccent)
THEMES = [Theme(scheme, accent) for scheme in SCHEMES for accent in ACCENTS]
STRONG = 7.0  # level AAA, which the schemes of high contrast are for
TEXTS = [
    *(("text", ground) for ground in ("window", "surface", "sunk", "selection")),
    *(("text", tint) for tint in ("tint", "warnTint", "badTint", "goodTint")),
    *(("muted", ground) for ground in ("window", "surface", "sunk", "selection")),
    *(("muted", tint) for tint in ("tint", "warnTint", "badTint")),
    *((tone, f"{tone}Tint") for tone in ("good", "warn", "bad")),
    *((tone, ground) for tone in ("good", "warn", "bad") for ground in ("window", "surface")),
    ("onAccent", "accent"),
    ("onAccent", "accentHover"),
    ("onAction", "action"),
    ("onAction", "actionHover"),
    ("action", "window"),
    ("action", "surface"),
    ("action", "sunk"),
    ("action", "warnTint"),
    ("surface", "good"),
    ("surface", "warn"),
    ("surface", "bad"),
    ("actionHover", "selection"),
    ("onBad", "bad"),
    ("onBad", "badHover"),
]
MARKS = [
    *(("outline", ground) for ground in ("window", "surface", "sunk", "selection")),
    *(("focus", ground) for ground in ("sunk", "selection")),
    *(("focus", ground) for ground in ("window", "surface", "tint", "badTint", "warnTint")),
    *(("changed", ground) for ground in ("surface", "tint")),
    ("accent", "window"),
    ("bad", "badTint"),
    ("warn", "warnTint"),
]


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


@pytest.mark.parametrize("theme", [theme for theme in THEMES if "contrast" in theme.scheme], ids=named)
def test_high_contrast_is_high(theme: Theme) -> None:
    poor = {
        f"{text} on {ground}": round(measured, 2)
        for text, ground in TEXTS
        if (measured := contrast(theme.colour(text), theme.colour(ground))) < STRONG
    }
    assert poor == {}
    for edge in ("border", "outline"):
        assert contrast(theme.colour(edge), theme.colour("surface")) > STRONG


def test_no_pair_of_the_style_sheet_is_forgotten() -> None:
    """Every rule that says both what is written and on what, and every token that anything is written in."""
    sheet = re.sub(r"/\*.*?\*/", "", asset("style.qss").read_text("utf-8"), flags=re.DOTALL)
    unmeasured = []
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        said = dict(re.findall(r"(?:^|[\s;])((?:background-)?color|background):\s*\$(\w+)", body))
        text, ground = said.get("color"), said.get("background") or said.get("background-color")
        if text is None or ":disabled" in selector:
            continue
        known = any(text == written for written, _ in TEXTS)
        if not known or (ground is not None and (text, ground) not in TEXTS):
            unmeasured.append((selector.strip(), text, ground))
    assert unmeasured == []
    edges = set(re.findall(r"border[\w-]*:[^;]*\$(\w+)", sheet))
    assert edges - {mark for mark, _ in MARKS} == {"border", "text", "good", "muted", "action"}, (
        "hairlines, texts"
    )


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


@pytest.mark.skipif(not hasattr(QStyleHints, "accessibility"), reason="Qt hears of it from 6.10 on")
def test_high_contrast_follows_the_desktop_or_is_chosen(
    ini: QSettings, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[Look] = ["system"]
    appearance = Appearance(ini, lambda: chosen[-1])
    hints = qapp.styleHints()
    eyes = type(hints.accessibility())
    asked = {"scheme": Qt.ColorScheme.Light, "contrast": Qt.ContrastPreference.NoPreference}
    monkeypatch.setattr(type(hints), "colorScheme", lambda _: asked["scheme"])
    monkeypatch.setattr(eyes, "contrastPreference", lambda _: asked["contrast"])
    assert appearance.scheme == "light"
    asked["contrast"] = Qt.ContrastPreference.HighContrast
    assert appearance.scheme == "contrast"
    asked["scheme"] = Qt.ColorScheme.Dark
    assert appearance.scheme == "contrast-dark"
    chosen.append("light")
    assert appearance.scheme == "light", "what is chosen counts more than what the desktop asks for"
    asked["contrast"] = Qt.ContrastPreference.NoPreference
    chosen.append("contrast")
    assert appearance.scheme == "contrast-dark"


@pytest.mark.skipif(not hasattr(QStyleHints, "accessibility"), reason="Qt hears of it from 6.10 on")
def test_it_is_heard_when_the_desktop_asks_for_more_contrast(ini: QSettings, qapp: QApplication) -> None:
    heard: list[str] = []
    appearance = Appearance(ini, lambda: "system")
    appearance.hear_contrast(lambda: heard.append(appearance.scheme))
    hints = qapp.styleHints()
    hints.accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert heard == ["light"]


def test_an_older_qt_that_does_not_hear_of_it_is_no_trouble(
    ini: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    appearance = Appearance(ini, lambda: "system")
    monkeypatch.setattr(appearance, "_hints", OldHints())
    appearance.hear_contrast(lambda: None)
    assert appearance.scheme == "dark"


class OldHints:
    """The style hints of Qt 6.9."""

    def colorScheme(self) -> Qt.ColorScheme:
        return Qt.ColorScheme.Dark


def test_there_is_a_face_for_ids(qapp: QApplication) -> None:
    assert mono_family()
