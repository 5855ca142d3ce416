"""Marking one order shipped: `mark_shipped` opens and keeps the `panel`, which is one value with what would be sent.

It must not send; the panel leads to the review sheet of the record.
"""
