#!/bin/sh
# python-calamine 0.9.1: a cell that holds an error (#N/A, #REF!) is given as an empty text, as if nothing stood there.
# One would expect the error's text, as openpyxl gives it, or an exception: a look-up that failed in a spreadsheet is
# the usual reason for such a cell, and a reader that takes it for blank goes on without a word.
# Seen:  openpyxl ['1001', '#N/A']   calamine ['1001', '']
# Way out: look at the cells' types in the file itself.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
"$folder/venv/bin/python" - "$folder/errors.xlsx" <<'PYTHON'
import sys

from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

book = Workbook()
sheet = book.active
sheet.append(["1001", "#N/A"])
assert sheet["B1"].data_type == "e"
book.save(sys.argv[1])

[[*openpyxl]] = load_workbook(sys.argv[1]).active.iter_rows(values_only=True)
[calamine] = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
print("openpyxl", openpyxl, "calamine", calamine)
assert (openpyxl, calamine) == (["1001", "#N/A"], ["1001", ""])
PYTHON
