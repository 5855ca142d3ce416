#!/bin/sh
# QWidget.frameGeometry() may lack a frame that QWindow.frameMargins() knows already, until the window moves or is resized.
#
# Both are Qt's words about one window, so one would guess that either serves to keep a window with its title bar on the
# screen. The widget keeps a copy of the margins, which is brought up to date when the window is told of another place or
# size. Where the window manager puts a frame around a window that is there already, as one that starts late at login or
# is slow does, neither changes, and the copy stays without:
#
#   framed: QWindow top 20, QWidget 400 x 300 for 400 x 300
#   resized: QWindow top 20, QWidget 412 x 325 for 410 x 300
#
# A window bounded by frameGeometry() is then too high by its title bar. frameMargins() is what to reckon with.
# Seen with PySide6-Essentials 6.11.3 on Python 3.11.7, Debian 12, Xvfb 21.1.7, openbox 3.6.1, November 2026.
# Needs Xvfb and openbox.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check PySide6-Essentials==6.11.3 shiboken6==6.11.3
cat > "$folder/frame.py" <<'PYTHON'
import os
import subprocess
import sys

read, write = os.pipe()
screen = subprocess.Popen(
    ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
    pass_fds=(write,),
    stderr=subprocess.DEVNULL,
)
os.close(write)
with os.fdopen(read) as told:
    os.environ["DISPLAY"] = ":" + told.readline().strip()
os.environ["QT_QPA_PLATFORM"] = "xcb"

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

app = QApplication([])


def until(condition):
    loop, tick = QEventLoop(), QTimer()
    tick.timeout.connect(lambda: condition() and loop.quit())
    tick.start(20)
    QTimer.singleShot(10_000, loop.quit)
    loop.exec()


def say(when):
    frame, window = widget.frameGeometry(), widget.geometry()
    top = widget.windowHandle().frameMargins().top()
    print(
        f"{when}: QWindow top {top}, QWidget {frame.width()} x {frame.height()} "
        f"for {window.width()} x {window.height()}"
    )
    return top > 0, frame.size() != window.size()


widget = QWidget()
widget.resize(400, 300)
widget.show()
until(widget.windowHandle().isExposed)
manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    until(lambda: widget.windowHandle().frameMargins().top() > 0)
    framed = say("framed")
    widget.resize(410, 300)
    until(lambda: widget.frameGeometry().size() != widget.size())
    resized = say("resized")
finally:
    for one in (manager, screen):
        one.terminate()
        one.wait()
sys.exit((framed, resized) != ((True, False), (True, True)))
PYTHON
"$folder/venv/bin/python" "$folder/frame.py"
