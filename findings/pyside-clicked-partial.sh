#!/bin/sh
# PySide6-Essentials 6.11.3: `clicked` hands its `checked` to a lambda or a function with one parameter, but not to a
# functools.partial nor to a function of *args; `toggled` hands its bool to every one of them.
# One would expect a partial to be called as the function inside it would be: where the last parameter has a default,
# a tick that was set arrives as that default, without an error.
# Seen:  clicked, lambda ('name', True)   clicked, partial ('name', 'nothing')   clicked, *args ()
#        toggled, lambda ('name', True)   toggled, partial ('name', True)        toggled, *args (True,)
# Way out: connect `toggled`, or a lambda that takes the bool.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3 shiboken6==6.11.3
QT_QPA_PLATFORM=offscreen "$folder/venv/bin/python" - <<'PYTHON'
from functools import partial

from PySide6.QtWidgets import QApplication, QCheckBox

app = QApplication([])
calls = []


def named(name, on="nothing"):
    calls.append((name, on))


def anything(*arguments):
    calls.append(arguments)


slots = {"lambda": lambda on: named("name", on), "partial": partial(named, "name"), "*args": anything}
seen = {}
for signal in ("clicked", "toggled"):
    for what, slot in slots.items():
        calls.clear()
        box = QCheckBox()
        getattr(box, signal).connect(slot)
        box.click()
        (seen[signal, what],) = calls
        print(signal, what, seen[signal, what])
assert seen == {
    ("clicked", "lambda"): ("name", True),
    ("clicked", "partial"): ("name", "nothing"),
    ("clicked", "*args"): (),
    ("toggled", "lambda"): ("name", True),
    ("toggled", "partial"): ("name", True),
    ("toggled", "*args"): (True,),
}, seen
PYTHON
