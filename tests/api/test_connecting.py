"""What can go wrong before anything is sent, and how it is said (faults 28, 29, 59)."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from console.api.client import Client
from console.api.errors import ApiError, Stopped, TimedOut, Unreachable, Untrusted
from console.api.outgoing import About, Outgoing
from console.cancel import Cancel
from tests.api.given import ORDER, ORDER_JSON, Connect, Serve
from tests.support.raw_server import Peer, RawServer, good_token, reply, reply_json


class Nowhere:
    """Addresses where a test wants nothing, or nothing good, to answer."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.token_url = url + "/oauth2/token"


def failure(client: Client, *, write: bool = False, cancel: Cancel | None = None) -> ApiError:
    with pytest.raises(ApiError) as caught:
        _ = (
            client.update_order(ORDER, {}, trigger_events=False, cancel=cancel)
            if write
            else client.get_order(ORDER, cancel=cancel)
        )
    return caught.value


@pytest.fixture
def full_backlog() -> Iterator[int]:
    """A port whose backlog is full: a further SYN is not answered."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        for _ in range(3):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        yield port


def test_a_refused_port_is_said_at_once(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    began = monotonic()
    error = failure(connect(Nowhere(f"http://127.0.0.1:{port}")), write=True)
    assert monotonic() - began < 1.0
    assert type(error) is Unreachable
    assert error.headline == f"Nothing answers at 127.0.0.1:{port}: the connection was refused."
    assert error.sent is False


def test_the_api_may_be_the_one_that_refuses(raw: Serve, connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    server = raw()
    nowhere = Nowhere(url)
    nowhere.token_url = server.token_url
    error = failure(connect(nowhere), write=True)
    assert type(error) is Unreachable
    assert error.sent is False
    assert error.advice.startswith("Nothing was sent.")
    assert error.path == f"/orders/{ORDER}?triggerEvents=false"


def test_an_unknown_host_is_named(connect: Connect) -> None:
    error = failure(connect(Nowhere("https://no-such-host.invalid"), connect=3.0))
    assert type(error) in (Unreachable, TimedOut)
    assert "no-such-host.invalid" in error.headline
    if type(error) is Unreachable:
        assert error.headline == "No server is known by the name of no-such-host.invalid."


def test_a_syn_without_answer_times_out(connect: Connect, full_backlog: int) -> None:
    error = failure(connect(Nowhere(f"http://127.0.0.1:{full_backlog}"), connect=0.3), write=True)
    assert type(error) is TimedOut
    assert error.headline == f"127.0.0.1:{full_backlog} did not take a connection within 0.3 s."
    assert error.sent is False


def test_connecting_can_be_cancelled(connect: Connect, full_backlog: int) -> None:
    client = connect(Nowhere(f"http://127.0.0.1:{full_backlog}"), connect=5.0, whole=10.0)
    cancel = Cancel()
    timer = threading.Timer(0.1, cancel.cancel)
    timer.start()
    began = monotonic()
    error = failure(client, cancel=cancel)
    timer.join()
    assert type(error) is Stopped
    assert monotonic() - began < 0.3
    assert error.sent is False


def test_a_cancelled_call_does_not_even_begin(raw: Serve, connect: Connect) -> None:
    server, cancel = raw(), Cancel()
    cancel.cancel()
    error = failure(connect(server), write=True, cancel=cancel)
    assert type(error) is Stopped
    assert error.headline == "You stopped this."
    assert server.connections == 0


# TLS ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def with_dates(authority: trustme.CA, start: int, end: int) -> trustme.LeafCert:
    """A certificate for 127.0.0.1 that is valid from `start` to `end` days from now."""
    now = datetime.datetime.now(datetime.UTC)
    return authority.issue_cert(
        "127.0.0.1",
        not_before=now + datetime.timedelta(days=start),
        not_after=now + datetime.timedelta(days=end),
    )


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "self.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_tls_with_the_environments_own_ca_works(
    raw: Serve, connect: Connect, authority: trustme.CA, ca_file: str
) -> None:
    server = raw(reply_json(ORDER_JSON), tls=server_context(authority.issue_cert("127.0.0.1")))
    client = connect(server, ca_file=ca_file, connect=5.0)
    assert client.get_order(ORDER).order_id == ORDER
    assert client.get_order(ORDER).order_id == ORDER
    assert server.connections == 1


def speak_plainly(peer: Peer) -> None:
    """What a plain HTTP server says to a TLS greeting."""
    peer.sock.recv(1)
    peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    peer.hang()


TLS_TROUBLES = {
    "unknown CA": "127.0.0.1:{port} shows a certificate from an authority that this machine does not know.",
    "wrong host": "The certificate of localhost:{port} is for another name.",
    "wrong address": "The certificate of 127.0.0.1:{port} is for another address.",
    "expired": "The certificate of 127.0.0.1:{port} has expired.",
    "not yet valid": "The certificate of 127.0.0.1:{port} is not valid yet.",
    "self-signed": "127.0.0.1:{port} shows a certificate that it signed itself.",
    "TLS 1.1": "127.0.0.1:{port} offers only versions of TLS that are no longer safe.",
    "not TLS": "127.0.0.1:{port} does not speak TLS (https) on this port.",
}


@pytest.mark.parametrize("trouble", TLS_TROUBLES)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_each_tls_trouble_has_its_own_sentence(
    trouble: str, raw: Serve, connect: Connect, authority: trustme.CA, ca_file: str, tmp_path: Path
) -> None:
    certificate = {
        "unknown CA": trustme.CA().issue_cert("127.0.0.1"),
        "wrong host": authority.issue_cert("elsewhere.example"),
        "wrong address": authority.issue_cert("elsewhere.example"),
        "expired": with_dates(authority, -10, -1),
        "not yet valid": with_dates(authority, 1, 10),
    }.get(trouble, authority.issue_cert("127.0.0.1"))
    context: ssl.SSLContext | None = server_context(certificate)
    if trouble == "self-signed":
        context = self_signed(tmp_path)
    elif trouble == "TLS 1.1":
        assert context is not None
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    elif trouble == "not TLS":
        context = None
    server: RawServer = raw(tls=context, on_connect=None if context else speak_plainly)
    host = "localhost" if trouble == "wrong host" else "127.0.0.1"
    error = failure(
        connect(Nowhere(f"https://{host}:{server.port}"), ca_file=ca_file, connect=5.0, whole=10.0),
        write=True,
    )
    assert type(error) is Untrusted
    assert error.headline == TLS_TROUBLES[trouble].format(port=server.port)
    assert error.sent is False
    assert server.tokens == []


def test_a_server_that_breaks_the_handshake_off(raw: Serve, connect: Connect) -> None:
    def read_and_reset(peer: Peer) -> None:
        peer.sock.recv(1)
        peer.reset()

    server = raw(on_connect=read_and_reset)
    error = failure(connect(Nowhere(f"https://127.0.0.1:{server.port}")))
    assert isinstance(error, Unreachable)
    assert error.headline == f"127.0.0.1:{server.port} broke off while the secure connection was made."
    assert error.sent is False


def test_a_handshake_without_answer_times_out(raw: Serve, connect: Connect) -> None:
    server = raw(on_connect=lambda peer: peer.hang())
    error = failure(connect(Nowhere(f"https://127.0.0.1:{server.port}"), connect=0.3))
    assert type(error) is TimedOut
    assert error.headline == f"127.0.0.1:{server.port} did not finish the secure connection within 0.3 s."


def test_a_handshake_can_be_cancelled(raw: Serve, connect: Connect) -> None:
    cancel = Cancel()

    def hang(peer: Peer) -> None:
        cancel.cancel()
        peer.hang()

    server = raw(on_connect=hang)
    began = monotonic()
    error = failure(
        connect(Nowhere(f"https://127.0.0.1:{server.port}"), connect=5.0, whole=9.0), cancel=cancel
    )
    assert type(error) is Stopped
    assert monotonic() - began < 1.0


@pytest.mark.parametrize("content", [None, "no certificate at all"])
def test_a_bad_ca_file_is_named(connect: Connect, raw: Serve, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "company.pem"
    if content is not None:
        path.write_text(content)
    server = raw(on_connect=lambda peer: peer.hang())
    error = failure(connect(Nowhere(f"https://127.0.0.1:{server.port}"), ca_file=str(path)))
    assert type(error) is Untrusted
    assert "company.pem" in error.headline
    assert error.sent is False


# proxies -----------------------------------------------------------------------------------------


def test_a_proxy_that_refuses_is_named(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = connect(Nowhere("https://api.example"), proxy=f"http://127.0.0.1:{port}")
    error = failure(client)
    assert type(error) is Unreachable
    assert error.headline == f"Nothing answers at the proxy 127.0.0.1:{port}: the connection was refused."


def test_a_proxy_that_lets_nobody_through_is_named(raw: Serve, connect: Connect) -> None:
    server = raw(reply(407))
    error = failure(connect(Nowhere("https://api.example"), proxy=server.url))
    assert type(error) is Unreachable
    assert error.headline == f"The proxy 127.0.0.1:{server.port} did not let the call through to api.example."
    assert error.sent is False
    [request] = server.requests
    assert request.method == "CONNECT"
    assert "authorization" not in request.headers


def test_an_explicit_proxy_is_used(raw: Serve, connect: Connect) -> None:
    proxy = raw(reply_json(ORDER_JSON), token=[good_token()])
    client = connect(Nowhere("http://127.0.0.1:9"), proxy=proxy.url)
    assert client.get_order(ORDER).order_id == ORDER
    assert proxy.requests[0].target == f"http://127.0.0.1:9/orders/{ORDER}"


def test_the_url_of_an_outgoing_is_never_a_reason_to_crash() -> None:
    outgoing = Outgoing("GET", "https://a.example/orders?x=1", None, About("order", "find"))
    assert outgoing.path == "/orders?x=1"
    assert outgoing.address == "a.example"
