#!/bin/sh
# PyInstaller 6.22.3, Python 3.11.7, Debian 12: a program that is open while a package manager puts a newer one in its place fails at the
# next module that it imports.
#
# One would guess: an upgrade renames a new file over the old one, which a running program keeps open, as every program on Linux does; what
# is open goes on with what it began with, and the next start is the new one.
# So it is: the modules are in an archive at the end of the program's own file, and that is opened anew by its name for each module that
# is imported later. What is read then are bytes of the new file at the places of the old: an error of zlib's in the middle of the work.
# One that imports everything at its start notices nothing, so this shows only in a program that loads what is heavy when it is wanted.
# What to do: at the start, open the file once and let the archive's reader have that one (packaging/program/entry.py).
#
# Seen 2026-11-28:
#   left alone: the module came
#   replaced while open: error while importing the module (zlib.error)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -q --disable-pip-version-check pyinstaller==6.22.3
cat > program.py <<'PROGRAM'
import sys

print("open", flush=True)
sys.stdin.readline()
try:
    import this_comes_later
except Exception as error:
    print(f"error while importing the module ({type(error).__module__}.{type(error).__name__})")
else:
    print(this_comes_later.WORD)
PROGRAM
echo 'WORD = "the module came"' > this_comes_later.py
unset PYTHONPATH PYTHONHOME || true
venv/bin/pyinstaller --noconfirm --log-level ERROR --onedir --name early program.py
# The newer one: the same, and something more, so that all in it stands elsewhere.
{ echo 'import colorsys, wave'; cat program.py; } > newer.py
venv/bin/pyinstaller --noconfirm --log-level ERROR --onedir --name newer newer.py

# Open the program, do what is said meanwhile, and let it go on; prints its last line.
opened() {
    mkfifo "keys$1"
    dist/early/early < "keys$1" > "told$1" &
    exec 9> "keys$1"
    until grep -q open "told$1"; do sleep 0.1; done
    $2
    echo >&9
    exec 9>&-
    wait $!
    tail -n 1 "told$1"
}
replaced() {
    cp dist/newer/newer dist/early/early.new
    mv dist/early/early.new dist/early/early
}
left_alone=$(opened 1 true)
while_open=$(opened 2 replaced)
printf 'left alone: %s\nreplaced while open: %s\n' "$left_alone" "$while_open"
test "$left_alone" = "the module came"
case $while_open in "error while importing the module"*) ;; *) exit 1 ;; esac
