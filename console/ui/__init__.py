"""Widgets that show what presenters decided, and tell them what a person did. They decide nothing.

It must not see `api` or `store`; what is shown comes from presenters alone.

Where to look: `shell/window.py` is the main window, `shell/actions.py` every menu, key and sentence of it, `record/editor.py`
the page of a record, `lines/view.py` its table, `runs/window.py` the window for a file. `look` has what all of them are made
of. Each view has a `bind` for its presenter and a `show_state`, which may be called twice.
"""
