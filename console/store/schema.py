"""The tables of the database, as the steps that make them: the version of a file is how many it has taken.

It must not change a step that was ever released; a new need is a new step at the end.
"""

from __future__ import annotations

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE drafts (
            environment TEXT NOT NULL,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            kept_at TEXT NOT NULL,
            content TEXT NOT NULL,
            PRIMARY KEY (environment, kind, id)
        ) STRICT""",
        """CREATE TABLE tabs (
            environment TEXT NOT NULL PRIMARY KEY,
            content TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE trail (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            environment TEXT NOT NULL,
            kind TEXT NOT NULL,
            record_id TEXT NOT NULL,
            sent_at TEXT NOT NULL,
            outcome TEXT NOT NULL,
            intent TEXT NOT NULL,
            ending TEXT
        ) STRICT""",
        # A number is never given twice, not even by a file that took the place of a damaged one.
        "INSERT INTO sqlite_sequence (name, seq) VALUES ('trail', CAST(strftime('%s', 'now') AS INTEGER))",
        "CREATE INDEX trail_of_a_record ON trail (environment, kind, record_id, number)",
        "CREATE INDEX trail_by_time ON trail (sent_at)",
        """CREATE INDEX trail_unsettled ON trail (environment, number)
            WHERE outcome IN ('sent', 'unknown')""",
        """CREATE TABLE trail_words (
            number INTEGER PRIMARY KEY REFERENCES trail ON DELETE CASCADE,
            words TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE archive (
            number INTEGER PRIMARY KEY,
            environment TEXT NOT NULL,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            opened_at TEXT NOT NULL,
            face TEXT NOT NULL,
            content TEXT,
            UNIQUE (environment, kind, id)
        ) STRICT""",
        "CREATE INDEX archive_by_time ON archive (environment, opened_at)",
        """CREATE TABLE archive_words (
            number INTEGER PRIMARY KEY REFERENCES archive ON DELETE CASCADE,
            words TEXT NOT NULL
        ) STRICT""",
    ),
    (
        """CREATE TABLE runs (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            environment TEXT NOT NULL,
            made_at TEXT NOT NULL,
            finished_at TEXT,
            content TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE run_rows (
            run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
            place INTEGER NOT NULL,
            status TEXT NOT NULL,
            content TEXT NOT NULL,
            ending TEXT,
            PRIMARY KEY (run, place)
        ) STRICT, WITHOUT ROWID""",
    ),
    (),  # codes stand where words stood, which an older console would read wrongly: it must leave the file alone
)
"""One tuple of single SQL statements for each version."""
