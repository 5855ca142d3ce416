"""Servers that cannot prove who they are, each with its own sentence (fault 59)."""

from __future__ import annotations

import contextlib
import datetime
import ssl
from pathlib import Path
from time import monotonic

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from console.api.errors import Stopped, TimedOut, Unreachable, Untrusted
from console.runtime.cancel import Cancel
from tests.api.given import ORDER, ORDER_JSON, Connect, Nowhere, Serve, read_fails, write_fails
from tests.support.raw_server import TOKEN, Peer, RawServer, good_token, reply_json


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
    "unknown CA": "127.0.0.1:{port} shows a certificate from an authority that this computer does not know.",
    "wrong host": "The certificate of localhost:{port} is for another name.",
    "wrong address": "The certificate of 127.0.0.1:{port} is for another address.",
    "expired": "The certificate of 127.0.0.1:{port} has expired.",
    "not yet valid": "The certificate of 127.0.0.1:{port} is not valid yet.",
    "self-signed": "127.0.0.1:{port} shows a certificate that it signed itself.",
    "TLS 1.1": "127.0.0.1:{port} offers only versions of TLS that are no longer safe.",
    "not TLS": "127.0.0.1:{port} does not speak TLS (https) on this port.",
}


@pytest.mark.fault(59)
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
    error = write_fails(
        connect(Nowhere(f"https://{host}:{server.port}"), ca_file=ca_file, connect=5.0, whole=10.0),
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
    error = read_fails(connect(Nowhere(f"https://127.0.0.1:{server.port}")))
    assert isinstance(error, Unreachable)
    assert error.headline == f"127.0.0.1:{server.port} broke off while the secure connection was made."
    assert error.sent is False


def test_a_handshake_without_answer_times_out(raw: Serve, connect: Connect) -> None:
    server = raw(on_connect=lambda peer: peer.hang())
    error = read_fails(connect(Nowhere(f"https://127.0.0.1:{server.port}"), connect=0.3))
    assert type(error) is TimedOut
    assert error.headline == f"127.0.0.1:{server.port} did not finish the secure connection within 0.3 s."


def test_a_handshake_can_be_cancelled(raw: Serve, connect: Connect) -> None:
    cancel = Cancel()

    def hang(peer: Peer) -> None:
        cancel.cancel()
        peer.hang()

    server = raw(on_connect=hang)
    began = monotonic()
    error = read_fails(
        connect(Nowhere(f"https://127.0.0.1:{server.port}"), connect=5.0, whole=9.0), cancel=cancel
    )
    assert type(error) is Stopped
    assert monotonic() - began < 4


@pytest.mark.parametrize("content", [None, "no certificate at all"])
def test_a_bad_ca_file_is_named(connect: Connect, raw: Serve, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "company.pem"
    if content is not None:
        path.write_text(content)
    server = raw(on_connect=lambda peer: peer.hang())
    error = read_fails(connect(Nowhere(f"https://127.0.0.1:{server.port}"), ca_file=str(path)))
    assert type(error) is Untrusted
    assert "company.pem" in error.headline
    assert error.sent is False


def test_tls_goes_through_a_proxy_that_learns_nothing(
    raw: Serve, connect: Connect, authority: trustme.CA, ca_file: str
) -> None:
    context = server_context(authority.issue_cert("api.example"))
    inside: list[bytes] = []

    def tunnel(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with context.wrap_socket(peer.sock, server_side=True) as secured:
            for answer in (good_token(), reply_json(ORDER_JSON)):
                inside.append(secured.recv(65536))
                while b"\r\n\r\n" not in inside[-1]:
                    inside[-1] += secured.recv(65536)
                secured.sendall(answer)

    proxy = raw(tunnel)
    client = connect(Nowhere("https://api.example"), ca_file=ca_file, proxy=proxy.url, connect=5.0, whole=9.0)
    assert client.get_order(ORDER).id == ORDER
    [request] = proxy.requests
    assert (request.method, request.target) == ("CONNECT", "api.example:443")
    assert TOKEN not in repr(request)
    assert f"Bearer {TOKEN}".encode() in inside[1]


def test_a_bad_certificate_behind_a_proxy_is_the_servers(
    raw: Serve, connect: Connect, authority: trustme.CA, ca_file: str
) -> None:
    context = server_context(authority.issue_cert("elsewhere.example"))

    def tunnel(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with contextlib.suppress(OSError), context.wrap_socket(peer.sock, server_side=True) as secured:
            secured.recv(1)

    error = write_fails(
        connect(
            Nowhere("https://api.example"), ca_file=ca_file, proxy=raw(tunnel).url, connect=5.0, whole=9.0
        )
    )
    assert type(error) is Untrusted
    assert error.headline == "The certificate of api.example is for another name."
    assert error.sent is False
