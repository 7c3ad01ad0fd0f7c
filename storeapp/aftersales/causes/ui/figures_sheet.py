"""The dialog with all figures of after-sales: each with what was counted and how sure it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from storeapp.aftersales.causes.figures import FigureLine, figure_lines
from storeapp.aftersales.causes.queries.costs import last_days
from storeapp.kernel.text import _
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Choice, section, small


class FiguresSheet(QDialog):
    """The figures of the last 30, 90 or 365 days, of one channel or of all."""

    def __init__(self, page: Page, channel: int | None, days: int) -> None:
        super().__init__(page)
        self.page, self.channel = page, channel
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("All figures of after-sales"))
        self.resize(theme().px(820), theme().px(600))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(section(_("All figures of after-sales")), 1)
        self.days = Choice(_("Time"), [(30, _("Last 30 days")), (90, _("Last 90 days")), (365, _("Last 365 days"))])
        self.days.choose(days)
        self.days.picked.connect(lambda _value: self.look())
        head.addWidget(self.days)
        column.addLayout(head)
        words = _("A share of few is uncertain: the likely range says how far it may be off by chance.")
        column.addWidget(small(words, wrap=True))
        self.table = TableView(_("Figures"), "aftersales.figures", page.desk.settings, first_pad=8)
        self.model = RowsModel(_columns(), parent=self)
        self.table.show_model(self.model)
        column.addWidget(self.table, 1)
        self.none = small(_("Nothing to count yet in this time."))
        self.none.hide()
        column.addWidget(self.none)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.back = Button(_("Close"), "quiet")
        self.back.clicked.connect(self.accept)
        foot.addWidget(self.back)
        column.addLayout(foot)
        self.look()

    def look(self) -> None:
        """Read the figures and show them."""
        clock = self.page.desk.clock
        period = last_days(int(self.days.value()), clock.today(), self.channel)
        now = clock.now()
        self.page.ask_db(lambda conn: list(figure_lines(conn, period, now)), self._show, "aftersales:figures")

    def _show(self, found: list[FigureLine]) -> None:
        self.model.set_rows(found)
        self.none.setVisible(not found)


def _columns() -> list[Column]:
    def counted(row: FigureLine) -> str:
        if row.part is None:
            return ""
        if row.whole is None:
            return f"{row.part:,}"
        return _("{part} of {whole}").format(part=f"{row.part:,}", whole=f"{row.whole:,}")

    def likely(row: FigureLine) -> str:
        return "" if row.likely is None else f"{100 * row.likely.low:.1f}–{100 * row.likely.high:.1f}%"

    return [
        Column("title", _("Figure"), width=240, sortable=False, text=lambda row: row.title),
        Column(
            "about", _("For"), width=190, sortable=False, stretch=True, tone="text-2", text=lambda row: row.about,
            tip=lambda row: row.about,
        ),
        Column("value", _("Value"), width=150, sortable=False, text=lambda row: row.value),
        Column("counted", _("Counted"), width=100, sortable=False, tone="text-2", text=counted),
        Column("likely", _("Likely"), width=90, sortable=False, tone="text-2", text=likely),
    ]  # fmt: skip
