"""The dialogs Connect and Settings, and the question before local data is deleted.

Where to look: `connect` with `credentials`; `settings` with `general`, which has a row for each declared setting, and
`carrier_file`; `wiping`.
"""
