"""The dialog with all figures of after-sales, each with how sure it is, and what cases cost by whatever part."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from storeapp.aftersales.causes.costs import PARTS, CostShare, Part
from storeapp.aftersales.causes.figures import FigureLine, cost_shares, figure_lines
from storeapp.aftersales.causes.queries.costs import last_days
from storeapp.kernel.text import _
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Choice, section, small

SHOWN: tuple[Part, ...] = ("reason", "product", "supplier", "batch", "channel", "month", "cause", "kind")


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
        named = [("", _("Figures")), *((part, _("Cost by {part}").format(part=_(PARTS[part]))) for part in SHOWN)]
        self.what = Choice(_("What to show"), named)
        self.what.picked.connect(lambda _value: self.look())
        head.addWidget(self.what)
        self.days = Choice(_("Time"), [(30, _("Last 30 days")), (90, _("Last 90 days")), (365, _("Last 365 days"))])
        self.days.choose(days)
        self.days.picked.connect(lambda _value: self.look())
        head.addWidget(self.days)
        column.addLayout(head)
        words = _("A share of few is uncertain: the likely range says how far it may be off by chance.")
        column.addWidget(small(words, wrap=True))
        self.table = TableView(_("Figures"), "aftersales.figures", page.desk.settings, first_pad=8)
        self.model = RowsModel(_columns(), parent=self)
        self.costs = RowsModel(_cost_columns(), parent=self)
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
        now, part = clock.now(), self.what.value()
        if part:
            self.page.ask_db(lambda conn: cost_shares(conn, part, period), self._show_costs, "aftersales:figures")
        else:
            self.page.ask_db(lambda conn: list(figure_lines(conn, period, now)), self._show, "aftersales:figures")

    def _show(self, found: list[FigureLine]) -> None:
        self.model.set_rows(found)
        self._show_model(self.model, not found)

    def _show_costs(self, found: list[CostShare]) -> None:
        self.costs.set_rows(found)
        self._show_model(self.costs, not found)

    def _show_model(self, model: RowsModel, nothing: bool) -> None:
        if self.table.model() is not model:
            self.table.show_model(model)
        self.none.setVisible(nothing)


def _cost_columns() -> list[Column]:
    return [
        Column("name", _("Name"), width=280, sortable=False, stretch=True, text=lambda row: row.line.words),
        Column("cost", _("Cost"), width=120, sortable=False, text=lambda row: str(row.line.money)),
        Column("share", _("Share"), width=80, sortable=False, text=lambda row: f"{row.share:.0%}"),
        Column("running", _("Running share"), width=120, sortable=False, text=lambda row: f"{row.running:.0%}"),
        Column("cases", _("Cases"), width=80, sortable=False, text=lambda row: f"{row.line.cases:,}"),
    ]  # fmt: skip


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
