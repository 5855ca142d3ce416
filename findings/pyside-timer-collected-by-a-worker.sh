#!/bin/sh
# Python's garbage collector destroys a QTimer on whichever thread happens to allocate, and Qt cannot stop it there.
#
# One would guess that a timer that belongs to the main thread and is part of a reference cycle is destroyed there, or by
# deleteLater(). It is destroyed by the thread on which the collector runs: any thread that runs Python, even one that
# never heard of Qt. Qt then says, and the timer stays registered with the main thread's dispatcher:
#
#   QObject::killTimer: Timers cannot be stopped from another thread
#   QObject::~QObject: Timers cannot be stopped from another thread
#
# What comes of it when the event loop goes on is undefined, so that this ends before. Who has Qt objects in cycles must
# collect garbage on the main thread only (gc.disable(), and gc.collect() from a timer there).
# Seen with PySide6-Essentials 6.11.3 on Python 3.11.7 and 3.13.0, Linux x86-64, November 2026.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check PySide6-Essentials==6.11.3 shiboken6==6.11.3
cat > "$folder/timer.py" <<'PYTHON'
import gc
import os
import sys
import threading

from PySide6.QtCore import QCoreApplication, QTimer, qInstallMessageHandler

heard = []
qInstallMessageHandler(lambda kind, context, text: heard.append((threading.current_thread().name, text)))
app = QCoreApplication([])
gc.disable()


class Owner:
    def __init__(self):
        self.timer = QTimer()
        self.timer.timeout.connect(self.ring)
        self.timer.itself = self  # the cycle
        self.timer.start(60_000)

    def ring(self):
        pass


Owner()
worker = threading.Thread(target=gc.collect, name="worker")  # as any thread does once it has allocated enough
worker.start()
worker.join()
for thread, text in heard:
    print(f"{thread}: {text}")
sys.stdout.flush()
os._exit(not any(thread == "worker" and "another thread" in text for thread, text in heard))
PYTHON
"$folder/venv/bin/python" "$folder/timer.py"
