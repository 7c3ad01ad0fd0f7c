"""The tab Ideas: what the shop's own records offer to write about, what was noted, and what became of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.articles.ideas import queries, service
from storeapp.articles.ideas.records import IdeaRow
from storeapp.articles.ideas.rules import SOURCES
from storeapp.articles.kinds import article_kinds, outline
from storeapp.articles.results.queries import lessons_for
from storeapp.articles.results.records import LessonRow
from storeapp.articles.results.wording import lesson_words
from storeapp.articles.ui.idea_forms import idea_sheet, paste_sheet
from storeapp.kernel import text as speech
from storeapp.kernel.targets import OpenArticle
from storeapp.kernel.text import _, plural
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.widgets import (
    Button,
    Hint,
    Inspector,
    Label,
    Rule,
    Segment,
    Tag,
    Toolbar,
    body,
    empty_state,
    section,
)
from storeapp.qtkit.workbench.bench import Workbench
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.whole import AllRows

IDEAS = "ideas"


class IdeaPane(Inspector):
    """One idea: why it is offered, the outline it would get, and what was learned of articles like it."""

    written = Signal()
    kept = Signal()
    dismissed = Signal()
    changed_asked = Signal()
    brought_back = Signal()
    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Idea"))
        self.row: IdeaRow | None = None
        self.source = Tag("")
        self.words = section("", wrap=True)
        self.evidence = body("", "text-2", wrap=True)
        for part in (self.source, self.words, self.evidence):
            self.head.addWidget(part)
        self.outline_name = Label("", "small-strong")
        self.outline = body("", wrap=True)
        self.lessons_name = Label(_("Learned of articles like it"), "small-strong")
        self.lessons = body("", wrap=True)
        for widget in (self.outline_name, self.outline, Rule("border"), self.lessons_name, self.lessons):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.write = Button(_("Write it"), "primary", "pencil")
        self.keep, self.change = Button(_("Note it for later")), Button(_("Change"))
        self.dismiss, self.back = Button(_("Drop it"), "quiet"), Button(_("Bring it back"))
        for button, signal in (
            (self.write, self.written), (self.keep, self.kept), (self.change, self.changed_asked),
            (self.dismiss, self.dismissed), (self.back, self.brought_back),
        ):  # fmt: skip
            button.clicked.connect(signal)
            self.add_to_footer(button)
        self.footer.addStretch(1)

    def show_idea(self, found: tuple[IdeaRow, list[LessonRow]]) -> None:
        """Show an idea with what was learned of articles like it."""
        row, learned = found
        self.row = row
        title, icon = SOURCES.get(row.source, SOURCES[""])
        self.source.set(_(title), "plain", icon)
        self.words.setText(row.words)
        self.evidence.setText(row.evidence)
        self.evidence.setVisible(bool(row.evidence))
        known = article_kinds().get(row.kind)
        self.outline_name.setText(_(known.title) if known else _("Choose a kind to get an outline"))
        parts = outline(row.kind, speech.language()).parts if known else ()
        self.outline.setText("\n\n".join(f"{part.heading}\n{part.question}" for part in parts))
        self.lessons.setText("\n\n".join(lesson_words(one) for one in learned))
        for widget in (self.lessons_name, self.lessons):
            widget.setVisible(bool(learned))
        offered, dismissed, used = row.state == "offered", row.state == "dismissed", row.state == "used"
        self.write.setText(_("Open the article") if used else _("Write it"))
        self.write.setVisible(not dismissed)
        self.keep.setVisible(offered)
        self.change.setVisible(row.state == "open")
        self.dismiss.setVisible(offered or row.state == "open")
        self.back.setVisible(dismissed)


class IdeasView(TabView):
    """The board, by state."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        named = [
            ("offered", _("Offered ideas")),
            ("open", _("Noted")),
            ("used", _("Made into articles")),
            ("dismissed", _("Dismissed")),
        ]
        self.states = Segment(named, _("Ideas"))
        self.states.chosen.connect(lambda _state: self.refresh())
        self.new, self.paste = (
            Button(_("Add an idea"), icon="plus", size="small"),
            Button(_("Paste"), "quiet", "paste", size="small"),
        )
        self.new.clicked.connect(self.ask_idea)
        self.paste.clicked.connect(self.ask_paste)
        bar = Toolbar()
        bar.left.addWidget(self.states)
        bar.right.addWidget(self.paste)
        bar.right.addWidget(self.new)
        self.bench = Workbench(page, self._spec(), self)
        self.table = self.bench.table
        self.bench.beside.built.connect(self._serve)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.bench, 1)

    def refresh(self) -> None:
        self.bench.refresh()
        self.page.ask_db(queries.idea_counts, self._count, "ideas:count")

    def ask_idea(self) -> None:
        """Ask for an idea of the owner's own."""

        def take(words: str, kind: str) -> None:
            self.desk.do(_("Noting an idea"), service.add_idea, words, kind, said=_("Idea noted"))

        idea_sheet("", "", take, self).open()

    def ask_paste(self) -> None:
        """Ask for several ideas at once."""

        def take(text: str) -> None:
            def said(count: int) -> str:
                return plural("{count} idea is new", "{count} ideas are new", count)

            self.desk.do(_("Pasting ideas"), service.paste_ideas, text, said=said)

        paste_sheet(take, self).open()

    def write(self) -> None:
        """Begin the article of the idea in hand, or open the one it has."""
        row = self._row()
        if row is None:
            return
        if row.article_id is not None:
            self.desk.navigate(OpenArticle(row.article_id))
            return
        title, language = _("Beginning the article"), speech.language()
        if row.offer is not None:
            self.desk.do(title, service.write_offer, row.offer, language, done=self._open)
        else:
            self.desk.do(title, service.write_idea, row.id, language, done=self._open)

    def keep(self) -> None:
        """Put what is offered on the board."""
        row = self._row()
        if row is None:
            return
        if row.offer is None:
            self.desk.notices.say(_("The idea is on the board already."))
            return
        self.desk.do(_("Keeping an idea"), service.keep_offer, row.offer, said=_("Idea noted"))

    def dismiss(self, dismissed: bool = True) -> None:
        """Take the idea in hand off the board for good, or bring it back."""
        row = self._row()
        if row is None:
            return
        if row.offer is not None:
            said = _("Dismissed. It is not offered again")
            self.desk.do(_("Dismissing an idea"), service.dismiss_offer, row.offer, said=said)
        else:
            said = _("Idea dismissed") if dismissed else _("The idea is back")
            self.desk.do(_("Dismissing an idea"), service.dismiss_ideas, [row.id], dismissed, said=said)

    def change(self) -> None:
        """Ask for other words and another kind of the idea in hand."""
        row = self._row()
        if row is None or row.offer is not None:
            return
        number = row.id

        def take(words: str, kind: str) -> None:
            self.desk.do(_("Changing an idea"), service.change_idea, number, words, kind, said=_("Idea changed"))

        idea_sheet(row.words, row.kind, take, self).open()

    def _row(self) -> IdeaRow | None:
        found: IdeaRow | None = self.table.current_row()
        return found

    def _open(self, outcome: Any) -> None:
        self.desk.navigate(OpenArticle(outcome.value))

    def _count(self, found: dict[str, int]) -> None:
        self.counted.emit(IDEAS, found.get("open", 0))

    def _serve(self, pane: IdeaPane) -> None:
        pane.written.connect(self.write)
        pane.kept.connect(self.keep)
        pane.dismissed.connect(lambda: self.dismiss())
        pane.brought_back.connect(partial(self.dismiss, False))
        pane.changed_asked.connect(self.change)

    def _spec(self) -> ListSpec:
        today = self.desk.clock.today
        return ListSpec(
            id="articles.ideas",
            title=_("Ideas"),
            columns=_columns(),
            source=AllRows(lambda conn: queries.idea_rows(conn, self.states.value(), today())),
            sentences=Sentences(
                icon="pencil",
                counted=lambda count: plural("{count} idea", "{count} ideas", count),
                reading=_("Looking through cases, reviews and orders"),
                failed=_("The ideas could not be read"),
                nothing=self._nothing,
                none_chosen=_("No idea selected"),
                choose=_("Choose one from the list"),
            ),
            inspector=IdeaPane,
            key=lambda row: row.key,
            read=lambda conn, row: (row, lessons_for(conn, row.kind, row.words)),
            show=IdeaPane.show_idea,
            enter=lambda pane: pane.write.click(),
            hints=[("J K", _("move")), ("Enter", _("write it")), ("N", _("keep")), ("I", _("dismiss"))],
            width=440,
        )

    def _nothing(self) -> Hint:
        add = Button(_("Add an idea"), icon="plus")
        add.clicked.connect(self.ask_idea)
        if self.states.value() == "offered":
            words = _("Cases, reviews and orders are looked through each time. Nothing in them recurs now.")
            return empty_state("pencil", _("Nothing to offer"), words, [add])
        return empty_state("pencil", _("No idea here"), _("Note what buyers ask, and write it later."), [add])


def _columns() -> list[Column]:
    def kind(row: IdeaRow) -> str:
        known = article_kinds().get(row.kind)
        return _(known.title) if known else ""

    return [
        Column("words", _("Idea"), width=300, text=lambda row: row.words, stretch=True, font=lambda _row: "medium",
               tip=lambda row: row.words),
        Column("source", _("Why"), width=150, text=lambda row: _(SOURCES.get(row.source, SOURCES[""])[0])),
        Column("evidence", _("Evidence"), width=200, text=lambda row: row.evidence, tip=lambda row: row.evidence),
        Column("kind", _("Kind"), width=140, text=kind, hidden=True),
    ]  # fmt: skip
