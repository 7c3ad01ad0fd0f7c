"""Finds signs of trade, pressure, blame, scorn and threat in a reply: words of one meaning standing near each other.

Each language has lists of short phrases by meaning (resources/rulebook/lexicon, table `signs`); which meanings
together are a sign is the same in every language (resources/rulebook/signs). That finds sentences nobody
wrote down before, where a list of whole phrases would not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from storeapp.kernel.languages import CYRILLIC, LATIN, by_small_words, script_of
from storeapp.kernel.paths import resource
from storeapp.rulebook.messages.folding import Folded, Span, Token, words_of
from storeapp.rulebook.messages.wordlists import languages

GAP = 3  # words that "..." in a phrase may stand for
LEAST_ORDER, LEAST_PHONE = 3, 6  # words of a number
MOST_LINKS = 2  # words between the parts of a number
LEAST_SAID, LEAST_DIGITS = 2, 7  # of a telephone number said half in words, half in digits
LEAST_LETTERS = 25  # from which a text tells its language
LEAST_HAN, LEAST_LETTERS_BESIDE, LEAST_WORDS_BESIDE = 2, 4, 3  # of another script inside a text
ASKS = "asks"  # the meaning of the end of a question
FOREIGN = "foreign"  # what is read in every text of Latin letters, whatever its language
_HAN, _CYRILLIC_LETTER = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[\u0400-\u04ff]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
MOST_SENTENCES = 4_000  # of a language whose meanings are kept
Tags = dict[str, list[tuple[int, int]]]  # meaning: first and last token, the last one excluded
SentenceTags = tuple[tuple[str, int, int], ...]  # the same, counted from the first token of the sentence


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a phrase: words as they are, beginnings of words, or (`gap`) up to that many of any."""

    exact: frozenset[str]
    stems: tuple[str, ...]
    gap: int = 0
    optional: bool = False

    def fits(self, word: str) -> bool:
        """Whether a word may stand here."""
        return word in self.exact or (bool(self.stems) and word.startswith(self.stems))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase and what it means; its first step is looked up, `rest` are the others."""

    meaning: str
    rest: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of one language by the word, or the beginning of the word, that they start with."""

    language: str
    exact: Mapping[str, tuple[Phrase, ...]]
    stems: Mapping[str, tuple[Phrase, ...]]
    steps: int  # how many words of this language say what one English word does: signs of Chinese count single
    lengths: tuple[int, ...]  # of the beginnings of words
    newer: Mapping[int, int]  # traditional Chinese signs to simplified ones
    meanings: frozenset[str]
    sentences: dict[tuple[str, ...], SentenceTags] = field(default_factory=dict, compare=False)  # see tags


@dataclass(frozen=True, slots=True)
class Combination:
    """Meanings that together are a sign (`code`) or a further meaning (`means`).

    `together`: each "a|b" must be there; `within`: words from the first to the last; `reach`: "clause", "sentence" or
    "next", the sentence after it too; `ordered`: in this order; `unless`: meanings near it that make it harmless.
    """

    code: str
    means: str
    together: tuple[tuple[str, ...], ...]
    within: int
    reach: str
    ordered: bool
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign found: its code and where in the folded text."""

    code: str
    span: Span


@cache
def combinations() -> tuple[Combination, ...]:
    """What is a sign, in the order it is looked for."""
    content = tomllib.loads(resource("rulebook", "signs", "combinations.toml").read_text("utf-8"))
    return tuple(combination_of(row) for row in content["combination"])


def combination_of(row: Mapping[str, Any]) -> Combination:
    """A combination as its row has it."""
    return Combination(
        row.get("code", ""),
        row.get("means", ""),
        tuple(tuple(one.split("|")) for one in row["together"]),
        row.get("within", 1_000),
        row.get("reach", "sentence"),
        row.get("ordered", False),
        tuple(row.get("unless", ())),
    )


class Lexicons(Mapping[str, Lexicon]):
    """Word lists by language, each compiled when it is first asked for: a text needs two or three of them."""

    def __init__(self, makers: Mapping[str, Callable[[], Lexicon]]) -> None:
        self._makers = makers
        self._made: dict[str, Lexicon] = {}

    def __getitem__(self, language: str) -> Lexicon:
        if language not in self._made:
            # Where two threads make one at once, both go on with the first.
            self._made.setdefault(language, self._makers[language]())
        return self._made[language]

    def __contains__(self, language: object) -> bool:
        return language in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


@cache
def lexicons() -> Lexicons:
    """The phrases by language."""
    shared = tomllib.loads(resource("rulebook", "signs", "everywhere.toml").read_text("utf-8"))["signs"]
    contents = [content for content in languages() if "signs" in content]
    makers: dict[str, Callable[[], Lexicon]] = {
        code_of(one): partial(lexicon_of, one, "signs", shared if one["script"] == "latin" else {}) for one in contents
    }
    latin = [content["signs"] for content in contents if content["script"] == "latin"]
    makers[FOREIGN] = lambda: lexicon_of(
        {"language": FOREIGN, "script": "latin", "signs": _whole_phrases(latin)}, "signs", {}
    )
    return Lexicons(makers)


def code_of(content: Mapping[str, Any]) -> str:
    """The language of a word list without its script."""
    return str(content["language"]).partition("-")[0]


def _whole_phrases(lists: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Of other languages than the text's only whole phrases about stars: short words mean other things elsewhere."""
    found = {}
    for meaning in ("stars", "neutral", "thanked"):
        phrases = [one for content in lists for one in _split(content.get(meaning, ""))]
        found[meaning] = ", ".join(one for one in phrases if len(one.split()) > 1 and "..." not in one)
    return found


def lexicon_of(content: Mapping[str, Any], table: str, shared: Mapping[str, str]) -> Lexicon:
    """The phrases of one table of a language's word list, together with shared ones."""
    exact: dict[str, list[Phrase]] = {}
    stems: dict[str, list[Phrase]] = {}
    for meaning, text in (*content[table].items(), *shared.items()):
        for written in (one for line in _split(text) for one in _variants(line)):
            first, *rest = [_step(one) for one in _parts(written)]
            phrase = Phrase(meaning, tuple(rest))
            for word in first.exact:
                exact.setdefault(word, []).append(phrase)
            for stem in first.stems:
                stems.setdefault(stem, []).append(phrase)
    return Lexicon(
        code_of(content),
        {word: tuple(phrases) for word, phrases in exact.items()},
        {stem: tuple(phrases) for stem, phrases in stems.items()},
        2 if content["script"] == "han" else 1,
        tuple(sorted({len(stem) for stem in stems})),
        str.maketrans(content.get("older_signs", ""), content.get("newer_signs", "")),
        frozenset(content[table]),
    )


def _split(text: str) -> list[str]:
    return [one.strip() for one in text.replace("\n", ",").split(",") if one.strip()]


def _variants(written: str) -> list[str]:
    """The phrase once for each choice where one of `a|b` is more than one word or sign."""
    if "|" not in written:
        return [written]
    made = [""]
    for part in written.split():
        mark = "?" if part.startswith("?") else ""
        choices = part.lstrip("?").split("|")
        if not made[0] and len(words_of(choices[0])) > 1 and any(len(words_of(one)) == 1 for one in choices[1:]):
            choices[1:] = [choices[0][:-1] + one for one in choices[1:]]  # 举报您|你 is 举报您|举报你
        if any(len(words_of(one)) > 1 for one in choices) and len(choices) > 1:
            made = [f"{one} {choice}" for one in made for choice in choices]
        else:
            made = [f"{one} {mark}{'|'.join(choices)}" for one in made]
    return made


def _parts(written: str) -> Iterator[str]:
    """The places of a phrase: one a word, one a sign in Chinese and Japanese."""
    for part in written.split():
        if part == "..." or any(mark in part for mark in "|*?"):
            yield part
        else:
            yield from words_of(part) or [part]


@lru_cache(maxsize=20_000)
def _step(part: str) -> Step:
    if part == "...":
        return Step(frozenset(), (), GAP)
    exact: set[str] = set()
    stems: set[str] = set()
    for one in part.lstrip("?").split("|"):
        word = "".join(words_of(one.rstrip("*"))) or one
        (stems if one.endswith("*") else exact).add(word)
    return Step(frozenset(exact), tuple(sorted(stems)), 0, part.startswith("?"))


def signs(folded: Folded, hint: str = "") -> list[Sign]:
    """The signs in a reply, in the order of the text; of one code in one place only the longest.

    `hint`: the language the reply is most likely in, for texts too short to tell it.
    """
    found = [one for lexicon in speaking(folded, hint) for one in _signs(folded, lexicon)]
    kept: list[Sign] = []
    for one in sorted(found, key=lambda sign: sign.span[0] - sign.span[1]):
        if not any(one.code == other.code and _meet(one.span, other.span) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda sign: sign.span)


def speaking(folded: Folded, hint: str = "") -> list[Lexicon]:
    """The languages a text may be in, one after the other where it is in several; none where we have no words of it."""
    script, known = script_of(folded.text), lexicons()
    if script == "cyrillic":
        found = ["ru"]
    elif script == "latin":
        found = _latin(folded, hint)
    else:
        found = [script] if script in known else []
    han, letters = len(_HAN.findall(folded.text)), len(_CYRILLIC_LETTER.findall(folded.text))
    found += ["zh"] if han >= LEAST_HAN and script in ("latin", "cyrillic") else []
    found += ["ru"] if letters >= LEAST_LETTERS_BESIDE and script != "cyrillic" else []
    beside = script != "latin" and len(_LATIN_WORD.findall(folded.text)) >= LEAST_WORDS_BESIDE
    found += [FOREIGN] if script == "latin" or beside else []
    return [known[one] for one in dict.fromkeys(found)]


def _latin(folded: Folded, hint: str) -> list[str]:
    """By the small words of all of it, then of each sentence; a language without a list of them by the hint."""
    known = lexicons()
    plain = [code for code in known if code not in ("ru", "zh", "ja", FOREIGN)]
    told = by_small_words(folded.text, LATIN)
    found = [told] if told in plain else []
    if hint in plain and hint not in LATIN:
        found.append(hint)
    if len(folded.sentences) > 1:
        each = (by_small_words(folded.text[slice(*one)], LATIN) for one in folded.sentences)
        found += [one for one in each if one in plain]
    if found or told:
        return found
    return [hint] if hint in plain else plain


def spoken(folded: Folded, hint: str, meaning: str) -> bool:
    """Whether the language of a text, as far as it or `hint` tells, has words of a meaning: a claim needs no guess."""
    known, script = lexicons(), script_of(folded.text)
    told = script
    if script in ("latin", "cyrillic"):
        told = by_small_words(folded.text, LATIN if script == "latin" else CYRILLIC)
        told = hint if not told or (hint in known and hint not in (*LATIN, *CYRILLIC)) else told
        if not told:
            return sum(map(str.isalpha, folded.text)) < LEAST_LETTERS
    return told in known and meaning in known[told].meanings


def tags(tokens: Sequence[Token], lexicon: Lexicon) -> Tags:
    """Where each meaning stands; a word inside an "ignore" phrase has none."""
    words = [one.word.translate(lexicon.newer) for one in tokens] if lexicon.newer else [one.word for one in tokens]
    found: Tags = {}
    start = 0
    for _sentence, own in groupby(tokens, key=attrgetter("sentence")):
        end = start + sum(1 for _token in own)
        for meaning, first, last in _sentence_tags(tuple(words[start:end]), lexicon):
            found.setdefault(meaning, []).append((start + first, start + last))
        start = end
    idle = found.pop("ignore", [])
    if idle:
        found = {name: [one for one in places if not _inside(one, idle)] for name, places in found.items()}
    return found


def _sentence_tags(words: tuple[str, ...], lexicon: Lexicon) -> SentenceTags:
    """The meanings in one sentence. Kept: a day's messages are written in the same sentences."""
    kept = lexicon.sentences.get(words)
    if kept is not None:
        return kept
    found: list[tuple[str, int, int]] = []
    for place, word in enumerate(words):
        for phrase in lexicon.exact.get(word, ()):
            _tag(found, phrase, words, place)
        for length in lexicon.lengths:
            for phrase in lexicon.stems.get(word[:length], ()) if length <= len(word) else ():
                _tag(found, phrase, words, place)
    if len(lexicon.sentences) >= MOST_SENTENCES:
        lexicon.sentences.clear()
    lexicon.sentences[words] = made = tuple(found)
    return made


def _inside(one: Span, wholes: Sequence[Span]) -> bool:
    return any(start <= one[0] and one[1] <= end for start, end in wholes)


def _tag(found: list[tuple[str, int, int]], phrase: Phrase, words: Sequence[str], place: int) -> None:
    end = _end(phrase.rest, words, place + 1)
    if end is not None:
        found.append((phrase.meaning, place, end))


def _end(steps: Sequence[Step], words: Sequence[str], place: int) -> int | None:
    """The word after the phrase's last, None where it does not stand here; `words` are those of one sentence."""
    if not steps:
        return place
    if len(steps) == 1 and not steps[0].gap and not steps[0].optional:  # most phrases end here
        return place + 1 if place < len(words) and steps[0].fits(words[place]) else None
    step, rest = steps[0], steps[1:]
    if step.gap:
        tries: Iterator[int] = iter(range(place, place + step.gap + 1))
        return next((end for one in tries if (end := _end(rest, words, one)) is not None), None)
    if place < len(words) and step.fits(words[place]):
        end = _end(rest, words, place + 1)
        if end is not None:
            return end
    return _end(rest, words, place) if step.optional else None


def _signs(folded: Folded, lexicon: Lexicon) -> Iterator[Sign]:
    tokens = folded.tokens
    found = tags(tokens, lexicon)
    found.setdefault(ASKS, []).extend(_questions(folded))
    yield from (Sign(code, _span(tokens, one)) for code, one in _spoken(tokens, found, lexicon.steps))
    yield from combined(tokens, found, combinations(), lexicon.steps)


def combined(tokens: Sequence[Token], found: Tags, rows: Sequence[Combination], steps: int) -> Iterator[Sign]:
    """The signs that meanings make together, row by row; what a row means is there for the rows after it."""
    for rule in rows:
        for first, last in _together(rule, found, tokens, steps):
            if rule.means:
                found.setdefault(rule.means, []).append((first, last))
            if rule.code:
                yield Sign(rule.code, _span(tokens, (first, last)))


def _questions(folded: Folded) -> Iterator[tuple[int, int]]:
    """The places behind the last words of questions, which may be the words that are looked for."""
    asking = {
        number for number, (_start, end) in enumerate(folded.sentences, 1) if folded.text[end - 1 : end] in ("?", "？")
    }
    for place, token in enumerate(folded.tokens if asking else ()):
        last = place + 1 == len(folded.tokens) or folded.tokens[place + 1].sentence != token.sentence
        if last and token.sentence in asking:
            yield place + 1, place + 1


def _span(tokens: Sequence[Token], one: tuple[int, int]) -> Span:
    return tokens[one[0]].span[0], tokens[one[1] - 1].span[1]


def _spoken(tokens: Sequence[Token], found: Tags, steps: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Numbers said in words: long ones are telephone numbers, shorter ones after such a word an order's."""
    named = {start for start, _end in found.get("num", ())}
    if len(named) < min(LEAST_ORDER, LEAST_SAID):
        return
    linked = {start for start, _end in found.get("then", ())} - named
    own = {start for start, _end in (*found.get("number", ()), *found.get("ordered", ()))}
    start = 0
    while start < len(tokens):
        places = _run(start, tokens, named, linked, MOST_LINKS * steps)
        said = sum(place in named for place in places)
        digits = said + sum(len(tokens[place].word) for place in places if place not in named)
        if said >= LEAST_ORDER and any(place in own for place in range(max(0, start - 7), start)):
            yield "order", (start, places[-1] + 1)
        elif said >= LEAST_PHONE or (LEAST_SAID <= said < len(places) and digits >= LEAST_DIGITS):
            yield "phone", (start, places[-1] + 1)
        start = places[-1] + 1 if places else start + 1


def _run(start: int, tokens: Sequence[Token], named: Set[int], linked: Set[int], most: int) -> list[int]:
    """The places of one number from `start` on; words like "then" may stand between its parts."""
    places: list[int] = []
    for place in range(start, len(tokens)):
        if place in named or tokens[place].word.isdigit():
            places.append(place)
        elif not places or place not in linked or place - places[-1] > most:
            break
    return places


def _together(rule: Combination, found: Tags, tokens: Sequence[Token], steps: int) -> list[tuple[int, int]]:
    """The places where all of a rule's meanings stand together."""
    if any(found.keys().isdisjoint(names) for names in rule.together):
        return []
    lists = [[place for name in names for place in found.get(name, ())] for names in rule.together]
    if not all(lists):
        return []
    hulls = []
    for start in lists[0]:
        hull: tuple[int, int] | None = start
        last = start
        members = [start]
        for others in lists[1:]:
            near = [one for one in others if _beside(one, last) and (not rule.ordered or one[0] >= last[1])]
            if hull is None or not near:
                hull = None
                break
            last = min(near, key=lambda one, base=hull: _distance(one, base))  # type: ignore[misc]
            hull = (min(hull[0], last[0]), max(hull[1], last[1]))
            members.append(last)
        if hull is not None and _holds(rule, hull, members, found, tokens, steps):
            hulls.append(hull)
    return list(dict.fromkeys(hulls))


def _holds(
    rule: Combination, hull: Span, members: Sequence[Span], found: Tags, tokens: Sequence[Token], steps: int
) -> bool:
    first, last = tokens[hull[0]], tokens[hull[1] - 1]
    if hull[1] - hull[0] > rule.within * steps:
        return False
    if rule.reach == "clause" and first.clause != last.clause:
        return False
    if last.sentence - first.sentence > (1 if rule.reach == "next" else 0):
        return False
    begin, end = _stretch(rule, hull, tokens)
    harmless = (one for name in rule.unless for one in found.get(name, ()) if begin <= one[0] < end)
    return all(_inside(one, members) for one in harmless)  # "our fault" does not excuse "not our fault"


def _stretch(rule: Combination, hull: tuple[int, int], tokens: Sequence[Token]) -> tuple[int, int]:
    """The tokens in which a harmless word counts: the clause or the sentences of the find."""
    begin, end = hull
    while begin and _part(tokens[begin - 1], rule) == _part(tokens[hull[0]], rule):
        begin -= 1
    while end < len(tokens) and _part(tokens[end], rule) == _part(tokens[hull[1] - 1], rule):
        end += 1
    return begin, end


def _part(token: Token, rule: Combination) -> int:
    return token.clause if rule.reach == "clause" else token.sentence


def _distance(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _beside(one: Span, other: Span) -> bool:
    """Whether two finds are of different words: apart, or one in the gap of the other ("take this review down")."""
    inside = (one[0] > other[0] and one[1] < other[1]) or (one[0] < other[0] and one[1] > other[1])
    return inside or not _meet(one, other)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
