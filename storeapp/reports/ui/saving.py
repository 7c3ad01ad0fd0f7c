"""Writes the workbook beside the window, says what came of it, and keeps the list of saved reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, plural
from storeapp.qtkit.desk import Desk
from storeapp.reports import service
from storeapp.reports.queries import SavedReport
from storeapp.reports.rules import Scope
from storeapp.reports.service import Saved


class Saving(QObject):
    """One workbook at a time. `changed`: whether one is being written changed; `again` is offered after a refusal."""

    changed = Signal()

    def __init__(self, desk: Desk, opener: Callable[[Path], None], again: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._opener, self._again = desk, opener, again
        self.busy = False

    def save(self, path: Path, book: str, scope: Scope, since: SavedReport | None = None) -> None:
        """Write the workbook to `path`, its figures held against an earlier report."""
        self._set_busy(True)

        def write(progress: Progress) -> Saved:
            return service.save_book(self._desk.db, book, path, scope, progress, since)

        def looked(_outcome: Outcome[int]) -> None:
            self._desk.jobs.files(_("Saving the book"), write, self._written, self._refused, over)

        over = partial(self._set_busy, False)
        look = partial(service.look_at_requests, self._desk.db)
        self._desk.jobs.write(_("Checking the requests"), look, looked, self._refused, over)

    def forget(self, path: str) -> None:
        """Take a report off the list of saved ones."""
        said = _("Taken off the list; no file was deleted")
        self._desk.do(_("Taking a report off the list"), service.forget, path, said=said)

    def _written(self, saved: Saved) -> None:
        self._set_busy(False)
        # The file is there: say so now; that the shop remembers it is a second, small step.
        words = _("Saved {file}, {rows}").format(
            file=saved.path.name, rows=plural("{count} row", "{count} rows", saved.rows)
        )
        if saved.cut:
            words += " " + plural(
                "{count} text was cut, see its notes.", "{count} texts were cut, see its notes.", saved.cut
            )
        self._desk.notices.say(words, action=(_("Open folder"), partial(self._opener, saved.path.parent)))
        self._desk.do(_("Remembering the report"), service.remember, saved)

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, UserError):
            self._desk.notices.problem(error.sentence, action=(_("Save elsewhere"), self._again))

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.changed.emit()


def usual_folder(saved: Sequence[SavedReport]) -> Path:
    """Where the last report went, else the owner's documents."""
    known = Path(saved[0].path).parent if saved else None
    if known is not None and known.is_dir():
        return known
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) if place and Path(place).is_dir() else Path.home()
