"""The formats we know, as data: `resources/formats/*.toml` and the owner's set-ups, found by a file's header."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from storeapp.exchange.fields import FIELDS, RECORDS
from storeapp.kernel.paths import resource

_COLUMN = re.compile(rf'^"([^"\n]+)"\s*=\s*"(?:{"|".join(RECORDS)})\.', re.MULTILINE)
_LISTED = re.compile(
    r"^(?:personal|unused|need) = \[(.*?)^\]|^(?:personal|unused|need) = \[([^\n]*)\]$", re.MULTILINE | re.DOTALL
)
_QUOTED = re.compile(r'"([^"\n]+)"')


@lru_cache(maxsize=4096)  # the same headers come in file after file
def fold(cell: str) -> str:
    """A header cell as it is compared: no case, no marks, single blanks."""
    return re.sub(r"\s+", " ", cell.replace("\ufeff", "").replace("\u00a0", " ").strip().strip(":*")).strip().casefold()


def header_key(header: Sequence[str]) -> str:
    """The fingerprint under which a mapping by hand is remembered."""
    return hashlib.sha256("\x1f".join(fold(cell) for cell in header).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Format:
    """One layout of one platform. Header names are folded; see resources/formats/README.md for what each key means."""

    id: str
    title: str
    platform: str
    columns: Mapping[str, str] = field(default_factory=dict)  # folded header -> field name
    records: tuple[str, ...] = ()
    need: tuple[frozenset[str], ...] = ()  # one of each group must be in the header
    never: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    unused: frozenset[str] = frozenset()
    sums: frozenset[str] = frozenset()  # order amounts that add up over the rows of an order
    status: Mapping[str, str] = field(default_factory=dict)
    status_blank: str = ""  # an order's state where the file says none and no date tells more
    rating: Mapping[str, float] = field(default_factory=dict)
    scale: float = 0.0  # 0: to be found from the values
    currency: str = ""
    time_zone: str = ""
    locale: str = ""
    date_order: str = ""
    decimal: str = ""
    empty: frozenset[str] = frozenset()
    footer: str = ""
    described: frozenset[str] = frozenset()
    skip: Mapping[str, frozenset[str]] = field(default_factory=dict)  # folded header -> folded values left out
    keep: Mapping[str, frozenset[str]] = field(default_factory=dict)  # folded header -> the only values taken
    status_if: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # field -> (pattern, status)
    lookup: tuple[str, str, str] | None = None  # (name, key column, value column): the file only translates words
    lookups: Mapping[str, str] = field(default_factory=dict)  # field -> name of a lookup
    drop_point_zero: frozenset[str] = frozenset()  # ids that a spreadsheet turned into 13085.0
    prefix: Mapping[str, str] = field(default_factory=dict)  # field -> text before a bare number
    edited_mark: str = ""  # a review that starts with it carries its earlier text below
    original_mark: str = ""  # what stands before it in a review is a machine's translation
    key_with_order: bool = False  # the review id alone stands at several orders
    key_with_product: bool = False  # a parcel number stands at several lines
    summary_rows: bool = False  # an order of several items has a row of its own without an item
    parent_has_row: bool = False  # a variant names its product by number ("id:44") or code, which has a row of its own
    fill_down: bool = False  # later rows of a product leave its title blank
    refunds: Mapping[str, frozenset[str]] = field(default_factory=dict)  # folded header -> rows that only give back
    adds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # amount -> folded headers that make it together
    review_kind: str = ""  # what its reviews are about: product, seller or shop
    private_reply: Mapping[str, frozenset[str]] = field(default_factory=dict)  # rows whose reply nobody sees
    discount_apart: bool = False  # totals of items stand before their discount
    entry_key: tuple[str, ...] = ()  # folded headers that tell entries without an item apart: a reference, a number
    state: str = ""  # our status of an order of which no column speaks
    refuse: str = ""  # the sentence that says which file to take instead
    hand_made: bool = False

    @property
    def known(self) -> frozenset[str]:
        """All header names it has a use or a reason for."""
        return frozenset(self.columns).union(
            self.personal, self.unused, self.refunds, self.entry_key, *self.adds.values()
        )


def format_from(raw: Mapping[str, Any], fallback_id: str = "") -> Format:
    """A format from its TOML or JSON; ValueError if it names a field that we don't have."""
    columns = {fold(name): target for name, target in raw.get("columns", {}).items()}
    for target in columns.values():
        if target not in FIELDS:
            raise ValueError(f"unknown field {target!r}")
    need = tuple(frozenset(map(fold, [group] if isinstance(group, str) else group)) for group in raw.get("need", ()))
    lookup = raw.get("lookup")
    return Format(
        id=str(raw.get("id", fallback_id)),
        title=str(raw.get("title", "")),
        platform=str(raw.get("platform", "")),
        columns=columns,
        records=tuple(raw.get("records", ())) or records_of(columns.values()),
        need=need,
        never=_folded(raw, "never"),
        personal=_folded(raw, "personal"),
        unused=_folded(raw, "unused"),
        sums=frozenset(raw.get("sums", ())),
        status={str(word).casefold(): status for word, status in raw.get("status", {}).items()},
        status_blank=str(raw.get("status_blank", "")),
        rating={str(word).casefold(): float(value) for word, value in raw.get("rating", {}).items()},
        scale=float(raw.get("scale", 0)),
        currency=str(raw.get("currency", "")),
        time_zone=str(raw.get("time_zone", "")),
        locale=str(raw.get("locale", "")),
        date_order=str(raw.get("date_order", "")),
        decimal=str(raw.get("decimal", "")),
        empty=frozenset(raw.get("empty", ())),
        footer=str(raw.get("footer", "")),
        described=_folded(raw, "described"),
        skip={fold(name): frozenset(map(fold, values)) for name, values in raw.get("skip", {}).items()},
        keep={fold(name): frozenset(map(fold, values)) for name, values in raw.get("keep", {}).items()},
        status_if={name: (rule["pattern"], rule["status"]) for name, rule in raw.get("status_if", {}).items()},
        lookup=(lookup["name"], fold(lookup["key"]), fold(lookup["value"])) if lookup else None,
        lookups=dict(raw.get("lookups", {})),
        drop_point_zero=frozenset(raw.get("drop_point_zero", ())),
        prefix=dict(raw.get("prefix", {})),
        edited_mark=str(raw.get("edited_mark", "")),
        original_mark=str(raw.get("original_mark", "")),
        key_with_order=bool(raw.get("key_with_order", False)),
        key_with_product=bool(raw.get("key_with_product", False)),
        summary_rows=bool(raw.get("summary_rows", False)),
        parent_has_row=bool(raw.get("parent_has_row", False)),
        fill_down=bool(raw.get("fill_down", False)),
        refunds={fold(name): frozenset(map(fold, values)) for name, values in raw.get("refunds", {}).items()},
        private_reply={
            fold(name): frozenset(map(fold, values)) for name, values in raw.get("private_reply", {}).items()
        },
        adds={name: tuple(map(fold, headers)) for name, headers in raw.get("adds", {}).items()},
        discount_apart=bool(raw.get("discount_apart", False)),
        entry_key=tuple(map(fold, raw.get("entry_key", ()))),
        state=str(raw.get("state", "")),
        review_kind=str(raw.get("review_kind", "")),
        refuse=str(raw.get("refuse", "")),
        hand_made=bool(raw.get("hand_made", False)),
    )


def _folded(raw: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(map(fold, raw.get(key, ())))


def records_of(targets: Iterable[str]) -> tuple[str, ...]:
    """Which records a mapping makes: reviews, products, customers alone, orders, orders with lines."""
    named = set(targets)
    kinds = {target.partition(".")[0] for target in named}
    found = []
    if kinds & {"customers"}:
        found.append("customers")
    if any(t in named for t in ("products.title", "products.sku", "products.external_id")):
        found.append("products")
    reviewing = bool(named & {"reviews.text", "reviews.rating", "reviews.pros"})
    lines = "lines" in kinds or ("products" in found and "orders.number" in named and not reviewing)
    if "orders.number" in named and (not reviewing or lines or "orders.placed" in named):
        found.append("orders")
        if lines:
            found.append("lines")
    if reviewing:
        found.append("reviews")
    return tuple(found)


class Library:
    """Formats by header. Their files are searched as text first: only likely ones are parsed, start-up counts."""

    def __init__(self, folders: Sequence[Path] = (), setups: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self._files = sorted(resource("formats").glob("*.toml"))
        self._files += [file for place in folders for file in sorted(place.glob("*.toml")) if _sound(file)]
        self._texts = [file.read_text("utf-8") for file in self._files]
        self._words = [_header_words(text) for text in self._texts]
        self._all = frozenset().union(*self._words)
        self._parsed: dict[int, Format] = {}
        self._setups = dict(setups or {})

    def knows(self, row: Sequence[str]) -> int:
        """How many different cells of a row some format uses as a column name."""
        return len({fold(cell) for cell in row if cell and len(cell) < 100} & self._all)

    def named(self, format_id: str) -> Format | None:
        """The format with that id."""
        for index, file in enumerate(self._files):
            if file.stem == format_id:
                return self._parse(index)
        return None

    def titles(self) -> list[tuple[str, str]]:
        """Id and title of every format."""
        formats = [self._parse(index) for index in range(len(self._files))]
        return sorted(((f.id, f.title) for f in formats if not f.lookup), key=lambda pair: pair[1].casefold())

    def match(self, header: Sequence[str]) -> tuple[Format | None, float]:
        """The format whose columns these are and the share of the header it knows; a saved set-up comes first."""
        saved = self._setups.get(header_key(header))
        if saved is not None:
            return self._saved(saved), 1.0
        names = {fold(cell) for cell in header if cell.strip()}
        likely = sorted(range(len(self._files)), key=lambda i: len(names & self._words[i]), reverse=True)
        best: tuple[int, int, Format] | None = None
        for index in likely[:12]:
            if len(names & self._words[index]) < 2:
                break
            found = self._parse(index)
            if found.need and all(group & names for group in found.need) and not found.never & names:
                score = (len(names & found.known), len(found.need))
                if best is None or score > best[:2]:
                    best = (*score, found)
        if best is None:
            return None, 0.0
        return best[2], best[0] / max(1, len(names))

    def _saved(self, setup: Mapping[str, Any]) -> Format:
        """A set-up of the owner's; one that corrects a known format keeps its words and rules."""
        base = self.named(str(setup.get("base", "")))
        mine = format_from({**setup, "hand_made": True})
        if base is None:
            return mine
        return replace(
            base,
            title=mine.title or base.title,
            columns=mine.columns,
            personal=mine.personal,
            unused=base.unused | (frozenset(base.columns) - frozenset(mine.columns)),
            date_order=mine.date_order or base.date_order,
            currency=mine.currency or base.currency,
            time_zone=mine.time_zone or base.time_zone,
            status={**base.status, **mine.status},
            review_kind=mine.review_kind or base.review_kind,
        )

    def saved_statuses(self, header: Sequence[str]) -> dict[str, str]:
        """The words for an order's state that the owner told the meaning of in a file with this header."""
        saved = self._setups.get(header_key(header))
        return dict(saved.get("status", {})) if saved is not None else {}

    def near(self, header: Sequence[str]) -> tuple[Format, list[str]] | None:
        """A format that nearly fits, with the columns it misses: one from each group."""
        names = {fold(cell) for cell in header if cell.strip()}
        for index in sorted(range(len(self._files)), key=lambda i: len(names & self._words[i]), reverse=True)[:3]:
            found = self._parse(index)
            missing = [sorted(group)[0] for group in found.need if not group & names]
            enough = len(names & found.known) >= max(4, len(names) * 0.7)
            if found.need and enough and 0 < len(missing) <= len(found.need) / 2:
                return found, missing
        return None

    def _parse(self, index: int) -> Format:
        if index not in self._parsed:
            self._parsed[index] = format_from(tomllib.loads(self._texts[index]), self._files[index].stem)
        return self._parsed[index]


def _sound(file: Path) -> bool:
    """Whether a format of the owner's can be used; one that was damaged by hand must not stop every import."""
    try:
        return bool(format_from(tomllib.loads(file.read_text("utf-8"))).columns)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return False


def _header_words(text: str) -> frozenset[str]:
    words = {fold(name) for name in _COLUMN.findall(text)}
    for long, short in _LISTED.findall(text):
        words.update(fold(name) for name in _QUOTED.findall(long or short))
    return frozenset(words)
