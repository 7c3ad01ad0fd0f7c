"""Which paragraphs of an article stand in other texts already, found by runs of words they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from storeapp.rulebook.articles.blocks import Span, blocks, plain_text
from storeapp.rulebook.articles.reading import PROSE, ArticleReading, share

RUN = 4  # words that follow each other; of Chinese and Japanese signs half as many again
LEAST = 8  # runs that a paragraph needs to be compared at all
LIKE = 60.0  # percent of its runs from which a paragraph is the same as another
THIN_FROM, THIN = 2_000_000, 8  # signs of all other texts from which only every eighth run is kept
PROBES = 8  # runs of a paragraph that an index is asked for: a paragraph that is alike has most of them
MOST_SHOWN = 3  # texts that an article is said to repeat
MOST_LIKE = 5  # texts that one paragraph is said to be like
MOST_TOLD = 4_096  # paragraphs whose answer is kept
_PIECE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class SameText:
    """Another text that an article repeats: its key and title, the share of the article in percent, and where."""

    key: str
    title: str
    share: float
    places: tuple[Span, ...]


@lru_cache(maxsize=4_096)
def runs(raw: str) -> frozenset[int]:
    """The runs of words of a paragraph, as numbers that hold for this process."""
    pieces = _PIECE.findall(plain_text(raw).text.casefold())
    size = RUN + RUN // 2 if pieces and len(_SIGN.findall(raw)) > len(pieces) / 2 else RUN
    return frozenset(hash(tuple(pieces[place : place + size])) for place in range(len(pieces) - size + 1))


def probes(raw: str) -> list[str]:
    """Up to PROBES runs of words of a paragraph as they stand in it, evenly apart, by which an index finds it again.

    None of a paragraph too short to be compared.
    """
    pieces = _PIECE.findall(plain_text(raw).text)
    signs = bool(pieces) and len(_SIGN.findall(raw)) > len(pieces) / 2
    size = RUN + RUN // 2 if signs else RUN
    last = len(pieces) - size
    if last + 1 < LEAST:
        return []
    starts = [round(number * last / (PROBES - 1)) for number in range(PROBES)]
    windows = [pieces[start : start + size] for start in dict.fromkeys(starts)]
    alike = [one for one in windows if all(map(_SIGN.match, one)) or not any(map(_SIGN.match, one))]
    return [("" if _SIGN.match(one[0]) else " ").join(one) for one in alike]


class TextsSeen:
    """The paragraphs of other texts by the runs of words in them; read once, then asked for each paragraph."""

    def __init__(self, texts: Iterable[tuple[str, str, str]], looked: int | None = None) -> None:
        """`texts`: a key, a title and Markdown each; `looked`: among how many they were found, by default all."""
        known = list(texts)
        self.count = len(known) if looked is None else looked
        self._thin = THIN if sum(len(body) for _key, _title, body in known) > THIN_FROM else 1
        self._titles: dict[str, str] = {}
        self._owners: list[str] = []
        self._paragraphs: dict[int, list[int]] = {}
        self._told: dict[str, list[tuple[str, float]]] = {}
        self.add(known)

    def add(self, texts: Iterable[tuple[str, str, str]]) -> None:
        """Know more texts from now on."""
        self._told.clear()
        for key, title, body in texts:
            self._titles[key] = title
            for raw in paragraphs(body):
                number = len(self._owners)
                self._owners.append(key)
                for run in self._kept(runs.__wrapped__(raw)):
                    self._paragraphs.setdefault(run, []).append(number)

    def _kept(self, found: frozenset[int]) -> Iterator[int]:
        return (run for run in found if run % self._thin == 0) if self._thin > 1 else iter(found)

    def like(self, raw: str) -> list[tuple[str, float]]:
        """The texts with a paragraph like this one: key and the share of its runs in percent, the likest first."""
        if raw not in self._told:
            if len(self._told) >= MOST_TOLD:
                self._told.clear()
            self._told[raw] = self._like(raw)
        return self._told[raw]

    def _like(self, raw: str) -> list[tuple[str, float]]:
        own = runs(raw)
        kept = list(self._kept(own))
        if len(own) < LEAST or not kept:
            return []
        hits: Counter[int] = Counter()
        for run in kept:
            hits.update(self._paragraphs.get(run, ()))
        best: dict[str, float] = {}
        for number, count in hits.items():
            found = share(count, len(kept))
            if found >= LIKE:
                key = self._owners[number]
                best[key] = max(best.get(key, 0.0), found)
        return sorted(best.items(), key=lambda one: -one[1])[:MOST_LIKE]

    def title(self, key: str) -> str:
        """The title of a text."""
        return self._titles[key]


def paragraphs(markdown: str) -> Iterator[str]:
    """The paragraphs, list items and quotes of a text as typed."""
    return (one.raw for one in blocks(markdown) if one.kind in PROSE)


def same_texts(reading: ArticleReading, seen: TextsSeen) -> list[SameText]:
    """What an article repeats, the most repeated first; an article of short paragraphs only repeats nothing."""
    shared: dict[str, list[tuple[int, Span]]] = {}
    whole = 0
    for block, one in reading.prose():
        whole += one.length
        for key, _share in seen.like(block.raw):
            shared.setdefault(key, []).append((one.length, (block.start, block.end)))
    found = [
        SameText(key, seen.title(key), share(sum(n for n, _place in own), whole), tuple(place for _n, place in own))
        for key, own in shared.items()
    ]
    return sorted(found, key=lambda one: -one.share)[:MOST_SHOWN]
