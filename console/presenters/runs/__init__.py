"""A run: a file of shipments, checked and then sent row by row.

Where to look: `run` is the whole of it, `file` reads, `check` looks at orders, `send` writes; `lanes`, `passes` and `pace`
are how many rows go at once; `earlier` are runs on the disk; `words` says it all.
"""
