"""The four rules of a selling point as live checks, and what the page of the positioning may hold. Pure.

A selling point is taken from facts, is not limited to the product, differs from what others say, and is not said too
directly: a buyer's words instead of our praise.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import resource
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _, plural

ABOUT: Mapping[str, str] = {
    "product": N_("The product"),
    "company": N_("The company"),
    "making": N_("How it is made"),
    "service": N_("The service"),
}
RULES: Mapping[str, str] = {
    "true": N_("True"),
    "beyond": N_("Beyond the product"),
    "different": N_("Different"),
    "direct": N_("Not too direct"),
}
PROOFS: Mapping[str, str] = {
    "review": N_("A review"),
    "order": N_("Orders"),
    "case": N_("A case"),
    "attachment": N_("A file: test note, photo, certificate"),
    "figure": N_("A figure of the shop"),
    "link": N_("A web address"),
}
ENTRIES: Mapping[str, str] = {
    "who": N_("Who we are"),
    "promise": N_("What we promise"),
    "not": N_("What we are not"),
    "buyer": N_("As a buyer sees it"),
}
FINE, WARN, BAD = "fine", "warn", "bad"
USABLE = 3  # ticks from which a draft may use a point
RIVALS_DAYS = 90  # house: what rivals say is looked at again after so many days
ALIKE = 70  # house: from this likeness (0 to 100) on, rivals say the same
LONGEST_POINT, LONGEST_TEXT, LONGEST_NAME = 200, 2000, 120


@dataclass(frozen=True, slots=True)
class PointProof:
    """What proves a point. `was`: a figure's value when it was linked, `now`: today's, "" where none is counted."""

    id: int
    kind: str
    record: int | None
    text: str
    note: str
    was: str = ""
    now: str = ""
    gone: bool = False

    @property
    def moved(self) -> bool:
        """Whether the figure is another one by now."""
        return bool(self.was and self.now and self.was != self.now)


@dataclass(frozen=True, slots=True)
class PointFields:
    """What the owner says of a selling point. `about`: a key of ABOUT; `rivals_on`: the ISO day of `rivals_say`."""

    words: str
    about: str = "product"
    fact: str = ""
    buyers_words: str = ""
    rivals_say: str = ""
    rivals_on: str = ""


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """How a point stands with one of RULES: `state` fine | warn | bad, and why."""

    rule: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class AudienceFields:
    """For whom the shop is; `places`: where they read, "channel:3" or "outlet:5" or "site"."""

    name: str
    age: str = ""
    habits: str = ""
    taste: str = ""
    price_sense: str = ""
    wants: str = ""
    places: tuple[str, ...] = ()


def judged_point(
    fields: PointFields, proofs: Sequence[PointProof], others: Sequence[PointFields], today: date
) -> tuple[RuleVerdict, ...]:
    """How a point stands with the four rules, in their order. `others`: the shop's other points."""
    return (
        _true(fields, proofs),
        _beyond(fields, others),
        _different(fields, today),
        _not_direct(fields),
    )


def ticks(verdicts: Iterable[RuleVerdict]) -> int:
    """How many rules a point passes."""
    return sum(one.state == FINE for one in verdicts)


def _true(fields: PointFields, proofs: Sequence[PointProof]) -> RuleVerdict:
    kept = [one for one in proofs if not one.gone]
    if not kept:
        words = _("No evidence linked") if fields.fact.strip() else _("No fact behind it")
        if any(one.gone for one in proofs):
            words = _("Its evidence is gone")
        return RuleVerdict("true", BAD, words)
    moved = next((one for one in kept if one.moved), None)
    if moved is not None:
        return RuleVerdict(
            "true", WARN, _("It was {was} when you linked it, now it is {now}").format(was=moved.was, now=moved.now)
        )
    most = direct_words(fields.words, "most")
    if most and not any(one.kind in ("attachment", "link", "figure") for one in kept):
        return RuleVerdict(
            "true", WARN, _("“{word}” needs a figure or a document, not only a voice").format(word=most[0])
        )
    words = plural("{count} piece of evidence", "{count} pieces of evidence", len(kept))
    fact = " ".join(fields.fact.split())
    return RuleVerdict("true", FINE, f"{fact[:120]} · {words}" if fact else words)


def _beyond(fields: PointFields, others: Sequence[PointFields]) -> RuleVerdict:
    if fields.about != "product":
        return RuleVerdict("beyond", FINE, _("It is about: {what}").format(what=_(ABOUT[fields.about])))
    if any(one.about != "product" for one in others):
        return RuleVerdict("beyond", WARN, _("About the product only; other points speak of the rest"))
    return RuleVerdict("beyond", BAD, _("All your points are about the product. Say something of who makes it, or how"))


def _different(fields: PointFields, today: date) -> RuleVerdict:
    said = " ".join(fields.rivals_say.split())
    if not said:
        return RuleVerdict("different", BAD, _("Nothing noted of what rivals say"))
    if likeness(fields.words, said) >= ALIKE:
        return RuleVerdict("different", BAD, _("Rivals say nearly the same"))
    if not fields.rivals_on:
        return RuleVerdict("different", WARN, _("Nobody noted on which day rivals said so"))
    days = (today - date.fromisoformat(fields.rivals_on)).days
    if days > RIVALS_DAYS:
        words = plural("Looked at {count} day ago, look again", "Looked at {count} days ago, look again", days)
        return RuleVerdict("different", WARN, words)
    return RuleVerdict("different", FINE, _("Rivals say something else"))


def _not_direct(fields: PointFields) -> RuleVerdict:
    most, praise = direct_words(fields.words, "most"), direct_words(fields.words, "praise")
    if most or praise:
        return RuleVerdict("direct", BAD, _("“{word}” is our own praise").format(word=(most or praise)[0]))
    heard = " ".join(fields.buyers_words.split())
    if not heard:
        return RuleVerdict("direct", WARN, _("Said by us. Add how a buyer said it"))
    if likeness(fields.words, heard) >= 95:
        return RuleVerdict("direct", WARN, _("The buyer's words are the same as ours"))
    return RuleVerdict("direct", FINE, _("Said by a buyer, not by us"))


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    content = tomllib.loads(resource("articles", "direct_words.toml").read_text("utf-8"))
    spelt: list[str] = []
    signs: list[str] = []
    for language, row in content.items():
        for word in (one.strip() for one in row[kind].split(",")):
            target = signs if language == "zh" else spelt
            target.append(re.escape(word).replace(r"\*", r"\w*"))
    spelt.sort(key=len, reverse=True)
    signs.sort(key=len, reverse=True)
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)", re.IGNORECASE),
        re.compile("|".join(signs)),
    )


def direct_words(text: str, kind: str) -> list[str]:
    """The words of self-praise (`kind` "praise") or of beating everybody ("most") in a text, as they stand there."""
    spelt, signs = _patterns(kind)
    return [found[0] for pattern in (spelt, signs) for found in pattern.finditer(text)]


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 100: which part of the shorter one's words the other one has."""
    first, second = _word_set(one), _word_set(other)
    return 100 * len(first & second) / min(len(first), len(second)) if first and second else 0.0


def _word_set(text: str) -> frozenset[str]:
    low = text.casefold()
    words = set(re.findall(r"[^\W_\u3400-\u9fff]+", low))
    for run in re.findall(r"[\u3400-\u9fff]+", low):
        words.update(run[place : place + 2] for place in range(max(1, len(run) - 1)))
    return frozenset(words)


def checked_point(fields: PointFields, today: date) -> PointFields:
    """The fields tidied up; UserError says what is wrong."""
    if fields.about not in ABOUT:
        raise ValueError(fields.about)
    words = " ".join(fields.words.split())
    if not words:
        raise UserError(_("Say the selling point in a few words. Nothing was changed."))
    if len(words) > LONGEST_POINT:
        raise UserError(_("The text is too long. Use at most {count} characters.").format(count=LONGEST_POINT))
    texts = tuple(one.strip() for one in (fields.fact, fields.buyers_words, fields.rivals_say))
    if max(map(len, texts)) > LONGEST_TEXT:
        raise UserError(_("The text is too long. Use at most {count} characters.").format(count=LONGEST_TEXT))
    day = _day(fields.rivals_on, today)
    fact, buyers, rivals = texts
    return PointFields(words, fields.about, fact, buyers, rivals, day or (today.isoformat() if rivals else ""))


def _day(text: str, today: date) -> str:
    plain = text.strip()
    if not plain:
        return ""
    try:
        day = date.fromisoformat(plain)
    except ValueError:
        raise UserError(_("“{value}” is not a day. Write it like 2026-07-18.").format(value=text)) from None
    if day > today:
        raise UserError(_("This day is still to come. Nothing was changed."))
    return day.isoformat()


def checked_audience(fields: AudienceFields) -> AudienceFields:
    """The fields tidied up; UserError says what is wrong."""
    name = " ".join(fields.name.split())
    if not name:
        raise UserError(_("Give these readers a name. Nothing was changed."))
    if len(name) > LONGEST_NAME:
        raise UserError(_("The text is too long. Use at most {count} characters.").format(count=LONGEST_NAME))
    kept = {key: getattr(fields, key).strip() for key in ("age", "habits", "taste", "price_sense", "wants")}
    return replace(fields, name=name, **kept)


def checked_aims(aims: Mapping[str, int]) -> dict[str, int]:
    """What percent of texts each goal is to be; UserError where they don't make 100."""
    kept = dict(aims)
    if any(percent < 0 for percent in kept.values()) or sum(kept.values()) != 100:
        raise UserError(_("The aims must make 100% together. Nothing was changed."))
    return kept


def words_in(text: str) -> int:
    """How many words a text has; a sign of Chinese is one."""
    return len(re.findall(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+", text))
