"""The tests' own PostgreSQL does what the tests of the desk rely on, and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.support import postgres as support
from tests.support.checkout import ROOT
from tests.support.postgres import Cluster, Desk
from tests.support.postgres_tls import Certificate

_KILLED = """
import os, signal
from tests.support.postgres import cluster
made = cluster()
print(made.folder, (made.data / "postmaster.pid").read_text().split()[0], flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_each_desk_is_empty_and_its_operators_get_in(postgres: Cluster, desk: Desk) -> None:
    other = postgres.make_desk()
    with desk.connected("anna") as anna, other.connected("bert", host="localhost", sslmode="disable") as bert:
        for connection in (anna, bert):
            assert connection.execute("SELECT count(*) FROM desk.sends").fetchone() == (0,)
        assert bert.execute("SELECT session_user, current_database()").fetchone() == ("bert", other.database)


def secure(postgres: Cluster, host: str = "localhost") -> dict[str, str]:
    return {
        "host": host,
        "hostaddr": "127.0.0.1",
        "sslmode": "verify-full",
        "sslrootcert": str(postgres.authority.ca_file),
    }


@pytest.mark.parametrize(
    ("certificate", "said"),
    [
        ("other CA", "certificate verify failed"),
        ("wrong name", "does not match host name"),
        ("expired", "certificate (has )?expired|certificate verify failed"),
        (None, "does not support SSL"),
    ],
)
def test_a_certificate_can_be_wrong_in_each_way_for_a_while(
    postgres: Cluster, desk: Desk, certificate: Certificate | None, said: str
) -> None:
    with (
        postgres.serving(certificate),
        pytest.raises(psycopg.OperationalError, match=said),
        desk.connected(**secure(postgres)),
    ):
        pass
    with desk.connected(**secure(postgres, "desk.example")) as connection:
        assert connection.pgconn.ssl_in_use


def test_what_was_committed_outlives_a_stop_of_either_kind(postgres: Cluster, desk: Desk) -> None:
    for how in ("fast", "immediate"):
        with desk.connected(support.OWNER) as connection:
            connection.execute("UPDATE desk.version SET number = number + 1")
        postgres.restart(how)
    with desk.connected("anna") as connection:
        assert connection.execute("SELECT number FROM desk.version").fetchone() == (3,)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked for in /proc")
def test_nothing_goes_on_when_pytest_is_killed(postgres: Cluster) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KILLED], cwd=ROOT, capture_output=True, text=True, check=False
    )
    folder, pid = done.stdout.split()
    # The guard holds the pipe of what it says until it has removed everything, so that `run` has waited for it.
    assert not Path(folder).exists()
    running = Path(f"/proc/{pid}/cmdline")  # empty of one that has ended and that nobody has asked about yet
    assert not running.exists() or running.read_bytes() == b""


def test_where_there_is_no_server_a_test_is_skipped_but_fails_on_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support, "_running", {})
    monkeypatch.setattr(support, "binaries", lambda: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="package postgresql"):
        support.cluster()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="package postgresql"):
        support.cluster()
