"""A save from the review sheet to its outcome, the same for a record, a cart's act and a row of a run.

Where to look: `review` builds the sheet, `sending` notes and sends, `save` reads afresh, sends and judges, `joining` puts
the draft on what was found, `messages` says what became of it.
"""
