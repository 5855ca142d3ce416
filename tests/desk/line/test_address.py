"""The desk's address: what people paste is read rightly or refused in a sentence, and nothing else decides where it leads."""

from __future__ import annotations

import os
from pathlib import Path

import certifi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import pq

from console.desk.line.address import DeskAddress, DeskHost
from console.desk.trouble import DeskTrouble
from console.model.environment import Secret
from tests.support.tries import tries

PASSWORD = Secret("Tr0ub4dor&3")
AT_DB1 = DeskAddress("anna", "desk", (DeskHost("db1.example.com"),))


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://anna@db1.example.com/desk",
        "postgres://anna@db1.example.com:5432/desk",
        "  anna@db1.example.com/desk\n",
        "anna@DB1.example.com.:5432/desk",
        '"postgresql://anna@db1.example.com/desk"',
        "<postgresql://anna@db1.example.com/desk>",
        "jdbc:postgresql://db1.example.com:5432/desk?user=anna",
        "postgresql+psycopg2://anna@db1.example.com/desk",
        "POSTGRESQL://%61nna@db1.example.com/d%65sk",
        "postgresql://anna@db1.example.com/desk?sslmode=verify-full",
        "postgresql://anna@db1.example.com/desk?target_session_attrs=read-write&sslmode=verify-full",
        "postgresql://anna@db1.example.com/desk?target_session_attrs=primary",
        "postgresql://anna@db1.example.com/desk?channel_binding=prefer",
        "db1.example.com/desk?user=anna",
    ],
)
def test_an_address_is_read_in_every_form_in_which_it_is_handed_on(text: str) -> None:
    assert DeskAddress.read(text) == AT_DB1


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("anna@db1,db2:5433/desk", (DeskHost("db1"), DeskHost("db2", 5433))),
        ("anna@[2001:DB8::1]:6543,10.0.0.7/desk", (DeskHost("2001:db8::1", 6543), DeskHost("10.0.0.7"))),
        ("anna@bücher.example/desk", (DeskHost("xn--bcher-kva.example"),)),
    ],
)
def test_several_servers_addresses_and_international_names_are_read(
    text: str, hosts: tuple[DeskHost, ...]
) -> None:
    address = DeskAddress.read(text)
    assert address.hosts == hosts
    assert address.sslmode == "verify-full"
    options = address.options(PASSWORD)
    assert options["host"] == ",".join(host.name for host in hosts)
    assert options["port"] == ",".join(str(host.port) for host in hosts)


def test_a_user_may_have_any_sign_that_is_escaped() -> None:
    address = DeskAddress.read("postgresql://anna%40shop.example%2Feu@db1/the%20desk")
    assert (address.user, address.database) == ("anna@shop.example/eu", "the desk")


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.8.0.1:6543", "[::1]", "localhost,[::1]:5433"]
)
def test_this_computer_itself_may_go_without_encryption_and_may_have_it(host: str) -> None:
    assert DeskAddress.read(f"anna@{host}/desk").sslmode == "disable"
    assert DeskAddress.read(f"anna@{host}/desk?sslmode=disable").sslmode == "disable"
    assert DeskAddress.read(f"anna@{host}/desk?sslmode=verify-full").sslmode == "verify-full"


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
@pytest.mark.parametrize(
    "host", ["db1", "192.168.1.5", "localhost,db1", "localhost.example.com", "[::ffff:127.0.0.1]"]
)
def test_a_server_elsewhere_must_prove_its_name(host: str, mode: str) -> None:
    with pytest.raises(DeskTrouble, match="pose as the desk: leave sslmode out"):
        DeskAddress.read(f"anna@{host}/desk?sslmode={mode}")


@pytest.mark.parametrize("mode", ["allow", "prefer", "require", "verify-ca"])
def test_what_encrypts_without_proof_is_asked_about_on_this_computer_too(mode: str) -> None:
    with pytest.raises(DeskTrouble, match="sslmode is verify-full or disable"):
        DeskAddress.read(f"anna@localhost/desk?sslmode={mode}")


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://anna:{}@db1/desk",
        "postgresql://anna:{}@db1/desk?sslmode=require",
        "anna:{}@db1/desk",
        "postgresql://anna@db1/desk?password={}",
        "jdbc:postgresql://db1:5432/desk?user=anna&password={}",
        "postgresql://anna@db1/desk?sslpassword={}",
    ],
)
@pytest.mark.parametrize(
    "password", ["hunter22", "", "a/b/c", "a?b", "a@b", "a:b", "[YOUR-PASSWORD]", "12/34?5@6"]
)
def test_a_password_in_the_address_is_refused_and_not_repeated(text: str, password: str) -> None:
    with pytest.raises(DeskTrouble) as refused:
        DeskAddress.read(text.format(password))
    assert "password must not stand in the address" in refused.value.sentence
    assert len(password) < 4 or password not in refused.value.sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "missing"),
        ("https://db1.example.com/desk", "must start with postgresql://"),
        ("mysql://anna@db1/desk", "must start with postgresql://"),
        ("jdbc:mysql://db1/desk", "must start with postgresql://"),
        ("psql postgresql://anna@db1/desk", "alone"),
        ("psql -h db1 -U anna desk", "alone"),
        ("DATABASE_URL=postgresql://anna@db1/desk", "alone"),
        ("export DATABASE_URL='postgres://anna@db1/desk'", "alone"),
        ("host=db1 user=anna dbname=desk", "in one piece"),
        ("dbname=desk", "in one piece"),
        ("postgresql://anna@db1/desk and more", "blank"),
        ("postgresql://anna@db1\\desk", "backslash"),
        ("postgresql://anna@db1/desk\u202e", "cannot be shown"),
        ("postgresql://anna@db1/desk#fragment", "before any #"),
        ("postgresql://db1/desk", "who you are"),
        ("postgresql://@db1/desk", "who you are"),
        ("postgresql://anna@db1", "no database"),
        ("postgresql://anna@db1/", "no database"),
        ("postgresql://anna@db1/desk/", "more than one /"),
        ("postgresql://anna@/desk", "no host"),
        ("postgresql:///desk?user=anna", "no host"),
        ("postgresql://anna@db1,,db2/desk", "no host"),
        ("postgresql://anna@db1,db1:5432/desk", "a host twice"),
        ("postgresql://anna@" + ",".join(f"db{n}" for n in range(9)) + "/desk", "more than 8"),
        ("postgresql://anna@%2Fvar%2Frun%2Fpostgresql/desk", "write localhost"),
        ("postgresql://anna@db1:0/desk", "1 to 65535"),
        ("postgresql://anna@db1:65536/desk", "1 to 65535"),
        ("postgresql://anna@db1:000000000005432000/desk", "1 to 65535"),
        ("postgresql://anna@db1:five/desk", "cannot be read"),
        ("postgresql://anna@[fe80::1%25eth0]/desk", "zone"),
        ("postgresql://anna@[db1]/desk", "not an IPv6 address"),
        ("postgresql://anna@2001:db8::1/desk", "cannot be read"),
        ("postgresql://anna@10.0.0/desk", "IP address"),
        ("postgresql://anna@db_1!/desk", "not a valid name"),
        ("postgresql://anna%/desk", "two digits"),
        ("postgresql://anna%ff@db1/desk", "UTF-8"),
        ("postgresql://anna%00@db1/desk", "cannot be shown"),
        ("postgresql://anna@db1/" + "d" * 64, "longer than PostgreSQL's names"),
        ("postgresql://anna@db1/" + "d" * 2_000, "longer than 2,000"),
        ("postgresql://anna@db1/desk?user=bert", "user twice"),
        ("postgresql://anna@db1/desk?sslmode=require&sslmode=disable", "twice"),
        ("postgresql://anna@db1/desk?sslmode=on", "does not know"),
        ("postgresql://anna@db1/desk?options=endpoint%3Dep-1", "“options” out"),
        ("postgresql://anna@db1/desk?connect_timeout=10", "“connect_timeout” out"),
        ("postgresql://anna@db1/desk?pgbouncer=true", "“pgbouncer” out"),
        ("postgresql://anna@db1/desk?service=shop", "“service” out"),
        ("postgresql://anna@db1/desk?host=db2", "The host belongs before the /"),
        ("postgresql://anna@db1/desk?hostaddr=10.0.0.1", "The host belongs before the /"),
        ("postgresql://anna@db1?dbname=desk", "The database belongs behind the /"),
        ("postgresql://anna@db1/desk?sslrootcert=system", "field of its own"),
        ("postgresql://anna@db1/desk?target_session_attrs=standby", "is written to"),
        ("postgresql://anna@db1/desk?target_session_attrs=prefer-standby", "is written to"),
        ("postgresql://anna@db1/desk?channel_binding=disable", "“channel_binding” out"),
        ("postgresql://anna@localhost/desk?channel_binding=require", "takes sslmode=verify-full"),
        ("postgresql://anna@db1/desk?SSLMODE=verify-full", "not known"),
        ("postgresql://anna@db1/desk?tok3n", "not known"),
    ],
)
def test_what_cannot_be_an_address_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(DeskTrouble) as refused:
        DeskAddress.read(text)
    assert said in refused.value.sentence
    assert refused.value.sentence.endswith(".")


@tries(150)
@given(st.text(max_size=60) | st.text("anbdesk0:/@?=&%[],.#'", max_size=60).map("postgresql://".__add__))
def test_whatever_is_pasted_is_refused_in_a_sentence_or_kept_in_a_form_that_says_the_same(text: str) -> None:
    address: DeskAddress | None = None
    sentence = ""
    try:
        address = DeskAddress.read(text)
    except DeskTrouble as refused:
        sentence = refused.sentence
    if address is None:
        assert sentence.endswith(".")
        return
    assert DeskAddress.read(str(address)) == address
    assert str(DeskAddress.read(str(address))) == str(address)
    assert ":" not in str(address).removeprefix("postgresql://").partition("@")[0]


def test_the_text_for_a_field_says_only_what_is_unusual() -> None:
    assert str(DeskAddress.read("anna@db1:5432/desk?sslmode=verify-full")) == "postgresql://anna@db1/desk"
    for text in (
        "postgresql://anna@localhost/desk?sslmode=verify-full",
        "postgresql://a%40b@db1:5433,[::1]/desk%2F1?channel_binding=require",
    ):
        assert str(DeskAddress.read(text)) == text
    assert DeskAddress.read("anna@db1,[::1]:5433/desk").where == "db1 or [::1]:5433"


def test_every_parameter_that_could_come_from_elsewhere_is_given() -> None:
    options = AT_DB1.options(PASSWORD)
    elsewhere = {one.keyword.decode() for one in pq.Conninfo.get_defaults() if one.envvar or one.compiled}
    assert elsewhere - set(options) == {"service", "hostaddr"}, (
        "the driver takes PGSERVICE away, dialling says hostaddr"
    )
    assert None not in options.values()


def test_a_server_elsewhere_is_checked_against_the_given_file_or_the_usual_authorities(
    tmp_path: Path,
) -> None:
    assert AT_DB1.options(PASSWORD)["sslmode"] == "verify-full"
    assert AT_DB1.options(PASSWORD)["sslrootcert"] == certifi.where()
    given_file = DeskAddress.read("anna@db1/desk", f" {tmp_path / 'ca.pem'} ")
    assert given_file.options(PASSWORD)["sslrootcert"] == str(tmp_path / "ca.pem")
    assert DeskAddress.read("anna@db1/desk", "system").options(PASSWORD)["sslrootcert"] == str(
        Path.cwd() / "system"
    )


def test_files_that_libpq_would_look_for_in_the_home_folder_cannot_exist() -> None:
    options = AT_DB1.options(PASSWORD)
    for name in ("passfile", "sslcrl"):
        assert not os.path.lexists(str(options[name])), name
    assert options["sslcertmode"] == "disable"


@pytest.mark.parametrize("password", ["a\0b", "\ud800"])
def test_a_password_that_no_server_could_have_is_refused_without_being_shown(password: str) -> None:
    with pytest.raises(DeskTrouble, match="cannot have") as refused:
        AT_DB1.options(Secret(password))
    assert password not in refused.value.sentence
