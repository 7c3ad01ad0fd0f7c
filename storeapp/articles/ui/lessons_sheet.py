"""All that was learned of articles, searched as it is typed; each lesson is changed or taken away from here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.articles.results import service
from storeapp.articles.results.queries import lessons
from storeapp.articles.results.records import LessonRow
from storeapp.articles.results.wording import lesson_words
from storeapp.articles.ui.figure_forms import review_sheet
from storeapp.kernel.text import _, plural
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.page import Page
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Link, SearchField, message, scrolling, section, small

MOST = 100  # lessons shown at once


class LessonsSheet(QDialog):
    """The lessons, the newest first."""

    def __init__(self, page: Page, parent: QWidget) -> None:
        super().__init__(parent)
        self.page, self.desk = page, page.desk
        self.rows: list[tuple[LessonRow, Link]] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Lessons"))
        self.resize(theme().px(560), theme().px(480))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(section(_("What was learned")))
        self.seek = SearchField(_("Find in lessons"))
        self.seek.searched.connect(lambda _words: self.look())
        column.addWidget(self.seek)
        self.none = small("", wrap=True)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self.inside = QVBoxLayout()
        self.inside.setSpacing(0)
        inside.addWidget(self.none)
        inside.addLayout(self.inside)
        inside.addStretch(1)
        column.addWidget(scrolling(inner, _("Lessons")), 1)
        done = Button(_("Close"), "primary")
        done.clicked.connect(self.accept)
        column.addWidget(done, 0, Qt.AlignmentFlag.AlignRight)
        self.look()

    def look(self) -> None:
        """Read those that match what is sought."""
        words = self.seek.text()
        self.page.ask_db(lambda conn: lessons(conn, words), self._show, "results:lessons")

    def change(self, row: LessonRow) -> None:
        """Ask for other words of a lesson, or take it away."""

        def take(worked: str, next_try: str) -> None:
            self.desk.do(
                _("Changing a lesson"), service.change_lesson, row.id, worked, next_try,
                said=_("Lesson changed"), done=lambda _told: self.look(),
            )  # fmt: skip

        def remove() -> None:
            said = _("Lesson removed")
            self.desk.do(
                _("Removing a lesson"), service.remove_lesson, row.id, said=said, done=lambda _told: self.look()
            )

        sheet = review_sheet(row.title, take, self, (row.worked, row.next_try))
        sheet.offer(_("Remove"), remove)
        sheet.open()

    def _show(self, found: list[LessonRow]) -> None:
        while (item := self.inside.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for one in found[:MOST]:
            line = Filled("surface", "b")
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 8, 8, 8)
            row.addWidget(message(lesson_words(one)), 1)
            link = Link(_("Change"))
            link.setAccessibleName(_("Change what was learned of “{title}”").format(title=one.title))
            link.clicked.connect(partial(self.change, one))
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
            self.inside.addWidget(line)
            self.rows.append((one, link))
        more = len(found) - MOST
        told = plural("and {count} more", "and {count} more", more) if more > 0 else ""
        self.none.setText(told if found else _("No lesson matches"))
        self.none.setVisible(bool(self.none.text()))
