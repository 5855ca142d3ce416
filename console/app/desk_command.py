"""`order-console desk`: what a desk's owner does from the command line, and a check that anybody may make.

It must not load Qt or keep anything on this computer; a password must not come from an argument, nor go to the screen but the
one that it has just made.
"""

from __future__ import annotations

import argparse
import getpass
import re
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from console.app.connect_files import STANDARD, write_for_all
from console.desk import driver
from console.desk.line.address import DeskAddress
from console.desk.owner import erasing, owner
from console.desk.owner.checkup import check_desk
from console.desk.owner.statements import opened
from console.desk.trouble import DeskTrouble, NotReached
from console.model.environment import Secret
from console.model.plural import by_count
from console.runtime import hidden
from console.store import administered_desk, desk_entry
from console.store.environments import Environments
from console.store.files import StoreTrouble
from console.store.places import find_places

if TYPE_CHECKING:
    from console.desk.part import DeskConnection

_LONGEST_LINE = 10_000
_PASSWORD_IN_IT = re.compile(r"://[^/@\s]*:.*@|\b(?:ssl)?password\s*=", re.IGNORECASE)
_GOES_WITH = {
    "name": ("add-operator", "export"),
    "make_password": ("add-operator",),
    "new_password": ("add-operator",),
    "days": ("age-out",),
    "record": ("erase",),
    "customer": ("erase",),
    "yes": ("age-out", "erase"),
    "replace": ("export",),
}
_NO_SUCH_ID = (
    "The desk has nothing about a record with this ID. It is the API's own ID, such as the page of a record shows beside the"
    " shop's number; --customer finds that number."
)
_REPEATED = (
    "What consoles sent within the last 24 hours they may repeat when they reach the desk again, and each computer keeps its own"
    " trail."
)


def main(argv: list[str]) -> int:
    """Do what `argv` (without the word `desk`) asks for; return 0, or 2 with a sentence said.

    1: `check` found that a console cannot work with the desk, or nothing was deleted because nobody said yes. The
    password is asked for at the terminal, or is the first line of standard input where that is none; a new operator's is
    the second.
    """
    parser = _arguments()
    given = parser.parse_args(argv)
    _refuse_idle(parser, given)
    try:
        return _ACTIONS[given.action](given)
    except (DeskTrouble, StoreTrouble) as trouble:
        _complain(trouble.sentence)
        return 1 if given.action == "check" and isinstance(trouble, NotReached) else 2


def _init(given: argparse.Namespace) -> int:
    with _desk(given) as connection:
        for sentence in owner.init(connection):
            _say(sentence)
    return 0


def _add_operator(given: argparse.Namespace) -> int:
    with _desk(given) as connection:
        if given.new_password:
            owner.need_operator(connection, given.name)
        else:
            owner.refuse_operator(connection, given.name)
        password = owner.made_password() if given.make_password else _new_password(given.name)
        hidden.KNOWN.secret(password.reveal(), given.name)
        if given.new_password:
            owner.new_password(connection, given.name, password)
            _say(f"{given.name} has a new password.")
        else:
            owner.add_operator(connection, given.name, password)
            address = replace(DeskAddress.read(given.url), user=given.name)
            _say(f"{given.name} may work at the desk. In File > Settings > Desk the address is {address}")
    if given.make_password:
        _say(f"The password, shown only this once: {password.reveal()}")
    return 0


def _check(given: argparse.Namespace) -> int:
    before = {"good": "", "mind": "Mind: ", "bad": "Not good: "}
    with _desk(given) as connection:
        seen = check_desk(connection)
    for one in seen:
        _say(f"{before[one.weight]}{one.words}")
    bad = any(one.weight == "bad" for one in seen)
    _say("A console cannot work with this desk." if bad else "A console can work with this desk.")
    return int(bad)


def _age_out(given: argparse.Namespace) -> int:
    days = given.days
    with _desk(given) as connection:
        old = erasing.old(connection, days)
        if not old:
            _say(f"Nothing on the desk is older than {days} days.")
            return 0
        _say(f"Older than {days} days by the desk's clock: {old.words}.")
        if not _agreed(given):
            return 1
        _say(f"Deleted: {erasing.age_out(connection, days).words}.")
    return 0


def _erase(given: argparse.Namespace) -> int:
    with _desk(given) as connection:
        if given.record is not None:
            found = erasing.records_named(connection, given.record)
        else:
            found = erasing.records_mentioning(connection, given.customer)
        if not found:
            _say(_NO_SUCH_ID if given.record is not None else "Nothing on the desk mentions that.")
            return 0
        for one in found:
            _say(one.words)
        about = erasing.about(connection, found)
        _say(f"The desk has {about.words} about {by_count(len(found), 'this record', 'these records')}.")
        if not _agreed(given):
            return 1
        _say(f"Deleted: {erasing.erase(connection, found).words}. {_REPEATED}")
    return 0


def _export(given: argparse.Namespace) -> int:
    """Write the address for all users of a computer; nobody is asked, and who is named in it is left out."""
    address = DeskAddress.read(given.url, given.ca_file or "", user="anybody").for_all
    text = administered_desk.as_text(str(address), address.ca_file)
    if given.name == STANDARD:
        sys.stdout.write(text)
    else:
        write_for_all(Path(given.name), text, replace=given.replace)
        _say(f"{given.name} has the desk {address}. Each operator types the own name and password.")
    return 0


_ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "init": _init,
    "add-operator": _add_operator,
    "check": _check,
    "age-out": _age_out,
    "erase": _erase,
    "export": _export,
}


def _desk(given: argparse.Namespace) -> AbstractContextManager[DeskConnection]:
    """Go to the desk that was named, with the password that is asked for now; or to the one of the settings with its own."""
    if given.url is None:
        entry = desk_entry.load(Environments(find_places()))
        if entry is None:
            raise DeskTrouble("No desk is set up in File > Settings > Desk, so that it takes --url.")
        entry = desk_entry.with_password(entry)
        return opened(DeskAddress.read(entry.address, entry.ca_file), entry.password)
    address = DeskAddress.read(given.url, given.ca_file or "")
    driver.psycopg()  # or nobody needs to type anything
    text = _line(f"Password of {address.user} (not shown): ")
    hidden.KNOWN.secret(text, address.user)
    return opened(address, Secret(text))


def _new_password(name: str) -> Secret:
    text = _line(f"Password for {name} (not shown): ")
    if _at_terminal() and text != _line("The same again: "):
        raise DeskTrouble("The two were not the same. Nothing was changed.")
    return Secret(text)


def _agreed(given: argparse.Namespace) -> bool:
    """Whether it may be deleted for good; asked where there is somebody to ask."""
    if given.yes:
        return True
    if not _at_terminal():
        raise DeskTrouble("Nothing was deleted: nobody can be asked here, so that it takes --yes.")
    sys.stdout.write("Type yes to delete that for good: ")
    sys.stdout.flush()
    if sys.stdin.readline(_LONGEST_LINE).strip().lower() == "yes":
        return True
    _say("Nothing was deleted.")
    return False


def _refuse_idle(parser: argparse.ArgumentParser, given: argparse.Namespace) -> None:
    """Refuse what would be passed over, what is missing, and a password where everybody on this computer can read it."""
    if given.url is None and given.action != "check":
        parser.error(f"{given.action}: --url is missing")
    if given.url is None and given.ca_file is not None:
        parser.error("--ca-file: only with --url")
    if given.url is not None and _PASSWORD_IN_IT.search(given.url):
        parser.error("--url: leave the password out, since others can see a command line; it is asked for")
    options = {key: key if key == "name" else f"--{key.replace('_', '-')}" for key in _GOES_WITH}
    for key, actions in _GOES_WITH.items():
        if getattr(given, key) not in (None, False) and given.action not in actions:
            parser.error(f"{options[key]}: only with {' and '.join(actions)}")
    if given.action == "add-operator" and given.name is None:
        parser.error("add-operator: the operator's name is missing")
    if given.action == "export" and given.name is None:
        parser.error("export: the file is missing, such as /etc/xdg/order-console/desk.json")
    if given.action == "age-out" and given.days is None:
        parser.error("age-out: --days is missing")
    if given.action == "erase" and (given.record is None) == (given.customer is None):
        parser.error("erase: either --record or --customer")
    for key in ("record", "customer"):
        if getattr(given, key) is not None and not getattr(given, key).strip():
            parser.error(f"--{key}: it is empty")


def _days(text: str) -> int:
    if not text.isdecimal() or not erasing.FEWEST_DAYS <= int(text[:6]) <= erasing.MOST_DAYS:
        few, most = erasing.FEWEST_DAYS, erasing.MOST_DAYS
        raise argparse.ArgumentTypeError(
            f"a whole number from {few} to {most:,}; consoles repeat what is younger"
        )
    return int(text)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="order-console desk",
        description="For whoever owns the PostgreSQL database that is a desk of many: set it up, let operators in, delete what"
        " is old or about a customer; and see whether it carries, which operators may, too. Passwords are asked for, or read"
        " from standard input, one a line, when that is not a terminal; they are never an argument.",
        epilog="Exit code: 0, 1 where check finds that a console cannot work with the desk or nobody agreed to delete, 2 where"
        " something was refused or cannot be done.",
        allow_abbrev=False,
    )
    parser.add_argument("action", metavar="ACTION", choices=tuple(_ACTIONS), help=", ".join(_ACTIONS))
    parser.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        help="the operator to add, as colleagues will read it; with export the file to write, - for standard output",
    )
    parser.add_argument(
        "--url",
        help="the desk and who goes there, postgresql://USER@HOST[:PORT]/DATABASE, without a password; check alone may be without"
        " it, and then takes the desk of the settings",
    )
    parser.add_argument(
        "--ca-file", metavar="FILE", help="a PEM file of authorities to trust instead of the usual"
    )
    parser.add_argument(
        "--make-password",
        action="store_true",
        help="make the operator's password and print it once, instead of asking",
    )
    parser.add_argument(
        "--new-password", action="store_true", help="give an operator who is there already another password"
    )
    parser.add_argument(
        "--days", metavar="N", type=_days, help="age-out: delete what is older, by the desk's clock"
    )
    parser.add_argument(
        "--record", metavar="ID", help="erase: everything about the order or cart with this ID"
    )
    parser.add_argument(
        "--customer",
        metavar="TEXT",
        help="erase: everything about each record in which this name or address stands",
    )
    parser.add_argument("--replace", action="store_true", help="export: write over a file that is there")
    parser.add_argument("--yes", action="store_true", help="delete without asking once more")
    return parser


def _at_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _line(question: str) -> str:
    """Return a password as typed or piped, one line without its end; empty when there is none."""
    try:
        if _at_terminal():
            return getpass.getpass(question)
        return sys.stdin.readline(_LONGEST_LINE).rstrip("\r\n") if sys.stdin is not None else ""
    except (EOFError, UnicodeDecodeError):
        return ""


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")
