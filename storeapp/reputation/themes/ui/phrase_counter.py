"""Counts the phrases anew, in a process beside the window, whenever reviews came or went since the last count."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from storeapp.kernel.text import _
from storeapp.qtkit.page import Page
from storeapp.reputation.themes.phrase_counting import count_phrases
from storeapp.reputation.themes.queries.phrases import kept_phrases
from storeapp.reputation.themes.records import KeptPhrases, LanguagePhrases
from storeapp.reputation.themes.service.phrases import keep_phrases


class PhraseCounter(QObject):
    """`busy_changed` tells when a count begins and ends."""

    busy_changed = Signal(bool)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.page, self.desk = page, page.desk
        self.busy = False
        self._gave_up: int | None = None
        self.desk.jobs.changed.connect(self._changed)

    @classmethod
    def of(cls, page: Page) -> PhraseCounter:
        """The counter of a page, made if it has none: it counts after imports, whether themes are looked at or not."""
        return page.findChild(cls) or cls(page)

    def look(self, kept: KeptPhrases, asked: bool = False) -> None:
        """Count if what was counted is old and there are enough reviews; once `asked`, even after a failure."""
        if self.busy or not kept.stale or kept.missing or (kept.now == self._gave_up and not asked):
            return
        self._tell(True)
        self._gave_up = kept.now
        self.desk.jobs.files(
            _("Counting the phrases of the reviews"),
            partial(count_phrases, self.desk.db.place.folder),
            partial(self._counted, kept.now),
            self._failed,
            partial(self._tell, False),
        )

    def _changed(self, topics: frozenset[str]) -> None:
        if "imports" in topics:
            self.page.ask_db(kept_phrases, self.look, "phrases:stale")

    def _counted(self, seen: int, found: list[LanguagePhrases]) -> None:
        self._tell(False)
        self.desk.do(_("Saving the phrases"), keep_phrases, found, seen, progress=True)

    def _failed(self, error: Exception) -> None:
        self._tell(False)
        self.desk.notices.problem(str(error))

    def _tell(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)
