"""How everything looks: the theme, small widgets, texts that fit, and lists and tables that several rooms show."""
