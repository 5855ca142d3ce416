"""What lies on the workbench: `lookup` opens records, `workbench` holds those that are open, `journal` keeps their drafts.

Where to look: `recents`, `known` and `offline` find what was opened before, `reopening` brings back what was open.
"""
