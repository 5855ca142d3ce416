"""How tries, bills of materials, audits and two builds are judged; nothing is built or tried here.

It must not need a package that was made.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.checkout import ROOT


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """The modules that judge packages, by name; they go again, since short names are others' too."""
    monkeypatch.syspath_prepend(ROOT / "packaging")
    before = set(sys.modules)
    yield SimpleNamespace(**{name: importlib.import_module(name) for name in ("bill", "trying", "twice")})
    for name in set(sys.modules) - before:
        del sys.modules[name]


def line(method: str, status: int, body: object = None, path: str | None = None) -> str:
    order = "/orders/0ad24370-96de-4922-9a53-954530fcbb64"
    return json.dumps({"method": method, "path": path or order, "status": status, "body": body})


SHIPPED = {
    "states": {"processed": True, "shipped": True},
    "shippingTrackingUrl": "https://www.ups.com/track?tracknum=1Z999AA10123456784",
}


def test_a_tour_counts_only_where_the_sandbox_saw_the_order_read_and_shipped_once(
    ours: SimpleNamespace,
) -> None:
    expect = ours.trying.expect_shipped
    token = line("POST", 200, path="/oauth2/token")
    expect("\n".join([token, line("GET", 200), line("POST", 200, SHIPPED)]))
    unlike = {
        "not read first": [token, line("POST", 200, SHIPPED)],
        "not sent once": [line("GET", 200), *[line("POST", 200, SHIPPED)] * 2],
        "not marked shipped": [line("GET", 200), line("POST", 200, SHIPPED | {"states": {"shipped": False}})],
        "not got its link": [
            line("GET", 200),
            line("POST", 200, SHIPPED | {"shippingTrackingUrl": "https://x.example"}),
        ],
    }
    for sentence, lines in unlike.items():
        with pytest.raises(Exception, match=sentence):
            expect("\n".join(lines))


def test_what_a_program_leaves_is_told_and_the_users_own_folders_are_not(
    ours: SimpleNamespace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trying = ours.trying
    assert trying.beside(".config/order-console/window.ini", ".config/order-console")
    assert not trying.beside(".config/order-console-old", ".config/order-console")

    def leaves() -> None:
        trying.expect(not trying.listing(tmp_path), f"left in the home: {sorted(trying.listing(tmp_path))}")

    assert trying.told("the program", leaves) == 0
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").touch()
    assert trying.told("the program", leaves) == 1
    assert "the program: FAILED after 0 s: left in the home: ['deep/file']" in capsys.readouterr().out


def test_two_builds_are_compared_by_content_mode_and_links_and_not_by_time(
    ours: SimpleNamespace, tmp_path: Path
) -> None:
    for name, moment in (("one", 1), ("two", 2)):
        folder = tmp_path / name
        folder.mkdir()
        for file in ("same", "content", "mode"):
            (folder / file).write_text("x")
            os.utime(folder / file, (moment, moment))
        (folder / "link").symlink_to("same" if moment == 1 else "content")
    (tmp_path / "two" / "content").write_text("y")
    (tmp_path / "two" / "mode").chmod(0o755)
    (tmp_path / "two" / "more").touch()
    found = [ours.twice.contents_of(tmp_path / name) for name in ("one", "two")]
    assert ours.twice.different(*found) == ["content", "link", "mode", "more"]


def test_the_bill_names_what_the_program_needs_and_not_what_only_the_environment_has(
    ours: SimpleNamespace,
) -> None:
    refs = ("requests", "idna", "keyring", "jeepney", "pip")
    bill = {
        "metadata": {"component": {"bom-ref": "root", "name": "order-console"}},
        "components": [{"bom-ref": ref, "name": ref} for ref in refs],
        "dependencies": [
            {"ref": "root", "dependsOn": ["requests"]},
            {"ref": "requests", "dependsOn": ["idna"]},
            {"ref": "keyring", "dependsOn": ["jeepney"]},
            {"ref": "pip"},
        ],
    }
    told = ours.bill.only_inside(bill, "9.9.9", {"keyring"})
    assert [one["name"] for one in told["components"]] == ["requests", "idna", "keyring", "jeepney"]
    assert told["metadata"]["component"]["version"] == "9.9.9"
    assert [one["ref"] for one in told["dependencies"]] == ["root", "requests", "keyring"]
    assert told["dependencies"][0]["dependsOn"] == ["keyring", "requests"]


ANSWERS = [
    {"name": "idna", "version": "3.6", "vulns": [{"id": "PYSEC-2024-60", "fix_versions": ["3.7"]}]},
    {"name": "h11", "version": "0.16.0", "vulns": []},
    {"name": "ours", "skip_reason": "Dependency not found on PyPI and could not be audited: ours (1.0)"},
]


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        (ANSWERS[1:2], 0, "Audited 1 packages, found 0 known flaws."),
        (ANSWERS[:2], 1, "idna 3.6: PYSEC-2024-60, mended in 3.7"),
        (ANSWERS[1:], None, "of 1 packages out of 2 the list of known flaws said nothing.*: ours"),
        ([], None, "could not be asked"),
    ],
)
def test_silence_about_a_package_is_not_taken_for_a_clean_bill(
    answers: list[object],
    code: int | None,
    said: str,
    ours: SimpleNamespace,
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = json.dumps({"dependencies": answers}) if answers else ""
    if code is None:
        with pytest.raises(Exception, match=said):
            ours.bill.judge(printed, "")
    else:
        assert ours.bill.judge(printed, "") == code
        assert said in capsys.readouterr().out
