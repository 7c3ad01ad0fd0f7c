"""One import inside its transaction: channels and batches first, then each room takes its records in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storeapp.channels import queries as channels
from storeapp.channels import rules as channel_rules
from storeapp.channels import service as channel_service
from storeapp.channels.rules import ChannelFields
from storeapp.customers import intake as customers
from storeapp.exchange.foreign.markup import plain_text
from storeapp.exchange.queries import channel_of_formats
from storeapp.exchange.records import ChannelChoice, ChannelNeeded, Emptied, FileResult
from storeapp.exchange.report_file import REJECTED, ReportWriter
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.review_kinds import counted_apart, only_kind
from storeapp.kernel.text import _
from storeapp.orders import entities, finding, goods, lines, meeting
from storeapp.orders import intake as orders
from storeapp.reputation.reviews import intake as reviews
from storeapp.store.db import Tx
from storeapp.store.intake import CHANGED, NEW, Doubt, Intake, SourceFile, Tally
from storeapp.store.sql import ask
from storeapp.store.tables import ImportBatch

STAGED = (
    "file_no", "name", "sha256", "format", "format_title", "platform", "record_kinds", "rows", "newest_on", "currency",
    "time_zone", "locale", "warnings", "clear",
)  # fmt: skip
TABLES = ("customers", "products", "orders", "lines", "reviews")
_SUFFIXES = ("{}", "{}_on", "{}_at", "{}_minor", "ship_{}")
_OTHER_NAMES = {
    "orders.paid_amount": ("orders.paid_minor",),
    "orders.paid": ("orders.paid_on", "orders.paid_at"),
    "reviews.rating": (),  # a review without a rating is none
}


@dataclass(frozen=True, slots=True)
class Staged:
    """One row of the staging file's list of files."""

    file_no: int
    name: str
    sha256: str
    format: str
    format_title: str
    platform: str
    record_kinds: tuple[str, ...]
    rows: int
    newest_on: str | None
    currency: str
    time_zone: str
    locale: str
    warnings: tuple[str, ...]
    clear: tuple[str, ...]


@dataclass
class MergeResult:
    """What a merge did; `verdicts` holds one byte a row of each file that brings records."""

    files: list[FileResult]
    verdicts: dict[int, bytearray]
    tallies: dict[str, Tally]
    unlinked: int
    nameless: int
    linked_later: int
    emptied: tuple[Emptied, ...]
    wrote_anything: bool
    doubts: dict[int, Doubt]
    asked: int = 0  # new reviews that may be known ones, edited
    gone: int = 0  # stored reviews that a file should have had and has not


@dataclass
class Merge:
    """Merges the attached staging file into the shop of `tx`."""

    tx: Tx
    report: ReportWriter
    choice: ChannelChoice | None
    progress: Progress
    newer: Mapping[int, bool] = field(default_factory=dict)  # file -> it is newer than the shop where no date tells
    believe_undated: bool = True
    doing: str = ""  # what the owner is told meanwhile
    _channels: dict[str, int] = field(default_factory=dict)

    def run(self) -> MergeResult:
        """Do it all. UserError where a channel must be chosen or nothing can be read."""
        bringing = self._with_records()
        every = self._staged()
        known = {one.file_no: self._imported_before(one) for one in every}
        staged = [one for one in every if one.file_no in bringing]  # the others need no channel
        if not staged:
            raise UserError(_("There is nothing to import: no row of these files could be used."))
        files = {one.file_no: self._source(one) for one in staged}
        intake = Intake(
            self.tx, files, self.progress, self.report.add, believed=self.newer, believe_undated=self.believe_undated
        )
        self._describe_files(intake, staged)
        self.progress.begin(self.doing, self._size(intake))
        linked_later = self._take_in(intake)
        self._mark_rejected(intake)
        unlinked = intake.number("SELECT count(*) FROM in_reviews WHERE order_id IS NULL")
        nameless = intake.number(
            "SELECT count(*) FROM in_reviews r JOIN staging.reviews s ON s.seq = r.seq "
            "WHERE r.order_id IS NULL AND coalesce(s.order_number, '') = ''"
        )
        results = [self._file_result(intake, one, known[one.file_no]) for one in every]
        changed = any(result.new or result.changed for result in results)
        emptied = self._emptied(intake)
        intake.drop_scratch()
        wrote = (
            changed
            or linked_later > 0
            or intake.gone.total() > 0
            or intake.back > 0
            or intake.mended > 0
            or any(known[one.file_no] is None for one in staged)
        )
        self._close_batches(intake, results)
        return MergeResult(
            results, intake.verdicts, intake.tallies, unlinked, nameless, linked_later, emptied, wrote, intake.doubts,
            intake.asked.total(), intake.gone.total(),
        )  # fmt: skip

    def _staged(self) -> list[Staged]:
        names = ", ".join(STAGED)
        rows = ask(
            self.tx.connection, f"SELECT {names} FROM staging.files WHERE refused IS NULL ORDER BY file_no"
        ).all()
        return [self._one_staged(dict(zip(STAGED, row, strict=True))) for row in rows]

    def _one_staged(self, row: dict[str, Any]) -> Staged:
        for name in ("record_kinds", "warnings", "clear"):
            row[name] = tuple(json.loads(row[name] or "[]"))
        for name in ("sha256", "format", "format_title", "platform", "currency", "time_zone", "locale"):
            row[name] = row[name] or ""
        return Staged(**row)

    def _with_records(self) -> set[int]:
        """The files that bring records; others, such as a list of category names, only helped to read them."""
        each = (f"SELECT DISTINCT file_no FROM staging.{table}" for table in TABLES)
        return {int(row[0]) for row in ask(self.tx.connection, " UNION ".join(each)).all()}

    def _imported_before(self, one: Staged) -> str | None:
        found = ask(
            self.tx.connection, "SELECT max(imported_at) FROM import_batches WHERE sha256 = :sum", sum=one.sha256
        ).scalar()
        return None if found is None else str(found)

    def _source(self, one: Staged) -> SourceFile:
        channel = self._channel(one)
        batch = self.tx.insert_one(
            ImportBatch,
            action_id=self.tx.action_id,
            channel_id=channel,
            file_name=one.name,
            sha256=one.sha256,
            format=one.format,
            imported_at=self.tx.now,
            rows=one.rows,
            newest_on=one.newest_on,
            kinds=" ".join(one.record_kinds),
        )
        clears = frozenset(column for name in one.clear for column in columns_of(name))
        return SourceFile(
            one.file_no, one.name, channel, batch, one.rows, one.newest_on or "", clears, bool(one.format)
        )

    def _channel(self, one: Staged) -> int:
        """The chosen channel; else the only one of the platform; else where its format went so far; else a new one."""
        choice = self.choice or ChannelChoice()
        platform = one.platform or choice.platform or "other"
        if choice.channel_id is not None:
            return choice.channel_id
        if choice.name:
            known = channels.by_name(self.tx.connection, choice.name)
            return known if known is not None else self._new_channel(choice.name, platform, one)
        if platform in self._channels:
            return self._channels[platform]
        rows = channels.channels(self.tx.connection)
        same = channel_rules.meant(rows, platform, channel_of_formats(self.tx.connection).get(one.format))
        if len(same) > 1 or (platform == "other" and rows and not same):
            names = [row.name for row in (same or rows)]
            message = _("Choose the channel that {file} belongs to. Nothing was imported.")
            raise ChannelNeeded(message.format(file=one.name), one.platform, names)
        self._channels[platform] = same[0].id if same else self._new_channel("", platform, one)
        return self._channels[platform]

    def _new_channel(self, name: str, platform: str, one: Staged) -> int:
        platform = "own" if platform == "other" and not name else platform
        name = name or channel_rules.platform_title(platform)
        free, number = name, 2
        while channels.by_name(self.tx.connection, free) is not None:
            free, number = f"{name} {number}", number + 1
        return channel_service.add_in(
            self.tx,
            ChannelFields(platform, free, currency=one.currency, time_zone=one.time_zone, locale=one.locale),
        )

    def _describe_files(self, intake: Intake, staged: list[Staged]) -> None:
        intake.scratch(
            "in_files",
            "file_no INTEGER PRIMARY KEY, channel_id INTEGER, batch_id INTEGER, newest_on TEXT, stamp TEXT, "
            "currency TEXT, lists_customers INTEGER, lists_products INTEGER, only_kind TEXT, kinds_apart INTEGER",
        )
        rows = ask(self.tx.connection, "SELECT id, currency, platform FROM channels").all()
        currencies = {int(row[0]): str(row[1]) for row in rows}
        platforms = {int(row[0]): str(row[2]) for row in rows}
        intake.gather_rows(
            "in_files",
            "file_no, channel_id, batch_id, newest_on, stamp, currency, lists_customers, lists_products, only_kind, "
            "kinds_apart",
            [
                (
                    one.file_no,
                    source.channel_id,
                    source.batch_id,
                    one.newest_on,
                    one.newest_on or "0000-00-00",
                    one.currency or currencies.get(source.channel_id, ""),
                    int(not {"orders", "reviews"} & set(one.record_kinds)),
                    int(not {"lines", "reviews"} & set(one.record_kinds)),
                    only_kind(platforms[source.channel_id]),
                    int(counted_apart(platforms[source.channel_id])),
                )
                for one in staged
                for source in (intake.files[one.file_no],)
            ],
        )

    def _size(self, intake: Intake) -> int:
        return sum(intake.number(f"SELECT count(*) FROM staging.{table}") for table in TABLES)

    def _take_in(self, intake: Intake) -> int:
        entities.decode(intake, plain_text)
        finding.find(intake)
        customers.take_in(intake, meeting.meet)
        goods.take_in(intake)
        orders.find_lines(intake)
        orders.take_in(intake)
        lines.take_in(intake)
        reviews.take_in(intake)
        return reviews.link(intake)

    def _mark_rejected(self, intake: Intake) -> None:
        for file_no, row in intake.stream("SELECT DISTINCT file_no, row FROM staging.rejected WHERE row IS NOT NULL"):
            if file_no in intake.verdicts:
                intake.mark(file_no, row, REJECTED)

    def _file_result(self, intake: Intake, one: Staged, already: str | None) -> FileResult:
        codes = intake.verdicts.get(one.file_no, bytearray())
        new, changed, rejected = codes.count(NEW), codes.count(CHANGED), codes.count(REJECTED)
        source = intake.files.get(one.file_no)
        name = ask(
            self.tx.connection,
            "SELECT name FROM channels WHERE id = :id",
            id=source.channel_id if source is not None else None,
        ).scalar()
        return FileResult(
            file_no=one.file_no,
            file=one.name,
            format=one.format,
            format_title=one.format_title,
            rows=one.rows,
            new=new,
            changed=changed,
            same=max(0, one.rows - new - changed - rejected),
            rejected=rejected,
            warnings=(*one.warnings, *intake.said.get(one.file_no, ())),
            channel=str(name or ""),
            already_imported_on=already,
            asked=intake.asked[one.file_no],
            gone=intake.gone[one.file_no],
        )

    def _close_batches(self, intake: Intake, results: list[FileResult]) -> None:
        for result in results:
            if result.file_no not in intake.files:
                continue
            self.tx.update(
                ImportBatch,
                intake.files[result.file_no].batch_id,
                new=result.new,
                changed=result.changed,
                same=result.same,
                rejected=result.rejected,
            )

    def _emptied(self, intake: Intake) -> tuple[Emptied, ...]:
        found = []
        for column, emptied in intake.cleared.items():
            record, _dot, name = column.partition(".")
            table = "order_lines" if record == "lines" else record
            table = "listings" if record == "products" and name != "category" else table
            left = intake.number(f"SELECT count(*) FROM main.{table} WHERE {name} IS NOT NULL AND {name} <> ''")
            found.append(Emptied(column, emptied, emptied + left))
        return tuple(found)


def columns_of(name: str) -> tuple[str, ...]:
    """The stored columns behind a field: "orders.placed" -> orders.placed_on, orders.placed_at."""
    if name in _OTHER_NAMES:
        return _OTHER_NAMES[name]
    record, _dot, word = name.partition(".")
    return tuple(f"{record}.{form.format(word)}" for form in _SUFFIXES)
