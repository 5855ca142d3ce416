"""What the owner of the desk's database does from a terminal, and what anybody may find out about a desk.

It must not be needed by a console that works: nothing here runs while one does, but for the trial of an address.

Where to look: `owner` sets a desk up and lets operators in, `erasing` deletes, `checkup` says whether it carries, `trial` tries
an address out, over `statements`, a connection of its own.
"""
