#!/bin/sh
# Makes one of the databases beside this file with the console of an older commit, by that console's own window and the
# runner of files that its tests have:
#
#     tests/store/old/make.sh COMMIT NAME        e.g.  tests/store/old/make.sh 28b390f 3-first
#
# Needs the checkout's .venv. What is in each: an order whose save got no answer ("Cut shop"), a saved order, an edited
# order with a text that is no amount, an edited cart, an order that was only read, and a run that was killed.
set -eu
commit=$1 name=$2
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git -C "$root" archive "$commit" | tar x -C "$work"
[ ! -f "$work/tests/support/shipper.py" ] || sed -i 's/^_AT_ONCE = .*/_AT_ONCE = 1/' "$work/tests/support/shipper.py"
cat >"$work/tests/test_make_old.py" <<'PYTHON'
import os, signal, sqlite3, subprocess, sys
from contextlib import closing
from pathlib import Path

import pytest

try:
    from console.presenters.saving import saving
except ImportError:
    from console.presenters import saving
from tests.presenters import given
from tests.presenters.given import Between, answer_lost, passed, request_lost
from tests.support.console import environment_of, running
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(saving, "LOOK_AGAIN", (0.0, 0.0, 0.0))


def close(console):
    console.window.close()
    console.until(lambda: not console.window.isVisible())


def ship(home, sandbox, folder):
    orders = [given.new_order(sandbox) for _ in range(24)]
    rows = [f"{order},https://track.example.com/parcel/{place},no" for place, order in enumerate(orders)]
    file = folder / "parcels.csv"
    file.write_text("\n".join(["Order,Tracking link,Message", *rows, "no-such-order,https://track.example.com/parcel/99,no\n"]))
    command = [sys.executable, "-m", "tests.support.shipper", "Shop", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as shipper:
        for _ in shipper.stdout:
            with closing(sqlite3.connect(f"file:{home}/data/console.db?mode=ro", uri=True)) as database:
                if database.execute("SELECT COUNT(*) FROM run_rows WHERE status = 'sent'").fetchone()[0] >= 3:
                    break
        os.kill(shipper.pid, signal.SIGKILL)


def test_make(qtbot, sandbox, tmp_path):
    with (
        Between(sandbox, passed, passed, answer_lost, request_lost) as between,
        running(qtbot, environment_of(sandbox, name="Cut shop", api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.send()
        assert console.said.headline.startswith("It is not known whether this was saved")
        close(console)
    with running(qtbot, environment_of(sandbox, name="Shop")) as console:
        console.look_up("1002")
        console.type_into("Shipping details", "UPS Ground, two parcels")
        console.send()
        console.look_up(SAMPLE_CART)
        console.type_into("Shipping details", "Hand delivery")
        console.type_cell(0, "quantity", "7")
        console.look_up("1003")
        console.type_into("Tax", "12,5x")
        console.type_into("Shipping details", "Leave at the door")
        console.click("Shipped")
        console.look_up("1004")
        close(console)
    home = Path(os.environ["ORDER_CONSOLE_HOME"])
    if (Path(__file__).parent / "support" / "shipper.py").exists():
        ship(home, sandbox, tmp_path)
    with closing(sqlite3.connect(home / "data" / "console.db")) as there, closing(sqlite3.connect(os.environ["MADE"])) as made:
        there.backup(made)
        made.execute("PRAGMA journal_mode = DELETE")
        made.execute("VACUUM")
PYTHON
(cd "$work" && MADE="$work/console.db" PYTHONPATH=$work QT_QPA_PLATFORM=offscreen \
    "$root/.venv/bin/python" -m pytest -q -p no:cacheprovider -W ignore tests/test_make_old.py)
gzip -9nc "$work/console.db" >"$here/$name.db.gz"
