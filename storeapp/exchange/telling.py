"""What became of files, for scripts and in lines for a person: kind, columns, sheets, questions, rejected rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from storeapp.exchange import reading, wording
from storeapp.exchange.answering import OPTIONS, unanswered
from storeapp.exchange.fields import FIELDS
from storeapp.exchange.foreign.encoding import title_of
from storeapp.exchange.reading import StagedFile
from storeapp.exchange.records import CheckReport, FileResult
from storeapp.exchange.staged import CellProblem, FileQuestion
from storeapp.kernel.text import _, plural

SHOWN_REJECTED = 5  # rejected rows that are listed for a person; --json lists all
BLOCK = 1000  # rejected rows read at once


def refusal(file: StagedFile) -> str | None:
    """Why nothing of a file can come in, None if it can."""
    if file.refused is None and file.rejected and not file.kinds:
        return _("No row of this file can be used; the reasons are listed.")
    if file.rows and not file.kinds and not file.format:
        return " ".join(file.warnings) or _("Nothing in this file was used.")
    return file.refused


def told(file: StagedFile, report: CheckReport | None, staging: Path) -> dict[str, Any]:
    """What became of one file, as --json prints it."""
    result = next((one for one in report.files if one.file_no == file.file_no), None) if report else None
    warnings = list(result.warnings if result else file.warnings)
    sentence = refusal(file)
    if result is not None and result.gone:
        warnings.append(wording.are_gone(result.gone))
    if result is None and sentence and sentence not in (*warnings, " ".join(warnings)):
        warnings.append(sentence)
    return {
        "file": file.name,
        "format": file.format or None,
        "kinds": list(file.kinds),
        "encoding": file.encoding or None,
        "encoding_confidence": file.confidence if file.encoding else None,
        "sheet": file.sheet or None,
        "sheets": sheets(file),
        "rows": result.rows if result else file.rows,
        "new": result.new if result else 0,
        "changed": result.changed if result else 0,
        "same": result.same if result else 0,
        "columns": [
            {"column": c.header, "field": c.field or None, "confidence": c.confidence, "reason": c.reason}
            for c in file.columns
        ],
        "may_be_edited": result.asked if result else 0,
        "gone": result.gone if result else 0,
        "questions": [*(question(file, one) for one in file.questions), *edited_reviews(result)],
        "problems": [problem(file, one) for one in kept_rows(file)],
        "rejected": list(rejected(staging, file)),
        "warnings": warnings,
    }


def sheets(file: StagedFile) -> list[dict[str, str]]:
    """The sheets of a workbook: the one that was read, and those that were left out; none for other files."""
    read = [{"sheet": file.sheet, "state": "read"}] if file.sheet else []
    return read + [{"sheet": name, "state": why} for name, why in file.left_out]


def question(file: StagedFile, asked: FileQuestion) -> dict[str, Any]:
    """One open question with the option that answers it."""
    column = file.columns[asked.column].header if asked.column is not None else None
    return {
        "kind": asked.kind, "column": column, "sentence": asked.sentence, "chosen": asked.chosen or None,
        "options": [value for value, _label in asked.options if value], "answer": OPTIONS[asked.kind],
    }  # fmt: skip


def kept_rows(file: StagedFile) -> list[CellProblem]:
    """What can't be read in rows that come in all the same: those that are left out stand under rejected."""
    return [one for one in file.problems if one.action != "out" and one.kind != "key"]


def problem(file: StagedFile, one: CellProblem) -> dict[str, Any]:
    """The cells of a column that share a reason: how many, some of them, what is done and the option that answers."""
    return {
        "kind": one.kind, "column": one.column or None, "reason": one.reason, "count": one.count,
        "examples": list(one.examples), "action": one.action, "value": one.value or None,
        "answer": OPTIONS[one.kind] if one in unanswered(file) else None,
    }  # fmt: skip


def problem_line(one: CellProblem) -> str:
    """What becomes of the cells of a column that share a reason, and the option that answers it."""
    words = _("{column}: {reason} (rows: {count}).").format(
        column=one.column, reason=one.reason, count=f"{one.count:,}"
    )
    if one.kind == "status" and one.action == "keep":
        words += " " + _("Such orders count as sold.")
        words += " " + _("To answer: {option}").format(option=f'--status "{one.code}={_("STATUS")}"')
    elif one.action == "keep":
        words += " " + _("To answer: {option}").format(option=f"{OPTIONS[one.kind]} {_('CODE')}")
    elif one.action == "empty":
        words += " " + _("Left empty: {examples}").format(examples="; ".join(one.examples))
    else:
        words += " " + _("Read as: {choice}.").format(choice=one.value)
    return words


def edited_reviews(result: FileResult | None) -> list[dict[str, Any]]:
    """The question whether new reviews are known ones, edited; both stand until it is answered in the window."""
    if result is None or not result.asked:
        return []
    sentence, place = wording.may_be_edited(result.asked), _("In the window: Reputation, To confirm")
    return [{
        "kind": "edited_reviews", "column": None, "sentence": sentence, "chosen": "two", "options": ["one", "two"],
        "answer": place, "count": result.asked,
    }]  # fmt: skip


def rejected(staging: Path, file: StagedFile) -> Iterator[dict[str, Any]]:
    """The rejected rows of a file: row, column, value, reason."""
    for first in range(0, file.rejected, BLOCK):
        for row in reading.rejected_rows(staging, file.file_no, first, BLOCK):
            yield {"row": row.row, "column": row.column, "value": row.value, "reason": row.reason}


def lines(file: StagedFile, said: Mapping[str, Any]) -> Iterator[str]:
    """One file for a person: its counts, what it was read as, its questions, warnings and first rejected rows."""
    counts = _("{file}: {rows} rows, {new} new, {changed} changed, {same} same, {rejected} rejected")
    numbers = {name: f"{said[name]:,}" for name in ("rows", "new", "changed", "same")}
    yield counts.format(file=said["file"], rejected=f"{len(said['rejected']):,}", **numbers)
    if file.format:
        yield "  " + _("Read as: {format}").format(format=file.format_title)
    elif file.columns:
        yield "  " + _("The kind of file is not known. Its columns were read like this:")
        yield from ("    " + line for line in column_lines(file))
    if file.encoding and file.confidence < 1:
        yield "  " + _("Encoding: {encoding}").format(encoding=f"{title_of(file.encoding)} ({file.confidence:.0%})")
    for asked in file.questions:
        yield "  ? " + question_line(file, asked)
    if said["may_be_edited"]:
        yield "  ? " + wording.may_be_edited(said["may_be_edited"])
    for one in kept_rows(file):
        yield ("  ? " if one in unanswered(file) else "  ") + problem_line(one)
    for warning in said["warnings"]:
        yield f"  {warning}"
    yield from rejected_lines(said["rejected"])


def column_lines(file: StagedFile) -> Iterator[str]:
    """Which column became what, and how sure that is."""
    for column in file.columns:
        known = FIELDS.get(column.field)
        if known is None or column.state == "locked":
            line = _("{column}: not stored ({reason})") if column.reason else _("{column}: not stored")
            yield line.format(column=column.header or "–", reason=column.reason)
        else:
            line = _("{column} → {field}, {percent} % sure ({reason})")
            percent = round(100 * column.confidence)
            yield line.format(column=column.header, field=_(known.title), percent=percent, reason=column.reason)


def question_line(file: StagedFile, asked: FileQuestion) -> str:
    """A question with the column it is about, the guess that stands, and the option that answers it."""
    words = [asked.sentence]
    if asked.kind in {"date_order", "decimal", "year", "scale"} and asked.column is not None:
        words.append(_("Column: {column}.").format(column=file.columns[asked.column].header))
    chosen = dict(asked.options).get(asked.chosen, asked.chosen)
    if chosen and asked.kind in {"date_order", "decimal"}:
        words.append(_("Read as: {choice}.").format(choice=chosen))
    values = "|".join(value for value, _label in asked.options if value)
    answer = OPTIONS[asked.kind] + (f" {values}" if values else " " + _("CODE"))
    return " ".join([*words, _("To answer: {option}").format(option=answer)])


def rejected_lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The first rejected rows, and how many more there are."""
    for row in rows[:SHOWN_REJECTED]:
        yield "  " + _("row {row}, {column}: {value}: {reason}").format(**row)
    if len(rows) > SHOWN_REJECTED:
        yield "  " + plural("and {count} more", "and {count} more", len(rows) - SHOWN_REJECTED)
