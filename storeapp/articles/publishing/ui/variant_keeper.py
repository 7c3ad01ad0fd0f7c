"""What is typed for a place is safe within a second, and becomes the place's words when one leaves them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from storeapp.articles.publishing.records import TypedWords
from storeapp.articles.publishing.rules import checked_tags
from storeapp.articles.publishing.service import keep_typed, save_variant
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.typing_rest import TypingRest


class VariantKeeper(QObject):
    """Follows the words of one place after the other. `saved`: a place has them; `refused`: why it has not."""

    saved = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, article_id: int, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._article = desk, article_id
        self.waiting: dict[str, TypedWords] = {}  # typed, and no place's words yet
        self._loose: set[str] = set()  # places whose words were typed since the last rest
        self._typing = TypingRest(self)
        self._typing.over.connect(self.keep)

    def typed(self, place: str, words: TypedWords) -> None:
        """These are the words now."""
        self.waiting[place] = words
        self._loose.add(place)
        self._desk.jobs.hold(self, True)
        self._typing.touch()

    def keep(self) -> None:
        """Put what was typed since into the shop."""
        self._typing.stop()
        for place in self._loose:
            self._write(place, self.waiting.get(place))
        self._loose.clear()
        self._desk.jobs.hold(self, False)

    def take(self, only: str | None = None) -> None:
        """Make what was typed, for a place or for all, the words there, each a step of Undo; what is refused stays."""
        self.keep()
        for place, words in [one for one in self.waiting.items() if only in (None, one[0])]:
            try:
                tags = checked_tags(words.tags)
            except UserError as why:
                self.refused.emit(why)
                continue
            self._desk.do(
                _("Saving the words"), save_variant, self._article, place, words.title.strip(), words.body, tags,
                said=_("Words for this place saved"), done=partial(self._taken, place, words),
                failed=self.refused.emit,
            )  # fmt: skip

    def forget(self, place: str) -> None:
        """What was typed for a place is not to become its words."""
        self._loose.discard(place)
        if self.waiting.pop(place, None) is not None:
            self._write(place, None)

    def _taken(self, place: str, words: TypedWords, _outcome: object) -> None:
        if self.waiting.get(place) == words:
            del self.waiting[place]
            self._write(place, None)
        self.saved.emit()

    def _write(self, place: str, words: TypedWords | None) -> None:
        db, article = self._desk.db, self._article
        self._desk.jobs.write(_("Saving what you typed"), lambda _progress: keep_typed(db, article, place, words))
