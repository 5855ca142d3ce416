"""No password leaves for a server that has not proved its name, whatever the surroundings say, and none is written down."""

from __future__ import annotations

import logging
import traceback
from contextlib import ExitStack
from pathlib import Path

import pytest

from console.desk.line import faults
from console.desk.line.address import DeskAddress
from console.desk.line.bell import Bell
from console.desk.line.dialled import Dialled
from console.desk.owner.trial import try_desk
from console.desk.trouble import DeskTrouble, NotReached
from console.model.environment import Secret
from console.runtime.cancel import Cancel
from tests.support.desk_line import in_use
from tests.support.desk_link import DeskLink
from tests.support.postgres import Cluster, Desk
from tests.support.postgres_tls import Certificate
from tests.support.raw_server import Peer, RawServer


def elsewhere(name: str, port: int) -> list[str]:
    """Every name leads to this computer, as a server's name does in a network."""
    return ["127.0.0.1"]


def url(desk: Desk, host: str = "desk.example") -> str:
    return desk.url(host=host)


def test_a_server_elsewhere_that_proves_its_name_is_reached_encrypted(desk: Desk, postgres: Cluster) -> None:
    with in_use(desk, url=url(desk), ca_file=str(postgres.authority.ca_file), resolve=elsewhere) as used:
        used.until_status("reached", 2)
        encrypted = "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        row = used.line.ask(lambda connection: connection.execute(encrypted).fetchone())
        assert row is not None
        assert row[0] is True
        assert row[1] in ("TLSv1.2", "TLSv1.3")


@pytest.mark.fault(91)
@pytest.mark.parametrize(
    ("certificate", "said"),
    [
        ("other CA", "comes from an authority that is not trusted here"),
        ("expired", "has expired"),
        ("wrong name", "The desk's certificate is for other.example, not desk.example: not connected."),
        (None, "offers no encryption: not connected."),
    ],
)
def test_a_server_that_does_not_prove_its_name_is_told_and_found_when_it_does(
    desk: Desk, postgres: Cluster, certificate: Certificate | None, said: str
) -> None:
    with ExitStack() as wrong:
        wrong.enter_context(postgres.serving(certificate))
        with in_use(desk, url=url(desk), ca_file=str(postgres.authority.ca_file), resolve=elsewhere) as used:
            used.until_status("certificate", 2)
            assert said in used.said
            wrong.close()
            used.until_status("reached", 3)


@pytest.mark.fault(91)
@pytest.mark.parametrize("certificate", ["other CA", "expired", "wrong name", None])
def test_the_password_never_left_for_a_server_that_is_another(
    desk: Desk, postgres: Cluster, certificate: Certificate | None
) -> None:
    from console.desk.line.wire import WireWatch, dial

    address = DeskAddress.read(url(desk), str(postgres.authority.ca_file))
    bell = Bell()
    with postgres.serving(certificate), pytest.raises(Dialled) as error:
        dial(
            address.options(Secret(desk.password())),
            WireWatch(bell, lambda: bool(bell.heard()), connect=1),
            hopeless=lambda failure: False,
            resolve=elsewhere,
        )
    bell.close()
    assert [failure.used_password for failure in error.value.failed] == [False]
    assert faults.of_dialling(error.value.failed, address).status == "certificate"


@pytest.mark.parametrize("content", [None, "not a certificate"])
def test_a_file_of_authorities_that_is_none_is_told(desk: Desk, tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    with in_use(desk, url=url(desk), ca_file=str(file), resolve=elsewhere) as used:
        used.until_status("certificate", 2)
        assert (
            used.said == "The file of authorities for the desk cannot be read, or holds none: choose another."
        )


@pytest.mark.fault(92)
def test_nothing_in_the_surroundings_counts(
    desk: Desk, postgres: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Row "PG* environment hostile": each of these would lead elsewhere, turn the proof off, or keep it from connecting."""
    home = tmp_path / "home"
    (home / ".postgresql").mkdir(parents=True)
    for name in ("postgresql.crt", "postgresql.key", "root.crt", "root.crl"):
        (home / ".postgresql" / name).write_text("nonsense")
    (home / ".pgpass").write_text("*:*:*:*:nonsense\n")
    (home / ".pg_service.conf").write_text("[shop]\nhost=nowhere.invalid\n")
    hostile = {
        "HOME": str(home),
        "PGSSLMODE": "disable",
        "PGSSLROOTCERT": str(home / ".postgresql/root.crt"),
        "PGSSLCERT": str(home / ".postgresql/postgresql.crt"),
        "PGSSLCERTMODE": "require",
        "PGSSLCRL": str(home / ".postgresql/root.crl"),
        "PGSSLNEGOTIATION": "direct",
        "PGSSLMINPROTOCOLVERSION": "TLSv1.3",
        "PGSSLMAXPROTOCOLVERSION": "TLSv1.2",
        "PGHOST": "nowhere.invalid",
        "PGHOSTADDR": "192.0.2.1",
        "PGPORT": "1",
        "PGUSER": "mallory",
        "PGDATABASE": "other",
        "PGPASSWORD": "nonsense",
        "PGPASSFILE": str(home / ".pgpass"),
        "PGSERVICE": "shop",
        "PGSERVICEFILE": str(home / ".pg_service.conf"),
        "PGOPTIONS": "-c search_path=evil -c statement_timeout=1",
        "PGREQUIREAUTH": "none",
        "PGCHANNELBINDING": "disable",
        "PGTARGETSESSIONATTRS": "standby",
        "PGGSSENCMODE": "require",
        "PGREQUIREPEER": "mallory",
        "PGCLIENTENCODING": "LATIN1",
        "PGCONNECT_TIMEOUT": "1",
        "PGAPPNAME": "evil",
        "PGTZ": "Pacific/Apia",
        "PGDATESTYLE": "German",
        "PGMAXPROTOCOLVERSION": "3.2",
        "PGLOADBALANCEHOSTS": "random",
    }
    for name, value in hostile.items():
        monkeypatch.setenv(name, value)
    asked = (
        "SELECT session_user, current_setting('application_name'), current_setting('client_encoding'),"
        " current_setting('TimeZone'), current_setting('DateStyle'), current_setting('search_path'),"
        " current_setting('jit'), (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())"
    )
    with in_use(desk, url=url(desk), ca_file=str(postgres.authority.ca_file), resolve=elsewhere) as used:
        used.until_status("reached", 2)
        row = used.line.ask(lambda connection: connection.execute(asked).fetchone())
    assert row == ("anna", "Order Console", "UTF8", "UTC", "ISO, YMD", "pg_catalog", "off", True)
    with in_use(
        desk, url=url(desk), ca_file=str(postgres.authority.ca_file), resolve=elsewhere, password=""
    ) as used:
        used.until_status("refused", 2)
        assert "none is kept here" in used.said, "no file and no variable lends one"


@pytest.mark.fault(92)
def test_what_the_database_sets_for_its_people_does_not_bend_what_is_read(
    postgres: Cluster, desk: Desk
) -> None:
    """Dates in another style would not be read at all, another search_path would find other tables."""
    settings = (
        "DateStyle = 'German'",
        "TimeZone = 'Pacific/Apia'",
        "search_path = evil",
        "statement_timeout = 0",
    )
    for setting in settings:
        postgres.ask(f"ALTER ROLE anna SET {setting}")
    try:
        with in_use(desk) as used:
            used.until_status("reached", 2)
            asked = "SELECT '2026-11-28 03:00+00'::timestamptz, current_setting('statement_timeout')"
            row = used.line.ask(lambda connection: connection.execute(asked).fetchone())
        assert row is not None
        assert (row[0].isoformat(), row[1]) == ("2026-11-28T03:00:00+00:00", "300ms")
    finally:
        postgres.ask("ALTER ROLE anna RESET ALL")


def test_the_password_is_in_no_log_message_or_repr(
    desk: Desk, caplog: pytest.LogCaptureFixture, postgres: Cluster
) -> None:
    caplog.set_level(logging.DEBUG)
    password = "c0rrect-horse-battery"
    address = DeskAddress.read(desk.url())
    said: list[str] = [str(address), repr(address)]
    with DeskLink(postgres.port) as link, in_use(desk, port=link.port, password=password) as used:
        used.until_status("refused", 2)
        said += [repr(used.line), repr(vars(used.line)), *(repr(state) for state in used.states)]
        assert password.encode() not in link.passed_on
    for wrong in (DeskAddress.read(desk.url().replace(desk.database, "none")), address):
        try:
            try_desk(wrong, Secret(password), Cancel())
        except DeskTrouble as error:
            said += [repr(error), "".join(traceback.format_exception(error))]
    said += [record.getMessage() + repr(record.args) for record in caplog.records]
    assert len(said) > 6
    assert not [line for line in said if password in line]


def test_a_password_that_a_server_repeats_is_taken_out(desk: Desk) -> None:
    def answer(peer: Peer) -> None:
        peer.sock.recv(4096)
        text = b'SFATAL\0C28P01\0Mpassword "hunter2hunter2" is wrong\nsecond line\0\0'
        peer.send(b"E" + (len(text) + 4).to_bytes(4, "big") + text)

    with RawServer(on_connect=answer) as server:
        there = f"postgresql://anna@127.0.0.1:{server.port}/desk"
        with in_use(desk, url=there, password="hunter2hunter2") as used:
            used.until_status("away", 2)
            assert used.said == 'The desk was not reached: “password "•••" is wrong”.'


def test_a_password_is_not_told_in_plain_text_to_whoever_took_the_port_of_this_computer(desk: Desk) -> None:
    heard = bytearray()

    def ask(peer: Peer) -> None:
        heard.extend(peer.sock.recv(4096))
        peer.send(b"R" + (8).to_bytes(4, "big") + (3).to_bytes(4, "big"))
        heard.extend(peer.sock.recv(4096))

    with RawServer(on_connect=ask) as server:
        there = f"postgresql://anna@127.0.0.1:{server.port}/desk"
        with in_use(desk, url=there, password="hunter2hunter2") as used:
            used.until_status("certificate", 2)
            assert "wants the password in plain text" in used.said
    assert b"anna" in heard
    assert b"hunter2" not in heard


def test_a_password_that_no_server_could_have_is_refused_without_asking(desk: Desk) -> None:
    with in_use(desk, password="a\0b") as used:
        used.until_status("refused", 2)
        assert "cannot have" in used.said
    with pytest.raises(DeskTrouble) as refused:
        try_desk(DeskAddress.read(desk.url()), Secret("a\0b"), Cancel())
    assert not isinstance(refused.value, NotReached)
