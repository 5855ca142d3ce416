"""What runs inside a measured console, of this checkout or of an earlier one, in a process of its own.

It must not import anything of tests but this package and `tests.bench.gaps`: an earlier build has other packages.
"""
