"""Runs on the disk: those that there were, one opened again as it stood, its rows written to a result file.

It must not send a row; what was on its way when it was cut comes back as unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from console.model.plural import counted
from console.presenters.notice import Notice, from_error
from console.presenters.observable import Observable
from console.presenters.runs import words
from console.presenters.runs.items import RunRow, restored
from console.presenters.runs.state import RunState
from console.presenters.runs.tally import Counted
from console.runtime.jobs import Done, Failed, JobResult, Submits
from console.store import results
from console.store.runs import Run, Runs


class EarlierRuns:
    """The runs of one environment. `opened` gets one with its rows, on the UI thread."""

    def __init__(
        self,
        disk: Submits,
        runs: Runs,
        environment: str,
        *,
        page: Observable[RunState],
        opened: Callable[[Run, Counted], None],
    ) -> None:
        self._disk, self._runs, self._environment = disk, runs, environment
        self._page, self._opened = page, opened
        self._known: dict[int, Run] = {}

    def load(self) -> None:
        """List the runs that there were, those that were not finished first."""
        self._disk.submit(lambda _: self._runs.all(self._environment), self._listed)

    def open(self, number: int) -> None:
        """Show a run of the list as it stood."""
        run = self._known.get(number)
        if run is not None and not self._page.state.running and not self._page.state.busy:
            self._page.put(replace(self._page.state, busy=True))
            self._disk.submit(
                lambda _: Counted.of([restored(row) for row in self._runs.rows(number)]),
                partial(self._read, run),
            )

    def save_results(self, path: str, rows: Sequence[RunRow]) -> None:
        """Write rows with what became of them to a file: CSV or XLSX by its name. Not while the disk is waited for."""
        if self._page.state.busy:
            return
        form = results.FORMS.get(Path(path).suffix.lower())
        if form is None:
            self._page.put(
                replace(
                    self._page.state,
                    notice=Notice(
                        "warn", "Nothing was written.", "Give the file a name that ends in .csv or .xlsx."
                    ),
                )
            )
            return
        named, rows = self._page.state.head, list(rows)
        head, width = (*named, *words.RESULT_COLUMNS), len(named)
        self._page.put(replace(self._page.state, busy=True))
        self._disk.submit(
            lambda _: results.write(
                Path(path), head, (words.result_row(row, width) for row in rows), form=form
            ),
            partial(self._saved, Path(path).name, len(rows)),
        )

    def _listed(self, result: JobResult[list[Run]]) -> None:
        if isinstance(result, Done):
            self._known = {run.number: run for run in result.value}
            self._page.put(replace(self._page.state, runs=words.listed(result.value)))

    def _read(self, run: Run, result: JobResult[Counted]) -> None:
        self._page.put(replace(self._page.state, busy=False))
        if isinstance(result, Failed):
            self._page.put(replace(self._page.state, notice=from_error(result.error)))
        elif isinstance(result, Done):
            self._opened(run, result.value)

    def _saved(self, name: str, count: int, result: JobResult[None]) -> None:
        if isinstance(result, Failed):
            self._page.put(replace(self._page.state, busy=False, notice=from_error(result.error)))
        else:
            wrote = Notice("good", f"Wrote {counted(count, 'row')} to {name}.")
            self._page.put(replace(self._page.state, busy=False, notice=wrote))
