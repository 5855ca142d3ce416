"""The sandbox as a process: what it says, what it refuses, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import requests

from tests.sandbox.conftest import Api
from tests.support.sandbox import ROOT, SAMPLE_ORDER, NotStartedError, Sandbox

pytestmark = pytest.mark.usefixtures("as_command")

ORDER = f"/orders/{SAMPLE_ORDER}"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the sandbox with arguments that end it at once."""
    command = [sys.executable, "-m", "console.sandbox", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)


def test_the_first_line_says_where_and_who(sandbox: Sandbox) -> None:
    assert sandbox.url == f"http://127.0.0.1:{sandbox.port}"
    assert sandbox.token_url == f"{sandbox.url}/oauth2/token"
    assert len(sandbox.client_secret) >= 32
    assert [(one["name"], one["client_id"], one["scopes"]) for one in sandbox.clients] == [
        ("Console", "practice-console", ["orders/carts-read", "orders/carts-write"]),
        ("Read only", "practice-read-only", ["orders/carts-read"]),
        ("Write only", "practice-write-only", ["orders/carts-write"]),
        ("No scope", "practice-no-scope", []),
    ]
    assert sandbox.clients[0]["client_secret"] == sandbox.client_secret
    assert len({one["client_secret"] for one in sandbox.clients}) == 4


def test_each_request_has_one_line(api: Api) -> None:
    since = len(api.sandbox.requests())
    order = api.new_order()
    path = f"/orders/{order['orderId']}"
    api.send(
        "POST", path, raw=b'{"grandTotal": 4.10, "shippingDetails": "\xc3\xa9"}', query="triggerEvents=false"
    )
    api.send("POST", path, raw=b"{broken \xff")
    api.get("/orders/customerOrderId/a%2Fb", "a=1&a=2")
    _, changed, broken, missing = api.sandbox.requests(since)
    assert changed.pop("time")[10] == "T"
    assert changed.pop("answer")["orderId"] == order["orderId"]
    assert str(changed["body"]["grandTotal"]) == "4.10"
    assert changed == {
        "method": "POST",
        "path": path,
        "query": {"triggerEvents": "false"},
        "body": {"grandTotal": changed["body"]["grandTotal"], "shippingDetails": "é"},
        "status": 200,
        "reason": None,
    }
    assert (broken["status"], broken["body"]) == (400, "{broken \ufffd")
    assert broken["reason"] == "The body is not UTF-8"
    assert (missing["path"], missing["query"]) == ("/orders/customerOrderId/a%2Fb", {"a": "1"})
    assert (missing["status"], missing["reason"]) == (404, "There is no order a/b")


def test_no_line_holds_a_token_or_a_secret(call_as: Callable[..., Api]) -> None:
    with Sandbox() as sandbox:
        api = call_as(sandbox)
        form = {
            "grant_type": "client_credentials",
            "client_id": sandbox.client_id,
            "client_secret": sandbox.client_secret,
        }
        with requests.post(sandbox.token_url, data=form, timeout=20) as answer:
            pair = answer.json()
        refresh = form | {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"]}
        with requests.post(sandbox.token_url, data=refresh, timeout=20) as answer:
            newer = answer.json()
        with requests.post(
            f"{sandbox.token_url}?client_secret=query-secret", json=form, timeout=20
        ) as answer:
            assert answer.status_code == 400
        api.post(
            ORDER, {"shippingDetails": f"{api.token} and {sandbox.client_secret}"}, "triggerEvents=false"
        )
        api.get(f"/orders/customerOrderId/{api.token}", f"access_token=abc&x={api.token}")
        secrets = [sandbox.client_secret, str(api.token), "query-secret", "abc"]
        secrets += [
            pair["access_token"],
            pair["refresh_token"],
            newer["access_token"],
            newer["refresh_token"],
        ]
        lines = sandbox.requests()
        text = json.dumps(lines, default=str)
        assert [secret for secret in secrets if secret in text] == []
        tokens = [line for line in lines if line["path"] == "/oauth2/token"]
        assert [line["grant_type"] for line in tokens[-3:]] == ["client_credentials", "refresh_token", None]
        assert {line["body"] for line in tokens} == {None}
        assert tokens[-1]["reason"].startswith("invalid_request: ")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_ends_it_within_a_second_even_with_a_call_under_way(name: str) -> None:
    with Sandbox(delay=5000) as sandbox, socket.create_connection(("127.0.0.1", sandbox.port)) as idle:
        idle.sendall(b"POST /oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
        started = time.monotonic()
        os.kill(sandbox.pid, getattr(signal, name))
        assert sandbox.wait() == 0
        assert time.monotonic() - started < 3  # 0.3 s by itself; the rest is for a busy machine


def test_it_ends_with_its_parent() -> None:
    with Sandbox() as sandbox:
        sandbox.close_input()
        assert sandbox.wait() == 0


def test_it_goes_on_when_nobody_reads_its_lines() -> None:
    command = [sys.executable, "-m", "console.sandbox", "--exit-with-parent", "--log-answers"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    with process, requests.Session() as session:
        url = json.loads(process.stdout.readline())["url"]
        for _ in range(300):  # far more than a pipe holds
            assert session.get(f"{url}/orders/{'x' * 2000}", timeout=20).status_code == 403
        process.stdout.close()
        for _ in range(10):
            assert session.get(f"{url}/orders/x", timeout=20).status_code == 403
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_port_in_use_is_one_sentence_and_exit_code_2(sandbox: Sandbox) -> None:
    done = run("--port", str(sandbox.port))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Port {sandbox.port} on 127.0.0.1 cannot be used: Address already in use.\n"


@pytest.mark.parametrize(
    "arguments", [["--port", "70000"], ["--orders", "-1"], ["--orders", "many"], ["--nonsense"]]
)
def test_bad_arguments_are_explained(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert arguments[0] in done.stderr


def test_a_database_in_use_is_refused(tmp_path: Path) -> None:
    database = tmp_path / "shared.sqlite"
    with Sandbox(database=database):
        done = run("--database", str(database))
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"The database {database} is in use by another sandbox.\n"


def damaged(path: Path) -> None:
    with Sandbox(database=path, orders=60):
        pass
    data = bytearray(path.read_bytes())
    for page in range(4096, len(data), 4096):
        data[page : page + 64] = b"\xff" * 64
    path.write_bytes(data)


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE orders (number INTEGER)")


def newer(path: Path) -> None:
    with Sandbox(database=path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=99")


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (lambda path: path.write_bytes(b"not a database, " * 1000), "is damaged or not a database"),
        (damaged, "is damaged"),
        (foreign, "belongs to another program"),
        (newer, "was written by another version"),
        (lambda path: path.mkdir(), "cannot be opened: Is a directory"),
    ],
    ids=["text", "damaged", "foreign", "newer", "folder"],
)
def test_an_unusable_database_is_one_sentence(
    tmp_path: Path, prepare: Callable[[Path], object], sentence: str
) -> None:
    path = tmp_path / "some.sqlite"
    prepare(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(NotStartedError, match=sentence) as caught:
        Sandbox(database=path)
    assert caught.value.code == 2
    assert str(caught.value).startswith(f"The database {path}")
    assert "\n" not in str(caught.value)
    assert path.is_dir() or path.read_bytes() == before, "what cannot be used is left as it is"


def test_a_database_in_no_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotStartedError, match="cannot be opened: No such file or directory"):
        Sandbox(database=tmp_path / "nowhere" / "some.sqlite")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX file modes")
def test_the_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    with Sandbox(database=tmp_path / "mine.sqlite") as sandbox:
        sandbox.write(ORDER, {"taxAmount": 1})
        modes = {file.stat().st_mode & 0o777 for file in tmp_path.glob("mine.sqlite*")}
        assert modes == {0o600}


def test_a_temporary_database_goes_with_the_process(tmp_path: Path) -> None:
    environment = dict(os.environ, TMPDIR=str(tmp_path))
    command = [sys.executable, "-m", "console.sandbox", "--exit-with-parent"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["url"]
        assert len(list(tmp_path.iterdir())) == 1
        process.communicate()
    assert list(tmp_path.iterdir()) == []
