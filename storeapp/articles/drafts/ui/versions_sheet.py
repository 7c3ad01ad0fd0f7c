"""The versions of an article: one of them beside the text as it stands, word by word, to be named or gone back to."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from storeapp.articles.drafts import queries, service
from storeapp.articles.drafts.comparing import ComparedPiece, ComparedRow, changed_words, compared
from storeapp.articles.drafts.records import ArticleVersionRow
from storeapp.kernel.days import day_and_time
from storeapp.kernel.text import _, plural
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, section, small

MOST_SHOWN = 1500  # paragraphs that are laid out


class VersionsSheet(QDialog):
    """Asks over `page`; the text of the article is handed over as it stands in the editor."""

    def __init__(self, page: Page, article_id: int, text: str, over: QWidget) -> None:
        super().__init__(over)
        self.page, self.article_id, self._text = page, article_id, text
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Versions of the article"))
        self.resize(theme().px(1080), theme().px(680))
        self.table = TableView(_("Versions"), "articles.versions", page.desk.settings, first_pad=8)
        self.model = RowsModel(self._columns(), parent=self)
        self.table.show_model(self.model)
        self.table.setMaximumHeight(theme().px(190))
        self.table.current_changed.connect(self._choose)
        self.said = small("", "text-2", wrap=True)
        self.shown = QTextBrowser()
        self.shown.setAccessibleName(_("The version and the present text"))
        self.shown.setOpenLinks(False)
        self.shown.setFrameShape(QFrame.Shape.NoFrame)
        self.name = Button(_("Name this version…"), icon="tag")
        self.name.clicked.connect(self._ask_name)
        self.back = Button(_("Go back to this version"), "primary", "history")
        self.back.clicked.connect(self._restore)
        done = Button(_("Close"), "quiet")
        done.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(small(_("Your present text is kept as a version first. Undo brings it back.")), 1)
        for button in (done, self.name, self.back):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(section(_("Versions of the article")))
        column.addWidget(self.table)
        column.addWidget(self.said)
        column.addWidget(self.shown, 1)
        column.addLayout(foot)
        self._choose(None)
        self.read()

    def read(self) -> None:
        """Read the versions anew."""
        article = self.article_id
        self.page.ask_db(lambda conn: queries.versions(conn, article), self._show_rows, "articles:versions")

    def _columns(self) -> list[Column]:
        clock = self.page.desk.clock

        return [
            Column("number", _("Version"), "number", 72, sortable=False, text=lambda row: str(row.number),
                   value=lambda row: row.number),
            Column("at", _("Kept"), width=150, sortable=False, text=lambda row: day_and_time(row.at, clock)),
            Column("name", _("Name"), width=200, stretch=True, sortable=False,
                   text=lambda row: row.name or _("kept by itself"),
                   tone=lambda row: "text" if row.name else "muted"),
            Column("words", _("Words"), "number", 80, sortable=False, text=lambda row: f"{row.words:,}",
                   value=lambda row: row.words),
        ]  # fmt: skip

    def _show_rows(self, rows: list[ArticleVersionRow]) -> None:
        here = self.table.current_row()
        self.model.set_rows(rows)
        if not rows:
            self.said.setText(_("No version yet: one is kept before each stretch of writing, and when you name one."))
            return
        kept = here.id if here is not None else rows[0].id
        self.table.go_to(next((number for number, row in enumerate(rows) if row.id == kept), 0))
        self.table.setFocus()

    def _choose(self, row: Any) -> None:
        for button in (self.name, self.back):
            button.setEnabled(row is not None)
        if row is None:
            self.shown.clear()
            return
        number, text = row.id, self._text

        def read(conn: Any) -> list[ComparedRow]:
            found = queries.version(conn, number)
            return compared(found.body if found is not None else "", text)

        self.page.ask_db(read, self._show_compared, "articles:compared")

    def _show_compared(self, rows: list[ComparedRow]) -> None:
        gone, came = changed_words(rows)
        if not any(not row.same for row in rows):
            self.said.setText(_("This version and the present text are alike."))
        else:
            parts = [
                plural("{count} word went since", "{count} words went since", gone),
                plural("{count} word came", "{count} words came", came),
            ]
            self.said.setText(_("; ").join(parts))
        self.shown.document().setDefaultFont(theme().font("message"))
        self.shown.setHtml(compared_html(rows[:MOST_SHOWN], (_("This version"), _("The present text"))))
        self.shown.moveCursor(QTextCursor.MoveOperation.Start)

    def _ask_name(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.page.desk.ask.text(
                self, _("Name this version"), _("Name"), lambda name: self._rename(row.id, name),
                verb=_("Keep the name"), value=row.name,
            )  # fmt: skip

    def _rename(self, version: int, name: str) -> None:
        self.page.desk.do(
            _("Naming the version"), service.rename_version, version, name, done=lambda _done: self.read()
        )

    def _restore(self) -> None:
        row = self.table.current_row()
        if row is not None:
            said = _("The article is as it was in version {number}").format(number=row.number)
            self.page.desk.do(_("Going back to a version"), service.restore_version, row.id, said=said)
            self.accept()


def compared_html(rows: Sequence[ComparedRow], names: tuple[str, str]) -> str:
    """Both texts as two columns; what went is struck through, what came is underlined, each on its colour."""
    look = theme()
    head = "".join(f"<td width='50%'><b>{escape(name)}</b></td>" for name in names)

    def cell(pieces: tuple[ComparedPiece, ...] | None, tone: str, mark: str) -> str:
        if pieces is None:
            return "<td></td>"
        words = "".join(
            f"<span style='background:{look.hex(tone)};text-decoration:{mark}'>{escape(one.words)}</span>"
            if one.changed
            else escape(one.words)
            for one in pieces
        )
        return f"<td style='color:{look.hex('text')}'>{words}</td>"

    lines = [
        f"<tr>{cell(row.old, 'negative-soft', 'line-through')}{cell(row.new, 'positive-soft', 'underline')}</tr>"
        for row in rows
    ]
    return f"<table width='100%' cellspacing='8'><tr>{head}</tr>{''.join(lines)}</table>"
