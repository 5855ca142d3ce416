"""Benches: the console's client against other people's servers, run for real on this machine.

They must not run with the tests nor leave anything behind: `python -m tests.elsewhere NAME` runs one of them.
"""
