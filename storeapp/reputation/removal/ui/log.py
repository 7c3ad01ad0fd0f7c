"""The sheet "Removal requests": what was asked, how it ended, and how often each ground succeeds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.days import short_day
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, States, empty_state, section, small
from storeapp.reputation.removal.queries import RemovalRow
from storeapp.reputation.removal.rules import OUTCOMES, successes

TONES = {"open": "info", "removed": "good", "kept": "plain", "withdrawn": "plain"}
LIST_ID = "reputation.removals"


class RemovalLog(QDialog):
    """`decided` carries a request and its outcome, `opened` a review; `show_rows` fills it again."""

    decided = Signal(object, str)
    opened = Signal(int)

    def __init__(self, desk: Desk, rows: Sequence[RemovalRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = desk.clock.today()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Removal requests"))
        look = theme()
        self.resize(look.px(880), look.px(480))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(section(_("Removal requests")))
        self.sums = small("", "text-2", wrap=True)
        column.addWidget(self.sums)
        self.table = TableView(_("Removal requests"), LIST_ID, desk.settings, first_pad=16)
        self.model = RowsModel(_columns(self._today), parent=self)
        self.table.show_model(self.model)
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(lambda row: self._open(row))
        self.states = States(self.table)
        column.addWidget(self.states, 1)
        column.addLayout(self._foot())
        self.show_rows(rows)

    def show_rows(self, rows: Sequence[RemovalRow]) -> None:
        """Show these requests, keeping the place."""
        place = max(0, self.table.currentIndex().row())
        self.model.set_rows(rows)
        found = successes([(row.ground, row.title, row.outcome) for row in rows])
        self.sums.setText("\n".join(f"{one.title}: {one.sentence}" for one in found))
        self.sums.setVisible(bool(found))
        if rows:
            self.states.show_content()
            self.table.go_to(min(place, len(rows) - 1))
        else:
            hint = _("Open a review, then “Is this review against the rules?”")
            self.states.show_hint(empty_state("flag", _("Nothing was asked yet"), hint))
        self._chosen(self.table.current_row())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.review = Button(_("Open the review"), icon="star")
        self.review.clicked.connect(lambda: self._open(self.table.current_row()))
        row.addWidget(self.review)
        row.addStretch(1)
        self.outcome_buttons: dict[str, Button] = {}
        for outcome, words in (
            ("removed", _("It was taken down")),
            ("kept", _("It stays up")),
            ("withdrawn", _("I withdrew it")),
            ("open", _("Open again")),
        ):
            button = Button(words)
            button.clicked.connect(lambda _on=False, name=outcome: self._decide(name))
            self.outcome_buttons[outcome] = button
            row.addWidget(button)
        self.back = Button(_("Close"), "quiet")
        self.back.clicked.connect(self.reject)
        row.addWidget(self.back)
        return row

    def _chosen(self, row: RemovalRow | None) -> None:
        self.review.setEnabled(row is not None)
        for outcome, button in self.outcome_buttons.items():
            button.setVisible(row is not None and (outcome == "open") == (row.outcome != "open"))

    def _decide(self, outcome: str) -> None:
        row = self.table.current_row()
        if row is not None:
            self.decided.emit(row, outcome)

    def _open(self, row: RemovalRow | None) -> None:
        if row is not None:
            self.opened.emit(row.review_id)
            self.accept()


def _columns(today: date) -> list[Column]:
    return [
        Column(
            "asked",
            _("Asked"),
            "date",
            96,
            text=lambda row: short_day(date.fromisoformat(row.asked_on), today),
            value=lambda row: row.asked_on,
        ),
        Column(
            "channel",
            _("Channel"),
            "channel",
            36,
            text=lambda row: row.channel,
            value=lambda row: (row.platform, ""),
            head="",
        ),
        Column(
            "stars",
            _("Rating"),
            "stars",
            84,
            text=lambda row: row.rating,
            value=lambda row: row.stars,
        ),
        Column("text", _("Review"), width=180, stretch=True, text=lambda row: row.text),
        Column("ground", _("Reason for removal"), width=190, text=lambda row: row.title),
        Column(
            "outcome",
            _("Outcome"),
            "tags",
            110,
            text=lambda row: _(OUTCOMES[row.outcome]),
            value=lambda row: [(_(OUTCOMES[row.outcome]), TONES[row.outcome])],
        ),
        Column(
            "decided",
            _("Decided"),
            "date",
            96,
            text=lambda row: short_day(date.fromisoformat(row.decided_on), today) if row.decided_on else "",
            value=lambda row: row.decided_on or "",
        ),
    ]
