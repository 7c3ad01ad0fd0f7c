"""What is typed into an article is in the shop within a second of the last key, and "Saved" is true."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from storeapp.articles.drafts import service
from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.ui.editor import ArticleEditor
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.fields import TextLine
from storeapp.qtkit.typing_rest import TypingRest

LATEST_MS = 900  # after the first key that isn't kept yet: a long text is not handed over more often


class TextKeeper(QObject):
    """Hands title and text to the writing lane after each rest of the hand; `kept` tells that the shop has them."""

    kept = Signal()

    def __init__(self, desk: Desk, title: TextLine, editor: ArticleEditor) -> None:
        super().__init__(editor)
        self._desk, self._title, self._editor = desk, title, editor
        self.article: int | None = None
        self._kept: tuple[str, str] = ("", "")  # as the shop has them, or will once the writing lane is through
        self._showing = False
        self._typing = TypingRest(self, LATEST_MS)
        self._typing.over.connect(self.keep)
        editor.edited.connect(self._typed)
        title.textEdited.connect(self._typed)
        title.editingFinished.connect(self.keep)

    @property
    def loose(self) -> bool:
        """Whether letters were typed that are not handed over yet."""
        return self._typing.waiting

    def show(self, found: ArticleDetail) -> None:
        """Show an article as the shop has it. What is being typed in the same one stays, and is kept."""
        fresh = found.id != self.article
        if not fresh and (self.loose or self._desk.jobs.busy("write")):
            return
        if fresh:
            self.keep()
        elif (found.title, found.body) == (self._title.text(), self._editor.text()):
            self._kept = (found.title, found.body)
            return
        self._showing = True
        try:
            if found.title != self._title.text():
                self._title.setText(found.title)
                self._title.setCursorPosition(0)  # of a long one the beginning says what it is
            if fresh:
                self._editor.show_text(found.body)
            else:
                self._editor.change_text(found.body)
        finally:
            self._showing = False
        self.article, self._kept = found.id, (found.title, found.body)

    def keep(self) -> None:
        """Hand over what is typed and not kept yet."""
        self._typing.stop()
        if self.article is None:
            return
        title, body = self._title.text(), self._editor.text()
        self._desk.jobs.hold(self, False)
        if (title, body) != self._kept:
            shown, self._kept = self._kept[1], (title, body)
            verb = partial(service.save_text, shown=shown)
            article = self.article
            self._desk.do(
                _("Saving the article"), verb, article, title, body,
                done=lambda _outcome: self.kept.emit(), failed=partial(self._failed, shown),
            )  # fmt: skip

    def forget(self) -> None:
        """No article is in hand any more."""
        self.keep()
        self.article = None

    def _failed(self, shown: str, error: Exception) -> None:
        """It is not in the shop: with the next key it is handed over again, and until then nothing says "Saved"."""
        self._kept = ("", shown)
        self._desk.jobs.hold(self, True)
        self._desk.notices.problem(getattr(error, "sentence", _("The article could not be saved.")))

    def _typed(self) -> None:
        if self._showing or self.article is None:
            return
        self._desk.jobs.hold(self, True)
        self._typing.touch()
