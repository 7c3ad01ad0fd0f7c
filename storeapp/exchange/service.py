"""The verbs of import: check a staging file against the shop, bring it in, take it back, remember a set-up."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from storeapp.aftersales.proposals.queries import proposal_count
from storeapp.exchange import wording
from storeapp.exchange.merging import Merge, MergeResult
from storeapp.exchange.records import (
    ChannelChoice,
    CheckReport,
    ClearNotConfirmed,
    FileResult,
    ImportAnswers,
    ImportResult,
    SetupChoice,
    Unsettled,
)
from storeapp.exchange.report_file import ReportWriter
from storeapp.kernel.clock import Clock
from storeapp.kernel.meanwhile import Shown, in_no_words
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import saying_no_room
from storeapp.kernel.text import _, plural
from storeapp.store import journal
from storeapp.store.backup_beside import BackupBeside as BackupBeside
from storeapp.store.comparing import refuse_changed
from storeapp.store.db import Database, Tx
from storeapp.store.journal import UndoReport as UndoReport
from storeapp.store.sql import ask
from storeapp.store.tables import ImportSetup
from storeapp.store.tx import table_of

REASON = "import"  # of the backup before it
EMPTIES_TOO_MUCH = 0.2  # share of a column's values from which a typed yes is asked for


def check(
    db: Database,
    staging: Path,
    channel: ChannelChoice | None = None,
    progress: Progress | None = None,
    answers: ImportAnswers | None = None,
) -> CheckReport:
    """What `bring_in` would do, to the row: the very same merge, rolled back at its end.

    UserError where it could not: ChannelNeeded if the channel must be chosen first.
    """
    return _merge(db, staging, channel, progress or Progress(), answers or ImportAnswers(), rehearse=True).value


def bring_in(
    db: Database,
    staging: Path,
    channel: ChannelChoice | None = None,
    progress: Progress | None = None,
    *,
    backup: bool = True,
    beside: BackupBeside | None = None,
    answers: ImportAnswers | None = None,
) -> Outcome[ImportResult]:
    """Merge the staging file into the shop as one action; nothing of it stays without a backup. Cancel leaves no trace.

    The backup is made while the rows come in, or was begun `beside` their reading, and is waited for before the commit.
    Nothing at all is written where the very same files came in before and change nothing. UserError: ChannelNeeded;
    ClearNotConfirmed where more than a fifth of a column would be emptied and the owner has not confirmed it.
    """
    progress = progress or Progress()
    before = _proposed(db)
    if not backup:
        found = _merge(db, staging, channel, progress, answers or ImportAnswers())
    elif beside is not None:  # it stays for another try
        found = _merge(db, staging, channel, progress, answers or ImportAnswers(), beside)
    else:
        with making_beside(db.place.folder, db.clock) as begun:
            found = _merge(db, staging, channel, progress, answers or ImportAnswers(), begun)
    return _with_proposals(found, _proposed(db) - before)


def _proposed(db: Database) -> int:
    with db.read() as conn:
        return proposal_count(conn, db.clock.today())


def _with_proposals(outcome: Outcome[ImportResult], more: int) -> Outcome[ImportResult]:
    """The same, saying how many more cases are proposed now; none is opened by itself."""
    if more <= 0:
        return outcome
    said = plural("{count} case is proposed in After-sales.", "{count} cases are proposed in After-sales.", more)
    result = replace(outcome.value, proposed=more, sentence=f"{outcome.value.sentence} {said}")
    return replace(outcome, value=result)


@contextmanager
def making_beside(shop: Path, clock: Clock) -> Iterator[BackupBeside]:
    """The backup before an import, for `bring_in`; what it does not take is gone after the block."""
    beside = BackupBeside(shop, clock, REASON)
    try:
        yield beside
    finally:
        beside.leave()


def undo_import(db: Database, action_id: int, progress: Progress | None = None) -> Outcome[UndoReport]:
    """Take an import back; what was changed since stays and is named."""
    return journal.undo(db, action_id, progress or Progress())


def save_setup(
    db: Database, header_key: str, name: str, mapping: Mapping[str, Any], shown: Shown | None = None
) -> Outcome[int]:
    """Remember how a file with this header is read; the next one with the same header is read the same way.

    ChangedMeanwhile where the "mapping" that is kept for it (None for none) is no longer what was `shown`.
    """
    with db.write(_("Saved the set-up {name}").format(name=name)) as tx:
        table = table_of(ImportSetup)
        known = tx.connection.execute(select(table).where(table.columns["header_key"] == header_key)).first()
        now = {"mapping": None if known is None else json.loads(known.mapping)}
        row, wanted = None if known is None else known.id, {"mapping": dict(mapping)}
        refuse_changed(tx, table, row, _("set-up"), shown, wanted, now, value=row or 0, say=in_no_words)
        return tx.outcome(_keep_setup(tx, SetupChoice(header_key, name, mapping)))


def _keep_setup(tx: Tx, setup: SetupChoice) -> int:
    packed = json.dumps(setup.mapping, ensure_ascii=False)
    known = ask(tx.connection, "SELECT id FROM import_setups WHERE header_key = :key", key=setup.header_key).scalar()
    if known is None:
        return tx.insert_one(ImportSetup, header_key=setup.header_key, name=setup.name, mapping=packed, saved_at=tx.now)
    tx.update(ImportSetup, int(known), name=setup.name, mapping=packed, saved_at=tx.now)
    return int(known)


def rename_setup(db: Database, header_key: str, name: str, shown: Shown | None = None) -> Outcome[str]:
    """Give a saved set-up another name. ChangedMeanwhile where it is no longer the "name" that was `shown`."""
    with db.write(_("Renamed a set-up to {name}").format(name=name)) as tx:
        found = ask(
            tx.connection, "SELECT id, name, mapping FROM import_setups WHERE header_key = :key", key=header_key
        ).one()
        table = table_of(ImportSetup)
        refuse_changed(tx, table, int(found.id), _("name"), shown, {"name": name}, {"name": found.name}, value=name)
        mapping = json.dumps({**json.loads(found.mapping), "title": name}, ensure_ascii=False)
        tx.update(ImportSetup, int(found.id), name=name, mapping=mapping)
        return tx.outcome(name)


def forget_setup(db: Database, header_key: str, name: str) -> Outcome[int]:
    """Forget a saved set-up; the value is how many there were."""
    with db.write(_("Deleted the set-up {name}").format(name=name)) as tx:
        ids = ask(tx.connection, "SELECT id FROM import_setups WHERE header_key = :key", key=header_key).scalars()
        return tx.outcome(tx.delete(ImportSetup, list(ids)))


@saying_no_room()
def _merge(
    db: Database,
    staging: Path,
    channel: ChannelChoice | None,
    progress: Progress,
    answers: ImportAnswers,
    beside: BackupBeside | None = None,
    *,
    rehearse: bool = False,
) -> Outcome[ImportResult]:
    report = ReportWriter(staging.with_name(staging.stem + "-report.sqlite"), staging)
    try:
        with db.write(_("Import"), kind="import", attach={"staging": staging}, progress=progress) as tx:
            if beside is not None:
                beside.stand_for(tx.connection)
            doing = _("Comparing with the shop") if rehearse else _("Adding new rows")
            merge = Merge(tx, report, channel, progress, answers.newer, answers.believe_undated, doing)
            found = merge.run()
            if found.emptied and not answers.clear_confirmed and not rehearse:
                _refuse_emptying(found)
            result = _result(found, report.path)
            names = [file.file for file in result.files if file.file_no in found.verdicts]
            for setup in answers.remember:
                _keep_setup(tx, setup)
            tx.rename(wording.title(result.rows_in, names))
            if rehearse or not found.wrote_anything:
                tx.rehearse()
            outcome = tx.outcome(result)
            report.finish(found.verdicts)  # before the commit: a report that can't be written takes all of it back
            if beside is not None and not tx.rehearsing:
                beside.hand_over(progress)
    finally:
        report.close()
    return outcome


def _refuse_emptying(found: MergeResult) -> None:
    much = tuple(one for one in found.emptied if one.emptied > EMPTIES_TOO_MUCH * one.filled)
    if not much:
        return
    worst = max(much, key=lambda one: one.emptied / one.filled)
    message = _(
        "These files would empty {share} % of what the shop knows in one column ({emptied} of {filled} values). "
        "Nothing was changed. Type yes to go on, or let empty cells keep what is there."
    )
    share = round(100 * worst.emptied / worst.filled)
    raise ClearNotConfirmed(message.format(share=share, emptied=f"{worst.emptied:,}", filled=f"{worst.filled:,}"), much)


def _result(found: MergeResult, report: Path) -> ImportResult:
    files: list[FileResult] = found.files
    new = {record: tally.new for record, tally in found.tallies.items()}
    changed = {record: tally.changed for record, tally in found.tallies.items()}
    sentence = wording.done(
        new,
        changed,
        sum(file.rejected for file in files),
        sum(file.rows for file in files if file.file_no in found.verdicts),
        [file.file for file in files if file.file_no in found.verdicts],
        found.unlinked - found.nameless,
        found.nameless,
        found.asked,
        found.gone,
    )
    return ImportResult(
        tuple(files),
        sentence,
        report,
        new,
        changed,
        found.unlinked,
        found.emptied,
        found.linked_later,
        tuple(Unsettled(number, doubt.count, tuple(doubt.examples)) for number, doubt in sorted(found.doubts.items())),
    )
