#!/bin/sh
# PySide6-Essentials 6.11.3, glibc 2.36: QLayout.takeAt gives its item to nobody. In C++ who takes an item deletes it, so one
# would expect Python to own what it is handed; it does not, and `while layout.takeAt(0): pass` leaves 96 bytes for each widget
# for ever. A form that lays its fields anew for each page it makes grew by 3.4 kB with each record that was looked up.
# Seen:  QVBoxLayout taken 96 removed 0   QHBoxLayout taken 96 removed 0   owned by Python: False
# Way out: layout.removeWidget(widget), which deletes the item.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3 shiboken6==6.11.3
QT_QPA_PLATFORM=offscreen "$folder/venv/bin/python" - <<'PYTHON'
import ctypes
import gc

import shiboken6
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget


class Heap(ctypes.Structure):
    _fields_ = [(f"n{place}", ctypes.c_size_t) for place in range(10)]


libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Heap
app = QApplication([])


def in_use():
    gc.collect()
    return libc.mallinfo2().n7


def left(kind, empty):
    """Bytes that stay for each widget that was put in and taken out."""
    window = QWidget()
    layout, labels = kind(window), [QLabel("a", window) for _ in range(50)]

    def turns(times):
        for _ in range(times):
            for label in labels:
                layout.addWidget(label)
            empty(layout, labels)
        return in_use()

    before = turns(5)
    return round((turns(200) - before) / 200 / 50)


def taken(layout, _):
    while layout.takeAt(0):
        pass


def removed(layout, labels):
    for label in labels:
        layout.removeWidget(label)


seen = [(kind.__name__, left(kind, taken), left(kind, removed)) for kind in (QVBoxLayout, QHBoxLayout)]
window = QWidget()
column = QVBoxLayout(window)
column.addWidget(QLabel("a"))
item = column.takeAt(0)
for name, kept, gone in seen:
    print(name, "taken", kept, "removed", gone)
print("owned by Python:", shiboken6.ownedByPython(item))
assert all(kept > 50 > gone + 40 for _, kept, gone in seen) and not shiboken6.ownedByPython(item), "the behaviour has changed"
PYTHON
