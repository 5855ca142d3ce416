"""A word to the desktop, for when the window is not in front: where there is a tray by that, else by the desktop's portal.

It must not wait for an answer, nor say anything where the desktop has neither.
"""

from __future__ import annotations

import os

from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from console.ui.look.text import one_line

_PORTAL = (
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Notification",
)
_ID = "order-console"
"""A later word takes the place of an earlier one."""
_LONGEST = 200


def in_front() -> bool:
    """Whether one of the console's windows has the keys."""
    return QApplication.activeWindow() is not None


def notify(title: str, body: str) -> None:
    """Have the desktop show this, as plain text."""
    title, body = one_line(title, _LONGEST), one_line(body, _LONGEST)
    if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
        _by_tray(title, body)
    elif os.environ.get("DBUS_SESSION_BUS_ADDRESS"):  # or asking for the bus would start one
        _by_portal(title, body)


def _by_tray(title: str, body: str) -> None:
    tray = QSystemTrayIcon(QApplication.windowIcon(), QApplication.instance())
    tray.messageClicked.connect(tray.deleteLater)
    tray.show()
    tray.showMessage(title, body, QApplication.windowIcon())


def _by_portal(title: str, body: str) -> None:
    """By its portal and not by org.freedesktop.Notifications: that wants unsigned numbers, which Python cannot hand over."""
    try:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage
    except ImportError:
        return
    call = QDBusMessage.createMethodCall(*_PORTAL, "AddNotification")
    call.setArguments([_ID, {"title": title, "body": body}])
    QDBusConnection.sessionBus().send(call)
