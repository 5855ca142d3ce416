"""The tour: pictures of the main jobs, and proof that they were done.

It must not look at pixels of its own; that each picture is a picture of something is enough.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.pictures.desk_scenes import DESK_SCENES
from tests.support.checkout import ROOT

SHIPMENT = {"states", "shippingTrackingUrl", "shippingDate"}
PICTURES = ROOT / "resources" / "pictures"


def take_tour(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    surroundings = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, "-m", "console", "tour", str(folder)],
        env=surroundings | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one tour without a screen."""
    folder = tmp_path_factory.mktemp("tour")
    done = take_tour(folder)
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stderr.splitlines() if not line.startswith("This plugin does not support ")]
    assert said == []  # but for what Qt's offscreen screen cannot do
    return folder


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[str]:
    """A screen of Xvfb's, as the variable DISPLAY names it."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x900x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait(10)


def pictures(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.png"))


def colours(path: Path) -> int:
    image = QImage(str(path))
    assert not image.isNull(), path
    step = max(1, image.width() // 64)
    return len(
        {image.pixel(x, y) for x in range(0, image.width(), step) for y in range(0, image.height(), step)}
    )


def test_every_step_is_pictured_light_and_dark(tour: Path) -> None:
    names = pictures(tour)
    steps = {re.sub(r"-(light|dark)\.png$", "", name) for name in names}
    assert len(steps) >= 10
    assert names == sorted(f"{step}-{look}.png" for step in steps for look in ("light", "dark"))
    for name in names:
        assert colours(tour / name) > 5, name


def test_the_transcript_shows_the_jobs_and_no_secret(tour: Path) -> None:
    text = (tour / "requests.jsonl").read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    written = [line for line in lines if line["method"] == "POST" and line["path"] != "/oauth2/token"]
    assert [set(line["body"]) for line in written[:2]] == [SHIPMENT, {"lineItems"}]
    assert [line["query"] for line in written[:2]] == [{"triggerEvents": "false"}, {}]
    of_the_file = written[2:]
    assert len(of_the_file) == len({line["path"] for line in of_the_file}) == 6
    assert sorted(line["query"]["triggerEvents"] for line in of_the_file) == ["false"] * 5 + ["true"]
    assert "client_secret" not in text
    assert "access_token" not in text


def test_the_tour_works_in_a_real_window(screen: str, tmp_path: Path, tour: Path) -> None:
    done = take_tour(tmp_path / "tour", DISPLAY=screen, QT_QPA_PLATFORM="xcb")
    assert done.returncode == 0, done.stderr
    assert pictures(tmp_path / "tour") == pictures(tour)


def test_the_readme_shows_pictures_of_this_tour_and_of_a_desks_scenes(tour: Path) -> None:
    shown = re.findall(r"resources/pictures/([\w-]+\.png)", (ROOT / "README.md").read_text("utf-8"))
    of_desk = [name for name in shown if name.removesuffix("-light.png") in DESK_SCENES]
    assert len(of_desk) == 2
    assert len(shown) - len(of_desk) >= 4
    assert set(shown) == set(pictures(PICTURES))
    assert set(shown) - set(of_desk) <= set(pictures(tour))
