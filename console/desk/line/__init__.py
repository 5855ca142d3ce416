"""The one connection of a console to its desk, on a thread of its own: reached, kept, lost, tried again.

It must not know what is said over it; a part does.

Where to look: `address` is what an operator types (`pasted` how it is read), `line` the thread; `wire` dials and waits
without ever being stuck, `stay` is one connection from its beginning to its end, `faults` says what went wrong.
"""
