"""A file that is shipped in a process of its own, for tests that kill it: `python -m tests.support.shipper NAME ACT`

ACT is the path of a file, which is checked and sent; `resume`, which goes on with the run that was cut; or `mend`, which
goes on and then sends again what failed and what is unknown, until nothing is left. It must not stop before that unless
it is killed.

Each line on standard output is JSON: the phase, and how many rows stand how.
"""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QCoreApplication, QTimer

from console.api.client import Client
from console.desk.claims.claims import Claims
from console.model.carriers.carriers import carriers
from console.presenters.runs.run import ShippingRun
from console.presenters.runs.state import RunState
from console.presenters.runs.tools import RunTools
from console.runtime.jobs import Jobs
from console.store.database import Database
from console.store.environments import Environments
from console.store.outbox import SharedAs
from console.store.places import find_places
from console.store.runs import Runs
from console.store.trail import Trail

_AT_ONCE = 16
_EVERY_MS = 20


class Shipper:
    """Does what a person at the window would, one step each time nothing is under way."""

    def __init__(
        self,
        qt: QCoreApplication,
        name: str,
        act: str,
        *,
        at_once: int = _AT_ONCE,
        shared: SharedAs | None = None,
        claims: Claims | None = None,
    ) -> None:
        """`shared` and `claims` are those of a desk."""
        places = find_places(os.environ)
        places.prepare()
        environment = Environments(places).load().find(name)
        assert environment is not None
        self._qt, self._act = qt, act
        self._jobs, self._disk = Jobs(workers=at_once + 1), Jobs(workers=1)
        self._client, self._store = Client(environment), Database(places)
        self.run = ShippingRun(
            RunTools(
                name,
                self._client,
                carriers(),
                self._jobs,
                self._disk,
                Runs(self._store),
                Trail(self._store, who=lambda: "kim", shared=lambda: shared),
                lambda: Database(places, patience=10.0),
                at_once,
                claims=lambda: claims,
                desk_name=shared.environment if shared is not None else "",
            )
        )
        self._told = ""
        self._began = False
        self.run.show_rows(lambda _: None)
        self.run.show(self._tell)
        self._timer = QTimer()
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def close(self) -> None:
        """End it as the console does."""
        self.run.close()
        self._client.close()
        self._jobs.close()
        self._disk.submit(lambda _: self._store.close(), lambda _: None)
        self._disk.finish()

    def _tell(self, state: RunState) -> None:
        line = json.dumps({"phase": state.phase, "wait": round(state.wait, 1), "counts": dict(state.counts)})
        if line != self._told:
            self._told = line
            sys.stdout.write(line + "\n")
            sys.stdout.flush()

    def _step(self) -> None:
        state, run = self.run.state, self.run
        if self._jobs.busy or self._disk.busy:
            return
        if state.phase == "choose":
            if self._act not in ("resume", "mend"):
                run.file.choose(self._act)
            elif not state.runs:
                run.runs.load()
            else:
                run.runs.open(state.runs[0].number)
        elif state.phase == "map":
            run.check()
        elif state.phase == "checked":
            self._began = True
            run.message(False)
            run.start()
        elif state.can_resume and not self._began:
            self._began = True
            run.resume()
        elif self._act == "mend" and (state.failed or state.to_send):
            if state.to_send > state.unknown:
                run.resume()
            elif state.failed:
                run.retry_failed()
            else:
                run.later.ask_again()
                run.later.answer_again(True)
        else:
            self._qt.quit()


def main(arguments: list[str]) -> int:
    """Ship until all is sent or failed."""
    name, act = arguments
    qt = QCoreApplication([])
    shipper = Shipper(qt, name, act)
    code = qt.exec()
    shipper.close()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
