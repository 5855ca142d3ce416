"""One open record: `editor` turns typing into drafts and a reviewed draft into one save, `history` is its undo.

Where to look: `rereading` reads it afresh, `cart_acts` moves a cart's status, `editor_state` is what the page shows.
"""
