"""The shared desk: what colleagues send, have open, hold and note, in a PostgreSQL database of the shop's own.

It must not be needed for anything: a console without a desk, or with one that is away, works alone and says so. No module
here loads psycopg, which takes 0.05 s, before the line is opened.

Where to look: `place` says how a record is named there, `part` what works over the line to it, `hints` what hands on that
something changed; `pusher` passes on what the outbox keeps (`fitting`: in what length), `sends` reads what colleagues sent;
`presence` says who is here and has what open, `notes` reads what colleagues noted.
"""
