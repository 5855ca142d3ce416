"""A table understood: its head, its rows with what a reader found amiss, and what is said before any order is read."""

from __future__ import annotations

from datetime import date

from console.model.carriers.carriers import carriers
from console.presenters.runs import rows
from console.store.tables import Table, pasted

UPS, OTHER = "1Z5R89390357567127", "1Z879E930346834440"
TODAY = date(2026, 11, 27)


def understood(table: Table) -> tuple[rows.TableHead, list[rows.RunRow]]:
    head = rows.understood(table, {}, carriers())
    return head, rows.items(table, head.row, head.roles, carriers(), today=TODAY)


def test_title_rows_are_no_rows_and_places_count_from_the_head() -> None:
    head, items = understood(pasted(f"Shipments;;\n\nOrder;Tracking number;Date\n1001;{UPS};27.11.2026\n"))

    assert (head.row, head.roles) == (1, {0: "order", 1: "tracking", 2: "date"})
    assert [(item.place, item.request.order, item.request.shipment.date) for item in items] == [
        (0, "1001", "2026-11-27")
    ]


def test_a_person_may_say_which_row_the_head_is() -> None:
    table = pasted(f"Order;Tracking number\nBeleg;Paket\n1001;{UPS}\n1002;{OTHER}\n1003;{UPS}\n")

    assert rows.headed(table, 1, {"beleg": "order"}, carriers()).roles == {0: "order", 1: "tracking"}
    assert rows.headed(table, None, {}, carriers()).roles == {0: "order", 1: "tracking"}
    assert rows.headed(table, None, {}, carriers()).row is None


def test_rows_that_are_hidden_in_the_spreadsheet_are_not_chosen_and_it_is_said_why() -> None:
    table = Table("a", (("Order",), ("1001",), ("1002",)), "XLSX", numbers=(1, 2, 3), hidden=frozenset({2}))
    _, items = understood(table)
    checked = [item.checked("will ship") for item in items]

    assert [(item.included, item.why) for item in checked] == [
        (True, ""),
        (False, "hidden in the spreadsheet"),
    ]
    assert checked[1].unchecked.hidden


def test_rows_with_more_cells_than_the_head_and_repeated_heads_are_problems_and_told() -> None:
    table = pasted(
        f"Order,Details,Tracking number\n1001,Fragile, with care,{UPS}\nOrder,Details,Tracking number\n1002,x,{OTHER}\n"
    )
    head, items = understood(table)

    assert [item.request.problem for item in items] == ["bad choice", "bad choice", ""]
    assert rows.said(table, head, carriers()) == (
        "Row 2 has more cells than the head; nothing of them is sent as it stands.",
        "Row 3 repeats the head; nothing of them is sent as it stands.",
    )


def test_columns_that_nobody_uses_and_files_without_tracking_are_told() -> None:
    table = pasted(f"Order,Colour\n1001,{UPS}\n1002,{OTHER}\n")

    assert rows.said(table, rows.understood(table, {}, carriers()), carriers()) == (
        "“Colour” is full of carriers' numbers and is not used; say what it is.",
        "No column has tracking numbers; orders are marked shipped without a link.",
    )


def test_columns_that_the_spreadsheet_hides_yield_to_those_that_it_shows() -> None:
    head_row = ("Order", "Tracking number", "Tracking no")
    table = Table(
        "a", (head_row, ("1001", OTHER, UPS)), "XLSX", numbers=(1, 2), hidden_columns=frozenset({1})
    )
    alone = Table("a", (head_row[:2], ("1001", UPS)), "XLSX", numbers=(1, 2), hidden_columns=frozenset({1}))

    assert rows.understood(table, {}, carriers()).roles == {0: "order", 2: "tracking"}
    assert "is hidden" not in " ".join(rows.said(table, rows.understood(table, {}, carriers()), carriers()))
    assert rows.understood(alone, {}, carriers()).roles == {0: "order", 1: "tracking"}
    assert rows.said(alone, rows.understood(alone, {}, carriers()), carriers()) == (
        "The column “Tracking number” is hidden in the spreadsheet.",
    )


def test_dates_and_carriers_of_the_file_are_for_rows_that_have_none() -> None:
    table = pasted(
        "Order,Tracking number,Carrier,Date\n1001,05308801410058,,\n1002,05308801410058,dhl paket,2026-11-01\n"
    )
    head = rows.understood(table, {}, carriers())
    items = rows.items(
        table, head.row, head.roles, carriers(), dated="2026-11-27", carrier="DHL Paket", today=TODAY
    )

    assert [item.request.shipment.date for item in items] == ["2026-11-27", "2026-11-01"]
    assert all("dhl.de" in item.request.shipment.link for item in items)


def test_a_column_of_long_numbers_that_all_end_in_zeros_has_lost_its_digits() -> None:
    text = "Order,Tracking number,Carrier\n1,1234567890123450,Evri\n2,1234567890123460,Evri\n3,1234567890123470,Evri\n"
    lost, fine = pasted(text), pasted(text.replace("460", "461"))

    assert {item.request.problem for item in understood(lost)[1]} == {"bad number"}
    assert "lost its last digits" in understood(lost)[1][0].request.why
    assert not any("last digits" in item.request.why for item in understood(fine)[1])
