"""Takes staged reviews in: by the channel's id, else by their order and what they say; and joins them to orders."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from storeapp.reputation import absences, revisions
from storeapp.reputation.matching import Wording, fingerprint, match, plain
from storeapp.reputation.revisions import FACTS, LINKS, WRITTEN_LINKS, Version, fresh_values, written_links
from storeapp.store.intake import NEW, SAME, Intake
from storeapp.store.tables import Review, ReviewVersion

_FACTS = ", ".join(f"s.{name}" for name in FACTS)
_STORED = ", ".join(f"e.{name}" for name in (*FACTS, *LINKS[:2])) + ", coalesce(e.merged_from, e.customer_id)"
_COLUMNS = ("channel_id", "key", "order_number", *WRITTEN_LINKS, *FACTS, "source_batch", "source_row")
_HEAD = 8  # values of a streamed row before its links
_NAMES = (*LINKS, *FACTS, "earlier_text")


def take_in(intake: Intake) -> None:
    """Insert new reviews, update known ones, keep the former wordings of edited ones, notice those that are gone."""
    _prepare(intake)
    versions: list[tuple[int, Version]] = []  # (place among the new reviews, former wording)
    changes = revisions.Revisions(intake)
    ids = intake.tx.insert(Review, _COLUMNS, _numbered(_all_new(intake, changes), versions))
    intake.tally("reviews").new += len(ids)
    _update_keyed(intake, changes)
    intake.tally("reviews").changed += changes.write()
    added = [(ids.start + place, *version.values(), intake.tx.now, *version.source) for place, version in versions]
    columns = ("review_id", "rating", "title", "text", "posted_on", "seen_at", "source_batch", "source_row")
    intake.tx.insert(ReviewVersion, columns, added)
    absences.notice(intake, changes.seen, ids)


def link(intake: Intake) -> int:
    """Join reviews to the orders that came in now; the number of reviews that waited for their order.

    Product and customer come from the order where it leaves no doubt: one product, one buyer.
    """
    rows = list(
        intake.stream(
            "SELECT r.id, r.order_id, r.product_id, coalesce(r.merged_from, r.customer_id), o.id, "
            "coalesce(o.merged_from, o.customer_id), x.products, x.product, "
            "(SELECT iif(count(DISTINCT l.product_id) = 1, max(l.product_id), NULL) FROM main.order_lines l "
            "WHERE l.order_id = o.id) FROM in_orders i CROSS JOIN main.reviews r ON r.channel_id = i.channel_id "
            "AND r.order_number = i.number JOIN main.orders o ON o.id = i.id LEFT JOIN in_sums x ON x.pos = i.pos "
            "WHERE r.order_id IS NULL OR r.customer_id IS NULL OR r.product_id IS NULL OR x.products = 1"
        )
    )
    wanted, waited = [], 0
    for review, order, product, customer, order_now, buyer, products_before, product_before, product_now in rows:
        waited += order is None
        by_order = product is None or (products_before == 1 and product == product_before)
        new = (order_now, product_now if by_order else product, customer if customer is not None else buyer)
        if new != (order, product, customer):
            wanted.append((review, *new[:2], *intake.person(new[2])))
    intake.tx.update_many(Review, WRITTEN_LINKS, wanted)
    return waited


def _prepare(intake: Intake) -> None:
    intake.teach("fingerprint", fingerprint, 5)
    intake.scratch(
        "in_reviews",
        "seq INTEGER PRIMARY KEY, channel_id INTEGER, grp TEXT, stored_id INTEGER, order_id INTEGER, "
        "product_id INTEGER, customer_id INTEGER",
    )
    intake.gather(
        "in_reviews",
        "seq, channel_id, grp, stored_id, order_id, product_id, customer_id",
        "SELECT s.seq, f.channel_id, CASE WHEN s.key <> '' THEN NULL "
        "WHEN s.order_number <> '' THEN 'n' || s.order_number "
        "ELSE 'p' || fingerprint(s.rating, s.title, s.text, s.posted_on, s.reviewer) END, "
        "iif(s.key <> '', (SELECT min(e.id) FROM main.reviews e WHERE e.channel_id = f.channel_id AND e.key = s.key), "
        "NULL), o.id, coalesce(p.product_id, (SELECT iif(count(DISTINCT l.product_id) = 1, max(l.product_id), NULL) "
        "FROM main.order_lines l WHERE l.order_id = o.id)), coalesce(k.customer_id, o.merged_from, o.customer_id) "
        "FROM staging.reviews s JOIN in_files f ON f.file_no = s.file_no LEFT JOIN main.orders o "
        "ON o.channel_id = f.channel_id AND o.number = s.order_number AND s.order_number <> '' "
        "LEFT JOIN in_listings p ON p.channel_id = f.channel_id AND p.key = s.listing_key "
        "LEFT JOIN in_keys k ON k.channel_id = f.channel_id AND k.kind = s.customer_kind AND k.key = s.customer_key "
        "WHERE true",
    )
    intake.scratch("in_known_reviews", "id INTEGER PRIMARY KEY, channel_id INTEGER, grp TEXT")
    intake.gather(
        "in_known_reviews",
        "id, channel_id, grp",
        "SELECT e.id, g.channel_id, g.grp FROM (SELECT DISTINCT channel_id, grp "
        "FROM in_reviews WHERE grp LIKE 'n%') g CROSS JOIN main.reviews e ON e.channel_id = g.channel_id "
        "AND e.order_number = substr(g.grp, 2) WHERE e.key = ''",
    )
    intake.gather(
        "in_known_reviews",
        "id, channel_id, grp",
        "SELECT e.id, e.channel_id, "
        "'p' || fingerprint(e.rating, e.title, e.text, e.posted_on, e.reviewer) FROM (SELECT DISTINCT r.channel_id, "
        "s.posted_on FROM in_reviews r JOIN staging.reviews s ON s.seq = r.seq WHERE r.grp LIKE 'p%') g "
        "CROSS JOIN main.reviews e ON e.channel_id = g.channel_id AND e.posted_on IS g.posted_on "
        "WHERE e.key = '' AND e.order_number = ''",
    )


def _all_new(intake: Intake, changes: revisions.Revisions) -> Iterator[tuple[tuple[Any, ...], list[Version]]]:
    """Rows to insert, each with its former wordings; what is known already goes to `changes`."""
    yield from _new_keyed(intake)
    yield from _unkeyed(intake, changes)


def _numbered(
    rows: Iterator[tuple[tuple[Any, ...], list[Version]]], versions: list[tuple[int, Version]]
) -> Iterator[tuple[Any, ...]]:
    for place, (row, former) in enumerate(rows):
        versions.extend((place, version) for version in former)
        yield row


def _staged(extra: str, where: str, order: str, joins: str = "") -> str:
    return (
        "SELECT coalesce(s.key, ''), r.channel_id, coalesce(s.order_number, ''), s.file_no, s.row, r.grp, r.stored_id, "
        f"r.seq, r.order_id, r.product_id, r.customer_id, {_FACTS}, s.earlier_text{extra} FROM in_reviews r "
        f"JOIN staging.reviews s ON s.seq = r.seq {joins} WHERE {where} ORDER BY {order}"
    )


def _values(row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(_NAMES, row[_HEAD : _HEAD + len(_NAMES)], strict=True))


def _new_row(intake: Intake, row: tuple[Any, ...], values: dict[str, Any]) -> tuple[Any, ...]:
    links = written_links(intake, values)
    batch = intake.files[row[3]].batch_id
    return (row[1], row[0], row[2], *links, *fresh_values(values), batch, row[4])


def _new_keyed(intake: Intake) -> Iterator[tuple[tuple[Any, ...], list[Version]]]:
    rows = intake.stream(
        _staged("", "r.grp IS NULL AND r.stored_id IS NULL", "r.channel_id, s.key, r.seq"), counted=True
    )
    for _key, same_review in groupby(rows, key=itemgetter(1, 0)):
        one, *others = same_review
        values = _values(one)
        former = revisions.told(values, intake.files[one[3]].batch_id, one[4])
        intake.mark(one[3], one[4], NEW)
        newest = intake.files[one[3]].newest_on
        for more in others:
            source = intake.files[more[3]]
            other = _values(more)
            newer = revisions.is_later(other, values, source.newest_on, newest)
            changed, version = revisions.revised(values, other, newer, whole=False)
            former += revisions.told(other, source.batch_id, more[4])
            intake.mark(more[3], more[4], NEW if changed else SAME)
            if version is not None:
                former.append(version.at(source.batch_id, more[4]))
            values |= {name: new for name, (_, new) in changed.items()}
        yield _new_row(intake, one, values), revisions.distinct(former)


def _update_keyed(intake: Intake, changes: revisions.Revisions) -> None:
    rows = intake.stream(
        _staged(
            f", b.newest_on, {_STORED}",
            "r.stored_id IS NOT NULL",
            "r.stored_id, r.seq",
            "JOIN main.reviews e ON e.id = r.stored_id LEFT JOIN main.import_batches b ON b.id = e.source_batch",
        ),
        counted=True,
    )
    start = _HEAD + len(_NAMES)
    for stored_id, group in groupby(rows, key=itemgetter(6)):
        known: dict[str, Any] | None = None
        for row in group:
            known = known or dict(zip((*FACTS, *LINKS), row[start + 1 :], strict=True)) | {"newest_on": row[start]}
            changes.settle(stored_id, known, _values(row), row[3], row[4], row[0], whole=False)


def _unkeyed(intake: Intake, changes: revisions.Revisions) -> Iterator[tuple[tuple[Any, ...], list[Version]]]:
    """Walk the reviews without an id group by group: the stored ones of an order, then the staged ones."""
    stored = intake.stream(
        f"SELECT k.channel_id, k.grp, e.id, b.newest_on, {_STORED} FROM in_known_reviews k CROSS JOIN main.reviews e "
        "ON e.id = k.id LEFT JOIN main.import_batches b ON b.id = e.source_batch ORDER BY k.channel_id, k.grp, e.id"
    )
    staged = intake.stream(_staged("", "r.grp IS NOT NULL", "r.channel_id, r.grp, s.file_no, r.seq"), counted=True)
    waiting = groupby(stored, key=itemgetter(0, 1))
    next_key, next_rows = next(waiting, (None, iter(())))
    for key, group in groupby(staged, key=itemgetter(1, 5)):
        known: list[dict[str, Any]] = []
        if next_key == key:
            known = [dict(zip(("id", "newest_on", *FACTS, *LINKS), row[2:], strict=True)) for row in next_rows]
            next_key, next_rows = next(waiting, (None, iter(())))
        yield from _one_group(intake, changes, known, group)


def _one_group(
    intake: Intake, changes: revisions.Revisions, known: list[dict[str, Any]], rows: Iterator[tuple[Any, ...]]
) -> Iterator[tuple[tuple[Any, ...], list[Version]]]:
    """Match file by file: two alike reviews in one file are two, the same one in the next file is one."""
    fresh: list[tuple[tuple[Any, ...], dict[str, Any], list[Version]]] = []
    for file_no, same_file in groupby(rows, key=itemgetter(3)):
        batch = list(same_file)
        incoming = [_values(row) for row in batch]
        together = [*known, *(values for _, values, _ in fresh)]
        former = [changes.former(one["id"]) for one in known] + [_texts(versions) for _, _, versions in fresh]
        items = _items(intake, batch[0][8]) if together else None
        found = match([_wording(one) for one in together], former, [_wording(one) for one in incoming], items)
        for row, values, verdict in zip(batch, incoming, found, strict=True):
            told = revisions.told(values, intake.files[file_no].batch_id, row[4])
            if verdict.kind == "new":
                intake.mark(file_no, row[4], NEW)
                fresh.append((row, values, told))
            elif verdict.stored < len(known):
                one = known[verdict.stored]
                changes.settle(one["id"], one, values, file_no, row[4], row[2], whole=True, kind=verdict.kind)
            else:
                _again(intake, fresh[verdict.stored - len(known)], row, values, told, verdict.kind)
    for row, values, told in fresh:
        yield _new_row(intake, row, values), revisions.distinct(told)


def _again(
    intake: Intake,
    fresh: tuple[tuple[Any, ...], dict[str, Any], list[Version]],
    row: tuple[Any, ...],
    values: dict[str, Any],
    told: list[Version],
    kind: str,
) -> None:
    """A review that an earlier file of the same import brought already."""
    first_row, kept, versions = fresh
    source = intake.files[row[3]]
    newer = kind != "former" and revisions.is_later(
        values, kept, source.newest_on, intake.files[first_row[3]].newest_on
    )
    changed, version = revisions.revised(kept, values, newer, whole=kind == "edited")
    kept |= {name: new for name, (_, new) in changed.items()}
    versions += told
    if version is not None and kind != "same":
        versions.append(version.at(source.batch_id, row[4]))
    intake.mark(row[3], row[4], NEW if changed else SAME)


def _items(intake: Intake, order_id: int | None) -> int | None:
    if order_id is None:
        return None
    return intake.number("SELECT count(*) FROM main.order_lines WHERE order_id = ?", (order_id,)) or None


def _texts(versions: list[Version]) -> frozenset[str]:
    return frozenset(plain(version.text) for version in versions)


def _wording(one: dict[str, Any]) -> Wording:
    return Wording(
        one["rating"], one["title"] or "", one["text"] or "", one["posted_on"], one["reviewer"] or "",
        one.get("earlier_text") or "",
    )  # fmt: skip
