"""Reply templates: what they may say about a review, how they are filled, and why one can't be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import resource
from storeapp.kernel.text import N_, _
from storeapp.reputation.replies.limits import rendered
from storeapp.rulebook.reasons import PROMISED as PROMISED
from storeapp.rulebook.reasons import reasons
from storeapp.rulebook.replies import check as check
from storeapp.rulebook.reply_rules import SEVERITIES, reply_book
from storeapp.rulebook.reply_rules import Facts as Facts
from storeapp.rulebook.reply_rules import Finding as Finding

VARIABLES: Mapping[str, str] = {
    "first_name": N_("First name"),
    "product": N_("Product"),
    "order_date": N_("Order date"),
    "problem": N_("Problem"),
    "promise": N_("Promise"),
    "contact": N_("Contact"),
    "shop_name": N_("Shop name"),
    "name": N_("Your name"),
    "role": N_("Your role"),
}
LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "es": "Español",
    "ru": "Русский",
    "id": "Bahasa Indonesia",
    "de": "Deutsch",
    "pt": "Português",
    "zu": "isiZulu",
}
LONGEST_BODY = 4000
LONGEST_NAME = 60
_TRADITIONAL = re.compile(r"[們這對嗎產質裝貨謝與為麼後]")


@dataclass(frozen=True, slots=True)
class ReplyTemplate:
    """One template. `id` is None for those that come with the program."""

    id: int | None
    language: str
    situation: str
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a language adds: the line under a reply, and words for what isn't known."""

    signoff: str
    contact: str
    product: str


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the list of checks: findings of one kind in one place, by however many rules."""

    finding: Finding
    rules: tuple[str, ...]
    overruled: bool = False


def told(text: str, found: Sequence[Finding], overruled: Sequence[tuple[str, str]]) -> list[Told]:
    """The findings for the list, those of one kind in one place together, what stops first.

    `overruled`: (rule, the reply as it was) of stops the owner overruled; such a stop holds no more as long as the
    words it is about are the same.
    """
    groups: dict[tuple[str, object], list[Finding]] = {}
    for one in found:
        groups.setdefault((one.code, one.span), []).append(one)
    lines = []
    for together in groups.values():
        stops = [one for one in together if one.severity == "BLOCK"]
        free = bool(stops) and all(_overruled(text, one, overruled) for one in stops)
        lines.append(Told(together[0], tuple(one.rule for one in together), free))
    return sorted(lines, key=lambda one: (one.overruled, SEVERITIES.index(one.finding.severity)))


def stopping(lines: Sequence[Told]) -> list[Told]:
    """The lines that still stop the reply."""
    return [one for one in lines if one.finding.severity == "BLOCK" and not one.overruled]


def _overruled(text: str, finding: Finding, overruled: Sequence[tuple[str, str]]) -> bool:
    words = text if finding.span is None else text[slice(*finding.span)]
    return any(rule == finding.rule and words.strip() in kept for rule, kept in overruled)


def rule_words(rule: str) -> str:
    """A rule's title with its source, for a tooltip."""
    known = next(one for one in reply_book().rules if one.id == rule)
    return _("{title} ({id}). {source}, checked {day}").format(
        title=_(known.title), id=known.id, source=known.source, day=known.checked_on
    )


@cache
def situations() -> Mapping[str, str]:
    """What a reply answers: ids and titles, in order."""
    content = tomllib.loads(resource("rulebook", "replies", "rules.toml").read_text("utf-8"))
    return {row["id"]: row["title"] for row in content["situation"]}


@cache
def _content(language: str) -> Mapping[str, Any]:
    file = resource("templates", "replies", f"{language}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


@cache
def built_in(language: str) -> tuple[ReplyTemplate, ...]:
    """The templates that come with the program, none for a language without any."""
    rows = _content(language).get("template", ())
    return tuple(ReplyTemplate(None, language, row["situation"], row["name"], row["body"]) for row in rows)


def phrases(language: str) -> Phrases:
    """A language's own phrases, in English where it has none."""
    content = _content(language) or _content("en")
    return Phrases(content["signoff"], content["contact"], content["product"])


def language_of(code: str, text: str = "") -> str:
    """The language to answer in, of a review's language as imported and its words; English where it isn't known."""
    base = code.replace("_", "-").split("-")[0].casefold()
    if base in ("zh", "cmn", "yue"):
        folded = code.casefold()
        traditional = any(mark in folded for mark in ("hant", "tw", "hk", "mo"))
        return "zh-Hant" if traditional or _TRADITIONAL.search(text) else "zh-Hans"
    return base if base in LANGUAGES else "en"


def situation_of(stars: int | None, reason: str) -> str:
    """The situation a review most likely asks for: by its case's reason, else by its stars; "" where it may be any."""
    if reason in reasons():
        return reasons()[reason].situation
    if stars is None:
        return ""
    return "thanks" if stars >= 4 else "mixed" if stars == 3 else ""


def sorted_for(templates: list[ReplyTemplate], situation: str) -> list[ReplyTemplate]:
    """The fitting ones first, the owner's own before the program's; else as they come."""
    return sorted(templates, key=lambda one: (one.situation != situation or not situation, one.id is None))


def first_name(name: str, show: bool = True) -> str:
    """The given name of "Ann Lee" or "Lee, Ann"; "" of a handle, a Chinese full name, or initials."""
    plain = name.strip()
    if "," in plain:
        plain = plain.partition(",")[2].strip() or plain
    word = plain.split()[0] if plain.split() else ""
    spoken = re.fullmatch(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)*", word) is not None
    chinese = re.search(r"[\u3400-\u9fff]", word) is not None
    return word if show and spoken and not chinese and word[0].isupper() and not word.isupper() else ""


def filled(body: str, values: Mapping[str, str]) -> str:
    """The template with its variables in place; UserError names what is wrong with it."""
    import liquid

    if len(body) > LONGEST_BODY:
        message = _("The template is too long. Use at most {count} characters.")
        raise UserError(message.format(count=f"{LONGEST_BODY:,}"))
    try:
        text = rendered(body, values)
    except liquid.exceptions.UndefinedError as why:
        raise UserError(_unknown(why)) from why
    except liquid.exceptions.ResourceLimitError as why:
        raise UserError(_("The template repeats too much. Shorten its loop.")) from why
    except liquid.exceptions.UnknownFilterError as why:
        message = _("The template uses a filter that does not exist: “{name}”.")
        raise UserError(message.format(name=_token(why))) from why
    except liquid.exceptions.LiquidError as why:
        message = _("The template can't be read in line {line}. Check its {{{{ }}}} and {{% %}}.")
        raise UserError(message.format(line=_line(why))) from why
    return re.sub(r"[ \t]{2,}", " ", text).strip()


def check_template(name: str, language: str, body: str) -> str:
    """The template filled with sample values, as a preview; UserError says why it can't be kept."""
    if not name.strip():
        raise UserError(_("Give the template a name."))
    if len(name) > LONGEST_NAME:
        raise UserError(_("The name is too long. Use at most {count} characters.").format(count=LONGEST_NAME))
    if not body.strip():
        raise UserError(_("The template is empty."))
    return filled(body, sample_values(language))


def sample_values(language: str) -> dict[str, str]:
    """Values for a preview."""
    known = phrases(language)
    return {
        "first_name": _("Ann"),
        "product": _("the walnut lamp"),
        "order_date": _("2 July"),
        "problem": _("the cracked shade"),
        "promise": _("a new shade by Saturday"),
        "contact": known.contact,
        "shop_name": _("Your shop"),
        "name": _("Your shop"),
        "role": "",
    }


def _unknown(why: Any) -> str:
    name = _token(why)
    names = _(", ").join(VARIABLES)
    message = _("The template uses “{name}”, which is not known. Known are: {names}.")
    return message.format(name=name, names=names)


def _token(why: Any) -> str:
    return str(why.token.value) if getattr(why, "token", None) is not None else ""


def _line(why: Any) -> int:
    token = getattr(why, "token", None)
    return 1 if token is None else token.source.count("\n", 0, max(0, token.start_index)) + 1
