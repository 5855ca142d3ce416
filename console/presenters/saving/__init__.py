"""A save from the review sheet to its outcome, the same for a record, a cart's act and a row of a run.

Where to look: `review` builds the sheet, `sending` notes and sends, `saving` reads afresh, sends and judges, `joining` puts
the draft on what was found, `messages` says what became of it; `intent` and `tracing` are what trail and log get of it,
`cart_act` the acts that move a cart's status. `open_end` is a write without an answer, `open_ends` keeps them and looks again,
`unanswered` says what is known of one. It must not send a write twice.
"""
