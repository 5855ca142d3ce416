"""The token servers of the bench: what each is, how it comes onto this machine, and how it is started and stopped.

It must not know what is tried with them, nor leave a process or a file behind.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent
_ANSWER_SECONDS = 60


class Unusable(Exception):
    """The bench cannot run here; its text is a sentence."""


@dataclass(frozen=True)
class Credentials:
    """A client to register, and how the server shall expect its secret where it tells the two ways apart."""

    id: str
    secret: str
    method: Literal["post", "basic"] = "post"


@dataclass(frozen=True)
class Kind:
    """A token server: what to install, its script, and what is known of it that is not `ok`, item by item."""

    name: str
    tool: Literal["pip", "npm"]
    packages: tuple[str, ...]
    script: str
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Installed:
    """A server that can be started: its version as the package itself says it, and its command."""

    kind: Kind
    version: str
    command: tuple[str, ...]


ALL = (
    Kind(
        "oidc-provider",
        "npm",
        ("oidc-provider@8.8.1",),
        "oidc_provider.mjs",
        {
            "the other way": "post: taken; basic: taken",
            "wrong scope": "a token was given",
            "slash at the end": "with a slash more: taken too",
            "kind of token": "opaque; JWT",
        },
    ),
    Kind(
        "django-oauth-toolkit",
        "pip",
        ("django==5.2.19", "django-oauth-toolkit==3.4.1"),
        "django_oauth_toolkit.py",
        {
            "the other way": "post: taken; basic: taken",
            "slash at the end": "without its slash: HOST points to HOST/o/token/ instead, which is not followed.",
            "kind of token": "opaque; opaque",
        },
    ),
    Kind(
        "authlib",
        "pip",
        ("authlib==1.9.10", "flask==3.1.3"),
        "authlib_server.py",
        {
            "right secret, post": "The client ID or the client secret was refused. [invalid_client: The client cannot"
            " authenticate with methods: ['client_secret_basic']]",
            "the other way": "post: basic proposed; basic: taken",
            "slash at the end": "with a slash more: There is nothing at this address of HOST.",
            "kind of token": "opaque; opaque",
        },
    ),
    Kind(
        "oauth2-mock-server",
        "npm",
        ("oauth2-mock-server@8.2.3",),
        "oauth2_mock_server.mjs",
        {
            "wrong secret": "post: a token was given",
            "the other way": "post: taken; basic: taken",
            "wrong scope": "a token was given",
            "slash at the end": "with a slash more: taken too",
            "kind of token": "JWT; JWT",
        },
    ),
)


def install(folder: Path, kinds: Sequence[Kind]) -> list[Installed]:
    """Bring each into a folder of its own below `folder`; raises Unusable."""
    return [_installed(folder / kind.name, kind) for kind in kinds]


@contextmanager
def running(server: Installed, folder: Path, *, clients: Sequence[Credentials], life: int) -> Iterator[str]:
    """Start it with these clients and tokens that live `life` seconds; gives its token address, and stops it."""
    given = {"clients": [asdict(client) for client in clients], "life": life}
    at = folder / server.kind.name
    with (at / "log").open("w") as log:
        process = subprocess.Popen(
            server.command,
            cwd=at,
            env=os.environ | {"GIVEN": json.dumps(given)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                raise Unusable(f"{server.kind.name} did not start:\n{(at / 'log').read_text()[-2_000:]}")
            yield json.loads(line)["token_url"]
        finally:
            process.terminate()
            try:
                process.wait(_ANSWER_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            assert process.stdout is not None
            process.stdout.close()


def _installed(folder: Path, kind: Kind) -> Installed:
    folder.mkdir()
    name, _, _ = (
        kind.packages[-1 if kind.name == "django-oauth-toolkit" else 0].replace("==", "@").partition("@")
    )
    if kind.tool == "pip":
        python = folder / "venv" / "bin" / "python"
        _run([sys.executable, "-m", "venv", folder / "venv"], folder)
        _run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *kind.packages], folder)
        ask = f"import importlib.metadata as m; print(m.version({name!r}))"
        return Installed(kind, _run([python, "-c", ask], folder), (str(python), str(HERE / kind.script)))
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise Unusable("Node.js with npm is needed for this bench.")
    _run([npm, "init", "-y"], folder)
    _run([npm, "install", "--silent", "--no-audit", "--no-fund", *kind.packages], folder)
    shutil.copy(HERE / kind.script, folder)  # Node looks for packages beside the script
    version = json.loads((folder / "node_modules" / name / "package.json").read_text())["version"]
    return Installed(kind, version, (node, str(folder / kind.script)))


def _run(command: Sequence[str | Path], folder: Path) -> str:
    """What a command says; where the bench is stopped meanwhile, all that the command started ends first."""
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said, complained = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        raise Unusable(f"{command[0]} failed:\n{complained[-2_000:]}")
    return said.strip()
