"""What the owner does with requests: mark as sent, put off, hold, opt out, change plans; each can be taken back.

Every verb brings the verdicts up to date at its end; `refresh` does so on opening, after an import or an undo, and when
a day has gone by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from storeapp.customers.contacts.rules import Sent
from storeapp.customers.contacts.service import note_sent_in, opt_out_in
from storeapp.kernel.clock import check_clock, from_utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, plural
from storeapp.solicitation import plans as planning
from storeapp.solicitation import rules, verdicts
from storeapp.solicitation.facts import Known, known, setting
from storeapp.solicitation.mail_files import file_name, written_mails
from storeapp.solicitation.plans import Plan
from storeapp.solicitation.queries import ADDRESS, plans_of
from storeapp.solicitation.records import Mailing, Sending, Words
from storeapp.solicitation.rules import Verdict
from storeapp.solicitation.sendable import due_mails, sendable
from storeapp.solicitation.timing import day_of
from storeapp.solicitation.wording import plan_title
from storeapp.store.db import Database, Tx
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.tables import Order, RequestMail, RequestPlan, RequestStop, ReviewRequest

LONGEST_REASON = 200
FREE = Words()


def refresh(db: Database, progress: Progress | None = None) -> Outcome[int]:
    """Bring the verdicts up to date; gives how many orders were looked at. Nothing due costs next to nothing."""
    now = db.clock.now()
    check_clock(now)
    with db.read() as conn:
        if not verdicts.waiting(conn, now):
            return Outcome(0)
    with db.keep(progress) as conn:
        looked_at = verdicts.look(conn, now, progress or Progress())
    return Outcome(looked_at, frozenset({"requests"}))


def mark_sent(
    db: Database, orders: Sequence[int], words: Words = FREE, each: Mapping[int, Words] | None = None
) -> Outcome[Sending]:
    """Note that the message which is due went out: the first request, the reminder, or the photo request of each order.

    Only what is still ready this instant is noted; of one person's orders only the first. The ledger of contacts gets a
    line each. The same again notes nothing. `each`: in which words the message of an order went, instead of `words`.
    """
    with db.write(_("Marked review requests as sent"), kind="work") as tx:
        done = tx.outcome(_mark_in(tx, orders, words, each or {}))
    return _up_to_date(db, done)


def save_mails(
    db: Database, folder: Path, progress: Progress | None = None, *, dry_run: bool = False
) -> Outcome[Mailing]:
    """Write a mail (.eml) for every request that is ready and goes by mail, and mark them as sent: all or none.

    Each is as the owner wrote it, where they did. Left out with the reason: what goes through a platform, what a rule
    stops, what the template has no value for, and addresses that are none. `dry_run` only says what would be. UserError
    where the folder can't be written to.
    """
    progress = progress or Progress()
    refreshed = refresh(db, progress)
    with db.read() as conn:
        due = due_mails(conn, db.clock.now(), progress)
    ready = [(file_name(row.number, row.id), one) for row, one in due.ready]
    files = {one.order_id: name for name, one in ready}
    if dry_run or not ready:
        return Outcome(Mailing(tuple(files), due.left, str(folder)), refreshed.touched)
    words = {one.order_id: Words(one.template, one.language, one.variant, "email") for _name, one in ready}
    writing = written_mails(folder, ready, db.clock.now(), progress)
    marking = db.write(_("Marked review requests as sent"), kind="work", progress=progress)
    with writing as written, marking as tx:
        progress.begin(_("Marking requests as sent"))
        sending = _mark_in(tx, list(files), FREE, words)
        written.put_in_place([files[order] for order in sending.sent])
        noted = tx.outcome(sending)
    marked = _up_to_date(db, noted)
    mailing = Mailing(marked.value.sent, (*due.left, *marked.value.left), str(folder))
    return Outcome(mailing, marked.touched | refreshed.touched, marked.action_id)


def set_address(db: Database, address: str) -> Outcome[bool]:
    """Keep the shop's postal address, which stands under mails where the law wants it; "" for none."""
    plain = ", ".join(line.strip() for line in address.splitlines() if line.strip())
    if len(plain) > LONGEST_REASON:
        raise UserError(_("This is too long. Use at most {count} characters.").format(count=LONGEST_REASON))
    with db.write(_("Changed the shop's postal address")) as tx:
        set_shop_setting(tx, ADDRESS, plain)
        return tx.outcome(tx.rows > 0)


def not_arrived(db: Database, order_id: int) -> Outcome[str]:
    """The buyer says that the parcel hasn't come yet: the request waits a week. Gives the ISO day it waits for."""
    with db.write(_("Put a review request off")) as tx:
        number = _number(tx, order_id)
        tx.rename(_("Put the request for order {number} off: not arrived yet").format(number=number))
        day = (db.clock.now() + timedelta(days=rules.POSTPONED_DAYS)).date().isoformat()
        _stop(tx, order_id, "not_arrived", "", day)
        done = tx.outcome(day)
    return _up_to_date(db, done)


def hold(db: Database, order_id: int, reason: str, until: date | None = None) -> Outcome[bool]:
    """Hold an order's request back, until a day or until it is released. UserError without a reason."""
    plain = " ".join(reason.split())
    if not plain:
        raise UserError(_("Say why: the proof that everybody was asked shows it."))
    if len(plain) > LONGEST_REASON:
        raise UserError(_("This is too long. Use at most {count} characters.").format(count=LONGEST_REASON))
    with db.write(_("Held a review request back")) as tx:
        number = _number(tx, order_id)
        tx.rename(_("Held the request for order {number} back: {reason}").format(number=number, reason=plain))
        done = tx.outcome(_stop(tx, order_id, "hold", plain, until.isoformat() if until else None))
    return _up_to_date(db, done)


def release(db: Database, order_id: int) -> Outcome[bool]:
    """Let an order's request go on that was held back or put off, also one whose mail was refused or may have gone."""
    with db.write(_("Released a review request")) as tx:
        number = _number(tx, order_id)
        tx.rename(_("Released the request for order {number}").format(number=number))
        held = list(tx.connection.execute(select(RequestStop.id).where(RequestStop.order_id == order_id)).scalars())
        mails = select(RequestMail.id).where(
            RequestMail.order_id == order_id, RequestMail.state.in_(("going", "refused"))
        )
        again = [(mail, "again") for mail in tx.connection.execute(mails).scalars()]
        done = tx.outcome(tx.delete(RequestStop, held) + tx.update_many(RequestMail, ("state",), again) > 0)
    return _up_to_date(db, done)


def opt_out(db: Database, order_id: int) -> Outcome[bool]:
    """The buyer of an order wants no more messages, ever. UserError where nobody knows who the buyer is."""
    with db.write(_("Noted that a buyer wants no more messages")) as tx:
        number = _number(tx, order_id)
        buyer = tx.connection.execute(select(Order.customer_id).where(Order.id == order_id)).scalar()
        if buyer is None:
            raise UserError(_("The buyer of this order isn't known. Keep its request back instead."))
        tx.rename(_("The buyer of order {number} wants no more messages").format(number=number))
        opt_out_in(tx, buyer)
        done = tx.outcome(tx.rows > 0)
    return _up_to_date(db, done)


def edit_plan(db: Database, key: str, **fields: Any) -> Outcome[bool]:
    """Change fields of `plans.Plan`; UserError says what can't be. The value says whether anything changed."""
    with db.write(_("Changed a plan")) as tx:
        now = _plan(tx, key)
        then = planning.edited(now, **fields)
        planning.check_reward(then, db.clock.now().date())
        tx.rename(_("Changed the plan “{name}”").format(name=plan_title(then.key, then.name)))
        done = tx.outcome(then != now and _keep(tx, then))
    return _up_to_date(db, done)


def switch_plan(db: Database, key: str, active: bool) -> Outcome[bool]:
    """Switch a plan on or off: what is off asks nobody."""
    with db.write(_("Changed a plan")) as tx:
        plan = _plan(tx, key)
        title = _("Switched the plan “{name}” on") if active else _("Switched the plan “{name}” off")
        tx.rename(title.format(name=plan_title(plan.key, plan.name)))
        done = tx.outcome(plan.active != active and _keep(tx, replace(plan, active=active)))
    return _up_to_date(db, done)


def add_plan(db: Database, name: str, through: str, **fields: Any) -> Outcome[str]:
    """Add a plan of the owner's own, which comes before the others. Gives its key."""
    with db.write(_("Added a plan")) as tx:
        taken = tx.connection.execute(select(RequestPlan.key).order_by(RequestPlan.id)).scalars()
        numbers = [int(key.removeprefix(planning.OWN)) for key in taken if key.startswith(planning.OWN)]
        plan = planning.edited(Plan(f"{planning.OWN}{max(numbers, default=0) + 1}", name, through), **fields)
        planning.check_reward(plan, db.clock.now().date())
        tx.rename(_("Added the plan “{name}”").format(name=plan_title(plan.key, plan.name)))
        _keep(tx, plan)
        done = tx.outcome(plan.key)
    return _up_to_date(db, done)


def reset_plan(db: Database, key: str) -> Outcome[bool]:
    """Give a plan back what it came with; a plan of the owner's own goes."""
    with db.write(_("Changed a plan")) as tx:
        plan = _plan(tx, key)
        own = key.startswith(planning.OWN)
        title = _("Removed the plan “{name}”") if own else _("Reset the plan “{name}”")
        tx.rename(title.format(name=plan_title(plan.key, plan.name)))
        rows = list(tx.connection.execute(select(RequestPlan.id).where(RequestPlan.key == key)).scalars())
        done = tx.outcome(tx.delete(RequestPlan, rows) > 0)
    return _up_to_date(db, done)


def mark_sent_in(tx: Tx, orders: Sequence[int]) -> Sending:
    """Note that the messages which are due went out, inside a larger change; call `refresh` after it."""
    return _mark_in(tx, orders, FREE, {})


def _mark_in(tx: Tx, orders: Sequence[int], words: Words, each: Mapping[int, Words]) -> Sending:
    # The instant of the action, not a later one: what is noted can't be newer than the action it is noted in.
    sent, left = sendable(tx.connection, orders, from_utc_text(tx.now), unsure=True)
    steps = [(one, verdict.step) for one, verdict in sent]
    note_in(tx, [(one, step, each.get(one.facts.order_id, words)) for one, step in steps])
    _settle_mails(tx, steps)
    _name_sending(tx, sent)
    return Sending(tuple(one.facts.order_id for one, _verdict in sent), tuple(left))


def note_in(tx: Tx, sent: Sequence[tuple[Known, str, Words]]) -> None:
    """Note the messages (order, step, in which words) that went out, inside a larger change."""
    now = from_utc_text(tx.now)
    rows, ledger = [], []
    for one, step, said in sent:
        facts = one.facts
        through = said.through or one.plan.through
        days = (day_of(now, facts.channel_zone) - facts.delivery.high).days if facts.delivery else None
        named = (said.template, said.language, said.variant)
        if one.person is not None:
            ledger.append(Sent(one.person, now, "request", through, order_id=facts.order_id))
        rows.append((facts.order_id, step, tx.now, through, one.plan.key, *named, days))
    columns = ("order_id", "kind", "sent_at", "through", "plan", "template", "language", "variant", "days")
    tx.insert(ReviewRequest, columns, rows)
    note_sent_in(tx, ledger)


def went_out_in(tx: Tx, order: int, step: str, words: Words) -> None:
    """Note a message that went out whatever is known by now, once; inside a larger change."""
    there = select(ReviewRequest.id).where(ReviewRequest.order_id == order, ReviewRequest.kind == step)
    one = known(tx.connection, [order], setting(tx.connection, from_utc_text(tx.now)))
    if one and tx.connection.execute(there).first() is None:
        note_in(tx, [(one[0], step, words)])


def _settle_mails(tx: Tx, sent: Sequence[tuple[Known, str]]) -> None:
    """Mails of which nobody knew whether they went out: the owner says that they did."""
    unsure = {(one.facts.order_id, step) for one, step in sent if one.facts.mailed}
    if unsure:
        table = RequestMail
        found = tx.connection.execute(
            select(table.id, table.order_id, table.step).where(table.order_id.in_([order for order, _step in unsure]))
        )
        rows = [(row.id, "sent", tx.now) for row in found if (row.order_id, row.step) in unsure]
        tx.update_many(table, ("state", "ended_at"), rows)


def _up_to_date(db: Database, done: Outcome[Any]) -> Outcome[Any]:
    looked = refresh(db)
    return replace(done, touched=done.touched | looked.touched)


def _name_sending(tx: Tx, sent: Sequence[tuple[Known, Verdict]]) -> None:
    steps, count = {verdict.step for _one, verdict in sent}, len(sent)
    if steps == {rules.REMINDER}:
        tx.rename(plural("Marked {count} reminder as sent", "Marked {count} reminders as sent", count))
    elif steps == {rules.PHOTO}:
        tx.rename(plural("Marked {count} photo request as sent", "Marked {count} photo requests as sent", count))
    elif sent:
        tx.rename(plural("Marked {count} review request as sent", "Marked {count} review requests as sent", count))


def _stop(tx: Tx, order_id: int, kind: str, reason: str, until: str | None) -> bool:
    there = select(RequestStop.id).where(RequestStop.order_id == order_id, RequestStop.kind == kind)
    row = tx.connection.execute(there).scalar()
    if row is not None:
        return tx.update(RequestStop, row, reason=reason, until_on=until)
    tx.insert_one(RequestStop, order_id=order_id, kind=kind, reason=reason, until_on=until, made_at=tx.now)
    return True


def _number(tx: Tx, order_id: int) -> str:
    number = tx.connection.execute(select(Order.number).where(Order.id == order_id)).scalar()
    if number is None:
        raise UserError(_("This order is gone. Nothing was changed."))
    return str(number)


def _plan(tx: Tx, key: str) -> Plan:
    found = next((one for one in plans_of(tx.connection) if one.key == key), None)
    if found is None:
        raise UserError(_("This plan is gone. Nothing was changed."))
    return found


def _keep(tx: Tx, plan: Plan) -> bool:
    values = {"name": plan.name, "active": int(plan.active), "settings": planning.settings_of(plan)}
    row = tx.connection.execute(select(RequestPlan.id).where(RequestPlan.key == plan.key)).scalar()
    if row is not None:
        return tx.update(RequestPlan, row, **values, changed_at=tx.now)
    tx.insert_one(RequestPlan, key=plan.key, **values, changed_at=tx.now)
    return True
