"""One call in flight: its deadline, its cancel, its socket, and the one thread that ends calls that are late.

It must not know HTTP: it ends a call by shutting the socket down under it, from whichever thread notices first.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Literal, Self

from console.api.limits import Limits
from console.runtime.cancel import Cancel
from console.runtime.turn import away

Why = Literal["", "cancelled", "late", "closed"]
Step = Literal["connecting", "securing", "waiting", "reading"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a call is: bytes got after decompression, the total if the server said, seconds it will wait.

    asked       the seconds that the server named for the wait, with the `status`; `waiting` may be fewer
    signing_in  it is the sign-in server that asks to wait
    leaving     the first byte of a write leaves as soon as this was heard, unless the call is ended meanwhile
    """

    got: int = 0
    total: int | None = None
    waiting: float = 0.0
    asked: float = 0.0
    status: int = 0
    signing_in: bool = False
    leaving: bool = False


@dataclass(slots=True)
class CallTrace:
    """How a call went, filled in as it ends, for a log: facts alone, never a body, a header or a value of the query.

    `left`, `refused` and `step` are those of the `Call`; `status` is None without a whole answer; `ms` is all of it,
    the sign-in and every wait included.
    """

    left: bool = False
    refused: bool = False
    step: Step = "connecting"
    status: int | None = None
    ms: float = 0.0


Watcher = Callable[[Progress], object]
"""Called in the thread of the call, many times a second at most; it must be quick and must not raise."""


class CallEnded(Exception):
    """The call was ended from outside; the call's `why` says by what. Never leaves this package."""


class Call:
    """One call of the client: from its first step to its last, over every repeat and the sign-in it needs.

    A context manager; the thread that enters it is the one that makes the call. `end` may come from any thread.

    left     a byte of the request in hand has left this machine
    refused  what left was answered with a refusal, so that nothing of it was applied
    step     what the call waits for; got, total: bytes of the answer so far, and how many were announced
    at_once  the first answer counts, whatever it is; only a connection that broke is tried again
    why      what ended it from outside, if anything did
    """

    def __init__(
        self,
        watchdog: Watchdog,
        limits: Limits,
        cancel: Cancel | None,
        *,
        progress: Watcher | None,
        at_once: bool = False,
    ) -> None:
        self._began = monotonic()
        self.deadline = self._began + limits.whole
        self.at_once = at_once
        self.why: Why = ""
        self.left = False
        self.refused = False
        self.step: Step = "connecting"
        self.got = 0
        self.total: int | None = None
        self._writes = False
        self._watchdog = watchdog
        self._cancel = cancel or Cancel()
        self._progress = progress
        self._lock = threading.Lock()
        self._over = False
        self._stop = threading.Event()
        self._held: object = None
        self._lever: socket.socket | None = None

    def __enter__(self) -> Self:
        self._watchdog.watch(self)
        self._forget_cancel = self._cancel.on_cancel(lambda: self.end("cancelled"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._forget_cancel()
        self._watchdog.forget(self)
        with self._lock:
            self._over = True
            self._drop_lever()

    def end(self, why: Why) -> None:
        """End the call now: wakes its waits and shuts its socket down, in the calling thread. The first end counts."""
        with self._lock:
            if self.why or self._over:
                return
            self.why = why
            self._stop.set()
            if self._lever is not None:
                with suppress(OSError):  # the other side may have closed it already: then nobody blocks on it
                    self._lever.shutdown(socket.SHUT_RDWR)

    def check(self) -> None:
        """Raise CallEnded if the call was ended, or is late (then it is ended here)."""
        if not self.why and monotonic() >= self.deadline:
            self.end("late")
        if self.why:
            raise CallEnded

    def begin(self, *, writes: bool = False) -> None:
        """Start another try: nothing of it has left and nothing was got. `writes`: it is one of a write."""
        self.check()
        self._writes = writes
        self.left, self.refused, self.step, self.got, self.total = False, False, "connecting", 0, None

    def leave(self) -> None:
        """Note that a byte of the request leaves now; of a write the watcher is told first. Raises CallEnded.

        Whoever ends the call while it is told can be sure that nothing leaves.
        """
        if self._writes and not self.left:
            self.tell(Progress(leaving=True))
            self.check()
        self.left, self.refused, self.step = True, False, "waiting"

    def hold(self, sock: socket.socket) -> None:
        """Take the socket that the call is about to block on. Raises CallEnded if the call was ended before.

        A duplicate is held: shutting it down wakes whoever blocks on the original, closing it harms nobody, and
        its number cannot be reused by another connection meanwhile.
        """
        if sock is self._held:
            return
        lever = socket.socket(fileno=socket.dup(sock.fileno()))
        with self._lock:
            self._drop_lever()
            if not self.why:
                self._held, self._lever = sock, lever
                return
        lever.close()
        raise CallEnded

    def pause(self, seconds: float, announced: Progress | None = None) -> None:
        """Wait, unless the call ends meanwhile (CallEnded). One that is `announced` puts the deadline off by as much."""
        if announced is not None:
            self.deadline += seconds
            self.tell(announced)
        with away:
            self._stop.wait(seconds)
        self.check()

    def wait_for(self, event: threading.Event) -> None:
        """Wait until another thread sets `event`, unless the call ends meanwhile (CallEnded, within 50 ms)."""
        with away:
            while not event.wait(0.05):
                self.check()

    def advance(self, got: int) -> None:
        """Note and tell how many bytes have come."""
        self.got = got
        self.tell(Progress(got, self.total))

    def leave_trace(self, trace: CallTrace, status: int | None) -> None:
        """Write down how it went; `status` is that of the answer, None where there is none."""
        trace.left, trace.refused, trace.step, trace.status = self.left, self.refused, self.step, status
        trace.ms = (monotonic() - self._began) * 1000

    def tell(self, progress: Progress) -> None:
        """Tell the caller's watcher, if there is one."""
        if self._progress is not None:
            self._progress(progress)

    def _drop_lever(self) -> None:
        if self._lever is not None:
            self._lever.close()
        self._held = self._lever = None


class Watchdog:
    """The one thread that ends late calls. It starts with the first call and ends with `close`."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._calls: set[Call] = set()
        self._next = float("inf")
        self._closed = False
        self._thread: threading.Thread | None = None

    def watch(self, call: Call) -> None:
        """End `call` at its deadline; at once if this is closed."""
        with self._changed:
            if not self._closed:
                self._calls.add(call)
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="call watchdog", daemon=True)
                    self._thread.start()
                elif call.deadline < self._next:
                    self._changed.notify()
                return
        call.end("closed")

    def forget(self, call: Call) -> None:
        """Watch a call no longer, because it is over."""
        with self._changed:
            self._calls.discard(call)

    def close(self) -> None:
        """End every call and the thread. A later call is ended as it starts."""
        with self._changed:
            self._closed = True
            calls, thread = list(self._calls), self._thread
            self._changed.notify()
        for call in calls:
            call.end("closed")
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        with self._changed:
            while not self._closed:
                now = monotonic()
                for call in [call for call in self._calls if call.deadline <= now]:
                    self._calls.discard(call)
                    call.end("late")
                self._next = min((call.deadline for call in self._calls), default=float("inf"))
                self._changed.wait(None if self._next == float("inf") else max(0.0, self._next - now))
