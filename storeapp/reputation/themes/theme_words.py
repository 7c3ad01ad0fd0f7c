"""Finds the themes a review speaks of: word lists compiled so that a review costs a few millionths of a second.

A word stands for itself, "pack*" for any ending, several words for a phrase. Chinese words are found anywhere in the
text. Letter case, typographic apostrophes and hyphens make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from storeapp.reputation.themes.starter_themes import Words, words_of

VERSION = 1  # raise it whenever the same words would find other reviews
BOUND = frozenset({"zh"})  # languages written without blanks; their words are found anywhere
EVERYDAY = frozenset("的了不是很有没沒我买買好在就都也一太还還这這到个個大小得用")
MOST_KEPT = 200_000  # pieces of text whose themes are remembered

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def plain(word: str) -> str:
    """A word or phrase as it is compared: `Pack*`, `don’t  FIT` -> `pack*`, `don't fit`; "" if nothing is left."""
    text = _straight(word.lower()).strip()
    star = "*" if text.endswith("*") else ""
    if _HAN.search(text):
        return "".join(text.removesuffix("*").split())
    words = " ".join(_WORD.findall(text))
    return words + star if words else ""


class _Spaced(dict[str, int]):
    """What a piece of text between two blanks means, as bits; a piece seen for the first time is looked up.

    The low bits are the themes'. Each word on which phrases hang has one of the high bits.
    """

    def __init__(self, words: Iterable[tuple[str, int]], themes: int) -> None:
        super().__init__()
        self._themes = (1 << themes) - 1
        self._whole: dict[str, int] = {}
        self._begins: dict[str, int] = {}
        hang: dict[str, list[tuple[str, int]]] = {}
        for word, bit in words:
            parts = word.split()
            if len(parts) > 1:
                rarest = max((one for one in parts if not one.endswith("*")), key=len)  # long words are rare ones
                hang.setdefault(rarest, []).append((word, bit))
            elif word.endswith("*"):
                self._begins[word[:-1]] = self._begins.get(word[:-1], 0) | bit
            else:
                self._whole[word] = self._whole.get(word, 0) | bit
        self._least = min(map(len, self._begins), default=0)
        self._phrases = {1 << place: phrases for place, phrases in enumerate(hang.values(), themes)}
        for bit, word in zip(self._phrases, hang, strict=True):
            self._whole[word] = self._whole.get(word, 0) | bit

    def __missing__(self, piece: str) -> int:
        if len(self) > MOST_KEPT:
            self.clear()
        found = 0
        for word in _WORD.findall(_straight(piece)):
            found |= self._whole.get(word, 0)
            for end in range(self._least, len(word) + 1) if self._least else ():
                found |= self._begins.get(word[:end], 0)
        self[piece] = found
        return found

    def themes(self, text: str) -> int:
        """The bits of the themes in a lower-case text."""
        found = 0
        for bits in set(map(self.__getitem__, text.split())):
            found |= bits
        themes = found & self._themes
        hang = found - themes
        if hang:
            text = _straight(text).replace("\n", " ")
            while hang:
                lowest = hang & -hang
                hang -= lowest
                for phrase, bit in self._phrases[lowest]:
                    if not bit & themes and _stands(phrase, text):
                        themes |= bit
        return themes


def _stands(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text as whole words; after a closing "*" any letters may follow."""
    core = phrase.removesuffix("*")
    place = text.find(core)
    while place >= 0:
        end = place + len(core)
        begins = not place or not (text[place - 1].isalnum() or text[place - 1] == "'")
        if begins and (core is not phrase or end == len(text) or not text[end].isalnum()):
            return True
        place = text.find(core, place + 1)
    return False


def _straight(text: str) -> str:
    """Apostrophes and hyphens made plain."""
    return text.replace("’", "'").replace("-", " ")


class _Bound:
    """Words of a script without blanks, by a letter of each: the first that is not in every other sentence."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        self._by_letter: dict[str, list[tuple[str, int]]] = {}
        for word, bit in words:
            letter = next((one for one in word if one not in EVERYDAY), word[0])
            self._by_letter.setdefault(letter, []).append((word, bit))
        self._letters = frozenset(self._by_letter)

    def themes(self, text: str) -> int:
        """The bits of the themes in a lower-case text."""
        found = 0
        for letter in self._letters.intersection(text):
            for word, bit in self._by_letter[letter]:
                if not bit & found and word in text:
                    found |= bit
        return found


class Matcher:
    """The words of some themes, compiled. A text whose language is unknown is held against all languages."""

    def __init__(self, themes: Sequence[tuple[int, Words]]) -> None:
        self._ids = [number for number, _words in themes]
        everywhere: dict[str, list[tuple[str, int]]] = {}
        for place, (_number, words) in enumerate(themes):
            for language, some in words.items():
                listed = everywhere.setdefault(language, [])
                listed += [(one, 1 << place) for one in map(plain, some) if one]
        anywhere = everywhere.pop("", [])
        self._spaced = {
            language: _Spaced([*words, *anywhere], len(themes))
            for language, words in everywhere.items()
            if language not in BOUND
        }
        self._bound = _Bound([one for code in BOUND for one in [*everywhere.get(code, ()), *anywhere]])
        self._all = _Spaced(
            [one for code, words in everywhere.items() if code not in BOUND for one in words] + anywhere, len(themes)
        )
        self._codes: dict[str, str] = {}
        self._lists: dict[int, tuple[int, ...]] = {0: ()}

    def themes(self, language: str, title: str, text: str) -> tuple[int, ...]:
        """The ids of the themes that a review speaks of, in the order given."""
        said = (f"{title}\n{text}" if title else text).lower()
        code = self._codes.get(language)
        if code is None:
            code = self._codes[language] = _code(language)
        if code in BOUND:
            bits = self._bound.themes(said)
        elif code in self._spaced:
            bits = self._spaced[code].themes(said)
        else:
            bits = self._all.themes(said) | (0 if said.isascii() else self._bound.themes(said))
        found = self._lists.get(bits)
        if found is None:
            found = self._lists[bits] = tuple(one for place, one in enumerate(self._ids) if bits & (1 << place))
        return found


def _code(language: str) -> str:
    """`pt-BR`, `zh_TW` -> `pt`, `zh`."""
    return re.split("[-_]", language.strip().lower())[0]


@lru_cache(maxsize=4)
def matcher_of(rows: tuple[tuple[int, str, str], ...]) -> Matcher:
    """The compiled words of theme rows (id, starter, words); kept, because it remembers the words it has met."""
    return Matcher([(number, words_of(starter, words)) for number, starter, words in rows])
