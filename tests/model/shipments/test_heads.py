"""Heads of real exports, in the words of shops, carriers and languages, and what each of their columns is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from console.model.carriers.carriers import carriers
from console.model.shipments.evidence import guessed, looker, unmapped
from console.model.shipments.head_scores import Role
from console.model.shipments.heads import columns, find, names

TABLE = Path(__file__).with_name("real_heads.tsv")
"""One head a line: where it is from, its names with bars between, and which of them has which role, `-` for none."""
ROLES: tuple[Role, ...] = ("order", "tracking", "link", "carrier", "date")
HEADS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
UPS = ("1Z5R89390357567127", "1Z879E930346834440", "1Z410E7W0392751591")
VALUES: dict[str, tuple[str, str, str]] = {
    "order": ("1001", "1002", "1004"),
    "tracking": UPS,
    "link": tuple(f"https://www.ups.com/track?tracknum={number}" for number in UPS),  # type: ignore[dict-item]
    "carrier": ("UPS", "UPS", "UPS"),
    "date": ("2026-11-25", "2026-11-26", "2026-11-27"),
    "-": ("Blue", "Ann Lee", "x"),
}
ONLY_BY_VALUES = {"Skickat", "Skickades", "Verzonden", "Afsendt", "Lähetetty"}
"""Names that could as well be a yes or no, so that dates below them decide."""


def expected(line: dict[str, str]) -> dict[Role, str]:
    return {role: line[role] for role in ROLES if line[role] != "-"}


def named(found: dict[int, Role], head: list[str]) -> dict[Role, str]:
    return {role: head[place] for place, role in found.items() if role in ROLES}


@pytest.mark.parametrize("line", HEADS, ids=lambda line: line["head"][:40])
def test_a_head_tells_what_its_columns_are(line: dict[str, str]) -> None:
    head = line["head"].split(" | ")
    found = named(dict(find([head]).roles), head)

    assert found == {role: name for role, name in expected(line).items() if name not in ONLY_BY_VALUES}


@pytest.mark.parametrize("line", HEADS, ids=lambda line: line["head"][:40])
def test_values_below_a_head_bear_it_out(line: dict[str, str]) -> None:
    head = line["head"].split(" | ")
    roles = {name: role for role, name in expected(line).items()}
    rows = [head, *([VALUES[roles.get(name, "-")][at] for name in head] for at in range(3))]
    found = named(dict(find(rows, look=looker(rows, carriers())).roles), head)

    assert {role: name for role, name in found.items() if role != "date"} == {
        role: name for role, name in expected(line).items() if role != "date"
    }
    assert found.get("date", "-") == line["date"]


def test_the_table_of_heads_speaks_the_languages_and_names_its_sources() -> None:
    assert len(HEADS) > 270
    assert all(line["source"] for line in HEADS)


@pytest.mark.parametrize(
    ("head", "roles"),
    [
        (("Order", "Parcel", "Number", "URL", "Tracking number"), {0: "order", 4: "tracking"}),
        (("Id", "Order number", "Tracking number"), {1: "order", 2: "tracking"}),
        (("Order", "Order date", "Ship date"), {0: "order", 2: "date"}),
        (("Order", "Mail"), {0: "order"}),
        (("Order", "Buyer message", "Notify customer"), {0: "order", 2: "message"}),
        (("Order", "Return tracking number"), {0: "order"}),
        (("Order", "Ship to", "Ship by date", "Delivery date"), {0: "order"}),
        (("#1001", UPS[0]), {}),
        (("Colour", "Tracking"), {}),
    ],
)
def test_the_most_telling_name_wins(head: tuple[str, ...], roles: dict[int, Role]) -> None:
    found = columns(head)
    assert {place: role for place, role in found.items() if role != "link"} == (
        roles if "order" in roles.values() else {}
    )


def test_addresses_make_no_message_column_and_choices_do() -> None:
    head = ("Order", "Mail")
    asked = [head, ("1001", "ann@example.com"), ("1002", "bo@example.com")]
    chosen = [head, ("1001", "yes"), ("1002", "no")]

    assert find(asked, look=looker(asked, carriers())).roles == {0: "order"}
    assert find(chosen, look=looker(chosen, carriers())).roles == {0: "order", 1: "message"}


def test_a_bare_number_is_the_parcel_s_where_carriers_numbers_stand_below_it() -> None:
    rows = [
        ("Increment ID", "Carrier", "Title", "Number"),
        *(("1001", "UPS", "UPS Ground", number) for number in UPS),
    ]

    assert find(rows, look=looker(rows, carriers())).roles == {0: "order", 1: "carrier", 3: "tracking"}


def test_shopify_orders_are_under_name_and_nobody_else_s_are() -> None:
    head = ("Name", "Email", "Financial Status", "Fulfillment Status", "Id")

    assert columns(head) == {0: "order"}
    assert columns(("Name", "Order number")) == {1: "order"}


def test_a_plain_name_stands_against_wrong_values_so_that_they_are_told() -> None:
    rows = [("Order", "Tracking number", "Ship date"), ("1001", "pending", "soon"), ("1002", "lost", "later")]

    assert find(rows, look=looker(rows, carriers())).roles == {0: "order", 1: "tracking", 2: "date"}


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ([("Shipments November", "", ""), ("Order", "Tracking", "Carrier"), ("1001", UPS[0], "UPS")], 1),
        ([("Report", "of orders"), ("Printed", "27.11.2026"), ("Order", "Tracking"), ("1001", UPS[0])], 2),
        ([("Order", "Tracking"), ("1001", UPS[0])], 0),
        ([("Bestellung", "Sendung"), ("Bestellnummer", "Sendungsnummer"), ("1001", UPS[0])], 1),
        ([("1001", UPS[0]), ("1002", UPS[1])], None),
        ([("", "")] * 10 + [("Order", "Tracking")], None),
    ],
)
def test_the_head_is_the_row_that_names_the_columns(rows: list[tuple[str, ...]], row: int | None) -> None:
    assert find(rows, look=looker(rows, carriers())).row == row


def test_two_rows_may_be_one_head() -> None:
    rows = [
        ("Order", "", "Shipment", ""),
        ("Number", "Date", "Number", "Date"),
        ("1001", "2026-11-20", UPS[0], "2026-11-27"),
    ]
    found = find(rows, look=looker(rows, carriers()))

    assert (found.row, found.names[2]) == (1, "Shipment Number")
    assert found.roles == {0: "order", 2: "tracking", 3: "date"}


def test_a_head_in_two_languages_is_read_over() -> None:
    rows = [
        ("TemplateType=OrderFulfillment", "Version=2011.1102", "", ""),
        ("注文番号", "出荷日", "配送業者コード", "お問い合わせ伝票番号"),
        ("order-id", "ship-date", "carrier-code", "tracking-number"),
        ("503-1", "2026-11-27", "UPS", UPS[0]),
    ]
    found = find(rows, look=looker(rows, carriers()))

    assert (found.row, found.roles) == (2, {0: "order", 1: "date", 2: "carrier", 3: "tracking"})


def test_a_head_without_an_order_is_a_head_all_the_same() -> None:
    rows = [("出荷ID", "お問い合わせ番号", "出荷日"), ("77", UPS[0], "2026-11-27")]

    assert (find(rows).row, find(rows).roles) == (0, {1: "tracking", 2: "date"})


def test_names_of_a_parcel_s_number_alone_are_a_head_so_that_the_order_is_asked_for() -> None:
    rows = [("Expédition", "Numéro de suivi", "Client"), ("ville", UPS[0], "Ann")]

    assert (find(rows).row, find(rows).roles) == (0, {1: "tracking"})
    assert find([("blue", "Carton"), ("red", "x")]).row is None


def test_a_column_that_counts_the_rows_is_no_order() -> None:
    counted = [("No", "Tracking Number", "Time"), ("1", UPS[0], "14:02"), ("2", UPS[1], "14:03")]
    numbered = [("No", "Tracking Number", "Time"), ("1001", UPS[0], "14:02"), ("1002", UPS[1], "14:03")]

    assert find(counted, look=looker(counted, carriers())).roles == {1: "tracking"}
    assert find(numbered, look=looker(numbered, carriers())).roles == {0: "order", 1: "tracking"}


def test_a_bare_shipment_is_the_parcel_s_number_where_carriers_numbers_stand_below_it() -> None:
    numbers = [("Nº pedido", "Expedición"), ("1001", UPS[0]), ("1002", UPS[1])]
    days = [("Nº pedido", "Expedición"), ("1001", "27/11/2026"), ("1002", "28/11/2026")]

    assert find(numbers, look=looker(numbers, carriers())).roles == {0: "order", 1: "tracking"}
    assert find(days, look=looker(days, carriers())).roles == {0: "order", 1: "date"}


def test_people_under_name_are_no_orders_and_the_shop_s_own_number_goes_first() -> None:
    head = ("Name", "Fulfillment: Tracking Number")
    orders = [head, ("#1001", UPS[0]), ("#1002", UPS[1])]
    people = [head, ("Ann Lee", UPS[0]), ("Bo Day", UPS[1])]

    assert find(orders, look=looker(orders, carriers())).roles == {0: "order", 1: "tracking"}
    assert find(people, look=looker(people, carriers())).roles == {1: "tracking"}
    assert columns(("Auftragsnummer", "Externe Auftragsnummer")) == {1: "order"}


def test_a_mapping_made_once_is_found_again() -> None:
    known = names(("Beleg", "Paket", "Datum"), {0: "order", 1: "tracking"})

    assert columns(("BELEG", "x"), known) == {0: "order"}
    assert columns(("Kram", "PAKET", "beleg"), known) == {1: "tracking", 2: "order"}


def test_without_names_the_numbers_tell_and_orders_are_never_taken_for_parcels() -> None:
    parcels = [(UPS[0], "#1001"), (UPS[1], "#1002"), (UPS[2], "#1003")]
    wrong = [("#1001", "1Z5R89390357567128"), ("#1002", "1Z879E930346834441")]
    counted = [
        ("100000000101", "blue"),
        ("100000000102", "red"),
        ("100000000103", "red"),
        ("100000000104", "red"),
    ]

    assert guessed(parcels, carriers()) == {1: "order", 0: "tracking"}
    assert guessed(wrong, carriers()) == {0: "order"}
    assert guessed(counted, carriers()) == {0: "order"}
    assert guessed([("#1001",), ("#1002",)], carriers()) == {0: "order"}
    assert guessed([], carriers()) == {}
    assert guessed([("Shipments of November",), ("by warehouse",)], carriers()) == {}
    assert guessed([("1001", UPS[0], "DPD"), ("1002", UPS[1], "UPS")], carriers()) == {
        0: "order",
        1: "tracking",
        2: "carrier",
    }


@pytest.mark.parametrize("words", [("awaiting stock",), ("awaiting stock", "pick-up", "cancelled")])
def test_a_column_of_links_is_one_where_many_of_its_rows_have_words(words: tuple[str, ...]) -> None:
    rows = [
        ("Order", "Tracking link"),
        ("1001", VALUES["link"][0]),
        *((f"10{at:02}", word) for at, word in enumerate(words, 2)),
    ]

    assert find(rows, {}, looker(rows, carriers())).roles == {0: "order", 1: "tracking"}


def test_whom_a_parcel_goes_to_is_no_carrier_beside_who_pays() -> None:
    assert columns(("Name", "Financial Status", "Billing Company", "Shipping Company")) == {0: "order"}
    assert columns(("Order", "Shipping Company"))[1] == "carrier"


def test_a_column_full_of_carriers_numbers_or_links_is_told_where_it_is_not_used() -> None:
    rows = [("1001", UPS[0], VALUES["link"][0], "blue"), ("1002", UPS[1], VALUES["link"][1], "red")]

    assert unmapped(("Order", "Box", "", "Colour"), rows, {0}, carriers()) == {
        1: "“Box” is full of carriers' numbers and is not used; say what it is.",
        2: "“Column 3” is full of tracking links and is not used; say what it is.",
    }
    assert unmapped(("Order", "Box", "", "Colour"), rows, {0, 1, 2}, carriers()) == {}
    dated = [("1001", "27.11.2026"), ("1002", "28.11.2026")]
    assert unmapped(("", ""), dated, {0}, carriers()) == {
        1: "“Column 2” is full of dates and is not used; say what it is."
    }
    assert unmapped(("Order", "Paid"), dated, {0}, carriers()) == {}
