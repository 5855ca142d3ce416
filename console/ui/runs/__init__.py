"""The window for shipping a file, one run at a time.

Where to look: `window` is all of it; from above `files` and `drop`, `columns`, `message` (the question that has no default),
`counts` and `chart`, `rows`, and the `foot`, whose buttons do what `acts` says. It must not count or send.
"""
