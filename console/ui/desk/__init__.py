"""The small things on the screen that tell of colleagues: the desk's sign, who is here, notes.

It must not decide anything; `presenters/desk` does.

Where to look: `sign` is the button in the window's bar, `presence` the line of words and the tab's mark, `notes` the card beside
a record, `found_notes` the list in the trail's window.
"""
