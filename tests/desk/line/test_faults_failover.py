"""A failover: of several servers the one that can be written to is found, and what can only be read is not the desk."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.desk_line import Notes, in_use
from tests.support.postgres import Cluster, Desk, do


class Standby:
    """A copy of the cluster that follows it, until it is promoted."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster, self.data = cluster, Path(cluster.folder) / "standby"
        with socket.socket() as asked:
            asked.bind(("127.0.0.1", 0))
            self.port = int(asked.getsockname()[1])
        source = f"host={cluster.sockets} port={cluster.port} user=postgres password={cluster.logins['postgres'].password}"
        copy = ["-D", self.data, "-R", "--checkpoint=fast", "--no-sync", "-d", source]
        do([cluster.binaries / "pg_basebackup", *copy])
        self._control("start", "-l", str(Path(cluster.folder) / "standby.log"), "-o", f"-p {self.port}", "-w")

    def promote(self) -> None:
        self._control("promote", "-w")

    def stop(self) -> None:
        self._control("stop", "-m", "immediate", "-w")

    def _control(self, *arguments: str) -> None:
        do([self.cluster.binaries / "pg_ctl", "-D", self.data, "-s", *arguments])


@pytest.fixture
def standby(postgres: Cluster, desk: Desk) -> Iterator[Standby]:
    """Made after the desk, so that it has it."""
    made = Standby(postgres)
    yield made
    made.stop()
    if not postgres.is_up():
        postgres.start()


@pytest.mark.fault(95)
def test_a_standby_is_passed_over_and_found_once_it_is_the_primary(
    desk: Desk, postgres: Cluster, standby: Standby
) -> None:
    """Rows "multi-host, target_session_attrs=read-write" and "read-only / failover"."""
    part = Notes()
    served: list[Any] = []
    part.at_begin = lambda connection: served.append(connection.info.port)
    both = desk.url(host="127.0.0.1").replace("@", f"@127.0.0.1:{standby.port},")
    alone = desk.url(host="127.0.0.1").replace(f":{postgres.port}/", f":{standby.port}/")
    with in_use(desk, part, url=both) as used, in_use(desk, url=alone) as of_the_copy:
        assert used.until_status("reached", 3) < 1
        assert served == [postgres.port]
        of_the_copy.until_status("away", 3)
        assert of_the_copy.said == "The desk cannot be written to now: what answers is a copy of it."
        postgres.stop("immediate")
        used.until_status("away", 1)
        used.until(lambda: "cannot be written to now" in used.said, 2)
        standby.promote()
        assert used.until_status("reached", 3) < 1
        assert served == [postgres.port, standby.port]
        assert used.line.ask(
            lambda c: c.execute("SELECT desk.here(gen_random_uuid(), '[]', true)").fetchone()
        ) == (True,)
