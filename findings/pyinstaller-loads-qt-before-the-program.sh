#!/bin/sh
# PyInstaller 6.22.3 with PySide6-Essentials 6.11.3, Python 3.11.7, Debian 12: a program that imports PySide6 only where it opens a
# window has QtCore loaded before its own first line, also for --version.
#
# One would guess: what a program does not import is not loaded; PyInstaller only puts it into the folder. And what the program starts gets
# the surroundings that the program got.
# So it is: a run-time hook (pyi_rth_pyside6) goes before the program whenever PySide6 is inside. It imports PySide6.QtCore to see whether
# there is a qt.conf (on Linux there is), and it leaves QT_PLUGIN_PATH, so that another Qt program which this one starts looks for its
# plugins in this folder. Hooks for inspect, pkgutil and multiprocessing go before it too. For a program of ours --version took 133 ms
# of processor time with the four and 40 ms without; its window came all the same.
# What to do: take them out of `scripts` in the spec where the program needs none of them.
#
# Seen 2026-11-28:
#   by Python: QtCore loaded False, QT_PLUGIN_PATH set False
#   frozen: QtCore loaded True, QT_PLUGIN_PATH set True
#   frozen without the preludes: QtCore loaded False, QT_PLUGIN_PATH set False, and QtCore 6.11.3 can be imported
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
unset QT_PLUGIN_PATH
python3 -m venv venv
venv/bin/python -m pip install -q --disable-pip-version-check pyinstaller==6.22.3 PySide6-Essentials==6.11.3
cat > program.py <<'PROGRAM'
import os
import sys

print("QtCore loaded", "PySide6.QtCore" in sys.modules, end=", ")
print("QT_PLUGIN_PATH set", "QT_PLUGIN_PATH" in os.environ)
if "window" in sys.argv:
    from PySide6.QtCore import qVersion

    print(qVersion())
PROGRAM
unset PYTHONPATH PYTHONHOME || true
by_python=$(venv/bin/python program.py)
venv/bin/pyinstaller --noconfirm --log-level ERROR --onedir --name usual program.py
usual=$(dist/usual/usual)
sed -e 's/^    a.scripts,/    [one for one in a.scripts if not one[0].startswith("pyi_rth_")],/' -e "s/'usual'/'bare'/" usual.spec > bare.spec
venv/bin/pyinstaller --noconfirm --log-level ERROR bare.spec
bare=$(dist/bare/bare)
imported=$(dist/bare/bare window | tail -n 1)
printf 'by Python: %s\nfrozen: %s\nfrozen without the preludes: %s, and QtCore %s can be imported\n' "$by_python" "$usual" "$bare" "$imported"
test "$by_python" = "QtCore loaded False, QT_PLUGIN_PATH set False"
test "$usual" = "QtCore loaded True, QT_PLUGIN_PATH set True"
test "$bare" = "QtCore loaded False, QT_PLUGIN_PATH set False"
test "$imported" = 6.11.3
