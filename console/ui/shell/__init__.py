"""The main window: its menus, its bar, its help, and what holds the pages of records.

Where to look: `window` is all of it, `actions` every act with its words and keys; `record_menu`, `lines_menu` and `cart_menu`
say which acts are on, `side` is the right pane, `bar` the foot, `spare` a page made ahead.
"""
