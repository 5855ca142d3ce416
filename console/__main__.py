"""The command line: what was asked for, then the window, the tour, `connect` or `check`.

It must not import Qt before it knows that a window is wanted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from console import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; returns the exit code."""
    from console.runtime.stderr import mask_stderr

    mask_stderr()  # for good: what nobody foresaw is told when this has been left
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["connect"]:
        from console.app.connect import main as connect

        return connect(given[1:])
    if given[:1] == ["check"]:
        from console.app.check import main as check

        return check(given[1:])
    if given[:1] == ["tour"]:
        from console.app.tour import main as tour

        return tour(given[1:])
    options = _parse(given)
    from console.store.places import find_places

    places = find_places()
    from console.runtime.loading import load_qt

    load_qt()
    from console.app.opening import StartOptions
    from console.app.start import run

    return run(StartOptions(options.environment, options.open, options.sandbox, options.verbose), places)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="order-console",
        description="Look orders and carts up, mark orders shipped, mend carts.",
        epilog="order-console connect --help: set an environment up. order-console check FILE: try a file of shipments."
        " order-console tour DIR: pictures of the main jobs.",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--sandbox", action="store_true", help="work on the practice sandbox")
    where.add_argument("--environment", metavar="NAME", default="", help="work on this environment")
    parser.add_argument("--open", metavar="ID", default="", help="look this ID up at once")
    parser.add_argument("--verbose", action="store_true", help="write more into the log, such as every call")
    parser.add_argument("--version", action="version", version=f"Order Console {__version__}")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
