"""`order-console desk`: each of its acts at a real server, its sentences, and that no password is shown or left anywhere."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from console.app import desk_command
from console.model.environment import Secret
from console.store import desk_entry
from console.store.desk_entry import DeskEntry
from console.store.environments import Environments
from console.store.places import find_places
from tests.support.checkout import ROOT
from tests.support.postgres import OWNER, Cluster, Desk
from tests.support.postgres import desk as desk
from tests.support.postgres import postgres as postgres
from tests.support.postgres_tls import Certificate

NEW = "a brand new password"
NOTE = (
    "INSERT INTO desk.notes (id, environment, kind, record_id, body)"
    " VALUES (gen_random_uuid(), 'https://api.example', 'order', %s, %s)"
)


class Terminal(io.StringIO):
    """Standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


class Shell:
    """Runs the command as the shell does, with what is typed, and keeps what was said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self.out = self.err = ""

    def __call__(self, *arguments: str, typed: tuple[str, ...] = (), terminal: bool = False) -> int:
        lines = list(typed)
        if terminal:
            self._monkeypatch.setattr("getpass.getpass", lambda _: lines.pop(0))
            self._monkeypatch.setattr(sys, "stdin", Terminal(f"{lines[-1]}\n"))
        else:
            self._monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        try:
            code = desk_command.main(list(arguments))
        except SystemExit as left:
            code = int(left.code or 0)
        self.out, self.err = self._capsys.readouterr()
        for secret in typed:
            assert secret in ("", "yes", "no") or secret not in self.out + self.err
        assert "Traceback" not in self.err
        return code


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(monkeypatch, capsys)


@pytest.fixture
def newcomer(desk: Desk) -> Iterator[str]:
    yield "Zoë"
    desk.cluster.ask('DROP ROLE IF EXISTS "Zoë"')
    desk.cluster.logins.pop("Zoë", None)


def as_owner(desk: Desk) -> tuple[str, str, str]:
    return "--url", desk.url(OWNER), desk.password(OWNER)


def test_from_an_empty_database_to_an_operator_at_work(postgres: Cluster, shell: Shell) -> None:
    made = postgres.make_empty()
    option, url, password = as_owner(made)
    assert shell("init", option, url, typed=(password,)) == 0
    assert f"set up in the database “{made.database}”" in shell.out
    assert shell("init", option, url, typed=(password,)) == 2
    assert shell.err == "This database has a desk already (version 1); nothing was changed.\n"
    try:
        assert shell("add-operator", "Zoë", option, url, typed=(password, NEW)) == 0
        assert (
            f"the address is postgresql://Zo%C3%AB@localhost:{postgres.port}/{made.database}\n" in shell.out
        )
        given = shell.out.split()[-1]
        assert shell("check", "--url", given, typed=(NEW,)) == 0
        assert shell.out.endswith("A console can work with this desk.\n")
        assert "Zoë is an operator" in shell.out
    finally:
        postgres.ask('DROP ROLE IF EXISTS "Zoë"')


def test_the_address_for_all_users_of_a_computer_is_written_without_a_name_and_asks_nobody(
    shell: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "order-console" / "desk.json"
    url = ("--url", "postgresql://olga@db1.example.com,db2.example.com:6000/desk")
    assert shell("export", str(file), *url, "--ca-file", "/etc/ssl/shop.pem") == 0
    assert json.loads(file.read_text()) == {
        "order_console": "desk",
        "format": 1,
        "address": "postgresql://db1.example.com,db2.example.com:6000/desk",
        "ca_file": "/etc/ssl/shop.pem",
    }
    assert oct(file.stat().st_mode)[-3:] == "644"
    assert shell("export", str(file), *url) == 2
    assert "--replace writes over it" in shell.err
    assert shell("export", "-", "--url", "postgresql://db1.example.com/desk") == 0
    assert json.loads(shell.out)["address"] == "postgresql://db1.example.com/desk"
    assert shell("export", str(file), "--url", "db1") == 2
    assert shell("export", *url) == 2
    assert "the file is missing" in shell.err


@pytest.mark.parametrize("more", [(), ("--new-password",)])
def test_a_password_that_is_made_is_shown_once_and_works(
    desk: Desk, shell: Shell, newcomer: str, more: tuple[str, ...]
) -> None:
    option, url, password = as_owner(desk)
    if more:
        assert shell("add-operator", newcomer, option, url, typed=(password, NEW)) == 0
    assert shell("add-operator", newcomer, option, url, "--make-password", *more, typed=(password,)) == 0
    shown = shell.out.partition("shown only this once: ")[2].strip()
    assert len(shown) >= 20
    assert shell("check", "--url", desk.url("Zo%C3%AB"), typed=(shown,)) == 0


def test_at_a_terminal_the_new_password_is_typed_twice(desk: Desk, shell: Shell, newcomer: str) -> None:
    option, url, password = as_owner(desk)
    assert (
        shell("add-operator", newcomer, option, url, typed=(password, NEW, "another one"), terminal=True) == 2
    )
    assert shell.err == "The two were not the same. Nothing was changed.\n"
    assert desk.cluster.ask("SELECT FROM pg_roles WHERE rolname = %s", newcomer) == []
    assert shell("add-operator", newcomer, option, url, typed=(password, NEW, NEW), terminal=True) == 0


def test_the_desk_of_the_settings_is_checked_without_an_address(desk: Desk, shell: Shell) -> None:
    assert shell("check") == 2
    assert shell.err == "No desk is set up in File > Settings > Desk, so that it takes --url.\n"
    desk_entry.save(
        Environments(find_places()), DeskEntry(desk.url("anna"), "", Secret(desk.password("anna")))
    )
    assert shell("check") == 0
    assert "anna is an operator" in shell.out


def test_a_desk_that_a_console_cannot_work_with_is_said_at_the_end(desk: Desk, shell: Shell) -> None:
    desk.cluster.ask("UPDATE desk.version SET number = 7", database=desk.database)
    assert shell("check", "--url", desk.url("anna"), typed=(desk.password("anna"),)) == 1
    assert "Not good: The desk is not set up for this version (7, needs 1)" in shell.out
    assert shell.out.endswith("A console cannot work with this desk.\n")


@pytest.mark.parametrize(
    ("certificate", "code", "said"),
    [
        ("right", 0, "The connection is encrypted (TLSv1.3), and the certificate fits the address.\n"),
        ("other CA", 1, "comes from an authority that is not trusted here"),
        ("wrong name", 1, "The desk's certificate is for other.example, not localhost: not connected.\n"),
        ("expired", 1, "has expired, or this computer's clock is wrong: not connected.\n"),
        (None, 1, "offers no encryption: not connected.\n"),
    ],
)
def test_a_certificate_must_fit_and_be_signed_by_the_authority_that_is_named(
    desk: Desk, shell: Shell, certificate: Certificate | None, code: int, said: str
) -> None:
    url = f"{desk.url('anna')}?sslmode=verify-full"
    trusted = str(desk.cluster.authority.ca_file)
    with desk.cluster.serving(certificate):
        assert shell("check", "--url", url, "--ca-file", trusted, typed=(desk.password("anna"),)) == code
        assert said in shell.out + shell.err
        # The usual authorities know nothing of a server of the shop's own.
        assert shell("check", "--url", url, typed=(desk.password("anna"),)) == 1


@pytest.mark.parametrize("mode", ["transaction", "session"])
def test_every_act_works_through_a_pooler_which_the_check_names(
    desk: Desk, shell: Shell, mode: Literal["transaction", "session"]
) -> None:
    with desk.cluster.pooled(mode) as port:
        url = f"postgresql://{{}}@127.0.0.1:{port}/{desk.database}"
        assert shell("check", "--url", url.format("anna"), typed=(desk.password("anna"),)) == 0
        assert "Mind: A connection pooler stands between" in shell.out
        password = desk.password(OWNER)
        assert shell("init", "--url", url.format(OWNER), typed=(password,)) == 2
        assert "has a desk already" in shell.err
        assert shell("age-out", "--days", "30", "--url", url.format(OWNER), typed=(password,)) == 0


def left(desk: Desk) -> set[str]:
    return {row[0] for row in desk.cluster.ask("SELECT record_id FROM desk.notes", database=desk.database)}


@pytest.fixture
def noted(desk: Desk) -> Desk:
    with desk.connected("anna") as anna:
        for record, body in (("old", "Zoë rang"), ("new", "nobody did")):
            anna.execute(NOTE.encode(), (record, body))
    desk.cluster.ask(
        "UPDATE desk.notes SET at = at - interval '40 days' WHERE record_id = 'old'", database=desk.database
    )
    return desk


@pytest.mark.parametrize(
    ("typed", "terminal", "more", "code", "kept"),
    [
        (("yes",), True, (), 0, {"new"}),
        (("no",), True, (), 1, {"old", "new"}),
        ((), False, (), 2, {"old", "new"}),
        ((), False, ("--yes",), 0, {"new"}),
    ],
)
@pytest.mark.parametrize(
    "act", [("age-out", "--days", "30"), ("erase", "--customer", "ZOË"), ("erase", "--record", "old")]
)
def test_what_is_deleted_is_told_first_and_takes_a_yes(
    noted: Desk,
    shell: Shell,
    act: tuple[str, ...],
    typed: tuple[str, ...],
    terminal: bool,
    more: tuple[str, ...],
    code: int,
    kept: set[str],
) -> None:
    option, url, password = as_owner(noted)
    assert shell(*act, option, url, *more, typed=(password, *typed), terminal=terminal) == code
    assert left(noted) == kept
    assert "1 note" in shell.out
    if code == 0:
        assert "Deleted: 1 note." in shell.out
    else:
        assert "Nothing was deleted" in shell.out + shell.err


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (("age-out", "--days", "41"), "Nothing on the desk is older than 41 days.\n"),
        (("erase", "--record", "ol"), "The desk has nothing about a record with this ID."),
        (("erase", "--customer", "Zoé"), "Nothing on the desk mentions that.\n"),
    ],
)
def test_where_there_is_nothing_to_delete_nobody_is_asked(
    noted: Desk, shell: Shell, act: tuple[str, ...], said: str
) -> None:
    option, url, password = as_owner(noted)
    assert shell(*act, option, url, typed=(password,)) == 0
    assert shell.out.startswith(said)


def test_an_operator_who_deletes_is_refused_by_the_database(noted: Desk, shell: Shell) -> None:
    arguments = ("age-out", "--days", "30", "--yes", "--url", noted.url("anna"))
    assert shell(*arguments, typed=(noted.password("anna"),)) == 2
    assert shell.err == "Nothing was deleted: permission denied for table sends.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("init",), "init: --url is missing"),
        (("init", "--url", "postgresql://olga:geheim@db1/desk"), "leave the password out"),
        (("check", "--url", "postgresql://olga:ge/he@im@db1/desk"), "leave the password out"),
        (("check", "--url", "host=db1 password=geheim"), "leave the password out"),
        (("init", "--url", "postgresql://olga@db1/desk", "--yes"), "--yes: only with age-out and erase"),
        (("check", "anna", "--url", "postgresql://olga@db1/desk"), "name: only with add-operator"),
        (("check", "--ca-file", "ca.pem"), "--ca-file: only with --url"),
        (("add-operator", "--url", "postgresql://olga@db1/desk"), "the operator's name is missing"),
        (("age-out", "--url", "postgresql://olga@db1/desk"), "--days is missing"),
        (
            ("age-out", "--days", "1", "--url", "postgresql://olga@db1/desk"),
            "a whole number from 2 to 36,500",
        ),
        (("age-out", "--days", "9999999999", "--url", "postgresql://olga@db1/desk"), "a whole number"),
        (("erase", "--url", "postgresql://olga@db1/desk"), "either --record or --customer"),
        (("erase", "--customer", " ", "--url", "postgresql://olga@db1/desk"), "--customer: it is empty"),
        (("check", "--url", "https://db1/desk"), "must start with postgresql://"),
        (("explode", "--url", "postgresql://olga@db1/desk"), "invalid choice"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_asked(
    shell: Shell, arguments: tuple[str, ...], said: str
) -> None:
    assert shell(*arguments) == 2
    assert said in shell.err
    assert "geheim" not in shell.err
    assert "he@im" not in shell.err


@pytest.mark.parametrize(
    "act",
    [("init",), ("add-operator", "Zoë"), ("check",), ("age-out", "--days", "9"), ("erase", "--record", "1")],
)
def test_no_act_shows_a_traceback_or_the_password_where_the_server_does_not_let_it(
    desk: Desk, shell: Shell, act: tuple[str, ...]
) -> None:
    refused = 1 if act == ("check",) else 2
    assert shell(*act, "--url", desk.url(OWNER), typed=("wrong-and-secret",)) == refused
    assert "The desk refused the password of olga" in shell.err
    assert shell(*act, "--url", "postgresql://olga@localhost:1/desk", typed=("right-and-secret",)) == refused
    assert "Nothing answers at localhost, port 1" in shell.err
    assert shell.err.count("\n") == 1


def test_without_the_package_there_is_one_sentence(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    asked: list[str] = []
    monkeypatch.setattr(desk_command, "_line", asked.append)
    assert shell("check", "--url", "postgresql://olga@localhost/desk") == 2
    assert not asked, "nobody types a password for nothing"
    assert "A desk takes the package “psycopg”" in shell.err
    assert shell.err.count("\n") == 1


def test_neither_qt_nor_psycopg_is_loaded_before_it_is_needed() -> None:
    ask = (
        "import sys\nfrom console.__main__ import main\n"
        "code = main(['desk', 'check', '--url', 'https://no'])\n"
        "print(code, [name for name in ('PySide6', 'psycopg', 'requests') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "2 []\n"
