"""Files as spreadsheets, shops and carriers write them, each for its whole kind: who made it, and what is right.

The files stand in `tests/store/cases`; they are read by the very code of the window, and no order is.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from console.model.carriers.carriers import carriers
from console.presenters.runs import rows
from console.store import tables
from console.store.files import StoreTrouble

CASES = Path(__file__).parents[1] / "store" / "cases"
TODAY = date(2026, 11, 27)
UPS, OTHER = "1Z999AA10123456784", "1Z12345E1512345676"
LOST, NO_VALUE, ERROR = (
    "lost its last digits",
    "formula without a stored value",
    "an error of the spreadsheet",
)
LOOK, A_DATE = "in a form that cannot be read", "holds a date here"

LOOKS = ("0003105", "SO-3105", "03-105", "3105", "3105", "03105", f"3105 ! {LOOK}", "SO0003105", f"31.05 ! {LOOK}",
         "3105-A", "SO-3105")  # fmt: skip

KINDS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    # kind, made by, input, right value: a row each, "order number date" or the order and a part of the problem
    ("a quote is a character", "Calc's clipboard", "quote-swallows-order.tsv", (f"1001 {UPS}", f"1004 {OTHER}")),
    ("a quote is a character", "a text editor", "quote-unclosed.csv", (f"1001 {UPS}", f"1002 {OTHER}")),
    ("a quote is a character", "a text editor", "quote-odd.csv", (f"1001 {UPS}", f"1002 {OTHER}")),
    ("one row or two", "a text editor", "quote-two-ways.csv", ("1001 ! quote may join", f"1003 {OTHER}")),
    ("one row or two", "a shop that quotes where it must", "quote-address-alike.csv", ("1001 ! quote may join", f"1002 {OTHER}")),
    ("one row or two", "a shop, semicolons", "quote-address-alike-de.csv", ("1001 ! quote may join", f"1002 {OTHER}")),
    ("one row or two", "Excel's text with tabs", "quote-address-alike.tsv", ("1001 ! quote may join", f"1002 {OTHER}")),
    ("one cell or two", "a text editor", "quote-short-row.csv", ("1001 ! more than one number", f"1002 {OTHER}")),
    ("everything in quotes", "a shop", "quotes-everywhere.csv", (f"1001 {UPS}", f"1002 {OTHER}")),
    ("a separator too many", "a text editor", "extra-cells.csv", ("1001 ! more cells", f"1002 {OTHER}")),
    ("a head within", "two exports joined", "repeated-head.csv", (f"1001 {UPS}", "Order ! repeats the head", f"1002 {OTHER}")),
    ("one column", "a text editor", "single-column.txt", ("1001", "1002")),
    ("wrong dimension", "R openxlsx", "ropenxlsx.xlsx", (f"1001 {UPS} 2026-11-27", "1002 ! is no number")),
    ("wrong dimension", "openpyxl, cut", "dimension-short.xlsx", (f"1001 {UPS}", f"1002 {OTHER}")),
    ("wrong dimension", "openpyxl, cut", "dimension-none.xlsx", (f"1001 {UPS}", f"1002 {OTHER}")),
    ("wrong dimension", "openpyxl, cut", "dimension-huge.xlsx", (f"1001 {UPS}", f"1002 {OTHER}")),
    ("a format far off", "openpyxl", "far-format.xlsx", (f"1001 {UPS}",)),
    ("79 columns", "openpyxl", "wide.xlsx", (f"1001 {UPS}",)),
    ("79 columns", "Shopify's names", "shopify.csv", (f"1058 {UPS} 2026-11-27",)),
    ("merged cells", "openpyxl", "merged.xlsx", (f"1001 {UPS}", " ! no order's ID")),
    ("hidden rows", "Excel's filter by openpyxl", "filtered.xlsx", (f"1001 {UPS}", f"1002 {UPS} hidden")),
    ("hidden rows", "Calc", "calc-filtered.ods", (f"1001 {UPS}", f"1002 {UPS} hidden")),
    ("hidden rows", "openpyxl, a closed group", "grouped.xlsx", ("1001", "1002 hidden", "1003 hidden", "1004", "1005")),
    ("hidden rows", "Calc", "calc-grouped.ods", ("1001", "1002 hidden", "1003 hidden", "1004", "1005")),
    ("hidden rows", "Calc", "calc-grouped.xls", ("1001", "1002 hidden", "1003 hidden", "1004", "1005")),
    ("hidden rows", "Gnumeric", "gnumeric-grouped.xls", ("1001", "1002 hidden", "1003 hidden", "1004", "1005")),
    ("hidden rows, rich text", "xlsxwriter", "rich.xlsx", (f"1001 {UPS}", f"1002 {OTHER} hidden")),
    ("hidden column", "openpyxl", "hidden-column.xlsx", (f"1001 {UPS}",)),
    ("hidden sheet", "openpyxl", "hiddenfirst.xlsx", (f"1001 {UPS}",)),
    ("hidden sheet", "Calc", "calc-hiddenfirst.ods", (f"1001 {UPS}",)),
    ("the sheet that was open", "openpyxl", "activesecond.xlsx", (f"1001 {UPS}",)),
    ("the sheet that was open", "Gnumeric, its second sheet made the open one", "gnumeric-activesecond.ods", (f"1001 {UPS}",)),
    ("empty, hidden and chart sheets", "openpyxl", "empty-first.xlsx", (f"1001 {UPS}",)),
    ("lost digits", "Calc", "digits-lost-libreoffice.xlsx", tuple(f"{n} ! {LOST}" for n in range(1001, 1006))),
    ("lost digits, whole numbers too", "openpyxl", "long-ints.xlsx",
     (f"1001 ! {LOST}", f"1002 ! {LOST}", "1003 ! ", f"1.23456789012346E+15 ! {LOST}")),
    ("lost digits", "Calc", "calc-long-ints.ods",
     (f"1001 ! {LOST}", f"1002 ! {LOST}", "1003 ! ", f"1.23456789012346E+15 ! {LOST}")),
    ("lost digits in texts", "Excel's and Calc's CSV", "powers.csv",
     (*(f"{n} ! {LOST}" for n in range(1001, 1004)), f"9.4E+21 ! {LOST}", f"1E+15 ! {LOST}")),
    ("number formats", "openpyxl", "looks.xlsx",
     LOOKS),
    ("number formats", "Calc", "calc-looks.ods",
     LOOKS),
    ("number formats", "Gnumeric", "gnumeric-looks.xlsx",
     LOOKS),
    ("number formats, dates", "openpyxl", "formats.xlsx",
     ("0003105", "SO-1002", "1003.5", "1004", "1005", "1006", "1007", "1008 ! Write a date", "1009")),
    ("number formats, dates", "Calc", "calc-formats.xls",
     ("0003105", "SO-1002", "1003.5", "1004", "1005", "1006", "1007", "1008 ! Write a date", "1009")),
    ("kept as text", "Excel's trick in CSV", "eq.csv", (f"0003105 {UPS}", "1002 ! the check digit does not fit")),
    ("kept as text", "an apostrophe", "apostrophes.csv", (f"0003105 {UPS}", "1002 9400111899278485319414")),
    ("formulas without values", "openpyxl", "formula-nocache.xlsx", (f"1001 ! {NO_VALUE}", f"1002 ! {NO_VALUE}")),
    ("formulas without values", "xlsxwriter", "constant-memory.xlsx", (f"1001 {UPS}", f'="10"&"02" ! {NO_VALUE}')),
    ("errors, dates for IDs", "openpyxl", "errors.xlsx",
     (f"1001 ! {ERROR}", f"2026-03-01 ! {A_DATE}", f"1003 ! {NO_VALUE}", f"yes {UPS}")),
    ("errors, dates for IDs", "Calc", "calc-errors.xls", (f"1001 ! {ERROR}", f"2026-03-01 ! {A_DATE}", f"1003 ! {ERROR}", "yes")),
    ("errors as texts", "CSV of Excel and Calc", "texts-of-errors.csv",
     (*(f"{n} ! {ERROR}" for n in range(1001, 1004)), f"#BEZUG! ! {ERROR}", f"1004 ! {ERROR}", f"1005 ! {NO_VALUE}")),
    ("XLSB", "SheetJS", "sheetjs.xlsb",
     (f"1001 {UPS} 2026-11-27", f"0003105 ! {LOST}", f"1003 ! {ERROR}", f"1004 {OTHER} hidden")),
    ("XLS", "SheetJS", "sheetjs.xls", (f"1001 {UPS} 2026-11-27", f"0003105 ! {LOST}", f"1003 ! {ERROR}", f"1004 {OTHER}")),
    ("XLS", "xlwt", "xlwt.xls", (f"0003105 {UPS} 2026-11-27", f"1002 ! {LOST}", f"größe-1 {OTHER} hidden")),
    ("XLS", "Spreadsheet::WriteExcel", "swe.xls", (f"1001 {UPS} 2026-11-27", f"1002 ! {LOST}")),
    ("strict OOXML", "xlsxwriter", "strict.xlsx", (f"1001 {UPS} 2026-11-27", f"1002 ! {LOST}")),
    ("HTML called .xls", "SheetJS", "sheetjs-html.xls", (f"1001 {UPS} 2026-11-27", f"1002 ! {LOST}")),
    ("SpreadsheetML 2003", "SheetJS", "sheetjs-2003.xls", (f"1001 {UPS} 2026-11-27", f"1002 ! {LOST}")),
    ("UTF-16 without a mark", "a text editor", "utf16-no-mark.txt", (f"1001 {UPS}",)),
    ("UTF-16 without a mark", "a text editor", "utf16-be-no-mark.txt", (f"1001 {UPS}",)),
    ("line ends of old", "a text editor", "old-mac.csv", (f"1001 {UPS}", f"1002 {OTHER}")),
    ("title rows", "Calc's CSV", "title.csv", (f"1001 {UPS}",)),
    ("title rows", "openpyxl", "title.xlsx", (f"1001 {UPS} 2026-11-27", f"1002 {UPS} 2026-11-28")),
    ("two head rows", "openpyxl", "two-row-head.xlsx", (f"1001 {UPS} 2026-11-27",)),
    ("a head in two languages", "Amazon.co.jp's flat file", "amazon-jp.txt", (f"503-1234567-1234567 {UPS} 2026-11-27",)),
    ("sep= first", "Excel", "sep.csv", (f"1001 {UPS}", f"1002 {UPS}")),
    ("sep= first", "Excel", "sep-odd.csv", (f"1001 {UPS}",)),
    ("names of exports", "ShipStation", "shipstation-heads.csv", (f"1001 {UPS} 2026-11-27",)),
    ("names in German", "a shop", "german.csv", (f"1001 {UPS} 2026-11-27", f"1002 {OTHER} 2026-11-27")),
    ("names in French", "a shop", "french.csv", (f"1001 {UPS} 2026-11-27", f"1002 {OTHER} 2026-11-27")),
    ("dates as texts", "openpyxl", "textdates.xlsx",
     tuple(f"{n} {UPS} 2026-11-27" if n != 1006 else "1006 ! 2026-03-04 or 2026-04-03" for n in range(1001, 1020))),
    ("dates as serials", "PyExcelerate", "pyexcelerate.xlsx", (f"1001 {UPS} 2026-11-27", f"1002 ! {LOST}")),
    ("hidden column", "openpyxl, the only one of tracking", "hidden-tracking.xlsx", (f"1001 {UPS}", f"1002 {OTHER} hidden")),
    ("two head rows", "pandas, an order's date beside", "pandas-groups.xlsx", (f"1001 {UPS}",)),
    ("names tell the encoding", "Shift-JIS", "names-sjis.csv", tuple(f"100{n} {UPS} 2026-11-27" for n in range(5))),
    ("names tell the encoding", "GB 18030", "names-gb.csv", (f"1001 {UPS} 2026-11-27",)),
    ("names tell the encoding", "Mac Roman", "names-mac.csv", (f"1001 {UPS} 2026-11-27",)),
    ("names tell the encoding", "Windows, western", "names-w1252.csv", (f"1001 {UPS} 2026-11-27",)),
    ("names tell the encoding", "Windows, Turkish", "names-w1254.csv", (f"1001 {UPS} 2026-11-27",)),
    ("numbers taken for amounts", "pandas and Calc", "amounts.csv",
     (f"310500% ! {LOOK}", "1001.0 ! a number with a decimal", "1002 ! made one with decimals", f"1003 {OTHER}")),
    ("carriers without a head", "a text editor", "no-head-carriers.csv",
     ("1001 05308801410058", f"1002 {UPS}", f"1003 {OTHER}", "1004 ! is no number of")),
    ("two numbers in a cell", "openpyxl", "two3.xlsx", ("1001 ! ", "1001 ! ")),
    ("one order, two parcels", "openpyxl, merged", "merged-orders.xlsx",
     (f"1001 {UPS}", " ! no order's ID", "1003 RR123456785GB")),
    ("a totals row", "a shop", "totals.csv", (f"1001 {UPS}", f"1002 {OTHER}", "Total ! ")),
    ("lines of comment", "a script", "comments.csv", (f"1001 {UPS}", "second shift ! no number", f"1002 {OTHER}")),
    ("a head on each page", "a warehouse's print", "pages.csv",
     (f"1001 {UPS}", "Versandliste Seite 2 ! no number", "Bestellnummer ! repeats the head", f"1002 {OTHER}")),
    ("hyperlinks", "xlsxwriter", "hyperlinks.xlsx", (f"1001 {UPS}", f"1002 {OTHER}", "Open ! is no number")),
    ("thousands in IDs", "openpyxl's format", "thousands.xlsx", (f"1001 {UPS}", f"1234567 {OTHER}")),
    ("thousands in IDs", "CSV as shown", "thousands.csv", ("1,001 ! between its thousands", "1,234,567 ! between its thousands")),
    ("two tracking columns", "a shop with returns", "two-tracking.csv", (f"1001 {UPS}",)),
    ("the carrier in the cell", "a warehouse by hand", "carrier-beside.csv",
     ("1001 dhl.de", f"1002 {UPS}", "1003 ! no number of DPD", "1004 RR123456785GB", "1005 gls", "1006 ! no number of DHL")),
    ("dates of three languages", "three clerks", "dates-of-three.csv",
     (*(f"{n} 2026-11-27" for n in range(1001, 1005)), "1005 2026-03-27", "1008 2026-11-27", "1006 ! two dates")),
    ("IDs as people type them", "a text editor", "ids-as-typed.csv",
     ("1001", "1001-F1", "1003", "1004.0 ! a number with a decimal",
      "1005", "1006", "1007", "１００８", "1009", "1010 / 1011 ! 2 IDs")),
    ("cells beyond the head", "a text editor", "trailing-cells.csv", (f"1001 {UPS}", "1002 ! more cells")),
    ("two files in one", "cat", "mark-within.csv", (f"1001 {UPS}", "Order ! repeats the head", f"1002 {OTHER}")),
    ("line ends of any kind", "a transfer in text mode", "crcrlf.csv", (f"1001 {UPS}", f"1002 {OTHER}")),
    ("line ends of any kind", "three programs", "mixed-ends.csv", (f"1001 {UPS}", f"1002 {OTHER}", "1003 RR123456785GB")),
    ("decimal commas", "a shop", "decimal-commas.csv", (f"1001 {UPS}", f"1002 {OTHER}")),
    ("two hundred columns", "a warehouse's system", "two-hundred.csv", (f"1001 {UPS}",)),
    ("only a head", "openpyxl", "only-head.xlsx", ()),
    ("only a row", "a text editor", "one-row.csv", (f"1001 {UPS}",)),
    ("blanks in numbers", "a label's text", "spaced.csv",
     (f"1001 {UPS}", f"1002 {OTHER}", "1003 ! check digit", "1004 00340434292135100186", "1005 RR123456785GB", f"1006 {UPS}")),
    ("words for numbers", "a warehouse by hand", "words-for-numbers.csv",
     (f"1001 {UPS}", *(f"{n} ! is no number" for n in range(1002, 1009)), f"1009 ! {ERROR}")),
    ("orders not to be sent", "a shop", "status.csv", (f"1001 {UPS}", f"1002 {OTHER}", f"1003 {UPS}")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "made_by", "name", "right"), KINDS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_kind_of_file_is_read_right_or_said_to_be_wrong(
    kind: str, made_by: str, name: str, right: tuple[str, ...]
) -> None:
    table = tables.read(CASES / name)
    head = rows.understood(table, {}, carriers())
    items = rows.items(table, head.row, head.roles, carriers(), today=TODAY)

    assert len(items) == len(right), [item.cells for item in items]
    for item, words in zip(items, right, strict=True):
        wish = item.request
        order, wrong, part = words.partition(" ! ")
        if wrong:
            assert (wish.order, part in wish.why, bool(wish.problem)) == (order, True, True), wish
            assert (
                part not in (LOST, NO_VALUE, ERROR, LOOK, A_DATE, "quote may join") or not wish.shipment.link
            ), wish
            continue
        order, *more = words.split()
        assert (wish.order, wish.problem) == (order, ""), wish
        assert item.hidden == ("hidden" in more)
        for said in more:
            assert said in (wish.shipment.link, wish.shipment.date, "hidden") or said in wish.shipment.link, (
                wish
            )


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("quote-never-closed.csv", "in row 2 a quote opens a cell and nothing closes it"),
        ("sheetjs.slk", "is a SYLK file; open it in the spreadsheet and save it as XLSX."),
        ("sheetjs.dif", "is a DIF file; open it in the spreadsheet and save it as XLSX."),
        ("sheetjs-eth.xls", "is of SocialCalc; export it there as CSV."),
        ("orders-list.json", "is JSON and no table."),
        ("protected.xlsx", "is protected by a password. Save it without one; nothing was read."),
        ("only-blanks.txt", "has only blanks between its columns. Export it as CSV"),
        ("no-sheet.zip", "is a packed file without a spreadsheet in it."),
        ("orders.xml", "is XML and no table. Export the list as CSV or XLSX; nothing was read."),
        ("letter.pdf", "is a PDF; export the list as CSV or XLSX."),
    ],
)
def test_what_is_not_read_is_refused_in_a_sentence(name: str, part: str) -> None:
    with pytest.raises(StoreTrouble) as refused:
        tables.read(CASES / name)
    assert refused.value.sentence.startswith(name)
    assert part in refused.value.sentence


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("activesecond.xlsx", "Sheet “Nov” was read; the file also has “Oct”."),
        ("filtered.xlsx", "1 row is hidden in the spreadsheet; it is shown here and not chosen at first."),
        (
            "grouped.xlsx",
            "2 rows are hidden in the spreadsheet; they are shown here and not chosen at first.",
        ),
        (
            "quote-unclosed.csv",
            "Some quotes do not wrap their cells; they were read as characters, and each line as a row.",
        ),
        (
            "quote-two-ways.csv",
            "Quotes in lines 2 to 3 can be read in two ways; nothing of them is sent as it stands.",
        ),
        ("macroman.csv", "The encoding cp1250 is a guess; look whether letters with accents are right."),
    ],
)
def test_what_a_person_would_count_otherwise_is_said(name: str, sentence: str) -> None:
    assert sentence in tables.read(CASES / name).said


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("only-head.xlsx", "There is no row below the header, so there is nothing to send."),
        (
            "status.csv",
            "“Status” says “Cancelled” or the like in 2 rows; it is not used, so leave them out yourself.",
        ),
        (
            "two-tracking.csv",
            "“Return tracking number” is full of carriers' numbers and is not used; say what it is.",
        ),
        (
            "powers.csv",
            "“Tracking number” has lost its last digits in 3 rows; they are not sent. Format the column as text",
        ),
        (
            "long-ints.xlsx",
            "has lost its last digits in 2 rows; they are not sent. Format the column as text",
        ),
    ],
)
def test_what_is_amiss_with_a_whole_column_is_said_before_the_check(name: str, part: str) -> None:
    table = tables.read(CASES / name)
    said = rows.said(table, rows.understood(table, {}, carriers()), carriers())
    assert part in " ".join(said)


def test_a_carrier_that_a_row_names_is_never_overruled_wherever_it_stands() -> None:
    for text in (
        f"Order,Tracking,Sent with\n1001,{UPS},DPD\n1002,{OTHER},DPD\n",
        f"1001,DPD,{UPS}\n1002,DPD,{OTHER}\n",
        f"Order,Tracking\n1001,DPD {UPS}\n1002,{OTHER} (DPD)\n",
        f"Order,Tracking,Carrier\n1001,DPD {UPS},UPS\n1002,DPD: {OTHER},UPS\n",
    ):
        table = tables.pasted(text)
        head = rows.understood(table, {}, carriers())
        items = rows.items(table, head.row, head.roles, carriers())
        assert [item.request.problem in ("bad number", "bad carrier") for item in items] == [True, True], text
        assert not any("ups.com" in item.request.shipment.link for item in items)


def test_any_sheet_can_be_asked_for_by_its_name() -> None:
    assert tables.read(CASES / "activesecond.xlsx", "oct").rows[1][0] == "9999"
    assert tables.read(CASES / "empty-first.xlsx", "Secret").rows[1][0] == "9999"
    with pytest.raises(StoreTrouble, match="has no sheet “Dec”; it has “Oct”, “Nov”"):
        tables.read(CASES / "activesecond.xlsx", "Dec")
    with pytest.raises(StoreTrouble, match="has no sheets"):
        tables.read(CASES / "title.csv", "Oct")


def test_the_number_of_a_row_is_that_of_the_file() -> None:
    assert tables.read(CASES / "title.xlsx").numbers == (1, 2, 4, 5, 6)
    assert tables.read(CASES / "sep.csv").numbers == (2, 3, 4)
