"""Which of Qt's plugins brings what an input method types, where the desktop names one that Qt does not come with.

It must not choose an input method; the operator's desktop does, and what it says in Qt's own list stays.
"""

from __future__ import annotations

from collections.abc import MutableMapping

_LIST, _ONE = "QT_IM_MODULES", "QT_IM_MODULE"
_BY_IBUS = ("fcitx", "fcitx5")
"""These answer the calls of ibus as well."""


def name_plugins(surroundings: MutableMapping[str, str]) -> None:
    """Have Qt try ibus after Fcitx; to be called before there is an application.

    Desktops with Fcitx set `QT_IM_MODULE=fcitx`, for a plugin that comes with Fcitx and is built for the Qt of the
    distribution. The Qt of PySide6 has only those of ibus and of compose, finds none of that name and takes compose:
    nothing that Fcitx composes arrives. Fcitx speaks the protocol of ibus too, and since 6.7 Qt reads a list,
    `QT_IM_MODULES`, whose first plugin that is there and gets an answer is used. Fcitx's own stays first, for a
    system whose PySide6 uses the distribution's Qt.
    """
    named = surroundings.get(_ONE, "")
    if named.lower() in _BY_IBUS and not surroundings.get(_LIST):
        surroundings[_LIST] = f"{named};ibus"
