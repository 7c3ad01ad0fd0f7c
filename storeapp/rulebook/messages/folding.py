"""A reply as it is searched: tricks of spelling undone, cut into words, and the way back to what was typed.

Digits of every script become 0 to 9, letters of another alphabet that only look right become the right ones, spaced
letters close up, invisible signs go. Every place of the folded text knows where it stood in the text as typed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

Span = tuple[int, int]
# Signs as Chinese keyboards write them; full-width punctuation stays, sentences end by it.
_SIGNS = dict(zip("＋－（）＠．＃／＿\u00a0\u202f\u3000’‘ʼ", "+-()@.#/_   '''", strict=True))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u20e3]")
_ACUTE = range(0x300, 0x370)
_CYRILLIC = dict(zip("аеорсухіѕјкмтвнАЕОРСУХІЅЈКМТВН", "aeopcyxisjkmtbhAEOPCYXISJKMTBH", strict=True))
_GREEK = dict(zip("αορνικτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aopvikTuxABEZHIKMNOPTYX", strict=True))
_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in _CYRILLIC.items()}
_WORD = re.compile(r"[^\W\d_]+")
_RUNS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]")
_SPACED = re.compile(
    r"(?<![^\W_])(?!(?<=\w )[aAI] )[A-Za-z\u0400-\u04ff]([ .\-_*])(?:[A-Za-z\u0400-\u04ff]\1){2,}"
    r"[A-Za-z\u0400-\u04ff](?![^\W_])"
)
_WIDE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(rf"[{_WIDE}々〇]|[^\W\d_{_WIDE}々]+|\d+|[%€$£¥₽⭐★☆🌟🙄🤡👏🤦😂🤣]")
_ENDS = re.compile(r"[。！？；\n]+|[.!?…]+(?=\s|$|[\"'”»)])|[!?]+")
# "Уберите, пожалуйста, отзыв" is one clause.
_CLAUSE = re.compile(
    r"(?<!пожалуйста)(?<!\bplease)(?<!\bbitte),(?!\s*(?:пожалуйста|please|bitte)\b)|[;:，、：（）()–—。！？；\n.!?…]|\s-\s",
    re.I,
)
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "đ": "d", "ё": "е"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word in small plain letters, where it stands in the folded text, the numbers of its sentence and clause."""

    word: str
    span: Span
    sentence: int
    clause: int


@dataclass(frozen=True)
class Folded:
    """The text that is searched; `places[n]`: where its n-th sign stood in the text as typed, one more for the end."""

    text: str
    places: tuple[int, ...]

    def back(self, span: Span) -> Span:
        """The same span in the text as typed."""
        start, end = span
        if start >= end:
            return self.places[start], self.places[start]
        return self.places[start], self.places[end]

    @cached_property
    def low(self) -> str:
        """The text in small letters, of the same length."""
        low = self.text.lower()
        return low if len(low) == len(self.text) else "".join(sign.lower()[0] for sign in self.text)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Where its sentences stand, their end signs included."""
        found, start = [], 0
        for end in (*(one.end() for one in _ENDS.finditer(self.text)), len(self.text)):
            piece = self.text[start:end]
            if piece.strip():
                found.append((start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())))
                start = end
        return tuple(found)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words in order; Chinese and Japanese signs one by one."""
        starts = [start for start, _end in self.sentences]
        clauses = [one.start() for one in _CLAUSE.finditer(self.text)]
        return tuple(
            Token(
                plain_word(one[0]),
                one.span(),
                bisect_right(starts, one.start()),
                bisect_right(clauses, one.start()),
            )
            for one in _TOKEN.finditer(self.text)
        )


@lru_cache(maxsize=20_000)
def plain_word(word: str) -> str:
    """A word in small letters without accents, as the word lists are compared."""
    low = word.casefold().translate(_PLAIN)
    if low.isascii():
        return low
    # Only accents go: the marks of Japanese syllables make other syllables.
    apart = unicodedata.normalize("NFD", low)
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if ord(sign) not in _ACUTE))


def pieces_of(text: str) -> list[str]:
    """The words of a phrase that a person typed; a "*" stays at the end of its word."""
    return [one for one in re.findall(rf"(?:{_TOKEN.pattern})\*?", text) if one.strip("*")]


def words_of(text: str) -> list[str]:
    """The words of a phrase of a word list, cut as a reply's words are."""
    return [plain_word(one) for one in _TOKEN.findall(text)]


def fold(text: str) -> Folded:
    """The text as it is searched."""
    signs: list[str] = []
    places: list[int] = []
    for run in _RUNS.finditer(text):
        place, sign = run.start(), run[0]
        if sign.isascii():
            signs.extend(sign)
            places.extend(range(place, run.end()))
            continue
        if signs and ord(sign) in _ACUTE:
            joined = unicodedata.normalize("NFC", signs[-1] + sign)
            if len(joined) == 1:
                signs[-1] = joined
            continue
        for one in _plain_signs(sign):
            signs.append(one)
            places.append(place)
    places.append(len(text))
    return _closed_up(_one_alphabet("".join(signs)), places)


def _plain_signs(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    if _INVISIBLE.match(sign):
        return ""
    if sign in "ºª№":  # signs of numbers in their own right
        return sign
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", sign)
    return folded if folded.isalnum() else sign


def _one_alphabet(text: str) -> str:
    """Words of two alphabets written in the one that most of their own letters belong to."""
    if text.isascii():
        return text
    return _WORD.sub(lambda found: _of_one_alphabet(found[0]), text)


def _of_one_alphabet(word: str) -> str:
    if word.isascii():
        return word
    latin = sum("a" <= sign.lower() <= "z" for sign in word)
    cyrillic = sum("\u0400" <= sign <= "\u04ff" for sign in word)
    greek = sum("\u0370" <= sign <= "\u03ff" for sign in word)
    if latin and greek:
        word = "".join(_GREEK.get(sign, sign) for sign in word)
    if not (latin and cyrillic):
        return word
    own_cyrillic = sum("\u0400" <= sign <= "\u04ff" and sign not in _CYRILLIC for sign in word)
    own_latin = sum("a" <= sign.lower() <= "z" and sign not in _TO_CYRILLIC for sign in word)
    if own_cyrillic > own_latin or (own_cyrillic == own_latin and cyrillic > latin):
        return "".join(_TO_CYRILLIC.get(sign, sign) for sign in word)
    return "".join(_CYRILLIC.get(sign, sign) for sign in word)


def _closed_up(text: str, places: list[int]) -> Folded:
    """`r e f u n d` as one word."""
    gone = {
        place
        for found in _SPACED.finditer(text)
        for place in range(found.start(), found.end())
        if text[place] == found[1]
    }
    if gone:
        kept = [place for place in range(len(text)) if place not in gone]
        text, places = "".join(text[place] for place in kept), [*(places[place] for place in kept), places[-1]]
    return Folded(text, tuple(places))
