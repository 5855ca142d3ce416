"""The look-up pane: what was asked, what was found, and what to say when nothing was.

It must not open tabs or know Qt widgets; it hands every found record on to whoever opens them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from console.model.question import NotAnId, Question, Try, Understood, understood
from console.model.shop_link import LookFor
from console.presenters.clock import utc_now
from console.presenters.notice import STOP_LOOKING, ActionKey, Notice
from console.presenters.observable import Observable
from console.presenters.record.fresh import FreshReading
from console.presenters.waiting import Waiting
from console.presenters.workbench.found import Copies
from console.presenters.workbench.found import Found as Found
from console.presenters.workbench.linked import Linked
from console.presenters.workbench.reading import Ahead, heard, read, search, unheard
from console.presenters.workbench.unfound import ANOTHER, away, together, unfound
from console.runtime.jobs import Cancelled, Done, Failed, Job, JobResult, Submits

if TYPE_CHECKING:
    from console.api.client import Client
    from console.model.fields.field import RecordKind
    from console.model.records import Cart, Order


_CONNECTING = Notice(
    "plain", "Connecting, and reading what was kept here; this is looked up as soon as that is done."
)
_READING_KEPT = "It is there, and opened as soon as what was kept here is read…"
_NOWHERE = Notice(
    "warn",
    "No server is connected yet, so nothing can be looked up.",
    "Connect to one, or use the practice sandbox (File > Connect); then this is looked up.",
)


@dataclass(frozen=True, slots=True)
class LookupState:
    """What the pane shows. `waiting` counts look-ups under way; `look_for` narrows the next one.

    `expected` is the kind of record that the answers probably hold. `under_way` says what is waited for, if anybody
    could wonder by now; it stands before the `notice`.
    """

    look_for: LookFor = "anything"
    waiting: int = 0
    expected: RecordKind = "order"
    asked: str = ""
    notice: Notice | None = None
    under_way: Notice | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A question under way, by its number, and the reading for it."""

    question: Question
    number: int
    fresh: FreshReading


class Lookup(Observable[LookupState]):
    """Turns a typed text into opened records. The newest question wins: asking again drops what was under way."""

    def __init__(
        self,
        jobs: Submits,
        render: Callable[[LookupState], None],
        found: Callable[[Found], None],
        *,
        raise_open: Callable[[Question], bool],
        linked: Linked | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(LookupState(), render)
        self._linked = linked or Linked(in_use=str, names=tuple, choose=lambda _: False)
        self._jobs, self._found = jobs, found
        self._raise_open, self._clock = raise_open, clock
        self._client: Client | None = None
        self._offline: Callable[[Question], None] | None = None
        self._ahead: Ahead = unheard
        self._held: tuple[str, str] | None = None
        self._ready = True
        self._copies: Copies | None = None
        self._readings: list[_Asked] = []
        self._kept_back: list[tuple[_Asked, JobResult[Order | Cart]]] = []
        self._under_way: list[Job] = []
        self._waits: dict[Question | Try, Waiting] = {}
        self._failed: list[tuple[str, Notice]] = []
        self._asked = self._asked_before = 0
        self._nowhere = False

    def begin(self, client: Client) -> None:
        """Ask this client from now on; what it answers is kept back until `connect` says that it can be opened."""
        self._take(client, None, unheard, ready=False)

    def connect(
        self,
        client: Client | None,
        offline: Callable[[Question], None] | None = None,
        ahead: Ahead = unheard,
        copies: Copies | None = None,
    ) -> None:
        """Use this client from now on (none: not connected); a question asked before there was one is asked now.

        What was said of a text in which there was no question stays. `offline` gets a question that the server could
        not be asked, `ahead` every record that was read. `copies` has records as they were read before: what is
        there sooner than the server's answer is found so, and that answer follows it.
        """
        self._copies = copies
        if client is not None and client is self._client and not self._ready:
            self._offline, self._ahead = offline, ahead
            self._let_in()
        else:
            self._take(client, offline, ahead, ready=True)

    def _take(
        self, client: Client | None, offline: Callable[[Question], None] | None, ahead: Ahead, *, ready: bool
    ) -> None:
        held, said = self._held, self.state.notice if self._client is None else None
        self.cancel()
        self._ready = ready
        self._client, self._offline, self._ahead = client, offline, ahead
        self._nowhere = False
        if client is not None and held is not None:
            self.ask(*held)
        elif client is not None:
            self.put(replace(self.state, notice=said))

    def say_nowhere(self) -> None:
        """Tell that there is no server to ask, and none is being connected; what was asked is kept until there is one."""
        self._nowhere = True
        if self._held is not None:
            self.put(replace(self.state, notice=_NOWHERE))

    @property
    def pending(self) -> str:
        """The text that is still being looked up, or waits for a server, in the environment in use; empty where none is."""
        if self._held is not None:
            return "" if self._held[1] else self._held[0]
        return self.state.asked if any(isinstance(one, Question) for one in self._waits) else ""

    def narrow(self, look_for: LookFor) -> None:
        """Look only for this kind from now on."""
        self.put(replace(self.state, look_for=look_for))

    def ask(self, text: str, environment: str = "") -> None:
        """Look up whatever ids the text holds, in the environment that it or `environment` names, or the one in use.

        Another environment is offered, and nothing looked up before it was chosen.
        """
        self._drop()
        try:
            found = understood(text, self.state.look_for) if text or not environment else Understood(())
        except NotAnId as error:
            self.put(replace(self.state, asked=text, waiting=0, notice=Notice("warn", str(error))))
            return
        if self._client is not None or self._nowhere:
            refusal = self._linked.refusal(text, found.environment or environment)
            if refusal is not None or not text:
                self.put(replace(self.state, asked=text, waiting=0, notice=refusal))
                return
        self._failed = [("", Notice("warn", sentence)) for sentence in found.left_out]
        left_out = together([said for _, said in self._failed]) if self._failed else None
        questions = tuple(question for question in found.questions if not self._raise_open(question))
        if not questions and text:
            self.put(replace(self.state, asked=text, waiting=0, notice=left_out))
        elif self._client is None:
            self._held = text, environment
            said = _NOWHERE if self._nowhere else _CONNECTING
            self.put(replace(self.state, asked=text, waiting=0, notice=said))
        else:
            expected = questions[0].tries[0].kind
            waiting = len(questions)
            self.put(replace(self.state, asked=text, waiting=waiting, expected=expected, notice=left_out))
            for question in questions:
                self._asked += 1
                self._begin(self._client, _Asked(question, self._asked, FreshReading(Waiting())))

    def _begin(self, client: Client, one: _Asked) -> None:
        """Ask the server, and beside it whoever has what it answered before."""
        waiting = self._waits[one.question] = one.fresh.waiting
        work = partial(search, client, one.question.tries, waiting, self._ahead)
        self._readings.append(one)
        one.fresh.job = self._jobs.submit(work, partial(self._answered, one))
        self._under_way.append(one.fresh.job)
        self._ask_before(one)

    def _ask_before(self, one: _Asked) -> None:
        if self._copies is not None and self._awaits(one):
            self._copies(one.question, partial(self._copied, one))

    def _awaits(self, one: _Asked) -> bool:
        """Whether the server has not answered this, and nobody has asked for something else since."""
        return self._waits.get(one.question) is one.fresh.waiting

    def _copied(self, one: _Asked, copy: Found | None) -> None:
        """Have a record shown as it was before; from then on what the server answers is that record's own reading."""
        if copy is None or not self._awaits(one) or one.fresh.job is None:
            return
        one.fresh.shown = (copy.record.kind, copy.record.id)
        self._found(replace(copy, asked=one.number, fresh=one.fresh))
        if one.fresh.taken and self._awaits(one):
            del self._waits[one.question]
            self._under_way.remove(one.fresh.job)
            self.put(replace(self.state, waiting=self.state.waiting - 1))

    def read_one(self, one: Try, done: Callable[[JobResult[Order | Cart]], None]) -> None:
        """Read one record for another pane: what it waits for is told here, and it is left like a look-up."""
        self._drop()
        client, waiting, ahead = self._client, Waiting(), self._ahead
        if client is None:
            return

        def answered(result: JobResult[Order | Cart]) -> None:
            if self._waits.get(one) is waiting:
                del self._waits[one]
                self.put(replace(self.state, waiting=self.state.waiting - 1))
            done(result)

        self._waits[one] = waiting
        self.put(replace(self.state, waiting=1, expected=one.kind, notice=None))
        work = partial(read, client, one, progress=waiting, ahead=ahead)
        self._under_way.append(self._jobs.submit(work, answered))

    def typed(self, text: str) -> None:
        """Hear what stands in the field now: what was said of another text goes, unless that is still being looked up."""
        if not self.state.waiting and self._held is None and text.strip() != self.state.asked.strip():
            self.put(replace(self.state, notice=None))

    def act(self, key: ActionKey) -> None:
        """Do what the notice offers: ask once more for what was not found, as the other kind of record."""
        if key == "stop looking":
            self.cancel()
        elif key == "switch environment":
            self._linked.switch()
        elif key == "look for cart":
            self._ask_as("cart")
        elif key == "look for order":
            self._ask_as("order")

    def _ask_as(self, other: LookFor) -> None:
        missed = [asked for asked, said in self._failed if said.action]
        self.put(replace(self.state, look_for=other))
        self.ask("\n".join(missed) or self.state.asked)

    def cancel(self) -> None:
        """Stop looking, and say so; where nothing was under way, put the last notice away."""
        waiting = self.state.waiting
        self._drop()
        stopped = Notice("plain", "Look-up cancelled.", "Nothing was changed.")
        self.put(replace(self.state, waiting=0, notice=stopped if waiting else None))

    def look(self) -> None:
        """Say what is waited for: what a server asks for first, else how long and how far the slowest is.

        And expect the kind of record that is read by now.
        """
        words = [waiting.words() for waiting in self._waits.values()]
        said = next((one.asked for one in words if one.asked), "") or next(
            (f"Looking up… {one.far}" for one in words if one.far), ""
        )
        if self._kept_back:
            said = _READING_KEPT
        notice = Notice("plain", said, "Esc stops it.", action=STOP_LOOKING) if said else None
        kinds = [waiting.kind for waiting in self._waits.values() if waiting.kind]
        state = replace(self.state, under_way=notice, expected=(*kinds, self.state.expected)[0])
        if state != self.state:
            self.put(state)

    def put(self, state: LookupState) -> None:
        """Show another state; nothing is waited for where nothing is under way."""
        super().put(state if state.waiting else replace(state, under_way=None))

    def _drop(self) -> None:
        under_way, self._under_way = self._under_way, []
        self._waits = {}
        self._held = None
        self._kept_back, self._readings = [], []
        self._failed, self._asked_before = [], self._asked
        for job in under_way:
            job.cancel()

    def _answered(self, one: _Asked, result: JobResult[Order | Cart]) -> None:
        if one.fresh.taken:
            self._followed(one, result)
            return
        if isinstance(result, Cancelled):
            return
        if not self._ready:
            self._kept_back.append((one, result))
            return
        self._waits.pop(one.question, None)
        self.put(replace(self.state, waiting=self.state.waiting - 1))
        if isinstance(result, Done):
            self._found(Found(result.value, self._clock(), one.question.taken_for, asked=one.number))
        else:
            self._tell(one, result.error)
            if self._offline is not None and away(result.error):
                self._offline(one.question)

    def _followed(self, one: _Asked, result: JobResult[Order | Cart]) -> None:
        """The server's answer about a record that is shown as it was before."""
        one.fresh.come(result)
        if isinstance(result, Failed) and one.number > self._asked_before:
            self._tell(one, result.error)
        elif isinstance(result, Done) and one.fresh.shown != (result.value.kind, result.value.id):
            question = one.question
            self.put(replace(self.state, notice=ANOTHER))
            self._found(
                Found(
                    result.value,
                    self._clock(),
                    question.taken_for,
                    asked=one.number,
                    instead_of=one.fresh.shown,
                )
            )

    def _tell(self, one: _Asked, error: Exception) -> None:
        self._failed.append((one.question.tries[0].id, unfound(one.question, error)))
        self.put(replace(self.state, notice=together([said for _, said in self._failed])))

    def _let_in(self) -> None:
        """Open what was answered before it could be opened, each as soon as a worker has heard of it ahead."""
        self._ready = True
        back, self._kept_back = self._kept_back, []
        answered_by_now = [one for one, _ in back]
        for one, result in back:
            answered = partial(self._answered, one)
            if isinstance(result, Done):
                self._under_way.append(self._jobs.submit(partial(heard, self._ahead, result.value), answered))
            else:
                answered(result)
        for one in self._readings:
            if one not in answered_by_now:
                self._ask_before(one)
