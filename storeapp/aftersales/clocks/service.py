"""When the owner works: hours, days off, and how soon they mean to answer; channels/service has the lengths."""

from __future__ import annotations

from sqlalchemy import select

from storeapp.aftersales.clocks.queries import ANSWER, working_hours
from storeapp.aftersales.clocks.rules import WorkingHours, rows_of
from storeapp.channels.service import correct_clock
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.rulebook.clocks import LONGEST
from storeapp.store.db import Database
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.tables import OwnerHour


def set_length(db: Database, rule: str, typed: str, source: str = "") -> Outcome[bool]:
    """Put the owner's length in the place of a time limit's; the printed one takes it back."""
    return correct_clock(db, rule, typed, source)


def checked_hours(work: WorkingHours) -> WorkingHours:
    """UserError where nobody would ever work, or the answer is no number of hours."""
    if not any(work.week):
        raise UserError(_("Choose the hours of at least one day. Nothing was changed."))
    if not 1 <= work.answer <= LONGEST:
        raise UserError(_("Use a whole number between 1 and {most}. Nothing was changed.").format(most=f"{LONGEST:,}"))
    return work


def set_hours(db: Database, work: WorkingHours) -> Outcome[bool]:
    """Keep when the owner works, days off, and in how many working hours they mean to answer first."""
    checked_hours(work)
    with db.write(_("Changed the working hours")) as tx:
        if (
            rows_of(working_hours(tx.connection)) == rows_of(work)
            and working_hours(tx.connection).answer == work.answer
        ):
            return tx.outcome(False)
        tx.delete(OwnerHour, tx.connection.execute(select(OwnerHour.id)).scalars().all())
        for weekday, day, opens, closes in rows_of(work):
            tx.insert_one(OwnerHour, weekday=weekday, day_on=day, opens=opens, closes=closes)
        set_shop_setting(tx, ANSWER, work.answer)
        return tx.outcome(True)
