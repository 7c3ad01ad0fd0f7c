"""Count how letters follow each other in many languages, for telling in which code page a text is written.

The words come from Unicode's CLDR (names of countries, languages, currencies, cities, months, through Babel), from the
lists of frequent words of stopwordsiso, and from our own lists of column names and statuses. Run it to make
resources/wordlists/letters.tsv anew: `.venv/bin/python packaging/letters.py`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import stopwordsiso
from babel import Locale

OUT = Path(__file__).resolve().parents[1] / "resources" / "wordlists" / "letters.tsv"
LANGUAGES = (
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "sv",
    "da",
    "nb",
    "fi",
    "is",
    "ca",
    "en",
    "pl",
    "cs",
    "sk",
    "hu",
    "sl",
    "hr",
    "ro",
    "sq",
    "tr",
    "lt",
    "lv",
    "et",
    "ru",
    "uk",
    "bg",
    "sr",
    "mk",
    "el",
    "he",
    "ar",
    "fa",
    "th",
    "vi",
)
STOPWORDS = {"nb": "no"}
FREQUENT = 3  # a frequent word counts as often as that many names
BACKED = 4.0  # how many pairs the letter alone counts for
MOST = 1500  # pairs kept of a language: the frequent ones


def words_of(language: str) -> Counter[str]:
    """Words of a language in small letters, with how much each counts."""
    locale = Locale.parse(language)
    names: Counter[str] = Counter()
    for table in (locale.territories, locale.languages, locale.currencies):
        for name in table.values():
            names.update(letters(name))
    for zone in locale.time_zones.values():
        names.update(letters(zone.get("city", "")))
    for width in locale.months["format"].values():
        for name in width.values():
            names.update(letters(name))
    for width in locale.days["format"].values():
        for name in width.values():
            names.update(letters(name))
    for unit in locale.unit_display_names.values():
        for name in unit.values() if isinstance(unit, dict) else [unit]:
            names.update(letters(str(name)))
    weights = Counter({word: 1 + min(3.0, math.log(count)) for word, count in names.items()})  # type: ignore[dict-item]
    for word in stopwordsiso.stopwords(STOPWORDS.get(language, language)):
        for part in letters(word):
            weights[part] += FREQUENT
    return weights


def letters(text: str) -> list[str]:
    """The words in a text, in small letters, accents joined to their letters."""
    return re.findall(r"(?:[^\W\d_]|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])+", unicodedata.normalize("NFC", text.lower()))


def costs(language: str) -> list[str]:
    """Pairs and single letters with ten times the negative logarithm of their probability."""
    single: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for word, weight in words_of(language).items():
        framed = f" {word} "
        for first, second in pairwise(framed):
            pairs[first + second] += weight
            single[second] += weight
    total = sum(single.values())
    before = Counter()
    for pair, count in pairs.items():
        before[pair[0]] += count
    kept = []
    for letter, count in single.items():
        kept.append((count, letter, -10 * math.log(count / total)))
    seen = [(n, pair) for pair, n in pairs.items() if not pair.isascii()]
    for count, pair in sorted(seen, reverse=True)[:MOST]:
        share = single[pair[1]] / total
        likely = (count + BACKED * share) / (before[pair[0]] + BACKED)
        kept.append((count, pair, -10 * math.log(likely)))
    return [f"{piece}{min(99, round(cost))}" for _count, piece, cost in sorted(kept, key=lambda one: one[1])]


def main() -> None:
    """Write the table."""
    lines = [f"{language}\t{chr(31).join(costs(language))}" for language in LANGUAGES]
    OUT.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    print(OUT, OUT.stat().st_size)


if __name__ == "__main__":
    main()
