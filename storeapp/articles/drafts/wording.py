"""Articles in words: their status, kind and brief, how long they take to read."""

from __future__ import annotations

from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.rules import RELATIONS, STATUSES
from storeapp.articles.kinds import article_goals, article_kinds
from storeapp.articles.markdown.word_count import WIDE
from storeapp.kernel.language_names import language_name
from storeapp.kernel.places import country_name
from storeapp.kernel.text import _, plural

TONES = {"draft": "info", "ready": "accent", "published": "good", "retired": "plain"}
# Silent reading: Trauzettel-Klosinski and Dietz 2012 (IReST, texts of 17 languages) found 228 English words a minute,
# 255 Chinese and 357 Japanese characters. A minute that is wrong harms nobody, so one number stands for each script.
WORDS_A_MINUTE, WIDE_A_MINUTE = 228, 255


def kind_words(kind: str) -> str:
    """The title of a kind, "" for none."""
    known = article_kinds().get(kind)
    return _(known.title) if known is not None else kind


def goal_words(goal: str) -> str:
    """What a text is for, "" where it isn't said."""
    known = article_goals().get(goal)
    return _(known.title) if known is not None else goal


def status_words(status: str) -> str:
    """A status in words."""
    return _(STATUSES[status])


def reading_minutes(text: str, words: int) -> int:
    """Whole minutes that reading takes, at least one."""
    wide = len(WIDE.findall(text)) if not text.isascii() else 0
    return max(1, round(max(0, words - wide) / WORDS_A_MINUTE + wide / WIDE_A_MINUTE))


def length_words(words: int, minutes: int) -> str:
    """`842 words, 4 min`."""
    counted = plural("{count} word", "{count} words", words)
    return _("{words}, {minutes} min").format(words=counted, minutes=minutes) if words else counted


def brief_lines(found: ArticleDetail) -> list[tuple[str, str]]:
    """The brief as pairs of a name and words, without what isn't said."""
    relation = "" if found.relation == "none" else _(RELATIONS[found.relation])
    goal = f"{found.word_goal:,}" if found.word_goal else ""
    named = [
        (_("Kind"), kind_words(found.kind)),
        (_("Goal"), goal_words(found.goal)),
        (_("Topic"), found.topic),
        (_("Readers"), found.readers),
        (_("Angle"), found.angle),
        (_("Ask"), found.ask),
        (_("Products"), _(", ").join(name for _id, name in found.products)),
        (_("Places"), _(", ").join(found.place_names)),
        (_("Translates"), found.translates),
        (_("Language"), language_name(found.language) if found.language else ""),
        (_("Country"), country_name(found.country)),
        (_("Signed by"), found.person),
        (_("Relation"), relation),
        (_("Word goal"), goal),
    ]
    return [(name, words) for name, words in named if words]
