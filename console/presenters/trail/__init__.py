"""What was sent from here, shown: `trail` searches, `entry` tells one in words, `history_card` stands beside a record.

Where to look: `putting_back` opens the record of an entry and makes what was before ordinary edits, `shared_trail` asks the
desk for what colleagues sent, `pages` makes one list of both, `exporting` a file. It must not write the trail;
`presenters/saving` does.
"""
