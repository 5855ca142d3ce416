"""What is known of colleagues at the shared desk: how it stands, who has what open, notes on a record.

It must not hold a connection: what comes from the desk is delivered here, and what is asked goes out by the line.

Where to look: `sign` says how the desk stands; `presence` follows who has what open and `company` puts it into words; `news` is
what a colleague has just changed; `notes` is the card, `found_notes` a search.
"""
