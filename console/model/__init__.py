"""Values and rules of orders and carts: everything that can be told without asking anybody.

It must not know Qt, HTTP, the disk or the clock.

Where to look: `records` declares every field and `settings` every setting, one line each; `environment` is a server,
`question` what was typed to look up. The rooms: `fields` (one field), `lines`, `drafts` (a record with what was typed),
`merging` (on a newer reading), `pasting`, `carriers`, `shipments` (a file of them).
"""
