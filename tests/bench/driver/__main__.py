"""A console that does what it is told, a line of JSON each, and answers each with what it measured.

It must not be told a secret on the command line: the first line names the environment.
"""

from __future__ import annotations

import json
import sys
import traceback
from typing import Any

from tests.bench.driver import rooms


def main() -> int:
    """Run the console as its own command does; ends when the input ends."""
    shop = json.loads(sys.stdin.readline())
    _save(shop)
    if sys.argv[1:] == ["save"]:
        return 0
    rooms.load_qt()
    from PySide6.QtCore import QSocketNotifier

    from tests.bench.driver.acts import Acts

    module = rooms.start_module()
    kept: list[Any] = []

    class Start(module.Start):  # type: ignore[misc, name-defined]
        """Remembers itself, and listens once it is ready."""

        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            self.ready.connect(self._listen)

        def _listen(self) -> None:
            acts = Acts(self)
            notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
            notifier.activated.connect(lambda *_: self._hear(acts))
            kept.extend((self, acts, notifier))
            _answer({"found": "ready"})

        def _hear(self, acts: Acts) -> None:
            kept[2].setEnabled(False)
            line = sys.stdin.buffer.readline()
            if not line:
                self.window.let_close()
                self.qt.quit()
                return
            act, given = json.loads(line)
            try:
                _answer({"found": getattr(acts, act)(**given)})
            except Exception:  # noqa: BLE001 - who asked is told, or would wait for ever
                _answer({"failed": traceback.format_exc()})
            kept[2].setEnabled(True)

    module.Start = Start
    from console.__main__ import main as console

    return int(console(["--environment", "Bench"]))


def _answer(what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _save(shop: dict[str, str]) -> None:
    """Write the environment down, as `connect` would have."""
    from console.model.environment import Environment, Secret
    from console.store.environments import Environments
    from console.store.places import find_places

    places = find_places()
    places.prepare()
    secret = Secret(shop["client_secret"])
    Environments(places).save(
        Environment("Bench", shop["url"], shop["token_url"], shop["client_id"], secret, "test")
    )


if __name__ == "__main__":
    sys.exit(main())
