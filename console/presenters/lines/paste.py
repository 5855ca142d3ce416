"""Pasting a block of cells into the lines of a draft: where it goes, what it becomes, and what is wrong with it.

It must not change the draft; it ends in rows that the editor takes over as one undo step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from console.model.drafts.draft import Draft
from console.model.fields.numerals import Marks
from console.model.lines.lines import COLUMNS, MOST, SENT, DraftLine
from console.model.pasting import paste
from console.model.pasting.block_marks import DecimalMark
from console.model.pasting.paste import Aim, PastePlan, Told, Way
from console.model.pasting.tsv import Block
from console.model.plural import by_count, counted
from console.presenters.observable import Observable
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, Job, JobResult, Submits

_SHOWN = 200
_TOLD, _ADVISED = 6, 3
_READING = "Reading what was copied…"
_NOTHING = "There is nothing on the clipboard that could be a line."


@dataclass(frozen=True, slots=True)
class PasteState:
    """What the dialog shows. `columns` are API names by column of the block, empty for one that goes nowhere.

    `rows` are the texts that the first lines of the block become, as copied where their column goes nowhere; `numbers`
    are those of the lines in the record, `labels` the words of the header. `wrong` is the sentence by (row, column of the
    block) of a cell in error, by (row, -1) where its column is missing, `doubtful` that of one to check, `decided` how a
    number that could be two is read. `told` are the first errors of all lines, `advised` the first advice and decision.
    `question` asks what a number of the block means, with `answers` by decimal mark; `answer` is empty until it is said.
    """

    busy: bool = True
    header: bool = False
    fill: bool = False
    way: Way = "add"
    ways: tuple[Way, ...] = ("add", "all")
    columns: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[int, ...] = ()
    wrong: Mapping[tuple[int, int], str] = field(default_factory=dict)
    doubtful: Mapping[tuple[int, int], str] = field(default_factory=dict)
    decided: Mapping[tuple[int, int], str] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    advised: tuple[str, ...] = ()
    question: str = ""
    answers: tuple[tuple[DecimalMark, str], ...] = ()
    answer: DecimalMark = ""
    sentence: str = _READING
    refusal: str = ""

    @property
    def can_paste(self) -> bool:
        """Whether there is anything to paste by now, and nothing to be said first."""
        return bool(self.rows) and not self.busy and not self.refusal and not self.asks

    @property
    def asks(self) -> bool:
        """Whether it must be said first what a number of the block means."""
        return bool(self.question) and not self.answer


class Paste(Observable[PasteState]):
    """What the dialog `Paste lines` shows and decides. The planning runs as a job, so `jobs` are the editor's."""

    def __init__(
        self,
        jobs: Submits,
        draft: Draft,
        text: str | Block,
        *,
        marks: Marks,
        at: int | None = None,
        column: str = "",
        columns: Sequence[str] = (),
        seen: Sequence[int] | None = None,
    ) -> None:
        """`text` and `marks` as `ui.clipboard.taken` gives them; `at` and `column` where the cursor is (none: new lines).

        `columns` are API names in the order shown, hidden ones left out (none given: all); `seen` are the places of the
        lines in the order shown, where that is not their own.
        """
        self._jobs, self._draft, self._text, self._marks = jobs, draft, text, marks
        self._column, self._columns = column, tuple(columns) or SENT
        over = at is not None and bool(column)
        way: Way = "over" if over else "add"
        ways: tuple[Way, ...] = ("over", "add", "all") if at is not None else ("add", "all")
        super().__init__(PasteState(way=way, ways=ways))
        self._aim = Aim(way, at, (), None if seen is None else tuple(seen))
        self._cells: Block = ()
        self._plan: PastePlan | None = None
        self._mapping = -1
        self._before: tuple[str, ...] = ()
        self._job: Job | None = None
        self.title = f"Paste into {draft.base.called}"
        self._ask(self._read)

    def close(self) -> None:
        """Show nothing more; `result` stays."""
        self.hide()
        if self._job is not None:
            self._job.cancel()

    def map(self, block_column: int, key: str) -> None:
        """Let a column of the block go to the column of this API name, or nowhere (empty).

        No two go to the same; the one that went there before is back as soon as this one is led on, as by an arrow key.
        """
        if self._aim.columns[block_column] == key:
            return
        if block_column != self._mapping:
            self._mapping, self._before = block_column, self._aim.columns
        columns = ["" if key == other else other for other in self._before]
        columns[block_column] = key
        self._again(replace(self._aim, columns=tuple(columns)))

    def header(self, on: bool) -> None:
        """Take the first row for a header, or for a line."""
        if on != self._aim.header and self._cells:
            self._mapping = -1
            self._again(_aimed(self._cells, self._aim, self._columns, self._column, header=on))

    def choose(self, way: Way) -> None:
        """Paste over the cells ("over"), as new lines ("add"), or instead of all lines ("all")."""
        if way != self._aim.way:
            self._again(replace(self._aim, way=way))

    def fill(self, on: bool) -> None:
        """Write quantity x price where a pasted line has no total, or leave it empty."""
        if on != self._aim.fill:
            self._again(replace(self._aim, fill=on))

    def say(self, decimal: DecimalMark) -> None:
        """Answer the question: this mark stands before the decimals in the block."""
        if decimal != self._aim.decimal:
            self._again(replace(self._aim, decimal=decimal))

    def result(self) -> tuple[str, tuple[DraftLine, ...]]:
        """The name of the undo step, and the lines as they become: `editor.lines.paste(*paste.result())`."""
        plan = self._plan
        assert plan is not None
        if self._aim.way == "all":
            return f"replace all lines by {len(plan.places):,} pasted", plan.lines
        into = "into " if self._aim.way == "over" else ""
        return f"paste {into}{counted(len(plan.places), 'line')}", plan.lines

    def _again(self, aim: Aim) -> None:
        self._aim, cells = aim, self._cells
        self.put(_answering(replace(self.state, busy=True), aim))
        read = self._plan is not None
        self._ask((lambda _: (cells, aim, self._planned(cells, aim))) if read else self._read)

    def _ask(self, work: Callable[[Cancel], tuple[Block, Aim, PastePlan]]) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = self._jobs.submit(work, self._answered)

    def _read(self, _: Cancel) -> tuple[Block, Aim, PastePlan]:
        cells = paste.without_blanks_above_header(paste.block(self._text))
        aim = _aimed(cells, self._aim, self._columns, self._column, header=paste.has_header(cells))
        return cells, aim, self._planned(cells, aim)

    def _planned(self, cells: Block, aim: Aim) -> PastePlan:
        made = paste.plan(self._draft, cells, aim, self._marks, most=MOST)
        self._draft.with_lines(
            made.lines
        ).changes()  # here, and not when it is pasted, which the window would feel
        return made

    def _answered(self, result: JobResult[tuple[Block, Aim, PastePlan]]) -> None:
        if isinstance(result, Failed):
            raise result.error
        if isinstance(result, Done):
            self._job = None
            self._cells, self._aim, self._plan = result.value
            self.put(self._told(self._cells, self._aim, self._plan))

    def _told(self, cells: Block, aim: Aim, plan: PastePlan) -> PasteState:
        labels = cells[0] if aim.header else ("",) * len(aim.columns)
        state = _answering(replace(self.state, busy=False, labels=labels, refusal=plan.refusal), aim)
        if plan.refusal or not plan.places:
            nothing = plan.refusal or _nothing(cells, aim)
            return replace(
                PasteState(way=state.way, ways=state.ways),
                busy=False,
                header=state.header,
                fill=state.fill,
                columns=state.columns,
                labels=labels,
                refusal=plan.refusal,
                sentence=nothing,
            )
        numbers, digits = plan.places[:_SHOWN], self._draft.decimals
        where = {key: place for place, key in enumerate(aim.columns) if key}
        wrong, doubtful, decided = (
            {(one.row, where.get(one.column, -1)): one.sentence for one in told if one.row < _SHOWN}
            for told in (plan.wrong, plan.doubtful, plan.decided)
        )
        question, answers = _question(plan)
        texts = tuple(
            tuple(
                plan.lines[place].shown(key, digits) if key else copied
                for key, copied in zip(aim.columns, cells[source], strict=True)
            )
            for place, source in zip(numbers, plan.sources, strict=False)
        )
        return replace(
            state,
            rows=texts,
            numbers=tuple(place + 1 for place in numbers),
            wrong=wrong,
            doubtful=doubtful,
            decided=decided,
            told=_listed(plan, plan.wrong, _TOLD),
            advised=(
                *_listed(plan, plan.doubtful, _ADVISED),
                *(one.sentence for one in plan.decided[:1]),
                *_more(len(plan.decided) - 1, "number is", "numbers are", "read in this way; all are marked"),
            ),
            question=question,
            answers=answers,
            answer=aim.decimal if question else "",
            sentence=_sentence(plan, aim, len(self._draft.lines)),
        )


def direct(
    draft: Draft, text: str | Block, marks: Marks, places: Sequence[int], columns: Sequence[str]
) -> tuple[str, tuple[DraftLine, ...]] | None:
    """One copied cell put into every chosen cell, without a question; None where `text` is a block of several cells.

    `places` are the chosen lines from zero, `columns` the chosen API names; the answer is for `editor.lines.paste`.
    """
    cells = paste.block(text)
    into = [column for column in columns if column in SENT]
    if [len(row) for row in cells] != [1] or not into or not places:
        return None
    texts = {column: paste.typed(column, cells[0][0], marks, draft.currency) for column in into}
    rows = list(draft.lines)
    for place in places:
        for column, typed in texts.items():
            rows[place] = rows[place].typed(column, typed, draft.decimals)
    count = len(places) * len(into)
    if count == 1:
        return f"paste {COLUMNS[into[0]].label} of line {places[0] + 1}", tuple(rows)
    return f"paste into {counted(count, 'cell')}", tuple(rows)


def _aimed(cells: Block, aim: Aim, columns: Sequence[str], start: str, *, header: bool) -> Aim:
    """Where the columns go by their labels, or one after another."""
    found = paste.by_name(cells[0]) if header else paste.by_order(cells, columns, start)
    return replace(aim, header=header, columns=found)


def _answering(state: PasteState, aim: Aim) -> PasteState:
    return replace(state, header=aim.header, fill=aim.fill, way=aim.way, columns=aim.columns[: paste.WIDEST])


def _nothing(cells: Block, aim: Aim) -> str:
    return "Choose where at least one column goes." if cells and not any(aim.columns) else _NOTHING


def _question(plan: PastePlan) -> tuple[str, tuple[tuple[DecimalMark, str], ...]]:
    """What to ask about the block's numbers, and the two answers; empty where the block tells."""
    if (doubt := plan.doubt) is None:
        return "", ()
    return (
        f"{doubt.text} is {doubt.pointed} or {doubt.commaed}?",
        ((".", f"{doubt.text} is {doubt.pointed}"), (",", f"{doubt.text} is {doubt.commaed}")),
    )


def _listed(plan: PastePlan, cells: Sequence[Told], most: int) -> tuple[str, ...]:
    told = [_in_words(plan, one) for one in cells[:most]]
    more = len(cells) - len(told)
    return (*told, *([f"… and {more:,} more"] if more else []))


def _more(count: int, one: str, several: str, what: str) -> tuple[str, ...]:
    return (f"{count:,} more {by_count(count, one, several)} {what}.",) if count > 0 else ()


def _in_words(plan: PastePlan, wrong: Told) -> str:
    return f"Line {plan.places[wrong.row] + 1:,}, {COLUMNS[wrong.column].label}: {wrong.sentence}"


def _sentence(plan: PastePlan, aim: Aim, before: int) -> str:
    over = len(plan.places) - plan.added
    if aim.way == "all":
        did = (
            f"Replaces {by_count(before, 'the', 'all')} {counted(before, 'line')} with these {plan.added:,}"
            if before
            else _adds(plan)
        )
    elif over:
        did = f"Pastes into {counted(over, 'line')}" + (f" and adds {plan.added:,}" if plan.added else "")
    else:
        did = _adds(plan)
    wrong = len(plan.wrong)
    if plan.doubt is not None and not aim.decimal:
        return f"{did}; say first what {plan.doubt.text} means."
    if not wrong:
        return f"{did}."
    cells = by_count(wrong, "1 cell has an error, it is", f"{wrong:,} cells have errors, they are")
    return f"{did}; {cells} marked and can be mended in the grid."


def _adds(plan: PastePlan) -> str:
    return f"Adds {counted(plan.added, 'line')}"
