"""`order-console connect`: sets an environment up from the command line, for administrators and scripts.

It must not load Qt, nor talk to the service unless `--test` asks it to; the secret must not come from an argument or go
to the screen.
"""

from __future__ import annotations

import argparse
import dataclasses
import getpass
import sys
from pathlib import Path
from typing import Any

from console.app import connect_files
from console.model.environment import (
    ACCENTS,
    AUTH_METHODS,
    SANDBOX_NAME,
    Environment,
    Secret,
    environment_from_texts,
    problems,
)
from console.presenters.settings.taking_in import takings
from console.runtime import hidden
from console.runtime.output import OutputTrouble, close_output
from console.store.environments import Book, Environments
from console.store.files import StoreTrouble
from console.store.handed_on import HandedOn
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
    """Do what `argv` (without the word `connect`) asks for; return 0, or 2 with sentences said.

    It saves an environment, or hands environments on or takes them in as a file. With `--test` what is saved is tried
    out before, and 1 is returned and nothing saved where it does not do to look up. The secret is asked for at the
    terminal, or is the first line of standard input where that is no terminal.
    """
    parser = _arguments()
    given = parser.parse_args(argv)
    _refuse_idle(parser, given)
    try:
        environments = Environments(find_places())
        if given.export is not None:
            _say_if(connect_files.export(environments, given.export, given.name or (), replace=given.replace))
            return 0
        if len(given.name or ()) > 1:
            parser.error("argument --name: more than one goes with --export alone")
        given.name = given.name[0] if given.name else None
        found = connect_files.read(given.taken_in) if given.taken_in else None
        if found is not None and (len(found.environments) > 1 or _from_file_alone(given)):
            return _take_in(parser, given, environments, found)
        return _set_up(parser, given, environments, found)
    except StoreTrouble as trouble:
        _complain(trouble.sentence)
        return 2


def _refuse_idle(parser: argparse.ArgumentParser, given: argparse.Namespace) -> None:
    """Refuse what would be passed over: who asks for a preview must not find that something was saved."""
    if given.export is not None:
        others = {"--import": given.taken_in is not None, "--preview": given.preview, "--test": given.test}
        details = [option for option in (*_details(given), *_manner(given)) if option != "--name"]
        if more := [option for option, is_given in others.items() if is_given] + details:
            parser.error(f"{', '.join(more)}: not with --export")
    elif given.taken_in is None:
        if given.preview:
            parser.error("--preview: only with --import")
        if given.replace:
            parser.error(
                "--replace: only with --import or --export; without them the one of that name is replaced"
            )


def _from_file_alone(given: argparse.Namespace) -> bool:
    """Whether nobody could be asked for a secret, because standard input is the file, or nothing is to be saved."""
    return given.preview or (given.taken_in == connect_files.STANDARD and not _details(given))


def _details(given: argparse.Namespace) -> list[str]:
    """The options that say what an environment is like."""
    return [option for key, option in _OPTIONS.items() if getattr(given, key, None) is not None]


def _manner(given: argparse.Namespace) -> list[str]:
    """The options that say how careful an environment is."""
    return ["--colour"] * bool(given.colour) + ["--read-only"] * given.read_only


def _take_in(
    parser: argparse.ArgumentParser, given: argparse.Namespace, environments: Environments, found: HandedOn
) -> int:
    if more := [*_details(given), *_manner(given)]:
        parser.error(f"{', '.join(more)}: not with several environments, with --preview, or with --import -")
    if given.test:
        parser.error("--test: a file has no secret to try out")
    for sentence in connect_files.take_in(environments, found, replace=given.replace, preview=given.preview):
        _complain(sentence)
    return 0


def _set_up(
    parser: argparse.ArgumentParser,
    given: argparse.Namespace,
    environments: Environments,
    found: HandedOn | None,
) -> int:
    before = environments.load()
    here = before.find(given.name or "")
    if here is not None and found is None and _details(given) == ["--name"]:
        return _give_secret(given, environments, here)
    _fill(parser, given, found)
    here = before.find(given.name)
    if here is not None and here.administered is not None and here.administered.whole:
        raise StoreTrouble(
            f"“{here.name}” is set by your administrator in {here.administered.path}; only its secret is yours:"
            f' order-console connect --name "{here.name}".'
        )
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
    later = False
    if not wrong:
        if found is not None:
            _refuse_unasked(before, texts, given)
        texts["client_secret"] = _secret(optional=found is not None)
        later = found is not None and not texts["client_secret"]
        hidden.KNOWN.secret(texts["client_secret"], given.client_id)
        wrong = {} if later else problems(**texts)
    if wrong:
        for field, sentence in wrong.items():
            _complain(f"{_OPTIONS[field]}: {sentence}")
        return 2
    environment = environment_from_texts(**texts, accent=given.colour, read_only=given.read_only)
    if later and here is not None and here.shown_to == environment.shown_to:
        environment = dataclasses.replace(environment, secret=here.secret, secret_item=here.secret_item)
    if given.test and not _carries(environments.with_secret(environment)):
        return 1
    return _save(environments, environment, before)


def _refuse_unasked(before: Book, texts: dict[str, str], given: argparse.Namespace) -> None:
    """Say what a file would add or change. Raises StoreTrouble where it would change what is here without `--replace`."""
    made = environment_from_texts(**texts, client_secret="", accent=given.colour, read_only=given.read_only)
    [taking] = takings(before, [made])
    _say(taking.words)
    if taking.kind == "changed" and not given.replace:
        raise StoreTrouble("What is here is changed only with --replace. Nothing was taken in.")


def _give_secret(given: argparse.Namespace, environments: Environments, here: Environment) -> int:
    """Give an environment that is here its secret, and leave all else of it as it is."""
    text = _secret()
    hidden.KNOWN.secret(text, here.client_id)
    parts = {key: getattr(here, key) for key in ("api_url", "token_url", "client_id", "auth_method", "scope")}
    if sentence := problems(name=here.name, **parts, client_secret=text).get("client_secret"):
        raise StoreTrouble(f"the client secret: {sentence}")
    environment = dataclasses.replace(here, secret=Secret(text.strip()), secret_item="")
    if given.test and not _carries(environment):
        return 1
    return _save(environments, environment, environments.load())


def _save(environments: Environments, environment: Environment, before: Book) -> int:
    notices = [*before.notices, *environments.save(environment)]
    for notice in dict.fromkeys(notices):
        _complain(notice)
    here = before.find(environment.name)
    done = "was replaced" if here is not None and here.has_secret else "is set up"
    where = f"its credentials are in {environments.path}, which only you can read."
    if not environment.has_secret:
        where = "its secret is asked for at the first use."
    elif environments.load().secrets_in == "keyring":
        where = "its secret is in the system's keyring."
    told = f"“{environment.name}” {done}; {where}"
    try:
        _say(told)
        sys.stdout.flush()
    except OutputTrouble:  # it is done all the same
        _complain(told)
        close_output()
    return 0


def _fill(parser: argparse.ArgumentParser, given: argparse.Namespace, found: HandedOn | None) -> None:
    """Complete what the arguments say, by what an imported file does and by what is usual."""
    usual: dict[str, Any] = {
        "colour": "production",
        "ca_file": "",
        "proxy": "",
        "auth_method": "post",
        "scope": "",
    }
    if found is not None:
        for sentence in found.told:
            _complain(sentence)
        entry = dataclasses.asdict(found.environments[0])
        given.read_only = given.read_only or entry["read_only"]
        usual = entry | {"colour": entry["accent"]}
    for key, value in usual.items():
        if getattr(given, key, None) is None:
            setattr(given, key, value)
    needed = ("name", "api_url", "token_url", "client_id")
    if missing := [_OPTIONS[key] for key in needed if getattr(given, key) is None]:
        parser.error(f"the following arguments are required: {', '.join(missing)}")


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
        help="begin with what was exported, - for standard input; what is given counts more. Where it holds several"
        " environments, they are set up and each secret is asked for at the first use",
    )
    parser.add_argument(
        "--export",
        metavar="FILE",
        help="write what is set up here without the secrets, - for standard output: all, or what --name says",
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="let --import change what is here, and --export a file that is there",
    )
    parser.add_argument(
        "--preview", action="store_true", help="say what --import would add and change, and save nothing"
    )
    parser.add_argument(
        "--name",
        action="append",
        help=f"as the window shows it; not “{SANDBOX_NAME}”. Alone: give the secret of one that is set up",
    )
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


def _secret(*, optional: bool = False) -> str:
    """Return the secret as typed or piped, one line without its end; empty when there is none."""
    later = "; Enter to type it at the first use" if optional else ""
    try:
        if sys.stdin is not None and sys.stdin.isatty():
            return getpass.getpass(f"Client secret (not shown{later}): ")
        return sys.stdin.readline(_LONGEST_LINE).rstrip("\r\n") if sys.stdin is not None else ""
    except (EOFError, UnicodeDecodeError):
        return ""


def _say_if(text: str) -> None:
    if text:
        _say(text)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")
