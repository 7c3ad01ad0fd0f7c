"""The keyboard belongs to the page in front: given when it comes, and given back when what had it goes away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from shiboken6 import isValid

from storeapp.shell.window.next_pane import first_field

if TYPE_CHECKING:
    from storeapp.qtkit.page import Page

OVER = "liesOverPages"  # property of what takes the keys from the page in front


class KeyboardKeeper(QObject):
    """Gives the keys to what `page()` names as its keyboard's place: its list, else its first field."""

    def __init__(self, page: Callable[[], Page | None], tools: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._page, self._tools, self._around = page, tools, parent
        self._awaited: QWidget | None = None  # a list that is still hidden, because it is being read
        self._stand_in: QWidget | None = None  # what has the keys meanwhile
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    def give(self) -> None:
        """The page in front takes the keys; a list that is still being read takes them once it is shown. What lies over
        the page, as the search box, keeps them.
        """
        page = self._page()
        if page is None or _lies_over(self._around.window().focusWidget()):
            return
        self._wait_for(None)
        place = page.keyboard()
        if place is not None and place.isVisible() and place.isEnabled():
            place.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._stand_in = page if place is not None else first_field(page) or first_field(self._tools) or page
        self._stand_in.setFocus()
        self._wait_for(place)

    @Slot()
    def settle(self) -> None:
        """All reading has ended: a page that had nothing to give the keys to may have it now."""
        page = self._page()
        if page is None or self._stand_in is None or not self._still(self._stand_in):
            return
        place = page.keyboard()
        if place is None or not place.isVisible():
            place = first_field(page) or first_field(self._tools)
        if place is not None and place is not self._stand_in:
            self._stand_in = place
            place.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def to_the_list(self) -> bool:
        """Esc in a field beside the list leads to the list; False where the keys are there, or the page has none."""
        page, here = self._page(), self._around.window().focusWidget()
        place = page.keyboard() if page is not None else None
        if page is None or place is None or here is None or not page.isAncestorOf(here) or not place.isVisible():
            return False
        if here is place or place.isAncestorOf(here):
            return False
        place.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched is self._awaited:
            QTimer.singleShot(0, self, self._came)
        return False

    @Slot()
    def _came(self) -> None:
        place, self._awaited = self._awaited, None
        if place is not None and isValid(place):
            place.removeEventFilter(self)
            if self._stand_in is not None and self._still(self._stand_in):
                place.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _wait_for(self, place: QWidget | None) -> None:
        if self._awaited is not None and isValid(self._awaited):
            self._awaited.removeEventFilter(self)
        self._awaited = place
        if place is not None:
            place.installEventFilter(self)

    def _still(self, widget: QWidget) -> bool:
        """Whether the keys are where they were left."""
        return isValid(widget) and self._around.window().focusWidget() in (widget, None)

    @Slot(QWidget, QWidget)
    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        """Where the keys fall to when their field is hidden is chance: the next one in the order of Tab."""
        page = self._page()
        inside = page is not None and new is not None and page.isAncestorOf(new)
        if page is not None and new is not None and inside and (new.actions() or isinstance(new, QAbstractItemView)):
            page.keys.watch(new)
        if old is None or page is None or not isValid(old) or not page.isVisible():
            return
        if not (old is page or page.isAncestorOf(old) or self._tools.isAncestorOf(old)):
            return
        gone = not old.isVisible() or (not old.isEnabled() and (new is None or not page.isAncestorOf(new)))
        if gone and QApplication.activePopupWidget() is None:
            QTimer.singleShot(0, self, lambda: self._pick_up(new))

    def _pick_up(self, fallen_to: QWidget | None) -> None:
        now = self._around.window().focusWidget()
        # A stack of pages gives them to its next page as a whole, where that has no field yet.
        nowhere = now is None or not now.focusPolicy() & Qt.FocusPolicy.TabFocus
        if nowhere or (fallen_to is not None and isValid(fallen_to) and now is fallen_to):
            self.give()


def _lies_over(here: QWidget | None) -> bool:
    """Whether the keys are in something that lies over the pages; it gives them back when it goes."""
    while here is not None and not here.property(OVER):
        here = here.parentWidget()
    return here is not None
