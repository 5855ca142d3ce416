"""Which cards are folded: chosen for a kind of record, and kept.

It must not show a card; tests/ui/record/test_cards.py does.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from console.model.remembered import FOLDED_CARDS
from console.ui.record.folds import Folds


def test_what_was_chosen_is_kept_for_its_kind_alone(qtbot: QtBot, tmp_path: Path) -> None:
    ini = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    folds = Folds()
    with qtbot.waitSignal(folds.changed):
        folds.choose("cart", "Cart and shipping", folded=True)
    with qtbot.assertNotEmitted(folds.changed):
        folds.choose("cart", "Cart and shipping", folded=True)
    folds.choose("order", "Amounts", folded=False)
    folds.remember(ini)
    ini.sync()
    again = Folds()
    again.restore(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    assert again.folded("cart", "Cart and shipping") is True
    assert again.folded("order", "Amounts") is False
    assert again.folded("order", "Cart and shipping") is None


def test_what_cannot_be_read_is_as_if_nobody_chose(tmp_path: Path) -> None:
    ini = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    for held in (["2 cart Amounts", "1", ""], "yes", 7):
        ini.setValue(FOLDED_CARDS, held)
        folds = Folds()
        folds.restore(ini)
        assert folds.folded("cart", "Amounts") is None
