"""Takes in reviews without an id, file by file: identical ones are known, edited ones are looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from storeapp.kernel.names import is_nobody
from storeapp.reputation.reviews import edits, revisions
from storeapp.reputation.reviews.absences import expected_in
from storeapp.reputation.reviews.edits import NEAR, WHOLE, EditedPair, File
from storeapp.reputation.reviews.matching import Match, Wording, agree, fingerprint, identical, match, plain
from storeapp.reputation.reviews.revisions import FACTS, LINKS
from storeapp.reputation.reviews.staged_reviews import STORED, Fresh, staged, values_of
from storeapp.store.intake import NEW, Intake
from storeapp.store.sql import aside

FEW = 50  # known reviews within a file's days that are all compared with what is new in it
MISSING = 500  # missing ones up to which also nobody's reviews, and those under a first name, are compared

_LOOSE = "e.key = '' AND e.order_number = ''"
_LEFT = "in_left l CROSS JOIN"  # what is left is walked through, the stored ones are looked up
_NEAR = "(+m.posted_on BETWEEN l.soonest AND l.latest OR (m.posted_on IS NULL AND l.posted_on IS NULL))"


class Unkeyed:
    """The reviews without an id of one file; each file sees what those before it brought."""

    def __init__(self, intake: Intake, changes: revisions.Revisions, file_no: int) -> None:
        self._intake = intake
        self._changes = changes
        self._file_no = file_no
        self._channel = intake.files[file_no].channel_id
        self._seen: set[int] = set()  # stored reviews that the file has
        self.asked: list[tuple[int, list[int]]] = []  # (place among the new ones, stored reviews it may be)

    def new(self) -> Iterator[Fresh]:
        """The new reviews; what is known goes to the changes, and what may be an edited one to `asked`."""
        intake = self._intake
        intake.scratch("in_settled", "seq INTEGER PRIMARY KEY")
        intake.scratch("in_seen", "id INTEGER PRIMARY KEY")
        asked: dict[int, list[int]] = {}
        if self._gather_known():
            settled = list(self._walk())
            intake.gather_rows("in_settled", "seq", settled)
            intake.gather_rows("in_seen", "id", ((number,) for number in self._seen))
        if self._may_be_edited():
            asked = self._settle_edited()
        rows = intake.stream(
            staged("", "r.file_no = ? AND r.grp IS NOT NULL AND r.seq NOT IN (SELECT seq FROM in_settled)", "r.seq"),
            (self._file_no,),
            counted=True,
        )
        for place, row in enumerate(rows):
            if row[7] in asked:
                self.asked.append((place, asked[row[7]]))
            values = values_of(row)
            intake.mark(self._file_no, row[4], NEW)
            yield row, values, revisions.told(values, intake.files[self._file_no].batch_id, row[4])

    def _gather_known(self) -> bool:
        """Find the stored reviews that may be identical to one of the file; False if there are none."""
        intake, mine = self._intake, (self._file_no,)
        intake.scratch("in_known_reviews", "id INTEGER PRIMARY KEY, channel_id INTEGER, grp TEXT")
        intake.gather(
            "in_known_reviews",
            "id, channel_id, grp",
            "SELECT e.id, g.channel_id, g.grp FROM (SELECT DISTINCT channel_id, grp FROM in_reviews "
            "WHERE file_no = ? AND grp LIKE 'n%') g CROSS JOIN main.reviews e ON e.channel_id = g.channel_id "
            "AND e.order_number = substr(g.grp, 2) WHERE e.key = ''",
            values=mine,
        )
        alike = intake.stream(
            "SELECT e.id, e.channel_id, e.rating, e.title, e.text, e.posted_on, e.reviewer "
            "FROM (SELECT DISTINCT r.channel_id, coalesce(s.reviewer, '') AS reviewer, s.posted_on FROM in_reviews r "
            "JOIN staging.reviews s ON s.seq = r.seq WHERE r.file_no = ? AND r.grp LIKE 'p%') g "
            "CROSS JOIN main.reviews e INDEXED BY ix_reviews_reviewer "
            f"ON e.channel_id = g.channel_id AND e.reviewer = g.reviewer AND e.posted_on IS g.posted_on WHERE {_LOOSE}",
            mine,
        )
        known = [(number, channel, "p" + fingerprint(*said)) for number, channel, *said in alike]
        intake.gather_rows("in_known_reviews", "id, channel_id, grp", known)
        return bool(intake.number("SELECT EXISTS (SELECT 1 FROM in_known_reviews)"))

    def _walk(self) -> Iterator[tuple[int]]:
        """Find group by group which reviews of the file are known; yields their places in the staging file."""
        intake = self._intake
        intake.index("in_known_reviews", "channel_id, grp")
        self._changes.recall("SELECT id FROM in_known_reviews")
        stored = intake.stream(
            f"SELECT k.channel_id, k.grp, e.id, b.newest_on, {STORED} FROM in_known_reviews k "
            "CROSS JOIN main.reviews e ON e.id = k.id LEFT JOIN main.import_batches b ON b.id = e.source_batch "
            "ORDER BY k.channel_id, k.grp, e.id"
        )
        rows = intake.stream(
            staged(
                "",
                "r.file_no = ? AND EXISTS (SELECT 1 FROM in_known_reviews k WHERE k.channel_id = r.channel_id "
                "AND k.grp = r.grp)",
                "r.channel_id, r.grp, r.seq",
            ),
            (self._file_no,),
            counted=True,
        )
        instants = not self._shifted()
        waiting = groupby(stored, key=itemgetter(0, 1))
        next_key, next_rows = next(waiting, (None, iter(())))
        for key, group in groupby(rows, key=itemgetter(1, 5)):
            while next_key is not None and next_key < key:  # of days of the file, but not in it
                next_key, next_rows = next(waiting, (None, iter(())))
            if next_key == key:
                known = [_known(row[2:]) for row in next_rows]
                yield from self._one_group(known, list(group), instants)

    def _shifted(self) -> bool:
        """Whether the file's times are those of the shop read in another time zone: then they tell nothing apart."""
        row = next(
            self._intake.stream(
                "SELECT count(s.posted_at), coalesce(sum(EXISTS (SELECT 1 FROM in_known_reviews k "
                "WHERE k.channel_id = r.channel_id AND k.grp = r.grp)), 0), "
                "coalesce(max(EXISTS (SELECT 1 FROM in_known_reviews k JOIN main.reviews e ON e.id = k.id "
                "WHERE k.channel_id = r.channel_id AND k.grp = r.grp AND e.posted_at = s.posted_at)), 0) "
                "FROM in_reviews r JOIN staging.reviews s ON s.seq = r.seq WHERE r.file_no = ? AND r.grp LIKE 'p%'",
                (self._file_no,),
            )
        )
        timed, there, exact = row
        return timed > 0 and not exact and there >= WHOLE * timed

    def _one_group(
        self, known: list[dict[str, Any]], rows: list[tuple[Any, ...]], instants: bool
    ) -> Iterator[tuple[int]]:
        """Two alike reviews in one file are two; the same one in the next file is one."""
        incoming = [values_of(row) for row in rows]
        stored_words = [_wording(one, instants) for one in known]
        words = [_wording(one, instants) for one in incoming]
        if rows[0][5].startswith("n"):
            former = [self._changes.former(one["id"]) for one in known]
            found = match(stored_words, former, words, self._items(rows[0][8]))
        else:
            same = identical(stored_words, words)
            found = [Match("same", same[place]) if place in same else Match("new") for place in range(len(rows))]
        for row, values, verdict in zip(rows, incoming, found, strict=True):
            if verdict.kind != "new":
                self._take(known[verdict.stored], values, row, verdict.kind)
                yield (row[7],)

    def _take(self, known: dict[str, Any], values: dict[str, Any], row: tuple[Any, ...], kind: str) -> None:
        self._seen.add(known["id"])
        self._changes.settle(known["id"], known, values, self._file_no, row[4], row[2], whole=True, kind=kind)

    def _items(self, order_id: int | None) -> int | None:
        if order_id is None:
            return None
        return self._intake.number("SELECT count(*) FROM main.order_lines WHERE order_id = ?", (order_id,)) or None

    def _may_be_edited(self) -> bool:
        """Whether the file has reviews nobody knows, and the channel some without an id."""
        return bool(
            self._intake.number(
                "SELECT EXISTS (SELECT 1 FROM in_reviews WHERE file_no = ? AND grp IS NOT NULL AND seq NOT IN "
                "(SELECT seq FROM in_settled)) AND EXISTS (SELECT 1 FROM main.reviews e WHERE e.channel_id = ? "
                "AND e.key = '')",
                (self._file_no, self._channel),
            )
        )

    def _settle_edited(self) -> dict[int, list[int]]:
        """Take in the edited ones; for those that only the owner can tell, the stored reviews they may be."""
        intake = self._intake
        file = self._missing()
        columns = (
            "order_number TEXT, reviewer TEXT, named INTEGER, product_id INTEGER, customer_id INTEGER, posted_on TEXT, "
            "text TEXT, soonest TEXT, latest TEXT"
        )
        intake.scratch("in_left", f"seq INTEGER PRIMARY KEY, {columns}")
        left = intake.stream(
            "SELECT r.seq, coalesce(s.order_number, ''), coalesce(s.reviewer, ''), r.product_id, r.customer_id, "
            "s.posted_on, coalesce(s.text, '') FROM in_reviews r JOIN staging.reviews s "
            "ON s.seq = r.seq WHERE r.file_no = ? AND r.grp IS NOT NULL AND r.seq NOT IN (SELECT seq FROM in_settled)",
            (self._file_no,),
        )
        intake.gather_rows(
            "in_left",
            "seq, order_number, reviewer, product_id, customer_id, posted_on, text, named, soonest, latest",
            [(*row, named(row[2]), *_around(row[5])) for row in left],
        )
        self._pair(file)
        if not intake.number("SELECT EXISTS (SELECT 1 FROM in_pairs)"):
            return {}
        self._changes.recall("SELECT stored_id FROM in_pairs")
        known = {row[0]: _known(row) for row in self._stored()}
        rows = {row[7]: row for row in intake.stream(staged("", "r.seq IN (SELECT seq FROM in_pairs)", "r.seq"))}
        pairs = list(self._pairs(known, rows))
        verdicts = edits.decide(pairs, file)
        for seq, pair in verdicts.known.items():
            kind = "former" if pair.was else "edited"
            self._take(known[pair.stored_id], values_of(rows[seq]), rows[seq], kind)
        intake.gather_rows("in_settled", "seq", ((seq,) for seq in verdicts.known))
        return {seq: [pair.stored_id for pair in found] for seq, found in verdicts.asked.items()}

    def _stored(self) -> Iterator[tuple[Any, ...]]:
        return self._intake.stream(
            f"SELECT e.id, b.newest_on, {STORED} FROM (SELECT DISTINCT stored_id FROM in_pairs) p JOIN main.reviews e "
            "ON e.id = p.stored_id LEFT JOIN main.import_batches b ON b.id = e.source_batch"
        )

    def _pairs(self, known: dict[int, dict[str, Any]], rows: dict[int, tuple[Any, ...]]) -> Iterator[EditedPair]:
        for seq, stored_id, same_person, missing in self._intake.stream(
            "SELECT seq, stored_id, max(same_person), max(missing) FROM in_pairs GROUP BY seq, stored_id"
        ):
            stored, incoming = _wording(known[stored_id], False), _wording(values_of(rows[seq]), False)
            if not agree(stored, incoming):
                continue
            of_order = bool(rows[seq][2]) and (stored.product is None or incoming.product is None)
            former = self._changes.former(stored_id)
            days = _apart(stored.posted_on, incoming.posted_on)
            yield EditedPair(seq, stored_id, incoming, stored, former, bool(same_person), bool(missing), of_order, days)

    def _missing(self) -> File:
        """Gather the stored reviews within the file's days and products that it has not got.

        Nothing is missing in a file that has too few of them to be a whole export: then none are gathered.
        """
        intake = self._intake
        intake.scratch("in_missing", "id INTEGER PRIMARY KEY, order_number TEXT, reviewer TEXT, product_id INTEGER, "
                       "customer_id INTEGER, posted_on TEXT, text TEXT, away INTEGER, named INTEGER")  # fmt: skip
        first, last, rows, undated, everything = next(
            intake.stream(
                "SELECT min(s.posted_on), max(s.posted_on), count(*), count(*) - count(s.posted_on), "
                "count(*) > count(r.product_id) FROM in_reviews r JOIN staging.reviews s ON s.seq = r.seq "
                "WHERE r.file_no = ? AND r.grp IS NOT NULL",
                (self._file_no,),
            )
        )
        most = int(rows / WHOLE) + 2 + intake.number("SELECT count(*) FROM main.review_absences WHERE back_at IS NULL")
        source = (
            "main.reviews e INDEXED BY ix_reviews_channel"
            if everything
            else "(SELECT DISTINCT product_id FROM in_reviews WHERE file_no = ?1 AND grp IS NOT NULL) g "
            "CROSS JOIN main.reviews e INDEXED BY ix_reviews_product ON e.product_id = g.product_id"
        )
        mine = expected_in(intake, self._file_no, "e.kind")
        whens = ["e.posted_on BETWEEN ?3 AND ?4", *["e.posted_on IS NULL"] * (undated > 0)]
        intake.gather(
            "in_missing",
            "id, order_number, reviewer, product_id, customer_id, posted_on, text, away",
            " UNION ALL ".join(
                "SELECT e.id, e.order_number, e.reviewer, e.product_id, coalesce(e.merged_from, e.customer_id), "
                "e.posted_on, e.text, EXISTS (SELECT 1 FROM main.review_absences a WHERE a.review_id = e.id "
                f"AND a.back_at IS NULL) FROM {source} WHERE e.channel_id = ?2 AND e.key = '' AND {mine} AND {when}"
                for when in whens
            )
            + f" LIMIT {most}",
            values=(self._file_no, self._channel, first, last),
        )
        gathered = intake.number("SELECT count(*) FROM in_missing")
        known = intake.number("SELECT count(*) FROM in_missing WHERE NOT away OR id IN (SELECT id FROM in_seen)")
        found = intake.number("SELECT count(*) FROM in_missing WHERE id IN (SELECT id FROM in_seen)")
        intake.remove("in_missing", "id IN (SELECT id FROM in_seen)")
        if gathered >= most:
            intake.remove("in_missing", "true")
            return File()
        return File(known, found)

    def _pair(self, file: File) -> None:
        """Pair what the file brings and nobody knows with the stored reviews near it that the file has not got.

        What stands `aside` is not looked up by: each join has the one index that leaves few rows.
        """
        intake = self._intake
        intake.scratch("in_pairs", "seq INTEGER, stored_id INTEGER, same_person INTEGER, missing INTEGER")
        if file.known:
            self._pair_missing(file)
        loose = (
            f"l.order_number = '' AND m.key = '' AND m.order_number = '' AND {aside('m.channel_id')} = {self._channel} "
            f"AND m.id NOT IN (SELECT id FROM in_seen)"
        )
        intake.index("in_left", "posted_on")
        self._add_pairs(  # what a known one once said, on any day
            "main.review_versions v CROSS JOIN in_left l ON v.posted_on = l.posted_on AND v.text = l.text "
            f"CROSS JOIN main.reviews m ON m.id = v.review_id AND m.reviewer = l.reviewer WHERE {loose}",
            "0, 0",
        )
        same = f"{loose} AND {aside('m.product_id')} = l.product_id AND {_NEAR}"
        for column in ("customer_id", "merged_from"):
            self._add_pairs(f"{_LEFT} main.reviews m ON m.{column} = l.customer_id WHERE {same}", "1, 0")
        self._add_pairs(
            f"{_LEFT} main.reviews m INDEXED BY ix_reviews_reviewer ON m.channel_id = {self._channel} "
            "AND m.reviewer = l.reviewer AND m.posted_on BETWEEN l.soonest AND l.latest "
            f"WHERE l.named = 2 AND {loose} AND {aside('m.product_id')} = l.product_id",
            "1, 0",
        )

    def _pair_missing(self, file: File) -> None:
        """The same with those that the file should have; by what many share only where few of them are missing."""
        intake = self._intake
        for column in ("reviewer", "customer_id", "posted_on", "text", "order_number"):
            intake.index("in_missing", column)
        near = f"{_NEAR} AND (m.product_id IS NULL OR l.product_id IS NULL OR {aside('m.product_id')} = l.product_id)"
        loose = f"l.order_number = '' AND {aside('m.order_number')} = '' AND {near}"
        few = file.known <= FEW or (file.known - file.found <= MISSING and file.found * 2 >= file.known)
        name = "l.named" if few else "l.named = 2"
        self._add_pairs(f"{_LEFT} in_missing m ON m.reviewer = l.reviewer WHERE {name} AND {loose}", "1, 1")
        self._add_pairs(f"{_LEFT} in_missing m ON m.customer_id = l.customer_id WHERE {loose}", "1, 1")
        same = f"({aside('m.reviewer')} = l.reviewer OR {aside('m.customer_id')} = l.customer_id)"
        self._add_pairs(
            f"{_LEFT} in_missing m ON m.order_number = l.order_number WHERE l.order_number <> '' AND {same} AND {near}",
            "1, 1",
        )
        if few:
            reviewers = [reviewer for (reviewer,) in intake.stream("SELECT DISTINCT reviewer FROM in_missing")]
            of_whom = [(reviewer, named(reviewer)) for reviewer in reviewers]
            intake.amend_rows("in_missing", "named = ?2 WHERE reviewer = ?1", of_whom)
            nobody = f"NOT l.named AND NOT m.named AND {loose}"
            self._add_pairs(f"{_LEFT} in_missing m ON m.posted_on IS l.posted_on WHERE {nobody}", "0, 1")
            self._add_pairs(f"{_LEFT} in_missing m ON m.text = l.text WHERE {nobody}", "0, 1")

    def _add_pairs(self, joined: str, told: str) -> None:
        """`joined` joins `in_left l` and the stored reviews `m`, `told` holds same_person and missing."""
        self._intake.gather(
            "in_pairs",
            "seq, stored_id, same_person, missing",
            f"SELECT l.seq, m.id, {told} FROM {joined}",
        )


def named(reviewer: str | None) -> int:
    """2 for a name of two words or more, 1 for one that many may share, 0 for nobody's."""
    if is_nobody(reviewer):
        return 0
    return 1 + (len(plain(reviewer).split()) > 1)


def _known(row: Iterable[Any]) -> dict[str, Any]:
    return dict(zip(("id", "newest_on", *FACTS, *LINKS), row, strict=True))


def _wording(one: dict[str, Any], instants: bool) -> Wording:
    """As it is compared; a customer whom only the order told says nothing about who wrote it."""
    return Wording(
        one["rating"], one["title"] or "", one["text"] or "", one["posted_on"], one["reviewer"] or "",
        one.get("earlier_text") or "", one["product_id"], None if one["order_id"] else one["customer_id"],
        one["posted_at"] if instants else None, one["kind"],
    )  # fmt: skip


def _around(day: str | None) -> tuple[str | None, str | None]:
    """The first and the last day that are near one."""
    if day is None:
        return None, None
    middle = date.fromisoformat(day).toordinal()
    first, last = max(middle - NEAR, date.min.toordinal()), min(middle + NEAR, date.max.toordinal())
    return date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()


def _apart(one: str | None, other: str | None) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) if one and other else 0
