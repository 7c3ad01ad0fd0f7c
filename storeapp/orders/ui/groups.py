"""Buyers as groups: how many are in each, who moved since last month, and what to do; its buyers are one key away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from storeapp.kernel.days import month_and_year, short_day
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _, plural
from storeapp.orders.groups.queries import BuyerGroups, buyer_groups
from storeapp.orders.groups.rules import ASK_EVERYBODY, GROUPS, GroupLine, cuts, fewest_buyers, limits_words, who
from storeapp.orders.records import OrderFilters
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.panels import Inspector
from storeapp.qtkit.table import Column
from storeapp.qtkit.widgets import Button, Hint, Label, Rule, empty_state, small
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.whole import AllRows

ACTIONS = (ActionSpec("groups.buyers", N_("Show the buyers of this group"), "users", "B", scope="list"),)
COHORTS = 6  # months of first orders that are told beside a group


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of `told`."""

    id: str
    line: GroupLine
    told: BuyerGroups


class GroupPane(Inspector):
    """One group: who they are, what to do, who came and left, and how first buyers come back."""

    buyers_asked = Signal(object)  # the filters of its buyers

    def __init__(self) -> None:
        super().__init__(_("Group of buyers"))
        self._row: GroupRow | None = None
        self.title = Label("", "section")
        self.who = Label("", "body", "text-2", wrap=True)
        self.head.addWidget(self.title)
        self.head.addWidget(self.who)
        self.what = Label("", "body", wrap=True)
        self.moved = Label("", "body", "text-2", wrap=True)
        self.cohorts = Label("", "body", "text-2", wrap=True)
        self.days = small("", wrap=True)
        for title, label in (
            (_("What to do"), self.what),
            (_("Who moved"), self.moved),
            (_("First buyers who came back"), self.cohorts),
            (_("How this is made"), self.days),
        ):
            self.column.addWidget(Label(title, "small-strong"))
            self.column.addWidget(label)
            self.column.addWidget(Rule("border"))
        self.column.addStretch(1)
        self.go = Button(_("Show these buyers"), "primary", "users")
        self.go.clicked.connect(self.ask_buyers)
        self.add_to_footer(self.go)
        self.footer.addStretch(1)

    def show_group(self, row: GroupRow, today: date) -> None:
        """Show another group."""
        self._row = row
        line, told = row.line, row.told
        self.title.setText(_(GROUPS[row.id][0]))
        self.who.setText(who(row.id, told.limits))
        self.what.setText(_(GROUPS[row.id][2]) + "\n" + _(ASK_EVERYBODY))
        since = short_day(told.before, today)
        moved = [_("Since {day}:").format(day=since), *_moves(line)]
        self.moved.setText("\n".join(moved if len(moved) > 1 else [_("Nobody moved since {day}.").format(day=since)]))
        self.cohorts.setText("\n".join(_cohorts(told)) or _("Too early to say"))
        self.days.setText(limits_words(told.limits))
        self.go.setEnabled(line.buyers > 0)

    def ask_buyers(self) -> None:
        """Ask for the list of this group's buyers."""
        if self._row is not None and self._row.line.buyers:
            self.buyers_asked.emit(buyers_of(self._row))


def buyers_of(row: GroupRow) -> OrderFilters:
    """The filters that list the buyers of a group, who bought last first."""
    cooling, silent, lost = cuts(row.told.as_of, row.told.limits)
    ends = {"cooling": (silent, cooling), "silent": (lost, silent), "lost": (None, lost)}
    since, before = ends.get(row.id, (cooling, None))
    until = date.fromordinal(date.fromisoformat(before).toordinal() - 1).isoformat() if before else None
    return OrderFilters(since=since, until=until, group=row.id)


def groups_spec(today: Callable[[], date], to_import: Callable[[], None]) -> ListSpec:
    """The six groups of all buyers as they stand today; Enter leads to the buyers of one."""
    return ListSpec(
        id="customers.groups",
        title=_("Groups of buyers"),
        columns=_columns(),
        source=AllRows(lambda conn: buyer_groups(conn, today()), _rows),
        sentences=Sentences(
            icon="users",
            counted=lambda count: plural("{count} group", "{count} groups", count),
            reading=_("Looking when buyers came back"),
            failed=_("The groups could not be read"),
            nothing=lambda: _nothing(to_import),
            none_chosen=_("No group selected"),
            choose=_("Choose one from the list"),
        ),
        inspector=GroupPane,
        show=lambda pane, row: pane.show_group(row, today()),
        enter=GroupPane.ask_buyers,
        hints=[("J K", _("move")), ("B", _("its buyers"))],
        width=372,
    )


def _rows(told: BuyerGroups) -> Sequence[GroupRow]:
    return [GroupRow(line.group, line, told) for line in told.lines]


def _nothing(to_import: Callable[[], None]) -> Hint:
    bring = Button(_("Import orders"), icon="import")
    bring.clicked.connect(to_import)
    words = _("Groups say something from {count} buyers on.").format(count=fewest_buyers())
    return empty_state("users", _("Too few buyers for groups"), words, [bring])


def _columns() -> list[Column]:
    def number(key: str, title: str, count: Callable[[GroupRow], int], signed: bool = False) -> Column:
        def words(row: Any) -> str:
            return f"{count(row):+,}".replace("-", "−") if signed and count(row) else f"{count(row):,}"

        return Column(key, title, "number", 96, sortable=False, text=words, value=count)

    return [
        Column("group", _("Group"), width=120, sortable=False, text=lambda row: _(GROUPS[row.id][0]), font="medium"),
        Column("who", _("Who they are"), width=240, sortable=False, stretch=True, tone="text-2",
               text=lambda row: who(row.id, row.told.limits)),
        number("buyers", _("Buyers"), lambda row: row.line.buyers),
        number("change", _("Change"), lambda row: row.line.change, signed=True),
        number("came", _("Came"), lambda row: sum(row.line.came.values())),
        number("left", _("Left"), lambda row: sum(row.line.left.values())),
        Column("sales", _("Bought for"), width=150, sortable=False,
               text=lambda row: _(" + ").join(map(str, row.told.sales.get(row.id, ())))),
    ]  # fmt: skip


def _moves(line: GroupLine) -> list[str]:
    found = []
    for group, count in sorted(line.came.items(), key=lambda one: -one[1]):
        name = _(GROUPS[group][0]) if group else _("not yet a buyer")
        found.append(_("{count} came, were: {group}").format(count=f"{count:,}", group=name))
    for group, count in sorted(line.left.items(), key=lambda one: -one[1]):
        found.append(_("{count} left, are now: {group}").format(count=f"{count:,}", group=_(GROUPS[group][0])))
    return found


def _cohorts(told: BuyerGroups) -> list[str]:
    found = []
    for one in told.cohorts[-COHORTS:]:
        again = [share for after in range(1, len(one.again)) if (share := one.share(after)) is not None]
        if again:
            words = _("{month}: {buyers} first bought, {shares} in the months after")
            shares = _(", ").join(f"{share:.1%}" for share in again)
            found.append(words.format(month=month_and_year(one.month), buyers=f"{one.size:,}", shares=shares))
    return found
