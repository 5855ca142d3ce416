"""Files that older consoles wrote, as they lie in `tests/store/old`, put where a console looks for them.

It must not change one: each stays what its console wrote.
"""

from __future__ import annotations

import gzip
from pathlib import Path

from console.store.places import Places

OLD = Path(__file__).parents[1] / "store" / "old"
DATABASES = sorted(path.name.removesuffix(".db.gz") for path in OLD.glob("[0-9]*.db.gz"))
PRACTICE = sorted(path.name.removesuffix(".db.gz") for path in OLD.glob("practice*.db.gz"))


def put(name: str, target: Path) -> None:
    """Unpack an old file as `target`, for the operator alone."""
    target.touch(0o600)
    target.write_bytes(gzip.decompress((OLD / f"{name}.db.gz").read_bytes()))


def put_database(name: str, places: Places) -> None:
    """Unpack an old `console.db` into these folders."""
    places.prepare()
    put(name, places.data / "console.db")
