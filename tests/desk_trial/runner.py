"""A console that ships a file at the desk and goes on until nothing is left of it, in a process that may be killed.

It must not send without a claim. Its seat is told on standard input, what it is to do by its arguments, as with
`tests.support.shipper`.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QCoreApplication

from tests.desk_trial.joined import JoinedConsole, Seat
from tests.support.shipper import Shipper


class Runner(Shipper):
    """Does what an operator would who tries again whatever a colleague had, and sends again what nobody knows of."""

    def _step(self) -> None:
        if self.run.state.phase == "over" and self._began:
            self._act = "mend"
        super()._step()


def main(arguments: list[str]) -> int:
    """Ship until nothing is left."""
    name, act, at_once = arguments
    joined = JoinedConsole(Seat(**json.loads(sys.stdin.readline())), lambda _: None)
    joined.join()
    qt = QCoreApplication([])
    runner = Runner(qt, name, act, at_once=int(at_once), shared=joined.shared, claims=joined.claims)
    code = qt.exec()
    runner.close()
    sys.stdout.write("done\n")
    sys.stdout.flush()
    sys.stdin.readline()  # what it sent is passed on until then
    joined.close()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
