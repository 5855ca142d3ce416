#!/bin/sh
# psycopg 3 shows a refused password to every further host of a connection; libpq, which it is built on, stops at the first.
#
# PostgreSQL's documentation of libpq (34.1.1.3, multiple hosts): "If a connection is established successfully, but
# authentication fails, the remaining hosts in the list are not tried." psycopg hands the same string to the same libpq, so
# one would guess the same. It splits the string itself and makes an attempt for each host, and for each address of a name,
# also after one has refused the password. Two servers here ask for a password and refuse it. Seen with psycopg 3.3.9 and
# its libpq 18.0.6, November 2026, on Debian 12:
#
#   libpq, host=127.0.0.1,127.0.0.1   -> 1 password shown
#   psycopg, host=127.0.0.1,127.0.0.1 -> 2 passwords shown
#
# A name with an IPv6 and an IPv4 address counts twice as well. Where failed log-ins are counted (LDAP, PAM, fail2ban),
# one mistyped password locks its owner out so many times sooner: connect to one address at a time, and stop at a refusal.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check psycopg==3.3.9 psycopg-binary==3.3.9
env -i PATH="$PATH" HOME="$folder" "$folder/venv/bin/python" - <<'PYTHON'
import select
import socket
import struct
import sys
import threading

import psycopg
from psycopg import pq

shown = []


def exactly(connection, length):
    data = b""
    while len(data) < length:
        more = connection.recv(length - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def serve(listener):
    """PostgreSQL's protocol 3.0: the start, a request for the password, the password, a refusal."""
    while True:
        connection, _ = listener.accept()
        with connection:
            (length,) = struct.unpack("!i", exactly(connection, 4))
            exactly(connection, length - 4)
            connection.sendall(b"R" + struct.pack("!ii", 8, 3))
            kind, length = struct.unpack("!ci", exactly(connection, 5))
            shown.append(exactly(connection, length - 4))
            text = b'SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user "anna"\0\0'
            connection.sendall(b"E" + struct.pack("!i", len(text) + 4) + text)


def libpq(where):
    """Connect by libpq alone, as its documentation says: poll, and wait for what it waits for."""
    connection = pq.PGconn.connect_start(where.encode())
    while (polled := connection.connect_poll()) in (pq.PollingStatus.READING, pq.PollingStatus.WRITING):
        mine = [connection.socket]
        reading = polled == pq.PollingStatus.READING
        select.select(mine if reading else [], [] if reading else mine, [], 10)
    text = connection.error_message.decode().strip()
    connection.finish()
    return text


listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
for listener in listeners:
    threading.Thread(target=serve, args=(listener,), daemon=True).start()
ports = ",".join(str(listener.getsockname()[1]) for listener in listeners)
where = f"host=127.0.0.1,127.0.0.1 port={ports} user=anna dbname=desk password=wrong sslmode=disable gssencmode=disable"

assert "password authentication failed" in libpq(where)
by_libpq = len(shown)
shown.clear()
try:
    psycopg.connect(where)
except psycopg.OperationalError as error:
    assert "password authentication failed" in str(error), error
by_psycopg = len(shown)
print("libpq, host=127.0.0.1,127.0.0.1   ->", by_libpq, "password shown")
print("psycopg, host=127.0.0.1,127.0.0.1 ->", by_psycopg, "passwords shown")
sys.exit((by_libpq, by_psycopg) != (1, 2))
PYTHON
