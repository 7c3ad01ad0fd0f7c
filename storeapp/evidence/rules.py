"""Which files may prove something, what they are called, and what somebody's consent allows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from storeapp.kernel.days import spoken_day
from storeapp.kernel.errors import UserError
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _

LARGEST = 25 << 20  # bytes of a file
MOST_PIXELS = 80_000_000
LONGEST_NAME = 120  # characters, its ending among them
# What was found in a file's bytes: its ending, and what an owner calls it.
KINDS = {
    "image/jpeg": ("jpg", N_("Picture")),
    "image/png": ("png", N_("Picture")),
    "image/webp": ("webp", N_("Picture")),
    "image/gif": ("gif", N_("Picture")),
    "image/bmp": ("bmp", N_("Picture")),
    "application/pdf": ("pdf", N_("PDF")),
    "text/plain": ("txt", N_("Text")),
}
RECORDS = ("review", "order", "customer", "case", "contact", "attachment")  # that may prove something
SUBJECTS = ("removal", "reply", "article", "claim", "case", "consent")  # what a proof may be about
# A buyer's own photos are kept with what they came to: they prove nothing, and are used as the buyer agreed.
PHOTO = "photo"  # the part of such an attachment
PHOTOS_WITH = ("order", "review", "customer")
ALLOWED = {"words": N_("Words"), "picture": N_("Picture"), "name": N_("Their name")}
USES = {
    "shop": N_("In the shop"),
    "article": N_("Articles"),
    "social": N_("Social media"),
    "advert": N_("Advertising"),
    "print": N_("Printed matter"),
}
# Names that Windows keeps for devices, whatever their ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_UNSAFE = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True, slots=True)
class About:
    """What a file or record proves: `kind` of SUBJECTS, its id, and a part of it, such as a removal's ground.

    For a buyer's photo what it came to: `kind` of PHOTOS_WITH, and the part PHOTO.
    """

    kind: str
    id: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class Consented:
    """What somebody allowed: `allowed` of ALLOWED, `uses` of USES, `channels` by name (none: everywhere)."""

    record_kind: str
    record_id: int
    allowed: frozenset[str]
    uses: frozenset[str]
    channels: frozenset[str]
    given_on: date
    until_on: date | None = None
    withdrawn_on: date | None = None
    customer_id: int | None = None
    person: str = ""
    how: str = ""


def file_name(name: str, kind: str) -> str:
    """A name that leads nowhere and fits every disk, with the ending of what is in the file: `../x.exe` is `x.png`."""
    base = re.split(r"[\\/]", name)[-1]
    plain = "".join(c for c in unicodedata.normalize("NFC", base) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 5 or " " in ending:
        stem = plain
    stem = " ".join(_UNSAFE.sub("-", stem).split()).strip(" .")
    if not stem or _DEVICES.fullmatch(stem.partition(".")[0]):
        stem = f"file {stem}".strip()
    ending = KINDS[kind][0]
    return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip(' .')}.{ending}"


def distinct_names(names: Iterable[str]) -> list[str]:
    """The same names, numbered where disks that don't tell capitals apart would take two for one."""
    taken: set[str] = set()
    found = []
    for name in names:
        stem, _dot, ending = name.rpartition(".")
        free, number = name, 2
        while free.casefold() in taken:
            free, number = f"{stem} {number}.{ending}", number + 1
        taken.add(free.casefold())
        found.append(free)
    return found


def keeps(about: About) -> bool:
    """Whether files may be kept with this."""
    return about.kind in (PHOTOS_WITH if about.part == PHOTO else SUBJECTS)


def no_photo(name: str) -> UserError:
    """The refusal of a file that is no picture where a buyer's photo is wanted."""
    return UserError(
        _("{file} is no picture. A buyer's photo is a picture; keep other files with the case.").format(file=name)
    )


def is_picture(kind: str) -> bool:
    """Whether there is something to see."""
    return kind.startswith("image/")


def empty(name: str) -> UserError:
    """The refusal of a file without bytes."""
    return UserError(_("{file} is empty. Nothing was attached.").format(file=name))


def too_large(name: str) -> UserError:
    """The refusal of a file that is too large, packed or unpacked."""
    words = _("{file} is too large: at most {size} MB and {pixels} million pixels. Save it smaller, then attach it.")
    return UserError(words.format(file=name, size=LARGEST >> 20, pixels=MOST_PIXELS // 1_000_000))


def damaged(name: str) -> UserError:
    """The refusal of a file that ends too early or isn't sound."""
    words = _("{file} is damaged and can't be shown. Save it anew in another program, then attach that.")
    return UserError(words.format(file=name))


def unknown(name: str) -> UserError:
    """The refusal of a file that is none of KINDS, whatever its name says."""
    words = _("{file} is no picture, PDF or text, whatever its name says. Save it as one of these, or as a screenshot.")
    return UserError(words.format(file=name))


def checked(consent: Consented) -> Consented:
    """The consent as it may be kept; UserError says what is missing."""
    if consent.customer_id is None and not consent.person.strip():
        raise UserError(_("Say whose consent it is."))
    if not consent.allowed or not consent.uses:
        raise UserError(_("Choose what may be used, and for what."))
    if consent.allowed - ALLOWED.keys() or consent.uses - USES.keys() or consent.record_kind not in RECORDS:
        raise ValueError(f"{sorted(consent.allowed)}, {sorted(consent.uses)} or {consent.record_kind}")
    if consent.until_on is not None and consent.until_on < consent.given_on:
        raise UserError(_("The consent would end before it began. Give another day."))
    return consent


def allows(consent: Consented, what: str, use: str, channel: str, day: date) -> bool:
    """Whether a consent lets the shop do this on that day. What was not asked for is not allowed."""
    here = not consent.channels or channel in consent.channels
    return what in consent.allowed and use in consent.uses and here and in_force(consent, day)


def in_force(consent: Consented, day: date) -> bool:
    """Whether anything is allowed by it on a day."""
    return consent.given_on <= day and not (
        (consent.withdrawn_on is not None and consent.withdrawn_on <= day)
        or (consent.until_on is not None and consent.until_on < day)
    )


def consent_words(consent: Consented, today: date) -> str:
    """What a consent allows, in a sentence, and since when no more."""
    uses = _(", ").join(_(words) for key, words in USES.items() if key in consent.uses)
    what = _(", ").join(_(words) for key, words in ALLOWED.items() if key in consent.allowed)
    words = _("{what}: {uses}").format(what=what, uses=uses)
    if consent.channels:
        words = _("{words}, only on {channels}").format(words=words, channels=_(", ").join(sorted(consent.channels)))
    if consent.withdrawn_on is not None and consent.withdrawn_on <= today:
        return _("Withdrawn {day}").format(day=spoken_day(consent.withdrawn_on, today))
    if consent.until_on is not None:
        if consent.until_on < today:
            return _("Ended {day}").format(day=spoken_day(consent.until_on, today))
        words = _("{words}, until {day}").format(words=words, day=spoken_day(consent.until_on, today))
    return words
