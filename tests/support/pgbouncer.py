"""pgbouncer before the tests' PostgreSQL, as hosting companies put it there: a connection of its own for many clients.

It must not outlive its test, and runs as an ordinary user, since it refuses root.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest

from tests.support.postgres import Desk, as_ordinary_user

PoolMode = Literal["transaction", "session"]


def program() -> str:
    """Where it is. Skips where it is not installed, and fails on CI, since nothing else would tell."""
    if (
        found := shutil.which("pgbouncer", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
    ) is not None:
        return found
    why = "pgbouncer is not installed (Debian's package pgbouncer)"
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


@contextmanager
def pooled(desk: Desk, mode: PoolMode) -> Iterator[int]:
    """The port of a pooler before that desk's server, which has one connection to it for all."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = int(asked.getsockname()[1])
    place = Path(desk.cluster.folder) / f"bouncer-{port}"
    place.mkdir()
    users = place / "users.txt"
    users.write_text(
        "".join(f'"{login.user}" "{login.password}"\n' for login in desk.cluster.logins.values()),
        encoding="utf-8",
    )
    config = place / "pgbouncer.ini"
    config.write_text(
        "[databases]\n"
        f"* = host=127.0.0.1 port={desk.cluster.port}\n"
        "[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        f"auth_type = scram-sha-256\nauth_file = {users}\n"
        f"pool_mode = {mode}\ndefault_pool_size = 2\n",
        encoding="utf-8",
    )
    as_whom = as_ordinary_user()
    for path in (place, users, config) if as_whom else ():
        shutil.chown(path, as_whom["user"], as_whom["group"])
    process = subprocess.Popen(
        [program(), str(config)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        **as_whom,
    )
    try:
        until = time.monotonic() + 10
        while True:
            assert process.poll() is None, "pgbouncer ended at once"
            assert time.monotonic() < until, "pgbouncer does not listen"
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)
        shutil.rmtree(place)
