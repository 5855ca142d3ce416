#!/bin/sh
# What a screen reader or a voice does to a box, a radio button or a line through Qt is no click and no edit.
#
# One would guess that a box which is ticked through the accessibility interface tells so as one that is ticked by hand does:
# by clicked, and that a line which is written into tells textEdited. Seen with PySide6 6.11.3, November 2026, Debian 12:
#
#   check box,    its first action (Toggle)   toggled           and no clicked
#   radio button, its first action (Toggle)   toggled           and no clicked
#   its button group                          idToggled         and no idClicked
#   push button,  its first action (Press)    clicked
#   line,         its text is set             textChanged       and no textEdited
#
# So a program that listens to clicked, idClicked and textEdited shows the choice and does not hear it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check PySide6-Essentials==6.11.3
QT_QPA_PLATFORM=offscreen "$folder/venv/bin/python" - <<'PYTHON'
import sys

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QButtonGroup, QCheckBox, QLineEdit, QPushButton, QRadioButton

app = QApplication([])
box, radio, other, push, line = QCheckBox(), QRadioButton(), QRadioButton(), QPushButton(), QLineEdit()
group = QButtonGroup()
group.addButton(radio, 1)
group.addButton(other, 2)
heard = []


def hear(name, signal):
    signal.connect(lambda *_: heard.append(name))


loop = QEventLoop()
push.clicked.connect(loop.quit)
for name, one in (("box", box), ("radio", radio), ("push", push)):
    hear(f"{name} clicked", one.clicked)
    hear(f"{name} toggled", one.toggled)
hear("group idClicked", group.idClicked)
hear("group idToggled", group.idToggled)
hear("line textEdited", line.textEdited)
hear("line textChanged", line.textChanged)
for one in (box, radio, push):
    side = QAccessible.queryAccessibleInterface(one)
    acts = side.actionInterface()
    acts.doAction(acts.actionNames()[0])
QAccessible.queryAccessibleInterface(line).setText(QAccessible.Text.Value, "written")
QTimer.singleShot(20_000, loop.quit)  # a push button is seen to go down first
loop.exec()
print(sorted(set(heard)), repr(line.text()))
wanted = {"box toggled", "radio toggled", "group idToggled", "push clicked", "line textChanged"}
sys.exit(set(heard) != wanted or not box.isChecked() or not radio.isChecked() or line.text() != "written")
PYTHON
