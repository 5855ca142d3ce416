"""Which columns of the line items are shown, how wide and in which order: chosen once, the same for every record.

It must not know what stands in a column; it knows names, widths and places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QSettings, Qt, Signal

from console.model.remembered import LINE_COLUMNS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

_LEAST, _MOST = 24, 4_000


class Column(NamedTuple):
    """One column as it stands: its API name, its width in pixels, and whether it is hidden."""

    key: str
    width: int
    hidden: bool = False


class Columns(QObject):
    """The columns from left to right, as the operator set them; empty where nothing was changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chosen: tuple[Column, ...] = ()

    def choose(self, columns: Iterable[Column]) -> None:
        """Have them like this, in every table; none is as they were."""
        chosen = tuple(columns)
        if chosen != self.chosen:
            self.chosen = chosen
            self.changed.emit()

    def remember(self, ini: QSettings) -> None:
        """Write down how they stand."""
        ini.setValue(LINE_COLUMNS, [f"{key} {width} {int(hidden)}" for key, width, hidden in self.chosen])

    def restore(self, ini: QSettings) -> None:
        """Have them as they stood last; what cannot be read is as if it was never chosen."""
        held = ini.value(LINE_COLUMNS)
        texts = [held] if isinstance(held, str) else held if isinstance(held, list) else []
        read = (column for text in texts if (column := _read(str(text))) is not None)
        self.choose({column.key: column for column in read}.values())


class ColumnsOf(QObject):
    """Keeps one table's header like the chosen columns, and the chosen columns like what is done to that header."""

    def __init__(
        self, columns: Columns, view: QTableView, usual: Sequence[Column], *, keys: Sequence[str]
    ) -> None:
        """`usual` is how they are until somebody changes them, `keys` the API's names in the order of the model."""
        super().__init__(view)
        self._columns, self._model = columns, view.model()
        self._usual, self._keys = usual, list(keys)
        self._showing = False
        self._header: QHeaderView = view.horizontalHeader()
        self._header.setSectionsMovable(True)
        self._header.setFirstSectionMovable(False)
        self._header.sectionResized.connect(self._done)
        self._header.sectionMoved.connect(self._done)
        columns.changed.connect(self.show)
        self.show()

    def show(self) -> None:
        """Stand as it was chosen; a column that nobody chose about yet stands where it usually does."""
        known = [column for column in self._columns.chosen if column.key in self._keys]
        told = {column.key for column in known}
        for place, column in enumerate(self._usual):
            if column.key not in told:
                known.insert(place, column)
        self._showing = True
        for place, (key, width, hidden) in enumerate(known):
            section = self._keys.index(key)
            self._header.moveSection(self._header.visualIndex(section), place)
            self._header.setSectionHidden(section, hidden and section != 0)
            if not hidden:
                self._header.resizeSection(section, width)
        self._showing = False

    def as_they_were(self) -> None:
        """Forget what was chosen."""
        self._columns.choose(())
        self.show()

    def reveal(self, section: int) -> None:
        """Show a column, so that the cursor can stand in it."""
        if self._header.isSectionHidden(section):
            self._tick(section, True)

    def fill(self, menu: QMenu) -> None:
        """List the columns with their ticks, from left to right."""
        for place in range(1, self._header.count()):
            section = self._header.logicalIndex(place)
            action = menu.addAction(str(self._model.headerData(section, Qt.Orientation.Horizontal)))
            action.setCheckable(True)
            action.setChecked(not self._header.isSectionHidden(section))
            action.toggled.connect(partial(self._tick, section))
        menu.addSeparator()
        menu.addAction("Columns as they were").triggered.connect(self.as_they_were)

    def _tick(self, section: int, on: bool) -> None:
        self._header.setSectionHidden(section, not on)
        if on and self._header.sectionSize(section) < _LEAST:
            self._header.resizeSection(section, self._width(section))
        self._done()

    def _done(self, *_: object) -> None:
        if not self._showing:
            sections = [self._header.logicalIndex(place) for place in range(self._header.count())]
            self._columns.choose(
                Column(self._keys[section], self._width(section), self._header.isSectionHidden(section))
                for section in sections
            )

    def _width(self, section: int) -> int:
        """How wide it is, or was when it was seen last."""
        if width := self._header.sectionSize(section):
            return width
        held = {column.key: column.width for column in (*self._usual, *self._columns.chosen)}
        return held[self._keys[section]]


def _read(text: str) -> Column | None:
    parts = text.split()
    if len(parts) != 3 or not parts[1].isdecimal() or not _LEAST <= int(parts[1]) <= _MOST:
        return None
    return Column(parts[0], int(parts[1]), parts[2] == "1")
