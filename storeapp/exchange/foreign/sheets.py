"""Workbooks of several sheets: each visible table is read on its own, the others are left out with a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from storeapp.exchange.foreign.opening import FileToRead
from storeapp.exchange.foreign.plan import PlanChoice, make_plan
from storeapp.exchange.foreign.stage import OpenedFile, ReadingRun
from storeapp.kernel.text import plural

HIDDEN, NO_TABLE = "hidden", "no table"
FEW_COLUMNS = 3  # what makes no record and has fewer columns is a note, not a table

_WORDS: dict[str, Callable[[int], str]] = {
    NO_TABLE: lambda count: plural(
        "The sheet {{names}} contains no table and was left out.",
        "The sheets {{names}} contain no table and were left out.",
        count,
    ),
    HIDDEN: lambda count: plural(
        "The hidden sheet {{names}} was left out.", "The hidden sheets {{names}} were left out.", count
    ),
}


@dataclass(frozen=True, slots=True)
class SheetToRead:
    """One file or sheet to read, and the stamp under which it is kept."""

    file_no: int
    item: FileToRead
    choice: PlanChoice
    stamp: str


@dataclass(slots=True)
class Tried:
    """What a job turned out to be: a table, or the sentence why there is none."""

    job: SheetToRead
    known: OpenedFile | None
    sentence: str = ""
    empty: bool = False  # there is nothing in it at all


def groups(jobs: Sequence[SheetToRead]) -> list[list[SheetToRead]]:
    """Jobs in their order, the sheets of one workbook together."""
    found: list[list[SheetToRead]] = []
    for job in jobs:
        before = found[-1][-1].item if found else None
        if before is not None and job.item.sheet and before.sheet and before.path == job.item.path:
            found[-1].append(job)
        else:
            found.append([job])
    return found


def kept(tried: Sequence[Tried], items: Sequence[FileToRead], reading: ReadingRun) -> list[Tried]:
    """The tables among the sheets of one workbook, told what was left out beside them.

    A workbook without any keeps its first sheet, and the sentence why nothing of it can be read.
    """
    first = tried[0]
    if not first.job.item.sheet:
        return list(tried)
    siblings = [item.sheet for item in items if item.path == first.job.item.path and item.sheet]
    gone = [one for one in tried if not _is_table(one, reading)]
    if len(gone) == len(siblings):
        gone = gone[1:]
    left = [name for name in siblings if name not in {one.job.item.sheet for one in gone}]
    hidden = first.job.item.hidden
    out = [(one.job.item.sheet, NO_TABLE) for one in gone] + [(name, HIDDEN) for name in hidden]
    found = [one for one in tried if one not in gone]
    for one in found:
        item = one.job.item
        if len(left) == 1:
            one.job = replace(one.job, item=replace(item, name=item.workbook))
        if one.known is None:
            continue
        opened = one.known.opened
        opened.left_out = out
        opened.sheets = [name for name in opened.sheets if name == opened.sheet or name in dict(out)]
        if item.sheet == left[0]:
            opened.warnings += _words(out)
    return found


def _words(out: Sequence[tuple[str, str]]) -> list[str]:
    said: list[str] = []
    for why, words in _WORDS.items():
        names = [f"“{name}”" for name, reason in out if reason == why]
        if names:
            said.append(words(len(names)).format(names=", ".join(names)))
    return said


def _is_table(one: Tried, reading: ReadingRun) -> bool:
    """Whether a sheet has a header and rows that could be records; one that can't be read says why itself."""
    known, choice = one.known, one.job.choice
    if known is None:
        return not one.empty
    if choice.sheet or choice.format is not None or choice.mapping or known.form.id or known.form.lookup:
        return True
    header, sample = known.opened.table.header, known.opened.sample
    if len(header) < 2 or not sample:
        return False
    return bool(make_plan(known.form, known.columns, choice, reading.today).records) or len(header) >= FEW_COLUMNS
