"""What is said of a cause: its rates, how they changed, what the fix cost and saved, and what low ratings speak of."""

from __future__ import annotations

from datetime import date

from storeapp.aftersales.causes.metrics import Portion
from storeapp.aftersales.causes.queries.effects import CauseDetail, FixEffect, StarEffect
from storeapp.aftersales.causes.rules import VERDICTS, WATCH_DAYS, FixSaved, Judged, likely_of, per_hundred
from storeapp.kernel.days import spoken_day
from storeapp.kernel.money import Money
from storeapp.kernel.text import _, plural

ICONS = {"real": "check-circle", "early": "clock", "none": "minus", "worse": "alert-circle"}


def verdict(judged: Judged) -> tuple[str, str, str]:
    """The words of a verdict with the kind and icon of its tag."""
    words, kind = VERDICTS[judged.verdict]
    return _(words), kind, ICONS[judged.verdict]


def day_words(day: str, today: date) -> str:
    """`14 April`, "" for none."""
    return spoken_day(date.fromisoformat(day), today) if day else ""


def span_words(first: date, last: date, today: date) -> str:
    """`1 January to 31 March`."""
    return _("{first} to {last}").format(first=spoken_day(first, today), last=spoken_day(last, today))


def rate_words(portion: Portion) -> str:
    """`per 100 orders, 37 of 912`."""
    return _("per 100 orders, {part} of {whole}").format(part=f"{portion.part:,}", whole=f"{portion.whole:,}")


def likely_words(portion: Portion) -> str:
    """`likely 3.0–5.5`; "" where there is no rate."""
    if portion.share is None:
        return ""
    likely = likely_of(portion)
    return _("likely {low}–{high}").format(low=per_hundred(likely.low), high=per_hundred(likely.high))


def change_words(effect: FixEffect) -> str:
    """How the rate changed, and what to make of it."""
    judged = effect.judged
    if effect.undecided and judged.verdict == "early" and judged.more == 0:
        return plural(
            "{count} case after the fix is offered below. Link or decline it first, then this can be called.",
            "{count} cases after the fix are offered below. Link or decline them first, then this can be called.",
            effect.undecided,
        )
    if judged.fell is None or judged.likely is None:
        if judged.after.whole and judged.after.share is None:
            return _("There are more cases than orders, so there is no rate.")
        return _("No orders yet on one of the two sides. It is too early to call.")
    ends = sorted(per_hundred(abs(one)) for one in (judged.likely.low, judged.likely.high))
    amount = per_hundred(abs(judged.fell))
    if judged.verdict == "real":
        words = _("Fell by {amount} per 100, likely {low} to {high}. Chance alone would hardly do this.")
        return words.format(amount=amount, low=ends[0], high=ends[1])
    if judged.verdict == "worse":
        words = _("Rose by {amount} per 100, likely {low} to {high}. Look again at what was changed.")
        return words.format(amount=amount, low=ends[0], high=ends[1])
    if judged.verdict == "none":
        return _("Enough orders came to see the rate halve, and it did not. This fix shows no effect.")
    return early_words(judged.more)


def early_words(more: int | None) -> str:
    """How many orders are missing."""
    if more is None:
        return _("Too few cases came before the fix: chance alone can explain any change.")
    return plural(
        "About {count} more order is needed to see whether the rate halved.",
        "About {count} more orders are needed to see whether the rate halved.",
        more,
    )


def left_out_words(effect: FixEffect, today: date) -> str:
    """Which days are on neither side."""
    both = effect.sides
    parts = []
    begins, ends = both.before[1], both.after[0]
    if (ends - begins).days > 1:
        span = span_words(date.fromordinal(begins.toordinal() + 1), date.fromordinal(ends.toordinal() - 1), today)
        parts.append(_("The change-over, {span}, is left out of both.").format(span=span))
    if both.settling:
        parts.append(
            plural(
                "So is the last day: most complaints come later.",
                "So are the last {count} days: complaints about those orders may still come.",
                both.settling,
            )
            if parts
            else plural(
                "The last day is left out: most complaints come later.",
                "The last {count} days are left out: complaints about those orders may still come.",
                both.settling,
            )
        )
    return " ".join(parts)


def saved_words(saved: FixSaved | None) -> tuple[str, str]:
    """`About €862` and `29 cases fewer at €29.73, likely 15–44 cases`; empty where nothing was saved."""
    if saved is None:
        return "", ""
    words = plural("{count} case fewer at {{each}}", "{count} cases fewer at {{each}}", round(saved.cases))
    likely = _("likely {low}–{high}").format(low=round(saved.low), high=round(saved.high))
    under = _("{first}, {second}").format(first=words.format(each=saved.each), second=likely)
    return _("About {amount}").format(amount=saved.money), under


def fix_cost_words(detail: CauseDetail) -> tuple[str, str]:
    """`€381.52 so far` and `1,004 orders at €0.38`."""
    effect, fix = detail.effect, detail.facts.fix
    if fix is None:
        return "", ""
    under = ""
    if fix.each is not None and effect is not None:
        orders = plural("{count} order at {{each}}", "{count} orders at {{each}}", effect.orders_since)
        under = orders.format(each=fix.each)
        if fix.once is not None:
            under = _("{first}, {second}").format(first=_("{amount} once").format(amount=fix.once), second=under)
    if effect is not None and effect.spent is not None:
        return _("{amount} so far").format(amount=effect.spent), under
    return (str(fix.once) if fix.once is not None else _("Nothing noted")), under


def found_words(detail: CauseDetail, today: date) -> str:
    """`found 2 March, 5 cases and 3 reviews`."""
    cases = plural("{count} case", "{count} cases", detail.cases)
    reviews = plural("{count} review", "{count} reviews", detail.reviews)
    both = _("{first} and {second}").format(first=cases, second=reviews) if detail.reviews else cases
    return _("found {day}, {records}").format(day=day_words(detail.facts.found_on, today), records=both)


def about_words(detail: CauseDetail) -> str:
    """Reason, product, supplier and batch on one line."""
    facts = detail.facts
    parts = [facts.reason_title, facts.product, facts.supplier]
    if facts.batch:
        parts.append(_("batch {batch}").format(batch=facts.batch))
    return _(", ").join(part for part in parts if part)


def chart_words(detail: CauseDetail) -> str:
    """`Damaged in transit per 100 orders with Lamp`."""
    facts = detail.facts
    what = facts.reason_title or _("Cases of this cause")
    if facts.product:
        return _("{what} per 100 orders with {product}").format(what=what, product=facts.product)
    return _("{what} per 100 orders").format(what=what)


def split_words(detail: CauseDetail) -> str:
    """`37 before, 12 after`, of the days that are compared."""
    if detail.effect is None:
        return ""
    judged = detail.effect.judged
    words = _("{before} before, {after} after, of the days that are compared.")
    return words.format(before=f"{judged.before.part:,}", after=f"{judged.after.part:,}")


def star_words(stars: StarEffect) -> str:
    """What low ratings say since the fix."""
    after = stars.judged.after
    if after.share is None:
        return _("No rating of 1 or 2 stars since. Nothing to compare yet.")
    likely = likely_of(after)
    part = _("{part} of {whole} reviews since, likely {low}–{high}.").format(
        part=f"{after.part:,}", whole=f"{after.whole:,}", low=f"{likely.low:.0%}".rstrip("%"), high=f"{likely.high:.0%}"
    )
    words, _kind, _icon = verdict(stars.judged)
    return _("{first} {second}.").format(first=part, second=words)


def program_notes(detail: CauseDetail, today: date) -> list[tuple[str, str]]:
    """(ISO day, words) of what the program found by itself."""
    effect = detail.effect
    if effect is None:
        return []
    day = date.fromordinal(effect.sides.after[0].toordinal() + WATCH_DAYS)
    if day > today:
        return []
    words = plural(
        "{count} day passed, the rate can be compared", "{count} days passed, the rate can be compared", WATCH_DAYS
    )
    found = [(day.isoformat(), words)]
    if effect.judged.verdict == "real" and detail.facts.state == "fixed":
        found.append((today.isoformat(), _("The rate is still low, the cause may be closed")))
    return found


def money_words(costs: tuple[Money, ...]) -> str:
    """Sums that stay apart."""
    return _(" + ").join(str(one) for one in costs)
