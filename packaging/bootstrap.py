#!/usr/bin/env python3
"""Sets Order Console up in `.venv` of this checkout and runs it (`run`), or all its checks and tests (`test`).

It must stay readable for any old Python, which it refuses, and import nothing outside the standard library.
"""

import sys


def refused(version):
    """Return why a Python of this version (like sys.version_info) cannot be used, in a sentence, or None."""
    this = "this is Python {}.{}.".format(version[0], version[1])
    if tuple(version[:2]) < (3, 11):
        return "Order Console needs Python 3.11 or newer; " + this
    if tuple(version[:2]) > (3, 15):
        return "Order Console can be set up with Python 3.11 to 3.15, such as by python3.13; " + this
    return None


if __name__ == "__main__":
    if refused(sys.version_info):
        sys.exit(refused(sys.version_info))
    import commands

    sys.exit(commands.main(sys.argv[1:]))
