"""Whatever happens in whatever order: nobody is asked twice, too often, too late, at night or after they opted out, and
every order stands somewhere, as if all had been looked at anew.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from storeapp.aftersales.service import close, open_for_order
from storeapp.customers.contacts.queries import counted_since
from storeapp.customers.contacts.rules import Sent
from storeapp.customers.contacts.service import note_sent
from storeapp.customers.service.merges import merge, part
from storeapp.customers.service.records import set_consent
from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock, utc_text
from storeapp.kernel.errors import UserError
from storeapp.solicitation import service
from storeapp.solicitation.facts import setting
from storeapp.solicitation.verdicts import judged_now
from storeapp.solicitation.wording import REASONS
from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.store.tables import Case, CaseOrder, Customer, CustomerMerge, Order, RequestVerdict, ReviewRequest
from tests.kept import recount
from tests.make import Make
from tests.rotation import times

START = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)
DAY = st.integers(-120, 20)
PICK = st.integers(0, 10_000)
US = ("America/New_York", "America/Los_Angeles")
HOURS = {"US": US, "DE": ("Europe/Berlin",), "": ("America/New_York",), "CN": ("Asia/Shanghai",)}
BLANK: list[Path] = []


class AnyCourse(RuleBasedStateMachine):
    """A shop with three channels, in which anything may happen."""

    @initialize()
    def open_shop(self) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="asking-"))
        shutil.copytree(BLANK[0], self.place / "shop")
        self.clock = FixedClock(START)
        self.db = Database.open(self.place / "shop", self.clock, who="Owner", derived=DERIVED)
        self.make = Make(self.db)
        self.channels = [
            self.make.channel(
                platform=platform, name=platform, time_zone="America/New_York", region="US", url="https://x.example"
            )
            for platform in ("etsy", "amazon", "own")
        ]
        for number in range(6):
            buyer = self.make.customer(country=("US", "US", "DE", "CN", "", "US")[number], email=f"{number}@x.example")
            for channel in self.channels[: 1 + number % 3]:
                day = (START.date() - timedelta(days=6 + 3 * number)).isoformat()
                made = self.make.order(channel_id=channel, customer_id=buyer, status="delivered", delivered_on=day)
                self.make.line(made, product_id=self.make.product(title=f"Lamp {made}") if number else None)

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.db.close()
            shutil.rmtree(self.place)

    def column(self, column, *where):
        with self.db.read() as conn:
            return list(conn.execute(select(column).where(*where).order_by(column)).scalars())

    def some(self, pick: int, column, *where):
        found = self.column(column, *where)
        return found[pick % len(found)] if found else None

    @rule(
        country=st.sampled_from(["US", "DE", "", "CN"]),
        mail=st.sampled_from(["", "a@x.example", "b@x.example", "c@x.example"]),
    )
    def a_buyer(self, country: str, mail: str) -> None:
        self.make.customer(country=country, email=mail, name="Li Wei")

    @rule(
        pick=PICK,
        channel=st.integers(0, 2),
        placed=DAY,
        took=st.sampled_from([None, -3, 2, 9]),
        status=st.sampled_from(["delivered", "shipped", "paid", "created", "canceled", "refunded"]),
    )
    def an_order(self, pick: int, channel: int, placed: int, took: int | None, status: str) -> None:
        day = START.date() + timedelta(days=placed)
        came = None if took is None else (day + timedelta(days=took)).isoformat()
        buyer = self.some(pick, Customer.id, Customer.merged_into.is_(None))
        self.make.order(
            channel_id=self.channels[channel], customer_id=buyer if pick % 7 else None, status=status,
            placed_on=day.isoformat(), delivered_on=came, shipped_on=day.isoformat() if pick % 3 else None,
        )  # fmt: skip

    @rule(pick=PICK, status=st.sampled_from(["delivered", "canceled", "refunded"]))
    def the_file_comes_again(self, pick: int, status: str) -> None:
        order = self.some(pick, Order.id)
        if order is not None:
            with self.db.write("Imported", kind="import") as tx:
                tx.update(Order, order, status=status, delivered_on="2026-07-02" if status == "delivered" else None)

    @rule(pick=PICK)
    def an_order_goes(self, pick: int) -> None:
        order = self.some(
            pick,
            Order.id,
            ~Order.id.in_(select(ReviewRequest.order_id)),
            ~Order.id.in_(select(CaseOrder.order_id)),
        )
        if order is not None:
            try:
                with self.db.write("Deleted") as tx:
                    tx.delete(Order, [order])
            except Exception:  # noqa: BLE001 - something else belongs to it
                return

    @rule(pick=PICK, photos=st.integers(0, 1), stars=st.integers(1, 5), ago=st.integers(0, 40))
    def a_review(self, pick: int, photos: int, stars: int, ago: int) -> None:
        order = self.some(pick, Order.id)
        if order is not None:
            day = self.clock.at.date() - timedelta(days=ago)
            self.make.review(
                channel_id=self.channels[0], order_id=order, stars=stars, photos=photos, posted_on=day.isoformat()
            )

    @rule(pick=PICK)
    def a_case(self, pick: int) -> None:
        order = self.some(pick, Order.id)
        if order is not None:
            open_for_order(self.db, order)

    @rule(pick=PICK)
    def a_case_ends(self, pick: int) -> None:
        case = self.some(pick, Case.id, Case.state == "open")
        if case is not None:
            close(self.db, case)

    @rule(pick=PICK)
    def an_opt_out(self, pick: int) -> None:
        order = self.some(pick, Order.id, Order.customer_id.is_not(None))
        if order is not None:
            service.opt_out(self.db, order)

    @rule(pick=PICK, consent=st.sampled_from(["yes", "no", "unknown"]))
    def consent(self, pick: int, consent: str) -> None:
        buyer = self.some(pick, Customer.id)
        if buyer is not None:
            set_consent(self.db, buyer, consent)

    @rule(one=PICK, other=PICK)
    def a_merge(self, one: int, other: int) -> None:
        free = self.column(Customer.id, Customer.merged_into.is_(None))
        if len(free) > 1 and free[one % len(free)] != free[other % len(free)]:
            merge(self.db, free[one % len(free)], free[other % len(free)])

    @rule(pick=PICK)
    def a_split(self, pick: int) -> None:
        lost = self.some(pick, CustomerMerge.lost_id)
        if lost is not None:
            part(self.db, lost)

    @rule(pick=PICK)
    def another_message(self, pick: int) -> None:
        buyer = self.some(pick, Customer.id)
        if buyer is not None:
            note_sent(self.db, [Sent(buyer, self.clock.at, "campaign", "email")])

    @rule(hours=st.sampled_from([1, 7, 12, 24, 72, 120, 24 * 20, -3, -24 * 9]))
    def time_goes(self, hours: int) -> None:
        self.clock.at += timedelta(hours=hours)

    @rule(pick=PICK, until=st.sampled_from([None, 3, 90]))
    def held_by_hand(self, pick: int, until: int | None) -> None:
        order = self.some(pick, Order.id)
        if order is not None:
            service.hold(self.db, order, "a gift", self.clock.at.date() + timedelta(days=until) if until else None)

    @rule(pick=PICK)
    def released(self, pick: int) -> None:
        order = self.some(pick, Order.id)
        if order is not None:
            service.release(self.db, order)

    @rule(pick=PICK)
    def not_arrived(self, pick: int) -> None:
        order = self.some(pick, Order.id)
        if order is not None:
            service.not_arrived(self.db, order)

    @rule(
        key=st.sampled_from(["etsy", "amazon", "own"]),
        wait=st.sampled_from([None, 5, 20]),
        active=st.booleans(),
        told=st.booleans(),
    )
    def another_plan(self, key: str, wait: int | None, active: bool, told: bool) -> None:
        service.edit_plan(self.db, key, wait=wait, told_at_checkout=told)
        service.switch_plan(self.db, key, active)

    @rule()
    def undone(self) -> None:
        try:
            journal.undo(self.db)
        except UserError:
            return

    @rule(hours=st.sampled_from([0, 0, 24, 24 * 7]))
    def everybody_is_asked(self, hours: int) -> None:
        self.clock.at += timedelta(hours=hours)
        before = self._history()
        with self.db.read() as conn:
            ready = list(conn.execute(select(RequestVerdict.id).where(RequestVerdict.state == "ready")).scalars())
        assert set(ready) <= set(self.column(Order.id))
        done = service.mark_sent(self.db, self.column(Order.id)).value
        if not hours:
            assert set(done.sent) == set(ready)  # the list is true this instant
        for order in done.sent:
            self._may_be_asked(order, before)

    def _history(self):
        with self.db.read() as conn:
            table = ReviewRequest
            rows = conn.execute(select(table.order_id, table.kind).order_by(table.id))
            return {(order, kind) for order, kind in rows}

    def _may_be_asked(self, order: int, before) -> None:
        with self.db.read() as conn:
            row = conn.execute(
                select(
                    Order.__table__,
                    Customer.do_not_contact,
                    Customer.opted_out,
                    Customer.consent,
                    Customer.country.label("place"),
                )
                .outerjoin(Customer.__table__, Customer.id == Order.customer_id)
                .where(Order.id == order)
            ).one()
            kinds = list(conn.execute(select(ReviewRequest.kind).where(ReviewRequest.order_id == order)).scalars())
            latest = (
                conn.execute(
                    select(ReviewRequest.kind).where(ReviewRequest.order_id == order).order_by(ReviewRequest.id.desc())
                )
                .scalars()
                .first()
            )
            heard = (
                counted_since(conn, row.customer_id, utc_text(self.clock.at - timedelta(days=30)))
                if row.customer_id
                else []
            )
        assert (order, latest) not in before
        assert len(kinds) == len(set(kinds))
        assert not row.do_not_contact
        assert not row.opted_out
        assert row.consent != "no"
        assert row.status != "canceled"
        assert len(heard) <= 5
        assert not [one for one in heard[:-1] if one > self.clock.at - timedelta(days=5)]
        for name in HOURS[row.ship_country or row.place or ""]:
            assert 9 <= self.clock.at.astimezone(ZoneInfo(name)).hour < 21
        if latest == "first" and row.delivered_on and row.delivered_on >= row.placed_on:
            age = (
                self.clock.at.astimezone(ZoneInfo("America/New_York")).date() - date.fromisoformat(row.delivered_on)
            ).days
            least, most = {0: (5, 100), 1: (5, 30), 2: (5, 60)}[self.channels.index(row.channel_id)]
            assert least <= age <= most

    @invariant()
    def every_order_stands_where_a_look_at_everything_says(self) -> None:
        if not hasattr(self, "db"):
            return
        service.refresh(self.db)
        with self.db.read() as conn:
            columns = (RequestVerdict.id, RequestVerdict.state, RequestVerdict.reason, RequestVerdict.step)
            kept = {row[0]: tuple(row[1:]) for row in conn.execute(select(*columns).order_by(RequestVerdict.id))}
            orders = list(conn.execute(select(Order.id).order_by(Order.id)).scalars())
            anew = judged_now(conn, orders, setting(conn, self.clock.at))
            assert recount(conn).wrong == 0
        assert kept == {order: (one.state, one.reason, one.step) for order, (_known, one) in anew.items()}
        assert sorted(kept) == orders
        assert all(reason in REASONS for _state, reason, _step in kept.values())


def test_any_course(blank_shop: Path) -> None:
    BLANK[:] = [blank_shop]
    machine = pytest.importorskip("hypothesis.stateful").run_state_machine_as_test
    few = settings(
        max_examples=times("test_any_course", 3, 300),
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    machine(AnyCourse, settings=few)
