"""The practice sandbox as a process for tests: start, ask, stop, kill, restart.

It must not import the sandbox, nor know a rule of the API beyond openapi.yaml.

    with Sandbox(orders=60) as sandbox:
        sandbox.url, sandbox.token_url, sandbox.client_id, sandbox.client_secret
        sandbox.requests()[-1]["body"]          # waits until every answered request has its line
        sandbox.events(order_id)                # what would have fired
        sandbox.read(f"/orders/{order_id}")     # (status, value), past the client under test

A session-wide sandbox belongs in a fixture of that scope, so that its reader thread is there before a test begins:

    @pytest.fixture(scope="session")
    def shared_sandbox():
        yield from serve(orders=60)
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from urllib.parse import quote, urlencode, urlsplit

from tests.contract import contract
from tests.support import nursery
from tests.support.nursery import Child

ROOT = Path(__file__).parent.parent.parent
WAIT_SECONDS = 20.0
SAMPLE_ORDER = "0ad24370-96de-4922-9a53-954530fcbb64"
SAMPLE_CART = "7255c31c-39ac-4611-a2b7-974b0ebfa555"
OUTSIDE_THE_CONTRACT = (404, 405, 413)

Line = dict[str, Any]


def command(
    arguments: list[str], environment: dict[str, str], errors: IO[bytes]
) -> subprocess.Popen[bytes] | Child:
    """Start it as an operator would, as `python -m console.sandbox`; standard error goes to the file `errors`."""
    return subprocess.Popen(
        [sys.executable, "-m", "console.sandbox", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
    )


START = {"sandbox": nursery.start if hasattr(os, "fork") else command}
"""How it is started; the sandbox's own tests have it started as the command."""


class NotStartedError(Exception):
    """The sandbox ended before it said where it listens; `code` is its exit code, the message its standard error."""

    def __init__(self, code: int, errors: str) -> None:
        super().__init__(errors)
        self.code = code


class Sandbox:
    """A running sandbox. Every answer it gave is held against the contract when it stops."""

    def __init__(
        self,
        *,
        orders: int = 0,
        seed: int = 1,
        database: Path | None = None,
        port: int = 0,
        strict: bool = False,
        wrapped_reasons: bool = False,
        expires_in: int | None = None,
        delay: int | None = None,
        secret: str | None = None,
    ) -> None:
        """Start it and wait until it listens; `delay` in milliseconds, `expires_in` in seconds.

        Without `database` it keeps its records in a folder of its own, which lives as long as this object.
        """
        self._folder = None if database else tempfile.TemporaryDirectory(prefix="sandbox-test-")
        self.database = database or Path(self._folder.name if self._folder else "") / "sandbox.sqlite"
        self._options = ["--orders", str(orders), "--seed", str(seed), "--database", str(self.database)]
        self._options += ["--print-clients", "--log-answers", "--exit-with-parent"]
        self._options += ["--strict"] * strict + ["--wrapped-reasons"] * wrapped_reasons
        self._options += [] if expires_in is None else ["--expires-in", str(expires_in)]
        self._options += [] if delay is None else ["--delay", str(delay)]
        self._secret = secret
        self._token: str | None = None
        self._short_lived = expires_in is not None
        self._lines: list[Line] = []
        self._marks: set[str] = set()
        self._marked = 0
        self._news = threading.Condition()
        try:
            self._start(port)
        except BaseException:
            self._drop_folder()
            raise

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """The port it listens on; the same after a restart."""
        return urlsplit(self.url).port or 0

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def requests(self, since: int = 0) -> list[Line]:
        """The lines of all requests answered so far, from number `since`; numbers in bodies are int or Decimal."""
        if self._process.poll() is None:
            self._marked += 1
            mark = str(self._marked)
            self._ask("GET", f"/_sandbox/mark?mark={mark}", None)
            with self._news:
                arrived = self._news.wait_for(lambda: mark in self._marks or self._ended, WAIT_SECONDS)
            assert arrived, "the sandbox did not write its lines"
        with self._news:
            return [dict(line) for line in self._lines[since:]]

    def calls(self, since: int = 0) -> list[Line]:
        """As `requests`, without those for tokens."""
        return [line for line in self.requests(since) if not line["path"].startswith("/oauth2/")]

    def events(self, order_id: str | None = None) -> list[Line]:
        """The workflow events that the real service would have fired: time, orderId, cartId, event, forced."""
        query = f"?{urlencode({'orderId': order_id})}" if order_id else ""
        found = self._ask("GET", f"/_sandbox/events{query}", None)[1]
        assert isinstance(found, list)
        return found

    def token(self, client_id: str | None = None) -> str:
        """A new access token of a client (practice-console, -read-only, -write-only, -no-scope)."""
        client = next(one for one in self.clients if one["client_id"] == (client_id or self.client_id))
        form = {"grant_type": "client_credentials"} | {
            name: client[name] for name in ("client_id", "client_secret")
        }
        status, body = self._ask(
            "POST", "/oauth2/token", urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert status == 200, body
        return str(body["access_token"])

    def read(self, path: str) -> tuple[int, Any]:
        """Status and JSON value of a GET with a token of the main client."""
        return self._ask("GET", path, None, {"Authorization": f"Bearer {self._own_token()}"})

    def write(self, path: str, body: object, method: str = "POST") -> tuple[int, Any]:
        """Status and JSON value of a write by somebody else than the client under test."""
        headers = {"Authorization": f"Bearer {self._own_token()}", "Content-Type": "application/json"}
        return self._ask(method, path, None if body is None else json.dumps(body), headers)

    def stop(self) -> None:
        """End it as an operator would, then check what it wrote; harmless when it has ended."""
        self._terminate()
        self._end()
        self._drop_folder()
        self.check_answers()
        assert self.errors == "", f"the sandbox wrote to standard error:\n{self.errors}"

    def kill(self) -> None:
        """End it without a chance to finish anything, as a crash would; `restart` brings it back."""
        self._process.kill()
        self._end()

    def wait(self) -> int:
        """The exit code, once it has ended by itself."""
        self._end()
        return int(self._process.returncode)

    def close_input(self) -> None:
        """End its standard input, as the death of its parent would."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def restart(self) -> None:
        """Start it again on the same port and records; it is stopped first when it runs."""
        self._terminate()
        self._end()
        self._start(self.port)

    def pause(self) -> None:
        """Freeze the process: connections are accepted by the system, and nothing is answered."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen process go on."""
        os.kill(self.pid, signal.SIGCONT)

    def check_answers(self) -> None:
        """AssertionError unless every answer so far keeps to the contract."""
        for line in self._lines:
            if line["path"].startswith("/oauth2/"):
                continue  # the lines hold no token, so no body to check
            url = self._url_of(line)
            try:
                contract.operation_of(line["method"], url)
            except AssertionError:
                assert line["status"] in OUTSIDE_THE_CONTRACT, f"{line['status']} to {line['method']} {url}"
                continue
            if line["status"] != 413:
                contract.check_response(line["method"], url, line["status"], None, line["answer"])

    def check_requests(self, since: int = 0) -> list[str]:
        """The operationIds of the calls so far; AssertionError unless every request keeps to the contract."""
        return [
            contract.check_request(line["method"], self._url_of(line), None, line["body"])
            for line in self.calls(since)
        ]

    @property
    def errors(self) -> str:
        """What it wrote to standard error since its last start, once it has ended."""
        return self._errors

    def _own_token(self) -> str:
        """A token of the main client, asked for once as long as tokens last, and it runs."""
        if self._token is None or self._short_lived:
            self._token = self.token()
        return self._token

    def _start(self, port: int) -> None:
        self._token = None
        environment = dict(os.environ, PYTHONUNBUFFERED="1")
        environment.pop("ORDER_SANDBOX_SECRET", None)
        if self._secret is not None:
            environment["ORDER_SANDBOX_SECRET"] = self._secret
        self._errors = ""
        self._ended = False
        self._error_file = tempfile.TemporaryFile()  # noqa: SIM115 - closed in _end
        self._process = START["sandbox"](["--port", str(port), *self._options], environment, self._error_file)
        assert self._process.stdout is not None
        first = self._process.stdout.readline()
        second = self._process.stdout.readline()
        if not first or not second:
            self._reader = None
            self._end()
            raise NotStartedError(self._process.returncode, self._errors.strip())
        greeting = json.loads(first)
        self.url: str = greeting["url"]
        self.token_url: str = greeting["token_url"]
        self.client_id: str = greeting["client_id"]
        self.client_secret: str = greeting["client_secret"]
        self.clients: list[Line] = json.loads(second)["clients"]
        self._reader = threading.Thread(target=self._read_lines, name="sandbox-test-reader")
        self._reader.start()

    def _read_lines(self) -> None:
        assert self._process.stdout is not None
        for text in self._process.stdout:
            line = json.loads(text, parse_float=Decimal)
            with self._news:
                if "mark" in line:
                    self._marks.add(line["mark"])
                else:
                    self._lines.append(line)
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _terminate(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            if sys.platform != "win32":
                self.resume()  # a frozen process would not hear it

    def _end(self) -> None:
        """Wait for the end of the process and close all that belonged to it."""
        try:
            self._process.wait(WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        finally:
            if self._reader is not None:
                self._reader.join()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            if not self._error_file.closed:
                self._error_file.seek(0)
                self._errors = self._error_file.read().decode(errors="replace")
                self._error_file.close()

    def _drop_folder(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def _ask(
        self, method: str, path: str, body: str | None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_SECONDS)
        try:
            connection.request(
                method,
                path,
                None if body is None else body.encode(),
                {"Connection": "close", **(headers or {})},
            )
            answer = connection.getresponse()
            data = answer.read()
            is_json = answer.headers.get_content_type() == "application/json"
            return answer.status, json.loads(data, parse_float=Decimal) if is_json else data.decode() or None
        finally:
            connection.close()

    def _url_of(self, line: Line) -> str:
        query = "&".join(f"{quote(name)}={quote(value)}" for name, value in line["query"].items())
        return f"{self.url}{line['path']}{'?' if query else ''}{query}"


def serve(**options: Any) -> Iterator[Sandbox]:
    """A sandbox for a fixture of any scope (`yield from serve(orders=60)`), stopped and checked at its end."""
    with Sandbox(**options) as sandbox:
        yield sandbox
