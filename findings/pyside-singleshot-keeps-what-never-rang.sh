#!/bin/sh
# PySide6-Essentials 6.11.3: QTimer.singleShot(0, context, context.method) is never let go of where the context is destroyed
# before it rings: the bound method, and with it the Python object of the context and all that hangs on it, stays for ever.
# One would expect the form with a context to be the careful one, as in C++, where the destroyed context takes the timer along.
# The form without a context is no way out: it calls the method of the destroyed object, whose first step into Qt raises.
# Seen:  rings, then destroyed 0   with a context, destroyed first 100   a child timer, destroyed first 0
#        without a context: called 1 time(s) after it was destroyed
# Way out: a QTimer that is a child of the context, single-shot, its timeout connected to the method.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3 shiboken6==6.11.3
"$folder/venv/bin/python" - <<'PYTHON'
import gc
import weakref

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

app = QCoreApplication([])
late = []


class Thing(QObject):
    def ring(self):
        late.append(self)


def destroy(thing):
    thing.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def child_timer(thing):
    timer = QTimer(thing)
    timer.setSingleShot(True)
    timer.timeout.connect(thing.ring)
    timer.start(0)


def left(ask, ring_first=False):
    kept = []
    for _ in range(100):
        thing = Thing()
        kept.append(weakref.ref(thing))
        ask(thing)
        if ring_first:
            app.processEvents()
        destroy(thing)
        del thing
        late.clear()
    for _ in range(3):
        app.processEvents()
        gc.collect()
    return sum(one() is not None for one in kept)


with_context = lambda thing: QTimer.singleShot(0, thing, thing.ring)
seen = (left(with_context, ring_first=True), left(with_context), left(child_timer))
thing = Thing()
QTimer.singleShot(0, thing.ring)
destroy(thing)
late.clear()
app.processEvents()
print("rings, then destroyed", seen[0], "  with a context, destroyed first", seen[1], "  a child timer, destroyed first", seen[2])
print("without a context: called", len(late), "time(s) after it was destroyed")
assert seen == (0, 100, 0) and len(late) == 1, "the behaviour has changed"
PYTHON
