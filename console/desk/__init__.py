"""The shared desk: what colleagues send, have open, hold and note, in a PostgreSQL database of the shop's own.

It must not be needed for anything: a console without a desk, or with one that is away, works alone and says so. No module
here loads psycopg, which takes 0.05 s, before the line is opened (`driver`).

Where to look: `line` is the connection of a console, `part` what works over it: `pusher` passes the outbox on, `presence` says
who is here, `hints` hands on that something changed, and `claims` reserves the rows of a run. `sends` and `notes` read what is
there, `place` says how a record is named, `schema.sql` are the tables (`tables`), `owner` is for whose database it is.
"""
