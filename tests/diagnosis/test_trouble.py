"""The last errors and crashes: where they came from in the program, and nothing of what they quote."""

from __future__ import annotations

import os
from pathlib import Path

from console.diagnosis import trouble
from tests.support.posix import posix_only

LOG = """\
2026-11-27 09:00:00,001 INFO console.presenters.saving.tracing: write 1 POST /orders left=yes
2026-11-27 09:00:01,001 WARNING console: the window has not answered for 612 ms
  File "/home/zoe/order-console/console/ui/shell/window.py", line 12, in paint
    self.paint("Jane Doe")
2026-11-27 09:00:02,001 ERROR console: an error that nobody foresaw
Traceback (most recent call last):
  File "/home/zoe/order-console/console/app/app.py", line 42, in begin
    fail(order)
  File "/usr/lib/python3/somewhere.py", line 1, in fail
    raise KeyError(name)
KeyError: 'Jane Doe, jane@example.com, #1001'
Doe
2026-11-27 09:00:03,001 ERROR console: an error that nobody foresaw
Traceback (most recent call last):
  File "/home/zoe/order-console/console/app/app.py", line 42, in begin
KeyError: 'John Roe'
2026-11-27 09:00:04,001 WARNING somebody.else: Jane was here
"""


def test_errors_are_told_by_their_kind_and_place_and_equal_ones_once(tmp_path: Path) -> None:
    (tmp_path / "console.log").write_text(LOG, "utf-8")
    head, *lines = trouble.log(tmp_path)
    assert head.startswith("console.log: ")
    assert head.endswith("; 4 warnings and errors in what was read of it")
    assert lines == [
        "2026-11-27 09:00:01 WARNING console: the window has not answered for 612 ms"
        " at console/ui/shell/window.py:12 paint",
        "2026-11-27 09:00:03 ERROR console: an error that nobody foresaw KeyError at console/app/app.py:42 begin (2 times)",
        "2026-11-27 09:00:04 WARNING another: ‹…› was ‹…›",
    ]


def test_the_log_before_is_read_on_and_only_the_last_are_told(tmp_path: Path) -> None:
    line = "2026-11-27 09:00:{0:02},001 WARNING console: the window has not answered for {0} ms\n"
    lines = [line.format(number) for number in range(1, 8)]
    (tmp_path / "console.log.1").write_text("".join(lines[:5]), "utf-8")
    (tmp_path / "console.log").write_text("".join(lines[5:]), "utf-8")
    told = list(trouble.log(tmp_path))[1:]
    assert [one.split()[-2] for one in told] == ["2", "3", "4", "5", "6", "7"]


@posix_only
def test_what_is_no_file_holds_nothing_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "console.log")
    os.mkfifo(tmp_path / "crash-last.log")
    assert list(trouble.log(tmp_path))[1:] == []
    assert list(trouble.crash(tmp_path)) == []


def test_a_crash_is_told_with_its_reason_and_the_program_s_places(tmp_path: Path) -> None:
    (tmp_path / "crash-last.log").write_text(
        "Fatal Python error: Segmentation fault\n\nCurrent thread 0x00007f (most recent call first):\n"
        '  File "/home/zoe/order-console/console/ui/shell/window.py", line 7 in paint\n'
        '  File "/usr/lib/python3/other.py", line 9 in zoe\n'
    )
    first, *places = trouble.crash(tmp_path)
    assert first.endswith(", Segmentation fault")
    assert places == ["  console/ui/shell/window.py:7 paint"]


def test_without_any_there_is_none(tmp_path: Path) -> None:
    assert list(trouble.crash(tmp_path / "nowhere")) == ["None was told so far."]
    assert "not there" in next(iter(trouble.log(tmp_path / "nowhere")))
