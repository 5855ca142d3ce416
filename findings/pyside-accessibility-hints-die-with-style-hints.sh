#!/bin/sh
# In PySide6 the accessibility hints of the application are "already deleted" unless Python keeps its style hints.
#
# QStyleHints belongs to the application and QAccessibilityHints to it, so one would guess that whoever asks
# QGuiApplication.styleHints().accessibility() can hold on to the answer as in C++. PySide6 ties the answer to the Python
# object of the style hints, which is made anew with each call of styleHints() and dropped at the end of the line:
#
#   handed on: libshiboken: Internal C++ object (PySide6.QtGui.QAccessibilityHints) already deleted.
#   while the style hints are kept: ContrastPreference.NoPreference
#
# Nothing was deleted: asked again, the same C++ object answers. Who asks must keep styleHints() for as long.
# Seen with PySide6-Essentials 6.11.3 on Python 3.11.7, Linux x86-64, November 2026; 6.10 is the first that has it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check PySide6-Essentials==6.11.3 shiboken6==6.11.3
cat > "$folder/hints.py" <<'PYTHON'
import sys

from PySide6.QtGui import QGuiApplication

app = QGuiApplication([])


def accessibility():
    return QGuiApplication.styleHints().accessibility()


try:
    answered = str(accessibility().contrastPreference())
except RuntimeError as error:
    answered = str(error)
kept = QGuiApplication.styleHints()
print(f"handed on: {answered}")
print(f"while the style hints are kept: {accessibility().contrastPreference()}")
sys.exit("already deleted" not in answered)
PYTHON
QT_QPA_PLATFORM=offscreen "$folder/venv/bin/python" "$folder/hints.py"
