"""Beside the cases without a cause: what repeats among them, and a way to make a cause of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.aftersales.causes.queries.buyers import BuyerPattern
from storeapp.aftersales.causes.queries.patterns import (
    CountryPattern,
    ProductPattern,
)
from storeapp.aftersales.causes.queries.questions import RecurringQuestion
from storeapp.aftersales.causes.rules import per_hundred
from storeapp.kernel.places import country_name
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _, plural
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.widgets import Button, Label, Link, Rule, scrolling, section, small

SHOWN = 8
TOGETHER = 2  # signs that are told as one; a single one is bad luck as often


@dataclass(frozen=True, slots=True)
class Loose:
    """What is read for the cases without a cause."""

    products: Sequence[ProductPattern]
    buyers: Sequence[BuyerPattern]
    countries: Sequence[CountryPattern]
    questions: Sequence[RecurringQuestion]


class LoosePane(Filled):
    """Three lists of patterns and one of questions. `made` hands on a pattern to make a cause of."""

    made = Signal(object)
    case_opened = Signal(int)
    buyer_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent=parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(6)
        self._scroller = scrolling(inside, _("Cases without a cause"))
        outer.addWidget(self._scroller)
        self._rows: list[QWidget] = []

    def to_top(self) -> None:
        """Begin at the beginning."""
        self._scroller.to_top()

    def show_loose(self, found: Loose, show_names: bool) -> None:
        """Show what repeats."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [Label(_("Cases without a cause"), "title", parent=self)]
        self._rows.append(
            small(
                _("What repeats is often one cause. Look at a few of the cases before you make one of them."),
                wrap=True,
                parent=self,
            )
        )
        self._say(
            _("Same product and same reason, three times in 90 days"), [self._product(one) for one in found.products]
        )
        self._say(
            _("Buyers with several cases in a year"),
            [self._buyer(one, show_names) for one in found.buyers],
            _("This may be bad luck, or somebody who buys a lot. Read the cases before you decide on anything.")
            + " "
            + _("Never refuse what the law gives a buyer."),
        )
        self._say(
            _("Countries with more cases than the others"),
            [self._country(one) for one in found.countries],
            _("More than chance explains, orders of 180 days. Order files name no carrier, so none are compared."),
            always=True,
        )
        self._say(
            _("Asked again and again, worth an article"), [self._question(one) for one in found.questions[:SHOWN]]
        )
        for number, row in enumerate(self._rows):
            self._column.insertWidget(number, row)
            row.show()
        if self._column.count() == len(self._rows):
            self._column.addStretch(1)

    def _say(self, title: str, rows: Sequence[QWidget], below: str = "", always: bool = False) -> None:
        self._rows += [Rule("border", parent=self), section(title, parent=self)]
        self._rows += list(rows) or [small(_("Nothing found."), parent=self)]
        if below and (rows or always):
            self._rows.append(small(below, wrap=True, parent=self))

    def _written(self, words: str, under: str = "") -> tuple[QWidget, QHBoxLayout]:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(words, elide=True, parent=row))
        if under:
            column.addWidget(small(under, wrap=True, parent=row))
        line.addLayout(column, 1)
        return row, line

    def _product(self, one: ProductPattern) -> QWidget:
        words = _("{first}, {second}").format(first=one.title, second=one.reason_title)
        row, line = self._written(words, plural("{count} case", "{count} cases", len(one.cases)))
        see, make = Link(_("See the last one"), row), Button(_("Make a cause"), size="small", parent=row)
        see.clicked.connect(lambda: self.case_opened.emit(one.cases[-1]))
        make.clicked.connect(lambda: self.made.emit(one))
        line.addWidget(see)
        line.addWidget(make)
        return row

    def _buyer(self, one: BuyerPattern, show_names: bool) -> QWidget:
        name = one.name if show_names and one.name else _("Customer {number}").format(number=one.customer)
        cases = plural("{count} case", "{count} cases", len(one.cases))
        orders = plural("{count} order in that time", "{count} orders in that time", one.orders)
        parts = [cases, orders]
        if one.paid:
            paid = _(" + ").join(str(money) for money in one.paid)
            parts.append(_("got back {amount}").format(amount=paid))
        told = [_(", ").join(parts)]
        if one.over:
            told.append(_("More than you want to give one buyer in a year."))
        if len(one.signs) >= TOGETHER:
            signs = _("; ").join(one.signs)
            told.append(_("Together this may point to abuse, it proves nothing: {signs}.").format(signs=signs))
        row, line = self._written(name, "\n".join(told))
        see = Link(_("Open the buyer"), row)
        see.clicked.connect(lambda: self.buyer_opened.emit(one.customer))
        line.addWidget(see)
        return row

    def _country(self, one: CountryPattern) -> QWidget:
        words = _("{here} per 100 orders, elsewhere {elsewhere}").format(
            here=per_hundred(one.here.share or 0), elsewhere=per_hundred(one.elsewhere.share or 0)
        )
        counted = _("{part} of {whole}").format(part=f"{one.here.part:,}", whole=f"{one.here.whole:,}")
        return self._written(country_name(one.country), _("{first}, {second}").format(first=words, second=counted))[0]

    def _question(self, one: RecurringQuestion) -> QWidget:
        words = one.words
        if one.product_title:
            words = _("{first}, {second}").format(first=words, second=one.product_title)
        if one.kind == "reason":
            counted = plural("{count} case in 90 days", "{count} cases in 90 days", one.count)
        else:
            counted = plural("{count} low review in 3 months", "{count} low reviews in 3 months", one.count)
        return self._written(words, _("{first}, before {second}").format(first=counted, second=f"{one.before:,}"))[0]
