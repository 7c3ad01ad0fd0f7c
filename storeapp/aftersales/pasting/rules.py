"""Which of the pasted messages a case has already, and how the others are kept, with a time where they tell none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from storeapp.aftersales.pasting.conversations import PastedMessage, text_key
from storeapp.aftersales.story.rules import Entry, ref_of
from storeapp.kernel.clock import from_utc_text, utc_text
from storeapp.kernel.rows import dataclass

SAME = timedelta(minutes=1)  # programs cut seconds off
TYPED = timedelta(days=1)  # between a message noted here as sent, and its time in the program that sent it
ZONES, STEP, LEAST = timedelta(hours=26), timedelta(minutes=15), 25  # one program shows another clock than another
ASSUMED = "~"  # begins the `ref` of a message whose text told no time


@dataclass(frozen=True, slots=True)
class Kept:
    """A message a case has: its kind "in" or "out", its instant, words and `ref` ("" for what was typed here)."""

    kind: str
    at: str
    words: str
    ref: str


def fresh_entries(messages: Sequence[PastedMessage], kept: Sequence[Kept], now: datetime, through: str) -> list[Entry]:
    """The messages that a case doesn't have, ready to be kept; those left out or of nobody known are none.

    The same words count as the same message where their times agree, or one of them has none. Each message of the case
    stands for one pasted message only: who wrote "ok" twice, did.
    """
    left: dict[str, list[Kept]] = {}
    for own in kept:
        left.setdefault(text_key(own.words), []).append(own)
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    last = _first_known(messages, now)
    for one in messages:
        known = _instant(one.at, now)
        last = known or last
        if one.left_out or one.side == "unknown" or not one.text.strip():
            continue
        kind = "in" if one.side == "buyer" else "out"
        alike = left.get(text_key(one.text), [])
        same = next((own for own in alike if _same(own, kind, known, one.text)), None)
        if same is not None:
            alike.remove(same)
            continue
        at = utc_text(last)
        ref = ("" if known else ASSUMED) + ref_of(kind, at, one.text)
        seen[ref] = seen.get(ref, 0) + 1
        ref += f".{seen[ref]}" if seen[ref] > 1 else ""
        entries.append(Entry(kind, one.text, at, one.who, through, ref=ref))
    return entries


def _same(kept: Kept, kind: str, at: datetime | None, words: str) -> bool:
    """Whether a message with the same words is the one that is kept."""
    if kept.kind != kind:
        return False
    if at is None or kept.ref.startswith(ASSUMED):
        return True
    apart = abs(from_utc_text(kept.at) - at)
    if apart < SAME or (not kept.ref and apart <= TYPED):
        return True
    return len(words) >= LEAST and apart <= ZONES and not (apart % STEP >= SAME and STEP - apart % STEP >= SAME)


def _instant(at: datetime | None, now: datetime) -> datetime | None:
    """A time on this PC's wall as an instant; what would be to come is now."""
    return None if at is None else min(at.astimezone(timezone.utc), now)


def _first_known(messages: Sequence[PastedMessage], now: datetime) -> datetime:
    return next((found for one in messages if (found := _instant(one.at, now)) is not None), now)
