"""The small things on the screen that tell of colleagues: the desk's sign, who is here, notes.

It must not decide anything; `presenters/desk` does.
"""
