"""One publication beside the ranking: what it brought, how that is known, and what was learned."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal

from storeapp.articles.results.records import PublicationFacts
from storeapp.articles.results.rules import orders_words
from storeapp.articles.results.wording import effect_words, figures_words, known_words, lesson_words
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _
from storeapp.qtkit.widgets import (
    Button,
    Inspector,
    Label,
    Link,
    Rule,
    body,
    figure,
    message,
    section,
    small,
)

FIGURES_SHOWN = 6


class ResultPane(Inspector):
    """One publication."""

    figures_asked = Signal()
    review_asked = Signal()
    tracking_asked = Signal()
    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Publication"))
        self.facts: PublicationFacts | None = None
        self.title = section("", wrap=True)
        self.where = small("", wrap=True)
        self.orders = figure("")
        self.money = body("", "text-2", wrap=True)
        self.known = small("", wrap=True)
        self.track = Link(_("Change how orders are known"))
        self.track.clicked.connect(self.tracking_asked)
        self.figures = body("", wrap=True)
        self.effect_name = Label(_("Did it help?"), "small-strong")
        self.effect = body("", wrap=True)
        self.lessons_name = Label(_("What was learned"), "small-strong")
        self.lessons = message("")
        heads = Label(_("Figures"), "small-strong")
        for widget in (
            *(
                self.title,
                self.where,
                self.orders,
                self.money,
                self.known,
                self.track,
                Rule("border"),
                heads,
                self.figures,
                Rule("border"),
            ),
            *(self.effect_name, self.effect, self.lessons_name, self.lessons),
        ):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.type = Button(_("Figures"), "primary", "pencil")
        self.review, self.open = Button(_("One-minute review")), Button(_("Open"), "quiet")
        self.type.clicked.connect(self.figures_asked)
        self.review.clicked.connect(self.review_asked)
        self.open.clicked.connect(self._open)
        for button in (self.type, self.review, self.open):
            self.add_to_footer(button)
        self.footer.addStretch(1)

    def show_facts(self, facts: PublicationFacts, today: date) -> None:
        """Show a publication."""
        self.facts, row = facts, facts.row
        self.title.setText(row.title)
        day = spoken_day(date.fromisoformat(row.day), today)
        self.where.setText(_("{place}, {day}").format(place=row.place_name, day=day))
        self.orders.setText(orders_words(row.orders))
        self.money.setText(_(" + ").join(str(amount) for amount in row.revenue))
        self.money.setVisible(bool(row.revenue))
        self.known.setText(known_words(facts))
        lines = [figures_words(day_on, one, today) for day_on, one, _source in facts.figures[:FIGURES_SHOWN]]
        self.figures.setText("\n".join(lines) or _("Nobody noted any yet"))
        self.effect.setText(effect_words(facts.effect, today) if facts.effect else "")
        for widget in (self.effect_name, self.effect):
            widget.setVisible(facts.effect is not None)
        self.lessons.setText("\n\n".join(lesson_words(one) for one in facts.lessons))
        for widget in (self.lessons_name, self.lessons):
            widget.setVisible(bool(facts.lessons))

    def _open(self) -> None:
        if self.facts is not None:
            self.opened.emit(self.facts.row.article_id)
