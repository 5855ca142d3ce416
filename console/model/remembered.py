"""What the console remembers of how it was left, beside the settings in `window.ini`: every key, declared here alone.

It must not hold a setting: nobody chooses these in a dialog, and losing one costs a width or a question asked again.
"""

from __future__ import annotations

from typing import Final

MAIN_WINDOW: Final = "geometry"
"""Where the main window stands, as Qt writes it down."""
LINE_COLUMNS: Final = "columns"
"""The columns of line items from left to right: a list of "key width hidden"."""
FOLDED_CARDS: Final = "folded_cards"
"""The cards of forms that were folded or opened: a list of "1 order Shipping", 0 where it was opened."""
RUN_WINDOW: Final = "bulk_geometry"
"""Where the window of a run stands; it was called bulk once, and what is on disk keeps its name."""
RUN_COLUMNS: Final = "bulk_columns"
"""What the columns of files were taken for: JSON, the heads of columns and their roles."""
ACCENT: Final = "accent"
"""The accent of the environment in use, so that the next start is painted in it at once."""
CONFIRMED: Final = "confirmed"
"""A group: the local day on which a write to an environment was confirmed last, by the environment's quoted name."""
DESK_CONSOLE: Final = "desk_console"
"""As what this console was at the desk the last time: after a crash its row still stands there for a while."""
DESK_OPERATOR: Final = "desk_operator"
"""Who was at the desk from this computer the last time: what still waits of somebody else is not passed on under another name."""
