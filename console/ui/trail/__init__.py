"""What was sent, on the screen: `trail` is the window, `table` the list in it, `history` the card beside a record.

It must not ask the database; its presenters do.
"""
