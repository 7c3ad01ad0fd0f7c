"""What the panes beside the lists share, and the pane of one product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.sales import UNITS_HINT
from storeapp.kernel.text import _, plural
from storeapp.kernel.titles import short_name, short_title
from storeapp.orders.records import Event, ProductRow
from storeapp.orders.ui.facts import EditFact, NamedFact
from storeapp.orders.ui.sentences import OrderMoment
from storeapp.orders.ui.timeline import Timeline
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, ChannelTile, IconButton, Inspector, Label, Rule, section

BESIDE = 720  # from this width on the story stands beside the facts


class Panel(Inspector):
    """What the three panes share: a head with a name, marks and the way to the next row, and a story at the end."""

    step_asked = Signal(int)  # -1 previous, 1 next
    event_opened = Signal(object)  # Event

    def __init__(self, name: str, story: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.title = Label("", "section", elide=True, parent=self)
        self.under = Label("", "small", "muted", elide=True, parent=self)
        self.marks = QHBoxLayout()
        self.marks.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        row.addLayout(self.marks)
        for icon, words, step in (("chevron-left", _("Previous"), -1), ("chevron-right", _("Next"), 1)):
            button = IconButton(icon, words, size="mini")
            button.clicked.connect(partial(self.step_asked.emit, step))
            row.addWidget(button)
        self.head.addLayout(row)
        self.head.setSpacing(2)
        self.head.addWidget(self.under)
        self.body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self.body.setSpacing(0)
        self.column.addLayout(self.body)
        self.facts = QVBoxLayout()
        self.facts.setSpacing(10)
        self.body.addLayout(self.facts)
        self._beside: bool | None = None
        self.story_title = section(story)
        self.timeline = Timeline(story)
        self.timeline.opened.connect(self.event_opened)

    def end(self) -> None:
        """Put the story below what was added."""
        self._between = Rule("border")
        self.facts.addStretch(1)
        self.body.addWidget(self._between)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(self.story_title)
        column.addWidget(self.timeline)
        column.addStretch(1)
        self.body.addLayout(column, 1)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the pane is a drawer across the page, the story stands beside the facts."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """What was put in while the pane was hidden is measured only now."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.measure)

    def measure(self) -> None:
        """Give the words the height they need at this width."""
        inside = self.scroller.widget()
        if inside is None:
            return
        layout = inside.layout()
        if layout is not None:
            layout.invalidate()
        inside.updateGeometry()

    def _arrange(self) -> None:
        beside = self.width() >= theme().px(BESIDE)
        if beside == self._beside:
            return
        self._beside = beside
        ways = QBoxLayout.Direction
        self.body.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self.body.setSpacing(24 if beside else 12)
        self.body.setStretchFactor(self.facts, int(beside))
        self._between.setVisible(not beside)

    def rule(self) -> None:
        """A line between two groups of facts."""
        self.facts.addSpacing(2)
        self.facts.addWidget(Rule("border"))
        self.facts.addSpacing(2)

    def show_marks(self, widgets: Sequence[QWidget]) -> None:
        """Put tiles and tags beside the title."""
        while (item := self.marks.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for widget in widgets:
            self.marks.addWidget(widget)

    def group(self) -> QVBoxLayout:
        """A stretch of facts that stand close together, because each has a button beside it."""
        close = QVBoxLayout()
        close.setSpacing(2)
        self.facts.addLayout(close)
        return close

    def add(self, fact: NamedFact) -> NamedFact:
        """Put a fact below the others."""
        self.facts.addWidget(fact)
        return fact


class ProductPanel(Panel):
    """One product."""

    orders_asked = Signal(int, str)
    reviews_asked = Signal(int)
    cost_edited = Signal(int, str)  # product, what one piece costs the shop
    label_edited = Signal(int, str)  # product, the owner's short name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Product"), _("Latest reviews"), parent)
        self._row: ProductRow | None = None
        self.label = EditFact(_("Short name"))
        self.label.saved.connect(self._save_label)
        self.facts.addWidget(self.label)
        self.whole = self.add(NamedFact(_("Whole title")))
        self.sold = self.add(NamedFact(_("Sold")))
        set_tip(self.sold, _(UNITS_HINT))
        self.rated = self.add(NamedFact(_("Reviews")))
        self.price = self.add(NamedFact(_("Price")))
        self.cost = EditFact(_("Your cost"))
        self.cost.saved.connect(self._save_cost)
        self.facts.addWidget(self.cost)
        self.sku = self.add(NamedFact(_("SKU")))
        self.end()
        self.orders_button = Button(_("Show orders"), icon="bag")
        self.orders_button.clicked.connect(self._ask_orders)
        self.reviews_button = Button(_("Show reviews"), icon="star")
        self.reviews_button.clicked.connect(self._ask_reviews)
        self.add_to_footer(self.orders_button)
        self.footer.addStretch(1)
        self.add_to_footer(self.reviews_button)

    @property
    def record_id(self) -> int | None:
        """The product shown."""
        return self._row.id if self._row is not None else None

    def show_record(self, row: ProductRow, events: Sequence[Event], moment: OrderMoment) -> None:
        """Show a product with its latest reviews."""
        if self._row is not None and self._row.id != row.id:
            self.cost.done()
            self.label.done()
        self._row = row
        name = short_name(row.title, row.label)
        self.title.setText(name)
        self.title.set_tip(row.title)
        self.label.put(row.label, name, "" if row.label or name == row.title else _("Cut from the title"))
        self.label.line.setPlaceholderText(short_title(row.title))
        self.whole.say(row.title)
        self.whole.setVisible(name != row.title)
        self.under.setText(row.category or _("No category"))
        self.show_marks([ChannelTile(platform, name) for platform, name in row.channels[:6]])
        pieces = plural("{count} piece", "{count} pieces", row.units)
        self.sold.say(pieces if row.units else "", plural("in {count} order", "in {count} orders", row.orders))
        said = plural("{count} review", "{count} reviews", row.reviews) if row.reviews else ""
        mean = _("{stars} stars on average").format(stars=f"{row.stars:.2f}") if row.stars is not None else ""
        self.rated.say(said, mean)
        self.price.say(str(row.price) if row.price is not None else "")
        self.cost.put(row.cost.plain() if row.cost is not None else "", str(row.cost) if row.cost is not None else "")
        self.sku.say(row.sku)
        self.orders_button.setEnabled(row.orders > 0)
        self.reviews_button.setEnabled(row.reviews > 0)
        self.story_title.setVisible(bool(events))
        own = [replace(event, product="", label="") for event in events]  # the head names the product already
        self.timeline.show_events(own, moment, frozenset({"reviewed", "edited"}))

    def _save_label(self, text: str) -> None:
        if self._row is not None:
            self.label_edited.emit(self._row.id, text)

    def _save_cost(self, text: str) -> None:
        if self._row is not None:
            self.cost_edited.emit(self._row.id, text)

    def _ask_orders(self) -> None:
        if self._row is not None:
            self.orders_asked.emit(self._row.id, short_name(self._row.title, self._row.label))

    def _ask_reviews(self) -> None:
        if self._row is not None:
            self.reviews_asked.emit(self._row.id)
