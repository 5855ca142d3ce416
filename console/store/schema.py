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
    (
        # What a search file beside this one has not heard of yet. An older console would write without a line here.
        """CREATE TABLE words_log (
            change INTEGER PRIMARY KEY,
            of TEXT NOT NULL,
            number INTEGER NOT NULL,
            became TEXT NOT NULL,
            mark INTEGER NOT NULL
        ) STRICT""",
        """CREATE TRIGGER archive_words_new AFTER INSERT ON archive_words BEGIN
            INSERT INTO words_log (of, number, became, mark) VALUES ('archive', new.number, 'new', random());
        END""",
        """CREATE TRIGGER archive_words_other AFTER UPDATE ON archive_words WHEN old.words IS NOT new.words BEGIN
            INSERT INTO words_log (of, number, became, mark) VALUES ('archive', new.number, 'other', random());
        END""",
        """CREATE TRIGGER archive_words_gone AFTER DELETE ON archive_words BEGIN
            INSERT INTO words_log (of, number, became, mark) VALUES ('archive', old.number, 'gone', random());
        END""",
        """CREATE TRIGGER trail_words_new AFTER INSERT ON trail_words BEGIN
            INSERT INTO words_log (of, number, became, mark) VALUES ('trail', new.number, 'new', random());
        END""",
        """CREATE TRIGGER trail_words_other AFTER UPDATE ON trail_words WHEN old.words IS NOT new.words BEGIN
            INSERT INTO words_log (of, number, became, mark) VALUES ('trail', new.number, 'other', random());
        END""",
        """CREATE TRIGGER trail_words_gone AFTER DELETE ON trail_words BEGIN
            INSERT INTO words_log (of, number, became, mark) VALUES ('trail', old.number, 'gone', random());
        END""",
    ),
    (
        # What the desk is to be told. The texts of a send and of its ending stand in the trail alone.
        """CREATE TABLE outbox (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL,
            of TEXT NOT NULL,
            status TEXT NOT NULL,
            console TEXT NOT NULL,
            environment TEXT NOT NULL,
            kind TEXT NOT NULL,
            record_id TEXT NOT NULL,
            written_at TEXT NOT NULL,
            entry INTEGER REFERENCES trail,
            refers_to TEXT NOT NULL,
            body TEXT NOT NULL,
            passed_at TEXT,
            reason TEXT NOT NULL DEFAULT ''
        ) STRICT""",
        "CREATE INDEX outbox_waiting ON outbox (number) WHERE status = 'waiting'",
        "CREATE INDEX outbox_refused ON outbox (entry) WHERE status = 'refused'",
    ),
)
"""One tuple of single SQL statements for each version."""
