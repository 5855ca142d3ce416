"""A real PostgreSQL of the tests' own: one cluster a process of pytest, in a temporary folder, as an ordinary user.

It must not use a server of this machine, and nothing of it may go on running, however pytest ends. Its certificates are in
tests/support/postgres_tls.py. `fsync` is off, which only a loss of power would tell from on.
"""

from __future__ import annotations

import atexit
import contextlib
import itertools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, NoReturn

import psycopg
import pytest
from psycopg import sql

from console.desk import driver
from console.desk.tables import statements
from tests.support.postgres_tls import Authority, Certificate

OWNER, OPERATORS = "olga", ("anna", "bert")
"""The database's owner, no superuser, and who works at the desk."""
HOST = "localhost"
_MAX_CONNECTIONS = 60
_NOBODY = ("nobody", "postgres", "daemon")
_GUARD = """
import os, pathlib, select, shutil, signal, sys
sys.stdin.buffer.read()  # ends with the process that holds the other end, however that ends
folder = pathlib.Path(sys.argv[1])
def end(file, *numbers):
    try:
        pid = int(file.read_text().split()[0])
        ended = os.pidfd_open(pid)
        for number in numbers:
            os.kill(pid, number)
    except (OSError, ValueError, IndexError):
        return
    select.select([ended], [], [], 10)
for pooler in folder.glob("*.pid"):
    end(pooler, signal.SIGKILL)
end(folder / "data" / "postmaster.pid", signal.SIGCONT, signal.SIGQUIT)
shutil.rmtree(folder, ignore_errors=True)
"""

_SHAPE = """
SELECT concat(relname, relkind, relacl, relrowsecurity, relowner) FROM pg_class
    WHERE relnamespace = to_regnamespace('desk')
UNION ALL SELECT concat(attrelid::regclass, attname, attacl, atttypid, attnotnull) FROM pg_attribute
    JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = to_regnamespace('desk')
UNION ALL SELECT concat(proname, proacl, prosrc) FROM pg_proc WHERE pronamespace = to_regnamespace('desk')
UNION ALL SELECT concat(tgrelid::regclass, tgname, tgenabled) FROM pg_trigger
    JOIN pg_class c ON c.oid = tgrelid WHERE relnamespace = to_regnamespace('desk')
UNION ALL SELECT concat(conrelid::regclass, conname) FROM pg_constraint WHERE connamespace = to_regnamespace('desk')
UNION ALL SELECT concat(nspname, nspacl) FROM pg_namespace WHERE nspname IN ('desk', 'public')
UNION ALL SELECT concat(datacl, datallowconn, datconnlimit) FROM pg_database WHERE datname = current_database()
UNION ALL SELECT setconfig::text FROM pg_db_role_setting s
    JOIN pg_database d ON d.oid = setdatabase WHERE datname = current_database()
ORDER BY 1
"""
"""All of a desk that is no row: what is there, and who may do what with it."""
_SEND_AWAY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_WIPE = """
DELETE FROM desk.sends; DELETE FROM desk.endings; DELETE FROM desk.notes; DELETE FROM desk.presence;
DELETE FROM desk.claims; DELETE FROM desk.version; INSERT INTO desk.version VALUES (1);
SELECT setval('desk.sends_number_seq', 1, false), setval('desk.endings_number_seq', 1, false),
    setval('desk.notes_number_seq', 1, false), setval('desk.tokens', 1, false)
"""
"""Of few rows a tenth of what TRUNCATE takes."""


@dataclass(frozen=True)
class Login:
    """Somebody who may log in to a database of the cluster."""

    user: str
    password: str = field(repr=False)


@dataclass
class Desk:
    """A database of the cluster: with the desk's tables and operators, or an empty one that is `OWNER`'s."""

    cluster: Cluster
    database: str

    def url(self, user: str = OPERATORS[0], host: str = HOST) -> str:
        """The address as somebody types it, without a password."""
        return f"postgresql://{user}@{host}:{self.cluster.port}/{self.database}"

    def password(self, user: str = OPERATORS[0]) -> str:
        """The password of a login."""
        return self.cluster.logins[user].password

    @contextmanager
    def connected(self, user: str = OPERATORS[0], **options: Any) -> Iterator[psycopg.Connection[Any]]:
        """A connection in autocommit, closed afterwards; as the superuser where `user` is "postgres"."""
        with self.cluster.connected(user, self.database, **options) as connection:
            yield connection


class Cluster:
    """A running server. Its port and folder stay the same however often it is stopped and started."""

    def __init__(self, binaries: Path, max_connections: int = _MAX_CONNECTIONS) -> None:
        driver.psycopg()  # of the surroundings nothing counts here either
        self.binaries = binaries
        self.folder = _folder()
        self.data, self.sockets = self.folder / "data", self.folder / "s"
        self.port = _free_port()
        self.logins = {"postgres": Login("postgres", secrets.token_hex(12))}
        self.authority = Authority(self.folder / "tls")
        self._guard = subprocess.Popen(
            [sys.executable, "-I", "-c", _GUARD, str(self.folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,
            cwd="/",
        )
        atexit.register(self.end)
        self._template: dict[str, str] = {}
        self.spare: list[Desk] = []
        self._numbers = itertools.count(1)
        self._make(max_connections)
        self.start()
        self.add_login(OWNER, "CREATEROLE")
        for user in OPERATORS:
            self.add_login(user)

    def _make(self, max_connections: int) -> None:
        password = self.folder / "password"
        password.write_text(self.logins["postgres"].password)
        self._give(password)
        how = ["--auth=scram-sha-256", "--no-locale", "--no-sync", "--encoding=UTF8"]
        do([self.binaries / "initdb", "-D", self.data, "-U", "postgres", f"--pwfile={password}", *how])
        password.unlink()
        settings = {
            "port": self.port,
            "listen_addresses": "'127.0.0.1'",
            "unix_socket_directories": f"'{self.sockets}'",
            "max_connections": max_connections,
            "fsync": "off",
            "full_page_writes": "off",
            "shared_buffers": "'16MB'",
            "dynamic_shared_memory_type": "mmap",  # a container's /dev/shm may hold next to nothing
            "max_worker_processes": 2,
            "ssl_cert_file": f"'{self.authority.served}'",
            "ssl_key_file": f"'{self.authority.key}'",
            "log_statement": "'ddl'",
        }
        lines = [f"{name} = {value}\n" for name, value in settings.items()]
        with (self.data / "postgresql.conf").open("a") as config:
            config.writelines(["\n", *lines, "include_if_exists = 'now.conf'\n"])
        self._serve("right")

    def _give(self, *paths: Path) -> None:
        if _runs_as() is not None:
            for path in paths:
                shutil.chown(path, *_runs_as_ids())

    @contextmanager
    def pooled(self, mode: Literal["transaction", "session"]) -> Iterator[int]:
        """Debian's pgbouncer before this server, for all its databases; the port where it listens. Skips without it."""
        program = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/sbin")
        if program is None:
            _lacking("pgbouncer is not installed (Debian's package of that name)")
        port, config = _free_port(), self.folder / "pooler.ini"
        people, pid = self.folder / "people", self.folder / "pooler.pid"
        people.write_text("".join(f'"{one.user}" "{one.password}"\n' for one in self.logins.values()))
        settings = {
            "listen_addr": "127.0.0.1",
            "listen_port": port,
            "unix_socket_dir": "",
            "auth_type": "scram-sha-256",
            "auth_file": people,
            "pool_mode": mode,
            "pidfile": pid,
            "logfile": self.folder / "pooler.log",
            "default_pool_size": 2,
        }
        lines = [f"{name} = {value}\n" for name, value in settings.items()]
        config.write_text(
            f"[databases]\n* = host={self.sockets} port={self.port}\n[pgbouncer]\n{''.join(lines)}"
        )
        self._give(config, people)
        running = subprocess.Popen(
            [str(program), "-q", str(config)], stdin=subprocess.DEVNULL, cwd="/", **as_ordinary_user()
        )
        try:
            while True:  # bounded by the test's own timeout
                assert running.poll() is None, (self.folder / "pooler.log").read_text()
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
            yield port
        finally:
            running.kill()
            running.wait()
            pid.unlink(missing_ok=True)

    def _serve(self, certificate: Certificate | None) -> None:
        if certificate is not None:
            self.authority.serve(certificate)
            self._give(self.authority.served, self.authority.key)
        on = "on" if certificate is not None else "off"
        (self.data / "now.conf").write_text(f"ssl = {on}\n")
        self._give(self.data / "now.conf")

    # The server as a whole

    def start(self) -> None:
        """Start it, and return when it lets people in."""
        try:
            self._control("start", "-l", str(self.folder / "log"), "-w", "-t", "60")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log()}") from None

    def stop(self, how: str = "fast") -> None:
        """Stop it: "fast" rolls back and says good-bye, "immediate" is as good as a crash."""
        self._control("stop", "-m", how, "-w", "-t", "60")

    def restart(self, how: str = "fast") -> None:
        """Stop and start it; takes about 0.3 s."""
        self.stop(how)
        self.start()

    def is_up(self) -> bool:
        """Whether it runs."""
        return do([self.binaries / "pg_ctl", "-D", self.data, "status"], check=False) == 0

    @cached_property
    def version(self) -> int:
        """The server's major version."""
        return int(self.ask("SELECT current_setting('server_version_num')::int / 10000")[0][0])

    def log(self) -> str:
        """What the server has written into its log so far."""
        return (self.folder / "log").read_text(errors="replace")

    def _control(self, *arguments: str) -> None:
        do([self.binaries / "pg_ctl", "-D", self.data, "-s", *arguments])

    def end(self) -> None:
        """Stop it for good and remove its folder; a guard does the same where this process dies."""
        atexit.unregister(self.end)
        assert self._guard.stdin is not None
        self._guard.stdin.close()
        self._guard.wait(30)

    @contextmanager
    def frozen(self, pid: int | None = None) -> Iterator[None]:
        """Stop a backend by SIGSTOP, the postmaster where no `pid` is given; it goes on afterwards."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0]) if pid is None else pid
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    @contextmanager
    def serving(self, certificate: Certificate | None) -> Iterator[None]:
        """Show new connections another certificate, or no TLS at all for None; the right one comes back afterwards."""
        self._serve(certificate)
        self._reload()
        try:
            yield
        finally:
            self._serve("right")
            self._reload()

    def _reload(self) -> None:
        """A new connection is the proof: the postmaster has then handled the signal that came before."""
        self._control("reload")
        wanted = (self.data / "now.conf").read_text().split()[-1]
        while True:  # bounded by the test's own timeout
            with self.connected("postgres", "postgres", host=str(self.sockets)) as connection:
                if connection.execute("SHOW ssl").fetchone() == (wanted,):
                    return

    # Who and what is in it

    @contextmanager
    def connected(self, user: str, database: str, **options: Any) -> Iterator[psycopg.Connection[Any]]:
        """A connection in autocommit over the Unix socket, where nothing else is said; closed afterwards."""
        given = {"host": str(self.sockets), "port": self.port, "password": self.logins[user].password}
        connection = psycopg.connect(user=user, dbname=database, autocommit=True, **{**given, **options})
        try:
            yield connection
        finally:
            connection.close()

    def ask(self, text: str, *parameters: object, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement as the superuser; return its rows, none for one that has none."""
        with self.connected("postgres", database) as connection:
            done = connection.execute(text.encode(), parameters or None)
            return done.fetchall() if done.description else []

    def add_login(self, user: str, *attributes: str, roles: tuple[str, ...] = ()) -> Login:
        """Make a login with a password of its own, and a member of these roles."""
        login = self.logins[user] = Login(user, secrets.token_hex(12))
        more = sql.SQL(" ".join(attributes))
        make = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} {}")
        with self.connected("postgres", "postgres") as connection:
            connection.execute(make.format(sql.Identifier(user), sql.Literal(login.password), more))
            for role in roles:
                connection.execute(
                    sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(user))
                )
        return login

    def make_empty(self, owner: str = OWNER) -> Desk:
        """A new database of that owner's without a desk; takes up to half a second on a busy machine."""
        return self._copy("template0", owner)

    def make_desk(self) -> Desk:
        """A new database with the desk's tables and nothing in them, `OPERATORS` at it.

        Takes up to half a second on a busy machine, so that the fixture `desk` empties one and hands it out again.
        """
        if not self._template:
            template = self._copy("template0", OWNER)
            with template.connected(OWNER) as connection:
                connection.execute(statements())
            if self.version < 15:  # as init then asks for
                self.ask("REVOKE ALL ON SCHEMA public FROM PUBLIC", database=template.database)
            for user in OPERATORS:
                self.ask(f"GRANT desk_operator TO {user}")
            self._template |= {
                "desk": template.database,
                "shape": str(self.ask(_SHAPE, database=template.database)),
            }
        return self._copy(self._template["desk"], OWNER)

    def take_back(self, desk: Desk) -> None:
        """Send everybody away, and keep the desk for the next test, empty; not where a test changed more than rows."""
        with self.connected("postgres", desk.database) as connection:
            connection.execute(_SEND_AWAY)
            if str(connection.execute(_SHAPE).fetchall()) == self._template["shape"]:
                connection.execute(_WIPE)
                self.spare.append(desk)

    def _copy(self, template: str, owner: str) -> Desk:
        name = f"desk_{next(self._numbers)}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {owner}")
        return Desk(self, name)


def do(command: list[str | Path], *, check: bool = True) -> int:
    """Run it as the ordinary user. What it prints is told where it fails; `pg_ctl` leaves its pipes to the server."""
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            check=False,
            **as_ordinary_user(),
        )
        said.seek(0)
        assert not (check and done.returncode), f"{command[0]} failed: {said.read()}"
    return done.returncode


@cache
def _runs_as() -> str | None:
    """The account for the server, which refuses to run as root; None: this one will do."""
    if os.name != "posix" or os.geteuid() != 0:
        return None
    import pwd

    known = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in _NOBODY if name in known)


def _runs_as_ids() -> tuple[int, int]:
    import pwd

    entry = pwd.getpwnam(_runs_as() or "")
    return entry.pw_uid, entry.pw_gid


def as_ordinary_user() -> dict[str, Any]:
    """What `subprocess` takes to run a server that refuses root: nothing where this account will do."""
    if _runs_as() is None:
        return {}
    user, group = _runs_as_ids()
    return {"user": user, "group": group, "extra_groups": ()}


def _folder() -> Path:
    """A folder that the server's account can use; the path of a Unix socket may have about 100 characters only."""
    given = Path(tempfile.gettempdir())
    short = len(str(given)) < 60 and all(one.stat().st_mode & 0o001 for one in (given, *given.parents))
    folder = Path(tempfile.mkdtemp(prefix="order-console-pg-", dir=given if short else "/tmp"))
    (folder / "s").mkdir()
    (folder / "tls").mkdir()
    if _runs_as() is not None:
        for path in (folder, folder / "s", folder / "tls"):
            shutil.chown(path, *_runs_as_ids())
    return folder


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL server here, or the one that POSTGRES_BIN names; None where there is none."""
    if given := os.environ.get("POSTGRES_BIN"):
        return Path(given)
    of_debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if of_debian:
        return max(of_debian, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _lacking(why: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


_running: dict[int, Cluster] = {}


def cluster() -> Cluster:
    """The one of this process, started at the first call, which takes 1 to 2 s. Skips where there is no server to start.

    On CI it fails instead, since nothing else would tell that the desk was not tested.
    """
    if (found := _running.get(os.getpid())) is not None:
        return found
    if os.name != "posix":
        pytest.skip("the tests' PostgreSQL is run with signals and Unix sockets")
    if (folder := binaries()) is None:
        _lacking("PostgreSQL's server is not installed (Debian's package postgresql)")
    return _running.setdefault(os.getpid(), Cluster(folder))


@pytest.fixture(scope="session")
def postgres() -> Cluster:
    """The cluster of this process of pytest."""
    return cluster()


@pytest.fixture
def desk(postgres: Cluster) -> Iterator[Desk]:
    """A desk with nothing on it, the test's own for as long; anna and bert may work at it.

    A test that changes more of it than rows costs the next one a desk of its own; what it changes of roles, which are
    the whole server's, it must change back.
    """
    given = postgres.spare.pop() if postgres.spare else postgres.make_desk()
    yield given
    postgres.take_back(given)
