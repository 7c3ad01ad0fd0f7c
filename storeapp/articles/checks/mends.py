"""Changes that mend a finding: they take out, soften, part or fill in what the shop has written elsewhere.

A mend never says more than what stood there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from storeapp.articles.checks.records import TextMend
from storeapp.kernel.paths import resource
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.kernel.titles import short_title
from storeapp.rulebook.articles.assertions import read_block
from storeapp.rulebook.articles.blocks import Span, plain_text
from storeapp.rulebook.articles.paid import label_in
from storeapp.rulebook.articles.reading import ArticleReading, title_width
from storeapp.rulebook.messages.facts import Finding
from storeapp.rulebook.messages.rules import MessageRule

LONGEST_NAMED = 40  # half-width signs of a text that a button repeats
SOFTENED = frozenset(
    {"superlative", "absolute", "only", "tier1", "tier2", "tier3"}
)  # codes of findings on too strong words
PRESSING = frozenset({"urgency", "sales"})
LONGEST_WORD = 20  # signs of a strong word that begin before what was found
LEAST_PART = 20  # signs on each side of where a sentence is parted
LEAST_WIDE_PART = 8  # of Chinese and Japanese
_PICTURE = re.compile(r"!\[\s*\]\(\s*([^)\s]+)")
_TITLE_ENDS = re.compile(r"\s*[|｜•·:：—–]\s*|\s+-\s+|[,;，；。、]\s*")
_SEMICOLON = re.compile(r"[;；]\s*")
_WIDE_COMMA = re.compile("，")


@dataclass(frozen=True, slots=True)
class SofterWords:
    """Of one language: too strong words with what says less ("" takes them out), the longest first."""

    pattern: re.Pattern[str]
    instead: Mapping[str, str]


@cache
def softer_words() -> Mapping[str, SofterWords]:
    """By language."""
    found = {}
    for row in _content()["softer"]:
        instead = {word.casefold(): said for word, said in {**row["words"], **dict.fromkeys(row["out"], "")}.items()}
        either = "|".join(re.escape(one) for one in sorted(instead, key=len, reverse=True))
        whole = either if row["language"] == "zh" else rf"(?<!\w)(?:{either})(?!\w)"
        found[row["language"]] = SofterWords(re.compile(whole, re.IGNORECASE), instead)
    return found


@cache
def _ends() -> Mapping[str, re.Pattern[str]]:
    """By language where a sentence may end before a word that goes on with it."""
    return {
        row["language"]: re.compile(rf",\s+(?=(?:{'|'.join(row['words'])})\s)", re.IGNORECASE)
        for row in _content()["ends"]
    }


@cache
def _content() -> Mapping[str, Any]:
    file = resource("rulebook", "articles", "softer.toml")
    return tomllib.loads(file.read_text("utf-8"))


def mend_of(
    text: str, rule: MessageRule, found: Finding, reading: ArticleReading, alts: Mapping[str, str]
) -> TextMend | None:
    """What mends a finding, None where only the writer can. `alts`: what pictures of the library show, by address."""
    if rule.check == "label":
        return _label(rule, found)
    if found.span is None:
        return None
    if rule.check == "paid_words":
        return _added_label(label_in(reading.language))
    match found.code:
        case "title":
            return _shorter_title(text, found.span, rule)
        case "sentences":
            return _parted_sentence(text, found.span, reading.language)
        case "paragraph":
            return _parted_paragraph(text, found.span, reading)
        case "picture":
            return _filled_alt(text, found.span, alts)
        case code if code in PRESSING:
            return _without_sentence(text, found.span, reading)
        case code if code in SOFTENED:
            return _softer(text, found.span, code, reading)
    return None


def _label(rule: MessageRule, found: Finding) -> TextMend:
    labels = [str(one) for one in rule.values["good"]]
    label = next((one for one in labels if not one.startswith("#")), labels[0]).capitalize()
    if found.span is not None:
        return TextMend(found.span, label, _("Write “{label}”").format(label=label))
    return _added_label(label)


def _added_label(label: str) -> TextMend:
    return TextMend((0, 0), f"{label}\n\n", _("Add “{label}”").format(label=label))


def _softer(text: str, span: Span, code: str, reading: ArticleReading) -> TextMend | None:
    """The first change of a strong word after which the sentence asserts that no more."""
    known = softer_words().get(reading.language)
    if known is None:
        return None
    whole = next((one for one, _read in reading.sentences() if one[0] <= span[0] < one[1]), span)
    # The finding may be a part of what is to go: "best" of "the best", "最" of "最佳".
    for hit in known.pattern.finditer(
        text, max(whole[0], span[0] - LONGEST_WORD), min(whole[1], span[1] + LONGEST_WORD)
    ):
        if hit.start() >= span[1] or hit.end() <= span[0]:
            continue
        instead = known.instead[hit[0].casefold()]
        words = instead.capitalize() if instead and hit[0][0].isupper() else instead
        button = _("Write “{label}”").format(label=words)
        mend = TextMend(hit.span(), words, button) if words else _taken_out(text, hit.span(), hit[0])
        after = text[whole[0] : mend.span[0]] + mend.text + text[mend.span[1] : whole[1]]
        if code not in {kind for one in read_block(after, reading.language).sentences for kind in one.kinds}:
            return mend
    return None


def _taken_out(text: str, span: Span, words: str) -> TextMend:
    start, end = span
    while end < len(text) and text[end] == " ":  # one of two spaces goes as well
        end += 1
    if (end == len(text) or text[end] in ".,;:!?\n") and start and text[start - 1] == " ":
        start, end = start - 1, span[1]
    first = text[end : end + 1]
    opens = not text[:start].strip() or text[:start].rstrip(" ")[-1] in ".!?\n"
    button = _("Take out “{words}”").format(words=words)
    return TextMend((start, end + 1), first.upper(), button) if opens and first else TextMend((start, end), "", button)


def _without_sentence(text: str, span: Span, reading: ArticleReading) -> TextMend | None:
    whole = next((one for one, _read in reading.sentences() if one[0] <= span[0] < one[1]), None)
    if whole is None:
        return None
    start, end = whole
    while end < len(text) and text[end] == " ":
        end += 1
    words = short_title(plain_text(text[slice(*whole)]).text, LONGEST_NAMED)
    return TextMend((start, end), "", _("Take out “{words}”").format(words=words))


def _parted_sentence(text: str, span: Span, language: str) -> TextMend | None:
    wide = language in ("zh", "ja")
    least, words = LEAST_WIDE_PART if wide else LEAST_PART, text[slice(*span)]
    for pattern in filter(None, (_SEMICOLON, _WIDE_COMMA if wide else _ends().get(language))):
        places = [one for one in pattern.finditer(words) if least <= one.start() and one.end() <= len(words) - least]
        if places:
            middle = min(places, key=lambda one: abs(one.start() - len(words) / 2))
            start, end = span[0] + middle.start(), span[0] + middle.end()
            rest = short_title(plain_text(text[end : span[1]]).text, LONGEST_NAMED // 2)
            mark = "。" if wide else ". "
            button = _("End the sentence before “{words}”").format(words=rest)
            return TextMend((start, end + 1), mark + text[end].upper(), button)
    return None


def _parted_paragraph(text: str, span: Span, reading: ArticleReading) -> TextMend | None:
    own = [one for one, _read in reading.sentences() if span[0] <= one[0] < span[1]]
    block = next((block for block, _one in reading.prose() if block.start == span[0]), None)
    if len(own) < 2 or block is None or block.kind != "text":
        return None
    middle = min(own[1:], key=lambda one: abs(one[0] - (span[0] + span[1]) / 2))
    start = middle[0]
    while start > span[0] and text[start - 1] in " \n":
        start -= 1
    rest = short_title(plain_text(text[slice(*middle)]).text, LONGEST_NAMED // 2)
    return TextMend((start, middle[0]), "\n\n", _("New paragraph before “{words}”").format(words=rest))


def _shorter_title(text: str, span: Span, rule: MessageRule) -> TextMend | None:
    """The title up to the last of its breaks that fits; what a reader looks for stands at its beginning."""
    title, most = text[slice(*span)], rule.values.get("most")
    if most is None:
        return None
    fits = [head for head in _heads(title) if title_width(head) <= most and len(head) >= len(title) / 4]
    return TextMend(span, fits[-1], _("Shorten to “{words}”").format(words=fits[-1])) if fits else None


def _heads(title: str) -> Iterator[str]:
    for one in _TITLE_ENDS.finditer(title):
        if head := title[: one.start()].rstrip():
            yield head


def _filled_alt(text: str, span: Span, alts: Mapping[str, str]) -> TextMend | None:
    shown = _PICTURE.match(text, span[0])
    words = " ".join(alts.get(shown[1], "").split()).replace("[", "(").replace("]", ")") if shown else ""
    if not words or shown is None:
        return None
    end = text.index("]", span[0])
    return TextMend((span[0] + 2, end), words, _("Write “{label}”").format(label=short_title(words, LONGEST_NAMED)))


def pictures_without_words(text: str) -> Sequence[str]:
    """The addresses of pictures that say nothing to who can't see them."""
    return [one[1] for one in _PICTURE.finditer(text)]
