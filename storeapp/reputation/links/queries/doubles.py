"""Reads the reviews that may be one, edited, and those that came in twice."""

from __future__ import annotations

from sqlalchemy import Connection

from storeapp.kernel.rows import dataclass
from storeapp.reputation.links.doubled_reviews import doubles
from storeapp.reputation.ratings.rules import one_line
from storeapp.store.sql import ask

MOST = 500  # questions shown; more are only counted


@dataclass(frozen=True, slots=True)
class DoubleWording:
    """What one of the two says. `stars` is 1 to 5, None where unknown."""

    id: int
    stars: int | None
    rating: float | None
    scale: float
    title: str
    text: str
    posted_on: str | None
    reply: str


@dataclass(frozen=True, slots=True)
class SamePair:
    """A review that came in later, and the known one that it may be, edited."""

    id: int
    platform: str
    channel: str
    reviewer: str
    product: str
    label: str  # the owner's short name of the product
    later: DoubleWording
    earlier: DoubleWording
    confidence: float = 1.0
    likely: bool = False

    @property
    def stars(self) -> int | None:
        """Of the later one."""
        return self.later.stars

    @property
    def rating(self) -> float | None:
        """Of the later one, on its `scale`."""
        return self.later.rating

    @property
    def scale(self) -> float | None:
        """Of the later one's rating."""
        return self.later.scale

    @property
    def posted_on(self) -> str | None:
        """Of the later one."""
        return self.later.posted_on

    @property
    def text(self) -> str:
        """What the later one says, on one line."""
        return one_line(self.later.title, self.later.text)


@dataclass(frozen=True, slots=True)
class SamePairs:
    """The open questions, and how many reviews came in twice."""

    rows: tuple[SamePair, ...]
    all: int
    doubles: int


def open_pairs(conn: Connection) -> int:
    """How many reviews may be known ones, edited."""
    wanted = "SELECT count(DISTINCT review_id) FROM review_pairs WHERE state = 'open' AND kind = 'edited'"
    return int(ask(conn, wanted).scalar_one())


def noted_doubles(conn: Connection) -> int:
    """How many reviews were found to have come in twice, and wait to be put together."""
    wanted = "SELECT count(DISTINCT review_id) FROM review_pairs WHERE state = 'open' AND kind = 'double'"
    return int(ask(conn, wanted).scalar_one())


def same_pairs(conn: Connection) -> SamePairs:
    """What only the owner can tell: the newest review first, for each the known one that is nearest first."""
    rows = ask(
        conn,
        "SELECT p.id, c.platform, c.name, n.reviewer, coalesce(g.title, ''), coalesce(g.label, ''), "
        "n.id, n.stars, n.rating, n.scale, n.title, n.text, n.posted_on, n.reply, e.id, e.stars, e.rating, e.scale, "
        "e.title, e.text, e.posted_on, e.reply FROM review_pairs p "
        "JOIN reviews n ON n.id = p.review_id JOIN reviews e ON e.id = p.earlier_id "
        "JOIN channels c ON c.id = n.channel_id LEFT JOIN products g ON g.id = coalesce(n.product_id, e.product_id) "
        "WHERE p.state = 'open' AND p.kind = 'edited' ORDER BY n.posted_on DESC, n.id DESC, p.id LIMIT :most",
        most=MOST,
    ).all()
    found = tuple(
        SamePair(
            number, platform, channel, reviewer, product, label, DoubleWording(*words[:8]), DoubleWording(*words[8:])
        )
        for number, platform, channel, reviewer, product, label, *words in rows
    )
    return SamePairs(found, open_pairs(conn), len(doubles(conn)))
