"""The card of the overview that says what buyers praise and complain about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from storeapp.kernel.text import _, plural
from storeapp.qtkit.charts.bars import TwoSided, TwoSidedBars
from storeapp.qtkit.widgets import Card, Link, small
from storeapp.reputation.themes.records import ThemesFound, ThemeShare

MOST = 9  # themes in the card
FEW_TEXTS = 20  # bad or good reviews with text, below which shares say little


class ThemeCard(Card):
    """`theme_asked` carries the id of the theme pressed, `themes_asked` the wish to see all."""

    theme_asked = Signal(int)
    themes_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What people praise and complain about"), padded=False, parent=parent)
        self.all = Link("")
        self.all.clicked.connect(self.themes_asked)
        self.add_to_head(self.all)
        self.bars = TwoSidedBars(_("What people praise and complain about"), _titles(("", "")))
        self.bars.clicked.connect(self._pressed)
        self.inside.setContentsMargins(1, 0, 1, 11)
        self.add(self.bars)
        self.none = small(_("No review with text in this period mentions a theme"), wrap=True)
        self.few = small("", wrap=True)
        for label in (self.none, self.few):
            label.setContentsMargins(15, 4, 15, 0)
            label.hide()
            self.add(label)
        self.inside.addStretch(1)

    def show_themes(self, found: ThemesFound) -> None:
        """Show the themes that come up most, those praised first, those complained about last."""
        listed = card_themes(found.themes)
        worst = max(listed, key=lambda one: one.bad.count, default=None)
        rows = [
            TwoSided(
                one.theme.name,
                one.bad.share,
                one.good.share,
                plural("{count} review", "{count} reviews", one.reviews),
                one.id,
            )
            for one in listed
        ]
        self.bars.show_titles(_titles(found.called))
        self.bars.show_rows(rows, chosen=worst.id if worst is not None and worst.bad.count else None)
        self.bars.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self.all.setText(_("All {count}").format(count=f"{len(found.told):,}"))
        self.all.setVisible(bool(found.told))
        bad = found.themes[0].bad.total if found.themes else 0
        self.few.setVisible(bool(rows) and bad < FEW_TEXTS)
        self.few.setText(
            _few_rated(found.called[0], bad)
            if found.called[0]
            else _("No review of 1–2 stars has text in this period, so complaints can't be counted")
            if not bad
            else plural(
                "Only {count} review of 1–2 stars with text in this period: its shares say little",
                "Only {count} reviews of 1–2 stars with text in this period: their shares say little",
                bad,
            )
        )

    def _pressed(self, key: int) -> None:
        self.theme_asked.emit(key)


def _titles(called: tuple[str, str]) -> tuple[str, str, str]:
    return _("Theme"), called[0] or _("in 1–2 star reviews"), called[1] or _("in 5-star reviews")


def _few_rated(rating: str, count: int) -> str:
    if not count:
        words = _("No review rated “{rating}” has text in this period, so complaints can't be counted")
        return words.format(rating=rating)
    return plural(
        "Only {count} review rated “{{rating}}” with text in this period: its shares say little",
        "Only {count} reviews rated “{{rating}}” with text in this period: their shares say little",
        count,
    ).format(rating=rating)


def card_themes(themes: Sequence[ThemeShare]) -> list[ThemeShare]:
    """The themes spoken of most, from the most praised to the most complained about."""
    spoken = [one for one in themes if one.bad.count or one.good.count]
    most = sorted(spoken, key=lambda one: -max(one.bad.share, one.good.share))[:MOST]
    return sorted(most, key=lambda one: one.bad.share - one.good.share)
