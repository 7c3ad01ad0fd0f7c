"""What a variant may hold, what of the article changed since it was made, and where its readers are led. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from storeapp.articles.drafts.rules import checked_title
from storeapp.articles.markdown.plain_text import plain_name
from storeapp.kernel.errors import UserError
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _

MOST_TAGS, LONGEST_TAG = 60, 60


@dataclass(frozen=True, slots=True)
class PublishFields:
    """Where an article came out. `place`: a key of drafts/places; `at`: UTC text, "" for now; `title`, `body`: the
    words as they came out; `cost_minor` with its currency: what it cost.
    """

    place: str
    title: str
    body: str
    url: str = ""
    at: str = ""
    tracking_link: str = ""
    coupon: str = ""
    cost_minor: int | None = None
    currency: str = ""
    variant_id: int | None = None


def checked_tags(tags: str) -> tuple[str, ...]:
    """Tags as they were typed, parted by commas, blanks or signs of their own, each once and without its sign."""
    found = dict.fromkeys(one.strip("#＃ ") for one in re.split(r"[,，、;；\s]+", tags))
    plain = tuple(one for one in found if one)
    if len(plain) > MOST_TAGS or any(len(one) > LONGEST_TAG for one in plain):
        words = _("These are too many tags, or too long ones: at most {count} of {length} characters.")
        raise UserError(words.format(count=MOST_TAGS, length=LONGEST_TAG))
    return plain


def checked_fields(fields: PublishFields) -> PublishFields:
    """The fields as they are kept; UserError says what is wrong."""
    for address in (fields.url, fields.tracking_link):
        if address.strip() and not address.strip().casefold().startswith(("https://", "http://")):
            raise UserError(_("A web address begins with https:// or http://. Nothing was changed."))
    code = fields.coupon.strip()
    if any(sign.isspace() or sign in ",;|" for sign in code):
        raise UserError(_("A code has no blanks, commas or semicolons."))
    if fields.cost_minor is not None and (fields.cost_minor < 0 or not fields.currency):
        raise UserError(_("Give the cost as an amount with its currency. Nothing was changed."))
    if not fields.body.strip():
        raise UserError(_("There is no text to publish yet. Nothing was changed."))
    return PublishFields(
        fields.place, checked_title(fields.title), fields.body, fields.url.strip(), fields.at,
        fields.tracking_link.strip(), code, fields.cost_minor, fields.currency if fields.cost_minor is not None else "",
        fields.variant_id,
    )  # fmt: skip


def tracking_link(address: str, place: str, article_id: int) -> str:
    """An address that says where its visitors came from, in the fields that shops' own statistics read.

    What the address says already stays; UserError where it is none.
    """
    plain = address.strip()
    parts = urlsplit(plain)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UserError(_("A web address begins with https:// or http://. Nothing was changed."))
    told = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not key.startswith("utm_")]
    source = plain_name(place) or "place"
    told += [("utm_source", source), ("utm_medium", "article"), ("utm_campaign", f"article-{article_id}")]
    return urlunsplit(parts._replace(query=urlencode(told)))
