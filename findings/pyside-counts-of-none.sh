#!/bin/sh
# PySide6's wheels move the reference count of None with every call, each in its own way on each Python.
#
# One would guess that a call from Python to Qt leaves the count of None as it was. Seen on Linux x86-64, November 2026,
# for a hundred calls of setObjectName():
#
#                            Python 3.11   3.12 and 3.13   3.14
#   PySide6-Essentials 6.11.3          0              0    +100
#   PySide6-Essentials 6.12.0       -100              0       0
#
# The wheels are built against the stable ABI. Since Python 3.12 None is immortal, and a count that moves does no harm at
# first; 3.11 ends with "Fatal Python error" when the count of None has come to zero, after some thousands of calls.
# Here are too few for that, and the interpreter is left without the clearing up that would drop the rest.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP
cat > "$folder/count.py" <<'PYTHON'
import os
import sys

from PySide6.QtCore import QObject

thing = QObject()
for _ in range(10):
    thing.setObjectName("name")
before = sys.getrefcount(None)
for _ in range(100):
    thing.setObjectName("name")
print(round((sys.getrefcount(None) - before) / 100), flush=True)
os._exit(0)
PYTHON
python3 -m venv "$folder/venv"
moved() {
    "$folder/venv/bin/pip" install -q --disable-pip-version-check "PySide6-Essentials==$1" "shiboken6==$1"
    "$folder/venv/bin/python" "$folder/count.py"
}
older=$(moved 6.11.3)
newer=$(moved 6.12.0)
python=$("$folder/venv/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
echo "Python $python, a call: 6.11.3 moves the count of None by $older, 6.12.0 by $newer."
case "$python" in
    3.11) test "$older $newer" = "0 -1" ;;
    3.12 | 3.13) test "$older $newer" = "0 0" ;;
    3.14) test "$older $newer" = "1 0" ;;
    *) echo "This was not seen with Python $python." && exit 1 ;;
esac
