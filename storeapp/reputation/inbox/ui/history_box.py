"""Under the text of a review: its earlier wordings, whether it is still there, and what was asked of the platform."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.clock import local_day
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _, plural
from storeapp.qtkit.widgets import Link, Tag, message
from storeapp.reputation.removal.rules import OUTCOMES
from storeapp.reputation.reviews.records import EarlierWording, Removal, ReviewDetail, ReviewRow

KINDS = {"open": "info", "removed": "good", "kept": "plain", "withdrawn": "plain"}


class HistoryBox(QWidget):
    """Hidden where there is nothing to tell. The earlier wordings are folded until the owner opens them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 4, 0)
        column.setSpacing(4)
        tags = QHBoxLayout()
        tags.setSpacing(8)
        self.gone, self.asked = Tag(), Tag()
        tags.addWidget(self.gone)
        tags.addWidget(self.asked)
        tags.addStretch(1)
        column.addLayout(tags)
        self.head = Link("")
        self.head.set_icon("chevron-right")
        self.head.clicked.connect(self.fold)
        self.earlier = message("", "muted")
        column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.earlier)

    def show_detail(self, detail: ReviewDetail, today: date) -> None:
        """Show what is known of a review's past; another review starts folded."""
        if detail.row.id != self._review:
            self._review = detail.row.id
            self.earlier.hide()
            self.head.set_icon("chevron-right")
        self._show_gone(detail.row, today)
        self._show_asked(detail.removal, today)
        self._show_earlier(detail.earlier, today)
        self.setVisible(bool(detail.row.gone_at or detail.removal or detail.earlier))

    def fold(self) -> None:
        """Open or close the earlier wordings."""
        shown = self.earlier.isHidden()
        self.earlier.setVisible(shown)
        self.head.set_icon("chevron-down" if shown else "chevron-right")

    def _show_gone(self, row: ReviewRow, today: date) -> None:
        self.gone.setVisible(row.gone_at is not None)
        if row.gone_at:
            day = spoken_day(local_day(row.gone_at), today)
            words = _("No longer on {channel}, seen {day}").format(channel=row.channel, day=day)
            self.gone.set(words, "warn", "eye-off")

    def _show_asked(self, asked: Removal | None, today: date) -> None:
        self.asked.setVisible(asked is not None)
        if asked is not None:
            day = spoken_day(date.fromisoformat(asked.day), today)
            words = _("Removal: {outcome}, {day}").format(outcome=_(OUTCOMES[asked.outcome]), day=day)
            self.asked.set(words, KINDS[asked.outcome], "flag")

    def _show_earlier(self, earlier: tuple[EarlierWording, ...], today: date) -> None:
        self.head.setVisible(bool(earlier))
        if not earlier:
            self.earlier.hide()
            return
        words = plural("Earlier text, {count} version", "Earlier text, {count} versions", len(earlier))
        written = earlier[0].posted_on
        if written:  # else only the day of the import is known, which says nothing of the buyer
            day = spoken_day(date.fromisoformat(written), today)
            words = _("{versions}, newest of {day}").format(versions=words, day=day)
        self.head.setText(words)
        self.earlier.setText("\n\n".join(_said(one) for one in earlier))


def _said(one: EarlierWording) -> str:
    words = " ".join(part for part in (one.title, one.text) if part) or _("No words, only stars")
    if one.rating is None:
        return words
    rating = _("Rated {rating}").format(rating=f"{one.rating:g}")
    return _("{rating}: {words}").format(rating=rating, words=words)
