"""What an incoming review changes of a stored one, and which former wordings are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storeapp.customers import people
from storeapp.customers.matching import later
from storeapp.reputation.reviews.matching import Former, plain
from storeapp.store.intake import CHANGED, SAME, Intake
from storeapp.store.tables import Review, ReviewVersion

WORDS = ("rating", "title", "text")
FACTS = (
    "reviewer", "rating", "scale", "stars", "apart", "title", "text", "language", "posted_on", "posted_at", "edited_on",
    "reply", "replied_on", "replied_at", "photos", "kind",
)  # fmt: skip
LINKS = ("order_id", "product_id", "customer_id")  # while it is worked on: the review's own customer
WRITTEN_LINKS = (*LINKS, "merged_from")
_GO_TOGETHER = ("rating", "scale", "stars", "apart", "title", "text", "language", "posted_on", "posted_at")
_PLAIN = {"reviewer": "", "title": "", "text": "", "language": "", "reply": "", "scale": 5.0, "apart": 0, "photos": 0}
_REPLY = frozenset(("reply", "replied_on", "replied_at"))


@dataclass(frozen=True, slots=True)
class Version:
    """A former wording; `source` is the batch and row it was read from."""

    rating: float | None
    title: str
    text: str
    posted_on: str | None
    source: tuple[int | None, int | None] = (None, None)

    def at(self, batch: int, row: int | None) -> Version:
        """The same with its source."""
        return replace(self, source=(batch, row))

    def values(self) -> tuple[Any, ...]:
        """As the table keeps it."""
        return (self.rating, self.title, self.text, self.posted_on)


def fresh_values(values: Mapping[str, Any]) -> list[Any]:
    """The facts of a new review with the table's defaults."""
    return [values[name] if values[name] is not None else _PLAIN.get(name) for name in FACTS]


def fresh_sql(name: str, said: str) -> str:
    """The same for one fact in SQL, from SQL that is NULL where it is not said."""
    default = _PLAIN.get(name)
    return said if default is None else f"coalesce({said}, {default!r})"


def written_links(intake: Intake, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """The links as the table keeps them: the person whom the review's own customer was merged into."""
    return (values["order_id"], values["product_id"], *people.owner_of(intake, values["customer_id"]))


def version_of(values: Mapping[str, Any]) -> Version:
    """The wording of a review as a former one."""
    return Version(values["rating"], values["title"] or "", values["text"] or "", values["posted_on"])


def told(values: Mapping[str, Any], batch: int, row: int | None) -> list[Version]:
    """The earlier wording that a file itself tells."""
    earlier = values.get("earlier_text")
    return [Version(None, "", earlier, None, (batch, row))] if earlier else []


def distinct(versions: Sequence[Version]) -> list[Version]:
    """Each wording once; one of which only the text is told stands back for one with that text and more."""
    found: dict[tuple[str, str, float | None], Version] = {}
    for version in versions:
        found.setdefault(_key(version), version)
    full = {key[0] for key, version in found.items() if version.rating is not None}
    return [version for key, version in found.items() if version.rating is not None or key[0] not in full]


def _key(version: Version) -> tuple[str, str, float | None]:
    text = plain(version.text)
    return (text, "", None) if version.rating is None else (text, plain(version.title), version.rating)


def is_later(incoming: Mapping[str, Any], stored: Mapping[str, Any], newest: str, stored_newest: str | None) -> bool:
    """Whether the incoming wording is the later one: by its own date, else by the files' dates, else it is believed."""
    by_date = later(incoming.get("edited_on") or incoming["posted_on"], stored.get("edited_on") or stored["posted_on"])
    return (by_date or later(newest, stored_newest)) >= 0


def revised(
    stored: Mapping[str, Any], incoming: Mapping[str, Any], newer: bool, *, whole: bool
) -> tuple[dict[str, tuple[Any, Any]], Version | None]:
    """What changes (column -> before, after), and the wording that is the former one now.

    `whole`: the incoming review is the stored one in another wording, blank parts included. Otherwise an empty cell
    keeps what is there. `incoming["guessed"]`: its language is told by its text, not by the file.
    """
    changes: dict[str, tuple[Any, Any]] = {}
    if whole:
        other = any(plain(str(incoming[n] or "")) != plain(str(stored[n] or "")) for n in WORDS)
    else:
        other = any(_filled(incoming[n]) and _filled(stored[n]) and incoming[n] != stored[n] for n in WORDS)
    version = None
    moved = whole and _filled(stored["posted_on"]) and _filled(incoming["posted_on"])
    if other or (moved and stored["posted_on"] != incoming["posted_on"]):
        version = version_of(stored if newer else incoming)
    for name in FACTS:
        value, known = incoming[name], stored[name]
        if other and name in _GO_TOGETHER:
            if not newer:
                continue
            if whole and name in WORDS:
                value = value if value is not None else _PLAIN.get(name)
        if value == known or (not _filled(value, name) and not (whole and other and name in ("title", "text"))):
            continue
        if name == "language" and not other and incoming.get("guessed") and _filled(known):
            continue  # the same words: a guess is no news, whoever guessed before
        if name == "scale" and stored["rating"] is not None and not newer:
            continue
        if not _filled(known, name) or newer:
            changes[name] = (known, value)
    for name in LINKS:
        if stored[name] is None and incoming[name] is not None:
            changes[name] = (None, incoming[name])
    return changes, version


def _filled(value: Any, name: str = "") -> bool:
    return value is not None and value != "" and not (name == "photos" and value == 0)


class Revisions:
    """Gathers what changes of stored reviews while the staged ones are walked through, and writes it at the end."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._changed: dict[int, tuple[dict[str, Any], int, int | None]] = {}
        self._same: set[int] = set()
        self._counted: set[int] = set()  # the changed reviews that are written
        self.seen: dict[int, set[int]] = {}  # file -> the stored reviews it has
        self._new_versions: list[tuple[int, Version]] = []
        self._fuller: list[tuple[Any, ...]] = []
        self._former: dict[int, dict[tuple[str, str, float | None], int]] = {}  # wording -> version's id

    def recall(self, ids: str) -> None:
        """Read the former wordings of stored reviews; `ids` is a SELECT of their ids."""
        rows = self._intake.stream(
            f"SELECT review_id, id, rating, title, text, posted_on FROM main.review_versions WHERE review_id IN ({ids})"
        )
        for review, number, rating, title, text, posted_on in rows:
            self._former.setdefault(review, {})[_key(Version(rating, title, text, posted_on))] = number

    def former(self, review_id: int) -> Former:
        """The earlier wordings of a stored review."""
        return frozenset(self._former.get(review_id, ()))

    def settle(
        self,
        review_id: int,
        known: dict[str, Any],
        values: Mapping[str, Any],
        file_no: int,
        row: int | None,
        label: str,
        *,
        whole: bool,
        kind: str = "",
    ) -> None:
        """Take one staged review into a stored one; `known` is brought up to date."""
        source = self._intake.files[file_no]
        self.seen.setdefault(file_no, set()).add(review_id)
        newer = kind != "former" and is_later(values, known, source.newest_on, known["newest_on"])
        changes, version = revised(known, values, newer, whole=whole and kind != "same")
        if source.clears and newer:
            changes |= {
                name: (known[name], _PLAIN.get(name))
                for name in FACTS
                if self._intake.emptied(file_no, "reviews", name, known[name], values[name])
            }
        changes = self._respected(review_id, changes)
        added = [*told(values, source.batch_id, row), *([version.at(source.batch_id, row)] if version else [])]
        if kind == "former":
            added.append(version_of(values).at(source.batch_id, row))
        grew = [self._keep(review_id, one) for one in distinct(added)]
        if not changes and not any(grew):
            self._intake.mark(file_no, row, SAME)
            self._same.add(review_id)
            return
        known.update({name: new for name, (_, new) in changes.items()})
        known["newest_on"] = max(known["newest_on"] or "", source.newest_on)
        self._intake.mark(file_no, row, CHANGED)
        shown = [(name, old, new) for name, (old, new) in changes.items() if name not in LINKS]
        self._intake.note_change(file_no, row or 0, "reviews", label or values["reviewer"] or "", shown)
        self._changed[review_id] = (known, source.batch_id, row)

    def write(self) -> None:
        """Write what was gathered so far."""
        tx = self._intake.tx
        rows = (
            (review_id, *(known[name] for name in FACTS), *written_links(self._intake, known), batch, row)
            for review_id, (known, batch, row) in self._changed.items()
        )
        tx.update_many(Review, (*FACTS, *WRITTEN_LINKS, "source_batch", "source_row"), rows)
        columns = ("review_id", "rating", "title", "text", "posted_on", "seen_at", "source_batch", "source_row")
        tx.insert(
            ReviewVersion,
            columns,
            [(review, *one.values(), tx.now, *one.source) for review, one in self._new_versions],
        )
        tx.update_many(ReviewVersion, ("rating", "title", "posted_on"), self._fuller)
        self._counted |= self._changed.keys()
        self._changed, self._new_versions, self._fuller, self._former = {}, [], [], {}

    def count(self, fresh: range) -> None:
        """Add to the tally what changed and what was known already, apart from the reviews that are new (`fresh`)."""
        tally = self._intake.tally("reviews")
        tally.changed += sum(review not in fresh for review in self._counted)
        tally.same += sum(review not in fresh for review in self._same - self._counted)

    def _respected(self, review_id: int, changes: dict[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
        kept = self._intake.edited("reviews", review_id)
        if kept & _REPLY:
            kept = kept | _REPLY
        return {name: change for name, change in changes.items() if name not in kept}

    def _keep(self, review_id: int, version: Version) -> bool:
        """Keep a former wording once; True if that says anything new."""
        known = self._former.setdefault(review_id, {})
        key, bare = _key(version), (plain(version.text), "", None)
        if key in known or (version.rating is None and any(text == key[0] for text, *_rest in known)):
            return False
        number = known.pop(bare, None) if key[0] else None
        known[key] = number or 0
        if number == 0:  # only its text was told so far, and that isn't written yet
            self._new_versions = [one for one in self._new_versions if (one[0], _key(one[1])) != (review_id, bare)]
        if number:
            self._fuller.append((number, version.rating, version.title, version.posted_on))
        else:
            self._new_versions.append((review_id, version))
        return True
