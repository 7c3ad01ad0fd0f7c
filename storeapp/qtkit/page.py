"""The base of every page: it reads on the reader pool, drops late answers and refreshes only when it is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from storeapp.kernel.text import N_
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.held_keys import HeldKeys
from storeapp.qtkit.jobs import Job
from storeapp.qtkit.reader import Reader

if TYPE_CHECKING:
    from storeapp.kernel.targets import Target


class Page(QWidget):
    """One page of the window.

    Subclasses name themselves by the class attributes, build their widgets in `__init__`, and start reading in
    `refresh`. `refresh` is called when the page is shown for the first time, and again when one of its TOPICS has
    changed: at once if it is visible, else when it is shown next.
    """

    ID: ClassVar[str] = ""
    TITLE: ClassVar[str] = N_("Page")
    KIND: ClassVar[str] = "overview"  # overview | workbench
    ICON: ClassVar[str] = ""
    TOPICS: ClassVar[frozenset[str]] = frozenset()
    ACTIONS: ClassVar[Sequence[ActionSpec]] = ()
    LATER: ClassVar[Sequence[str]] = ()  # modules that it loads when a tab is chosen
    PARTS: ClassVar[Sequence[str]] = ()  # what OpenPage may name besides the page itself

    count_changed = Signal(int, bool)  # the number beside the page's name; red when a promise is broken
    crumb_changed = Signal(str)  # what is open inside the page, "" for the page itself
    primary_changed = Signal()  # ask primary() again
    keys_offered = Signal()  # another part of the page is in front: the keys go to what `keyboard` names now
    part_built = Signal(object)  # a QWidget of the page that was built after the page itself, with its lists

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._stale = True
        self._reader = Reader(desk.db.read, desk.jobs, self)
        self.setObjectName(self.ID)
        self.keys = HeldKeys(self, self.list_came, self.settled, self.writing)
        self.keys.watch(self)
        desk.jobs.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Start the reading jobs that fill the page."""

    def open_target(self, target: Target) -> None:
        """Show what one of the targets of this page names."""

    def keyboard(self) -> QWidget | None:
        """What takes the keys when the page comes to the front, shown yet or not; by default its first list in sight.

        None leaves them to the first field.
        """
        views = (one for one in self.findChildren(QAbstractItemView) if hasattr(one, "stats_changed"))
        return next((one for one in views if one.isVisibleTo(self)), None)

    def list_came(self) -> bool:
        """Whether the list that has the keys holds its rows, or all reading has ended without any."""
        place = self.keyboard()
        if isinstance(place, QAbstractItemView) and place.model() is not None and place.model().rowCount():
            model: Any = place.model()
            reporter = getattr(place, "reporter", None)
            if reporter is not None and reporter.seeking():
                return False
            return not hasattr(model, "row") or model.row(0) is not None
        return not self.stale and not self._reading()

    def settled(self) -> bool:
        """Whether what is shown is what the shop holds: nothing short is being written, nothing is being read."""
        reporter = getattr(self.keyboard(), "reporter", None)
        if reporter is not None:
            reporter.flush()  # the record moved to is told, and read, a moment later
            if reporter.seeking():
                return False
        return not self._reading() and not self.writing()

    def writing(self) -> bool:
        """Whether something short is being written, as what an earlier key asked for."""
        return any(not job.shown for job in self.desk.jobs.busy("write"))

    def _reading(self) -> bool:
        return any(one.busy for one in self.findChildren(Reader))

    def build_part(self, part: str) -> None:
        """Build the tab that OpenPage calls so, if it never was; what is seen stays."""

    def record(self) -> str:
        """Which record is in front, "" where the page has none: what is typed beside it belongs to it."""
        return ""

    def primary(self) -> ActionSpec | None:
        """The one primary action of the page, shown in the top bar."""
        return None

    def main_action(self) -> ActionSpec | None:
        """What Ctrl+Enter does: the primary action, unless the page has its main button elsewhere."""
        return self.primary()

    def toolbar(self) -> QWidget | None:
        """The page toolbar, 44 high, shown under the top bar; None if the page has none."""
        return None

    def close_page(self) -> None:
        """The window is closing or another shop opens: keep drafts, drop open questions."""
        self._reader.forget()

    def ask_db(
        self,
        work: Callable[[Any], Any],
        show: Callable[[Any], None],
        key: str = "",
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Read with `work(connection)` on the reader pool and `show` the answer here; late answers are dropped.

        Questions are told apart by `key`, by default the name of `show`.
        """
        return self._reader.ask(work, show, key, failed)

    def reader(self) -> Reader:
        """A reader of this shop for a list model of this page."""
        return Reader(self.desk.db.read, self.desk.jobs, self)

    @property
    def stale(self) -> bool:
        """Whether the page must read again before it is true."""
        return self._stale

    def mark_stale(self) -> None:
        """What is shown is no longer sure; read again now if seen, else on the next show."""
        self._stale = True
        if self.isVisible():
            self._freshen()

    def _freshen(self) -> None:
        self._stale = False
        self.refresh()

    @Slot(object)
    def _on_changed(self, topics: frozenset[str]) -> None:
        if topics & self.TOPICS:
            self.mark_stale()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._freshen()
