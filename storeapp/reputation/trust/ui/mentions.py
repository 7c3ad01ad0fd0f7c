"""The card of posts, answers and articles: a list to add to, to paste into, and whose links open on a press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from PySide6.QtCore import QPoint, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from storeapp.kernel.days import short_day
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import OpenCustomer
from storeapp.kernel.text import _, plural
from storeapp.qtkit.icons import icon
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, Query, TableView, WindowModel
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Card, States, empty_state
from storeapp.reputation.trust.queries import MentionRow, buyers_like, mention_count, mention_rows
from storeapp.reputation.trust.rules import KINDS, MentionFields, pasted_mentions
from storeapp.reputation.trust.service import add_mentions, change_mention, delete_mentions
from storeapp.reputation.trust.ui.mention_form import MentionForm, PasteForm

if TYPE_CHECKING:
    from sqlalchemy import Connection

LIST_ID = "reputation.mentions"
ROWS_SHOWN = 8
TAGS = {"post": "accent", "answer": "info", "article": "plain"}


class MentionSource:
    """Reads mentions for a WindowModel."""

    def count(self, conn: Connection, query: Query) -> int:
        """Number of mentions."""
        return mention_count(conn, _kind(query))

    def rows(self, conn: Connection, query: Query, first: int, limit: int, backwards: bool) -> Sequence[MentionRow]:
        """A window of them, newest first unless sorted otherwise."""
        oldest_first = query.sort == "said_on" and not query.descending
        return mention_rows(conn, _kind(query), first, limit, backwards, oldest_first)

    def values(self, conn: Connection, query: Query, column: str, limit: int) -> list[tuple[Any, str, int]]:
        """The kinds for the filter menu."""
        return [(key, _(words), mention_count(conn, key)) for key, words in KINDS.items()]


def _kind(query: Query) -> str:
    kept: tuple[object, ...] = query.filters.get("kind") or ()
    return str(kept[0]) if len(kept) == 1 else ""


class MentionsCard(Card):
    """The list and its verbs; `link_opened` tells each address handed to the browser."""

    link_opened = Signal(str)

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        words = _("written down by you, with link and date")
        super().__init__(_("Posts, answers and articles"), words, padded=False, parent=parent)
        self.page, self.desk = page, page.desk
        self.paste = Button(_("Paste rows"), "quiet", "paste", "mini", parent=self)
        self.paste.clicked.connect(self.ask_rows)
        self.more = Button(_("Add"), icon="plus", size="mini", parent=self)
        self.more.clicked.connect(partial(self.ask_mention, None))
        self.add_to_head(self.paste)
        self.add_to_head(self.more)
        self.table = TableView(_("Posts, answers and articles"), LIST_ID, self.desk.settings)
        self.model = WindowModel(page.reader(), MentionSource(), columns(self._today, self._shows_names), parent=self)
        self.model.counted.connect(self._counted)
        self.table.opened.connect(self.ask_mention)
        self.table.menu_asked.connect(self._menu)
        self.table.copied.connect(self._copied)
        self.states = States(self.table)
        self.states.setMinimumHeight(theme().px(132))
        self.add(self.states)
        self.inside.setContentsMargins(1, 0, 1, 4)
        self._started = False

    def refresh(self) -> None:
        """Read the list, again if it was read before."""
        if self._started:
            self.model.refresh()
        else:
            self._started = True
            self.table.show_model(self.model)

    def ask_mention(self, row: MentionRow | None) -> MentionForm:
        """Open the dialog for one mention, None for a new one."""
        form = MentionForm(row, self._today(), partial(self._save, row), self)
        form.finder.textEdited.connect(partial(self._find_buyers, form))
        form.open()
        return form

    def ask_rows(self) -> PasteForm:
        """Open the dialog for pasted rows."""
        hint = _(
            "Rows from a sheet: day, kind (post, answer or article), title, link, note. A row of titles may come first."
        )
        form = PasteForm(_("Paste posts, answers and articles"), hint, _("Add the rows"), self._take_rows, self)
        form.open()
        return form

    def remove(self, rows: Sequence[MentionRow]) -> None:
        """Remove mentions; Undo brings them back."""
        self.desk.do(_("Removing mentions"), delete_mentions, [row.id for row in rows], said=_removed)

    def open_link(self, row: MentionRow) -> None:
        """Hand the link to the system's browser."""
        self.link_opened.emit(row.url)
        if not QDesktopServices.openUrl(QUrl(row.url)):
            self.desk.notices.problem(_("The browser could not be opened. The link can be copied from the list."))

    def _shows_names(self) -> bool:
        return self.desk.settings.show_names

    def _today(self) -> date:
        return self.desk.clock.today()

    def _counted(self, count: int) -> None:
        look = theme()
        shown = max(1, min(ROWS_SHOWN, count))
        self.table.setFixedHeight(look.px(28) + look.px(32) * shown + 2)
        if count or self.model.query.filters:
            self.states.show_content()
            return
        button = Button(_("Add a post, an answer or an article"), icon="plus")
        button.clicked.connect(partial(self.ask_mention, None))
        words = (
            _("Nothing is written down yet"),
            _("Where buyers post about you, where you answered a question, what was published"),
        )
        self.states.show_hint(empty_state("message", *words, [button]))

    def _save(self, row: MentionRow | None, fields: MentionFields) -> None:
        if row is None:
            self.desk.do(_("Adding a mention"), add_mentions, [fields], said=_added, done=self._nothing_new)
        else:
            shown = Shown({name: getattr(row, name) for name in asdict(fields)})
            self.desk.do(_("Changing a mention"), change_mention, row.id, fields, shown, said=_("Mention changed"))

    def _take_rows(self, text: str) -> None:
        found = pasted_mentions(text, self._today())
        self.desk.do(_("Adding mentions"), add_mentions, found, said=_added, done=self._nothing_new)

    def _nothing_new(self, outcome: Outcome[int]) -> None:
        if outcome.action_id is None:
            self.desk.notices.say(_("This is written down already"))

    def _find_buyers(self, form: MentionForm, words: str) -> None:
        self.page.ask_db(lambda conn: buyers_like(conn, words), form.know_buyers, "reputation:buyers")

    def _copied(self, rows: int) -> None:
        self.desk.notices.say(plural("{count} row copied", "{count} rows copied", rows))

    def _menu(self, row: MentionRow | None, place: QPoint) -> None:
        self.menu(row).popup(place)

    def menu(self, row: MentionRow | None) -> QMenu:
        """What can be done with a row."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if row is None:
            menu.addAction(icon("plus"), _("Add")).triggered.connect(partial(self.ask_mention, None))
            return menu
        if row.url:
            menu.addAction(icon("external"), _("Open the link in the browser")).triggered.connect(
                partial(self.open_link, row)
            )
        menu.addAction(icon("pencil"), _("Change")).triggered.connect(partial(self.ask_mention, row))
        if row.customer_id is not None:
            go = partial(self.desk.navigate, OpenCustomer(row.customer_id))
            menu.addAction(icon("user"), _("Show the buyer")).triggered.connect(go)
        menu.addAction(icon("copy"), _("Copy")).triggered.connect(self.table.copy)
        menu.addSeparator()
        remove = menu.addAction(icon("trash"), _("Remove"))
        remove.triggered.connect(partial(self.table.selected_rows, self.remove))
        return menu


def _added(mentions: int) -> str:
    return plural("{count} mention added", "{count} mentions added", mentions)


def _removed(mentions: int) -> str:
    return plural("{count} mention removed", "{count} mentions removed", mentions)


def columns(today: Callable[[], date], named: Callable[[], bool]) -> list[Column]:
    """The columns of the list; `today` gives the present day, `named` whether customers are shown by name."""

    def buyer(row: MentionRow) -> str:
        if row.customer_id is None or (named() and row.buyer):
            return row.buyer
        return _("Customer {number}").format(number=row.customer_id)

    return [
        Column(
            "said_on",
            _("Date"),
            "date",
            80,
            align="left",
            text=lambda row: short_day(date.fromisoformat(row.said_on), today()),
            value=lambda row: row.said_on,
        ),
        Column(
            "kind",
            _("Kind"),
            "tags",
            148,
            sortable=False,
            filterable=True,
            text=lambda row: _(KINDS[row.kind]),
            value=_tags,
        ),
        Column("title", _("Title"), width=280, stretch=True, sortable=False, font="medium", text=_title),
        Column(
            "reach",
            _("Seen by"),
            width=76,
            align="right",
            sortable=False,
            text=lambda row: f"{row.reach:,}" if row.reach is not None else "",
        ),
        Column("buyer", _("Buyer"), width=116, sortable=False, tone="text-2", text=buyer),
        Column(
            "url",
            _("Link"),
            width=150,
            sortable=False,
            tone="accent",
            text=lambda row: host(row.url),
            tip=lambda row: row.url,
        ),
        Column("note", _("Note"), width=120, sortable=False, tone="muted", text=lambda row: row.note),
    ]


def _tags(row: MentionRow) -> list[tuple[str, str]]:
    tags = [(_(KINDS[row.kind]), TAGS[row.kind])]
    return [*tags, (_("reward not said"), "warn")] if row.reward == "untold" else tags


def _title(row: MentionRow) -> str:
    return row.title or row.url


def host(url: str) -> str:
    """The part of an address that tells where it leads."""
    return urlsplit(url).hostname or "" if url else ""
