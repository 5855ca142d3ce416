"""A console at a desk, as a run has it: the real line and its claims, over a real PostgreSQL; and a colleague's console.

It must not hold tests.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from console.desk.claims.claims import Claims
from console.desk.claims.lease import OwnTime, own_clocks
from console.desk.line.address import DeskAddress
from console.desk.line.line import Line
from console.desk.line.pace import LineTimes
from console.model.environment import Secret
from tests.presenters.runs.warehouse import DESK_NAME, Warehouse
from tests.support.postgres import OWNER, Desk


class Asleep:
    """This computer's clocks, which can be made to have gone on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> OwnTime:
        now = own_clocks()
        return OwnTime(now.awake + self.seconds, now.wall + self.seconds)


class AtDesk:
    """A console's line and claims, as the program has them; `colleague` is what somebody else's console does."""

    def __init__(self, desk: Desk, user: str = "anna") -> None:
        self.desk, self.slept = desk, Asleep()
        self.claims = Claims(uuid4(), clocks=self.slept)
        self.bert = uuid4()
        address = DeskAddress.read(desk.url(user, "127.0.0.1"))
        self.line = Line(
            address,
            Secret(desk.password(user)),
            (self.claims,),
            tell=lambda _: None,
            deliver=lambda work: work(),
            times=LineTimes(first_pause=0.05, longest_pause=0.1, seldom=0.1),
        )
        self.claims.use(self.line)

    def bert_claims(self, order: str, *, sends: bool = False, left: float = 120.0) -> int:
        """Have the colleague claim an order, so many seconds of whose lease are left."""
        with self.desk.connected("bert") as connection:
            asked = (DESK_NAME, order, self.bert)
            row = connection.execute(
                "SELECT token FROM desk.claim(%s, 'order', ARRAY[%s], %s, 120)", asked
            ).fetchone()
            assert row is not None
            token = int(row[0])
            if sends:
                connection.execute("SELECT desk.sending(%s, 'order', %s, %s, 120)", (DESK_NAME, order, token))
        self.owner(
            "UPDATE desk.claims SET until = clock_timestamp() + make_interval(secs => %s)"
            " WHERE record_id = %s",
            left,
            order,
        )
        return token

    def outwaited(self, warehouse: Warehouse) -> None:
        """Let time go by on this computer, with the colleague at work all the while, until the run has waited enough."""

        def over() -> bool:
            self.slept.seconds += 200
            return warehouse.state.phase == "over"

        warehouse.until(over)
        warehouse.rest()

    def bert_lets_go(self, order: str, token: int) -> None:
        with self.desk.connected("bert") as connection:
            connection.execute("SELECT desk.release(%s, 'order', %s, %s)", (DESK_NAME, order, token))

    def owner(self, text: str, *given: object) -> list[tuple[object, ...]]:
        with self.desk.connected(OWNER) as connection:
            done = connection.execute(text.encode(), given or None)
            return done.fetchall() if done.description else []

    @property
    def held(self) -> list[object]:
        return [row[0] for row in self.owner("SELECT record_id FROM desk.claims ORDER BY 1")]


def desk_away(made: Desk) -> Callable[[], object]:
    """Take the desk away: nobody may log in, and who is there is thrown out. What this returns brings it back."""
    name = made.database
    made.cluster.ask(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    made.cluster.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", name)
    return lambda: made.cluster.ask(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
