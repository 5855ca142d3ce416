"""The one place that knows everybody: commands, start, environment in use, and what brings presenters and views together.

Where to look: `__main__` hands over to `start`, which paints the window and then makes `app`; `connect`, `check` and
`tour` are commands of their own. It must hold no rule of orders and no layout.
"""
