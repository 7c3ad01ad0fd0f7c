"""Two customers side by side: what speaks for one person, and field by field which value the merged one keeps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.places import country_name
from storeapp.kernel.text import N_, _, plural
from storeapp.orders import buyers
from storeapp.orders.buyers import PairSide, SideOrder, merging
from storeapp.orders.ui.sentences import OrderMoment, day
from storeapp.qtkit.radio import Radio
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, ChannelTile, IconButton, Inspector, Label, Rule, Tag

PERSONAL = frozenset({"name", "email", "phone"})
COVER = "•••••••"
ABREAST = 3  # reasons in one line
NAMES = 104  # width of the fields' names
FLAGS = {0: N_("May be contacted"), 1: N_("Do not contact")}


class MergePane(Inspector):
    """The comparison. `merge_asked` carries (kept id, lost id, field -> side), `apart_asked` the two ids."""

    merge_asked = Signal(int, int, object)
    apart_asked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Two customers side by side"), parent)
        self._sides: tuple[PairSide, PairSide] | None = None
        self._reasons: tuple[str, ...] = ()
        self._moment: OrderMoment | None = None
        self._uncovered = False
        self._groups: dict[str, QButtonGroup] = {}
        self.title = Label("", "section", elide=True, parent=self)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        self.eye = IconButton("eye", _("Show personal data"), size="mini")
        self.eye.clicked.connect(self._uncover)
        row.addWidget(self.eye)
        self.head.addLayout(row)
        self.why = QVBoxLayout()
        self.why.setSpacing(4)
        self.head.addLayout(self.why)
        self._table = QWidget(self)
        self.column.addWidget(self._table)
        self.column.addStretch(1)
        self.apart = Button(_("Different people"), icon="x")
        set_tip(self.apart, _("They are not suggested again (N)"))
        self.apart.clicked.connect(self.ask_apart)
        self.go = Button(_("Same person, merge"), "primary", "check")
        set_tip(self.go, _("Merge with the values chosen here (Y)"))
        self.go.clicked.connect(self.ask_merge)
        self.add_to_footer(self.apart)
        self.footer.addStretch(1)
        self.add_to_footer(self.go)

    @property
    def pair(self) -> tuple[int, int] | None:
        """The kept and the lost customer shown."""
        return None if self._sides is None else (self._sides[0].id, self._sides[1].id)

    def show_sides(
        self, sides: tuple[PairSide, PairSide], confidence: float | None, reasons: Sequence[str], moment: OrderMoment
    ) -> None:
        """Compare two customers; `confidence` is None where the owner chose them."""
        self._sides, self._reasons, self._moment = sides, tuple(reasons), moment
        if confidence is None:
            self.title.setText(_("Merge two customers"))
        else:
            self.title.setText(_("{share} sure that this is one person").format(share=f"{confidence:.0%}"))
        self._show_reasons()
        self.eye.setVisible(not moment.show_names)
        self._build()

    def chosen(self) -> dict[str, str]:
        """Whose value each field takes: merging.KEPT, LOST or BOTH."""
        found = {}
        for field, group in self._groups.items():
            button = group.checkedButton()
            found[field] = str(button.property("side")) if button is not None else merging.KEPT
        return found

    def radio(self, field: str, side: str) -> Radio | None:
        """The choice of one side in one field, None where there is nothing to choose."""
        group = self._groups.get(field)
        for button in group.buttons() if group is not None else ():
            if button.property("side") == side and isinstance(button, Radio):
                return button
        return None

    def ask_merge(self) -> None:
        """Merge as chosen."""
        if self._sides is not None:
            self.merge_asked.emit(self._sides[0].id, self._sides[1].id, self.chosen())

    def ask_apart(self) -> None:
        """They are different people."""
        if self._sides is not None:
            self.apart_asked.emit(self._sides[0].id, self._sides[1].id)

    def _show_reasons(self) -> None:
        while (item := self.why.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for start in range(0, len(self._reasons), ABREAST):
            holder = QWidget(self)
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            for code in self._reasons[start : start + ABREAST]:
                kind, sign = ("warn", "alert-circle") if code in ("names", "countries") else ("good", "check")
                row.addWidget(Tag(buyers.reason_words(code), kind, sign))
            row.addStretch(1)
            self.why.addWidget(holder)

    def _uncover(self) -> None:
        self._uncovered = not self._uncovered
        self.eye.set_icon("eye-off" if self._uncovered else "eye")
        held = self.chosen()
        self._build()
        for field, side in held.items():
            button = self.radio(field, side)
            if button is not None:
                button.setChecked(True)

    def _build(self) -> None:
        assert self._sides is not None
        old, self._table = self._table, QWidget(self.scroller.widget())
        self.column.replaceWidget(old, self._table)
        old.hide()
        old.deleteLater()
        self._groups.clear()
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, theme().px(NAMES))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, side in enumerate(self._sides, 1):
            grid.addWidget(self._who(side, column == 1), 0, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Rule("border"), 1, 0, 1, 3)
        place = 2
        for field in merging.FIELDS:
            place += self._field(grid, place, field)
        grid.addWidget(Rule("border"), place, 0, 1, 3)
        note = _(
            "Each keeps their own orders, reviews and user names in the background: you can split them again at any "
            "time."
        )
        grid.addWidget(Label(note, "small", "muted", wrap=True), place + 1, 0, 1, 3)

    def _who(self, side: PairSide, kept: bool) -> QWidget:
        holder = QWidget(self._table)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(6)
        assert self._moment is not None
        name = str(side.values["name"])
        head.addWidget(Label(buyers.title(side.id, name, self._shows_names), "strong", elide=True), 1)
        for platform, channel in sorted({(one.platform, one.channel) for one in side.identities})[:3]:
            head.addWidget(ChannelTile(platform, channel))
        column.addLayout(head)
        counts = [
            plural("{count} order", "{count} orders", side.orders),
            plural("{count} review", "{count} reviews", side.reviews),
        ]
        column.addWidget(Label(_(", ").join(counts), "small", "muted", wrap=True))
        for order in side.latest:
            column.addWidget(Label(self._order(order), "small", "text-2", wrap=True))
        if self._shows_names:
            known = [one.value for one in side.identities if one.kind == "handle"]
            if known:
                column.addWidget(Label(_(", ").join(known), "small", "muted", wrap=True))
        if kept:
            column.addWidget(Label(_("This record stays"), "small", "accent", wrap=True))
        return holder

    @property
    def _shows_names(self) -> bool:
        return self._uncovered or (self._moment is not None and self._moment.show_names)

    def _order(self, order: SideOrder) -> str:
        assert self._moment is not None
        parts = [order.number, day(order.placed_on, self._moment.today), str(order.total or "")]
        return _(", ").join(filter(None, parts))

    def _field(self, grid: QGridLayout, place: int, field: str) -> int:
        """One field's row; the number of grid rows it took."""
        assert self._sides is not None
        kept, lost = self._sides[0].values, self._sides[1].values
        if not kept[field] and not lost[field]:
            return 0
        top = Qt.AlignmentFlag.AlignTop
        title = _(merging.FIELDS[field])
        label = Label(title, "small", "muted", wrap=True)
        label.setContentsMargins(0, 5, 0, 0)
        grid.addWidget(label, place, 0, top)
        settled = merging.settled(field, kept, lost)
        if settled:
            words = self._words(field, merging.chosen(field, merging.KEPT, kept, lost))
            box = QVBoxLayout()
            box.setSpacing(1)
            box.addWidget(Label(words, "medium", wrap=True))
            box.addWidget(Label(settled, "small", "muted", wrap=True))
            grid.addLayout(box, place, 1, 1, 2)
            return 1
        if kept[field] == lost[field]:
            same = Label(self._words(field, kept[field]), "body", "text-2", wrap=True)
            same.setContentsMargins(0, 3, 0, 0)
            grid.addWidget(same, place, 1, 1, 2)
            return 1
        group = self._groups[field] = QButtonGroup(self._table)
        likely = merging.likely(field, kept, lost)
        choices = [(merging.KEPT, kept[field], 1), (merging.LOST, lost[field], 2)]
        for side, value, column in choices:
            grid.addWidget(self._radio(group, field, side, self._words(field, value), not value), place, column, top)
        rows = 1
        if field == "note" and kept[field] and lost[field]:
            grid.addWidget(self._radio(group, field, merging.BOTH, _("Keep both notes"), False), place + 1, 1, 1, 2)
            rows = 2
        for button in group.buttons():
            button.setChecked(button.property("side") == likely)
        return rows

    def _radio(self, group: QButtonGroup, field: str, side: str, words: str, empty: bool) -> Radio:
        button = Radio(words, _(merging.FIELDS[field]), muted=empty, parent=self._table)
        button.setProperty("side", side)
        group.addButton(button)
        return button

    def _words(self, field: str, value: object) -> str:
        if field == "consent":
            return buyers.consent_title(str(value))
        if field == "do_not_contact":
            return _(FLAGS[int(bool(value))])
        if not value:
            return _("nothing")
        if field == "country":
            return country_name(str(value))
        return COVER if field in PERSONAL and not self._shows_names else str(value)
