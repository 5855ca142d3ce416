"""The dialogs for what is chosen once, each by its presenter.

Where to look: `connect` with its `credentials` sets an environment up, `settings` holds the settings as they are chosen,
`carrier_file` the operator's own carriers as they are typed. What a setting is stands in `console/model/settings.py`.
"""
