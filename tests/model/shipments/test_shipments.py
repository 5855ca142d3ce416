"""Tables of shipments: columns found by name or content, and what each row asks for."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from console.model.carriers.carriers import carriers
from console.model.drafts.shipping import Shipment
from console.model.shipments.shipments import Role, RowProblem, RowRequest, columns, row_request

UPS = "1Z5R89390357567127"
UPS_LINK = f"https://www.ups.com/track?tracknum={UPS}"
UUID = "0ad24370-96de-4922-9a53-954530fcbb64"
ROLES: dict[int, Role] = {0: "order", 1: "tracking", 2: "carrier", 3: "date", 4: "details", 5: "message"}


def asked(*cells: str) -> RowRequest:
    return row_request(cells, ROLES, carriers())


def test_a_row_says_what_it_wants() -> None:
    assert asked("#1001", "1z 5r8 939 0357 567 127", "", "2026-01-02", "Express", "yes") == RowRequest(
        "1001", "customer id", Shipment(UPS_LINK, "2026-01-02", "Express"), True, "", "", "UPS", UPS
    )


def test_a_blank_cell_leaves_the_field() -> None:
    assert asked(UUID.upper(), UPS) == RowRequest(UUID, "id", Shipment(UPS_LINK), carrier="UPS", number=UPS)
    assert asked("#1001", UPS, "", "", "", "").shipment == Shipment(UPS_LINK)


def test_a_row_without_tracking_is_told_apart_only_where_a_column_is_mapped_for_it() -> None:
    assert (asked("#1001", "").problem, asked("#1001", "").shipment) == ("no tracking", Shipment())
    assert row_request(("#1001",), {0: "order"}, carriers()) == RowRequest("1001", "customer id")


@pytest.mark.parametrize(
    "cell", ["Total", "TOTAL: 2", "Total rows: 2", "Grand total", "Summe", "合計", "Tổng cộng"]
)
def test_a_row_that_sums_the_others_up_is_no_order(cell: str) -> None:
    found = row_request((cell,), {0: "order"}, carriers())
    assert (found.problem, found.why) == ("bad id", "This row sums up others and is no order.")
    assert row_request(("TOTAL-1001",), {0: "order"}, carriers()).problem == ""


def test_a_column_of_links_beside_the_numbers_is_used_and_alone_it_is_the_tracking() -> None:
    both = columns(("Order", "Tracking number", "Tracking URL"))
    assert both == {0: "order", 1: "tracking", 2: "link"}
    link = f"https://wwwapps.ups.com/WebTracking?tracknum={UPS.lower()}"
    assert row_request(("#1001", UPS, link), both, carriers()).shipment.link == link
    assert columns(("Order", "Tracking URL")) == {0: "order", 1: "tracking"}


def test_the_carrier_of_the_file_is_that_of_the_rows_that_name_none() -> None:
    links = [
        row_request(("#1001", "05308801410058", cell), ROLES, carriers(), usual_carrier="DPD").shipment.link
        for cell in ("", "DHL Paket")
    ]
    assert ["dpd.de" in links[0], "dhl.de" in links[1]] == [True, True]


def test_the_usual_date_is_for_rows_without_one() -> None:
    roles: dict[int, Role] = {0: "order", 1: "date"}
    dates = [
        row_request((UUID, cell), roles, carriers(), "2026-01-05").shipment.date
        for cell in ("", "2026-01-02")
    ]

    assert dates == ["2026-01-05", "2026-01-02"]


def test_a_link_is_kept_to_the_letter() -> None:
    link = f"https://wwwapps.ups.com/WebTracking?tracknum={UPS.lower()}&loc=de_DE"

    assert asked(UUID, link).shipment == Shipment(link)
    assert asked(UUID, "https://parcels.example.com/1", "Own van").shipment.details == ""


UNCLEAR: list[tuple[tuple[str, ...], RowProblem, str]] = [
    (("", UPS), "bad id", "no order's ID in this row"),
    (("???", UPS), "bad id", ""),
    (("#1001, #1002", UPS), "bad id", "2 IDs in one row"),
    (("#1001", "1Z5R89390357567128"), "bad number", "UPS: the check digit does not fit"),
    (("#1001", "hello"), "no tracking", "“hello” is no number"),
    (("#1001", "987"), "bad number", "No carrier known here"),
    (("#1001", UPS, "Fooship"), "bad carrier", "“Fooship”"),
    (("#1001", "TBA123456789012"), "bad number", "no tracking page"),
    (("#1001", "ftp://example.com/1"), "bad link", "https://"),
    (("#1001", "https://exa mple.com"), "bad link", "no spaces"),
    (("#1001", f"{UPS}, 1Z879E930346834440"), "bad number", "more than one number"),
    (("#1001", f"{UPS} 1Z879E930346834440", "UPS"), "bad number", "more than one number"),
    (("#1001", f"{UPS} / 1Z879E930346834440"), "bad number", "more than one number"),
    (("#1001", "https://a.example/1 https://a.example/2"), "bad link", "two different links"),
    (("#1001", "9.4E+21", "USPS"), "bad number", "lost its last digits"),
    (("9.4E+21", UPS), "bad id", "lost its last digits"),
    (("#N/A", UPS), "bad id", "an error of the spreadsheet"),
    (("#1001", UPS, "", "=TODAY()"), "bad date", "a formula without a stored value"),
    (("#1001", UPS, "", "2099-11-27"), "bad date", "far off"),
    (("#1001", UPS, "", "soon"), "bad date", "Write a date as"),
    (("#1001", UPS, "", "03/04/2026"), "bad date", "2026-03-04 or 2026-04-03"),
    (("#1001", UPS, "", "", "", "maybe"), "bad choice", "“maybe”"),
    (("#1001", UPS, "", "", "a\x00b"), "bad choice", "control character"),
]
"""Cells of a row, its problem, and a part of the sentence that says it."""


@pytest.mark.parametrize(("cells", "problem", "part"), UNCLEAR)
def test_what_cannot_be_told_is_a_problem_of_that_row(
    cells: tuple[str, ...], problem: RowProblem, part: str
) -> None:
    found = asked(*cells)

    assert found.problem == problem
    assert part in found.why


def test_every_problem_of_a_row_is_among_them() -> None:
    parcels, others = get_args(RowProblem)
    assert {problem for _, problem, _ in UNCLEAR} == {*get_args(parcels), *get_args(others)} - {""}


def test_a_number_that_fits_several_carriers_waits_for_its_carrier_to_be_named() -> None:
    number = "05308801410058"
    alone, named = asked("#1001", number), asked("#1001", number, "dhl paket")

    assert alone.problem == "bad number"
    assert " or " in alone.why
    assert named.problem == ""
    assert (number in named.shipment.link, "dhl.de" in named.shipment.link) == (True, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.1.2026", "2026-01-02"),
        ("31/01/2026", "2026-01-31"),
        ("01/31/2026", "2026-01-31"),
        ("2026-01-02 09:30", "2026-01-02"),
        ("31-Jan-2026", "2026-01-31"),
        ("46053", "2026-01-31"),
        ("31 janvier 2026", "2026-01-31"),
    ],
)
def test_dates_are_read_where_they_can_be_only_one(text: str, expected: str) -> None:
    assert asked("#1001", UPS, "", text).shipment.date == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("Yes", True), ("x", True), ("NO", False), ("0", False), ("", None)),
        *(
            (text, True)
            for text in ("ja", "oui", "WAHR", "VRAI", "sì", "tak", "ano", "igen", "はい", "是", "ya", "có")
        ),
        *(
            (text, False)
            for text in ("nein", "non", "FALSCH", "FAUX", "nie", "nem", "nej", "いいえ", "否", "tidak")
        ),
    ],
)
def test_messages_are_chosen_in_words(text: str, expected: bool | None) -> None:
    assert asked("#1001", UPS, "", "", "", text).message is expected


def test_the_same_number_twice_is_one_and_its_groups_are_no_others() -> None:
    assert asked("#1001", f"{UPS}, {UPS}").problem == ""
    assert asked("#1001", "9400 1118 9927 8485 3194 14", "USPS").problem == ""


def test_flaws_that_a_reader_found_are_problems_of_the_columns_that_are_used() -> None:
    row = ("3105", UPS, "", "2026-01-02", "x", "")

    assert row_request(row, ROLES, carriers(), flaws={0: "look"}).problem == "bad id"
    assert row_request(row, ROLES, carriers(), flaws={1: "digits"}).problem == "bad number"
    assert row_request(row, ROLES, carriers(), flaws={0: "date"}).problem == "bad id"
    assert row_request(row, ROLES, carriers(), flaws={3: "date", 9: "error"}).problem == ""
    assert row_request(row, ROLES, carriers(), flaws={-1: "quote"}).problem == "bad choice"


def test_today_is_a_date_and_a_carrier_may_be_that_of_the_file() -> None:
    row = ("#1001", "05308801410058", "", "today")

    assert row_request(row, ROLES, carriers(), today=date(2026, 1, 2)).problem == "bad number"
    found = row_request(row, ROLES, carriers(), "", "DHL Paket", today=date(2026, 1, 2))
    assert (found.problem, found.shipment.date) == ("", "2026-01-02")


def test_a_link_of_its_own_column_is_kept_to_the_letter() -> None:
    roles: dict[int, Role] = {0: "order", 1: "tracking", 2: "link"}
    link = f"https://wwwapps.ups.com/WebTracking?tracknum={UPS.lower()}&loc=de_DE"

    assert row_request(("1001", UPS, link), roles, carriers()).shipment.link == link
    assert row_request(("1001", UPS, ""), roles, carriers()).shipment.link == UPS_LINK


@pytest.mark.parametrize("text", ["1004.0", "1004,0", "1,004", "1 234 567", "1'004", "1.234.567"])
def test_a_number_that_was_made_of_an_id_is_no_id(text: str) -> None:
    wish = row_request((text, ""), {0: "order"}, carriers())
    assert wish.problem == "bad id"
    assert "format the column as text" in wish.why


@pytest.mark.parametrize("text", ["1004", "SO-1.0", "10-04", "2024/0015", "1004-F1", "#1004"])
def test_ids_with_marks_of_their_own_are_ids(text: str) -> None:
    assert row_request((text, ""), {0: "order"}, carriers()).problem == ""
