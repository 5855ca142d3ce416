"""The trail's window, its table, and the History card."""
