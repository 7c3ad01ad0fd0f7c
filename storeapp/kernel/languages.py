"""In which language a text is written: its script first, then how its letters follow each other.

The letters are judged by ELD. It knows no Zulu, and Malay and Indonesian are one to it: there CLD2 is asked as well.
What a text of a word or two leaves open, the other texts of the same file decide; if they can't, it is unknown.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

LATIN = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sv", "da", "no", "fi", "tr", "id", "ro", "hu", "vi")
CYRILLIC = ("ru", "uk", "bg")
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN_LETTER = re.compile("[a-z\u00df-\u024f\u1e00-\u1eff]")
_OTHER_SCRIPTS = {  # of the languages that ELD knows
    "am", "ar", "be", "bg", "bn", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "kn", "ko", "lo", "ml", "mr", "or",
    "pa", "ru", "ta", "te", "th", "uk", "ur", "zh",
}  # fmt: skip
_MOSTLY = {"ar", "hi"}  # scripts of several languages, named after the one that most texts are in
_SHARED = {"latin", "cyrillic", *_MOSTLY}
READ = 400  # signs of a text that are looked at
LEAST_LETTERS = 3  # a text with fewer is in no language
SHORT = 12  # letters: with fewer, one word decides, and many words stand in several languages
LIKELY, LIKELY_SHORT = 0.65, 0.75  # the score, 0 to 1, from which a language is meant
CLOSE, CLOSE_SHORT = 0.04, 0.15  # scores that differ by less say as much for the one as for the other
USUAL, MUCH_MORE = 10, 5  # texts that make a language usual in a file, and how many times another's count they must be
# The language that shops meet, those it is easily taken for, and how many times its score theirs must be.
_NEAR = {"id": (("ms",), 1.0), "zu": (("xh", "ss", "rn"), 1.3)}


@cache
def _small_words() -> dict[str, tuple[str, ...]]:
    import stopwordsiso

    file = Path(stopwordsiso.__file__).parent / "stopwords-iso.json"
    lists = json.loads(file.read_text("utf-8"))
    found: dict[str, list[str]] = {}
    for language in (*LATIN, *CYRILLIC):
        for word in lists.get(language, ()):
            if word.isalpha():
                found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


def script_of(text: str) -> str:
    """The language that a script alone tells, "cyrillic" or "latin" where it does not, "" without letters."""
    if text.isascii():
        return "latin" if any(map(str.isalpha, text)) else ""
    letters = len(_WORD.findall(text)) and sum(map(str.isalpha, text))
    if not letters:
        return ""
    for language, shape in _SCRIPTS:
        if len(shape.findall(text)) >= max(1, letters * (0.08 if language == "ja" else 0.3)):
            return language
    return "cyrillic" if len(_CYRILLIC.findall(text)) > letters / 2 else "latin"


def by_small_words(text: str, among: Sequence[str]) -> str:
    """The language whose small words stand in the text clearly more often than any other's, else ""."""
    known = _small_words()
    scores: Counter[str] = Counter()
    for word in _WORD.findall(text[:300].lower()):
        owners = known.get(word)
        if owners:
            share = 1 / len(owners)
            for owner in owners:
                if owner in among:
                    scores[owner] += share  # type: ignore[assignment]
    if not scores:
        return ""
    (best, first), *others = scores.most_common(2)
    second = others[0][1] if others else 0
    return best if first >= 1 and first > 1.5 * second + 0.3 else ""


def languages_of(texts: Sequence[str | None]) -> list[str | None]:
    """One language code a text; "" where that can't be told, None where there is no text.

    A text that could be in several languages is in the one that is usual among the others, if one is.
    """
    found: list[str | None] = []
    unclear: list[tuple[int, Sequence[str]]] = []
    for index, text in enumerate(texts):
        if not text:
            found.append(None)
            continue
        script = script_of(text)
        languages, short = _likely(text, script) if script in _SHARED else ((script,), False)
        if script in _MOSTLY:  # short or not, it is the language that most of this script is in, or the one named
            languages, short = languages or (script,), False
        found.append(languages[0] if languages and not (short and len(languages) > 1) else "")
        if len(languages) > 1:
            unclear.append((index, languages))
    usual = Counter(language for language in found if language)
    for index, likely in unclear:
        found[index] = _usual(likely, usual) or found[index]
    return found


def _usual(languages: Sequence[str], usual: Counter[str]) -> str:
    most, *others = sorted(languages, key=lambda one: -usual[one])
    return most if usual[most] >= max(USUAL, MUCH_MORE * usual[others[0]]) else ""


@cache
def _eld() -> Any:
    """ELD, None on a processor that it isn't made for: see pyproject.toml."""
    try:
        import eldc
    except ImportError:
        return None
    eldc.init()
    return eldc


@cache
def _cld2() -> Any:
    """CLD2, None on a processor that it isn't made for."""
    try:
        import pycld2
    except ImportError:
        return None
    return pycld2


def _likely(text: str, script: str) -> tuple[tuple[str, ...], bool]:
    """The languages that a text may be in, the likeliest first, if anything speaks for one; and whether it is short."""
    text = text[:READ].lower().encode("utf-8", "ignore").decode()  # half a sign is no text to the recognisers
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    if letters < LEAST_LETTERS:
        return (), True
    recogniser = _eld()
    if recogniser is None:
        language = by_small_words(text, LATIN if script == "latin" else CYRILLIC)
        return ((language,) if language else ()), False
    plain, short = " ".join(words), letters < SHORT
    scores: dict[str, float] = recogniser.detect_details(text).scores
    if script == "latin" and (plain.isascii() or 2 * len(_LATIN_LETTER.findall(plain)) > letters):
        scores = {language: score for language, score in scores.items() if language not in _OTHER_SCRIPTS}
    best = max(scores.values(), default=0)
    if best < (LIKELY_SHORT if short else LIKELY):
        other = "" if short else _nearest(plain, "zu")
        return ((other,) if other else ()), short
    least = best - (CLOSE_SHORT if short else CLOSE)
    likely = sorted((one for one in scores if scores[one] > least), key=lambda one: -scores[one])
    return tuple(_malay(plain) if one == "ms" else one for one in likely), short


def _nearest(plain: str, met: str) -> str:
    """What CLD2 says, "" if it isn't sure; of languages close to `met` only one that it clearly prefers to it."""
    near, clearly = _NEAR[met]
    first, first_score = _asked(plain, bestEffort=True)
    if first == met:
        return met
    if first not in near:
        return _asked(plain)[0]
    language, score = _asked(plain, bestEffort=True, hintLanguage=met)
    return met if language == met and first_score <= clearly * score else first


def _malay(plain: str) -> str:
    return "ms" if _nearest(plain, "id") == "ms" else "id"


def _asked(plain: str, **how: Any) -> tuple[str, float]:
    """What CLD2 says, "" if it says nothing, and its score for a kilobyte of text."""
    recogniser = _cld2()
    if recogniser is None:
        return "", 0.0
    sure, _bytes, ((_name, code, _share, score), *_others) = recogniser.detect(plain, **how)
    return (code, score) if sure and len(code) == 2 and code != "un" else ("", 0.0)
