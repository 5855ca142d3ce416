"""The panel that marks an order shipped: `mark_shipped`, and in it the list of `candidates`.

It must not choose a carrier; it shows what its presenter says.
"""
