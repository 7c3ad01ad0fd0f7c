"""What each place takes of an article: dated rows, the owner's own numbers before them, and what is over them. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from storeapp.articles.markdown.blocks import Linked, all_pieces
from storeapp.articles.markdown.blocks import pictures as pictures_in
from storeapp.articles.markdown.html import INLINE, html
from storeapp.articles.markdown.parsing import parse
from storeapp.articles.markdown.plain_text import plain_text
from storeapp.articles.markdown.targets import NOWHERE, Targets
from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import resource
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _

CERTAINTIES: Mapping[str, str] = {
    "V": N_("Read at the source"),
    "S": N_("As others say"),
    "K": N_("Known, not found written"),
}
OWN_FIELDS = ("name_most", "text_most", "pictures_most", "tags_most")
MOST = 10_000_000
_ADDRESS = re.compile(r"https?://[^\s)]+")


@dataclass(frozen=True, slots=True)
class PlaceLimit:
    """What a place takes. None: nobody knows a limit. `counts`: "plain" letters or those of the "html" too;
    `with_picture_most`: letters where a picture is there; `link_counts`: letters that any link counts for; `shown`:
    those that are seen before "more". `picture_across` and `picture_down`: the pixels that pictures are made for there,
    without `picture_down` of any shape. `own`: which numbers are the owner's.
    """

    id: str
    title: str
    name_most: int | None = None
    text_most: int | None = None
    counts: str = "plain"
    bytes_most: int | None = None
    with_picture_most: int | None = None
    shown: int | None = None
    pictures_most: int | None = None
    tags_most: int | None = None
    alt_most: int | None = None
    link_counts: int | None = None
    links: str = "yes"
    picture_across: int | None = None
    picture_down: int | None = None
    picture_kb: int | None = None
    picture_source: str = ""
    source: str = ""
    certainty: str = ""
    checked_on: date | None = None
    own: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _LimitRow:
    limit: PlaceLimit
    hosts: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverLimit:
    """One thing over a limit: `what` of name, text, pictures, tags, alt, bytes, links; how much there is and may be."""

    what: str
    there: int
    most: int
    words: str


@cache
def _rows() -> tuple[_LimitRow, ...]:
    told = tomllib.loads(resource("articles", "limits.toml").read_text("utf-8"))["limit"]
    return tuple(
        _LimitRow(PlaceLimit(**row), hosts, names)
        for row in told
        for hosts, names in [(tuple(row.pop("hosts", ())), tuple(row.pop("names", ())))]
    )


def known_limits() -> tuple[PlaceLimit, ...]:
    """All that are known, as the rows give them."""
    return tuple(row.limit for row in _rows())


def limit_for(name: str, url: str, own: Mapping[str, int] | None = None) -> PlaceLimit:
    """What the place of that name and address takes; with the owner's `own` numbers of OWN_FIELDS before the rows'."""
    host = (urlsplit(url).hostname or "").casefold() if url else ""
    words = set(re.findall(r"\w+", name.casefold()))
    plain = name.casefold()
    found = next(
        (
            row.limit
            for row in _rows()
            if any(host == one or host.endswith(f".{one}") for one in row.hosts)
            or any(one in words or (not one.isascii() and one in plain) for one in row.names)
        ),
        PlaceLimit("", ""),
    )
    given: dict[str, Any] = {key: value for key, value in (own or {}).items() if key in OWN_FIELDS}
    return replace(found, **given, own=frozenset(given)) if given else found


def checked_own(own: Mapping[str, int | None]) -> dict[str, int]:
    """The owner's numbers as they are kept; None gives a field back to the rows. UserError where one is no number."""
    found = {}
    for key, value in own.items():
        if key not in OWN_FIELDS:
            raise ValueError(key)
        if value is None:
            continue
        if not 0 < value <= MOST:
            raise UserError(_("A limit is a number from 1 to {most}. Nothing was changed.").format(most=f"{MOST:,}"))
        found[key] = value
    return found


def over_limits(
    limit: PlaceLimit, title: str, body: str, tags: Sequence[str] = (), targets: Targets = NOWHERE
) -> list[OverLimit]:
    """What of a text is more than the place takes, and what it can't do there; [] where nothing is known of it."""
    document = parse(body)
    shown = pictures_in(document.blocks)
    length = text_length(limit, body, targets)
    most = limit.text_most
    if limit.with_picture_most is not None and shown and "text_most" not in limit.own:
        most = limit.with_picture_most
    found = [
        _over("name", len(title), limit.name_most, _("The title has {there} characters; {most} fit.")),
        _over("text", length, most, _("The text has {there} characters; {most} fit.")),
        _over("pictures", len(shown), limit.pictures_most, _("There are {there} pictures; {most} fit.")),
        _over("tags", len(tags), limit.tags_most, _("There are {there} tags; {most} fit.")),
    ]
    alts = max((len(one.alt) for one in shown), default=0)
    found.append(_over("alt", alts, limit.alt_most, _("A picture's words have {there} characters; {most} fit.")))
    if limit.bytes_most is not None:
        size = len(html(document, targets, INLINE).encode("utf-8"))
        found.append(_over("bytes", size, limit.bytes_most, _("The text has {there} bytes; {most} fit.")))
    links = sum(isinstance(piece, Linked) for piece in all_pieces(document.blocks))
    if limit.links == "no" and links:
        words = _("Nobody can follow a link there; {count} become numbers with their addresses below.")
        found.append(OverLimit("links", links, 0, words.format(count=links)))
    return [one for one in found if one is not None]


def text_length(limit: PlaceLimit, body: str, targets: Targets = NOWHERE) -> int:
    """How long a text is as the place counts."""
    document = parse(body)
    if limit.counts == "html":
        return len(html(document, targets, INLINE))
    words = plain_text(document, targets).strip()
    if limit.link_counts is None:
        return len(words)
    links = _ADDRESS.findall(words)
    return len(words) + sum(limit.link_counts - len(one) for one in links)


def limit_lines(limit: PlaceLimit) -> list[str]:
    """What is known of a place, in sentences, with where it is from."""
    if not limit.id and not limit.own:
        return [_("No limit of this place is known.")]
    numbers: Iterable[tuple[str, int | None]] = (
        (_("Title up to {count} characters"), limit.name_most),
        (_("Text up to {count} characters"), limit.text_most),
        (_("Up to {count} pictures"), limit.pictures_most),
        (_("Up to {count} tags"), limit.tags_most),
        (_("The first {count} characters are seen before “more”"), limit.shown),
    )
    lines = [words.format(count=f"{number:,}") for words, number in numbers if number is not None]
    if limit.links == "no":
        lines.append(_("Nobody can follow a link there"))
    if limit.picture_across is not None:
        lines.append(picture_words(limit))
    if limit.own:
        lines.append(_("Your own numbers go first."))
    return [*lines, *source_lines(limit)]


def picture_words(limit: PlaceLimit) -> str:
    """What pictures are made for there, in a sentence; "" where nobody knows."""
    if limit.picture_across is None:
        return ""
    across = f"{limit.picture_across:,}"
    if limit.picture_down is None:
        return _("Pictures {across} pixels across").format(across=across)
    return _("Pictures {across} × {down} pixels").format(across=across, down=f"{limit.picture_down:,}")


def source_lines(limit: PlaceLimit) -> list[str]:
    """Where the rows' numbers are from, how sure they are, and when somebody looked."""
    lines = [_("Source: {source}").format(source=limit.source)] if limit.source else []
    if limit.picture_source:
        lines.append(_("Source of the picture size: {source}").format(source=limit.picture_source))
    if limit.checked_on is not None and limit.certainty in CERTAINTIES:
        words = _("{sure}, looked up on {day}")
        lines.append(words.format(sure=_(CERTAINTIES[limit.certainty]), day=limit.checked_on.isoformat()))
    return lines


def _over(what: str, there: int, most: int | None, words: str) -> OverLimit | None:
    if most is None or there <= most:
        return None
    return OverLimit(what, there, most, words.format(there=f"{there:,}", most=f"{most:,}"))
