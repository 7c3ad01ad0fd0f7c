"""One foreign file, from its bytes to its records in the staging file, or to the sentence that refuses it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from typing import Any

from storeapp.exchange import staging
from storeapp.exchange.fields import FIELDS
from storeapp.exchange.foreign.convert import Converter, Typed
from storeapp.exchange.foreign.formats import Format, Library, fold, header_key
from storeapp.exchange.foreign.guess import Guesser
from storeapp.exchange.foreign.opening import FileToRead, Opened, open_table
from storeapp.exchange.foreign.plan import (
    FileColumn,
    PlanChoice,
    Survey,
    checks_of,
    columns_of,
    correct,
    make_plan,
    settle,
)
from storeapp.exchange.foreign.questions import kind_question, of_currency, of_words, year_question
from storeapp.exchange.foreign.records import Records
from storeapp.exchange.foreign.review_kinds import review_kind_question
from storeapp.exchange.foreign.scales import settle_scale
from storeapp.exchange.foreign.tables import SAMPLE_ROWS, Block
from storeapp.exchange.foreign.texts import note
from storeapp.exchange.foreign.troubles import Trouble, Unreadable
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _, plural

MOST_REJECTED = 20_000  # rows kept with their cells; the count goes on
_DAMAGED = re.compile(
    "Ã[\u0080-\u00bf¼½¾©®±²³]|â€[™œ“”¦\u009d]|ï»¿"
    "|(?:[ÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]){3}"  # Cyrillic in UTF-8, read as Western
)

Say = Callable[[int, int], None]  # rows done, rows expected


@dataclass
class ReadingRun:
    """What is shared by the files of one run."""

    connection: Any
    library: Library
    today: date
    lookups: dict[str, dict[str, str]] = field(default_factory=dict)
    guesser: Guesser | None = None

    def guess(self) -> Guesser:
        """The guesser of unknown columns, made when first needed."""
        if self.guesser is None:
            self.guesser = Guesser()
        return self.guesser


@dataclass
class OpenedFile:
    """An opened file with the format it turned out to have."""

    opened: Opened
    form: Format
    columns: list[FileColumn]


def recognise(item: FileToRead, choice: PlanChoice, reading: ReadingRun) -> OpenedFile:
    """Open the file and find out what its columns are."""
    opened = open_table(item, choice, reading.library)
    header = opened.table.header
    form, _share = reading.library.match(header)
    if choice.format is not None and not (form and form.id == choice.format):
        form = reading.library.named(choice.format) if choice.format else None
    if form is not None:
        if form.refuse:
            raise UserError(_(form.refuse).format(file=item.name))
        opened.table.described = form.described
        opened.table.footer = re.compile(form.footer) if form.footer else None
        if form.described or form.footer:
            opened.sample = [row for block in _first_blocks(opened) for row in block.cells]
        return OpenedFile(opened, form, columns_of(header, form, choice))
    columns = reading.guess().columns(
        header, opened.sample, [name for name in choice.mapping.values() if name], choice.kind
    )
    correct(columns, choice)
    near = reading.library.near(header)
    if near:
        opened.warnings.append(
            _(
                "This looks like “{format}”, but the column {columns} is missing. Export it again, or match the "
                "columns by hand."
            ).format(format=near[0].title, columns=", ".join(f"“{name}”" for name in near[1]))
        )
    return OpenedFile(opened, Format("", "", "", hand_made=True), columns)


def _first_blocks(opened: Opened) -> list[Block]:
    found = []
    for block in opened.table.blocks():
        found.append(block)
        if sum(len(b.cells) for b in found) >= SAMPLE_ROWS:
            break
    return found


class FileStage:
    """Stages one recognised file."""

    def __init__(
        self, reading: ReadingRun, file_no: int, item: FileToRead, known: OpenedFile, choice: PlanChoice
    ) -> None:
        self.reading, self.file_no, self.item, self.known, self.choice = reading, file_no, item, known, choice
        self.plan = make_plan(known.form, known.columns, choice, reading.today)
        made = datetime.fromtimestamp(item.path.stat().st_mtime, timezone.utc).date()
        self.plan.written = min(reading.today, made)
        self.rows = self.rejected = 0
        self._notes = [c.index for c in known.columns if c.field and FIELDS[c.field].kind == "note"]
        self.warnings = list(known.opened.warnings)
        self._unreadable = Unreadable(known.opened.table.header) if known.opened.look.utf8_errors else None
        self.troubles: list[Trouble] = []

    def run(self, say: Say) -> None:
        """Read all rows and write them; UserError where the file can't be read on."""
        table, sample = self.known.opened.table, self.known.opened.sample
        if self.known.form.lookup:
            self._keep_lookup()
            return
        if self.plan.records:
            survey = Survey(table, sample)
            settle(self.plan, survey, self.choice)
            self.plan.questions += settle_scale(self.plan, survey, self.choice)
            self.plan.questions += kind_question(self.plan, self.known.columns, self.choice)
            self.plan.questions += review_kind_question(self.plan, self.choice)
        converter = Converter(self.plan, table.header, marked_up=table.marked_up)
        records = Records(self.reading.connection, self.file_no, self.plan, self.reading.lookups)
        expected = self._expected()
        for block in table.blocks():
            if self._unreadable is not None:
                self._unreadable.look_at(block)
            self.rows += len(block.cells) + len(block.broken)
            if self.plan.records:
                typed = converter.block(block)
                records.take(typed.rows, typed.got)
                self._reject(typed)
            say(self.rows, max(expected, self.rows))
        records.answers.write()
        records.finish()
        self.rows -= converter.kinds.skipped + records.answers.count
        self._finish(converter, records)

    def _expected(self) -> int:
        opened = self.known.opened
        if not opened.sample:
            return 0
        some = opened.sample[:100]
        letters = sum(len(cell) + 1 for row in some for cell in row)
        return int(opened.look.size / max(1.0, letters / len(some))) if opened.encoding else len(opened.sample)

    def _keep_lookup(self) -> None:
        assert self.known.form.lookup
        name, key, value = self.known.form.lookup
        table = self.known.opened.table
        folded = [cell.casefold() for cell in table.header]
        at_key, at_value = folded.index(key), folded.index(value)
        words = self.reading.lookups.setdefault(name, {})
        for block in table.blocks():
            self.rows += len(block.cells)
            words |= {row[at_key].strip(): row[at_value].strip() for row in block.cells if row[at_value].strip()}
        self.reading.connection.executemany(
            "INSERT OR REPLACE INTO lookups (file_no, name, key, value) VALUES (?, ?, ?, ?)",
            [(self.file_no, name, word, meaning) for word, meaning in words.items()],
        )
        for column in self.known.columns:
            column.reason = _("translates the words of another file")
        self._write([], "", "")

    def _reject(self, typed: Typed) -> None:
        rows = [
            (self.file_no, number, column, value[:500], reason, json.dumps(cells, ensure_ascii=False))
            for number, column, value, reason, cells in typed.rejected[: max(0, MOST_REJECTED - self.rejected)]
        ]
        self.rejected += len(typed.rejected)
        self.reading.connection.executemany(
            'INSERT INTO rejected (file_no, row, "column", value, reason, cells) VALUES (?, ?, ?, ?, ?, ?)', rows
        )

    def _finish(self, converter: Converter, records: Records) -> None:
        check = checks_of(self.plan)
        problems = dict(
            self.reading.connection.execute(
                'SELECT "column", count(*) FROM rejected WHERE file_no = ? GROUP BY "column"', (self.file_no,)
            ).fetchall()
        )
        for column in self.known.columns:
            column.empty = converter.empty.get(column.index, 0)
            column.sample = "" if column.state == "locked" else self._sample(column)
            column.check = check(column, self.rows)
            if column.field and problems.get(column.header):
                column.state = "warn"
                column.check = plural(
                    "{count} row can't be read", "{count} rows can't be read", problems[column.header]
                )
        self.plan.questions += year_question(self.plan, self.known.columns, bool(converter.yearless), self.choice)
        for question in self.plan.questions:
            asked = self.known.columns[question["column"]]
            asked.state = "warn"
            asked.check = question["sentence"]
        self.warnings += converter.days_said()
        self._warn(converter, records)
        statuses = records.states.statuses
        missing = converter.no_currency if converter.no_currency < self.rows else 0  # else it is asked for all
        said = of_words(self.plan, self.known.columns, {**statuses.unknown, **statuses.mapped})
        self.troubles = (
            converter.troubles.all() + said + of_currency(self.plan, self.known.columns, missing, self.choice)
        )
        currency = self.plan.currency or (next(iter(records.currencies)) if len(records.currencies) == 1 else "")
        self._write(self._kinds(), records.newest_on, currency)

    def _sample(self, column: FileColumn) -> str:
        for row in self.known.opened.sample[:200]:
            text: str | None = row[column.index].strip()
            if text and column.index in self._notes:
                text = note(text, self.reading.today.year)
            if text:
                return text[:120]
        return ""

    def _kinds(self) -> list[str]:
        kinds = []
        for record in self.plan.records:
            if self.reading.connection.execute(
                f"SELECT 1 FROM {record} WHERE file_no = ? LIMIT 1",
                (self.file_no,),
            ).fetchone():
                kinds.append(record)
        return kinds

    def _warn(self, converter: Converter, records: Records) -> None:
        if not self.rows:
            self.warnings.append(_("The file has a header but no rows."))
        self.warnings += converter.kinds.said(self.plan.records)
        self.warnings += converter.review_kinds.said()
        self.warnings += records.answers.said()
        self.warnings += records.line_kinds.said()
        if left_out := self.known.opened.table.skipped + converter.kinds.totals:
            self.warnings.append(
                plural(
                    "{count} row is only a total, a footer or a repeated header and was left out.",
                    "{count} rows are only totals, footers or repeated headers and were left out.",
                    left_out,
                )
            )
        if cleaned := sum(converter.cleaned.values()):
            self.warnings.append(
                plural(
                    "Personal data (card numbers, birth dates and the like) was left out of {count} note.",
                    "Personal data (card numbers, birth dates and the like) was left out of {count} notes.",
                    cleaned,
                )
            )
        if len(records.currencies) > 1:
            self.warnings.append(
                _("The amounts are in several currencies ({codes}); they are never added together.").format(
                    codes=", ".join(sorted(records.currencies))
                )
            )
        if self._unreadable is not None and self._unreadable.count:
            self.warnings.append(self._unreadable.sentence())
        names = Counter(fold(column.header) for column in self.known.columns if column.header)
        for name in [c.header for c in self.known.columns if c.field and names[fold(c.header)] > 1]:
            self.warnings.append(_("Two columns are called “{column}”; the first one is used.").format(column=name))
        if _DAMAGED.search("\n".join(cell for row in self.known.opened.sample for cell in row)):
            self.warnings.append(
                _("Some texts were damaged before they were exported (“Ã©” for “é”). They are kept as they are.")
            )
        if self.known.form.hand_made and not self.plan.records:
            self.warnings.append(
                _(
                    "These columns are not enough for an order, product, customer or review yet. "
                    "Say what the others are."
                )
            )

    def _write(self, kinds: list[str], newest_on: str, currency: str) -> None:
        opened, form, plan = self.known.opened, self.known.form, self.plan
        columns = [dict(vars(column)) for column in self.known.columns]
        stored = {c.header: c.field for c in self.known.columns if c.field and c.state != "locked"}
        before = self.reading.library.saved_statuses(opened.table.header)
        setup = {
            "title": form.title, "platform": form.platform, "base": "" if form.hand_made else form.id,
            "columns": stored, "personal": [c.header for c in self.known.columns if c.state == "locked"],
            "date_order": plan.date_order, "decimal": plan.decimal if opened.encoding else "",
            "currency": plan.currency, "time_zone": plan.time_zone, "status": {**before, **self.choice.statuses},
            "review_kind": plan.review_kind,
        }  # fmt: skip
        values = {
            "file_no": self.file_no, "name": self.item.name, "path": self.item.shown, "sha256": opened.look.sha256,
            "size": opened.look.size, "format": form.id, "format_title": form.title, "platform": form.platform,
            "record_kinds": json.dumps(kinds), "rows": self.rows, "rejected": self.rejected,
            "skipped": opened.table.skipped, "encoding": opened.encoding, "confidence": round(opened.confidence, 2),
            "delimiter": opened.delimiter,
            "date_order": plan.date_order, "decimal": plan.decimal, "header": _json(opened.table.header),
            "header_row": opened.table.header_row, "header_key": header_key(opened.table.header),
            "mapping": _json({c.index: c.field for c in self.known.columns if c.field and c.state != "locked"}),
            "columns": _json(columns), "sheet": opened.sheet, "sheets": _json(list(opened.sheets)),
            "left_out": _json(list(opened.left_out)),
            "newest_on": newest_on or None, "currency": currency or None, "time_zone": plan.time_zone or None,
            "locale": form.locale or None, "warnings": _json(self.warnings), "questions": _json(plan.questions),
            "review_kind": plan.review_kind,
            "clear": _json([name for name in self.choice.clear if name in FIELDS]),
            "locked": _json([c.header for c in self.known.columns if c.state == "locked"]), "setup": _json(setup),
            "problems": _json([one.as_json() for one in self.troubles]),
        }  # fmt: skip
        write_file(self.reading.connection, values)


def write_file(connection: Any, values: Mapping[str, Any]) -> None:
    """The row of one file."""
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT OR REPLACE INTO files ({names}) VALUES ({marks})", tuple(values.values()))


def refuse(connection: Any, file_no: int, item: FileToRead, sentence: str) -> None:
    """Keep nothing of the file but why it was refused."""
    staging.forget(connection, file_no)
    size = item.path.stat().st_size if item.path.exists() else 0
    write_file(
        connection, {"file_no": file_no, "name": item.name, "path": item.shown, "size": size, "refused": sentence}
    )


def note_kind(connection: Any, file_no: int, item: FileToRead, known: OpenedFile) -> None:
    """Keep only what kind of file it is, by its header; a file that only translates words is no export to offer."""
    form = known.form
    title = "" if form.lookup else form.title
    values = {"file_no": file_no, "name": item.name, "path": item.shown, "format": form.id, "format_title": title}
    write_file(connection, {**values, "platform": form.platform})


def stage(reading: ReadingRun, file_no: int, item: FileToRead, choice: PlanChoice, known: OpenedFile, say: Say) -> None:
    """Stage one recognised file; what can't be read is refused and leaves no record."""
    connection = reading.connection
    connection.execute("BEGIN")
    try:
        FileStage(reading, file_no, item, known, choice).run(say)
    except UserError as why:
        refuse(connection, file_no, item, why.sentence)
    connection.execute("COMMIT")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
