"""The dialog "Plan the next level": what it takes with small honest sales, what it costs, and why fakes don't count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel import numbers
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Choice, Label, Note, Option, Tag, TextLine, figure, scrolling, section, small
from storeapp.reputation.standing.planning import Assumed, EntryProduct, TargetPlan, plan
from storeapp.reputation.standing.queries.entry_products import PlanFacts
from storeapp.reputation.standing.records import Aim, ChannelLadders
from storeapp.reputation.standing.targets import take
from storeapp.reputation.standing.ui.sentences import CERTAINTY, CERTAINTY_KINDS, full_day, weeks_words

WHY = {
    "reached": N_("This is reached already, or no rating can reach it."),
    "no orders": N_("Nobody bought here in the last year, so there is no pace and no review rate to plan with."),
    "no ratings": N_("None of last year's orders brought a good rating, so no number of sales can be given."),
    "no cost": N_("Type everything that one piece costs you. Nothing is planned on a guess."),
    "other currency": N_("The cost is in another currency than the price. Type it in the currency of the price."),
    "too fast": N_(
        "That is more than three times your own pace. Sales that only come because friends, staff or paid "
        "buyers place them are fake orders, and nothing is planned with them."
    ),
}


class Planner(QDialog):
    """`cost_typed` tells (product id, Money)."""

    cost_typed = Signal(int, object)

    def __init__(self, found: ChannelLadders, facts: PlanFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found, self.facts = found, facts
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        title = _("Plan the next level on {channel}").format(channel=found.channel.name)
        self.setWindowTitle(title)
        self.resize(theme().px(920), theme().px(740))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(section(title))
        column.addWidget(
            small(
                _(
                    "Trust grows with small things sold well. Choose a low-priced product people really "
                    "want, and see what the next level takes."
                ),
                wrap=True,
            )
        )
        inside = QWidget()
        body = QHBoxLayout(inside)
        body.setContentsMargins(0, 4, 0, 0)
        body.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(8)
        self.aims = list(found.aims)
        self.goal = Choice(_("Goal"), self._goals())
        self.goal.picked.connect(self._show)
        left.addWidget(self.goal)
        self.table = TableView(_("Low-priced products"))
        self.model = RowsModel(_columns())
        self.table.show_model(self.model)
        self.table.current_changed.connect(lambda _row: self._product_chosen())
        self.table.setMinimumHeight(theme().px(210))
        left.addWidget(self.table, 1)
        self.none = small(_("No product of this channel has a price yet. Import its listings or orders."), wrap=True)
        left.addWidget(self.none)
        body.addLayout(left, 5)
        body.addLayout(self._right(), 4)
        column.addWidget(scrolling(inside, title), 5)
        column.addWidget(self._rules(), 2)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.back = Button(_("Close"), "quiet")
        self.back.clicked.connect(self.reject)
        foot.addWidget(self.back)
        column.addLayout(foot)
        self.show_facts(facts)

    def show_facts(self, facts: PlanFacts) -> None:
        """The products as they are now; the chosen one stays chosen."""
        before = self.product()
        self.facts = facts
        self.model.set_rows(list(facts.products))
        self.none.setVisible(not facts.products)
        self.table.setVisible(bool(facts.products))
        places = [number for number, one in enumerate(facts.products) if before is not None and one.id == before.id]
        if facts.products:
            self.table.go_to(places[0] if places else 0)
        rates = facts.rates
        if rates.per_order is None:
            self.rate.setText(_("No orders in the last 12 months."))
        else:
            words = _("Your own rates, last 12 months: {good} good ratings from {orders} orders, {rate} each.")
            told = words.format(good=f"{rates.good:,}", orders=f"{rates.orders:,}", rate=f"{rates.per_order:.0%}")
            pace = _("You sell {pace} a week.").format(pace=f"{rates.pace or 0:.1f}")
            self.rate.setText(_("{first} {second}").format(first=told, second=pace))
        self._product_chosen()

    def product(self) -> EntryProduct | None:
        """The product chosen."""
        row = self.table.current_row()
        return row if isinstance(row, EntryProduct) else None

    def aim(self) -> Aim | None:
        """The goal chosen."""
        place = self.goal.value()
        return self.aims[place] if isinstance(place, int) and place < len(self.aims) else None

    def _goals(self) -> list[Option]:
        options = []
        for place, one in enumerate(self.aims):
            level = next((title for title, start in one.steps if start == one.target), "")
            goal = _(level) if level else f"{one.target:,g}{'%' if one.tally.goal == 'percent' else ''}"
            name = _("{ladder}: {goal}").format(ladder=_(one.metric or one.title), goal=goal)
            options.append(Option(place, name))
        return options

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        self.rate = small("", wrap=True)
        column.addWidget(self.rate)
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(10)
        grid.setColumnStretch(0, 1)
        self.cost, self.fee = (
            TextLine(_("Cost of one piece"), "", small=True),
            TextLine(_("Fee of the channel, %"), "", small=True),
        )
        self.postage = TextLine(_("Postage you pay for one"), "", small=True)
        self.pace = TextLine(_("Sales a week you expect"), "", small=True)
        self.worth = TextLine(_("Profit a month the level brings"), "", small=True)
        self.months = TextLine(_("Months in which it should pay off"), "12", small=True)
        for number, line in enumerate((self.cost, self.fee, self.postage, self.pace, self.worth, self.months)):
            label = small(line.accessibleName(), "text-2")
            label.setBuddy(line)
            line.setMaximumWidth(theme().px(110))
            grid.addWidget(label, number, 0)
            grid.addWidget(line, number, 1)
            line.textChanged.connect(self._show)
        self.keep = Button(_("Save cost"), size="mini")
        self.keep.clicked.connect(self._keep_cost)
        grid.addWidget(self.keep, 0, 2)
        column.addLayout(grid)
        self.refusal = Note("", "info")
        column.addWidget(self.refusal)
        numbers = QHBoxLayout()
        self.number, self.unit = figure("", "accent"), Label("", "strong", wrap=True)
        numbers.addWidget(self.number)
        numbers.addWidget(self.unit, 1)
        column.addLayout(numbers)
        self.told = [small("", "text-2", wrap=True) for _number in range(4)]
        for told in self.told:
            column.addWidget(told)
        column.addStretch(1)
        return column

    def _rules(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        column.addWidget(Label(_("Why no fake orders"), "strong"))
        column.addWidget(
            small(
                _(
                    "Only orders by buyers who want the thing count here. Orders by friends, staff or paid "
                    "buyers don't: platforms find them, and take away more than the level brings."
                ),
                wrap=True,
            )
        )
        for one in self.facts.rules:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(
                Tag(_(CERTAINTY[one.certainty]), CERTAINTY_KINDS[one.certainty], line=True),
                0,
                Qt.AlignmentFlag.AlignTop,
            )
            words = _("{rule} ({source}, checked {day})")
            told = words.format(rule=_(one.text), source=one.source, day=full_day(one.checked_on))
            row.addWidget(small(told, wrap=True), 1)
            column.addLayout(row)
        column.addStretch(1)
        return scrolling(inside, _("Why no fake orders"))

    def _product_chosen(self) -> None:
        one = self.product()
        typed = "" if one is None or one.cost_minor is None else Money(one.cost_minor, one.cost_currency).plain()
        self.cost.setText(typed)
        self._show()

    def _keep_cost(self) -> None:
        one, typed = self.product(), _minor(self.cost.text(), self._currency())
        self.cost.set_wrong(typed is None)
        if one is not None and typed is not None:
            self.cost_typed.emit(one.id, Money(typed, self._currency()))

    def _currency(self) -> str:
        one = self.product()
        return one.currency if one is not None else self.facts.currency

    def _assumed(self) -> Assumed:
        money = self._currency()
        months = _number(self.months.text())
        for line in (self.fee, self.pace, self.months):
            line.set_wrong(bool(line.text().strip()) and _number(line.text()) is None)
        for line in (self.postage, self.worth):
            line.set_wrong(bool(line.text().strip()) and _minor(line.text(), money) is None)
        return Assumed(
            fee_percent=min(100.0, _number(self.fee.text()) or 0.0),
            shipping_minor=_minor(self.postage.text(), money) or 0,
            pace=_number(self.pace.text()) or None,
            worth_minor=_minor(self.worth.text(), money),
            months=round(months) if months else 12,
        )

    def _show(self) -> None:
        one, aim = self.product(), self.aim()
        for line in (self.number, self.unit, *self.told):
            line.setVisible(False)
        self.refusal.setVisible(False)
        if one is None or aim is None:
            self.refusal.setVisible(aim is None)
            self.refusal.set(_("No figure of this channel can be moved by ratings yet. Import its reviews."), "info")
            return
        needed = take(aim.tally, aim.target, None).needed
        found = plan(needed, one, self.facts.rates, self._assumed())
        if found.refused:
            self.refusal.set(_(WHY[found.refused]), "bad" if found.refused == "too fast" else "info")
            self.refusal.setVisible(True)
            return
        self._tell(found, needed or 0, one)

    def _tell(self, found: TargetPlan, needed: int, one: EntryProduct) -> None:
        self.number.setText(f"{found.sales:,}")
        words = plural("sale, for {count} good rating", "sales, for {count} good ratings", needed)
        self.unit.setText(words)
        money = one.currency
        self.told[0].setText(_("About {time} at this pace.").format(time=weeks_words(found.weeks)))
        if found.margin >= 0:
            lines = (
                _("Each sale leaves {money}: the level costs nothing extra.").format(money=Money(found.margin, money)),
                _("Each good rating earns {money} on the way.").format(money=Money(-found.per_rating, money)),
            )
        else:
            lines = (
                _("Each sale costs you {money}.").format(money=Money(-found.margin, money)),
                _("Each good rating costs {one}, the level {all}.").format(
                    one=Money(found.per_rating, money), all=Money(found.total, money)
                ),
            )
        self.told[1].setText(lines[0])
        self.told[2].setText(lines[1])
        self.told[3].setText(_worth_words(found))
        for line in (self.number, self.unit, *self.told):
            line.setVisible(True)


def _worth_words(found: TargetPlan) -> str:
    if found.pays_after is None:
        return _("Type the profit a month you expect of the level, to see when it pays off.")
    if not found.pays_after:
        return _("It pays off from the first day.")
    when = plural("{count} month", "{count} months", max(1, round(found.pays_after)))
    if found.worth_it:
        return _("It pays off after {time}.").format(time=when)
    return _("It pays off after {time}, later than you want: better wait.").format(time=when)


def _columns() -> Sequence[Column]:
    def price(row: EntryProduct) -> Money:
        return Money(row.price_minor, row.currency)

    def cost(row: EntryProduct) -> Money | None:
        return None if row.cost_minor is None else Money(row.cost_minor, row.cost_currency)

    def name(row: EntryProduct) -> str:
        return row.name

    def sold(row: EntryProduct) -> str:
        return f"{row.sold:,}"

    return [
        Column("title", _("Product"), "text", 220, text=name, sortable=False, stretch=True, tip=lambda row: row.title),
        Column("price", _("Price"), "money", 90, text=lambda row: str(price(row)), value=price, sortable=False),
        Column(
            "cost",
            _("Your cost"),
            "money",
            90,
            text=lambda row: str(cost(row) or _("not typed in")),
            value=cost,
            sortable=False,
        ),
        Column(
            "sold",
            _("Sold"),
            "number",
            60,
            text=lambda row: f"{row.sold:,}",
            value=lambda row: row.sold,
            sortable=False,
        ),
    ]


def _number(typed: str) -> float | None:
    try:
        found = float(numbers.percent(typed))
    except ValueError:
        return None
    return found if found >= 0 else None


def _minor(typed: str, currency: str) -> int | None:
    try:
        found = numbers.amount(typed, currency)
    except UserError:
        return None
    return found.minor if found is not None and found.minor >= 0 else None
