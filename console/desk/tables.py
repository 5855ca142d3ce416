"""The desk's tables in the database: their version, the SQL that makes them, and the role of those who work with them.

It must not run anything, nor need psycopg.
"""

from importlib import resources

VERSION = 1
"""A console and its desk must have the same."""
OLDEST_SERVER = 13
ROLE = "desk_operator"
NOTE_WORDS = r"(body || E'\n' || record_id || E'\n' || operator)"
"""All of a note that words are looked for in, as SQL: an index over the very same text finds them at once."""


def statements() -> bytes:
    """The SQL that makes version `VERSION` in an empty database, all of it in one transaction."""
    return (resources.files("console.desk") / "schema.sql").read_bytes()
