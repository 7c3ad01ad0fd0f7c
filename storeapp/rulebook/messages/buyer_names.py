"""Finds the buyer's surname in a reply: known ones, and names in the place where a reply greets somebody."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from storeapp.kernel.money import Money
from storeapp.kernel.paths import resource
from storeapp.rulebook.messages.wordlists import Span, words

_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_CAPITAL = r"[A-ZÀ-ÞŁŚŻŹĆА-ЯЁ][^\W\d_]+(?:[-'][^\W\d_]+)*"
_GREETINGS = (
    "dear|hi|hello|hey|liebe[r]?|hallo|guten tag|sehr geehrte[r]?|chère?|bonjour|cher|estimad[oa]|querid[oa]|hola"
    "|gentile|gentilissim[oa]|ciao|salve|prezad[oa]|olá|oi|car[oa]|уважаем(?:ая|ый)|дорог(?:ая|ой)|здравствуйте|halo|hai|yth\\.?"
    "|beste|geachte|szanown[ay]|drog[ia]|merhaba|sayın|sorry|thank you|thanks|danke|merci|gracias|grazie"
    "|obrigad[oa]|спасибо"
)
_GREETED = re.compile(
    rf"(?:^|[\n.!?]\s*)(?i:{_GREETINGS}),?\s+(?:(?i:ibu|bapak|bpk\.?|kak)\s+)?"
    rf"(?P<name>{_CAPITAL}(?:\s+(?:{_CAPITAL}|de|da|van|von|del|di)){{1,3}})(?=\s*(?:[,!.:;–—]|$))"
)
# One name or more after a greeting, and a Chinese one before "您好".
GREETED_ONE = re.compile(
    rf"(?:^|\n)\s*(?i:{_GREETINGS}),?\s+(?:(?i:ibu|bapak|bpk\.?|kak|mrs?\.?|ms\.?|herr|frau|sr\.?|sra\.?)\s+)?"
    rf"(?P<name>{_CAPITAL}(?:\s+{_CAPITAL}){{0,2}})(?=\s*(?:[,!.:;–—，！]|$|\n))"
)
HAN_GREETED = re.compile(r"(?:^|\n)\s*(?P<name>[\u3400-\u9fff]{2,3})(?:先生|女士|小姐)?[,，]?\s?(?:您好|你好)")
_FAREWELLS = (
    "grüßen?|grüsse|gruß|regards|wishes|yours|sincerely|cordialement|saludos|saluti|cumprimentos|abraços?|уважением|hormat"
    "|salam|groet(?:en)?|pozdrawiamy|saygılarımızla"
)
_SIGNED = re.compile(rf"(?:[–—]\s*|\n\s*-{{0,2}}\s*|(?:{_FAREWELLS})[,\s]+)[^\n.!?]{{1,45}}[.!]?\s*$", re.IGNORECASE)
_HAN_TITLE = re.compile("(?:先生|女士|小姐|太太)")
_JAPANESE = re.compile(r"[\u3400-\u9fff々]{2,5}様")
LISTS = ("everyday", "greeted", "han_surnames", "after_given", "before_given")
_VOCATIVE = ("u", "o", "ie")  # Polish first names as they are called: Kasiu, Anno, Adamie; surnames stay as they are
_NOBODY = (
    "客様",
    "者様",
    "皆様",
    "員様",
    "主様",
    "店様",
    "社様",
    "奥様",
    "神様",
    "同様",
    "模様",
    "仕様",
    "多様",
    "一様",
    "有様",
)


@dataclass(frozen=True, slots=True)
class Buyer:
    """Whom a reply answers: names as the shop and the channel know them, `number` and `total` of the order.

    `about`: the review's words and the product, which are no private matter; `reply`: names at the end of the text are
    the writer's own.
    """

    names: Sequence[str] = ()
    number: str = ""
    total: Money | None = None
    about: str = ""
    reply: bool = True


@cache
def _lists() -> dict[str, frozenset[str]]:
    content = tomllib.loads(resource("rulebook", "signs", "names.toml").read_text("utf-8"))
    return {key: frozenset(content[key].replace("\n", " ").split()) for key in LISTS}


def everyday_names() -> frozenset[str]:
    """Words in a greeting that name nobody: "all", "team"."""
    return _lists()["greeted"]


def names_in(text: str, low: str, buyer: Buyer, scripts: Sequence[str]) -> Iterator[Span]:
    """Where a buyer's full name or surname stands; what stands at the end of a reply is the writer's own."""
    signed = _SIGNED.search(text) if buyer.reply else None
    end = signed.start() if signed is not None and signed.start() > 0 else len(text)
    found = (
        *_known(text, buyer.names, buyer.about, scripts),
        *_titled(text, low, scripts),
        *_greeted(text),
        *_han(text, scripts),
    )
    yield from (span for span in found if span[0] < end)


def _known(text: str, names: Sequence[str], about: str, scripts: Sequence[str]) -> Iterator[Span]:
    for name in names:
        plain = name.strip()
        if _HAN_NAME.fullmatch(plain):
            wanted = f"{plain}|{plain[0]}(?:先生|女士|小姐|太太)"
            yield from (one.span() for one in re.finditer(wanted, text))
            continue
        parts = [part for part in re.split(r"[\s,]+", plain) if re.fullmatch(r"[^\W\d_]{2,}(?:[-'][^\W\d_]+)*", part)]
        if len(parts) < 2:
            continue
        yield from (one.span() for one in re.finditer(r"\s+".join(re.escape(part) for part in parts), text))
        for surname in parts[1:]:
            if surname.casefold() in _lists()["everyday"] or surname.casefold() in about.casefold().split():
                continue  # "Stone" or "Silber" alone is what the lamp is made of
            # A surname may be inflected: Лебедева, Лебедевой.
            stem, rest = (surname[:-1], r"\w{0,3}") if "cyrillic" in scripts and len(surname) > 4 else (surname, "")
            yield from (one.span() for one in re.finditer(rf"(?<!\w){re.escape(stem)}{rest}(?!\w)", text))


def _titled(text: str, low: str, scripts: Sequence[str]) -> Iterator[Span]:
    for start, end in words("title").spans(low, scripts):
        after = re.match(rf"\.?\s+{_CAPITAL}", text[end:])
        named = after[0].strip(". ").casefold() if after is not None else ""
        given = low[start:end] in _lists()["before_given"] and named.endswith(_VOCATIVE)
        shop = named in _lists()["greeted"] or given
        if after is not None and not shop and (text[start].isupper() or start == 0 or text[start - 1] == " "):
            yield start, end + after.end()


def _greeted(text: str) -> Iterator[Span]:
    for one in _GREETED.finditer(text):
        parts = one["name"].split()
        father = re.search(r"(?:вна|вич|ична)$", parts[1]) is not None  # a name and its father's
        given = len(parts) == 2 and (father or parts[1].casefold() in _lists()["after_given"])
        if not given and not any(part.casefold() in _lists()["greeted"] for part in parts):
            yield one.span("name")


def _han(text: str, scripts: Sequence[str]) -> Iterator[Span]:
    for one in _HAN_TITLE.finditer(text) if "han" in scripts else ():
        before = re.search(r"[\u3400-\u9fff]{1,3}$", text[: one.start()])
        for length in (3, 2, 1) if before is not None else ():
            name = text[one.start() - length : one.start()]
            if before is not None and length <= len(before[0]) and name[0] in _lists()["han_surnames"]:
                yield one.start() - length, one.end()
                break
    yield from (one.span() for one in _JAPANESE.finditer(text) if not one[0].endswith(_NOBODY))
