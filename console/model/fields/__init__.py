"""What one field is: its kinds, how a typed text is read, and what amounts, currencies, dates and addresses look like.

Where to look: `field` and `kinds` first; the rest are what single kinds know.
"""
