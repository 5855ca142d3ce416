"""Blocks of cells that come and go by the clipboard.

Where to look: `separated` parts a text, `paste` plans what lines become, `copied` writes.
"""
