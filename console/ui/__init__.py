"""Widgets that show what presenters decided. They decide nothing."""
