"""What an item of the library may be, and whether it may be used somewhere on a day. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from storeapp.evidence.rules import USES, Consented, allows
from storeapp.kernel.days import spoken_day
from storeapp.kernel.errors import UserError
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _

KINDS: Mapping[str, str] = {"picture": N_("Picture"), "text": N_("Text"), "video": N_("Video")}
ORIGINS: Mapping[str, str] = {"own": N_("Our own"), "buyer": N_("A buyer's"), "influencer": N_("An influencer's")}
AGREED_USES = USES  # what a maker may have agreed to
LONGEST_NAME, LONGEST_ALT, LONGEST_WORDS = 120, 500, 20_000
REFERENCE = "picture"  # how a text names a picture of the library: picture:7


@dataclass(frozen=True, slots=True)
class LibraryFields:
    """What the owner says of an item. `source`: who made it; `alt`: what is to be seen; `uses` of evidence's USES and
    `channels` by name (none: everywhere) are what its maker agreed to, until an ISO day, None for ever.
    """

    kind: str = "picture"
    name: str = ""
    words: str = ""
    url: str = ""
    origin: str = "own"
    source: str = ""
    alt: str = ""
    uses: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    until_on: str | None = None
    consent_id: int | None = None


def checked(fields: LibraryFields) -> LibraryFields:
    """The fields in one spelling; UserError says what is missing."""
    if fields.kind not in KINDS or fields.origin not in ORIGINS or fields.uses - USES.keys():
        raise ValueError(fields)
    url = fields.url.strip()
    if url and not url.casefold().startswith(("https://", "http://")):
        raise UserError(_("A web address begins with https:// or http://. Nothing was changed."))
    if fields.kind == "video" and not url:
        raise UserError(_("Give the video's web address. Nothing was changed."))
    if fields.kind == "text" and not fields.words.strip():
        raise UserError(_("Write or paste the text. Nothing was changed."))
    if fields.origin != "own" and not fields.source.strip():
        raise UserError(_("Say who made it. Nothing was changed."))
    if fields.until_on is not None:
        date.fromisoformat(fields.until_on)
    own = fields.origin == "own"
    return replace(
        fields,
        name=" ".join(fields.name.split())[:LONGEST_NAME],
        words=fields.words.strip()[:LONGEST_WORDS],
        url=url,
        source=" ".join(fields.source.split()),
        alt=" ".join(fields.alt.split())[:LONGEST_ALT],
        # The shop's own needs nobody's word.
        uses=frozenset() if own else fields.uses,
        channels=frozenset() if own else fields.channels,
        until_on=None if own else fields.until_on,
        consent_id=None if own else fields.consent_id,
    )


def why_not(fields: LibraryFields, consent: Consented | None, use: str, channel: str, day: date) -> str:
    """Why an item may not be used so on a day, in a sentence; "" where it may. `channel` "" asks of any place at all.

    The shop's own may be used everywhere. Of anybody else's there must be a consent for it that holds on that day.
    """
    if fields.origin == "own":
        return ""
    what = "words" if fields.kind == "text" else "picture"
    if consent is not None:
        places = consent.channels
        if allows(consent, what, use, channel or next(iter(sorted(places)), ""), day):
            return ""
        return _("{source} did not agree to this use, or no longer.").format(source=fields.source)
    if use not in fields.uses:
        if not fields.uses:
            return _("Nobody noted that {source} agreed to its use.").format(source=fields.source)
        return _("{source} agreed to other uses only: {uses}.").format(
            source=fields.source, uses=_(", ").join(_(words) for key, words in USES.items() if key in fields.uses)
        )
    if fields.channels and channel and channel not in fields.channels:
        words = _("{source} agreed to its use on {channels} only.")
        return words.format(source=fields.source, channels=_(", ").join(sorted(fields.channels)))
    if fields.until_on is not None and date.fromisoformat(fields.until_on) < day:
        words = _("What {source} agreed to ended {day}.")
        return words.format(source=fields.source, day=spoken_day(date.fromisoformat(fields.until_on), day))
    return ""


def agreed(fields: LibraryFields, today: date) -> str:
    """What was agreed about an item, in a sentence; "" for the shop's own and where nothing was."""
    if fields.origin == "own" or not fields.uses:
        return ""
    words = _(", ").join(_(title) for key, title in USES.items() if key in fields.uses)
    if fields.channels:
        words = _("{words}, only on {channels}").format(words=words, channels=_(", ").join(sorted(fields.channels)))
    if fields.until_on is not None:
        day = spoken_day(date.fromisoformat(fields.until_on), today)
        words = _("{words}, until {day}").format(words=words, day=day)
    return words


def item_address(item: int | str) -> str:
    """How a text names a picture of the library, as in `picture:7`."""
    return f"{REFERENCE}:{item}"


def item_of(address: str) -> int | None:
    """The id of the item that a text's picture names, None where it names none."""
    kind, colon, key = address.partition(":")
    return int(key) if kind == REFERENCE and colon and key.isascii() and key.isdigit() and len(key) < 18 else None


def with_card(text: str, shown: str) -> str:
    """A text with a card's Markdown at its end, in place of the same card where it closes the text already."""
    bare = text.rstrip()
    if bare.endswith(shown):
        return text
    return f"{bare}\n\n{shown}\n" if bare else f"{shown}\n"
