"""The command line: what was asked for, then the window, the tour, `connect`, `desk`, `check` or the practice sandbox.

It must not import Qt before it knows that a window is wanted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from console import __version__
from console.model.scheme import is_link

if TYPE_CHECKING:
    import argparse

UNUSABLE, FAILED, INTERRUPTED = 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; returns the exit code: 2 for what cannot be used, 3 where the program failed."""
    from console.runtime.output import OutputTrouble, close_output, heed_output
    from console.runtime.stderr import mask_stderr

    heed_output()
    mask_stderr()  # for good: what nobody foresaw is told when this has been left
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        try:
            return _run(given)
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # who reads what is printed has enough, as `head` has
        close_output()
        return 0
    except OutputTrouble as trouble:
        _complain(trouble.sentence)
        close_output()
        return UNUSABLE
    except Exception as error:  # noqa: BLE001 - whatever it is, whoever started it gets a sentence
        return _told(error)


def _run(given: list[str]) -> int:
    if given[:1] == ["connect"]:
        from console.app.connect import main as connect

        return connect(given[1:])
    if given[:1] == ["desk"]:
        from console.app.desk_command import main as desk

        return desk(given[1:])
    if given[:1] == ["check"]:
        from console.app.check import main as check

        return check(given[1:])
    if given[:1] == ["tour"]:
        from console.app.tour import main as tour

        return tour(given[1:])
    if given[:1] == ["sandbox"]:
        return _sandbox(given[1:])
    from console.runtime.knock import knock_at, knock_of
    from console.store.places import find_places

    text, options = _only_text(given), None
    if text is None:
        options = _parse(given)
        if options.diagnose or options.probe:
            from console.app import diagnose

            return diagnose.probe(options.probe) if options.probe else diagnose.main()
        text = options.open or options.link

    places, what = find_places(), knock_of(text, _environment(options))
    answer = knock_at(str(places.data), what)
    if answer == "taken":
        return 0
    from console.runtime.loading import load_qt

    load_qt()
    from console.app.opening import StartOptions
    from console.app.start import run

    verbose = options is not None and options.verbose
    return run(StartOptions(what.environment, text, verbose=verbose), places, what=what, answer=answer)


def _only_text(given: list[str]) -> str | None:
    """What to look up where the command line says nothing else; None where it takes the parser, which takes long to load."""
    match given:
        case []:
            return ""
        case ["--open", text] if not text.startswith("-"):
            return text
        case [text] if is_link(text):
            return text
    return None


def _environment(options: argparse.Namespace | None) -> str:
    if options is None:
        return ""
    if options.sandbox:
        from console.model.environment import SANDBOX_NAME

        return SANDBOX_NAME
    return str(options.environment)


def _sandbox(arguments: list[str]) -> int:
    """Be the practice sandbox, which the window starts so: a package has no other door to it.

    It is loaded by name, since client and server know nothing of each other.
    """
    from importlib import import_module

    return int(import_module("console.sandbox.__main__").main(arguments))


def _told(error: Exception) -> int:
    """Say in a sentence what ended the program; what nobody foresaw goes into the log as well."""
    if sentence := getattr(error, "sentence", ""):
        _complain(sentence)
        return UNUSABLE
    if isinstance(error, ImportError):
        from console.runtime.libraries import explained

        if sentence := explained(error, os.environ):
            _complain(sentence)
            return UNUSABLE
    if isinstance(error, OSError) and error.filename is not None:
        _complain(f"Order Console could not use {error.filename}: {(error.strerror or str(error)).lower()}.")
        return UNUSABLE
    _complain(f"Something went wrong inside Order Console ({type(error).__name__}).{_logged(error)}")
    return FAILED


def _logged(error: Exception) -> str:
    import logging

    from console.runtime import log
    from console.store.files import StoreTrouble
    from console.store.places import find_places

    try:
        folder = find_places().log
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        close = log.write_to(folder)
    except (OSError, StoreTrouble):
        return ""
    logging.getLogger("console").error("ended by an error that nobody foresaw", exc_info=error)
    close()
    return f" {folder / 'console.log'} has the facts."


def _complain(sentence: str) -> None:
    try:
        sys.stderr.write(f"{sentence}\n")
    except (OSError, ValueError, AttributeError):  # there is nobody to tell
        return


def _parse(arguments: list[str]) -> argparse.Namespace:
    import argparse

    parser = argparse.ArgumentParser(
        prog="order-console",
        description="Look orders and carts up, mark orders shipped, mend carts.",
        epilog="order-console connect --help: set an environment up. order-console check FILE: try a file of shipments."
        " order-console desk --help: a desk of many. order-console tour DIR: pictures of the main jobs.",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--sandbox", action="store_true", help="work on the practice sandbox")
    where.add_argument("--environment", metavar="NAME", default="", help="work on this environment")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--open", metavar="ID", default="", help="look this ID or link up at once")
    what.add_argument(
        "link", metavar="LINK", nargs="?", default="", help="order-console://order/ID, the same as --open"
    )
    parser.add_argument("--verbose", action="store_true", help="write more into the log, such as every call")
    parser.add_argument(
        "--diagnose",
        action="store_true",
        help="print versions, folders, screens, environments and last errors",
    )
    parser.add_argument("--probe", choices=("screen", "database", "whole"), help=argparse.SUPPRESS)
    parser.add_argument("--version", action="version", version=f"Order Console {__version__}")
    options = parser.parse_args(arguments)
    if options.link and not is_link(options.link):
        parser.error(
            "what stands alone must be a command or a link, order-console://order/ID; --open looks an ID up"
        )
    return options


if __name__ == "__main__":
    sys.exit(main())
