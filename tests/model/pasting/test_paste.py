"""What becomes of lines when a block is pasted into them: header, columns, numbers, ways, errors.

It must not repeat how cells are told apart; the tests of `tsv` do that.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from console.model.fields.numerals import Marks
from console.model.lines.lines import COLUMNS, SENT, DraftLine
from console.model.pasting.block_marks import DecimalMark, Doubt
from console.model.pasting.paste import (
    WIDEST,
    Aim,
    PastePlan,
    Way,
    block,
    by_name,
    by_order,
    has_header,
    plan,
    typed,
    without_blanks_above_header,
)
from tests.model.samples import draft

ENGLISH, GERMAN, FRENCH = Marks(".", ","), Marks(",", "."), Marks(",", "\u202f")
NUMBERS = ("quantity", "unitPrice", "totalPrice")


def planned(
    text: str,
    columns: tuple[str, ...],
    *,
    way: Way = "add",
    at: int | None = None,
    seen: tuple[int, ...] | None = None,
    header: bool = False,
    fill: bool = False,
    marks: Marks = ENGLISH,
    rows: tuple[DraftLine, ...] | None = None,
    places: int | None = 2,
    most: int = 20_000,
) -> PastePlan:
    """The plan for the sample order's two lines, a mug and a pot; a currency of that many digits."""
    currency = {0: "JPY", 2: "USD", 3: "KWD", None: "???"}[places]
    now = draft(currency=currency)
    now = now if rows is None else now.with_lines(rows)
    return plan(now, block(text), Aim(way, at, columns, seen, header, fill), marks, most=most)


def titles(made: PastePlan) -> list[str]:
    return [row.title for row in made.lines]


def texts(made: PastePlan, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(made.lines[place].shown(column, 2) for column in columns) for place in made.places]


# -- header and columns ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "columns"),
    [
        (("SKU", "Name", "Quantity", "Unit price"), ("sku", "name", "quantity", "unitPrice")),
        (("unitPrice", "unit_price", "UNIT PRICE"), ("unitPrice", "", "")),
        (("sale_price", "TOTALPRICE", "image url"), ("salePrice", "totalPrice", "imageUrl")),
        (("Qty", "Price", "Total"), ("quantity", "unitPrice", "totalPrice")),
        (("Price", "Unit price"), ("", "unitPrice")),
        (("Qty.", " qty ", "QTY"), ("quantity", "", "")),
        (("#", "Position", "Colour", ""), ("", "", "", "")),
    ],
)
def test_labels_lead_to_columns(labels: tuple[str, ...], columns: tuple[str, ...]) -> None:
    assert by_name(labels) == columns


HEADS = {
    "Shopify": ("Lineitem sku", "Lineitem name", "Lineitem quantity", "Lineitem price", ""),
    "QuickBooks": ("Item #", "Product", "Qty", "Rate", "Amount"),
    "English": ("Item No.", "Item", "QTY", "Unit price (EUR)", "Line total"),
    "German": ("Artikel-Nr.", "Bezeichnung", "Menge", "Einzelpreis", "Gesamtpreis"),
    "French": ("Référence", "Désignation", "Qté", "Prix unitaire", "Montant"),
    "Spanish": ("Código", "Producto", "Cantidad", "Precio unitario", "Importe"),
    "Italian": ("Codice articolo", "Prodotto", "Quantità", "Prezzo unitario", "Importo"),
    "Dutch": ("Artikelnummer", "Artikelnaam", "Aantal", "Stukprijs", "Totaal"),
    "Polish": ("Kod produktu", "Nazwa", "Ilość", "Cena jednostkowa", "Wartość"),
    "Czech": ("Kód zboží", "Název", "Množství", "Cena za kus", "Celkem"),
    "Hungarian": ("Cikkszám", "Megnevezés", "Mennyiség", "Egységár", "Összesen"),
    "Romanian": ("Cod produs", "Denumire", "Cantitate", "Preț unitar", "Valoare"),
    "Swedish": ("Artikelnr", "Benämning", "Antal", "À-pris", "Belopp"),
    "Portuguese": ("Código do produto", "Produto", "Quantidade", "Preço unitário", "Preço total"),
    "Japanese": ("商品コード", "商品名", "数量", "単価", "金額"),
    "Korean": ("상품코드", "상품명", "수량", "단가", "금액"),
    "Chinese": ("货号", "商品名称", "数量", "单价", "金额"),
    "Indonesian": ("Kode barang", "Nama barang", "Kuantitas", "Harga satuan", "Total harga"),
    "Thai": ("รหัสสินค้า", "ชื่อสินค้า", "จำนวน", "ราคาต่อหน่วย", "จำนวนเงิน"),
    "Vietnamese": ("Mã hàng", "Tên hàng", "Số lượng", "Đơn giá", "Thành tiền"),
}
"""SKU, name, quantity, unit price and total as each writes them; an empty one has none."""


@pytest.mark.parametrize("whose", HEADS)
def test_heads_are_known_in_the_languages_of_exports(whose: str) -> None:
    columns = ("sku", "name", "quantity", "unitPrice", "totalPrice")
    expected = tuple(column if label else "" for column, label in zip(columns, HEADS[whose], strict=True))
    assert by_name(HEADS[whose]) == expected
    assert has_header((HEADS[whose], ("A-1", "Mug", "1", "2", "3")))


@pytest.mark.parametrize(
    ("label", "column"),
    [("Item", "name"), ("Item #", "sku"), ("Item SKU", "sku"), ("Price EUR", "unitPrice"), ("Preis in €", "unitPrice"),
     ("#", ""), ("Nr.", ""), ("Lp.", ""), ("Colour", "")],
)  # fmt: skip
def test_a_label_with_more_beside_it_is_read_for_what_it_means(label: str, column: str) -> None:
    assert by_name([label]) == (column,)


@pytest.mark.parametrize("key", SENT)
def test_every_column_is_known_by_its_label_and_its_name_in_the_api(key: str) -> None:
    assert by_name([COLUMNS[key].label]) == by_name([key.upper()]) == (key,)


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("SKU\tQty\nA-1\t1", True),
        ("SKU\tColour\nA-1\tblue", True),
        ("SKU\tColour\tSize\nA-1\tblue\tXL", False),
        ("A-1\tMug\t1\nA-2\tPot\t2", False),
        ("SKU\tQty", False),
        ("", False),
        ("#\tName\n1\tMug", True),
    ],
)
def test_a_header_is_recognised(text: str, header: bool) -> None:
    assert has_header(block(text)) is header


@pytest.mark.parametrize(
    ("text", "start", "columns"),
    [
        ("A\tMug", "", ("sku", "name")),
        ("1\t2", "quantity", ("quantity", "unitPrice")),
        ("1\t2\t3", "unitPrice", ("sku", "name", "quantity")),
        ("1\tA\tMug\t1\t2\n2\tB\tPot\t1\t2", "", ("", "sku", "name", "quantity", "unitPrice")),
        ("7\tA\tMug\t1\t2\n9\tB\tPot\t1\t2", "", ("sku", "name", "quantity", "unitPrice", "")),
        ("", "", ()),
    ],
)
def test_columns_follow_one_another_as_they_are_shown(
    text: str, start: str, columns: tuple[str, ...]
) -> None:
    shown = ("position", "sku", "name", "quantity", "unitPrice")
    assert by_order(block(text), shown, start) == columns


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Artikel;Menge\nMug, blue;1", (("Artikel", "Menge"), ("Mug, blue", "1"))),
        (
            "A-1;Mug, blue;2;3,50\nA-2;Pot;1;2,00",
            (("A-1", "Mug, blue", "2", "3,50"), ("A-2", "Pot", "1", "2,00")),
        ),
        ("Mug; blue\nPot; red", (("Mug; blue",), ("Pot; red",))),
        ("Mug; 2\nPot", (("Mug; 2",), ("Pot",))),
        ("SKU;Qty;Name\nA;1;Mug, blue", (("SKU", "Qty", "Name"), ("A", "1", "Mug, blue"))),
        (
            'sku,name,qty\nA,"Mug, blue",1\nB',
            (("sku", "name", "qty"), ("A", "Mug, blue", "1"), ("B", "", "")),
        ),
        ("Mug, blue\nPot, red", (("Mug, blue",), ("Pot, red",))),
        ("sku,qty", (("sku,qty",),)),
    ],
)
def test_a_text_without_tabs_is_split_only_under_known_labels(text: str, cells: object) -> None:
    assert block(text) == cells


# -- numbers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "total", "marks", "expected"),
    [
        ("12.50", "1,234.50", ENGLISH, ("12.50", "1234.50")),
        ("12,50", "1.234,50", ENGLISH, ("12.50", "1234.50")),
        ("12,50", "1.234", ENGLISH, ("12.50", "1234")),
        ("12,50", "1.234.567", ENGLISH, ("12.50", "1234567")),
        ("12.50", "1.234", GERMAN, ("12.50", "1.234")),
        ("12.50", "1,234.50", GERMAN, ("12.50", "1234.50")),
        ("12,50 USD", "1\u202f234,50 $", FRENCH, ("12.50", "1234.50")),
        ("12,50 €", "1,50 $", FRENCH, ("12,50 €", "1.50")),
        ("$12.50", "$1,234", ENGLISH, ("12.50", "1234")),
        ("", "1,234", ENGLISH, ("", "1,234")),
        ("", "1,234", GERMAN, ("", "1,234")),
        ("0,50", "1,234", ENGLISH, ("0.50", "1.234")),
        ("1,234", "12,50", Marks(".", ""), ("1,234", "12,50")),
    ],
)
def test_a_block_writes_all_its_numbers_in_one_way(
    price: str, total: str, marks: Marks, expected: tuple[str, str]
) -> None:
    made = planned(f"1\t{price}\t{total}", NUMBERS, marks=marks)
    assert texts(made, "unitPrice", "totalPrice") == [expected]


def test_what_is_no_number_does_not_keep_the_others_from_being_read() -> None:
    made = planned("1\t12,50\tn/a\ntwo\t0,99\t1,98", NUMBERS)
    assert texts(made, *NUMBERS) == [("1", "12.50", "n/a"), ("two", "0.99", "1.98")]
    assert [(one.row, one.column) for one in made.wrong] == [(0, "totalPrice"), (1, "quantity")]


def test_a_text_is_kept_to_the_letter_and_a_number_is_not() -> None:
    assert typed("name", " 1,5 l\nbottle ", GERMAN, "USD") == " 1,5 l\nbottle "
    assert typed("quantity", " 1,5 ", GERMAN, "USD") == "1.5"


def test_one_copied_number_that_could_be_two_is_not_guessed() -> None:
    assert typed("quantity", "2,400", GERMAN, "USD") == "2,400"
    assert typed("quantity", "1.500", GERMAN, "USD") == "1.500"
    assert typed("totalPrice", "35,000", GERMAN, "KRW") == "35000"


@pytest.mark.parametrize(
    ("text", "currency", "texts_of_it", "why"),
    [
        (
            "2,400\t75.50",
            "USD",
            ("2400", "75.50"),
            ["2,400 is read as 2400: 75.50 shows how this block writes numbers."],
        ),
        (
            "1.500\t75,50",
            "USD",
            ("1500", "75.50"),
            ["1.500 is read as 1500: 75,50 shows how this block writes numbers."],
        ),
        (
            "1\t1,234\n2\t12.50",
            "USD",
            ("1", "1234"),
            ["1,234 is read as 1234: 12.50 shows how this block writes numbers."],
        ),
        ("1\t35,000", "KRW", ("1", "35000"), ["35,000 is read as 35000: KRW has no decimals."]),
        (
            "1,000\t35,000",
            "KRW",
            ("1000", "35000"),
            [
                "1,000 is read as 1000: 35,000 shows how this block writes numbers.",
                "35,000 is read as 35000: KRW has no decimals.",
            ],
        ),
        (
            "1\t0.500\n1\t1.500",
            "KWD",
            ("1", "0.500"),
            ["1.500 is read as 1.500: 0.500 shows how this block writes numbers."],
        ),
    ],
)
@pytest.mark.parametrize("marks", [ENGLISH, GERMAN], ids=["English", "German"])
def test_the_numbers_of_a_block_tell_what_its_marks_mean(
    text: str, currency: str, texts_of_it: tuple[str, str], why: list[str], marks: Marks
) -> None:
    made = plan(
        draft(currency=currency), block(text), Aim("add", None, ("quantity", "totalPrice")), marks, most=9
    )
    assert tuple(made.lines[2].shown(key, None) for key in ("quantity", "totalPrice")) == texts_of_it
    assert [one.sentence for one in made.decided] == why
    assert made.doubt is None
    assert not [one for one in made.wrong if one.row == 0]


@pytest.mark.parametrize("marks", [ENGLISH, GERMAN], ids=["English", "German"])
@pytest.mark.parametrize(
    ("text", "currency", "doubt", "answers"),
    [
        ("2,400\t75", "USD", Doubt("2,400", "2400", "2.4"), {".": "2400", ",": "2.400"}),
        ("1.500\t75", "USD", Doubt("1.500", "1.5", "1500"), {".": "1.500", ",": "1500"}),
        ("1.500\t2,400", "KWD", Doubt("1.500", "1.5", "1500"), {".": "1.500", ",": "1500"}),
        ("2,400\t12.50\n1\t12,50", "USD", Doubt("2,400", "2400", "2.4"), {".": "2400", ",": "2.400"}),
    ],
)
def test_what_the_block_does_not_tell_is_asked_once_and_never_guessed(
    text: str, currency: str, doubt: Doubt, answers: dict[DecimalMark, str], marks: Marks
) -> None:
    now, aim = draft(currency=currency), Aim("add", None, ("quantity", "totalPrice"))
    asked = plan(now, block(text), aim, marks, most=9)
    assert (asked.doubt, asked.decided) == (doubt, ())
    assert asked.lines[2].shown("quantity", None) == doubt.text
    for mark, number in answers.items():
        made = plan(now, block(text), replace(aim, decimal=mark), marks, most=9)
        assert made.lines[2].shown("quantity", None) == number
        assert made.decided[0].sentence == f"{doubt.text} is read as {number}: as you said."


def test_a_number_that_is_refused_for_its_currency_still_shows_the_marks() -> None:
    made = planned("2,400\tCHF 75.50", ("quantity", "totalPrice"), marks=GERMAN)
    assert (made.doubt, made.lines[2].shown("quantity", None)) == (None, "2400")
    assert [one.column for one in made.wrong] == ["totalPrice"]


def test_what_the_console_copied_itself_is_no_question() -> None:
    made = plan(
        draft(), block("2.400\t1"), Aim("add", None, ("quantity", "totalPrice")), Marks(".", ""), most=9
    )
    assert (made.doubt, made.lines[2].shown("quantity", None)) == (None, "2.400")


def test_the_francs_of_calcs_swiss_format_are_read_in_a_record_of_francs_only() -> None:
    text = (
        "SKU\tName\tQty\tPrice\tTotal\nA-1\tn1\t2\tCHF 1'234.50\tCHF 2'469.00\n"  # as Calc copies it in de_CH
    )
    cells = block(text)
    aim = Aim("add", None, by_name(cells[0]), header=has_header(cells))
    francs = plan(draft(currency="CHF"), cells, aim, GERMAN, most=9)
    assert [francs.lines[2].shown(key, 2) for key in ("unitPrice", "totalPrice")] == ["1234.50", "2469.00"]
    euros = plan(draft(currency="EUR"), cells, aim, GERMAN, most=9)
    assert {one.sentence for one in euros.wrong} == {
        "CHF is the Swiss Franc, and this record is in EUR. Write the amount in EUR."
    }


def test_advice_of_a_pasted_cell_is_told_and_keeps_nothing_from_being_pasted() -> None:
    made = planned("-1\t12.3456", ("quantity", "totalPrice"))
    assert made.wrong == ()
    assert [(one.row, one.column, one.sentence) for one in made.doubtful] == [
        (0, "quantity", "A negative quantity; is it meant as a return?"),
        (0, "totalPrice", "USD has 2 digits after the point; this is sent with 4."),
    ]


# -- ways --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "at", "expected", "places", "added"),
    [
        ("add", None, ["Coffee Mug", "Pot", "A", "B"], (2, 3), 2),
        ("add", 0, ["Coffee Mug", "A", "B", "Pot"], (1, 2), 2),
        ("add", 1, ["Coffee Mug", "Pot", "A", "B"], (2, 3), 2),
        ("over", 0, ["A", "B"], (0, 1), 0),
        ("over", 1, ["Coffee Mug", "A", "B"], (1, 2), 1),
        ("over", 7, ["Coffee Mug", "Pot", "A", "B"], (2, 3), 2),
        ("all", None, ["A", "B"], (0, 1), 2),
        ("all", 1, ["A", "B"], (0, 1), 2),
    ],
)
def test_a_block_goes_where_it_is_aimed(
    way: Way, at: int | None, expected: list[str], places: tuple[int, ...], added: int
) -> None:
    made = planned("A\nB", ("name",), way=way, at=at)
    assert (titles(made), made.places, made.added) == (expected, places, added)


def test_over_lines_that_are_sorted_it_follows_the_eye() -> None:
    made = planned("A\nB\nC", ("name",), way="over", at=1, seen=(1, 0))
    assert (titles(made), made.places, made.added) == (["B", "A", "C"], (1, 0, 2), 1)


def test_lines_that_are_filtered_out_are_not_pasted_over() -> None:
    made = planned("A\nB", ("name",), way="over", at=0, seen=(0,))
    assert (titles(made), made.places) == (["A", "Pot", "B"], (0, 2))


def test_over_a_line_the_other_cells_stay_and_the_line_is_still_the_servers() -> None:
    before = draft().lines
    made = planned("2\t7.98", ("quantity", "totalPrice"), way="over", at=0, rows=before)
    assert made.lines[0].item is before[0].item
    assert made.lines[0].cells == {"quantity": "2", "totalPrice": "7.98"}
    assert made.lines[1] is before[1]
    assert made.wrong == ()


def test_pasting_what_is_there_touches_nothing() -> None:
    rows = (draft().lines[0].typed("sku", "other", 2), draft().lines[1])
    made = planned("MUG-1\t1\t3.99", ("sku", "quantity", "unitPrice"), way="over", at=0, rows=rows)
    assert not made.lines[0].touched
    assert made.lines[0].cells == {}


def test_an_empty_cell_empties_the_cell_it_goes_over() -> None:
    made = planned("x\t\n\t2", ("sku", "quantity"), way="over", at=0)
    assert [made.lines[0].shown("quantity", 2), made.lines[1].shown("sku", 2)] == ["", ""]
    assert [(one.row, one.column) for one in made.wrong] == [(0, "quantity")]


def test_rows_that_say_nothing_become_no_new_lines() -> None:
    made = planned("A\t\tx\n\t\ty\n\nB\t\tz", ("name", "sku", ""))
    assert titles(made)[2:] == ["A", "B"]
    assert made.sources == (0, 3)


def test_a_header_is_no_line_and_a_column_that_goes_nowhere_is_left_out() -> None:
    made = planned("Name\tColour\nMug\tblue", ("name", ""), header=True)
    assert made.lines[2] == DraftLine(None, {"name": "Mug"})
    assert made.sources == (1,)


@pytest.mark.parametrize("text", ["", "A\tB"])
def test_nothing_to_paste_leaves_the_lines_alone(text: str) -> None:
    made = planned(text, ("",) * (2 if text else 0))
    assert (made.lines, made.places, made.wrong) == (draft().lines, (), ())


# -- errors ------------------------------------------------------------------------------------------------


def test_every_cell_that_cannot_be_sent_is_told() -> None:
    made = planned(
        "A\tone\t1.00\tno link\nB\t2\t\thttps://a.example", ("name", "quantity", "totalPrice", "imageUrl")
    )
    assert [(one.row, one.column) for one in made.wrong] == [
        (0, "quantity"),
        (0, "imageUrl"),
        (1, "totalPrice"),
    ]
    assert made.wrong[2].sentence == "Every line needs a total price."
    assert made.lines[2].shown("quantity", 2) == "one"


def test_a_new_line_without_the_columns_that_each_line_needs_is_wrong() -> None:
    made = planned("A", ("name",))
    assert [one.column for one in made.wrong] == ["quantity", "totalPrice"]


def test_a_line_that_had_both_before_is_not() -> None:
    assert planned("A", ("name",), way="over", at=0).wrong == ()


# -- totals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "places", "total"),
    [
        ("3\t1.25\t\t", 2, "3.75"),
        ("3\t1.25\t1.10\t", 2, "3.30"),
        ("3\t1.25\t\t9", 2, "9"),
        ("3\t1.25\t0\t", 2, "3.75"),
        ("3\t\t0\t", 2, "0.00"),
        ("3\t0.335\t\t", 2, "1.01"),
        ("3\t0.335\t\t", 3, "1.005"),
        ("3\t0.335\t\t", None, "1.005"),
        ("2\t150\t\t", 0, "300"),
        ("three\t1.25\t\t", 2, ""),
        ("3\t\t\t", 2, ""),
        ("\t1.25\t\t", 2, ""),
        ("3\tx\t\t", 2, ""),
        (f"{'9' * 30}\t{'9' * 30}\t\t", 0, str((10**30 - 1) ** 2)),
    ],
)
def test_missing_totals_are_filled_in_on_demand(cells: str, places: int | None, total: str) -> None:
    columns = ("quantity", "unitPrice", "salePrice", "totalPrice", "name")
    made = planned(f"{cells}\tMug", columns, fill=True, places=places)
    assert made.lines[2].shown("totalPrice", places) == total


def test_no_total_is_filled_in_unasked() -> None:
    assert planned("3\t1.25", ("quantity", "unitPrice")).lines[2].reading("totalPrice").value is None


def test_a_total_that_is_there_is_never_filled_over() -> None:
    made = planned("3", ("quantity",), way="over", at=0, fill=True)
    assert made.lines[0].reading("totalPrice").value == Decimal("3.990")


# -- too much ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "count", "total"), [("add", 19_999, 20_001), ("over", 20_001, 20_001), ("all", 20_001, 20_001)]
)
def test_more_lines_than_a_record_takes_are_refused(way: Way, count: int, total: int) -> None:
    made = planned("A\n" * count, ("name",), way=way, at=0)
    assert made.refusal == f"That would make {total:,} lines; a record takes at most 20,000."
    assert made.lines == draft().lines
    assert made.places == ()


@pytest.mark.parametrize(("way", "count"), [("add", 19_998), ("over", 20_000), ("all", 20_000)])
def test_as_many_as_it_takes_are_not(way: Way, count: int) -> None:
    made = planned("A\n" * count, ("name",), way=way, at=0)
    assert made.refusal == ""
    assert len(made.lines) == 20_000


def test_a_block_that_is_too_wide_is_refused() -> None:
    made = planned("\t".join("x" * (WIDEST + 1)), ("name", *[""] * WIDEST))
    assert "more than 64 columns" in made.refusal


def test_blank_rows_above_a_header_are_no_lines_and_elsewhere_they_stay() -> None:
    table = (("SKU", "Qty"), ("A-1", "2"))
    assert without_blanks_above_header((("", ""), ("", " "), *table)) == table
    assert without_blanks_above_header((("", ""), ("A-1", "2"))) == (("", ""), ("A-1", "2"))
    assert without_blanks_above_header(table) == table
