"""Which rows of a run are this console's to send, agreed at the desk, so that two with one file never ship an order twice.

It must not send anything, and no claim counts for longer than this computer's own clocks say.

Where to look: `claims` reserves rows ahead of the lanes, `claim` is one of them, `lease` how long it counts, `statements` is
what the desk is asked.
"""
