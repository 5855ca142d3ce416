"""Benchmarks: how fast the console is, each figure as a ratio inside one run.

They must not judge absolute times, nor run with the tests: `python -m tests.bench` runs them.
"""
