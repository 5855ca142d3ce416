"""Proxies that let nobody through, each in its own way: what the client says of them, without blaming ID, secret or permission.

They must not be in front of anything but the sandbox, whose log shows that nothing came through.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import trustme

from console.api.client import Client
from console.api.errors import ApiError, NotTheApi
from console.model.environment import Environment, Secret
from tests.elsewhere import fronts
from tests.elsewhere.fronts import Front, Room
from tests.support.sandbox import SAMPLE_ORDER, Sandbox


@dataclass(frozen=True)
class Certificates:
    """PEM files: an authority's, and a key with its certificate for 127.0.0.1."""

    authority: Path
    own: Path


Shut = Callable[[Room, Certificates], list[str]]


@dataclass(frozen=True)
class Gate:
    """A proxy with a shut gate, and words that the headline must have."""

    name: str
    package: str
    program: str
    shut: Shut
    words: str
    tls: bool = False
    forward: bool = False

    def front(self, certificates: Certificates) -> Front:
        """The proxy as it is run."""
        return Front(self.name, self.package, self.program, lambda room: self.shut(room, certificates))


def certificates(folder: Path) -> Certificates:
    """New ones in `folder`; proxies that give up being root must be able to read them."""
    authority, found = trustme.CA(), Certificates(folder / "authority.pem", folder / "own.pem")
    authority.cert_pem.write_to_path(str(found.authority))
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(found.own))
    found.own.chmod(0o644)
    return found


def tried(gate: Gate, sandbox: Sandbox, folder: Path, pem: Certificates) -> str:
    """What the client says of it: begins with `ok` where a read and a write are told apart from the API's refusals."""
    since = len(sandbox.calls())
    with gate.front(pem).running(folder, sandbox.port) as port:
        own = f"{'https' if gate.tls else 'http'}://127.0.0.1:{port}"
        environment = Environment(
            gate.name,
            sandbox.url if gate.forward else own,
            sandbox.token_url,
            sandbox.client_id,
            Secret(sandbox.client_secret),
            "test",
            ca_file=str(pem.authority) if gate.tls else None,
            proxy=own if gate.forward else None,
        )
        with Client(environment) as client:
            read = _refused(lambda: client.get_order(SAMPLE_ORDER))
            write = _refused(
                lambda: client.update_order(SAMPLE_ORDER, {"shippingDetails": "x"}, trigger_events=False)
            )
    for error in (read, write):
        if not isinstance(error, NotTheApi) or gate.words not in error.headline:
            return f"{type(error).__name__}: {error}"
    if len(sandbox.calls()) != since:
        return "something came through"
    return f"ok; {str(read).replace(f'127.0.0.1:{port}', 'HOST')}"


def _refused(ask: Callable[[], object]) -> ApiError | None:
    try:
        ask()
    except ApiError as error:
        return error
    return None


def _edited(command: list[str], conf: Path, old: str, new: str) -> list[str]:
    text = conf.read_text()
    assert old in text, old
    conf.write_text(text.replace(old, new, 1))
    return command


def _nginx_certificate(room: Room, pem: Certificates) -> list[str]:
    listen = f"listen 127.0.0.1:{room.port}"
    tls = (
        f"{listen} ssl; ssl_certificate {pem.own}; ssl_certificate_key {pem.own};"
        f" ssl_client_certificate {pem.authority}; ssl_verify_client on"
    )
    return _edited(fronts.nginx(room), room.folder / "nginx.conf", listen, tls)


def _apache_certificate(room: Room, pem: Certificates) -> list[str]:
    modules = "/usr/lib/apache2/modules"
    return fronts.apache(
        room,
        f"LoadModule ssl_module {modules}/mod_ssl.so\nSSLEngine on\nSSLCertificateFile {pem.own}\n"
        f"SSLCACertificateFile {pem.authority}\nSSLVerifyClient require",
    )


def _haproxy_certificate(room: Room, pem: Certificates) -> list[str]:
    bind = f"bind 127.0.0.1:{room.port}"
    tls = f"{bind} ssl crt {pem.own} ca-file {pem.authority} verify required"
    return _edited(fronts.haproxy(room), room.folder / "haproxy.cfg", bind, tls)


def _nginx_basic(room: Room, _: Certificates) -> list[str]:
    users = room.write("users", "nobody:nothing\n")
    old, new = "location / {", f'location / {{ auth_basic "Staff only"; auth_basic_user_file {users};'
    return _edited(fronts.nginx(room), room.folder / "nginx.conf", old, new)


def _haproxy_basic(room: Room, _: Certificates) -> list[str]:
    conf = room.folder / "haproxy.cfg"
    command = _edited(
        fronts.haproxy(room), conf, "defaults", "userlist staff\n    user a insecure-password b\ndefaults"
    )
    ask = "http-request auth realm Staff if !{ http_auth(staff) }\n    http-request deny"
    return _edited(command, conf, "http-request deny", ask)


def _apache_denied(room: Room, _: Certificates) -> list[str]:
    return fronts.apache(room, '<Location "/">\nRequire all denied\n</Location>')


def _lighttpd_denied(room: Room, _: Certificates) -> list[str]:
    old, new = '"mod_proxy" )', '"mod_access", "mod_proxy" )\nurl.access-deny = ( "" )'
    return _edited(fronts.lighttpd(room), room.folder / "lighttpd.conf", old, new)


def _squid_sign_in(room: Room, _: Certificates) -> list[str]:
    users = room.write("users", "nobody:nothing\n")
    return fronts.squid(
        room,
        f"auth_param basic program /usr/lib/squid/basic_ncsa_auth {users}\nauth_param basic realm Office\n"
        f"acl known proxy_auth REQUIRED\nhttp_access deny !known\nhttp_port 127.0.0.1:{room.port}",
    )


def _varnish_denied(room: Room, _: Certificates) -> list[str]:
    old, new = "sub vcl_recv {", 'sub vcl_recv {\n    return (synth(403, "Not from here"));'
    return _edited(fronts.varnish(room), room.folder / "default.vcl", old, new)


_CERTIFICATE = "asks for a client certificate"
GATES = (
    Gate("nginx, ssl_verify_client", "nginx", "nginx", _nginx_certificate, _CERTIFICATE, tls=True),
    Gate("Apache httpd, SSLVerifyClient", "apache2", "apache2", _apache_certificate, _CERTIFICATE, tls=True),
    Gate("HAProxy, verify required", "haproxy", "haproxy", _haproxy_certificate, _CERTIFICATE, tls=True),
    Gate("nginx, auth_basic", "nginx", "nginx", _nginx_basic, "(Basic, “Staff only”)"),
    Gate("HAProxy, http-request auth", "haproxy", "haproxy", _haproxy_basic, "(Basic, “Staff”)"),
    Gate("Apache httpd, Require all denied", "apache2", "apache2", _apache_denied, "“403 Forbidden”"),
    Gate("lighttpd, url.access-deny", "lighttpd", "lighttpd", _lighttpd_denied, "“403 Forbidden”"),
    Gate("Squid, proxy_auth", "squid", "squid", _squid_sign_in, "A proxy on the way", forward=True),
    Gate("Varnish, synth", "varnish", "varnishd", _varnish_denied, "“403 Not from here”"),
)
