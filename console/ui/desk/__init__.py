"""What frames the records: the look-up field, what was opened before, what is unsaved, and the page before any record."""
