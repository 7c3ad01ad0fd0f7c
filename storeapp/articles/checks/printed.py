"""A text from a file held against the shop's rules, as the command line tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storeapp.articles.checks.records import ArticleGauge, CheckedArticle, Checking
from storeapp.articles.checks.rules import ArticleChecker
from storeapp.articles.checks.wording import compared_words
from storeapp.kernel.errors import UserError
from storeapp.kernel.places import language_code
from storeapp.kernel.text import N_, _, plural
from storeapp.rulebook.articles.usefulness import self_check
from storeapp.rulebook.messages.rules import message_rules

if TYPE_CHECKING:
    from datetime import date

    from storeapp.rulebook.articles.sameness import TextsSeen
    from storeapp.rulebook.messages.rules import MessageRule

SEVERITIES: Mapping[str, str] = {"BLOCK": N_("stops"), "WARN": N_("warns"), "INFO": N_("mentions")}
GAUGES: Mapping[str, str] = {
    "promotion": N_("Promotion share"),
    "ease": N_("Reading ease"),
    "sentences": N_("Long sentences"),
    "title": N_("Title width"),
    "same": N_("Like older text"),
    "length": N_("Words"),
}
LARGEST = 20_000_000  # bytes of a file: an article is a thousandth of it


def read_markdown(path: Path) -> str:
    """The text of a file in UTF-8; UserError where there is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(_("{file} is too large for an article.").format(file=path.name))
        return path.read_text("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as why:
        raise UserError(_("{file} can't be read.").format(file=path)) from why
    except UnicodeDecodeError as why:
        raise UserError(_("{file} is no text in UTF-8.").format(file=path.name)) from why


def readers_language(said: str) -> str:
    """The code of a language, whatever it is called; UserError for what is none."""
    code = language_code(said.strip()) or ""
    if code and not 2 <= len(code.partition("-")[0]) <= 3:
        raise UserError(_("“{language}” is no language. Write its code, for example en or zh.").format(language=said))
    return code


def check_text(
    text: str, known: Checking, rules: tuple[MessageRule, ...], today: date, others: TextsSeen
) -> CheckedArticle:
    """What is found in a text that is no article of the shop."""
    return ArticleChecker(known, rules, today, others).check(text)


def printed_check(found: CheckedArticle, text: str, known: Checking) -> dict[str, Any]:
    """What was found, as JSON can say it: severities "block", "warn", "info"; lines and columns from 1."""
    return {
        "language": found.language,
        "country": known.country,
        "place": {"name": known.place.name, "platform": known.place.platform, "kind": known.place.place},
        "length": found.length,
        "publishable": not found.blockers,
        "findings": [
            {
                "rule": one.rule,
                "severity": one.severity.lower(),
                "kind": one.kind,
                "line": one.line,
                "column": None if one.span is None else one.span[0] - text.rfind("\n", 0, one.span[0]),
                "span": None if one.span is None else list(one.span),
                "words": one.place_text,
                "message": one.sentence,
                "why": one.why,
                "source": one.source,
                "mend": None if one.mend is None else one.mend.words,
            }
            for one in found.findings
        ],
        "measures": [
            {"name": one.name, "value": round(one.value, 1), "limit": one.limit, "unit": one.unit, "fine": one.fine}
            for one in found.gauges
        ],
        "claims": [{"sentence": one.sentence, "kinds": list(one.kinds), "line": one.line} for one in found.claims],
        "nothing_to_say": list(found.fine),
        "not_looked_at": list(found.unasked),
        "compared_with": found.compared,
        "ask_yourself": questions(),
    }


def questions() -> list[str]:
    """What only the writer can answer, in the order of asking."""
    return [_(question) for question, _about in self_check()]


def rule_titles(ids: Sequence[str]) -> list[str]:
    """The names of rules, of house rules their ids."""
    titles = {one.id: one.title for one in message_rules()}
    return [_(titles[one]) if one in titles else one for one in ids]


def check_lines(found: CheckedArticle, known: Checking) -> Iterator[str]:
    """The same for people: a finding a line, then the measures, and what was looked at."""
    for one in found.findings:
        where = _("line {number}").format(number=one.line) if one.line is not None else _("whole text")
        yield f"{_(SEVERITIES[one.severity])}  {where}  {one.sentence}  [{one.rule}]"
        if one.severity != "INFO" and one.why:
            yield f"    {one.why}"
    for gauge in found.gauges:
        yield gauge_line(gauge)
    yield compared_words(found.compared)
    if found.unasked:
        yield unasked_words()
    stops, warns = len(found.blockers), len(found.to_fix)
    if stops:
        yield plural("{count} finding stops publishing.", "{count} findings stop publishing.", stops)
    elif warns:
        yield plural(
            "Nothing stops it; {count} finding to look at.", "Nothing stops it; {count} findings to look at.", warns
        )
    else:
        yield _("Nothing was found of what was looked for.")
    if not known.country:
        yield _("No country was given: only rules of every country were looked at. Say it with --country.")


def unasked_words() -> str:
    """Why rules on labels were not looked at."""
    return _("Rules on labels of advertising were not looked at: nobody paid, says the brief.")


def gauge_line(gauge: ArticleGauge) -> str:
    """`Promotion share 14 %, at most 20 %`."""
    told = _("{name}: {value}, at least {limit}") if gauge.least else _("{name}: {value}, at most {limit}")
    unit = f" {gauge.unit}" if gauge.unit else ""
    return told.format(name=_(GAUGES[gauge.name]), value=f"{gauge.value:.0f}{unit}", limit=f"{gauge.limit:g}{unit}")
