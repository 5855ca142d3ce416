#!/bin/sh
# python-calamine 0.9.1 and XLSB as SheetJS 0.18.5 writes it: of each row only the first cell is read, and nothing is said.
# [MS-XLSB] has short records for cells (BrtShortIsst, BrtShortReal and others): such a cell stands one column behind
# the last one. SheetJS writes them for all cells but the first of a run; calamine passes them over.
# One would expect all columns, or an error for a record that is not known.
# Seen:  [['Order'], ['1001']] of [['Order', 'Tracking number', 'Carrier'], ['1001', '1Z999AA10123456784', 'UPS']]
# Way out: read the records of the sheet's part; there are seven short ones.
# Needs node and npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1
npm install --silent --no-audit --no-fund --prefix "$folder" xlsx@0.18.5 >/dev/null
cd "$folder"
node -e '
const X = require("xlsx");
const sheet = X.utils.aoa_to_sheet([["Order", "Tracking number", "Carrier"], ["1001", "1Z999AA10123456784", "UPS"]]);
const book = X.utils.book_new();
X.utils.book_append_sheet(book, sheet, "S");
X.writeFile(book, "short.xlsb", {bookType: "xlsb"});
'
"$folder/venv/bin/python" - <<'PYTHON'
from python_calamine import CalamineWorkbook

rows = CalamineWorkbook.from_path("short.xlsb").get_sheet_by_index(0).to_python()
print(rows)
assert rows == [["Order"], ["1001"]], rows
PYTHON
