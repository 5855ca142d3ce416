"""What the machine's own set-up may not change: netrc, proxies, trust, key logs, cookies (faults 55-58, 62)."""

from __future__ import annotations

import logging
import os
import ssl
from pathlib import Path

import pytest
import trustme

from console.api.errors import Untrusted
from tests.api.given import ORDER, ORDER_JSON, Connect, Serve
from tests.support.noise import Noise
from tests.support.raw_server import TOKEN, reply, reply_json

GOOD = reply_json(ORDER_JSON)


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.mark.fault(55)
@pytest.mark.parametrize("entry", ["machine 127.0.0.1 login a password b", "default login a password b"])
def test_netrc_does_not_replace_the_token(
    raw: Serve, connect: Connect, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, entry: str
) -> None:
    (tmp_path / ".netrc").write_text(entry)
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    server = raw(GOOD)
    connect(server).get_order(ORDER)
    assert server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert "authorization" not in server.tokens[0].headers


@pytest.mark.fault(56)
def test_proxies_of_the_environment_see_nothing(
    raw: Serve, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, server = raw(reply(500)), raw(GOOD)
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    connect(server).get_order(ORDER)
    assert proxy.connections == 0


@pytest.mark.fault(56)
def test_a_chosen_proxy_is_used_whatever_no_proxy_says(
    raw: Serve, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    proxy, server = raw(GOOD), raw(reply(500))
    assert connect(server, proxy=proxy.url).get_order(ORDER).id == ORDER
    assert server.connections == 0


@pytest.mark.fault(57)
@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_trust_is_not_taken_from_the_environment(
    raw: Serve,
    connect: Connect,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    authority: trustme.CA,
    name: str,
) -> None:
    foreign = tmp_path / "foreign.pem"
    authority.cert_pem.write_to_path(str(foreign))
    monkeypatch.setenv(name, str(foreign))
    with pytest.raises(Untrusted, match="an authority that this computer does not know"):
        connect(raw(GOOD, tls=tls(authority)), connect=5.0, whole=10.0).get_order(ORDER)


@pytest.mark.fault(58)
def test_no_key_log_is_written(
    raw: Serve,
    connect: Connect,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    authority: trustme.CA,
    noise: Noise,
) -> None:
    log, ca_file = tmp_path / "keys.log", tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    monkeypatch.setenv("SSLKEYLOGFILE", str(log))
    noise.expect_log("SSLKEYLOGFILE was set")
    client = connect(raw(GOOD, tls=tls(authority)), ca_file=str(ca_file), connect=5.0, whole=10.0)
    client.get_order(ORDER)
    assert not log.exists()
    assert "SSLKEYLOGFILE" not in os.environ


@pytest.mark.fault(62)
def test_cookies_are_never_sent_back(raw: Serve, connect: Connect) -> None:
    cookie = {"Set-Cookie": "session=abc; Path=/; Domain=127.0.0.1"}
    body = GOOD.partition(b"\r\n\r\n")[2]
    server = raw(reply(200, body, cookie))
    client = connect(server)
    client.get_order(ORDER)
    client.get_order(ORDER)
    assert all("cookie" not in request.headers for request in server.requests + server.tokens)


def test_libraries_do_not_log_addresses(raw: Serve, connect: Connect) -> None:
    connect(raw(GOOD)).get_order(ORDER)
    assert logging.getLogger("urllib3.connectionpool").getEffectiveLevel() >= logging.WARNING


def test_what_every_request_says_about_itself(raw: Serve, connect: Connect) -> None:
    server = raw(GOOD)
    connect(server).get_order(ORDER)
    headers = server.requests[0].headers
    assert headers["accept"] == "application/json"
    assert headers["user-agent"].startswith("order-console/")
    assert headers["accept-encoding"] == "gzip, deflate"
