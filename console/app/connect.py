"""`order-console connect`: sets an environment up from the command line, for administrators and scripts.

It must not load Qt, nor talk to the service unless `--test` asks it to; the secret must not come from an argument or go
to the screen.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from console.model.environment import (
    ACCENTS,
    AUTH_METHODS,
    SANDBOX_NAME,
    Environment,
    environment_from_texts,
    problems,
)
from console.runtime import hidden
from console.runtime.output import OutputTrouble, close_output
from console.store import handed_on
from console.store.environments import Environments
from console.store.files import StoreTrouble
from console.store.places import find_places

_LONGEST_LINE = 10_000
_NOT_ASKED_YET = "?"
_OPTIONS = {
    "name": "--name",
    "api_url": "--api-url",
    "token_url": "--token-url",
    "client_id": "--client-id",
    "client_secret": "the client secret",
    "ca_file": "--ca-file",
    "proxy": "--proxy",
    "auth_method": "--auth-method",
    "scope": "--scope",
}


def main(argv: list[str]) -> int:
    """Save the environment that `argv` (without the word `connect`) describes; return 0, or 2 with sentences said.

    With `--test` it is tried out before, and 1 is returned and nothing saved where it does not do to look up.
    The secret is asked for at the terminal, or is the first line of standard input where that is no terminal.
    """
    try:
        given = _given(argv)
    except StoreTrouble as trouble:
        _complain(trouble.sentence)
        return 2
    texts = {
        "name": given.name,
        "api_url": given.api_url,
        "token_url": given.token_url,
        "client_id": given.client_id,
        "ca_file": str(Path(given.ca_file).absolute()) if given.ca_file else "",
        "proxy": given.proxy,
        "auth_method": given.auth_method,
        "scope": given.scope,
    }
    # Asked for last, so that nobody types a secret only to hear that an address is wrong.
    wrong = problems(**texts, client_secret=_NOT_ASKED_YET)
    if given.ca_file and not Path(given.ca_file).is_file():
        wrong["ca_file"] = "There is no such file."
    if not wrong:
        texts["client_secret"] = _secret()
        hidden.KNOWN.secret(texts["client_secret"], given.client_id)
        wrong = problems(**texts)
    if wrong:
        for field, sentence in wrong.items():
            _complain(f"{_OPTIONS[field]}: {sentence}")
        return 2
    environment = environment_from_texts(**texts, accent=given.colour, read_only=given.read_only)
    if given.test and not _carries(environment):
        return 1
    environments = Environments(find_places())
    try:
        before = environments.load()
        notices = [*before.notices, *environments.save(environment)]
    except StoreTrouble as trouble:
        _complain(trouble.sentence)
        return 2
    for notice in dict.fromkeys(notices):
        _complain(notice)
    done = "was replaced" if before.find(environment.name) else "is set up"
    told = (
        f"“{environment.name}” {done}; its credentials are in {environments.path}, which only you can read."
    )
    try:
        _say(told)
        sys.stdout.flush()
    except OutputTrouble:  # it is done all the same
        _complain(told)
        close_output()
    return 0


def _given(argv: list[str]) -> argparse.Namespace:
    """What the arguments say, over what an imported file does. Raises StoreTrouble for a file that cannot be used."""
    parser = _arguments()
    given = parser.parse_args(argv)
    usual = {"colour": "production", "ca_file": "", "proxy": "", "auth_method": "post", "scope": ""}
    if given.taken_in:
        found = handed_on.read(Path(given.taken_in)).model_dump()
        given.read_only = given.read_only or found["read_only"]
        usual = found | {"colour": found["accent"]}
    for key, value in usual.items():
        if getattr(given, key, None) is None:
            setattr(given, key, value)
    needed = ("name", "api_url", "token_url", "client_id")
    if missing := [_OPTIONS[key] for key in needed if getattr(given, key) is None]:
        parser.error(f"the following arguments are required: {', '.join(missing)}")
    return given


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="order-console connect",
        description="Set an environment up, or replace the one of that name. The client secret is asked for, or read"
        " from standard input when that is not a terminal; it is never an argument.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--import",
        dest="taken_in",
        metavar="FILE",
        help="begin with what a colleague exported; what is given counts more",
    )
    parser.add_argument("--name", help=f"as the window shows it; not “{SANDBOX_NAME}”")
    parser.add_argument("--api-url", help="the address of the API, https://...")
    parser.add_argument("--token-url", help="the address that gives tokens, https://...")
    parser.add_argument("--client-id", help="the client ID")
    parser.add_argument(
        "--colour", choices=ACCENTS, help="the colour of the frame; production where none is said"
    )
    parser.add_argument("--ca-file", help="a PEM file of authorities to trust instead of the usual")
    parser.add_argument("--proxy", help="http://host:port of a proxy to go through")
    parser.add_argument(
        "--auth-method",
        choices=AUTH_METHODS,
        help="how the secret is sent: in the form (client_secret_post) or in a header (client_secret_basic)",
    )
    parser.add_argument(
        "--test",
        action="store_true",
        help="try it out first, as Test connection does, and save only what works",
    )
    parser.add_argument(
        "--read-only", action="store_true", help="look up only: the console sends no change there"
    )
    parser.add_argument("--scope", help="the scope to ask for; several are parted by blanks")
    return parser


def _carries(environment: Environment) -> bool:
    """Whether the environment does to look up at least; says what was found, and what came, as Test connection does."""
    from console.api.check import check
    from console.api.client import Client

    with Client(environment) as client:
        verdict = check(client)
    good = verdict.state in ("ready", "no write")
    tell = _say if good else _complain
    for line in (*verdict.seen, verdict.headline, verdict.advice):
        tell(line)
    if verdict.method is not None:
        tell(f"Here that is --auth-method {verdict.method}.")
    if not good:
        tell("Nothing was saved on this computer.")
    return good


def _secret() -> str:
    """Return the secret as typed or piped, one line without its end; empty when there is none."""
    try:
        if sys.stdin is not None and sys.stdin.isatty():
            return getpass.getpass("Client secret (not shown): ")
        return sys.stdin.readline(_LONGEST_LINE).rstrip("\r\n") if sys.stdin is not None else ""
    except (EOFError, UnicodeDecodeError):
        return ""


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")
