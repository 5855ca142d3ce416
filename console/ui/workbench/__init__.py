"""What frames the records: the look-up field, what was opened before, what is unsaved, and the page before any record.

Where to look: `lookup`, `recents` (both lists), `welcome`; `copying` asks which record takes copied lines.
"""
