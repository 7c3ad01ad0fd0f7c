"""What buyers' trust rests on, month by month: being known, being spoken well of, and knowing the trade."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from storeapp.kernel.errors import UserError
from storeapp.kernel.likely import Range, wilson
from storeapp.kernel.paths import resource
from storeapp.kernel.text import N_, _
from storeapp.reputation.ratings.rules import Span, StarCounts, mean_range
from storeapp.reputation.trust.pasted import NUMBER, cells, day_of, day_orders, headed, looks_like_day, number_of

KINDS = {"post": N_("A buyer's post"), "answer": N_("A question answered"), "article": N_("An article")}
# What the writer got for it, and whether readers are told.
REWARDS = {
    "": N_("Nothing that you know of"),
    "told": N_("Something, and the post says so"),
    "untold": N_("Something, and the post does not say so"),
}
WAYS = {
    "friend": N_("Friends and family"),
    "before": N_("Bought before"),
    "press": N_("Articles and blogs"),
    "social": N_("Social media"),
    "ad": N_("Advertisements"),
    "search": N_("Search engines"),
    "fair": N_("Fairs and markets"),
    "platform": N_("The platform itself"),
}
WORD_OF_MOUTH = "friend"
OWN_WORDS = "own:"  # before the words of an answer that no list knows
GOOD = (4, 5)
MONTHS = 12
LONGEST_TITLE, LONGEST_LINK, LONGEST_NOTE = 300, 2000, 2000
FARTHEST = 10_000_000_000  # people


@dataclass(frozen=True, slots=True)
class Heard:
    """How many orders of a month give this answer (`way`: a key of WAYS, or the words themselves after "own:");
    `returning` of them are by buyers who had bought on an earlier day.
    """

    month: str
    way: str
    orders: int
    returning: int


@dataclass(frozen=True, slots=True)
class TrustMonth:
    """One line of the scorecard.

    `orders` are sales as orders/sales defines them, `unsold` were canceled or never paid; `repeat` of the sales are not
    their buyer's first, as far as the buyer of `known` of them is known. `posts`, `answers` and `articles` are counted
    mentions.
    """

    month: str
    orders: int = 0
    unsold: int = 0
    known: int = 0
    repeat: int = 0
    heard: Mapping[str, int] = field(default_factory=dict)
    by_mouth: int = 0
    by_mouth_returning: int = 0
    stars: StarCounts = field(default_factory=StarCounts)
    posts: int = 0
    answers: int = 0
    articles: int = 0

    @property
    def says(self) -> int:
        """Orders that say how the buyer heard of the shop."""
        return sum(self.heard.values())

    @property
    def likely(self) -> Range | None:
        """The likely range of the month's rating, None without ratings."""
        return mean_range(self.stars)

    @property
    def good(self) -> int:
        """Ratings of 4 and 5 stars."""
        return sum(self.stars[star] for star in GOOD)

    @property
    def good_share(self) -> float | None:
        """The part of the ratings that are good, None without ratings."""
        return self.good / self.stars.total if self.stars.total else None

    @property
    def good_likely(self) -> Range | None:
        """The likely range of that share."""
        return wilson(self.good, self.stars.total) if self.stars.total else None

    @property
    def repeat_share(self) -> float | None:
        """Repeat orders among those whose buyer is known, None where none is."""
        return self.repeat / self.known if self.known else None


@dataclass(frozen=True, slots=True)
class OrderMonthSum:
    """Orders of one month: all of them, those that are sales, and the sales with a known buyer."""

    month: str
    placed: int
    sold: int
    known: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The months of a span, oldest first, all channels together; `mixed` names those whose stars are averaged.

    `running` is the month that isn't over, "" if none of them; `until` its newest day with an order, and
    `before_until` the orders of the month before up to that day of it.
    """

    span: Span
    months: tuple[TrustMonth, ...]
    ever: bool  # anything at all is known
    mixed: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()  # channels with ratings on another scale
    running: str = ""
    until: date | None = None
    before_until: int = 0

    def month(self, month: str) -> TrustMonth:
        """One of them, empty if it isn't in the span."""
        return next((one for one in self.months if one.month == month), TrustMonth(month))

    @property
    def whole(self) -> tuple[TrustMonth, ...]:
        """The months that are over: only they can be laid side by side."""
        return tuple(one for one in self.months if one.month != self.running)


def scorecard_months(
    months: Sequence[str],
    orders: Iterable[OrderMonthSum],
    first_orders: Mapping[str, int],
    heard: Iterable[Heard],
    stars: Mapping[str, StarCounts],
    mentions: Mapping[tuple[str, str], int],
) -> tuple[TrustMonth, ...]:
    """Put the counts together. `first_orders` are buyers by the month of their first order, `mentions` are counts
    by (month, kind).

    A repeat order is any order of a known buyer but their first: of a month, its orders with a known buyer less the
    buyers who came for the first time.
    """
    sums, said = list(orders), list(heard)
    found = []
    for month in months:
        mine = [one for one in sums if one.month == month]
        answers: dict[str, int] = {}
        for one in said:
            if one.month == month:
                answers[one.way] = answers.get(one.way, 0) + one.orders
        mouth = [one for one in said if one.month == month and one.way == WORD_OF_MOUTH]
        known = sum(one.known for one in mine)
        found.append(
            TrustMonth(
                month,
                orders=sum(one.sold for one in mine),
                unsold=sum(one.placed - one.sold for one in mine),
                known=known,
                repeat=max(0, known - first_orders.get(month, 0)),
                heard=dict(sorted(answers.items(), key=lambda item: (-item[1], item[0]))),
                by_mouth=sum(one.orders for one in mouth),
                by_mouth_returning=sum(one.returning for one in mouth),
                stars=stars.get(month, StarCounts()),
                posts=mentions.get((month, "post"), 0),
                answers=mentions.get((month, "answer"), 0),
                articles=mentions.get((month, "article"), 0),
            )
        )
    return tuple(found)


def way_of(answer: str) -> str:
    """What an answer comes to: a key of WAYS, or its own words after "own:". "" of nothing said."""
    plain = " ".join(answer.split())
    folded = plain.casefold()
    if not folded:
        return ""
    for way, pattern in _ways().items():
        if pattern.search(folded):
            return way
    return OWN_WORDS + plain


def way_title(way: str) -> str:
    """The words for an answer."""
    return way[len(OWN_WORDS) :] if way.startswith(OWN_WORDS) else _(WAYS[way])


@cache
def _ways() -> dict[str, re.Pattern[str]]:
    with resource("wordlists", "heard.toml").open("rb") as file:
        lists = tomllib.load(file)
    return {way: re.compile("|".join(_part(word.casefold()) for word in lists[way])) for way in WAYS}


def _part(word: str) -> str:
    """A pattern for a word: whole in scripts that part words, anywhere in Chinese."""
    plain = re.escape(word)
    return plain if re.search(r"[\u4e00-\u9fff]", word) else rf"(?<!\w){plain}(?!\w)"


@dataclass(frozen=True, slots=True)
class MentionFields:
    """What the owner says about a mention; `said_on` is an ISO day, `reach` how many saw it, `reward` of REWARDS."""

    kind: str
    said_on: str
    title: str = ""
    url: str = ""
    customer_id: int | None = None
    note: str = ""
    reach: int | None = None
    reward: str = ""


def reach_of(text: str) -> int | None:
    """How many saw a post, as a person writes it: 1200, 1,200, 1.2k, 3万; None for nothing. UserError where unclear."""
    plain = text.strip().casefold()
    if not plain:
        return None
    read = NUMBER.fullmatch(plain)
    found = number_of(read["digits"], read["times"] or "") if read is not None and not read["percent"] else None
    if found is None or not 0 <= found <= FARTHEST:
        raise UserError(_("Write how many saw it as a number, such as 1200. Leave it empty where nobody knows."))
    return round(found)


def checked_link(text: str) -> str:
    """A web address as it will be opened; UserError for anything but http and https. "" stays ""."""
    plain = text.strip()
    if not plain:
        return ""
    if "://" not in plain and re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", plain):
        plain = f"https://{plain}"
    try:
        parts = urlsplit(plain)
        host = parts.hostname
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or re.search(r"\s", plain) or len(plain) > LONGEST_LINK:
        raise UserError(_("This is not a web address. It must begin with http:// or https://. Nothing was saved."))
    return plain


def mention_key(kind: str, said_on: str, title: str, url: str) -> tuple[str, ...]:
    """By what a mention is known when it comes again: its link, else its kind, day and title."""
    if url:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        return (f"{host}{parts.path.rstrip('/')}?{parts.query}",)
    return kind, said_on, " ".join(title.split()).casefold()


def checked_mention(fields: MentionFields, today: str) -> MentionFields:
    """The fields made tidy; UserError for what can't be kept. `today` is an ISO day."""
    if fields.kind not in KINDS:
        raise UserError(_("Say what it is: a buyer's post, a question answered or an article."))
    if fields.said_on > today:
        raise UserError(_("This day is still to come. Give the day on which it appeared."))
    title, link = " ".join(fields.title.split()), checked_link(fields.url)
    if not title and not link:
        raise UserError(_("Give it a title or a link, so that you find it again."))
    if len(title) > LONGEST_TITLE:
        raise UserError(_("The title is too long. Use at most {count} characters.").format(count=LONGEST_TITLE))
    note = fields.note.strip()
    if len(note) > LONGEST_NOTE:
        raise UserError(_("The note is too long. Use at most {count} characters.").format(count=LONGEST_NOTE))
    if fields.reward not in REWARDS:
        raise ValueError(fields.reward)
    if fields.reach is not None and not 0 <= fields.reach <= FARTHEST:
        raise UserError(_("Write how many saw it as a number, such as 1200. Leave it empty where nobody knows."))
    return replace(fields, title=title, url=link, note=note)


_KIND_WORDS = {
    "post": "post|posts|buyer|帖子|贴文|貼文|晒单|曬單|publicación|пост|unggahan|okuthunyelwe",
    "answer": "answer|answers|question|q&a|回答|问答|問答|respuesta|pregunta|ответ|вопрос|jawaban|pertanyaan|impendulo",
    "article": "article|articles|blog|文章|artículo|статья|artikel|i-athikili",
}


def pasted_mentions(text: str, today: date) -> list[MentionFields]:
    """Mentions out of rows copied from a sheet: of each row the cell that is a day, the link, the kind, then title
    and note in this order. Without a kind it is a buyer's post. UserError names the first row that can't be read.
    """
    rows = cells(text)
    if rows and headed(rows[0]) and len(rows) > 1:
        rows, start = rows[1:], 2
    else:
        start = 1
    orders = day_orders(cell for row in rows for cell in row if looks_like_day(cell))
    found = []
    for number, row in enumerate(rows, start):
        try:
            found.append(_pasted_mention(row, orders, today))
        except UserError as why:
            reason = why.sentence.rstrip(".。")
            words = _("Row {number}: {reason}. Nothing was saved.").format(number=number, reason=reason)
            raise UserError(words) from None
    if not found:
        raise UserError(_("Nothing to paste. Copy rows with a day, a title and a link first."))
    return found


def _pasted_mention(row: Sequence[str], orders: set[str], today: date) -> MentionFields:
    days = [cell for cell in row if looks_like_day(cell)]
    links = [cell for cell in row if "://" in cell]
    kinds = [cell for cell in row if _kind_of(cell)]
    used = (*days[:1], *links[:1], *kinds[:1])
    # A bare number is how many saw it, unless it is all there is to call the post by.
    numbers = [cell for cell in row if cell not in used and NUMBER.fullmatch(cell)]
    left = [cell for cell in row if cell and cell not in used]
    if numbers and (links or len(left) > 1):
        left.remove(numbers[0])
    else:
        numbers = []
    day = day_of(days[0], orders) if days else today
    if day is None:
        raise UserError(_("write its day such as 2026-07-16"))
    title, note = left[0] if left else "", "; ".join(left[1:])
    kind = _kind_of(kinds[0]) if kinds else "post"
    reach = reach_of(numbers[0]) if numbers else None
    fields = MentionFields(kind, day.isoformat(), title, links[0] if links else "", None, note, reach)
    return checked_mention(fields, today.isoformat())


def _kind_of(cell: str) -> str:
    folded = cell.strip().casefold()
    for kind, words in _KIND_WORDS.items():
        if folded in words.split("|") or folded == _(KINDS[kind]).casefold():
            return kind
    return ""
