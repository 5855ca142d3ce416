"""The operator's own carriers on disk: read as they were written, whole or not at all, never over another's work."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from console.store.carriers import LARGEST, ChangedMeanwhile, OwnCarriers
from console.store.files import StoreTrouble
from console.store.places import Places, find_places
from tests.support.posix import posix_only

TEXT = '[own]\nname = "Own ü 🚚"\n'


@pytest.fixture
def places() -> Places:
    return find_places(os.environ)


@pytest.fixture
def own(places: Places) -> OwnCarriers:
    places.prepare()
    return OwnCarriers(places)


def test_a_missing_file_is_empty(places: Places) -> None:
    assert OwnCarriers(places).read() == ""
    assert not places.config.exists(), "reading makes nothing"


def test_what_is_written_is_read(own: OwnCarriers, places: Places) -> None:
    own.write(TEXT, instead_of="")
    assert OwnCarriers(places).read() == TEXT
    assert own.path == places.config / "carriers.toml"
    own.write("", instead_of=TEXT)
    assert own.read() == ""


def test_the_folder_is_made_where_it_is_not_there(places: Places) -> None:
    OwnCarriers(places).write(TEXT, instead_of="")
    assert OwnCarriers(places).read() == TEXT


@posix_only
def test_only_the_operator_can_read_it(own: OwnCarriers) -> None:
    own.write(TEXT, instead_of="")
    assert stat.S_IMODE(own.path.stat().st_mode) == 0o600


def test_a_byte_order_mark_and_foreign_line_ends_are_read(own: OwnCarriers) -> None:
    own.path.write_bytes(b"\xef\xbb\xbf# one\r\n# two\r\n")
    assert own.read() == "# one\n# two\n"


def test_a_text_that_did_not_change_is_not_written(own: OwnCarriers) -> None:
    own.path.write_bytes(b"# one\r\n")
    own.write(own.read(), instead_of=own.read())
    assert own.path.read_bytes() == b"# one\r\n"


def test_what_another_program_wrote_meanwhile_is_not_overwritten(own: OwnCarriers) -> None:
    own.path.write_text("# theirs\n", encoding="utf-8")
    with pytest.raises(ChangedMeanwhile, match="nothing was saved") as raised:
        own.write(TEXT, instead_of="")
    assert raised.value.text == own.read() == "# theirs\n"
    own.write(TEXT, instead_of=raised.value.text)
    assert own.read() == TEXT


def test_the_same_work_of_another_program_is_no_conflict(own: OwnCarriers) -> None:
    own.path.write_text(TEXT, encoding="utf-8")
    own.write(TEXT, instead_of="")
    assert own.read() == TEXT


@pytest.mark.parametrize(
    ("held", "said"),
    [(b"\xff\xfe\x00", "not a text in UTF-8"), (b"#" * (LARGEST + 1), "larger than 1 MiB")],
)
def test_a_file_that_is_no_such_text_is_refused_and_left_alone(
    own: OwnCarriers, held: bytes, said: str
) -> None:
    own.path.write_bytes(held)
    with pytest.raises(StoreTrouble, match=said):
        own.read()
    with pytest.raises(StoreTrouble, match=said):
        own.write(TEXT, instead_of="")
    assert own.path.read_bytes() == held


def test_too_much_is_not_written(own: OwnCarriers) -> None:
    own.write(TEXT, instead_of="")
    with pytest.raises(StoreTrouble, match="longer than 1 MiB"):
        own.write("ü" * (LARGEST // 2 + 1), instead_of=TEXT)
    assert own.read() == TEXT


def test_half_a_character_does_not_keep_the_rest_from_the_disk(own: OwnCarriers) -> None:
    own.write(TEXT + "# \ud83d\n", instead_of="")
    assert own.read() == TEXT + "# ?\n"


@posix_only
def test_a_folder_in_its_place_is_told_and_stays(own: OwnCarriers) -> None:
    own.path.mkdir()
    with pytest.raises(StoreTrouble, match=r"carriers\.toml"):
        own.read()
    with pytest.raises(StoreTrouble, match=r"carriers\.toml"):
        own.write(TEXT, instead_of="")
    assert own.path.is_dir()


@posix_only
def test_a_refusing_disk_leaves_the_old_file(own: OwnCarriers, monkeypatch: pytest.MonkeyPatch) -> None:
    own.write(TEXT, instead_of="")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        with pytest.raises(StoreTrouble, match="disk is full"):
            own.write(TEXT * 2, instead_of=TEXT)
    assert own.read() == TEXT
    assert sorted(one.name for one in own.path.parent.iterdir()) == [".lock", "carriers.toml"]
