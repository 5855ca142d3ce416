#!/usr/bin/env python3
"""Sets Order Console up in `.venv` of this checkout and runs it (`run`), or all its checks and tests (`test`).

It must stay readable for any old Python, which it refuses, and import nothing outside the standard library.
"""

import sys


def too_old(version):
    """Return why a Python of this version (like sys.version_info) cannot be used, in a sentence, or None."""
    if tuple(version[:2]) >= (3, 11):
        return None
    return "Order Console needs Python 3.11 or newer; this is Python {}.{}.".format(version[0], version[1])


if __name__ == "__main__":
    if too_old(sys.version_info):
        sys.exit(too_old(sys.version_info))
    import commands

    sys.exit(commands.main(sys.argv[1:]))
