"""Certificates for the tests' PostgreSQL: the right one, and one for each way in which one can be wrong.

It must not be used by anything but tests, since its keys lie open.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import trustme

Certificate = Literal["right", "other CA", "wrong name", "expired"]
NAMES = ("localhost", "127.0.0.1", "desk.example")
"""Whom the right certificate is for. The last one is no loopback: an address with it takes `hostaddr` to get here."""
_PAST = datetime(2001, 1, 1, tzinfo=UTC), datetime(2002, 1, 1, tzinfo=UTC)


class Authority:
    """Who signs. `ca_file` is what a console is told to trust; `served` and `key` are the server's files."""

    def __init__(self, folder: Path) -> None:
        self.ca_file, self.served, self.key = folder / "ca.pem", folder / "server.crt", folder / "server.key"
        self._ours, self._other = trustme.CA(), trustme.CA()
        self._ours.cert_pem.write_to_path(self.ca_file)

    def serve(self, certificate: Certificate) -> None:
        """Write the server's two files; it reads them when it is started or told to reload."""
        leaf = {
            "right": lambda: self._ours.issue_cert(*NAMES),
            "other CA": lambda: self._other.issue_cert(*NAMES),
            "wrong name": lambda: self._ours.issue_cert("other.example"),
            "expired": lambda: self._ours.issue_cert(*NAMES, not_before=_PAST[0], not_after=_PAST[1]),
        }[certificate]()
        self.served.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
        self.key.touch(mode=0o600)
        self.key.write_bytes(leaf.private_key_pem.bytes())
