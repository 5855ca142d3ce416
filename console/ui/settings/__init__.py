"""The Connect and Settings dialogs, and the question before local data is deleted."""
