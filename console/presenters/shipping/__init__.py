"""Marking one order shipped: `mark_shipped` turns what is typed into the `panel`, a proposal with its request."""
