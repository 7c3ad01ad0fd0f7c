"""Where each page of a site lies: short names that stay the same, in a folder for each language but the first."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from storeapp.articles.markdown.plain_text import plain_name
from storeapp.articles.site.records import SiteArticle
from storeapp.kernel.rows import dataclass

LONGEST = 60  # letters of a page's name
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class SitePlaces:
    """The paths of a site's pages: of articles by id, of topics by language and name; `first`: the language on top."""

    first: str
    languages: tuple[str, ...]
    articles: Mapping[int, str]
    topics: Mapping[tuple[str, str], str]

    def home(self, language: str) -> str:
        """The path of the list of all articles in a language."""
        return f"{self.folder(language)}index.html"

    def folder(self, language: str) -> str:
        """The folder of a language's pages, "" for the first."""
        return "" if language == self.first else f"{language.casefold()}/"


def tag_of(language: str, otherwise: str) -> str:
    """The language as pages name it: `zh-CN`, `en`."""
    plain = language.replace("_", "-")
    return plain if _TAG.fullmatch(plain) else otherwise


def _short(words: str) -> str:
    name = plain_name(words)
    if len(name) > LONGEST:
        name = name[: LONGEST + 1].rpartition("-")[0] or name[:LONGEST]
    # A few letters among signs of another script say nothing of the whole.
    told = sum(c.isalnum() for c in words)
    return name if len(name.replace("-", "")) * 2 >= min(told, LONGEST) else ""


def places_of(articles: Sequence[SiteArticle], known: Mapping[str, str], first: str) -> SitePlaces:
    """Where each page goes. `known`: the names that an earlier export gave, by `article:<id>` or
    `topic:<language>:<topic>`; `first`: the language at the top, "" to take the one that most articles are in.
    """
    counted = Counter(one.language for one in articles)
    first = first or min(counted, key=lambda one: (-counted[one], one), default="en")
    languages = tuple(sorted(counted.keys() | {first}, key=lambda one: (one != first, one)))
    bare = SitePlaces(first, languages, {}, {})
    named = _names(
        {f"article:{one.id}": one.title for one in sorted(articles, key=lambda one: one.id)}, known, "article"
    )
    topics = {(one.language, one.topic) for one in articles if one.topic}
    by_language = {f"topic:{language}:{topic}": topic for language, topic in sorted(topics)}
    topic_names = _names(by_language, known, "topic")
    return SitePlaces(
        first,
        languages,
        {one.id: f"{bare.folder(one.language)}articles/{named[f'article:{one.id}']}.html" for one in articles},
        {
            (language, topic): f"{bare.folder(language)}topics/{topic_names[f'topic:{language}:{topic}']}.html"
            for language, topic in topics
        },
    )


def names_of(places: SitePlaces) -> dict[str, str]:
    """The names that were given, as `known` takes them next time."""
    stem = {path: posixpath.basename(path).removesuffix(".html") for path in places.articles.values()}
    named = {f"article:{number}": stem[path] for number, path in places.articles.items()}
    return named | {
        f"topic:{language}:{topic}": posixpath.basename(path).removesuffix(".html")
        for (language, topic), path in places.topics.items()
    }


def _names(wanted: Mapping[str, str], known: Mapping[str, str], kind: str) -> dict[str, str]:
    """A name for each, no two alike, not even of one that is gone."""
    found = {key: known[key] for key in wanted if known.get(key)}
    taken = {name for key, name in known.items() if key.startswith(f"{kind}:")}
    for number, (key, words) in enumerate(wanted.items(), 1):
        if key in found:
            continue
        own = key.rpartition(":")[2] if kind == "article" else str(number)
        stem = _short(words) or f"{kind}-{own}"
        name = stem if stem not in taken else f"{stem}-{own}"
        while name in taken:
            name += "-2"
        found[key] = name
        taken.add(name)
    return found


def way(start: str, to: str) -> str:
    """The address of a page as another page of the site writes it."""
    return posixpath.relpath(to, posixpath.dirname(start) or ".")
