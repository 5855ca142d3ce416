"""Runs the bench that is named; without a name it lists what there is.

It must not know a bench: each is a module here whose `measure(arguments)` prints a table and returns the exit code.
"""

from __future__ import annotations

import importlib
import sys

_BENCHES = {
    "proxies": "orders and carts through nginx, Apache httpd, HAProxy, lighttpd, Squid and Varnish",
    "orca": "what the screen reader Orca says during the three jobs, done with the keys",
    "oauth": "signing in at other people's token servers",
}


def main(arguments: list[str]) -> int:
    """Run a bench with what follows its name; returns its exit code, 2 where no bench is named."""
    if not arguments or arguments[0] not in _BENCHES:
        lines = [f"  {name:<8} {about}" for name, about in _BENCHES.items()]
        sys.stderr.write("\n".join(["python -m tests.elsewhere NAME", *lines, ""]))
        return 2
    bench = importlib.import_module(f"tests.elsewhere.{arguments[0]}")
    code: int = bench.measure(arguments[1:])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
