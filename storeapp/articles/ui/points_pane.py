"""The shop's selling points that fit an article, beside its text: what proves each, and a buyer's words to put in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from storeapp.articles.checks.records import ClaimLink
from storeapp.articles.checks.service import link_claim
from storeapp.articles.drafts.ui.side_pane import ArticlePane, WritingPlace
from storeapp.articles.positioning.fitting import NEAR, FittingPoint
from storeapp.articles.positioning.queries import points_beside
from storeapp.articles.positioning.rules import PROOFS
from storeapp.kernel.text import _
from storeapp.kernel.titles import short_title
from storeapp.qtkit.tips import menu_words, set_tip
from storeapp.qtkit.widgets import Icon, Link, Rule, section, small

if TYPE_CHECKING:
    from storeapp.articles.drafts.records import ArticleDetail

MOST_SHOWN = 6
LONGEST_NAMED = 60  # half-width signs of a buyer's words in a menu


class PointsPane(ArticlePane):
    """Below the brief. Without a point that fits it says so in one line."""

    def __init__(self, writing: WritingPlace, parent: QWidget | None = None) -> None:
        super().__init__(writing, parent)
        self.points: list[FittingPoint] = []
        self._article = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addWidget(Rule("border"))
        self.told = small("", "muted", wrap=True)
        column.addWidget(section(_("Selling points")))
        column.addWidget(self.told)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        column.addLayout(self._rows)

    def show_article(self, found: ArticleDetail) -> None:
        """Another article, or its brief or the points changed."""
        self._article = found.id
        today = self.desk.clock.today()
        self.page.ask_db(lambda conn: points_beside(conn, found, today), self._show, "articles:points")

    def offer_words(self) -> bool:
        """Open a menu of the points with a buyer's words; Enter puts the nearest in."""
        known = [one for one in self.points if one.row.fields.buyers_words.strip()]
        if not known:
            return False
        menu = QMenu(self.editor)
        for one in known:
            words = _("“{text}”").format(text=short_title(one.row.fields.buyers_words, LONGEST_NAMED))
            menu.addAction(menu_words(words)).triggered.connect(partial(self.put_in, one))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.editor.viewport().mapToGlobal(self.editor.cursorRect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])
        return True

    def put_in(self, one: FittingPoint) -> None:
        """Put the buyer's words in as a quote below the paragraph at the cursor, with their review if it is known."""
        words = " ".join(one.row.fields.buyers_words.split())
        if not words:
            self.desk.notices.say(_("No buyer’s words are noted for this point. Add them under Positioning."))
            return
        cursor = self.editor.textCursor()
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        before = "\n\n" if cursor.block().text().strip() else ""
        cursor.insertText(f"{before}> {words}\n\n")
        cursor.endEditBlock()
        self.editor.setTextCursor(cursor)
        self.editor.ensureCursorVisible()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if one.review is not None:
            link = ClaimLink("review", one.review)
            said = _("Put in, with its review as evidence")
            self.desk.do(_("Linking the evidence"), link_claim, self._article, words, link, said=said)

    def _show(self, found: Sequence[FittingPoint]) -> None:
        self.points = list(found)
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        proven = sum(one.proven for one in found)
        self.told.setText(_("{proven} of {count} proven").format(proven=proven, count=len(found)) if found else "")
        for one in found[:MOST_SHOWN]:
            self._rows.addWidget(self._row(one))
        if len(found) > MOST_SHOWN:
            self._rows.addWidget(small(_("and {count} more").format(count=len(found) - MOST_SHOWN), "muted"))
        if not found:
            self._rows.addWidget(small(_("None fits this product or these readers yet"), "muted", wrap=True))

    def _row(self, one: FittingPoint) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name, tone = ("check-circle", "positive") if one.proven else ("triangle-alert", "warning")
        row.addWidget(Icon(name, tone, 16), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        words = Link(one.row.fields.words)
        said = one.row.fields.buyers_words.strip()
        tip = _("Put in: “{text}”").format(text=said) if said else _("No buyer’s words are noted for this point")
        set_tip(words, "\n".join((one.row.fields.words, tip, _(NEAR[one.near]))))
        words.setAccessibleName(_("{verb}: {name}").format(verb=_("Put in"), name=one.row.fields.words))
        words.clicked.connect(partial(self.put_in, one))
        column.addWidget(words)
        column.addWidget(small(_proofs_told(one), "muted", wrap=True))
        row.addLayout(column, 1)
        return line


def _proofs_told(one: FittingPoint) -> str:
    """What proves a point in a few words."""
    kept = [proof for proof in one.row.proofs if not proof.gone]
    named = [proof.text if proof.kind == "figure" else proof.note or _(PROOFS[proof.kind]) for proof in kept]
    return short_title(_(", ").join(named), LONGEST_NAMED) if named else _("No evidence linked")
