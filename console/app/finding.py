"""What the palette offers at this moment: acts, fields, records, environments, runs and settings, each with what it does.

It must not decide what fits or what an act does; the presenter narrows, and every act is one that is there without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from console.model.setting import declared
from console.model.settings import Settings
from console.runtime.jobs import Done, JobResult
from console.ui.look.parts import open_over
from console.ui.look.text import without_marks
from console.ui.shell.actions import MENU_TITLES, MENUS, keys, words

if TYPE_CHECKING:
    from console.app.connecting import Connecting
    from console.app.runs import ShippingRuns
    from console.app.tools import Tools
    from console.presenters.workbench.palette import Command, Palette
    from console.store.runs import Run


class Finding:
    """Opens the palette. `runs` gives the runs of the environment in use, if there is one."""

    def __init__(
        self, tools: Tools, connecting: Connecting, *, runs: Callable[[], ShippingRuns | None]
    ) -> None:
        self._tools, self._connecting, self._runs = tools, connecting, runs
        self._window = tools.window

    def open(self) -> None:
        """Find anything by its words and go there; earlier runs join as soon as they are read."""
        from console.presenters.workbench.palette import Palette
        from console.ui.workbench.palette import PaletteDialog

        palette = Palette(
            [
                *self._acts(),
                *self._fields(),
                *self._records(),
                *self._environments(),
                *self._settings(),
            ]
        )
        dialog = PaletteDialog(palette, self._window)
        dialog.run.connect(lambda chosen: chosen.act())
        open_over(self._window, dialog)
        if (runs := self._runs()) is not None:
            self._tools.disk.submit(lambda _: runs.earlier(), partial(self._listed, runs, palette))

    def _acts(self) -> Iterator[Command]:
        from console.presenters.workbench.palette import Command

        actions = self._window.actions_
        for menu, acts in MENUS.items():
            for act in acts:
                action = actions[act.name] if act is not None else None
                if action is None or action is actions["palette"]:
                    continue
                if action.isEnabled() and action.isVisible():
                    also = f"{without_marks(MENU_TITLES[menu])} {action.statusTip()}"
                    yield Command(words(action), "Act", action.trigger, keys(action), also)

    def _fields(self) -> Iterator[Command]:
        from console.presenters.workbench.palette import Command

        page = self._window.front
        if page is not None:
            for key, field in page.editor.state.draft.fields.items():
                yield Command(field.label, "Field", partial(page.focus_on, key), also=field.group)

    def _records(self) -> Iterator[Command]:
        from console.presenters.workbench.palette import Command

        tools, listed = self._tools, set()
        for editor in tools.workbench.state.editors:
            record = editor.state.draft.base
            listed.add(record.id)
            also = f"{record.id} {editor.state.draft.shown('emailAddress')}"
            yield Command(
                editor.state.title, "Open record", partial(tools.workbench.bring, editor), also=also
            )
        for pane, kind in ((self._window.unsaved, "Unsaved"), (self._window.recents, "Recent")):
            for entry in pane.listed:
                if entry.id not in listed:
                    listed.add(entry.id)
                    also = f"{entry.subtitle} {entry.id}"
                    yield Command(entry.title, kind, partial(tools.lookup.ask, entry.id), also=also)

    def _environments(self) -> Iterator[Command]:
        from console.presenters.workbench.palette import Command

        for name in self._connecting.names:
            yield Command(name, "Environment", partial(self._connecting.choose, name), also="switch server")

    def _settings(self) -> Iterator[Command]:
        from console.presenters.workbench.palette import Command

        for name, one in declared(Settings).items():
            act = partial(self._tools.settings.open, name)
            yield Command(one.name, "Setting", act, also=f"{one.group} {one.sentence}")

    def _listed(self, runs: ShippingRuns, palette: Palette, result: JobResult[list[Run]]) -> None:
        from console.presenters.runs.words import listed
        from console.presenters.workbench.palette import Command

        if isinstance(result, Done):
            palette.add(
                Command(one.words, "Run", partial(runs.open_run, one.number), also="ship file earlier")
                for one in listed(result.value)
            )
