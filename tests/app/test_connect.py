"""`order-console connect`: what it saves, what it refuses, and that the secret is seen nowhere else."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from console.app import connect
from console.model.environment import SANDBOX_NAME, Secret
from console.store import handed_on
from console.store.environments import Environments
from console.store.places import find_places
from tests.support.posix import mode_of, posix_only
from tests.support.raw_server import RawServer, good_token, reply_json
from tests.support.sandbox import Sandbox

SECRET = "hush-hush-77"
GOOD = [
    *("--name", "Acme"),
    *("--api-url", "https://api.example.com/"),
    *("--token-url", "https://auth.example.com/token"),
    *("--client-id", "client-1"),
]


def saved() -> Environments:
    return Environments(find_places())


def run(monkeypatch: pytest.MonkeyPatch, arguments: list[str], typed: str = SECRET + "\n") -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    return connect.main(arguments)


def test_it_saves_says_where_and_never_shows_the_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, GOOD) == 0
    said = capsys.readouterr()
    [environment] = saved().load().environments
    assert environment.secret.reveal() == SECRET
    assert environment.api_url == "https://api.example.com"
    assert environment.accent == "production"
    assert str(saved().path) in said.out
    assert said.out.count("\n") == 1
    assert SECRET not in said.out + said.err
    assert mode_of(saved().path) == 0o600


def test_scope_and_way_to_send_the_secret_can_be_said_and_the_token_address_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, GOOD) == 0
    [environment] = saved().load().environments
    assert (environment.auth_method, environment.scope) == ("post", "")
    lettered = [*GOOD, "--token-url", "https://auth.example.com/o/token/"]
    assert run(monkeypatch, [*lettered, "--auth-method", "basic", "--scope", "orders carts"]) == 0
    [environment] = saved().load().environments
    assert (environment.auth_method, environment.scope) == ("basic", "orders carts")
    assert environment.token_url == "https://auth.example.com/o/token/"
    assert run(monkeypatch, [*GOOD, "--scope", "größe"]) == 2
    assert "--scope: A scope is made of" in capsys.readouterr().err


def test_the_same_name_is_replaced(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, GOOD)
    assert run(monkeypatch, [*GOOD, "--colour", "test"], "other\r\n") == 0
    [environment] = saved().load().environments
    assert (environment.accent, environment.secret.reveal()) == ("test", "other")
    assert "was replaced" in capsys.readouterr().out


def test_all_that_is_wrong_is_said_before_the_secret_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never() -> str:
        raise AssertionError("asked for the secret")

    monkeypatch.setattr(connect, "_secret", never)
    wrong = [
        "--name",
        SANDBOX_NAME,
        "--api-url",
        "http://api.example.com",
        "--token-url",
        "x",
        "--client-id",
        " ",
    ]
    assert run(monkeypatch, [*wrong, "--ca-file", "/nowhere.pem"]) == 2
    said = capsys.readouterr().err
    assert [line.split(":")[0] for line in said.splitlines()] == [
        "--name",
        "--api-url",
        "--token-url",
        "--client-id",
        "--ca-file",
    ]
    assert not saved().path.exists()


@pytest.mark.parametrize("typed", ["", "\n", "   \n"])
def test_no_secret_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    assert run(monkeypatch, GOOD, typed) == 2
    assert capsys.readouterr().err == "the client secret: The client secret is missing.\n"
    assert not saved().path.exists()


def test_a_disk_that_refuses_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "home").touch()
    monkeypatch.setenv("ORDER_CONSOLE_HOME", str(tmp_path / "home"))
    assert run(monkeypatch, GOOD) == 2
    said = capsys.readouterr().err
    assert "in the way" in said
    assert SECRET not in said


def test_notices_of_the_store_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, GOOD)
    saved().path.write_text("{")
    assert run(monkeypatch, GOOD) == 0
    assert "damaged" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--name", "x"],
        [*GOOD, "--colour", "pink"],
        [*GOOD, "--auth-method", "jwt"],
        [*GOOD, "--secret", SECRET],
    ],
)
def test_wrong_arguments_end_with_2(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, arguments)
    assert ended.value.code == 2


COMMAND = [
    sys.executable,
    "-c",
    "import sys; from console.app import connect; sys.exit(connect.main(sys.argv[1:]))",
]


@posix_only
def of(server: Sandbox, client_id: str, **changes: str) -> tuple[list[str], str]:
    """The arguments for a client of a sandbox, and its secret as typed."""
    known = next(one for one in server.clients if one["client_id"] == client_id)
    addresses = {"--api-url": server.url, "--token-url": server.token_url} | changes
    given = [word for pair in addresses.items() for word in pair]
    return ["--name", "Acme", "--client-id", client_id, "--test", *given], known["client_secret"] + "\n"


@pytest.mark.parametrize(
    ("client_id", "words"),
    [("practice-console", "All is well"), ("practice-read-only", "may not change orders and carts")],
)
def test_what_carries_is_saved_after_its_test(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sandbox: Sandbox,
    client_id: str,
    words: str,
) -> None:
    arguments, typed = of(sandbox, client_id)
    assert run(monkeypatch, arguments, typed) == 0
    said = capsys.readouterr()
    assert words in said.out
    assert "Asked to search for orders with an ID that cannot exist: found nothing" in said.out
    assert typed.strip() not in said.out + said.err
    assert [one.name for one in saved().load().environments] == ["Acme"]


@pytest.mark.malformed_requests
@pytest.mark.parametrize("which", ["path", "permission", "secret"])
def test_what_does_not_carry_is_said_and_not_saved(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sandbox: Sandbox, which: str
) -> None:
    changes = {"--api-url": f"{sandbox.url}/api/v2"} if which == "path" else {}
    arguments, typed = of(
        sandbox, "practice-no-scope" if which == "permission" else "practice-console", **changes
    )
    assert run(monkeypatch, arguments, SECRET if which == "secret" else typed) == 1
    said = capsys.readouterr()
    headlines = {"path": "not the orders API", "permission": "may not read", "secret": "secret was refused"}
    assert headlines[which] in said.err
    assert said.err.endswith("Nothing was saved on this computer.\n")
    assert said.out == ""
    assert saved().load().environments == ()


def test_at_a_terminal_the_secret_is_asked_for_and_not_echoed() -> None:
    terminal = [sys.executable, "-c", "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)"]
    with subprocess.Popen(
        [*terminal, *COMMAND, *GOOD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as console:
        assert console.stdin is not None
        assert console.stdout is not None
        shown = b""
        while b"not shown" not in shown and (more := console.stdout.read(1_000)):
            shown += more
        console.stdin.write(f"{SECRET}\n".encode())
        shown += console.stdout.read()
    assert console.returncode == 0
    assert SECRET.encode() not in shown
    assert saved().load().environments[0].secret.reveal() == SECRET


def test_neither_qt_nor_http_is_loaded() -> None:
    program = (
        "import sys; from console.app import connect; code = connect.main(sys.argv[1:]);"
        "print([name for name in sys.modules if name.split('.')[0] in ('PySide6', 'requests', 'urllib3')]); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *GOOD], input=SECRET, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_way_that_the_server_takes_is_said_as_an_option_and_nothing_is_saved(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = reply_json({"error": "invalid_client"}, 401)
    with RawServer(token=[refused, good_token()]) as server:
        addresses = ["--api-url", server.url, "--token-url", server.token_url]
        assert run(monkeypatch, ["--name", "Acme", "--client-id", "me", "--test", *addresses]) == 1
        assert len(server.tokens) == 2
    said = capsys.readouterr().err
    assert "Here that is --auth-method basic." in said
    assert SECRET not in said
    assert not saved().path.exists()


def test_what_a_colleague_exported_is_taken_over_but_for_the_secret_and_arguments_count_more(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, [*GOOD, "--read-only", "--colour", "test", "--scope", "orders"]) == 0
    [before] = saved().load().environments
    file = tmp_path / "acme.environment.json"
    handed_on.write(file, before)
    assert run(monkeypatch, ["--import", str(file), "--name", "Here"], "mine\n") == 0
    here = saved().load().find("Here")
    assert here == replace(before, name="Here", secret=Secret("mine"))
    assert run(monkeypatch, ["--import", str(tmp_path / "none.environment.json")]) == 2
    assert "none.environment.json" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        run(monkeypatch, ["--name", "Only that"])
    assert "--api-url, --token-url, --client-id" in capsys.readouterr().err
