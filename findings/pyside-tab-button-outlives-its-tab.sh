#!/bin/sh
# PySide6-Essentials 6.11.3: QTabBar.tabButton makes the button a child of the bar in Python too, and where Qt deletes the button
# with its tab, Python is not told: the object stays with the bar for ever, one for each tab whose button was asked for once
# (to give it a name for screen readers, say).
# Seen:  asked for 20   not asked for 0   taken off first 0
# Way out: before the tab goes, bar.setTabButton(place, side, None), button.setParent(None), button.deleteLater().
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3 shiboken6==6.11.3
QT_QPA_PLATFORM=offscreen "$folder/venv/bin/python" - <<'PYTHON'
import gc

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QTabBar, QTabWidget, QWidget

app = QApplication([])
tabs = QTabWidget()
tabs.setTabsClosable(True)
bar, right = tabs.tabBar(), QTabBar.ButtonPosition.RightSide


def buttons():
    gc.collect()
    return sum(type(one) is QAbstractButton for one in gc.get_objects())


def left(ask, let_go=lambda: None):
    before = buttons()
    for _ in range(20):
        page = QWidget()
        tabs.addTab(page, "a")
        ask()
        let_go()
        tabs.removeTab(0)
        page.deleteLater()
        del page
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return buttons() - before


def name():
    bar.tabButton(0, right).setAccessibleName("Close")


def take_off():
    button = bar.tabButton(0, right)
    bar.setTabButton(0, right, None)
    button.setParent(None)
    button.deleteLater()


seen = left(name), left(lambda: None), left(name, take_off)
print("asked for", seen[0], "  not asked for", seen[1], "  taken off first", seen[2])
assert seen == (20, 0, 0), "the behaviour has changed"
PYTHON
