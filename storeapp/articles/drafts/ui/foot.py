"""The line under an article: its versions, whether and when it was saved, its length against the goal."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.wording import TONES, length_words, reading_minutes, status_words
from storeapp.kernel.clock import from_utc_text
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _, plural
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Bar, Button, Filled, Rule, Tag, small


class WritingFoot(Filled):
    """52 high on raised. `right` is the room of those who publish and export."""

    versions_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("raised", "t", parent=parent)
        self._desk = desk
        self._goal: int | None = None
        self.setFixedHeight(theme().px(52))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 16, 0)
        row.setSpacing(12)
        self.versions = Button("", "quiet", "history", "small")
        self.versions.clicked.connect(self.versions_asked)
        self.state = Tag("")
        self.at = small("", "muted")
        self.length = small("", "text-2")
        self.goal = Bar(0)
        self.goal.setFixedWidth(theme().px(64))
        row.addWidget(self.versions)
        row.addWidget(self.state)
        row.addWidget(self.at)
        row.addWidget(Rule("border", upright=True, length=theme().px(20)))
        row.addWidget(self.length)
        row.addWidget(self.goal)
        row.addStretch(1)
        self.right = QHBoxLayout()
        self.right.setSpacing(8)
        row.addLayout(self.right)

    def show_article(self, found: ArticleDetail) -> None:
        """Show what the shop has of it."""
        self._goal = found.word_goal
        self.versions.setText(plural("{count} version", "{count} versions", found.versions))
        self.state.set(status_words(found.status), TONES[found.status])
        self._say_at(found.changed_at)
        self.show_length(found.words, found.body)

    def say_kept(self) -> None:
        """The shop has all that was typed until now."""
        self.at.setText(_("saved {time}").format(time=self._desk.clock.now().astimezone().strftime("%H:%M")))

    def show_length(self, words: int, text: str) -> None:
        """Say how long the text is."""
        said = length_words(words, reading_minutes(text, words))
        if self._goal:
            said = _("{length}, goal {goal}").format(length=said, goal=f"{self._goal:,}")
            self.goal.set_share(min(1.0, words / self._goal))
        self.goal.setVisible(bool(self._goal))
        self.length.setText(said)

    def _say_at(self, at: str) -> None:
        moment, now = from_utc_text(at).astimezone(), self._desk.clock.now().astimezone()
        here = moment.date() == now.date()
        told = moment.strftime("%H:%M") if here else spoken_day(moment.date(), now.date())
        self.at.setText(_("saved {time}").format(time=told))
