"""Text as the search index takes it: words as they are; Chinese, Japanese, Korean, Thai as overlapping pairs."""

from __future__ import annotations

import re
import unicodedata

VERSION = 2  # raise it whenever `indexed` gives other words: opening a shop then builds its index anew

# Scripts written without spaces between words (Korean has them, but its endings hide the word).
_RUN = re.compile(
    "["
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Tibetan, Burmese, Khmer
    "\u3005-\u3007\u3031-\u3035\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff"  # kana, bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"  # Hangul
    "\U00020000-\U0003ffff"
    "]+"
)


def normal(text: str) -> str:
    """Compatibility forms made one: full-width digits, ligatures, decomposed accents."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _letters(run: str) -> str:
    # Vowel signs that stand above or below a letter would split the pairs apart in the tokenizer.
    return "".join(sign for sign in run if unicodedata.category(sign)[0] in "LN")


def _indexed_run(match: re.Match[str]) -> str:
    run = match[0]
    if not run.isalpha():
        run = _letters(run)
    # The last letter is a token of its own, so that every letter begins one and a single letter can be found.
    return " " + " ".join([run[place : place + 2] for place in range(len(run))]) + " "


def indexed(text: str) -> str:
    """The text to hand to the tokenizer."""
    if text.isascii():
        return text
    return _RUN.sub(_indexed_run, unicodedata.normalize("NFKC", text))


def _quoted(phrase: str) -> str:
    return '"' + phrase.replace('"', '""') + '"'


def match_query(query: str) -> str:
    """A search box's text in FTS5's language: all words must be there, the last one may be unfinished; "" if none.

    Nothing in it is taken for an operator. `"two words"` in quotes must stand together.
    """
    query = query.replace("\0", " ")  # would end the text for SQLite in the middle of a quotation
    parts: list[str] = []
    for exact, loose in re.findall(r'"([^"]*)"|([^\s"]+)', normal(query)):
        parts.extend(_terms(exact) if exact else _terms(loose))
    if parts and not (parts[-1][-1] == "*" or query[-1] == '"' or query[-1].isspace() or _RUN.match(query[-1])):
        parts[-1] += "*"
    return " ".join(parts)


def _terms(chunk: str) -> list[str]:
    terms: list[str] = []
    place = 0
    for match in _RUN.finditer(chunk):
        terms += _plain(chunk[place : match.start()])
        run = _letters(match[0])
        if len(run) == 1:
            terms.append(_quoted(run) + "*")
        elif run:
            terms.append(_quoted(" ".join(run[at : at + 2] for at in range(len(run) - 1))))
        place = match.end()
    return terms + _plain(chunk[place:])


def _plain(piece: str) -> list[str]:
    return [_quoted(piece)] if any(unicodedata.category(sign)[0] in "LN" for sign in piece) else []
