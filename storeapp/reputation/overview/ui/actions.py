"""What the owner does on the page itself: name a view, drop one, note what a channel shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from storeapp.kernel import numbers
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.reputation.inbox.records import SavedView
from storeapp.reputation.inbox.service import delete_view, save_view
from storeapp.reputation.ratings.service import note_snapshot
from storeapp.reputation.reviews.records import Wanted


class PageVerbs:
    """Asks over `parent`; `wanted` tells the filters in force."""

    def __init__(self, desk: Desk, parent: QWidget, wanted: Callable[[], Wanted]) -> None:
        self.desk, self.parent, self._wanted = desk, parent, wanted

    def save_view(self) -> None:
        """Ask for a name and keep the filters under it."""
        self.desk.ask.text(
            self.parent, _("Save this view"), _("Name of the view"), self._name_view, verb=_("Save this view")
        )

    def _name_view(self, name: str) -> None:
        work = partial(_save_view, self.desk, name, self._wanted())
        self.desk.jobs.write(_("Saving a view"), work, self._view_saved)

    def _view_saved(self, outcome: Outcome[int]) -> None:
        self.desk.notices.say(_("View saved"), undo=outcome.action_id is not None)

    def remove_view(self, view: SavedView) -> None:
        """Drop a saved view."""
        self.desk.jobs.write(_("Removing a view"), partial(_delete_view, self.desk, view), self._view_removed)

    def _view_removed(self, outcome: Outcome[bool]) -> None:
        self.desk.notices.say(_("View removed"), undo=outcome.action_id is not None)

    def note(self, channel: int, name: str) -> None:
        """Ask for what a channel shows today."""
        self.desk.ask.text(
            self.parent,
            _("What does {channel} show today?").format(channel=name),
            _("A rating such as 4.8, a share such as 99.1%, or a score such as 463"),
            partial(self._note_typed, channel),
            verb=_("Save it"),
        )

    def _note_typed(self, channel: int, typed: str) -> None:
        work = partial(_note, self.desk, channel, typed)
        self.desk.jobs.write(_("Noting a figure"), work, self._noted)

    def _noted(self, outcome: Outcome[int]) -> None:
        self.desk.notices.say(_("Saved with today's date"), undo=outcome.action_id is not None)


def _save_view(desk: Desk, name: str, wanted: Wanted, _progress: object) -> Outcome[int]:
    return save_view(desk.db, name, wanted)


def _delete_view(desk: Desk, view: SavedView, _progress: object) -> Outcome[bool]:
    return delete_view(desk.db, view.id, view.name)


def _note(desk: Desk, channel: int, typed: str, _progress: object) -> Outcome[int]:
    plain = typed.strip()
    try:
        value = float(numbers.percent(plain))
    except ValueError:
        raise UserError(_("Write a number, such as 4.8 or 99.1%. Nothing was saved.")) from None
    metric = "positive_percent" if plain.endswith(("%", "％")) else "rating" if value <= 5 else "score"
    return note_snapshot(desk.db, channel, metric, value, desk.clock.today())
