"""What each pane knows and decides. No QtWidgets."""
