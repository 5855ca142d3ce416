"""The page of one record, and the dialogs that ask before something is sent.

Where to look: `editor` is the page with its `header`, `totals`, and `cards` of `fields`, of which `folds` are kept;
`questions` opens and closes the dialogs:
`review` (the sheet), `clash`, `cart_acts`, and the panel of `ui/shipping`.
"""
