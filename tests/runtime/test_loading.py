"""Loading Qt: import stays Python's own, nothing is collected meanwhile, and every class of Qt's works as ever."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.support.checkout import ROOT

LOADED = """
import builtins, gc, json, linecache
from pathlib import Path
plain = builtins.__import__
from console.runtime.loading import load_qt
load_qt()
from PySide6.QtCore import QByteArray, QObject, Signal
import console.presenters.workbench.workbench
ours = Path(console.__file__).parent
class Bell(QObject):
    rung = Signal(str)
heard = []
bell = Bell()
bell.rung.connect(heard.append)
bell.rung.emit(QByteArray(b"ding").toHex().data().decode())
kept = [name for name in linecache.cache if ours in Path(name).parents]
print(json.dumps([builtins.__import__ is plain, gc.isenabled(), heard, kept]))
"""


def test_import_stays_pythons_own_and_no_source_is_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    own, collects, heard, kept = json.loads(done.stdout)
    assert own
    assert not collects
    assert heard == [b"ding".hex()]
    assert kept == []
