"""Every file that the store writes, on a disk that is really full: the old one is whole, and it works once there is room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.model.environment import Environment, Secret
from console.store import draft_copies, results
from console.store.carriers import OwnCarriers
from console.store.drafts import KeptDraft
from console.store.environments import Environments
from console.store.files import StoreTrouble
from console.store.places import Places, find_places
from tests.support.disks import Disk, small_disk

Write = Callable[[Places, str], Path]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", kilobytes=64) as mounted:
        yield mounted


def environments(places: Places, word: str) -> Path:
    address = "https://rest.example.com"
    Environments(places).save(Environment("Shop", address, address, word * 2_000, Secret("s"), "test"))
    return Environments(places).path


def carriers(places: Places, word: str) -> Path:
    own = OwnCarriers(places)
    own.write(f"# {word}\n" * 2_000, instead_of=own.read())
    return own.path


def csv(places: Places, word: str) -> Path:
    path = places.data / "results.csv"
    results.write(path, ["Order"], [[word]] * 2_000, form="csv")
    return path


def xlsx(places: Places, word: str) -> Path:
    path = places.data / "results.xlsx"
    results.write(path, ["Order"], [[f"{word} {row}"] for row in range(500)], form="xlsx")
    return path


def copy(places: Places, word: str) -> Path:
    path = places.data / "copy.drafts.json"
    at = datetime(2026, 1, 2, tzinfo=UTC)
    draft_copies.write(path, [KeptDraft("Shop", "order", "1", "Order 1", 1, {"text": word * 2_000}, at)])
    return path


@pytest.mark.fault(71)
@pytest.mark.parametrize("write", [environments, carriers, csv, xlsx, copy])
def test_a_full_disk_leaves_the_old_file_whole_and_takes_the_new_one_when_there_is_room(
    disk: Disk, write: Write
) -> None:
    places = find_places({"ORDER_CONSOLE_HOME": str(disk.folder / "home")})
    places.prepare()
    path = write(places, "old")
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    disk.fill()
    with pytest.raises(StoreTrouble, match="the disk is full"):
        write(places, "new")
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == beside, "and nothing half-written lies beside it"
    disk.free()
    write(places, "new")
    assert path.read_bytes() != before


@pytest.mark.fault(70)
@pytest.mark.parametrize("write", [environments, carriers, csv, copy])
def test_read_only_folders_are_a_sentence_and_the_old_file_is_read(disk: Disk, write: Write) -> None:
    places = find_places({"ORDER_CONSOLE_HOME": str(disk.folder / "home")})
    places.prepare()
    path = write(places, "old")
    before = path.read_bytes()
    disk.make_read_only()
    with pytest.raises(StoreTrouble, match="read-only"):
        write(places, "new")
    assert path.read_bytes() == before
