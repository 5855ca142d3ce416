"""Every setting of the console, one field each: the dialog, `window.ini` and the README's table follow from these lines.

It must not read or keep one, nor know who goes by it; what the first paint waits for of them stands in `look.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.model import look as looks
from console.model import template
from console.model.date_form import DateForm
from console.model.setting import Choices, FreeText, ShortText, WholeNumber, setting

MOST_CALLS = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator chose in File > Settings; what nobody chose is as it stands here.

    They are called settings on screen, on disk and in the code. `SettingsFile` keeps them, `SettingsInUse.values` are
    those that count now, and a `SettingsPresenter` has those of an open dialog. Where a window stood is no setting but
    remembered (`remembered.py`).
    """

    look: looks.Look = setting(
        looks.USUAL_LOOK,
        Choices[looks.Look](looks.LOOKS),
        key=looks.LOOK_KEY,
        group="The window",
        label="&Appearance",
        sentence="Light, dark or with high contrast, or as the desktop is; the View menu has it too.",
    )
    text_size: int = setting(
        looks.USUAL_TEXT,
        WholeNumber(looks.LEAST_TEXT, looks.MOST_TEXT, unit="%"),
        key=looks.TEXT_SIZE_KEY,
        group="The window",
        label="&Text size",
        sentence="In per cent of the desktop's own size. Ctrl++ and Ctrl+- change it too, and Ctrl+0 puts it back to 100.",
    )
    date_form: DateForm = setting(
        "iso",
        Choices({"iso": "Year-month-day: 2026-11-21", "words": "In words: 21 Nov 2026"}),
        key="date_form",
        group="The window",
        label="Dat&es",
        sentence="How dates and times are written for you; open fields follow at once, and what you typed stays as typed. "
        "Either is understood when typed, and what is sent and exported is the same.",
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
        sentence="Stands beside all that you send, in the trail and where it is exported. Nobody else is told; colleagues at a "
        "desk see the name of your login there.",
    )
    customer_sentence: str = setting(
        template.USUAL,
        FreeText(template.trouble),
        key="customer_sentence",
        group="Handing on",
        label="Sentence for a c&ustomer",
        sentence="What “Copy sentence for the customer” copies. {order}, {carrier}, {number}, {link} and {date} are those "
        "of the record; where it lacks one of them, that is said and nothing is copied.",
    )
