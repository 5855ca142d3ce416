"""Trying it on another Debian: what is refused, what is handed in, and that nothing is left behind. No Debian is made here."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.checkout import ROOT

TARGETS = """
https://nodes.example/ nodistro main
https://mirror.example/debian-security/ trixie-security main
https://mirror.example/debian/ trixie-updates main
https://mirror.example/debian/ trixie main
"""


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "packaging")
    return importlib.import_module("elsewhere")


@pytest.fixture
def bare(elsewhere: ModuleType) -> ModuleType:
    return importlib.import_module("bare")


@pytest.mark.parametrize("suites", [[], ["buster"], ["trixie", "../etc"]])
def test_a_suite_that_it_does_not_know_is_told_those_that_it_does(
    elsewhere: ModuleType, suites: list[str]
) -> None:
    with pytest.raises(Exception, match="of bookworm, trixie, sid"):
        elsewhere.elsewhere(ROOT, suites)


def test_whoever_is_not_root_is_told_so(
    elsewhere: ModuleType, bare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bare.machine, "is_root", lambda: False)
    with pytest.raises(Exception, match="Only root"):
        elsewhere.elsewhere(ROOT, ["trixie"])


def test_what_is_missing_is_named_with_its_command(
    elsewhere: ModuleType, bare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bare.machine, "is_root", lambda: True)
    monkeypatch.setattr(
        bare.shutil, "which", lambda name: None if name == "debootstrap" else f"/usr/bin/{name}"
    )
    with pytest.raises(Exception, match=r"needs debootstrap.*sudo apt-get install debootstrap$"):
        elsewhere.elsewhere(ROOT, ["trixie"])


def test_the_mirror_is_the_one_of_this_machine_for_debian_itself(bare: ModuleType) -> None:
    assert bare.mirror_of(TARGETS) == "https://mirror.example/debian/"
    with pytest.raises(Exception, match="knows no mirror"):
        bare.mirror_of("https://nodes.example/ nodistro main\n")


def test_what_leads_pip_to_its_index_is_handed_in_and_nothing_else(
    elsewhere: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / ".config" / "pip").mkdir(parents=True)
    settings, authority = tmp_path / ".config" / "pip" / "pip.conf", tmp_path / "authority.pem"
    settings.write_text(f"[global]\ncert = {authority}\n")
    authority.touch()
    given = {
        "PIP_RETRIES": "2",
        "https_proxy": "p",
        "SECRET": "s",
        "SSL_CERT_FILE": str(tmp_path / "gone.pem"),
    }
    variables, files = elsewhere.handed_in(given, tmp_path, tmp_path / "etc")
    assert variables == {"PIP_RETRIES": "2", "https_proxy": "p", "PIP_CERT": f"/{files[authority]}"}
    assert files.keys() == {settings, authority}
    assert files[settings] == "root/.config/pip/pip.conf"


def test_what_is_mounted_in_a_folder_is_seen(bare: ModuleType) -> None:
    line = "36 35 98:0 / {} rw,noatime master:1 - proc proc rw"
    mounts = "\n".join(line.format(point) for point in ("/", "/tmp/a\\040b/proc", "/tmp/a b2", "/tmp"))
    assert bare.mounted_below(Path("/tmp/a b"), mounts) == ["/tmp/a b/proc"]
    assert bare.mounted_below(Path("/home"), mounts) == []


IN_A_FOLDER = f"""
import signal, sys
sys.path.insert(0, {str(ROOT / "packaging")!r})
import bare
signal.signal(signal.SIGINT, signal.default_int_handler)  # who starts tests in the background has it ignored
with bare.ended_by_signals(), bare.folder() as folder:
    (folder / "deep").mkdir()
    (folder / "deep" / "file").touch()
    print(folder, flush=True)
    signal.pause()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are a matter of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_however_it_is_ended(number: signal.Signals, tmp_path: Path) -> None:
    surroundings = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", IN_A_FOLDER],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=surroundings,
    ) as started:
        assert started.stdout is not None
        folder = Path(started.stdout.readline().strip())
        assert folder.parent == tmp_path
        assert (folder / "deep" / "file").exists()
        started.send_signal(number)
        assert started.wait() != 0
    assert list(tmp_path.iterdir()) == []


def test_no_host_stands_in_it() -> None:
    assert "://" not in (ROOT / "packaging" / "elsewhere.py").read_text(encoding="utf-8")
