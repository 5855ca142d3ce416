"""What lies on the desk: `lookup` opens records, `desk` holds those that are open, `journal` keeps their drafts.

Where to look: `recents`, `known` and `offline` find what was opened before, `reopening` brings back what was open.
"""
