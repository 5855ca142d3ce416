"""A console that claims rows and sends them, in a process that a test kills: each line that it prints is a row that arrived.

It must not end by itself before it is told to: `python -m tests.desk.claims.claimant`, with what it needs as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from uuid import uuid4

from console.desk.claims.claim import Claim
from console.desk.claims.claims import Claims
from console.desk.line.address import DeskAddress
from console.desk.line.line import Line
from console.desk.place import DeskPlace
from console.model.environment import Secret
from console.runtime.cancel import Cancel


def main() -> int:
    """Send every row that is this console's, with so many lanes."""
    told = json.loads(sys.stdin.readline())
    claims = Claims(uuid4())
    line = Line(
        DeskAddress.read(told["address"]),
        Secret(told["password"]),
        (claims,),
        tell=lambda _: None,
        deliver=lambda work: work(),
    )
    claims.use(line)
    line.start()
    places = [DeskPlace.of(told["shop"], "order", row) for row in told["rows"]]
    claims.want(places)
    coming, lock = iter(places), threading.Lock()

    def lane() -> None:
        while True:
            with lock:
                place = next(coming, None)
            if place is None:
                return
            got = claims.hold(place, Cancel())
            if isinstance(got, Claim):
                claims.ask_to_send(got)
                os.write(1, f"{place.record_id}\n".encode())  # whole or not at all, as a small request is
                claims.ended(got)

    lanes = [threading.Thread(target=lane) for _ in range(told["lanes"])]
    for one in lanes:
        one.start()
    for one in lanes:
        one.join()
    sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
