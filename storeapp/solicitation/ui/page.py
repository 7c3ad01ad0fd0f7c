"""Review requests: who can be asked today, who waits and why, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from storeapp.evidence.ui.consents_sheet import ConsentsSheet
from storeapp.evidence.ui.photo_sheet import PhotoDrop, PhotoSheet
from storeapp.kernel.targets import OpenCustomer, OpenOrder, OpenPage, OpenReview, Record, Target
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.widgets import Button, Choice, Hint, IconButton, Option, Tabs, Toolbar, empty_state
from storeapp.qtkit.workbench.asking import ListingSource
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.giving import give_action, give_rows
from storeapp.qtkit.workbench.page import ListPage
from storeapp.solicitation import outcomes, queries, service
from storeapp.solicitation.coupons.service import Giving, give_coupons
from storeapp.solicitation.messages.queries import RequestDesk, request_desk
from storeapp.solicitation.records import DONE, HELD_BACK, QUEUE, WAITING, Mailing, RequestWanted
from storeapp.solicitation.smtp.queries import account
from storeapp.solicitation.sums import counts
from storeapp.solicitation.ui.actions import ACTIONS, RequestActions
from storeapp.solicitation.ui.card_sheet import CardSheet
from storeapp.solicitation.ui.coupon_sheet import CouponSheet
from storeapp.solicitation.ui.funnel_band import SPANS, FunnelBand
from storeapp.solicitation.ui.mail_saving import MailSaving, left_out
from storeapp.solicitation.ui.mail_sending import MailSending
from storeapp.solicitation.ui.panel import RequestPanel
from storeapp.solicitation.ui.plan_form import PlanForm
from storeapp.solicitation.ui.request_list import columns
from storeapp.solicitation.ui.what_works_sheet import WhatWorksSheet
from storeapp.solicitation.wording import buyer_title

PARTS: Mapping[str, tuple[str, ...]] = {"queue": QUEUE, "waiting": WAITING, "done": DONE, "held": HELD_BACK}


class RequestsPage(ListPage):
    """The queue, and the order in hand beside it with its message."""

    ID = "requests"
    TITLE = N_("Review requests")
    ICON = "send"
    TOPICS = frozenset(
        {"requests", "orders", "reviews", "customers", "contacts", "cases", "channels", "settings", "evidence", "trust"}
    )
    PARTS = tuple(PARTS)
    ACTIONS = (
        *ACTIONS,
        ActionSpec("requests.mails", N_("Save all that are ready as mail files"), "mail"),
        ActionSpec("requests.post", N_("Send all that are ready through your mail account"), "send"),
        ActionSpec("requests.cards", N_("Print cards for parcels"), "file-text"),
        ActionSpec("requests.photos", N_("Photos the buyer sent"), "image", "P", scope="list", waits=True),
        ActionSpec("requests.consents", N_("What buyers agreed to"), "shield-check"),
        ActionSpec("requests.coupon", N_("Give the selected orders a coupon"), "tag", scope="list", waits=True),
        give_action("requests"),
        ActionSpec("requests.coupons", N_("Coupons"), "tag"),
        ActionSpec("requests.plans", N_("Plans: who is asked when"), "calendar"),
        ActionSpec("requests.works", N_("What works: which way of asking brings reviews"), "chart"),
        ActionSpec("requests.proof", N_("Save the proof that everybody was asked"), "export"),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._actions: RequestActions | None = None
        self._days = SPANS[0]
        self.mails, self.posting = MailSaving(desk, self), MailSending(desk, self)
        super().__init__(desk, parent)
        self.bench.beside.built.connect(self._serve)
        self.bench.filters_changed.connect(self._show_filters)
        self.bench.offer_actions()
        self.band = FunnelBand()
        self.band.span_picked.connect(self._span_picked)
        self.band.works_asked.connect(self._works)
        column: Any = self.layout()
        column.insertWidget(0, self.band)
        self._bar = self._build_bar()

    @property
    def panel(self) -> RequestPanel:
        """The pane of the order."""
        found: RequestPanel = self.bench.inspector
        return found

    @property
    def doing(self) -> RequestActions:
        """The owner's actions on this list."""
        if self._actions is None:
            self._actions = RequestActions(self.desk, self.bench.table, lambda: self.panel)
        return self._actions

    def spec(self) -> ListSpec:
        desk = self.desk
        return ListSpec(
            id="solicitation.requests",
            title=_("Review requests"),
            columns=columns(desk.clock.today, lambda: desk.settings.show_names),
            source=ListingSource(queries.RequestList(), RequestWanted),
            filters=RequestWanted(states=QUEUE),
            outside=("states", "channels", "plan"),
            sentences=Sentences(
                icon="send",
                counted=lambda count: plural("{count} order", "{count} orders", count),
                reading=_("Reading the requests"),
                failed=_("The requests could not be read"),
                nothing=self._nothing,
                none_chosen=_("No order selected"),
                choose=_("Choose one from the list to see its message"),
            ),
            inspector=lambda: RequestPanel(desk),
            read=self._read,
            show=self._show,
            enter=lambda panel: panel.pane.editor.setFocus(),
            everywhere=lambda conn, order, filters: RequestWanted(),
            hints=[
                ("C", _("copy")),
                ("S", _("mark as sent")),
                ("N", _("not arrived")),
                ("H", _("keep back")),
                ("O", _("no more messages")),
                ("J K", _("move")),
                ("Space", _("select")),
            ],
            width=408,
        )

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        own = {"requests.mails": self.mails.ask, "requests.post": self.posting.ask, "requests.cards": self._cards}
        own |= {"requests.photos": lambda: self._photos(), "requests.consents": lambda: ConsentsSheet(self).open()}
        own |= {"requests.coupon": self._give_coupons, "requests.coupons": lambda: CouponSheet(self).open()}
        own |= {"requests.give": lambda: self.bench.table.selected_rows(partial(give_rows, self.desk, "request"))}
        own |= {"requests.plans": self._plans, "requests.works": self._works, "requests.proof": self._proof}
        return {**self.doing.handlers(), **own}

    def toolbar(self) -> QWidget | None:
        return self._bar

    def close_page(self) -> None:
        if self.bench.beside.has_inspector:
            self.doing.keep_draft()
        super().close_page()

    def open_target(self, target: Target) -> None:
        match target:
            case OpenPage(part=part):
                if part in PARTS:
                    self.tabs.choose(part)
                    self.ask_list()
            case Record():
                super().open_target(target)

    def refresh(self) -> None:
        self.desk.do(_("Checking the requests"), service.refresh, progress=True)
        now, since = self.desk.clock.now(), self._since()

        def head(conn: Any) -> tuple[Any, ...]:
            names = queries.channel_names(conn)
            came = outcomes.funnel(conn, now, since), outcomes.posts(conn, since).posts
            return counts(conn), came, names, queries.plans_of(conn), account(conn).on

        self.ask_db(head, self._show_head, "requests:head")
        super().refresh()

    def ask_list(self) -> None:
        """List what the bar says."""
        channel, plan = self.channel.value(), self.plan.value()
        chosen = () if channel is None else (channel,)
        part = self.tabs.value()
        self.bench.show_filters(RequestWanted(PARTS[part], chosen, plan or "", descending=part == "done"))

    def _build_bar(self) -> QWidget:
        bar = Toolbar()
        titles = {"queue": _("Queue"), "waiting": _("Waiting"), "done": _("Done"), "held": _("Held back")}
        self.tabs = Tabs(list(titles.items()), _("Requests"))
        self.tabs.chosen.connect(lambda _part: self.ask_list())
        bar.left.addWidget(self.tabs)
        self.channel = Choice(_("Channel"), [(None, _("All channels"))])
        self.plan = Choice(_("Plan"), [("", _("All plans"))])
        for choice in (self.channel, self.plan):
            choice.picked.connect(lambda _value: self.ask_list())
            bar.right.addWidget(choice)
        self.save_all = IconButton("mail", _("Save all that are ready as mail files"))
        self.save_all.clicked.connect(self.mails.ask)
        bar.right.addWidget(self.save_all)
        self.send_all = IconButton("send", _("Send all that are ready through your mail account"))
        self.send_all.clicked.connect(self.posting.ask)
        self.send_all.hide()  # until an account is switched on
        bar.right.addWidget(self.send_all)
        self.print_cards = IconButton("file-text", _("Print cards for parcels"))
        self.print_cards.clicked.connect(self._cards)
        bar.right.addWidget(self.print_cards)
        for words, icon, asked in ((_("Plans"), "calendar", self._plans), (_("Proof"), "export", self._proof)):
            button = Button(words, icon=icon)
            button.clicked.connect(asked)
            bar.right.addWidget(button)
        return bar

    def _serve(self, panel: RequestPanel) -> None:
        panel.step_asked.connect(self.bench.step)
        panel.plans_asked.connect(self._plans)
        panel.order_asked.connect(lambda number: self.desk.navigate(OpenOrder(number)))
        panel.buyer_asked.connect(lambda number: self.desk.navigate(OpenCustomer(number)))
        panel.review_asked.connect(lambda number: self.desk.navigate(OpenReview(number)))
        panel.photos_asked.connect(lambda _order: self._photos())
        PhotoDrop(panel).given.connect(self._photos)
        panel.pane.left.connect(self.bench.table.setFocus)
        self.doing.serve(panel)

    def _read(self, conn: Any, order: int) -> RequestDesk | None:
        return request_desk(conn, order, self.desk.clock.now())

    def _show(self, panel: RequestPanel, found: RequestDesk) -> None:
        panel.show_request(found, self.desk.clock.today(), self.desk.settings.show_names)

    def _show_filters(self, filters: RequestWanted) -> None:
        part = next((key for key, states in PARTS.items() if states == filters.states), None)
        self.tabs.choose(part or "")
        self.channel.choose(filters.channels[0] if filters.channels else None)
        self.plan.choose(filters.plan)

    def _show_head(self, found: tuple[Any, ...]) -> None:
        counts, came, names, plans, mails = found
        self.send_all.setVisible(mails)
        for part, states in PARTS.items():
            self.tabs.set_count(part, sum(counts[state] for state in states))
        self.count_changed.emit(sum(counts[state] for state in QUEUE), False)
        self.band.show_funnel(*came)
        options = [Option(number, name, platform=platform) for number, platform, name in names]
        self.channel.set_options([Option(None, _("All channels")), *options])
        self.plan.set_options([("", _("All plans")), *((one.key, PlanForm.title(one)) for one in plans)])
        filters: RequestWanted = self.bench.filters
        self.channel.choose(filters.channels[0] if filters.channels else None)
        self.plan.choose(filters.plan)

    def _nothing(self) -> Hint:
        filters: RequestWanted = self.bench.filters
        if filters.channels or filters.plan:
            clear = Button(_("Clear all filters"), icon="x")
            unfiltered = RequestWanted(states=filters.states, descending=filters.descending)
            clear.clicked.connect(lambda: self.bench.show_filters(unfiltered))
            return empty_state("filter", _("No order matches"), _("Other filters may find what you look for"), [clear])
        if filters.states == QUEUE:
            words = _("Orders come here when it is time to ask. Waiting and Held back say what the others wait for.")
            return empty_state("send", _("Nobody to ask just now"), words)
        return empty_state("send", _("No order here"), _("Each order is in one of the four lists"))

    def _span_picked(self, days: int) -> None:
        self._days = days
        self.refresh()

    def _since(self) -> str:
        return (self.desk.clock.today() - timedelta(days=self._days)).isoformat() if self._days else ""

    def _plans(self) -> None:
        PlanForm(self.desk, self).open()

    def _photos(self, dropped: Sequence[Any] = ()) -> None:
        """Keep photos with the order in hand, these at once."""
        panel = self.panel
        row = panel.shown.detail.row if panel.shown is not None else None
        current = self.bench.table.current_row()
        if row is None or current is None or row.id != current.id:
            return
        who = buyer_title(row, self.desk.settings.show_names)
        title = _(", ").join(filter(None, (who, _("Order {number}").format(number=row.number))))
        sheet = PhotoSheet(self, "order", row.id, row.customer_id, title)
        sheet.open()
        sheet.give(list(dropped))

    def _give_coupons(self) -> None:
        """Give the selected orders a coupon each, to go with their request."""

        def given(outcome: Any) -> None:
            giving: Giving = outcome.value
            if giving.left:
                self.desk.notices.refuse(left_out(Mailing((), giving.left, "")).replace("\n", " "))
            self.refresh()

        def give(rows: list[Any]) -> None:
            orders = [one.id for one in rows if one is not None]
            self.desk.do(_("Giving coupons"), give_coupons, orders, said=_given, done=given)

        self.bench.table.selected_rows(give)

    def _cards(self) -> None:
        """Print cards: for any parcel, or for the selected orders."""
        row = self.bench.table.current_row()
        channel = row.channel_id if row is not None else self.channel.value()

        def chosen(rows: list[Any]) -> None:
            CardSheet(self.desk, [one.id for one in rows if one is not None], channel, self).open()

        self.bench.table.selected_rows(chosen)

    def _works(self) -> None:
        WhatWorksSheet(self.desk, self).open()

    def _proof(self) -> None:
        self.desk.navigate(OpenPage("reports", "requests"))


def _given(giving: Giving) -> str:
    count = len(giving.given)
    return plural("Gave {count} coupon", "Gave {count} coupons", count) if count else ""
