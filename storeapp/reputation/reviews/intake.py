"""Takes staged reviews in: by the channel's id, else by what they say; and joins them to orders."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from storeapp.customers import people
from storeapp.orders.finding import order_of
from storeapp.reputation.reviews import absences, revisions
from storeapp.reputation.reviews.revisions import FACTS, LINKS, WRITTEN_LINKS, Version, fresh_values, written_links
from storeapp.reputation.reviews.staged_reviews import HEAD, NAMES, SAID, STORED, Fresh, staged, values_of
from storeapp.reputation.reviews.unkeyed import Unkeyed
from storeapp.store.bulk import Selected
from storeapp.store.intake import NEW, SAME, Intake
from storeapp.store.tables import Review, ReviewPair, ReviewVersion

_COLUMNS = ("channel_id", "key", "order_number", *WRITTEN_LINKS, *FACTS, "source_batch", "source_row")
_ABOUT = ("f.channel_id", "s.order_number", "k.customer_id", "s.reviewer", "s.posted_on")
# Whose review it is counts only where that isn't known from an order.
_MEANT = order_of(
    "r.channel_id", "r.order_number", "iif(r.order_id IS NULL, coalesce(r.merged_from, r.customer_id), NULL)",
    "r.reviewer", "r.posted_on",
)  # fmt: skip
# The kind that all reviews of a platform have is said of none of them.
_KIND = "nullif(s.kind, f.only_kind)"
# One id may stand at a product review and at a seller feedback, which are two.
_SAME_KEY = (
    "SELECT e.id FROM main.reviews e WHERE e.channel_id = f.channel_id AND e.key = s.key "
    f"AND coalesce(e.kind = {_KIND}, true) ORDER BY e.kind IS NOT {_KIND}, e.id LIMIT 1"
)


def take_in(intake: Intake) -> None:
    """Insert new reviews, update known ones, keep the former wordings of edited ones, notice those that are gone."""
    _prepare(intake)
    changes = revisions.Revisions(intake)
    changes.recall("SELECT stored_id FROM in_reviews")
    once = _insert_told_once(intake)
    several = _insert(intake, _new_keyed(intake))
    fresh = range(once.start, several.stop)
    _update_keyed(intake, changes)
    changes.write()
    for file_no in sorted(intake.files):
        if not intake.number("SELECT EXISTS (SELECT 1 FROM in_reviews WHERE file_no = ? AND grp <> '')", (file_no,)):
            continue
        unkeyed = Unkeyed(intake, changes, file_no)
        ids = _insert(intake, unkeyed.new())
        changes.write()
        asked = [(ids[place], earlier, intake.tx.now) for place, known in unkeyed.asked for earlier in known]
        intake.tx.insert(ReviewPair, ("review_id", "earlier_id", "found_at"), asked)
        intake.asked[file_no] += len(unkeyed.asked)
        fresh = range(fresh.start, ids.stop)
    intake.tally("reviews").new += len(fresh)
    changes.count(fresh)
    intake.gone, intake.back = absences.notice(intake, changes.seen, fresh)


def _insert_told_once(intake: Intake) -> range:
    """New reviews with an id that one row tells, without a former wording, go from SQL to SQL; their ids."""
    intake.scratch("in_new_reviews", "nth INTEGER PRIMARY KEY, seq INTEGER UNIQUE")
    intake.gather(
        "in_new_reviews",
        "seq",
        "SELECT g.seq FROM (SELECT min(r.seq) AS seq, r.channel_id, s.key FROM in_reviews r JOIN staging.reviews s "
        "ON s.seq = r.seq WHERE r.grp IS NULL AND r.stored_id IS NULL GROUP BY r.channel_id, s.key "
        "HAVING count(*) = 1 AND max(coalesce(s.earlier_text, '')) = '') g WHERE true ORDER BY g.channel_id, g.key",
    )
    owner, home = people.owner_sql("r.customer_id")
    columns = {"channel_id": "r.channel_id", "key": "s.key", "order_number": "coalesce(s.order_number, '')"}
    columns |= {"order_id": "r.order_id", "product_id": "r.product_id", **owner}
    columns |= {name: revisions.fresh_sql(name, said) for name, said in SAID.items()}
    columns |= {"source_batch": "f.batch_id", "source_row": "s.row"}
    source = (
        "FROM in_new_reviews n JOIN in_reviews r ON r.seq = n.seq JOIN staging.reviews s ON s.seq = n.seq "
        f"JOIN in_files f ON f.file_no = s.file_no {home} WHERE true"
    )
    count = intake.number("SELECT count(*) FROM in_new_reviews")
    ids = intake.tx.insert_selected(Review, Selected("n.nth", columns, source), count)
    intake.mark_all("SELECT s.file_no, s.row FROM in_new_reviews n JOIN staging.reviews s ON s.seq = n.seq", NEW)
    return ids


def _insert(intake: Intake, reviews: Iterator[Fresh]) -> range:
    """Insert new reviews with their former wordings; their ids, in the order given."""
    versions: list[tuple[int, Version]] = []  # (place among the new reviews, former wording)

    def rows() -> Iterator[tuple[Any, ...]]:
        for place, (row, values, former) in enumerate(reviews):
            versions.extend((place, version) for version in revisions.distinct(former))
            yield _new_row(intake, row, values)

    ids = intake.tx.insert(Review, _COLUMNS, rows())
    added = [(ids.start + place, *version.values(), intake.tx.now, *version.source) for place, version in versions]
    columns = ("review_id", "rating", "title", "text", "posted_on", "seen_at", "source_batch", "source_row")
    intake.tx.insert(ReviewVersion, columns, added)
    return ids


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
            f"AND r.order_number = i.number JOIN main.orders o ON o.id = i.id AND o.id = {_MEANT} "
            "LEFT JOIN in_sums x ON x.pos = i.pos WHERE (r.order_id IS NULL OR r.order_id = o.id) "
            "AND (r.order_id IS NULL OR r.customer_id IS NULL OR r.product_id IS NULL OR x.products = 1)"
        )
    )
    wanted, waited = [], 0
    for review, order, product, customer, order_now, buyer, products_before, product_before, product_now in rows:
        waited += order is None
        by_order = product is None or (products_before == 1 and product == product_before)
        new = (order_now, product_now if by_order else product, customer if customer is not None else buyer)
        if new != (order, product, customer):
            wanted.append((review, *new[:2], *people.owner_of(intake, new[2])))
    wanted += _link_anew(intake)
    intake.tx.update_many(Review, WRITTEN_LINKS, wanted)
    return waited


def _link_anew(intake: Intake) -> list[tuple[Any, ...]]:
    """Reviews that took the only order of their number, which turns out to be one of several: another one, or none."""
    rows = intake.stream(
        f"SELECT r.id, r.product_id, coalesce(r.merged_from, r.customer_id), coalesce(b.merged_from, b.customer_id), "
        f"{_MEANT} AS meant FROM in_orders i CROSS JOIN main.reviews r ON r.channel_id = i.channel_id "
        "AND r.order_number = i.number JOIN main.orders b ON b.id = r.order_id AND b.number = i.number "
        "WHERE i.fresh AND r.order_id <> i.id AND meant IS NOT r.order_id "
        "AND NOT EXISTS (SELECT 1 FROM main.review_links l WHERE l.review_id = r.id AND l.state = 'confirmed') "
        "GROUP BY r.id"
    )
    found = []
    for review, product, customer, buyer, meant in list(rows):
        if "order_id" in intake.edited("reviews", review):
            continue
        if customer == buyer:  # known from that order alone
            customer = intake.number(
                "SELECT coalesce(merged_from, customer_id) FROM main.orders WHERE id = ?", (meant,)
            ) or None  # fmt: skip
        found.append((review, meant, product, *people.owner_of(intake, customer)))
    return found


def _prepare(intake: Intake) -> None:
    intake.scratch(
        "in_reviews",
        "seq INTEGER PRIMARY KEY, file_no INTEGER, channel_id INTEGER, grp TEXT, stored_id INTEGER, order_id INTEGER, "
        "product_id INTEGER, customer_id INTEGER, kind TEXT",
    )
    intake.gather(
        "in_reviews",
        "seq, file_no, channel_id, grp, stored_id, order_id, product_id, customer_id, kind",
        "SELECT s.seq, s.file_no, f.channel_id, CASE WHEN s.key <> '' THEN NULL "
        "WHEN s.order_number <> '' THEN 'n' || s.order_number "
        "ELSE 'p' || s.fingerprint END, "
        f"iif(s.key <> '', ({_SAME_KEY}), NULL), o.id, "
        "coalesce(p.product_id, (SELECT iif(count(DISTINCT l.product_id) = 1, max(l.product_id), NULL) "
        "FROM main.order_lines l WHERE l.order_id = o.id)), coalesce(k.customer_id, o.merged_from, o.customer_id), "
        f"{_KIND} FROM staging.reviews s JOIN in_files f ON f.file_no = s.file_no "
        "LEFT JOIN in_keys k ON k.channel_id = f.channel_id AND k.kind = s.customer_kind AND k.key = s.customer_key "
        f"LEFT JOIN main.orders o ON o.id = {order_of(*_ABOUT)} "
        "LEFT JOIN in_listings p ON p.channel_id = f.channel_id AND p.key = s.listing_key "
        "WHERE true",
    )


def _new_row(intake: Intake, row: tuple[Any, ...], values: dict[str, Any]) -> tuple[Any, ...]:
    links = written_links(intake, values)
    batch = intake.files[row[3]].batch_id
    return (row[1], row[0], row[2], *links, *fresh_values(values), batch, row[4])


def _new_keyed(intake: Intake) -> Iterator[Fresh]:
    rows = intake.stream(
        staged(
            "",
            "r.grp IS NULL AND r.stored_id IS NULL AND r.seq NOT IN (SELECT seq FROM in_new_reviews)",
            "r.channel_id, s.key, r.seq",
        ),
        counted=True,
    )
    for one, *others in _same_reviews(rows):
        values = values_of(one)
        former = revisions.told(values, intake.files[one[3]].batch_id, one[4])
        intake.mark(one[3], one[4], NEW)
        newest = intake.files[one[3]].newest_on
        for more in others:
            source = intake.files[more[3]]
            other = values_of(more)
            newer = revisions.is_later(other, values, source.newest_on, newest)
            changed, version = revisions.revised(values, other, newer, whole=False)
            former += revisions.told(other, source.batch_id, more[4])
            intake.mark(more[3], more[4], NEW if changed else SAME)
            if version is not None:
                former.append(version.at(source.batch_id, more[4]))
            values |= {name: new for name, (_, new) in changed.items()}
        yield one, values, former


def _same_reviews(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of one id, those of two kinds apart; one that tells no kind goes with the first."""
    for _key, same_id in groupby(rows, key=itemgetter(1, 0)):
        by_kind: dict[str | None, list[tuple[Any, ...]]] = {}
        for row in same_id:
            by_kind.setdefault(values_of(row)["kind"], []).append(row)
        silent = by_kind.pop(None, [])
        for kind, same in by_kind.items():
            by_kind[kind] = sorted([*silent, *same], key=itemgetter(7))
            silent = []
        yield from [*by_kind.values(), *([silent] if silent else [])]


def _update_keyed(intake: Intake, changes: revisions.Revisions) -> None:
    rows = intake.stream(
        staged(
            f", b.newest_on, {STORED}",
            "r.stored_id IS NOT NULL",
            "r.stored_id, r.seq",
            "JOIN main.reviews e ON e.id = r.stored_id LEFT JOIN main.import_batches b ON b.id = e.source_batch",
        ),
        counted=True,
    )
    start = HEAD + len(NAMES)
    for stored_id, group in groupby(rows, key=itemgetter(6)):
        known: dict[str, Any] | None = None
        for row in group:
            known = known or dict(zip((*FACTS, *LINKS), row[start + 1 :], strict=True)) | {"newest_on": row[start]}
            changes.settle(stored_id, known, values_of(row), row[3], row[4], row[0], whole=False)
