#!/bin/sh
# defusedcsv neutralises what no spreadsheet reads as a formula, passes some of what one does, and changes other texts.
#
# One would guess that it escapes what OWASP's list has at the start, = + - @, TAB, CR and the fullwidth forms (CWE-1236),
# and leaves the rest of a text alone. Seen with defusedcsv 3.0.0, November 2026:
#
#   %a          -> '%a           no spreadsheet begins a formula so
#   TAB =1+1    -> as it was     on the list
#   fullwidth = -> as it was     on the list
#   -a|b        -> '-a\|b        the text itself is another one; it cannot be told from one that had the backslash
#
# So it will do to find too little, never to prove that nothing is left.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check defusedcsv==3.0.0
"$folder/venv/bin/python" - <<'PYTHON'
import csv
import io
import sys

from defusedcsv import csv as defused

wanted = {"%a": "'%a", "\t=1+1": "\t=1+1", "\uff1d1+1": "\uff1d1+1", "-a|b": "'-a\\|b"}
found = {}
for text in wanted:
    file = io.StringIO(newline="")
    defused.writer(file).writerow([text])
    (row,) = csv.reader(io.StringIO(file.getvalue(), newline=""))
    found[text] = row[0]
    print(ascii(text), "->", ascii(row[0]))
sys.exit(found != wanted)
PYTHON
