"""A draft: a record as it was read with what was typed since. `draft` is all of it.

Where to look: `checks` and `sums` advise, `kept` is its JSON, `coded` what the trail keeps of a
change, `shipping` the draft that marks an order shipped.
"""
