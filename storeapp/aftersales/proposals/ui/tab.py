"""The tab Proposed: cases that orders and reviews speak for, to be opened or dismissed, several at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.aftersales.proposals import service
from storeapp.aftersales.proposals.printed import about
from storeapp.aftersales.proposals.queries import ProposalListing, proposal
from storeapp.aftersales.proposals.records import Proposal, ProposalFilters, Record
from storeapp.aftersales.proposals.rules import SETTLED, SIGNS
from storeapp.aftersales.proposals.ui.pane import ProposalPane
from storeapp.kernel.days import short_day
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import OpenCase, OpenOrder, OpenReview
from storeapp.kernel.text import _, plural
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.widgets import Choice, Hint, TextLine, empty_state
from storeapp.qtkit.workbench.asking import ListingSource
from storeapp.qtkit.workbench.bench import Workbench
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences

KEY = "proposed"
WIDTH = 420


class ProposalsView(TabView):
    """The list to the left, why a case is proposed to the right."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self.bench = Workbench(page, self._spec(), self)
        self.table = self.bench.table
        self.bench.beside.built.connect(self._serve)
        self.bench.list.counted.connect(lambda count: self.counted.emit(KEY, count))
        head = Filled("raised", "b")
        line = QHBoxLayout(head)
        line.setContentsMargins(24, 4, 16, 4)
        named = [(0, _("Whatever speaks for it")), (SETTLED, _("Paid or sent back, no reason given"))]
        self.sign = Choice(_("What speaks for it"), [*named, *((sign, _(words)) for sign, words in SIGNS.items())])
        self.sign.picked.connect(lambda _value: self.refresh())
        line.addWidget(self.sign)
        line.addStretch(1)
        self.bench.list.add_strip(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bench)

    def refresh(self) -> None:
        self.narrow(self._channel())

    def narrow(self, channel: int | None, _days: int = 0) -> None:
        """Show the proposals of one channel or of all."""
        wanted = ProposalFilters(self.desk.clock.today().isoformat(), int(self.sign.value() or 0), channel)
        if wanted != self.bench.filters:
            self.bench.show_filters(wanted)
        self.bench.refresh()

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """What the actions of proposals do."""
        return {"proposals.open": self.open_chosen, "proposals.dismiss": self.dismiss_chosen}

    def open_chosen(self) -> None:
        """Open a case for each proposal that is selected."""
        self._chosen(self._open)

    def dismiss_chosen(self) -> None:
        """Ask why, and take the selected proposals away for good."""
        self._chosen(self._ask_why)

    def _channel(self) -> int | None:
        filters = self.bench.filters
        found: int | None = filters.channel if isinstance(filters, ProposalFilters) else None
        return found

    def _spec(self) -> ListSpec:
        return ListSpec(
            id="aftersales.proposals",
            title=_("Proposed cases"),
            columns=_columns(self.desk.clock.today, self._buyer),
            source=ListingSource(ProposalListing(), ProposalFilters),
            sentences=Sentences(
                icon="lifebuoy",
                counted=lambda count: plural("{count} proposal", "{count} proposals", count),
                reading=_("Reading the proposals"),
                failed=_("The proposals could not be read"),
                nothing=_nothing,
                none_chosen=_("No proposal selected"),
                choose=_("Choose one from the list"),
            ),
            inspector=ProposalPane,
            read=proposal,
            show=lambda pane, one: pane.show_proposal(one, self._buyer(one)),
            filters=ProposalFilters(self.desk.clock.today().isoformat()),
            outside=("today", "channel", "sign"),
            hints=[("J K", _("move")), ("O", _("open the case")), ("I", _("dismiss"))],
            width=WIDTH,
        )

    def _serve(self, pane: ProposalPane) -> None:
        pane.opened.connect(self.open_chosen)
        pane.dismissed.connect(self.dismiss_chosen)
        pane.order_asked.connect(lambda number: self.desk.navigate(OpenOrder(number)))
        pane.review_asked.connect(lambda number: self.desk.navigate(OpenReview(number)))

    def _chosen(self, act: Callable[[Sequence[Proposal]], None]) -> None:
        if self.table.selected_count() > 1:
            self.table.selected_rows(act)
            return
        row = self.table.current_row()
        if row is not None:
            act([row])

    def _open(self, rows: Sequence[Proposal]) -> None:
        records = [row.record for row in rows]
        self.desk.do(_("Opening cases"), service.open_proposed, records, said=_opened, done=self._show_only)

    def _show_only(self, outcome: Outcome[list[int]]) -> None:
        """One case is shown; of several the list is worked on."""
        if len(outcome.value) == 1:
            self.desk.navigate(OpenCase(outcome.value[0]))

    def _ask_why(self, rows: Sequence[Proposal]) -> None:
        records = [row.record for row in rows]
        reason = Choice(_("Why"), service.dismissal_reasons(), small=False)
        more = TextLine(_("In your own words"))
        title = plural("Dismiss {count} proposal", "Dismiss {count} proposals", len(records))
        sheet = FormSheet(
            title,
            [(_("Why"), reason), (_("In your own words"), more)],
            _("Dismiss"),
            lambda: self._dismiss(records, more.text().strip() or str(reason.value())),
            _("It is not proposed again, also when its file is imported again."),
            self,
        )
        sheet.open()

    def _dismiss(self, records: Sequence[Record], reason: str) -> None:
        self.desk.do(_("Dismissing proposals"), service.dismiss, records, reason, said=_dismissed)

    def _buyer(self, row: Proposal) -> str:
        if self.desk.settings.show_names and row.customer:
            return row.customer
        return _("Customer {number}").format(number=row.customer_id) if row.customer_id is not None else ""


def _opened(cases: list[int]) -> str:
    return plural("{count} case opened", "{count} cases opened", len(cases))


def _dismissed(count: int) -> str:
    return plural("{count} proposal dismissed", "{count} proposals dismissed", count)


def _nothing() -> Hint:
    words = _("Canceled, returned and late orders and reviews with one star stand here until you open or dismiss them")
    return empty_state("lifebuoy", _("No case is proposed"), words)


def _columns(today: Callable[[], date], buyer: Callable[[Proposal], str]) -> list[Column]:
    def day(row: Proposal) -> str:
        return short_day(date.fromisoformat(row.day_on[:10]), today()) if row.day_on else ""

    return [
        Column(
            "channel", _("Channel"), "channel", 44, sortable=False, text=lambda row: row.channel,
            value=lambda row: (row.platform, ""), head="",
        ),
        Column(
            "day", _("Day"), width=72, sortable=False, text=day,
            parts=[Column("day", _("Day"), "date", 80, text=day, value=lambda row: row.day_on)],
        ),
        Column("about", _("About"), width=190, sortable=False, text=about),
        Column("reason", _("Likely reason"), width=150, sortable=False, text=lambda row: row.reason_title),
        Column(
            "why", _("Why"), width=240, sortable=False, stretch=True, tone="text-2",
            text=lambda row: " · ".join(row.why),
        ),
        Column("buyer", _("Buyer"), width=120, sortable=False, text=buyer),
    ]  # fmt: skip
