"""The knock of a later start: what arrives is what was said, and whoever does not answer holds nobody up for long."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.runtime import knock
from console.runtime.knock import Knock, knock_at, listening, packed, unpacked
from tests.support.posix import root_only
from tests.support.tries import tries

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt's own sockets are used")
SAID = Knock("#1001", "Shop, live", "a-token")


@contextmanager
def door(folder: Path, answer: bytes | None = knock.TAKEN) -> Iterator[list[Knock]]:
    """A console's side: hears one knock and answers this; None: never."""
    descriptor = listening(str(folder))
    assert descriptor is not None
    heard: list[Knock] = []
    with socket.socket(fileno=descriptor) as server:
        server.setblocking(True)

        def hear() -> None:
            caller, _ = server.accept()
            with caller:
                received = b""
                while (found := unpacked(received)) is None:
                    received += caller.recv(64)
                heard.append(found)
                caller.sendall(answer or b"")

        thread = threading.Thread(target=hear, daemon=True)
        if answer is not None:
            thread.start()
        yield heard
        if answer is not None:
            thread.join(10)


@tries(100)
@given(st.builds(Knock, st.text(max_size=50), st.text(max_size=50), st.text(max_size=50)))
def test_what_is_said_arrives_whole_and_no_part_of_it_is_taken_for_all(said: Knock) -> None:
    sent = packed(said)
    clean = [part.replace("\0", "\ufffd") for part in said]
    assert unpacked(sent) == Knock(*clean)
    assert {unpacked(sent[:end]) for end in range(len(sent))} == {None}


@tries(200)
@given(st.binary(max_size=200).map(lambda more: b"order-console 2 9\n" + more) | st.binary(max_size=60))
def test_anything_else_is_waited_for_or_refused(received: bytes) -> None:
    try:
        found = unpacked(received)
    except ValueError:
        return
    assert found is None or packed(found) == received[: len(packed(found))]


def test_what_is_said_is_bounded_and_need_be_no_text() -> None:
    found = unpacked(packed(Knock("9" * 100_000 + "x", "e" * 1_000, "")))
    assert found is not None
    assert (len(found.text), len(found.environment)) == (knock.LONGEST, 200)
    odd = unpacked(packed(Knock(os.fsdecode(b"10\xff01"))))
    assert odd is not None
    assert odd.text == "10\ufffd01"


def test_it_is_taken_also_where_the_folder_s_name_is_too_long_for_a_socket(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / ("x" * 120)):
        folder.mkdir(exist_ok=True)
        with door(folder) as heard:
            assert knock_at(str(folder), SAID) == "taken"
        assert heard == [SAID]
        assert (folder / "instance.socket").stat().st_mode & 0o777 == 0o600


def test_nobody_answers_where_nobody_is_and_what_was_left_is_no_hindrance(tmp_path: Path) -> None:
    assert knock_at(str(tmp_path / "none"), SAID) == "nobody"
    (tmp_path / "instance.socket").write_text("no socket")
    assert knock_at(str(tmp_path), SAID) == "nobody"
    assert listening(str(tmp_path)) is None
    (tmp_path / "instance.socket").unlink()
    with door(tmp_path, None):
        pass
    assert (tmp_path / "instance.socket").exists(), "as after kill -9"
    assert knock_at(str(tmp_path), SAID) == "nobody"
    with door(tmp_path):
        assert knock_at(str(tmp_path), SAID) == "taken"
    knock.forget(str(tmp_path))
    assert not (tmp_path / "instance.socket").exists()


def test_one_that_does_not_answer_is_not_waited_for_long(tmp_path: Path) -> None:
    with door(tmp_path, None):
        assert knock_at(str(tmp_path), SAID, patience=0.1) == "silent"


@pytest.mark.parametrize(("answer", "told"), [(knock.UNREADABLE, "other version"), (b"", "nobody")])
def test_another_version_and_one_that_ends_are_told_apart(tmp_path: Path, answer: bytes, told: str) -> None:
    with door(tmp_path, answer):
        assert knock_at(str(tmp_path), SAID) == told


@root_only
def test_another_user_s_socket_in_its_place_is_told_nothing(tmp_path: Path) -> None:
    code = (
        "import os, socket; made = socket.socket(socket.AF_UNIX); made.bind('instance.socket'); os.setuid(12345);"
        " made.listen(); print(flush=True); caller, _ = made.accept(); print(caller.recv(99), flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-S", "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as stranger:
        assert stranger.stdout is not None
        assert stranger.stdout.readline() == "\n"
        assert knock_at(str(tmp_path), SAID) == "nobody"
        assert stranger.communicate(timeout=10)[0] == "b''\n"
