"""A run: a file of shipments, checked and then sent row by row.

Where to look: `run` is the whole of it, `file` reads, `rows` says what a table's rows ask for, `check` looks at orders,
`send` writes; `items` is one row, `lanes`, `passes` and `pace` are how many go at once, `tally` counts; `earlier` are runs
on the disk; `words` says it all, and `reasons` why a row stands so.
"""
