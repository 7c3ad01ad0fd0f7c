"""Which phrases set bad reviews apart from good ones: counted in reviews, per language, without a model in between.

The measure is the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin'
Words", eq. 16 to 22), over the number of reviews that hold a phrase.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise
from math import log, sqrt
from typing import Any

from snowballstemmer import stemmer

from storeapp.kernel.paths import resource
from storeapp.kernel.progress import Progress
from storeapp.reputation.themes.records import FEWEST, CountedPhrase, LanguagePhrases

SHOWN = 60  # phrases kept of each kind
LEAST = 4  # reviews that must hold a phrase
ONE_IN = 2000  # and at least one in so many
SURE = 1.96  # z below which a difference may be chance
PRIOR = 0.1  # reviews' worth of prior belief, as a part of all that were counted
LONGER = (1.0, 1.4, 1.5)  # how much more two and three words tell a reader than one
JUDGING = 1.6  # and how much more a phrase with a word that judges tells than one that only names a thing
EVERY = 2000  # reviews between two looks at "cancel asked"

_TOKENS = re.compile(r"[^\W\d_]+(?:['’`-][^\W\d_]+)*|[.,;:!?…()\n。，！？；：、~]|\d")
_LETTER = re.compile(r"[^\W\d_]|[.,;:!?…()\n。，！？；：、~]")
_PAIRED = frozenset({"ja", "th", "ko"})  # cut into pairs of letters: no words are known
CUT = frozenset({"zh"})  # has to be cut into words by a dictionary, which takes its time
_BOUND = CUT | _PAIRED  # written without blanks
_STEMS = {
    "en": "english", "ru": "russian", "pt": "portuguese", "es": "spanish", "de": "german", "fr": "french",
    "it": "italian", "id": "indonesian", "nl": "dutch", "sv": "swedish", "da": "danish", "no": "norwegian",
    "fi": "finnish", "hu": "hungarian", "ro": "romanian", "tr": "turkish", "el": "greek", "ar": "arabic",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Words:
    """What is known of a language: words that say nothing by themselves, that turn others round, stress or judge."""

    stop: frozenset[str]
    turning: frozenset[str]
    weak: frozenset[str]
    telling: frozenset[str]


def phrases(
    bad: Sequence[str], good: Sequence[str], language: str, progress: Progress | None = None, most: int = SHOWN
) -> LanguagePhrases:
    """The phrases of the reviews of one language: `most` complaints, then `most` of praise, the strongest first."""
    progress = progress or Progress()
    if min(len(bad), len(good)) < FEWEST:
        return LanguagePhrases(language, len(bad), len(good))
    cut = cutter(language)
    cuts = [_cut_all(texts, cut, progress) for texts in (bad, good)]
    return phrases_of(cuts[0], cuts[1], language, progress, most)


def phrases_of(
    bad: list[list[str]], good: list[list[str]], language: str, progress: Progress | None = None, most: int = SHOWN
) -> LanguagePhrases:
    """The same of texts that are cut into words already."""
    progress = progress or Progress()
    words, cuts = _known(language), [bad, good]
    least = max(LEAST, (len(bad) + len(good)) // ONE_IN)
    names, numbered = _numbered(cuts, language, least, words)
    counts = _counted(numbered, least, progress)
    kinds = _kinds(names, words, _stemmer(language, words))
    kept = [one for one in _scored(counts, kinds, least) if abs(one.phrase.score) >= SURE]
    chosen = [
        *_distinct((one for one in kept if one.phrase.score > 0), most),
        *_distinct((one for one in kept if one.phrase.score < 0), most),
    ]
    spoken = _spoken(chosen, cuts, numbered, names, "" if language in _BOUND else " ")
    return LanguagePhrases(language, len(bad), len(good), tuple(spoken))


def cutter(language: str) -> Callable[[str], list[str]]:
    """The function that cuts a text of this language into lower-case words; marks of punctuation stay as they are."""
    if language in CUT:
        return _chinese()
    if language in _PAIRED:
        return _pairs
    find = _TOKENS.findall
    return lambda text: find(text.lower())


def _chinese() -> Callable[[str], list[str]]:
    import rjieba

    cut: Callable[[str], list[str]] = rjieba.cut
    return lambda text: cut(text.lower())


def _pairs(text: str) -> list[str]:
    letters = _LETTER.findall(text.lower())
    return [one + other if one.isalpha() and other.isalpha() else "." for one, other in pairwise(letters)]


def _cut_all(texts: Sequence[str], cut: Callable[[str], list[str]], progress: Progress) -> list[list[str]]:
    found: list[list[str]] = []
    for start in range(0, len(texts), EVERY):
        found += map(cut, texts[start : start + EVERY])
        progress.step(len(texts[start : start + EVERY]))
    return found


Numbers = list[int]


def _numbered(
    cuts: Sequence[list[list[str]]], language: str, least: int, words: _Words
) -> tuple[list[Counter[str]], list[list[Numbers]]]:
    """Number the words of all texts: forms of one word share a number, 0 is punctuation or a rare word.

    Also how often each form of a number was seen.
    """
    seen: Counter[str] = Counter()
    for texts in cuts:
        seen.update(chain.from_iterable(texts))
    stem = _stemmer(language, words)
    forms: dict[str, Counter[str]] = {}
    for word, count in seen.items():
        if count > 1 and word[0].isalpha():
            forms.setdefault(stem(word), Counter())[word] += count
    names: list[Counter[str]] = [Counter()]
    numbers: dict[str, int] = {}
    for counted in forms.values():
        if counted.total() >= least:
            numbers.update(dict.fromkeys(counted, len(names)))
            names.append(counted)
    number = numbers.get
    zero = [0]
    return names, [[[number(word, 0) for word in text] + zero for text in texts] for texts in cuts]


def _stemmer(language: str, words: _Words) -> Callable[[str], str]:
    algorithm = _STEMS.get(language)
    if algorithm is None:
        return str
    stem = stemmer(algorithm).stemWord
    whole = words.stop | words.turning
    return lambda word: word if word in whole else stem(word)


@dataclass(frozen=True, slots=True)
class _PhraseCounts:
    """Reviews that hold each phrase: of one, two and three words, in the bad and in the good ones."""

    bad: tuple[Counter[Any], ...]
    good: tuple[Counter[Any], ...]


def _counted(numbered: Sequence[list[Numbers]], least: int, progress: Progress) -> _PhraseCounts:
    """A phrase of three words is counted only where both halves are frequent: a rarer one could not be."""
    ones = tuple(_ones(texts) for texts in numbered)
    twos = tuple(_twos(texts, progress) for texts in numbered)
    often = {pair for pair, count in (twos[0] + twos[1]).items() if count >= least and 0 not in pair}
    threes = tuple(_threes(texts, often, progress) for texts in numbered)
    bad, good = ((ones[side], twos[side], threes[side]) for side in (0, 1))
    return _PhraseCounts(bad, good)


def _ones(texts: Iterable[Numbers]) -> Counter[Any]:
    return Counter(chain.from_iterable(map(set, texts)))


def _twos(texts: Iterable[Numbers], progress: Progress) -> Counter[Any]:
    progress.check()
    return Counter(chain.from_iterable(set(pairwise(text)) for text in texts))


def _threes(texts: Iterable[Numbers], often: set[tuple[int, int]], progress: Progress) -> Counter[Any]:
    progress.check()
    found: Counter[Any] = Counter()
    frequent = often.__contains__
    for text in texts:
        pairs = list(pairwise(text))
        if not often.isdisjoint(pairs):
            held = list(map(frequent, pairs))
            found.update({(*pairs[at], text[at + 2]) for at in range(len(pairs) - 1) if held[at] and held[at + 1]})
    return found


@dataclass(frozen=True, slots=True)
class _Kinds:
    """The numbers of the words of each kind."""

    stop: frozenset[int]
    turning: frozenset[int]
    weak: frozenset[int]
    telling: frozenset[int]


def _kinds(names: Sequence[Counter[str]], words: _Words, stem: Callable[[str], str]) -> _Kinds:
    usual = [max(forms, key=forms.__getitem__) if forms else "" for forms in names]
    judging = words.telling | frozenset(map(stem, words.telling))
    stop, turning, weak = (
        frozenset(number for number, word in enumerate(usual) if word in known)
        for known in (words.stop, words.turning, words.weak)
    )
    telling = frozenset(n for n, word in enumerate(usual) if word and (word in judging or stem(word) in judging))
    return _Kinds(stop, turning, weak, telling)


@dataclass(frozen=True, slots=True)
class _Scored:
    """A phrase still without its words, the numbers of these, and its rank, which favours what reads well."""

    phrase: CountedPhrase
    numbers: tuple[int, ...]
    rank: float


def _scored(counts: _PhraseCounts, kinds: _Kinds, least: int) -> list[_Scored]:
    """Every phrase that may be shown, best first."""
    found: list[_Scored] = []
    bad_all, good_all = counts.bad[0].total(), counts.good[0].total()
    for bad, good, longer in zip(counts.bad, counts.good, LONGER, strict=True):
        for key in bad.keys() | good.keys():
            in_bad, in_good = bad[key], good[key]
            numbers = key if isinstance(key, tuple) else (key,)
            if in_bad + in_good < least or not _tells(numbers, kinds):
                continue
            score = log_odds(in_bad, in_good, bad_all, good_all)
            judges = not (kinds.telling.isdisjoint(numbers) and kinds.turning.isdisjoint(numbers))
            rank = abs(score) * longer * (JUDGING if judges else 1.0)
            found.append(_Scored(CountedPhrase("", in_bad, in_good, score), numbers, rank))
    found.sort(key=lambda one: (-one.rank, one.numbers))
    return found


def log_odds(bad: int, good: int, bad_all: int, good_all: int, share: float = PRIOR) -> float:
    """Log-odds ratio over its standard deviation; the prior is `share` of what was counted of the phrase overall."""
    both = bad + good
    prior = share * both
    everything = share * (bad_all + good_all)
    in_bad = log((bad + prior) / (bad_all + everything - bad - prior))
    in_good = log((good + prior) / (good_all + everything - good - prior))
    return (in_bad - in_good) / sqrt(1 / (bad + prior) + 1 / (good + prior))


def _tells(numbers: Sequence[int], kinds: _Kinds) -> bool:
    """Whether it reads as a phrase: no rare word in it, and neither end is a word that says nothing."""
    if 0 in numbers or len(set(numbers)) < len(numbers):
        return False
    first, last = numbers[0], numbers[-1]
    if last in kinds.stop or last in kinds.turning or last in kinds.weak:
        return False
    if first in kinds.turning or first in kinds.weak:
        return True  # it is not the last, so another word follows
    return first not in kinds.stop


def _distinct(ranked: Iterable[_Scored], most: int) -> list[_Scored]:
    """The best, without those that are part of a better one or hold one."""
    kept: list[_Scored] = []
    for one in ranked:
        if not any(_overlap(one.numbers, other.numbers) for other in kept):
            kept.append(one)
            if len(kept) == most:
                break
    return kept


def _overlap(one: Sequence[int], other: Sequence[int]) -> bool:
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def _spoken(
    chosen: Sequence[_Scored],
    cuts: Sequence[list[list[str]]],
    numbered: Sequence[list[Numbers]],
    names: Sequence[Counter[str]],
    join: str,
) -> Iterator[CountedPhrase]:
    """Each phrase in the words in which it was written most often."""
    forms: dict[tuple[int, ...], Counter[str]] = {one.numbers: Counter() for one in chosen if len(one.numbers) > 1}
    begins = {numbers[0] for numbers in forms}
    for words, numbers in zip(chain(*cuts), chain(*numbered), strict=True):
        if begins.isdisjoint(numbers):
            continue
        for at, number in enumerate(numbers):
            if number in begins:
                for length in (2, 3):
                    written = forms.get(tuple(numbers[at : at + length]))
                    if written is not None:
                        written[join.join(words[at : at + length])] += 1
    for one in chosen:
        counted = forms.get(one.numbers) or names[one.numbers[0]]
        yield replace(one.phrase, text=counted.most_common(1)[0][0])


@cache
def _known(language: str) -> _Words:
    import stopwordsiso

    own = tomllib.loads(resource("wordlists", "phrases.toml").read_text("utf-8")).get(language, {})
    turning = frozenset(own.get("turning", ()))
    weak = frozenset(own.get("weak", ()))
    known = stopwordsiso.stopwords(language) if stopwordsiso.has_lang(language) else set()
    telling = frozenset(own.get("telling", ()))
    return _Words(frozenset(known | set(own.get("stop", ()))) - turning - weak - telling, turning, weak, telling)
