"""Templates of messages: what they may say, how they are filled, and why one can't be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import resource
from storeapp.kernel.text import _
from storeapp.messages.limits import FilterFailureError, rendered, unknown_names

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
class Variable:
    """What a template may name. `title` and `sample` are messages to translate, `sample` stands in previews.

    `fallback`: the word of the language's file that stands where the shop doesn't know the value, "" for none.
    """

    title: str
    sample: str = ""
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One kind of message a room writes. `id` is kept with the owner's templates and names the folder of the others.

    `situations` gives what a message may be for: ids with titles to translate, in order.
    """

    id: str
    variables: Mapping[str, Variable]
    situations: Callable[[], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One template. `id` is None for those that come with the program."""

    id: int | None
    language: str
    situation: str
    name: str
    body: str


@cache
def _content(kind: str, language: str) -> Mapping[str, Any]:
    file = resource("templates", kind, f"{language}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


@cache
def built_in(kind: str, language: str) -> tuple[TemplateRow, ...]:
    """The templates that come with the program, none for a language without any."""
    rows = _content(kind, language).get("template", ())
    return tuple(TemplateRow(None, language, row["situation"], row["name"], row["body"]) for row in rows)


def phrase(kind: str, language: str, name: str) -> str:
    """A word a language adds, such as its `signoff`: in English where it has none, "" where English has none either."""
    return str(_content(kind, language).get(name) or _content(kind, "en").get(name, ""))


def with_fallbacks(kind: MessageKind, language: str, values: Mapping[str, str]) -> dict[str, str]:
    """The values, and the language's own words for those that the shop doesn't know."""
    found = dict(values)
    for name, variable in kind.variables.items():
        found[name] = found.get(name, "") or (phrase(kind.id, language, variable.fallback) if variable.fallback else "")
    return found


def offered(kind: str, language: str, situation: str, own: tuple[TemplateRow, ...]) -> list[TemplateRow]:
    """The templates of a language, the program's English ones where it has none: sorted by how well they fit."""
    mine = [one for one in own if one.language == language]
    return sorted_for([*mine, *(built_in(kind, language) or built_in(kind, "en"))], situation)


def sorted_for(templates: list[TemplateRow], situation: str) -> list[TemplateRow]:
    """The fitting ones first, the owner's own before the program's; else as they come."""
    return sorted(templates, key=lambda one: (one.situation != situation or not situation, one.id is None))


def put_together(kind: MessageKind, template: TemplateRow, values: Mapping[str, str], first: bool) -> str:
    """A template as it stands in the message; under the first one of the program's comes the signature."""
    known = with_fallbacks(kind, template.language, values)
    signoff = phrase(kind.id, template.language, "signoff")
    signed = first and template.id is None and signoff and known.get("name")
    return filled(f"{template.body}\n{signoff}" if signed else template.body, known)


def language_of(code: str, text: str = "") -> str:
    """The language to answer in, of a text's language as imported and its words; English where it isn't known."""
    base = code.replace("_", "-").split("-")[0].casefold()
    if base in ("zh", "cmn", "yue"):
        folded = code.casefold()
        traditional = any(mark in folded for mark in ("hant", "tw", "hk", "mo"))
        return "zh-Hant" if traditional or _TRADITIONAL.search(text) else "zh-Hans"
    return base if base in LANGUAGES else "en"


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
    """The template with its variables in place; UserError names what is wrong with it. `values` has every variable."""
    if len(body) > LONGEST_BODY:
        message = _("The template is too long. Use at most {count} characters.")
        raise UserError(message.format(count=f"{LONGEST_BODY:,}"))
    with _said(values):
        text = rendered(body, values)
    return re.sub(r"[ \t]{2,}", " ", text).strip()


@contextmanager
def _said(known: Collection[str]) -> Iterator[None]:
    """Turn what is wrong with a template into a sentence."""
    import liquid

    try:
        yield
    except liquid.exceptions.UndefinedError as why:
        raise _unknown("variable", _token(why), known) from why
    except liquid.exceptions.ResourceLimitError as why:
        raise UserError(_("The template repeats too much. Shorten its loop.")) from why
    except liquid.exceptions.UnknownFilterError as why:
        raise _unknown("filter", _token(why), known) from why
    except FilterFailureError as why:
        message = _("The template's filter “{name}” can't work with what it gets.")
        raise UserError(message.format(name=why.args[0])) from why
    except liquid.exceptions.LiquidError as why:
        message = _("The template can't be read in line {line}. Check its {{{{ }}}} and {{% %}}.")
        raise UserError(message.format(line=_line(why))) from why


def _unknown(what: str, name: str, known: Collection[str]) -> UserError:
    if what == "filter":
        return UserError(_("The template uses a filter that does not exist: “{name}”.").format(name=name))
    message = _("The template uses “{name}”, which is not known. Known are: {names}.")
    return UserError(message.format(name=name, names=_(", ").join(known)))


def check_template(kind: MessageKind, name: str, language: str, body: str) -> str:
    """The template filled with sample values, as a preview; UserError says why it can't be kept."""
    if not name.strip():
        raise UserError(_("Give the template a name."))
    if len(name) > LONGEST_NAME:
        raise UserError(_("The name is too long. Use at most {count} characters.").format(count=LONGEST_NAME))
    if not body.strip():
        raise UserError(_("The template is empty."))
    values = sample_values(kind, language)
    preview = filled(body, values)
    with _said(values):
        # Also what the preview didn't come to: `{% else %}` is for the orders of which less is known.
        unknown = unknown_names(body, values)
    if unknown:
        raise _unknown(*unknown[0], values)
    return preview


def sample_values(kind: MessageKind, language: str) -> dict[str, str]:
    """Values for a preview."""
    samples = {name: _(one.sample) if one.sample else "" for name, one in kind.variables.items()}
    return with_fallbacks(kind, language, samples)


def _token(why: Any) -> str:
    return str(why.token.value) if getattr(why, "token", None) is not None else ""


def _line(why: Any) -> int:
    token = getattr(why, "token", None)
    return 1 if token is None else token.source.count("\n", 0, max(0, token.start_index)) + 1
