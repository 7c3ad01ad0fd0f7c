"""In which language a review is written: its script first, then its small words, then a statistical guess."""

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
LETTERS_FOR_A_GUESS = 20
FEWEST_GUESSES = 10  # loading the model takes about a second
MOST_GUESSES = 2_000  # a file of many short texts is not worth seconds of guessing


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
    """One language code a text; "" where the text is too short to tell, None where there is no text."""
    found: list[str | None] = []
    unsure: list[int] = []
    for index, text in enumerate(texts):
        if not text:
            found.append(None)
            continue
        script = script_of(text)
        if script in {"latin", "cyrillic"}:
            language = by_small_words(text, LATIN if script == "latin" else CYRILLIC)
            if not language and sum(map(str.isalpha, text[:200])) >= LETTERS_FOR_A_GUESS:
                unsure.append(index)
            found.append(language)
        else:
            found.append(script)
    known = Counter(language for language in found if language)
    if known and len(unsure) < 0.3 * sum(known.values()):
        usual, count = known.most_common(1)[0]
        if count > 0.9 * sum(known.values()):
            # One language speaks nearly everywhere: loading a model to confirm it costs a second and tells nothing.
            for index in unsure:
                found[index] = usual
            return found
    if len(unsure) >= FEWEST_GUESSES:
        _guess(texts, unsure[:MOST_GUESSES], found)
    return found


@cache
def _model() -> Any:
    from py3langid.langid import LanguageIdentifier

    model = LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
    model.set_languages([language for language in (*LATIN, *CYRILLIC) if language in set(model.labels)])
    return model


def _guess(texts: Sequence[str | None], unsure: Sequence[int], found: list[str | None]) -> None:
    for index in unsure:
        language, sure = _model().classify((texts[index] or "")[:400])
        found[index] = language if sure > 0.6 else ""
