"""Costs and figures of service in words: the same on the page, on Today, on the command line and in the report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from storeapp.aftersales.causes.costs import Costs
from storeapp.aftersales.causes.metrics import wait_words
from storeapp.aftersales.causes.queries.metrics import HeadFigures
from storeapp.kernel.days import MONTHS, month_and_year
from storeapp.kernel.text import _, plural


def percent(share: float) -> str:
    """`1.9%`, `0.04%`, `91%`: as many decimals as a small share needs."""
    value = 100 * share
    return f"{value:.0f}%" if value >= 10 or not value else f"{value:.1f}%" if value >= 0.1 else f"{value:.2f}%"


def cost_words(costs: Sequence[Costs], today: date) -> str:
    """`Cost of issues in July €412.60, 1.9% of sales`; "" where nothing was spent."""
    spent = [one for one in costs if one.money.minor]
    if not spent:
        return ""
    parts = []
    for one in spent:
        share = one.share
        words = (
            _("{amount}, {share} of sales").format(amount=one.money, share=percent(share)) if share is not None else ""
        )
        parts.append(words or str(one.money))
    said = _("Cost of issues in {month} {amounts}")
    return said.format(month=_(MONTHS[today.month - 1]), amounts=_(" + ").join(parts))


def unpriced_words(costs: Sequence[Costs]) -> str:
    """What is not in the costs, as nobody gave a price: replacements, and time."""
    goods, minutes = sum(one.unpriced for one in costs), sum(one.untimed for one in costs)
    parts = []
    if goods:
        parts.append(
            plural(
                "Without {count} replacement of a product whose cost is not known.",
                "Without {count} replacements of products whose cost is not known.",
                goods,
            )
        )
    if minutes:
        hours = f"{minutes / 60:.1f}".removesuffix(".0")
        parts.append(_("Without {hours} h of work, as no hour has a price.").format(hours=hours))
    return " ".join(parts)


def head_words(found: HeadFigures, room: bool = True) -> str:
    """`Promises kept 91%, first answer 3.5 h, closed in 3.2 days`; "" while nothing is known.

    With `room` for it, cases per 100 orders too; that is told alone where nothing else is known.
    """
    parts = []
    if found.kept.share is not None:
        parts.append(_("Promises kept {share}").format(share=f"{found.kept.share:.0%}"))
    if found.first_reply.median is not None:
        parts.append(_("first answer {wait}").format(wait=wait_words(found.first_reply.median)))
    if found.resolution.median is not None:
        parts.append(_("closed in {wait}").format(wait=wait_words(found.resolution.median)))
    if found.cases.part and found.cases.share is not None and (room or not parts):
        rate = f"{100 * found.cases.share:.1f}"
        parts.append(_("{rate} cases per 100 orders").format(rate=rate))
    words = _(", ").join(parts)
    return words[:1].upper() + words[1:]


def head_tip(found: HeadFigures) -> str:
    """What the head's figures mean, and how far nine of ten reach."""
    lines = [_("Of the last 90 days. Half of all cases were faster than the time shown.")]
    for words, wait in (
        (_("First answer: nine of ten within {wait}, {count} cases"), found.first_reply),
        (_("Closed: nine of ten within {wait}, {count} cases"), found.resolution),
    ):
        if wait.ninth is not None:
            lines.append(words.format(wait=wait_words(wait.ninth), count=f"{wait.count:,}"))
    if found.kept.whole:
        words = _("Promises kept in time: {part} of {whole}")
        lines.append(words.format(part=f"{found.kept.part:,}", whole=f"{found.kept.whole:,}"))
    for words, portion in (
        (_("Opened again after closing: {part} of {whole}"), found.reopened),
        (_("Products with one reason twice: {part} of {whole}"), found.repeated),
        (_("Bad reviews turned: {part} of {whole}"), found.turned),
    ):
        if portion.whole:
            lines.append(words.format(part=f"{portion.part:,}", whole=f"{portion.whole:,}"))
    if found.cases.part:
        words = _("Cases since {month}: {part}, orders: {whole}")
        month = month_and_year(found.since[:7])
        lines.append(words.format(month=month, part=f"{found.cases.part:,}", whole=f"{found.cases.whole:,}"))
    return "\n".join(lines)
