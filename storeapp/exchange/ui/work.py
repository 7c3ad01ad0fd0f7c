"""The cards of one import: files, what was recognised, rejected rows; the sums, the columns or the rows behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from storeapp.exchange.places import ChannelRow
from storeapp.exchange.reading import StagedFile
from storeapp.exchange.ui.cards import FilesCard, RejectedCard, SummaryCard
from storeapp.exchange.ui.columns import ColumnsCard
from storeapp.exchange.ui.detected import DetectedCard
from storeapp.exchange.ui.flow import ImportFlow
from storeapp.exchange.ui.import_state import CHECKED, CHECKING, COLUMNS
from storeapp.exchange.ui.problems import ProblemsCard
from storeapp.exchange.ui.rows import RowsCard
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.theme import theme

SIDE, SIDE_NARROW, GAP = 344, 300, 16
WIDE, BESIDE = 1180, 900  # page widths from which the left cards are whole, or stand beside the others


class ImportCards:
    """The cards of an import, each made when it is first asked for, or all by `make_each`, one a step."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @cached_property
    def files(self) -> FilesCard:
        return FilesCard()

    @cached_property
    def detected(self) -> DetectedCard:
        return DetectedCard()

    @cached_property
    def rejected(self) -> RejectedCard:
        return RejectedCard(self._desk)

    @cached_property
    def summary(self) -> SummaryCard:
        return SummaryCard()

    @cached_property
    def problems(self) -> ProblemsCard:
        return ProblemsCard()

    @cached_property
    def columns(self) -> ColumnsCard:
        return ColumnsCard()

    @cached_property
    def rows(self) -> RowsCard:
        return RowsCard(self._desk)

    def make_each(self) -> Iterator[QWidget]:
        """Make one card after the other."""
        for name in ("files", "detected", "rejected", "summary", "problems", "columns", "rows"):
            yield getattr(self, name)


class WorkView(QWidget):
    """Two columns of cards where there is room, else one below the other."""

    def __init__(self, cards: ImportCards, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.files, self.detected, self.rejected = cards.files, cards.detected, cards.rejected
        self.summary, self.problems = cards.summary, cards.problems
        self.columns, self.rows = cards.columns, cards.rows
        self.left, self.right = QWidget(), QWidget()
        self._below, beside = QVBoxLayout(self.left), QVBoxLayout(self.right)
        for inner, held in (
            (self._below, (self.files, self.detected, self.rejected)),
            (beside, (self.summary, self.problems)),
        ):
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(GAP)
            for card in held:
                inner.addWidget(card, 1 if card is self.rejected else 0)
        self._below.addStretch(0)
        self.detail = QStackedWidget()
        self.detail.addWidget(self.columns)
        self.detail.addWidget(self.rows)
        beside.addWidget(self.detail, 1)
        look = theme()
        for card in (self.files, self.detected, self.summary):
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.summary.setFixedHeight(look.px(100))
        self.detail.setMinimumHeight(look.px(320))
        self._sides = QHBoxLayout(self)
        self._sides.setContentsMargins(24, 16, 24, 16)
        self._sides.setSpacing(GAP)
        self._sides.addWidget(self.left)
        self._sides.addWidget(self.right, 1)

    def fit(self, wide: int) -> None:
        """Arrange the cards for a page `wide` pixels across."""
        beside = wide >= theme().px(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != way:
            self._sides.setDirection(way)
        side = theme().px(SIDE if wide >= theme().px(WIDE) else SIDE_NARROW)
        self.left.setMaximumWidth(side if beside else 16_777_215)
        self.left.setMinimumWidth(side if beside else 0)

    def show_file(self, flow: ImportFlow, file: StagedFile, channels: Sequence[ChannelRow], verdict: str) -> None:
        """Show one file of the import; `verdict` names the rows that are open, "" for the columns."""
        alive = flow.state in (COLUMNS, CHECKING, CHECKED)
        for card in (self.detected, self.columns, self.problems):
            card.setEnabled(alive)
        self.files.show_files(flow)
        self.detected.setVisible(file.refused is None)
        self.rejected.setVisible(file.refused is None)
        self._below.setStretch(self._below.count() - 1, 0 if file.refused is None else 1)
        self.detected.show_file(flow, file, channels)
        self.rejected.show_file(flow, file)
        self.problems.show_file(flow, file)
        self.columns.show_file(flow, file)
        self.summary.show_report(flow, verdict)
        if verdict:
            self.rows.show_rows(flow, file, verdict)
        self.detail.setCurrentWidget(self.rows if verdict else self.columns)
