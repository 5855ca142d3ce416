"""Debian's proxies, each with a configuration of its own in a temporary folder, on this machine's loopback alone.

They must not be system services nor outlive the bench: each is a process in the foreground that dies with its parent.
"""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 20.0
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_SURROUNDINGS = {"PATH": PATH, "LC_ALL": "C.UTF-8"}
IDLE = 1
"""Seconds after which each proxy closes a client's idle connection; the bench waits until one does."""

Configure = Callable[["Room"], list[str]]


@dataclass(frozen=True)
class Room:
    """Where one proxy runs: its folder, the port it listens on, the server behind it, and the largest body in KiB."""

    folder: Path
    port: int
    upstream: int
    limit: int

    def write(self, name: str, text: str) -> str:
        """Write a file of the configuration; returns its path."""
        path = self.folder / name
        path.write_text(text)
        return str(path)


@dataclass(frozen=True)
class Front:
    """One proxy: its name in the table, Debian's package, its program, how it tells its version, how it is set up.

    `forward`: the client is told to go through it, instead of being sent to it as to the server itself.
    """

    name: str
    package: str
    program: str
    configure: Configure
    version_by: str = "-v"
    forward: bool = False

    def version(self) -> str:
        """What it says its version is."""
        told = subprocess.run(
            [self.program, self.version_by],
            env=_SURROUNDINGS,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        found = re.search(r"\d+(?:\.\d+)+", told.stdout + told.stderr)
        return found[0] if found else "?"

    @contextmanager
    def running(self, folder: Path, upstream: int, limit: int = 16 * 1024) -> Iterator[int]:
        """Run it in front of 127.0.0.1:`upstream` and yield its port; it is stopped whatever happens."""
        folder.mkdir(mode=0o755)
        room = Room(folder, _free_port(), upstream, limit)
        program, *arguments = self.configure(room)
        with (folder / "said.txt").open("wb") as said:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", program, *arguments],
                env=_SURROUNDINGS,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        try:
            self._wait_for(process, room)
            yield room.port
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _wait_for(self, process: subprocess.Popen[bytes], room: Room) -> None:
        for _ in range(int(PATIENCE * 20)):
            try:
                socket.create_connection(("127.0.0.1", room.port), 1).close()
            except OSError:
                pass
            else:
                return
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            break
        said = (room.folder / "said.txt").read_text(errors="replace")[-1_000:]
        raise RuntimeError(f"{self.name} does not listen: {said}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def nginx(room: Room, target: str = "") -> list[str]:
    """The command of nginx; `target` is what stands behind the address in proxy_pass."""
    folder = room.folder
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    path = room.write(
        "nginx.conf",
        f"""
user root; daemon off; pid {folder}/pid; error_log stderr;
events {{}}
http {{
    access_log off; keepalive_timeout {IDLE}; client_max_body_size {room.limit}k;
    {temporary}
    server {{
        listen 127.0.0.1:{room.port};
        location / {{ proxy_pass http://127.0.0.1:{room.upstream}{target}; }}
    }}
}}
""",
    )
    return ["nginx", "-p", str(folder), "-e", "stderr", "-c", path]


def _nginx_with_path(room: Room) -> list[str]:
    return nginx(room, "/")


def _nginx_kept_alive(room: Room) -> list[str]:
    command = nginx(room)
    conf = room.folder / "nginx.conf"
    text = conf.read_text()
    text = text.replace(
        "    server {",
        f"    upstream api {{ server 127.0.0.1:{room.upstream}; keepalive 4; }}\n    server {{",
    ).replace(
        f"proxy_pass http://127.0.0.1:{room.upstream};",
        'proxy_pass http://api; proxy_http_version 1.1; proxy_set_header Connection "";',
    )
    conf.write_text(text)
    return command


def apache(room: Room, host: str = "", flags: str = "") -> list[str]:
    """The command of Apache httpd; `host` are further directives, `flags` those of ProxyPass."""
    modules = Path("/usr/lib/apache2/modules")
    wanted = ("mpm_event", "authz_core", "proxy", "proxy_http", "rewrite")
    loaded = "\n".join(f"LoadModule {name}_module {modules}/mod_{name}.so" for name in wanted)
    behind = f"http://127.0.0.1:{room.upstream}/"
    path = room.write(
        "httpd.conf",
        f"""
{loaded}
ServerRoot {room.folder}
ServerName 127.0.0.1
DefaultRuntimeDir {room.folder}
PidFile {room.folder}/pid
ErrorLog /dev/stderr
User www-data
Group www-data
Listen 127.0.0.1:{room.port}
KeepAlive On
KeepAliveTimeout {IDLE}
# LimitRequestBody is not for requests that are handed on, as its page says.
RewriteEngine On
RewriteCond expr "%{{HTTP:Content-Length}} -gt {room.limit * 1024}"
RewriteRule . - [R=413,L]
{host}
ProxyPass / {behind} {flags}
""",
    )
    return ["apache2", "-D", "FOREGROUND", "-f", path]


def _apache_nocanon(room: Room) -> list[str]:
    return apache(room, "AllowEncodedSlashes NoDecode", "nocanon")


def haproxy(room: Room) -> list[str]:
    """The command of HAProxy."""
    path = room.write(
        "haproxy.cfg",
        f"""
defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
    timeout http-keep-alive {IDLE}s
frontend front
    bind 127.0.0.1:{room.port}
    http-request deny deny_status 413 if {{ req.hdr_val(content-length) gt {room.limit * 1024} }}
    default_backend api
backend api
    server one 127.0.0.1:{room.upstream}
""",
    )
    return ["haproxy", "-db", "-f", path]


def lighttpd(room: Room) -> list[str]:
    """The command of lighttpd."""
    path = room.write(
        "lighttpd.conf",
        f"""
server.modules = ( "mod_proxy" )
server.document-root = "{room.folder}"
server.upload-dirs = ( "{room.folder}" )
server.bind = "127.0.0.1"
server.port = {room.port}
server.max-keep-alive-idle = {IDLE}
server.max-request-size = {room.limit}
proxy.server = ( "" => (( "host" => "127.0.0.1", "port" => {room.upstream} )) )
""",
    )
    return ["lighttpd", "-D", "-f", path]


def squid(room: Room, ways: str) -> list[str]:
    """The command of Squid; `ways` say what it listens to and whom it asks."""
    path = room.write(
        "squid.conf",
        f"""
{ways}
http_access allow all
cache deny all
cache_log /dev/stderr
access_log none
pid_filename none
coredump_dir {room.folder}
pinger_enable off
visible_hostname localhost
shutdown_lifetime 0 seconds
client_idle_pconn_timeout {IDLE} seconds
request_body_max_size {room.limit} KB
max_filedescriptors 1024
""",
    )
    return ["squid", "-N", "-f", path]


def _squid_forward(room: Room) -> list[str]:
    return squid(room, f"http_port 127.0.0.1:{room.port}")


def _squid_reverse(room: Room) -> list[str]:
    # Without login=PASSTHRU Squid takes the Authorization header away, and the API knows nobody.
    peer = f"cache_peer 127.0.0.1 parent {room.upstream} 0 no-query originserver login=PASSTHRU"
    return squid(
        room, f"http_port 127.0.0.1:{room.port} accel defaultsite=127.0.0.1\n{peer}\nnever_direct allow all"
    )


def varnish(room: Room) -> list[str]:
    """The command of Varnish."""
    path = room.write(
        "default.vcl",
        f"""
vcl 4.1;
import std;
backend default {{ .host = "127.0.0.1"; .port = "{room.upstream}"; }}
sub vcl_recv {{
    if (std.integer(req.http.Content-Length, 0) > {room.limit * 1024}) {{ return (synth(413)); }}
}}
""",
    )
    listens = ["-a", f"127.0.0.1:{room.port}", "-T", "none"]
    keeps = ["-n", str(room.folder / "work"), "-s", "malloc,16m", "-p", f"timeout_idle={IDLE}"]
    return ["varnishd", "-F", "-j", "none", *listens, *keeps, "-f", path]


FRONTS = (
    Front("nginx", "nginx", "nginx", nginx),
    Front("nginx, keepalive to the API", "nginx", "nginx", _nginx_kept_alive),
    Front("nginx, proxy_pass with /", "nginx", "nginx", _nginx_with_path),
    Front("Apache httpd", "apache2", "apache2", apache),
    Front("Apache httpd, nocanon", "apache2", "apache2", _apache_nocanon),
    Front("HAProxy", "haproxy", "haproxy", haproxy),
    Front("lighttpd", "lighttpd", "lighttpd", lighttpd),
    Front("Squid, reverse", "squid", "squid", _squid_reverse),
    Front("Squid, forward", "squid", "squid", _squid_forward, forward=True),
    Front("Varnish", "varnish", "varnishd", varnish, version_by="-V"),
)
"""As Debian has them, set up in the shortest way that their manuals show, and where that mangles paths the careful way too."""
