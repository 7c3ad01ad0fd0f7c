"""How often chance alone would do what a shop's ratings did, and how to say so."""

from __future__ import annotations

from math import exp, lgamma, log

from storeapp.kernel.text import _, plural

LONG = 1200.0  # months from which "less than once in 100 years" is enough


def at_least(hits: int, drawn: int, hits_before: int, before: int) -> float:
    """The chance of `hits` or more among the `drawn` latest, if they were shuffled with the `before` others.

    The exact one-sided permutation test of two shares (hypergeometric tail, Fisher): of drawn + before ratings,
    hits + hits_before are marked; how often does a random draw of `drawn` hold that many. 1.0 where nothing is marked.
    """
    whole, marked = drawn + before, hits + hits_before
    if hits <= 0 or hits <= marked - before:
        return 1.0
    plain = whole - marked
    top = min(marked, drawn)
    term = exp(_choose(marked, hits) + _choose(plain, drawn - hits) - _choose(whole, drawn))
    total = term
    for x in range(hits, top):
        term *= (marked - x) * (drawn - x) / ((x + 1) * (plain - drawn + x + 1))
        total += term
        if term < total * 1e-12:
            break
    return min(1.0, total)


def _choose(whole: int, part: int) -> float:
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)


def poisson_at_least(count: int, expected: float) -> float:
    """The chance of `count` or more events where `expected` are usual and they come independently."""
    if count <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    term = exp(count * log(expected) - expected - lgamma(count + 1))
    total, x = term, count
    while term > total * 1e-12:
        x += 1
        term *= expected / x
        total += term
    return min(1.0, total)


def how_rare(months: float) -> str:
    """`Chance does this less than once in 4 years.`; `months`: the bound on the time between two such chances."""
    if months >= LONG:
        return _("By chance alone this would happen less than once in 100 years.")
    if months >= 24:
        years = int(months / 12)
        return plural(
            "By chance alone this would happen less than once in {count} year.",
            "By chance alone this would happen less than once in {count} years.",
            years,
        )
    return plural(
        "By chance alone this would happen less than once in {count} month.",
        "By chance alone this would happen less than once in {count} months.",
        max(1, int(months)),
    )


def usually(hits: int, whole: int, drawn: int) -> str:
    """`usually 3 of 40`: what `hits` of `whole` come to in a draw of `drawn`."""
    expected = hits / whole * drawn if whole else 0.0
    if expected < 0.5:
        return _("usually none of {whole}").format(whole=f"{drawn:,}")
    return _("usually {part} of {whole}").format(part=f"{round(expected):,}", whole=f"{drawn:,}")
