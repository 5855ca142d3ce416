"""`order-console check`: what it says of a file, with and without orders, and that it sends nothing and loads no Qt."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from console.app import check
from console.model.environment import Environment, Secret
from console.store import moving_secrets
from console.store.environments import Environments
from console.store.places import find_places
from tests.support.keyrings import HeldKeyring
from tests.support.keyrings import held_keyring as held_keyring
from tests.support.raw_server import RawServer, reply
from tests.support.sandbox import Sandbox

CASES = Path(__file__).parents[1] / "store" / "cases"
UUID = "11111111-2222-4333-8444-555555555555"
UPS = "1Z999AA10123456784"
LINK = f"https://www.ups.com/track?tracknum={UPS}"


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_without_a_server_each_row_is_judged_as_it_could_be_sent(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([str(CASES / "german.csv"), "--offline", "--json"]) == 0
    first, second, whole = said(capsys)

    assert first == {
        "row": 1,
        "order": "1001",
        "verdict": "will ship",
        "chosen": True,
        "carrier": "UPS",
        "number": UPS,
        "link": LINK,
        "date": "2026-11-27",
        "details": "",
        "message": True,
        "why": "",
    }
    assert (second["row"], second["message"]) == (2, False)
    assert whole == {
        "rows": 2,
        "counts": {"will ship": 2},
        "form": "CSV, semicolon, UTF-8",
        "sheet": "",
        "header_row": 1,
        "columns": {
            "order": "Auftragsnummer",
            "tracking": "Sendungsnummer",
            "carrier": "Versanddienstleister",
            "date": "Versanddatum",
            "message": "Kunde benachrichtigen",
        },
        "said": [],
    }


def test_rows_with_a_problem_make_it_end_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([str(CASES / "digits-lost-libreoffice.xlsx"), "--offline", "--json"]) == 1
    *rows, whole = said(capsys)

    assert {row["verdict"] for row in rows} == {"bad number"}
    assert not any(row["chosen"] or row["link"] for row in rows)
    assert (whole["counts"], whole["sheet"]) == ({"bad number": 5}, "digits")


def test_hidden_rows_and_second_rows_of_an_order_are_not_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = tmp_path / "twice.csv"
    twice.write_text(f"Order,Tracking number\n1001,{UPS}\n1001,{UPS}\n")

    assert check.main([str(CASES / "filtered.xlsx"), "--offline", "--json"]) == 0
    assert [row["chosen"] for row in said(capsys)[:-1]] == [True, False]
    assert check.main([str(twice), "--offline", "--json"]) == 1
    assert [(row["verdict"], row["why"]) for row in said(capsys)[:-1]] == [
        ("will ship", ""),
        ("duplicate", "the same order as row 1"),
    ]


def test_people_get_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([str(CASES / "title.xlsx"), "--offline"]) == 0
    shown = capsys.readouterr().out.splitlines()

    assert shown[0] == "title.xlsx: XLSX, sheet “Sheet”, header in row 4"
    assert shown[1] == "order: Order, tracking: Tracking number, carrier: Carrier, date: Date"
    assert shown[2].split() == [
        "Row",
        "Order",
        "Verdict",
        "Chosen",
        "Carrier",
        "Number",
        "or",
        "link",
        "Date",
        "Why",
    ]
    assert shown[3].split() == ["1", "1001", "will", "ship", "yes", "UPS", UPS, "2026-11-27"]
    assert shown[-1] == "2 rows: 2 will ship"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["sheetjs.slk", "--offline"], "is a SYLK file"),
        (["gone.csv", "--offline"], "could not be read: No such file or directory."),
        (["activesecond.xlsx", "--offline", "--sheet", "Dec"], "has no sheet “Dec”"),
        (["title.csv"], "Say whose orders are to be read with --environment NAME"),
        (["title.csv", "--environment", "Nowhere"], "There is no environment called “Nowhere”."),
    ],
)
def test_what_cannot_be_checked_is_said_and_ends_with_two(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.main([str(CASES / arguments[0]), *arguments[1:]]) == 2
    told = capsys.readouterr()
    assert (told.out, sentence in told.err) == ("", True)


def test_a_head_without_an_order_is_no_file_to_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "parcels.csv"
    path.write_text(f"Tracking number,Carrier\n{UPS},UPS\n")

    assert check.main([str(path), "--offline"]) == 2
    assert "no column holds the orders' IDs" in capsys.readouterr().err


def test_a_cover_sheet_is_no_list_of_orders_and_the_others_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check.main([str(CASES / "cover.xlsx"), "--offline", "--json"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == (
        "",
        "cover.xlsx: no column of sheet “Cover” holds the orders' IDs. Name one of them “Order”, or choose another sheet"
        " with --sheet: “Orders”.\n",
    )
    assert check.main([str(CASES / "cover.xlsx"), "--offline", "--json", "--sheet", "Orders"]) == 0


def test_a_head_with_nothing_below_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "head.csv"
    path.write_text("Order,Tracking number\n")

    assert check.main([str(path), "--offline", "--json"]) == 0
    assert said(capsys)[0]["said"] == ["There is no row below the header, so there is nothing to send."]


def test_orders_are_read_and_nothing_is_sent(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = Secret(sandbox.client_secret)
    Environments(find_places()).save(
        Environment("Shop", sandbox.url, sandbox.token_url, sandbox.client_id, secret, "sandbox")
    )
    path = tmp_path / "monday.csv"
    path.write_text(f"Order;Tracking number\n1001;{UPS}\nNOT-THERE-1;{UPS}\n")
    before = len(sandbox.requests())

    assert check.main([str(path), "--environment", "Shop", "--json"]) == 1
    rows = said(capsys)[:-1]
    made = sandbox.requests()[before:]

    assert rows[1]["verdict"] == "not found"
    assert rows[0]["verdict"] in ("will ship", "different link", "same link")
    assert made
    assert not [one for one in made if one["method"] == "POST" and "token" not in one["path"]]


def test_whoever_reads_only_its_beginning_is_told_no_error(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("Order,Tracking number\n" + "".join(f"{1000 + at},{UPS}\n" for at in range(3_000)))
    command = [sys.executable, "-m", "console", "check", str(path), "--offline"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b"long.csv: CSV")
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


def test_no_qt_is_loaded() -> None:
    program = (
        "import sys\nfrom console.__main__ import main\n"
        f"code = main(['check', {str(CASES / 'looks.xlsx')!r}, '--offline', '--json'])\n"
        "sys.exit(10 + code if any('PySide6' in name for name in sys.modules) else code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")


def test_another_web_server_is_not_taken_for_one_without_these_orders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "two.csv"
    file.write_text(f"Order,Tracking number\n1001,{UPS}\n{UUID},{UPS}\n")
    places = find_places()
    places.prepare()
    with RawServer(reply(404, b"<title>It works!</title>", {"Content-Type": "text/html"})) as server:
        shop = Environment("Shop", server.url, server.token_url, "me", Secret("word"), "test")
        Environments(places).save(shop)

        assert check.main([str(file), "--environment", "Shop", "--json"]) == 1
    *rows, _ = said(capsys)
    assert [row["verdict"] for row in rows] == ["not read", "not read"]
    assert all("not the orders API" in row["why"] and "“It works!”" in row["why"] for row in rows)


def test_a_server_that_is_gone_ends_the_check_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "twenty.csv"
    file.write_text("Order,Tracking number\n" + "".join(f"{place},{UPS}\n" for place in range(1001, 1021)))
    places = find_places()
    places.prepare()
    with RawServer(reply(502, b"<html>", {"Content-Type": "text/html"})) as server:
        shop = Environment("Shop", server.url, server.token_url, "me", Secret("word"), "test")
        Environments(places).save(shop)

        assert check.main([str(file), "--environment", "Shop", "--json"]) == 1
    *rows, whole = said(capsys)
    assert {row["verdict"] for row in rows} == {"unchecked"}
    assert whole["said"][-1].startswith("The check was stopped; 20 rows were not read. 127.0.0.1:")


def test_a_secret_comes_out_of_the_keyring_and_where_there_is_none_yet_it_is_said_how_to_give_it(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], held_keyring: HeldKeyring
) -> None:
    known = Environments(find_places())
    secret = Secret(sandbox.client_secret)
    known.save(Environment("Shop", sandbox.url, sandbox.token_url, sandbox.client_id, secret, "test"))
    known.save(Environment("Later", sandbox.url, sandbox.token_url, "other", Secret(""), "test"))
    moving_secrets.move(known, "keyring")
    file = tmp_path / "one.csv"
    file.write_text(f"order,tracking\n#1001,{UPS}\n")
    assert check.main([str(file), "--environment", "Shop", "--json"]) in (0, 1)
    assert said(capsys)[-1]["rows"] == 1
    assert check.main([str(file), "--environment", "Later"]) == 2
    assert 'order-console connect --name "Later"' in capsys.readouterr().err
    held_keyring.locked = True
    assert check.main([str(file), "--environment", "Shop"]) == 2
    assert "locked" in capsys.readouterr().err
