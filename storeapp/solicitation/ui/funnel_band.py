"""The band above the list: how many orders could be asked, how many were, and how many reviews came."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.kernel.text import _, in_context, plural
from storeapp.qtkit.widgets import Bar, Choice, Filled, Icon, IconButton, Label, small
from storeapp.solicitation.outcomes import Funnel

SPANS = (365, 60, 0)  # days, 0 for all: what is in the queue was delivered within the first


class FunnelBand(Filled):
    """Eligible, asked, reminded, reviewed. `span_picked` tells the days looked back, 0 for all time; `works_asked` asks
    which way of asking brings reviews."""

    span_picked = Signal(object)
    works_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", parent=parent)
        self.setAccessibleName(_("What came of the requests"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 24, 11)
        row.setSpacing(12)
        self.parts: dict[str, tuple[Label, Bar, Label]] = {}
        titles = {
            "eligible": _("Eligible orders"),
            "asked": in_context("requests", "Asked"),
            "reminded": _("Reminded once"),
            "reviewed": _("Reviewed"),
        }
        for number, (key, words) in enumerate(titles.items()):
            if number:
                row.addWidget(Icon("chevron-right", "faint", 16), 0, Qt.AlignmentFlag.AlignVCenter)
            row.addLayout(self._part(key, words), 1)
        spans = [
            (days, plural("Last {count} day", "Last {count} days", days) if days else _("All time")) for days in SPANS
        ]
        self.span = Choice(_("Delivered in"), spans)
        self.span.picked.connect(self.span_picked)
        row.addWidget(self.span, 0, Qt.AlignmentFlag.AlignVCenter)
        self.works = IconButton("chart", _("What works: shares by plan, template, wait and product"))
        self.works.clicked.connect(self.works_asked)
        row.addWidget(self.works, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_funnel(self, found: Funnel, posts: int) -> None:
        """Show the figures of a span, and what buyers posted themselves in it."""
        waiting = [
            (found.ready, plural("{count} ready", "{count} ready", found.ready)),
            (found.held, plural("{count} held back", "{count} held back", found.held)),
            (found.too_early, plural("{count} too early", "{count} too early", found.too_early)),
        ]
        self._show("eligible", found.eligible, 1.0, _(", ").join(words for count, words in waiting if count))
        share = found.asked / found.eligible if found.eligible else 0.0
        self._show("asked", found.asked, share, _("{share} of eligible").format(share=f"{share:.0%}"))
        again = found.reminded / found.asked if found.asked else 0.0
        self._show("reminded", found.reminded, again, _("{share} of asked").format(share=f"{again:.0%}"))
        rate = found.of_asked
        if rate.share is None:
            words = _("Nothing to say yet")
        else:
            ends = {"share": f"{rate.share:.0%}", "low": f"{rate.low:.0%}", "high": f"{rate.high:.0%}"}
            words = _("{share} of asked, likely {low} to {high}").format(**ends)
            if rate.early:
                words = _("{share} of asked, too early to call").format(**ends)
        if posts:
            told = plural("{count} post of buyers", "{count} posts of buyers", posts)
            words = _("{words}, {posts}").format(words=words, posts=told)
        self._show("reviewed", found.reviewed, rate.share or 0.0, words)

    def _show(self, key: str, count: int, share: float, words: str) -> None:
        figure, bar, below = self.parts[key]
        figure.setText(f"{count:,}")
        bar.set_share(share)
        below.setText(words)

    def _part(self, key: str, words: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        figure = Label("", "section")
        head.addWidget(figure)
        head.addWidget(Label(words, "small", "muted", elide=True), 1)
        bar = Bar(0, "accent" if key == "reviewed" else "faint", 8)
        bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        below = small("", elide=True)
        column.addLayout(head)
        column.addWidget(bar)
        column.addWidget(below)
        self.parts[key] = (figure, bar, below)
        return column
