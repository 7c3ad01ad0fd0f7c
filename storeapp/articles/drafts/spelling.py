"""Which words of a line no list knows. The lists come with pyspellchecker, one a language; Chinese has none.

Loading one takes a second of a reading thread, in pieces, so that a window beside it stays quick.
"""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from storeapp.kernel.rows import dataclass

LANGUAGES = frozenset({"en", "es", "fr", "pt", "de", "it", "ru", "nl"})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NO_WORDS = re.compile(r"`[^`]*`|\]\([^)]*\)|<[^>]*>|(?:https?://|www\.)\S+|\S+@\S+|\w*\d\w*")
_PIECE = 1 << 16  # characters of a list that are read without a pause
MOST_OFFERED = 6
_BRITISH: tuple[tuple[str, str], ...] = (
    ("our", "or"),
    ("ise", "ize"),
    ("isi", "izi"),
    ("isa", "iza"),
    ("yse", "yze"),
    ("tre", "ter"),
    ("ll", "l"),
)
_BRITISH += (("ogue", "og"), ("ence", "ense"), ("grey", "gray"), ("mme", "m"), ("ellery", "elry"))
_ALPHABET = {"ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "de": "abcdefghijklmnopqrstuvwxyzäöüß"}
_LATIN = "abcdefghijklmnopqrstuvwxyzàâäáãåçéèêëíìîïñóòôöõúùûüýÿœæ'"


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words known in one language, with how often each is met, and what the shop's own words add."""

    language: str
    known: dict[str, int]
    own: frozenset[str]

    def misspelt(self, line: str) -> list[tuple[int, int]]:
        """The places of words that no list knows; code, addresses, and words with digits or in capitals are left."""
        if not line:
            return []
        kept = [found.span() for found in _NO_WORDS.finditer(line)]
        return [
            found.span()
            for found in _WORD.finditer(line)
            if not self.knows(found[0]) and not any(a <= found.start() < b for a, b in kept)
        ]

    def knows(self, word: str) -> bool:
        """Whether a word is known, whatever its capitals."""
        if len(word) < 2 or word.isupper() or not _of_script(word, self.language):
            return True
        plain = word.casefold().replace("’", "'")
        if plain in self.known or plain in self.own:
            return True
        stem = plain.removesuffix("'s").removesuffix("'")
        return stem in self.known or stem in self.own or (self.language == "en" and self._is_british(stem))

    def _is_british(self, word: str) -> bool:
        """Whether it is a known word as it is written in Britain: the list writes as in America."""
        return any(there in word and word.replace(there, here) in self.known for there, here in _BRITISH)

    def offers(self, word: str) -> list[str]:
        """Known words that differ by one letter, the most usual first."""
        plain = word.casefold().replace("’", "'")
        letters = _ALPHABET.get(self.language, _LATIN)
        halves = [(plain[:at], plain[at:]) for at in range(len(plain) + 1)]
        near = {a + b[1:] for a, b in halves if b}
        near |= {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
        near |= {a + letter + b[1:] for a, b in halves if b for letter in letters}
        near |= {a + letter + b for a, b in halves for letter in letters}
        found = sorted((one for one in near if one in self.known), key=lambda one: -self.known[one])[:MOST_OFFERED]
        return [one.capitalize() if word[:1].isupper() else one for one in found]


def has_list(language: str) -> bool:
    """Whether there is a list of words of a language."""
    return language.split("-")[0].casefold() in LANGUAGES


def load(language: str, own: Iterable[str], pause: Callable[[], None] = lambda: time.sleep(0.001)) -> Spelling:
    """The list of a language with the shop's own words (of titles, taught). `pause` is called between two pieces."""
    code = language.split("-")[0].casefold()
    import spellchecker

    file = Path(spellchecker.__file__).parent / "resources" / f"{code}.json.gz"
    known: dict[str, int] = {}
    with gzip.open(file, "rt", encoding="utf-8") as text:
        rest = ""
        while piece := text.read(_PIECE):
            rest = _take(rest + piece, known)
            pause()
        _take(rest + ",", known)
    return Spelling(code, known, frozenset(_own_words(own)))


def _take(text: str, known: dict[str, int]) -> str:
    """Put the whole entries of a piece into `known`; gives what is left of it."""
    end = text.rfind(",") + 1
    for entry in text[:end].split(","):
        word, colon, count = entry.rpartition(":")
        if colon:
            plain = word.strip(' {"\n')
            number = count.strip(" }\n")
            known[_unescaped(plain)] = int(number) if number.isdigit() else 1
    return text[end:]


def _unescaped(word: str) -> str:
    if "\\u" not in word:
        return word.casefold()
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), word).casefold()


def _own_words(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield from (found[0].casefold().replace("’", "'") for found in _WORD.finditer(text))


def _of_script(word: str, language: str) -> bool:
    """Whether a word is in the letters of the language: a Chinese name in an English text is no mistake."""
    cyrillic = "\u0400" <= word[0] <= "\u04ff"
    return cyrillic if language == "ru" else word[0] < "\u0250"
