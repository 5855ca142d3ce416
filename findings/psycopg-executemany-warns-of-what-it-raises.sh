#!/bin/sh
# psycopg: executemany also writes a warning into the log where the server refuses a row, though it raises for it.
#
# One would guess that an exception which is caught and dealt with leaves nothing behind, as with execute(). But executemany
# sends its rows through a pipeline, and leaving the pipeline on the way out of the exception fails a second time: that is logged
# by the logger "psycopg" as a WARNING, which Python prints on standard error where no logging is set up. It comes whenever rows
# follow the refused one, by chance where they are few. A program that expects refusals and goes on, as one does that passes a
# queue on, alarms whoever reads its log. One statement over arrays, INSERT … SELECT … FROM unnest(%s::int[]), does the same
# work in one round trip and raises without a word in the log.
# Seen with psycopg 3.3.9 and PostgreSQL 16.2 (of pgserver 0.1.4) on Debian 12, November 2026, and with Debian's 15.18:
#
#     executemany: CheckViolation 10 times, warnings in the log: yes
#     unnest: CheckViolation 10 times, warnings in the log: no
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pgserver==0.1.4 "psycopg[binary]==3.3.9"
chmod -R a+rX "$folder"
unset $(env | sed -n 's/^\(PG[A-Z]*\)=.*/\1/p')
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import logging, os, pathlib, shutil, subprocess, sys

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


class Heard(logging.Handler):
    def emit(self, record):
        heard.append(record.getMessage())


NUMBERS = [500, *range(1_000, 2_000)]  # the first is refused by the table
WAYS = {
    "executemany": lambda cursor: cursor.executemany("INSERT INTO t VALUES (%s)", [(n,) for n in NUMBERS]),
    "unnest": lambda cursor: cursor.execute("INSERT INTO t SELECT unnest(%s::int[])", (NUMBERS,)),
}
logging.getLogger("psycopg").addHandler(Heard())
do(binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-locale", "--no-sync")
do(binaries / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", f"-k {sockets} -h ''", "start")
found = []
try:
    with psycopg.connect(host=str(sockets), dbname="postgres", user="postgres", autocommit=True) as connection:
        connection.execute("CREATE TABLE t (n int CHECK (n <> 500))")
        for name, insert in WAYS.items():
            heard, raised = [], 0
            for _ in range(10):
                try:
                    insert(connection.cursor())
                except psycopg.errors.CheckViolation:
                    raised += 1
            found.append(f"{name}: CheckViolation {raised} times, warnings in the log: {'yes' if heard else 'no'}")
finally:
    do(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
print("\n".join(found))
sys.exit(
    found
    != [
        "executemany: CheckViolation 10 times, warnings in the log: yes",
        "unnest: CheckViolation 10 times, warnings in the log: no",
    ]
)
PYTHON
