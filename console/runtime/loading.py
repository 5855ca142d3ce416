"""How Qt is loaded, so that what is loaded after it takes neither longer nor more memory than it must.

It must not load anything of the house, and it is asked before anything loads PySide6.
"""

from __future__ import annotations

import builtins
import gc


def load_qt() -> None:
    """Load PySide6 without collecting garbage meanwhile, and keep the import statement as Python has it.

    Nothing that modules make is garbage, and collecting takes a sixth of a start; `Collector` goes on from here.
    PySide6 puts an import statement of its own in place, which reads and keeps the source of every module that is
    imported later. That serves `from __feature__ import`, which is not used here, and takes a tenth of a start.
    """
    gc.disable()
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401 - this is what puts the other one in place

    builtins.__import__ = plain
