"""Says where requests stand and what became of their mails, in sentences and for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from storeapp.kernel.text import _, plural
from storeapp.solicitation.records import Mailing
from storeapp.solicitation.smtp.records import Posted, ends
from storeapp.solicitation.wording import reason_words, state_title


def told(states: Mapping[str, int], orders: Sequence[tuple[Any, ...]], today: date) -> dict[str, Any]:
    """For scripts: orders by state, and each order with its days; `code` is the reason for programs."""
    return {
        "states": states,
        "orders": [
            {
                "number": number,
                "channel": channel,
                "state": state,
                "code": reason,
                "reason": reason_words(reason, detail, today),
                "not_before": ready_from,
                "not_after": last_on,
                "asked_at": asked_at,
            }
            for number, channel, state, reason, detail, ready_from, last_on, asked_at in orders
        ],
    }


def lines(states: Mapping[str, int], orders: Sequence[tuple[Any, ...]], today: date) -> Iterator[str]:
    """Orders by state, and each order with its reason and days."""
    for state, count in states.items():
        yield f"{state_title(state)}: {count:,}"
    for number, channel, state, reason, detail, ready_from, last_on, _asked in orders:
        days = "".join(
            f", {word} {day[:10]}" for word, day in ((_("not before"), ready_from), (_("not after"), last_on)) if day
        )
        yield f"  {channel} {number}: {state_title(state)}. {reason_words(reason, detail, today)}{days}"


def written_lines(mailing: Mailing, dry_run: bool) -> Iterator[str]:
    """What became, or would become, of mails in a folder."""
    count = len(mailing.written)
    if dry_run:
        yield plural("{count} mail would be written.", "{count} mails would be written.", count)
        yield _("Nothing was changed: this was only a trial run.")
    else:
        words = plural("Wrote {count} mail to {{folder}}.", "Wrote {count} mails to {{folder}}.", count)
        yield words.format(folder=mailing.folder)


def posted_lines(posted: Posted, dry_run: bool) -> Iterator[str]:
    """What became, or would become, of mails that are sent."""
    if dry_run:
        count = len(posted.sent)
        yield plural("{count} mail would be sent.", "{count} mails would be sent.", count)
        yield _("Nothing was changed: this was only a trial run.")
    else:
        yield from ends(posted)
