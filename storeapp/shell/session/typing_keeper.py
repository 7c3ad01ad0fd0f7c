"""What is typed anywhere is in the shop within a second, and back in its field if the program was stopped suddenly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.fields import SearchField
from storeapp.qtkit.typing_rest import TypingRest
from storeapp.store.unsaved_text import keep_unsaved, unsaved_texts

if TYPE_CHECKING:
    from storeapp.qtkit.page import Page

OWN = "keepsItself"  # property of a field whose room keeps every letter by itself
FOLLOWED = "followed"
LEAVES = "keptOnLeaving"  # property of a field whose room takes the text when the cursor leaves it

TextField = QLineEdit | QTextEdit | QPlainTextEdit


class TypingKeeper(QObject):
    """Follows the cursor into every field of pages and dialogs; lives as long as its shop is open.

    A field is named by its page and record, or by its dialog and the record that this is about, and by its own name.
    """

    def __init__(self, desk: Desk, page: Callable[[], Page | None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._page = desk, page
        self._words: dict[str, str] = {}  # as the shop has them, or will once the writing lane is through
        self._loose: dict[str, str | None] = {}  # typed since the last rest
        self._typing = TypingRest(self)
        self._typing.over.connect(self.keep)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)
        desk.jobs.read(self._read, self._begin)

    @Slot()
    def keep(self) -> None:
        """Hand what was typed since to the writing lane."""
        self._typing.stop()
        news, self._loose = self._loose, {}
        self._write(news)
        self._desk.jobs.hold(self, False)

    def bring_back(self) -> None:
        """Fill the fields in sight whose text was never taken."""
        page = self._page()
        if not self._words or page is None:
            return
        for field in _fields(page):
            if field.isVisible() and not _is_typed(field):
                self._restore(field)

    def stop(self) -> None:
        """The shop is closing; its pages hand over what they take themselves."""
        self.keep()
        field = QApplication.focusWidget()
        if isinstance(field, TextField) and field.property(LEAVES):
            self._write({self._name(field): None})

    def _read(self, _progress: object) -> dict[str, str]:
        with self._desk.db.read() as conn:
            return unsaved_texts(conn)

    def _begin(self, words: dict[str, str]) -> None:
        self._words = words | self._words
        self.bring_back()

    @Slot(QWidget, QWidget)
    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, TextField) and isValid(old) and old.property(FOLLOWED) and old.property(LEAVES):
            name = self._name(old)
            self._loose.pop(name, None)
            self._write({name: None})  # its room has handed it to the writing lane before
            self._desk.jobs.hold(self, bool(self._loose))
        if isinstance(new, TextField) and self._is_kept_here(new):
            self._follow(new)

    def _follow(self, field: TextField) -> None:
        window = field.window()
        if not field.property(FOLLOWED):
            field.setProperty(FOLLOWED, True)
            field.textChanged.connect(partial(self._touched, field))
        if isinstance(window, QDialog) and not window.property(FOLLOWED):
            window.setProperty(FOLLOWED, self._place(window))
            window.finished.connect(partial(self._done_with, self._place(window)))
            for one in filter(self._is_kept_here, _fields(window)):
                self._restore(one)
        self._restore(field)

    def _touched(self, field: TextField, *_given: object) -> None:
        name = self._name(field)
        if not _is_typed(field) and name not in self._words and name not in self._loose:
            return  # a record was shown
        self._loose[name] = _text(field) if _is_typed(field) and _text(field).strip() else None
        self._desk.jobs.hold(self, True)
        self._typing.touch()

    def _done_with(self, place: str, _result: int) -> None:
        """A dialog was closed by its owner, with or without taking what was typed."""
        for name in [one for one in self._loose if one.startswith(place)]:
            del self._loose[name]
        self._write({name: None for name in self._words if name.startswith(place)})
        self._desk.jobs.hold(self, bool(self._loose))

    def _restore(self, field: TextField) -> None:
        name = self._name(field)
        words = self._words.get(name)
        if words is None or _is_typed(field):
            return
        if words.strip() == _text(field).strip():
            self._write({name: None})  # taken already
            return
        if isinstance(field, QLineEdit):
            field.setText(words)
            field.setModified(True)
        else:
            field.setPlainText(words)
            field.document().setModified(True)
        self._desk.notices.say(_("What you were typing is back. It was not saved yet."))

    def _write(self, news: dict[str, str | None]) -> None:
        changed = {name: words for name, words in news.items() if self._words.get(name) != words}
        if not changed:
            return
        for name, words in changed.items():
            if words is None:
                self._words.pop(name, None)
            else:
                self._words[name] = words
        self._desk.jobs.write(_("Saving what you typed"), lambda _progress: keep_unsaved(self._desk.db, changed))

    def _name(self, field: TextField) -> str:
        window = field.window()
        page = self._page()
        if isinstance(window, QDialog):
            record = getattr(window, "record", None)  # of a dialog that shows one after the other
            place, inside = f"{self._place(window)}{record() if record is not None else ''}:", list(_fields(window))
        else:
            place = f"{page.ID}:{page.record()}:" if page is not None else ":"
            inside = list(_fields(page)) if page is not None else []
        alike = [one for one in inside if one.accessibleName() == field.accessibleName()]
        number = next((place for place, one in enumerate(alike) if one is field), 0)
        return f"{place}{field.accessibleName()}:{number}"

    def _place(self, dialog: QDialog) -> str:
        """What a dialog's fields begin with; it stays while the dialog is open, whatever the page behind it shows."""
        known = dialog.property(FOLLOWED)
        page = self._page()
        about = f"{page.ID}:{page.record()}" if page is not None else ""
        return str(known) if known else f"{type(dialog).__name__}:{dialog.windowTitle()}:{about}:"

    def _is_kept_here(self, field: TextField) -> bool:
        page, window = self._page(), field.window()
        if field.isReadOnly() or field.property(OWN) or isinstance(field, SearchField):
            return False
        if isinstance(field, QLineEdit) and field.echoMode() != QLineEdit.EchoMode.Normal:
            return False  # a password is written nowhere
        if isinstance(window, QDialog):
            return not isinstance(window, QFileDialog)
        return page is not None and page.isAncestorOf(field)


def _fields(inside: QWidget) -> Iterator[TextField]:
    for field in inside.findChildren(QWidget):
        if isinstance(field, TextField):
            yield field


def _text(field: TextField) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _is_typed(field: TextField) -> bool:
    """Whether a person changed it since the program filled it."""
    return field.isModified() if isinstance(field, QLineEdit) else field.document().isModified()
