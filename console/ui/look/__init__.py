"""How everything looks: the theme, small widgets, texts that fit, and lists and tables that several rooms show.

Where to look: `parts` before you make a small widget, `inputs` before a line or a choice, `text` before you show a server's
words, `theme` for a colour. It must not know a screen.
"""
