"""What becomes of the lines when a block of cells is pasted into them.

It must not round, drop or mend a text; what cannot be sent is put in the line as it is, with its error.
"""

from __future__ import annotations

from typing import Literal

Way = Literal["over", "add", "all"]
"""Over the cells from the cursor on, as new lines, or instead of all lines."""
