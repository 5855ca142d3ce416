"""Every setting of the console, one field each: the dialog, `window.ini` and the README's table follow from these lines.

It must not read or keep one, nor know who goes by it; and it stays light, since the first paint waits for the look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from console.model.setting import Choices, ShortText, WholeNumber, setting

Look = Literal["light", "dark", "system"]
MOST_CALLS = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator chose in File > Settings; what nobody chose is as it stands here.

    They are called settings on screen, on disk and in the code. `SettingsFile` keeps them, `SettingsInUse.values` are
    those that count now, and a `SettingsPresenter` has those of an open dialog. Where a window stood is no setting but
    remembered (`remembered.py`).
    """

    look: Look = setting(
        "system",
        Choices({"system": "As the system", "light": "Light", "dark": "Dark"}),
        key="look",
        group="The window",
        label="&Appearance",
        sentence="Light or dark, or as the desktop is; the View menu has it too.",
    )
    calls_at_once: int = setting(
        MOST_CALLS,
        WholeNumber(1, MOST_CALLS),
        key="calls_at_once",
        group="Shipping a file",
        label="Calls at &once when shipping a file",
        sentence="How many orders are read or sent at the same time when a file is shipped. Fewer are gentler on a "
        "busy server; where it asks for patience, the console slows down by itself.",
    )
    keep_days: int = setting(
        90,
        WholeNumber(1, 3_650, unit="days"),
        key="keep_days",
        group="Kept on this computer",
        label="&Days that records stay searchable offline",
        sentence="Records that were opened stay searchable without the server for so many days after they were opened "
        "last, and the next start forgets older ones. Drafts and the trail stay until you delete them.",
    )
    operator: str = setting(
        "",
        ShortText(60, nothing="This computer's account"),
        key="operator",
        group="The trail",
        label="Your &name",
        sentence="Stands beside all that you send, in the trail and where it is exported. Nobody else is told.",
    )
