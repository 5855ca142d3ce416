"""Two people, one record and everything that goes wrong between them, in any order that can be thought of.

It must not use the sandbox: its server is twenty lines written from the API's description, a second witness.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from console.model.drafts.draft import COOKIE, LINES, STATES, Draft
from console.model.drafts.kept import kept, restored
from console.model.lines.lines import DraftLine
from console.model.merging.clash import Side, clashes, merged, told
from console.model.merging.compare import row_meaning
from console.model.merging.differences import kept_otherwise
from console.model.records import Order, value
from tests.model.merging.two_people import (
    FIELDS,
    PLACE,
    SIDES,
    TEXTS,
    VALUES,
    EditedDraft,
    SomeoneElse,
    cookie,
    tokens,
    tokens_in,
    tokens_of,
)
from tests.model.samples import READ_AT
from tests.support.tries import tries


class TwoPeople(SomeoneElse):
    """One operator with a draft, and someone else who writes straight to the server."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_for = 0
        self.now = READ_AT
        self.undone: list[EditedDraft] = []
        self.redone: list[EditedDraft] = []
        self.known: dict[str, Any] = {}  # each field as the operator was last told or decided it

    @initialize()
    def load(self) -> None:
        self._read_anew()

    # -- the operator -------------------------------------------------------------------------------------

    @rule(key=st.sampled_from(FIELDS), data=st.data())
    def type(self, key: str, data: st.DataObject) -> None:
        fresh = [self.token("mine")] if key.startswith("shippingD") else []
        if key in ("subtotal", "taxAmount"):  # the same in other digits is no change
            fresh = [f"{self.edited.draft.discarded().shown(key)}0"]
        text = data.draw(st.sampled_from([*fresh, *TEXTS[key]]))
        seen = tokens(self.edited.draft.shown(key))
        self._step(self.edited.draft.typed(key, text), seen, tokens(text), key)

    @rule(place=PLACE, text=st.sampled_from(["", "3", "1,5", "token"]))
    def type_in_a_cell(self, place: int, text: str) -> None:
        draft = self.edited.draft
        if place < len(draft.lines):
            column = "other" if text == "token" else "quantity"
            text = self.token("mine") if text == "token" else text
            rows = list(draft.lines)
            seen = tokens(rows[place].shown(column, 2))
            rows[place] = rows[place].typed(column, text, draft.decimals)
            self._step(draft.with_lines(rows), seen, tokens(text), LINES)

    @rule(place=PLACE)
    def add_a_line(self, place: int) -> None:
        rows, name = list(self.edited.draft.lines), self.token("mine")
        rows.insert(place, DraftLine(None, {"name": name, "quantity": "1", "totalPrice": "2"}))
        self._step(self.edited.draft.with_lines(rows), frozenset(), tokens(name), LINES)

    @rule(place=PLACE)
    def remove_a_line(self, place: int) -> None:
        rows = list(self.edited.draft.lines)
        if place < len(rows):
            self._step(
                self.edited.draft.with_lines(rows[:place] + rows[place + 1 :]),
                tokens_in(rows[place]),
                frozenset(),
                LINES,
            )

    @rule(place=PLACE)
    def move_a_line_up(self, place: int) -> None:
        rows = list(self.edited.draft.lines)
        if 0 < place < len(rows):
            rows[place - 1 : place + 1] = rows[place], rows[place - 1]
            self._step(self.edited.draft.with_lines(rows), frozenset(), frozenset(), LINES)

    @rule()
    def undo(self) -> None:
        if self.undone:
            self.redone.append(self.edited)
            self.edited = self.undone.pop()

    @rule()
    def redo(self) -> None:
        if self.redone:
            self.undone.append(self.edited)
            self.edited = self.redone.pop()

    # -- both at once, which is what all this is about ----------------------------------------------------

    @rule(key=st.sampled_from(sorted(VALUES)), data=st.data())
    def both_change_a_field(self, key: str, data: st.DataObject) -> None:
        self.they_change_a_field(key, data)
        self.type(key, data)

    @rule(place=PLACE, column=st.sampled_from(["other", "description"]), remove=st.booleans())
    def both_change_a_line(self, place: int, column: str, remove: bool) -> None:
        rows, now = self.edited.draft.lines, self.server.read().lines
        item = rows[place].item if place < len(rows) else None
        if item is not None and item in now:
            self.they_change_a_line(now.index(item), column)
            if remove:
                self.remove_a_line(place)
            else:
                self.type_in_a_cell(place, "token")

    @rule(place=PLACE)
    def they_remove_what_i_change(self, place: int) -> None:
        rows, now = self.edited.draft.lines, self.server.read().lines
        item = rows[place].item if place < len(rows) else None
        if item is not None and item in now:
            self.they_remove_a_line(now.index(item))
            self.type_in_a_cell(place, "token")

    # -- reading, crashing, saving ------------------------------------------------------------------------

    @rule()
    def reload(self) -> None:
        self._join({})

    @rule()
    def crash_and_start_again(self) -> None:
        draft = self.edited.draft
        back = restored(json.loads(json.dumps(kept(draft))))
        assert back == draft
        assert [back.shown(key) for key in back.fields] == [draft.shown(key) for key in draft.fields]
        assert (back.changes(), back.problems(), back.dirty) == (
            draft.changes(),
            draft.problems(),
            draft.dirty,
        )
        if not back.problems():
            assert back.payload() == draft.payload()
        self._loaded(replace(self.edited, draft=back))
        self._join({})

    @rule(data=st.data(), fate=st.sampled_from(["answered", "answered", "answer lost", "request lost"]))
    def save(self, data: st.DataObject, fate: str) -> None:
        fresh, was = self.server.read(), self.edited.draft
        choices: dict[str, Side] = {clash.key: data.draw(SIDES) for clash in clashes(was, fresh)}
        self._nothing_is_overwritten_unasked(was, fresh, set(choices))
        self._join(choices)
        assert clashes(self.edited.draft, fresh) == ()
        assert self.edited.draft.base == fresh
        if data.draw(st.integers(0, 4)):
            self._mend()
        draft = self.edited.draft
        if draft.problems() or not draft.dirty:
            return
        body = draft.payload()
        self._only_what_was_touched(body, fresh)
        self.asked_for += 1
        if fate == "request lost":
            self.server.posts += 1
        else:
            self.server.post(body)
            self._the_server_holds(draft, body, fresh)
        now = self.server.read()
        if kept_otherwise(body, now):
            assert fate == "request lost"
            # Nothing arrived: the draft stays, and nothing is sent again.
            again = merged(draft, now, self.now)
            assert again.payload() == body
            self._loaded(replace(self.edited, draft=again))
        else:
            if fate == "answer lost":  # the draft on top of what arrived has nothing more to send
                assert not merged(draft, now, self.now).dirty
            self._read_anew()

    def _mend(self) -> None:
        for problem in self.edited.draft.problems():
            draft = self.edited.draft
            if problem.row is None:
                seen = tokens(draft.shown(problem.key))
                self._step(
                    draft.typed(problem.key, draft.discarded().shown(problem.key)),
                    seen,
                    frozenset(),
                    problem.key,
                )
            else:
                rows = list(draft.lines)
                rows[problem.row] = rows[problem.row].typed(problem.key, "1", draft.decimals)
                self._step(draft.with_lines(rows), frozenset(), frozenset(), LINES)

    # -- what always holds --------------------------------------------------------------------------------

    @invariant()
    def base_and_edits_are_what_is_shown(self) -> None:
        draft = self.edited.draft
        for key, declared in draft.fields.items():
            places = draft.decimals if declared.group == "Amounts" else None
            held = declared.kind.show(value(draft.base, key), places)
            assert draft.shown(key) == draft.edits.get(key, held)
        assert all(
            row.item is None or any(row.item is line for line in draft.base.lines) for row in draft.lines
        )

    @invariant()
    def nothing_typed_is_lost(self) -> None:
        draft = self.edited.draft
        seen = tokens(" ".join(draft.shown(key) for key in FIELDS)).union(*map(tokens_in, draft.lines))
        assert self.edited.alive <= seen

    @invariant()
    def nothing_is_sent_twice(self) -> None:
        assert self.server.posts == self.asked_for

    # -- inside -------------------------------------------------------------------------------------------

    def _read_anew(self) -> None:
        fresh = self.server.read()
        self.known = {key: value(fresh, key) for key in FIELDS}
        self._loaded(EditedDraft(Draft(fresh, self.now)))

    def _loaded(self, edited: EditedDraft) -> None:
        self.edited = edited
        self.undone, self.redone = [], []

    def _step(self, draft: Draft, gone: frozenset[str], new: frozenset[str], key: str) -> None:
        edited = self.edited
        self.undone.append(edited)
        self.redone = []
        self.edited = EditedDraft(
            draft, (edited.alive - gone) | new, edited.touched | {key}, edited.given_up | gone
        )

    def _join(self, choices: dict[str, Side]) -> None:
        """A fresh reading under the draft. What was decided against is given up; nothing else is."""
        edited, fresh = self.edited, self.server.read()
        self.now += timedelta(minutes=1)
        asked = clashes(edited.draft, fresh)
        alive, touched, given_up = edited.alive, edited.touched, edited.given_up
        for clash in asked:
            if choices.get(clash.key) == "theirs":
                alive -= tokens(clash.mine)
                touched -= {clash.key, *(COOKIE if clash.key == COOKIE[0] else ())}
            elif choices.get(clash.key) == "mine":
                given_up |= tokens(clash.theirs)
                touched |= {clash.key}
        undecided = {clash.key for clash in asked} - set(choices)
        undecided |= set(COOKIE) if COOKIE[0] in undecided else set()
        self.known |= {key: value(fresh, key) for key in FIELDS if key not in undecided}
        kept_anyway = {change.key for change in told(edited.draft, fresh)}
        draft = merged(edited.draft, fresh, self.now, choices)
        if any(map(edited.draft.changed, COOKIE)):  # never one half of mine with one half of theirs
            assert cookie(draft) in (cookie(edited.draft), cookie(Draft(fresh, self.now)))
        for key in kept_anyway - {LINES}:
            assert not draft.changed(key)
        self._loaded(EditedDraft(draft, alive, touched, given_up))

    def _nothing_is_overwritten_unasked(self, was: Draft, fresh: Order, asked: set[str]) -> None:
        pairs = asked | (set(COOKIE) if COOKIE[0] in asked else set())
        joined = merged(was, fresh, self.now, dict.fromkeys(asked, "mine"))
        for key in FIELDS:
            kind = was.fields[key].kind
            if joined.changed(key) and not kind.same(self.known[key], value(fresh, key)):
                assert key in pairs

    def _only_what_was_touched(self, body: dict[str, Any], fresh: Order) -> None:
        allowed = {key.partition(".")[0] for key in self.edited.touched if not key.startswith(LINES)}
        allowed |= set(COOKIE) if allowed.intersection(COOKIE) else set()
        allowed |= {LINES} if any(key.startswith(LINES) for key in self.edited.touched) else set()
        assert set(body) <= allowed
        for key in STATES:
            if "states" in body and key not in self.edited.touched:
                assert body["states"][key.partition(".")[2]] == value(fresh, key)

    def _the_server_holds(self, draft: Draft, body: dict[str, Any], before: Order) -> None:
        now = self.server.read()
        for key, declared in draft.fields.items():
            wanted = draft.reading(key).value if draft.changed(key) else value(before, key)
            assert declared.kind.same(value(now, key), wanted) or key == "updatedDate"
        if LINES in body:
            assert [row_meaning(row) for row in draft.lines] == [
                row_meaning(DraftLine(line)) for line in now.lines
            ]
            assert tokens_of(before.lines) - self.edited.given_up <= tokens_of(now.lines)
        else:
            assert now.lines == before.lines


TestTwoPeople = TwoPeople.TestCase
TestTwoPeople.settings = tries(250, stateful_step_count=40)
