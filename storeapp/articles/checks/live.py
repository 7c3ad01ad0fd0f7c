"""The checks of an article while it is being written: what was read of it before is kept between two looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from storeapp.articles.checks.others import OtherTexts
from storeapp.articles.checks.queries import checking
from storeapp.articles.checks.records import ArticleFinding, CheckedArticle, Checking
from storeapp.articles.checks.rules import ArticleChecker
from storeapp.articles.drafts.queries import article
from storeapp.articles.drafts.rules import MeantPlace
from storeapp.kernel.clock import Clock
from storeapp.messages.queries import owner_rules
from storeapp.rulebook.articles.sameness import TextsSeen
from storeapp.rulebook.messages.rules import MessageRule

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST_PLACES = 8  # that a text is held against at once


class LiveChecks:
    """For one page. `check` may be called in any thread; two looks wait for each other."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._checkers: dict[MeantPlace | None, tuple[Checking, Sequence[MessageRule], TextsSeen, ArticleChecker]] = {}
        self._article = 0
        self._others = OtherTexts()

    def check(self, conn: Connection, article_id: int, title: str, body: str) -> CheckedArticle | None:
        """What is found in a text as it stands in the editor, at all places it is meant for; None if it is gone.

        A finding of only some of the places names them.
        """
        with self._lock:
            known = article(conn, article_id)
            if known is None:
                return None
            if self._article != article_id:
                self._article, self._checkers = article_id, {}
            rules, others = owner_rules(conn), self._others.seen(conn, article_id, body)
            places: list[MeantPlace | None] = list(known.places[:MOST_PLACES]) or [None]
            found = []
            for place in places:
                beside = replace(checking(conn, replace(known, body=body), place), title=title)
                found.append((beside.place.name, self._checker(place, beside, rules, others).check(body)))
            return _joined(found)

    def _checker(
        self, place: MeantPlace | None, beside: Checking, rules: Sequence[MessageRule], others: TextsSeen
    ) -> ArticleChecker:
        kept = self._checkers.get(place)
        if kept is not None and kept[0] == beside and kept[1] == rules and kept[2] is others:
            return kept[3]
        made = ArticleChecker(beside, rules, self._clock.today(), others)
        self._checkers[place] = (beside, rules, others, made)
        return made


def _joined(found: Sequence[tuple[str, CheckedArticle]]) -> CheckedArticle:
    """What was found at several places as one: each finding once, the gravest first."""
    first = found[0][1]
    if len(found) == 1:
        return first
    told: dict[tuple[object, ...], tuple[ArticleFinding, list[str]]] = {}
    for name, one in found:
        for each in one.findings:
            told.setdefault((each.rule, each.code, each.span), (each, []))[1].append(name)
    joined = [
        one if len(names) == len(found) else replace(one, places=tuple(filter(None, names)))
        for one, names in told.values()
    ]
    order = ("BLOCK", "WARN", "INFO")
    joined.sort(key=lambda one: (order.index(one.severity), one.span or (1 << 60, 0)))
    hit = {one.rule for one in joined}
    return replace(first, findings=tuple(joined), fine=tuple(one for one in first.fine if one not in hit))
