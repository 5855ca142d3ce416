"""The page of one record: its form, its header, its totals, and the dialogs that ask before something is sent."""
