"""The door of an open console: later starts of every age hand over what they were given, without Qt where they can.

It must not start the whole window; the journeys do.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from console.app.door import Door, _name, _old_name, hand_over
from console.app.single import Single
from console.runtime import knock
from console.runtime.knock import Knock
from console.store.places import find_places
from tests.support.checkout import ROOT
from tests.support.disks import small_disk
from tests.support.posix import posix_only

LINK = "order-console://order/1001?environment=Shop%20live"
HEAVY = (
    *("PySide6", "shiboken6", "argparse", "dataclasses", "platformdirs", "inspect", "tempfile", "json", "hashlib"),
    *("logging", "pydantic", "requests", "urllib3", "sqlite3", "console.app", "console.ui", "console.model.link"),
)  # fmt: skip
SECOND = f"""
import sys
from console.__main__ import main
code = main(sys.argv[1:])
print(code, *[name for name in {HEAVY!r} if name in sys.modules])
"""


@pytest.fixture
def door(qtbot: QtBot) -> Iterator[Door]:
    """An open console's, on the folders of this test."""
    places = find_places(os.environ)
    single = Single(places)
    assert single.claim()
    made = Door(places.data)
    made.listen()
    yield made
    made.close()
    single.close()


def second(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SECOND, *arguments],
        cwd=ROOT,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.fault(69, 75)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), Knock("", "", "a-token")),
        (("--open", "#1001"), Knock("#1001", "", "a-token")),
        ((LINK,), Knock(LINK, "", "a-token")),
        (("--open", LINK), Knock(LINK, "", "a-token")),
        (("--environment", "Shop", "--open", "#1001\n#1002"), Knock("#1001\n#1002", "Shop", "a-token")),
        (("--open", "x" * 100_000), Knock("x" * 4_096, "", "a-token")),
    ],
)
@posix_only
def test_a_second_start_hands_over_what_it_was_given_and_loads_next_to_nothing(
    qtbot: QtBot, door: Door, arguments: tuple[str, ...], said: Knock
) -> None:
    with qtbot.waitSignal(door.asked, timeout=15_000) as asked:
        start = second(*arguments, XDG_ACTIVATION_TOKEN="a-token", TMPDIR="/nowhere")
    told, amiss = start.communicate(timeout=15)
    assert asked.args == [said]
    assert amiss == ""
    assert told.split() == ["0", *(["argparse"] if "--environment" in arguments else [])]


@posix_only
def test_a_frozen_console_is_told_of_within_seconds_and_does_it_when_it_wakes(
    qtbot: QtBot, door: Door
) -> None:
    start = second("--open", "#1001", QT_QPA_PLATFORM="offscreen")
    told, amiss = start.communicate(timeout=30)  # nothing runs here meanwhile
    assert told.split()[0] == "1"
    assert amiss.splitlines()[0].startswith("The Order Console that is open does not answer.")
    with qtbot.waitSignal(door.asked, timeout=15_000) as asked:
        pass
    assert asked.args == [Knock("#1001")]


@posix_only
def test_a_killed_console_s_socket_is_no_hindrance_to_the_next(qtbot: QtBot) -> None:
    places = find_places(os.environ)
    places.data.mkdir(parents=True)
    code = (
        f"import os, signal; from console.runtime.knock import listening; listening({str(places.data)!r}); "
    )
    killed = subprocess.run(
        [sys.executable, "-c", code + "os.kill(os.getpid(), signal.SIGKILL)"], cwd=ROOT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert (places.data / "instance.socket").exists()
    made = Door(places.data)
    made.listen()
    with qtbot.waitSignal(made.asked, timeout=15_000):
        start = second("--open", "#1001")
    start.communicate(timeout=15)
    made.close()
    assert not (places.data / "instance.socket").exists()


OTHERS = """
import sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtNetwork import QLocalSocket
from console.app.door import hand_over
from console.runtime.knock import Knock
from pathlib import Path
qt = QCoreApplication([])
if sys.argv[2] == "old":
    socket = QLocalSocket()
    socket.connectToServer(sys.argv[1])
    assert socket.waitForConnected(5000)
    socket.write(sys.argv[3].encode() + b"\\n")
    print(socket.waitForBytesWritten(5000) and socket.waitForReadyRead(5000))
else:
    print(hand_over(Path(sys.argv[1]), Knock(*sys.argv[3:])))
"""


def other(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OTHERS, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_a_start_of_before_there_were_versions_is_heard(qtbot: QtBot, door: Door) -> None:
    with qtbot.waitSignal(door.asked, timeout=15_000) as asked:
        start = other(_old_name(find_places(os.environ).data), "old", "#1001")
    assert start.communicate(timeout=15)[0] == "True\n"
    assert asked.args == [Knock("#1001")]


@pytest.mark.parametrize(
    ("said", "told"), [(("#1001",), "taken"), ((LINK,), "other version"), (("7", "Shop"), "other version")]
)
def test_a_console_of_before_there_were_versions_is_told_what_it_can_take(
    qtbot: QtBot, tmp_path: Path, said: tuple[str, ...], told: str
) -> None:
    server, heard = QLocalServer(), list[bytes]()

    def called() -> None:
        caller = server.nextPendingConnection()
        caller.readyRead.connect(lambda: (heard.append(bytes(caller.readLine().data())), caller.write(b"\n")))

    server.newConnection.connect(called)
    assert server.listen(_old_name(tmp_path))
    start = other(str(tmp_path), "new", *said)
    qtbot.waitUntil(lambda: start.poll() is not None, timeout=15_000)
    assert start.communicate()[0] == f"{told}\n"
    assert heard == [said[0].encode() + b"\n"]
    server.close()


def test_where_the_folder_takes_no_socket_qt_has_one(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knock, "_known_here", lambda: False)
    made = Door(tmp_path)
    made.listen()
    assert not (tmp_path / "instance.socket").exists()
    with qtbot.waitSignal(made.asked, timeout=15_000) as asked:
        start = other(str(tmp_path), "new", LINK, "Shop", "a-token")
    assert start.communicate(timeout=15)[0] == "taken\n"
    assert asked.args == [Knock(LINK, "Shop", "a-token")]
    made.close()


def test_what_is_no_knock_is_answered_so_and_told_to_nobody(qtbot: QtBot, door: Door) -> None:
    caller = QLocalSocket()
    with qtbot.assertNotEmitted(door.asked):
        caller.connectToServer(str(find_places(os.environ).data / "instance.socket"))
        assert caller.waitForConnected(5_000)
        caller.write(b"GET / HTTP/1.1\r\n\r\n" + b"x" * 100_000)
        qtbot.waitUntil(lambda: caller.bytesAvailable() > 0, timeout=5_000)
    assert bytes(caller.readAll().data()) == knock.UNREADABLE


@posix_only
def test_callers_that_say_nothing_hold_neither_the_files_of_the_process_nor_others_up(
    qtbot: QtBot, door: Door
) -> None:
    address = str(find_places(os.environ).data / "instance.socket")
    silent: list[socket.socket] = []
    for _ in range(3):
        for _ in range(60):
            silent.append(socket.socket(socket.AF_UNIX))
            silent[-1].connect(address)
            silent[-1].send(b"order-console 2 9")
        qtbot.wait_until(lambda: len(door._callers) == 32 and _is_told(silent[-33]))
    with qtbot.waitSignal(door.asked, timeout=15_000) as asked:
        start = second("--open", "#1001")
    assert start.communicate(timeout=15)[0].split()[0] == "0"
    assert [one.text for one in asked.args] == ["#1001"]
    for one in silent:
        one.close()


def test_a_disk_that_turned_read_only_does_not_keep_the_door_from_closing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=64) as disk:
        made = Door(disk.folder)
        made.listen()
        assert (disk.folder / "instance.socket").exists()
        disk.make_read_only()
        made.close()
        assert knock.knock_at(str(disk.folder), Knock()) == "nobody"


def _is_told(caller: socket.socket) -> bool:
    """Whether the connection was ended from the other side."""
    caller.setblocking(False)
    try:
        return caller.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def test_nobody_is_there_where_nobody_is(qtbot: QtBot, tmp_path: Path) -> None:
    assert hand_over(tmp_path, Knock("#1001")) == "nobody"
    assert _name(tmp_path) != _old_name(tmp_path)
