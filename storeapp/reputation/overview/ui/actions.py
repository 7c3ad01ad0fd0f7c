"""What the owner does on the page itself: name a view, drop one, note what a channel shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.reputation.inbox.records import SavedView
from storeapp.reputation.inbox.service import delete_view, save_view
from storeapp.reputation.ratings.service import note_typed
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
        self.desk.do(_("Saving a view"), save_view, name, self._wanted(), said=_("View saved"))

    def remove_view(self, view: SavedView) -> None:
        """Drop a saved view."""
        self.desk.do(_("Removing a view"), delete_view, view.id, view.name, said=_("View removed"))

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
        self.desk.do(_("Noting a figure"), note_typed, channel, typed, said=_("Saved with today's date"))
