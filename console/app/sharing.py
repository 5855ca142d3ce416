"""The desk that this console shares, where one is set up: joined behind the first look-up, left at the end.

It must not load anything of a desk where none is set up, nor hold the window up for one that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QSettings, Qt, Signal

from console.app import desk_kept
from console.model.environment import SANDBOX_NAME
from console.model.remembered import DESK_CONSOLE, DESK_OPERATOR
from console.presenters.notice import DESK_SETTINGS, ActionKey, Notice, from_error
from console.runtime.jobs import Done, Failed, JobResult, Jobs

if TYPE_CHECKING:
    from uuid import UUID

    from console.desk.claims.claims import Claims
    from console.desk.line.address import DeskAddress
    from console.desk.line.line import Line
    from console.desk.part import LineState
    from console.desk.presence import Colleagues, Presence
    from console.model.environment import Environment, Secret
    from console.presenters.banners import Banners
    from console.presenters.desk.sign import DeskSign
    from console.presenters.trail.shared_trail import SharedTrail
    from console.store.desk_entry import DeskEntry
    from console.store.outbox import OutboxCounts, SharedAs
    from console.store.places import Places
    from console.ui.settings.settings import SettingsDialog
    from console.ui.shell.window import Window

T = TypeVar("T")

_GIVEN = Notice(
    "plain",
    "Your administrator has set up a desk for you and your colleagues.",
    "Join it with your name and password; until then you work alone.",
    action=DESK_SETTINGS,
)
_UNREAD = "the desk that is set up"


@dataclass(frozen=True, slots=True)
class JoinedDesk:
    """A desk that was joined: the operator's name there, the line to it, and what works over it."""

    operator: str
    line: Line
    presence: Presence


class Sharing(QObject):
    """`changed` comes when a desk was joined or left, `heard` with what changed there: hints, or None for anything.

    `seen` comes when `colleagues` changed: who else is here and what they have open. All come on the thread of the window.
    """

    changed = Signal()
    heard = Signal(object)
    seen = Signal()
    refused = Signal()
    """The desk did not take something that was sent from here."""
    passed = Signal()
    """What waited was passed on or refused, or more waits."""
    settings_asked = Signal()
    """The sign was pressed, or a banner leads there."""
    _posted = Signal(object)

    def __init__(
        self,
        places: Places,
        window: Window,
        banners: Banners,
        *,
        ini: QSettings,
        known: Callable[[], Iterable[Environment]],
    ) -> None:
        """`known` are the environments that are set up; `ini` keeps as what this console was at the desk."""
        super().__init__()
        self._known, self._ini = known, ini
        self._places, self._window, self._banners = places, window, banners
        self._shares = False
        self._refused = 0
        self._patient: Jobs | None = None
        self._console: UUID | None = None
        self._before: UUID | None = None
        self._claims: Claims | None = None
        self._sign: DeskSign | None = None
        self._found: Colleagues | None = None
        self.joined: JoinedDesk | None = None
        # The slot is the desk's own bound method, so that Qt calls it on this thread.
        self._posted.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def begin(self, *, shares: bool, given: bool = False) -> None:
        """Share a desk from now on, where one is set up: what is sent is put into the outbox, also before it is joined.

        `given`: an administrator's is there, which can be joined. Neither where another computer has the folders.
        """
        self._shares = shares = shares and not self._places.held_by
        if given and not shares and not self._places.held_by:
            self._banners.tell(_GIVEN)
        if shares:
            from uuid import uuid4

            from console.desk.claims.claims import Claims

            self._before, self._console = _console_of(self._ini), uuid4()
            self._ini.setValue(DESK_CONSOLE, str(self._console))
            # a run that waits has these, and goes on with them over another line
            self._claims = self._claims or Claims(self._console)

    def join(self) -> None:
        """Join the desk that is set up, where there is one."""
        if self._shares:
            self._read()

    def shared_as(self, shop: Environment) -> SharedAs | None:
        """How what is sent there is told to the desk; None for no desk, and of the practice sandbox. Any thread may ask."""
        if not self._shares or self._console is None or shop.name == SANDBOX_NAME:
            return None
        from console.desk.place import held, shared_name
        from console.store.outbox import SharedAs

        return SharedAs(shared_name(shop.api_url), self._console, held, self.wake)

    def claims_in(self, shop: Environment) -> Claims | None:
        """What reserves the rows of a run there; it says that the desk is away until that is joined. None for no desk."""
        return self._claims if self.shared_as(shop) is not None else None

    def trail_in(self, shop: Environment | None) -> SharedTrail | None:
        """Where colleagues' sends are read, those to `shop` first of all; None where no desk is joined."""
        if self.joined is None:
            return None
        from console.desk.place import shared_name
        from console.presenters.trail.shared_trail import SharedTrail

        called = {shared_name(one.api_url): one.name for one in self._known()}
        shared = self.shared_as(shop) if shop is not None else None
        here = shared.environment if shared is not None else ""
        if shop is not None and here:
            called[here] = shop.name
        return SharedTrail(self.joined.line, self.joined.operator, here, called)

    @property
    def colleagues(self) -> Colleagues:
        """Who else is here, as it was read last."""
        from console.desk.presence import Colleagues

        return self._found or Colleagues()

    def wake(self) -> None:
        """Something waits to be passed on. Any thread may call."""
        if (joined := self.joined) is not None:
            joined.line.wake()
            if joined.line.state.status != "reached":
                self._posted.emit(self._count)  # who passes on counts, and does not work now

    def act(self, key: ActionKey) -> None:
        """Do what a banner about the desk offers: try again to reach it, or open its settings."""
        if key == "retry desk" and self.joined is not None:
            self.joined.line.retry()
        else:
            self.settings_asked.emit()

    def close(self) -> None:
        """Leave, within a second."""
        self._shares = False
        if self._patient is not None:
            self._patient.close()
        if self.joined is not None:
            joined, self.joined = self.joined, None
            joined.line.close()

    # -- settings -----------------------------------------------------------------------------------------

    def serve_settings(self, dialog: SettingsDialog, jobs: Jobs) -> None:
        """Have the dialog's section of the desk filled, and follow what is chosen there."""
        from console.presenters.settings.shared_desk import SharedDeskPresenter
        from console.store.environments import Environments

        presenter = SharedDeskPresenter(
            jobs,
            Environments(self._places),
            check=desk_kept.check,
            trial=desk_kept.trial,
            saved=self._chosen,
            given=partial(desk_kept.given, self._places),
            named=desk_kept.named,
        )
        dialog.bind_desk(presenter)

    def _chosen(self) -> None:
        """Another desk is set up, or none any more."""
        self._leave()
        self.begin(shares=True)
        self._read()

    # -- joining ------------------------------------------------------------------------------------------

    def _read(self) -> None:
        if self._patient is None:
            self._patient = Jobs(workers=1)  # a keyring that is locked holds nobody else up
        before = str(self._ini.value(DESK_OPERATOR, ""))
        work = partial(desk_kept.entry, self._places, before, self._console)
        self._patient.submit(work, self._was_read)

    def _was_read(self, result: JobResult[tuple[DeskEntry, DeskAddress] | None]) -> None:
        if isinstance(result, Failed):
            self._banners.hold(_UNREAD, _not_joined(result.error))
        elif isinstance(result, Done):
            self._banners.lift(_UNREAD)
            if result.value is None:
                self._shares = False
                self.changed.emit()
            else:
                entry, address = result.value
                self._ini.setValue(DESK_OPERATOR, address.user)
                self._join(address, entry.password)

    def _join(self, address: DeskAddress, password: Secret) -> None:
        from console.desk.hints import Hints
        from console.desk.line.line import Line
        from console.desk.presence import Presence
        from console.desk.pusher import Pusher
        from console.store.database import Database

        assert self._console is not None
        assert self._claims is not None
        sign = self._shown_sign()
        seen = self._on_window(self._colleagues)
        presence = Presence(self._console, seen, before=self._before, wake=self.wake)
        pusher = Pusher(
            partial(Database, self._places, patience=_PATIENCE, beside=True),
            told=self._on_window(self._counted),
        )
        hints = Hints(self._on_window(self.heard.emit))
        line = Line(
            address,
            password,
            (self._claims, pusher, presence, hints),
            tell=self._stands,
            deliver=self._posted.emit,
            last=(presence.leave,),
        )
        self._claims.use(line)
        sign.join(address.user)
        self.joined = JoinedDesk(address.user, line, presence)
        line.start()
        self.changed.emit()

    def _leave(self) -> None:
        joined, self.joined, self._found = self.joined, None, None
        if joined is None:
            return
        if self._sign is not None:
            self._sign.leave()
        if self._patient is not None:
            self._patient.submit(lambda _: joined.line.close(), _nobody)
        self.changed.emit()

    def _shown_sign(self) -> DeskSign:
        if self._sign is None:
            from console.presenters.desk.sign import DeskSign
            from console.ui.desk.sign import DeskSignButton

            self._sign = DeskSign(self._banners)
            button = DeskSignButton()
            button.clicked.connect(self.settings_asked)
            self._window.show_sign(button)
            self._sign.show(button.show_state)
        return self._sign

    def _counted(self, counts: OutboxCounts) -> None:
        if self._sign is not None:
            self._sign.outbox(counts.waiting, counts.refused)
        self.passed.emit()
        before, self._refused = self._refused, counts.refused
        if counts.refused > before:
            self.refused.emit()

    def _count(self) -> None:
        if self._patient is not None:
            self._patient.submit(partial(desk_kept.counts, self._places), self._were_counted)

    def _were_counted(self, result: JobResult[OutboxCounts]) -> None:
        if (
            isinstance(result, Done)
            and self.joined is not None
            and self.joined.line.state.status != "reached"
        ):
            self._counted(result.value)

    def _stands(self, state: LineState) -> None:
        if self._sign is not None:
            self._sign.line(state)
        if state.status not in ("connecting", "reached"):
            self._count()
            self.heard.emit(None)  # what was read of colleagues is not known to be true any more

    def _colleagues(self, found: Colleagues) -> None:
        self._found = found
        if self._sign is not None:
            self._sign.here(found.here)
        self.seen.emit()

    # -- from the line's thread ---------------------------------------------------------------------------

    def _on_window(self, call: Callable[[T], object]) -> Callable[[T], None]:
        """The same, called later on the thread of the window; of a desk that was left by then nothing is heard."""
        return lambda what: self._posted.emit(partial(call, what))

    def _call(self, call: Callable[[], object]) -> None:
        if self.joined is not None:
            call()


_PATIENCE = 1.0
"""Seconds for which passing on waits for another connection of this computer that writes; it is tried again by itself, and
presence waits on the same thread."""


def _console_of(ini: QSettings) -> UUID | None:
    """As what this console was at the desk the last time; None for what is none."""
    from uuid import UUID

    try:
        return UUID(str(ini.value(DESK_CONSOLE, "")))
    except ValueError:
        return None


def _not_joined(error: Exception) -> Notice:
    said = from_error(error)
    return Notice(
        "warn", said.headline, "The desk is not joined; you work alone.", said.detail, action=DESK_SETTINGS
    )


def _nobody(_: object) -> None:
    """Nobody waits for a line to be closed."""
