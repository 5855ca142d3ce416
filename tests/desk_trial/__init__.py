"""A desk of many on trial: fifty consoles send, two ship one file, one is killed, one sleeps, the server is restarted.

It must not run with the tests, but for a `--quick` one; `__main__` says how it is called.

Where to look: `trial` conducts and counts, `joined` is one console at the desk, `many` is a process of several that send
by hand, `runner` is one that ships the file.
"""
