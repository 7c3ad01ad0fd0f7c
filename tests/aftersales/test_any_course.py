"""Whatever happens in whatever order, no message and no promise of a case is lost, and a merge or split that is taken
back gives each side exactly its own."""

from __future__ import annotations

import copy
import shutil
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from storeapp.aftersales import service
from storeapp.aftersales.merging import service as merging
from storeapp.aftersales.merging.service import SplitPart
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised
from storeapp.aftersales.story import service as story
from storeapp.aftersales.story.queries import story as story_of
from storeapp.aftersales.story.rules import Entry, ref_of
from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.store import journal
from storeapp.store.db import Database
from tests.kept import recount
from tests.make import Make
from tests.rotation import times

START = datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc)
PICK = st.integers(0, 10_000)
BLANK: list[Path] = []


class World:
    """What must be there: cases with what they are merged into and split off, and each row's way through cases."""

    def __init__(self) -> None:
        self.into: dict[int, int | None] = {}
        self.split: dict[int, int | None] = {}
        self.entries: dict[int, list[int]] = {}
        self.promises: dict[int, list[int]] = {}
        self.refs: dict[tuple[int, str], int] = {}
        self.due: dict[int, str | None] = {}  # of open promises

    def top(self, case: int) -> int:
        while self.into[case] is not None:
            case = self.into[case]
        return case

    def under(self, top: int) -> set[int]:
        return {case for case in self.into if self.top(case) == top}

    def rows(self, top: int, kept: dict[int, list[int]]) -> set[int]:
        group = self.under(top)
        return {row for row, way in kept.items() if way[-1] in group}


class AnyCourse(RuleBasedStateMachine):
    """A shop in which anything may happen to cases."""

    @initialize()
    def open_shop(self) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="cases-"))
        shutil.copytree(BLANK[0], self.place / "shop")
        self.clock = FixedClock(START)
        self.db = Database.open(self.place / "shop", self.clock, who="Owner", derived=DERIVED)
        make = Make(self.db)
        channel = make.channel(platform="etsy", name="Etsy", currency="EUR")
        buyers = [make.customer(name="Li Wei"), make.customer(name="Ann")]
        self.orders = [
            make.order(channel_id=channel, customer_id=buyers[n % 2], currency="EUR", total_minor=1000, placed_on=None)
            for n in range(3)
        ]
        self.world, self.before, self.after = World(), [], []

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.db.close()
            shutil.rmtree(self.place)

    def some(self, pick: int, kept: dict[int, object]) -> int | None:
        known = sorted(kept)
        return known[pick % len(known)] if known else None

    def do(self, verb, *args):
        """One action: the world as it was is kept for undo. Gives the outcome, None where it was refused."""
        self.clock.at += timedelta(minutes=1)
        was = copy.deepcopy(self.world)
        try:
            outcome = verb(self.db, *args)
        except UserError:
            return None
        if outcome.action_id is not None:
            self.before.append(was)
            self.after.clear()
        return outcome

    @rule(pick=PICK, kind=st.sampled_from(["order", "plain"]))
    def a_case(self, pick: int, kind: str) -> None:
        if kind == "order":
            done = self.do(service.open_for_order, self.orders[pick % 3])
        else:
            done = self.do(service.open_plain, f"Case {pick}")
        if done is not None and done.action_id is not None:
            self.world.into[done.value] = self.world.split[done.value] = None

    @rule(pick=PICK, kind=st.sampled_from(["in", "note", "time", "sent"]))
    def something_is_written(self, pick: int, kind: str) -> None:
        case = self.some(pick, self.world.into)
        if case is None:
            return
        if kind == "sent":
            done = self.do(story.mark_sent, case, f"We are sorry {pick}")
        else:
            done = self.do(story.record, case, Entry(kind, f"words {pick}", minutes=5 if kind == "time" else None))
        self.world.entries[done.value] = [self.world.top(case)]

    @rule(pick=PICK, which=st.lists(st.integers(0, 5), min_size=1, max_size=4))
    def a_conversation_is_pasted(self, pick: int, which: list[int]) -> None:
        case = self.some(pick, self.world.into)
        if case is None:
            return
        at = "2026-07-10T08:00:00Z"
        messages = [Entry("in", f"message {one}", at, ref=ref_of("in", at, f"message {one}")) for one in which]
        there = {
            ref for (row, ref) in self.world.refs if row in self.world.rows(self.world.top(case), self.world.entries)
        }
        fresh = {one.ref for one in messages} - there
        done = self.do(story.keep_messages, case, messages)
        assert done.value == len(fresh)
        if not fresh:
            assert done.action_id is None
            return
        with self.db.read() as conn:
            sql = "SELECT id, ref FROM case_entries ORDER BY id DESC LIMIT ?"
            for number, ref in conn.exec_driver_sql(sql, (len(fresh),)):
                self.world.entries[number] = [self.world.top(case)]
                self.world.refs[number, ref] = 1

    @rule(pick=PICK, days=st.sampled_from([None, -3, 0, 4, 40]))
    def a_promise(self, pick: int, days: int | None) -> None:
        case = self.some(pick, self.world.into)
        if case is None:
            return
        day = None if days is None else (START.date() + timedelta(days=days)).isoformat()
        done = self.do(promises.promise, case, Promised("refund", "", Money(500, "EUR"), day))
        self.world.promises[done.value] = [self.world.top(case)]
        self.world.due[done.value] = day

    @rule(pick=PICK, verb=st.sampled_from(["keep", "break", "again", "move"]))
    def a_promise_goes_on(self, pick: int, verb: str) -> None:
        promise = self.some(pick, self.world.promises)
        if promise is None:
            return
        with self.db.read() as conn:
            day = conn.exec_driver_sql("SELECT due_on FROM promises WHERE id = ?", (promise,)).scalar()
        if verb == "move":
            day = (START.date() + timedelta(days=1 + pick % 30)).isoformat()
            if self.do(promises.move_promise, promise, day) is not None:
                self.world.due[promise] = day
        else:
            verbs = {"keep": promises.keep_promise, "break": promises.break_promise, "again": promises.unkeep_promise}
            self.do(verbs[verb], promise)
            if verb == "again":
                self.world.due[promise] = day
            else:
                self.world.due.pop(promise, None)

    @rule(pick=PICK, other=PICK)
    def cases_are_merged(self, pick: int, other: int) -> None:
        into, lost = self.some(pick, self.world.into), self.some(other, self.world.into)
        if into is None or lost is None:
            return
        top, gone = self.world.top(into), self.world.top(lost)
        done = self.do(merging.merge, into, [lost, lost])
        assert done.value == (top != gone)
        if top != gone:
            self.world.into[gone] = top

    @rule(pick=PICK)
    def a_merge_is_taken_back(self, pick: int) -> None:
        merged = {case: 1 for case, into in self.world.into.items() if into is not None}
        case = self.some(pick, merged)
        if case is not None:
            assert self.do(merging.unmerge, case) is not None
            self.world.into[case] = None

    @rule(pick=PICK, share=st.integers(1, 3))
    def a_case_is_split(self, pick: int, share: int) -> None:
        case = self.some(pick, self.world.into)
        if case is None:
            return
        top = self.world.top(case)
        entries = sorted(self.world.rows(top, self.world.entries))[::share]
        promised = sorted(self.world.rows(top, self.world.promises))[::share]
        done = self.do(merging.split, case, SplitPart(tuple(entries), tuple(promised)), "The other part")
        assert (done is None) == (not entries and not promised)
        if done is None:
            return
        self.world.into[done.value], self.world.split[done.value] = None, top
        for kept, rows in ((self.world.entries, entries), (self.world.promises, promised)):
            for row in rows:
                kept[row].append(done.value)

    @rule(pick=PICK)
    def a_split_is_taken_back(self, pick: int) -> None:
        case = self.some(pick, {case: 1 for case, source in self.world.split.items() if source is not None})
        if case is None:
            return
        done = self.do(merging.unsplit, case)
        assert (done is None) == (self.world.into[case] is not None)
        if done is None:
            return
        top = self.world.top(self.world.split[case])
        for kept in (self.world.entries, self.world.promises):
            for way in kept.values():
                if way[-1] == case and len(way) > 1:
                    way.pop()
        if top != case:
            self.world.into[case] = top

    @rule()
    def undone(self) -> None:
        if self.before:
            journal.undo(self.db)
            self.after.append(self.world)
            self.world = self.before.pop()

    @rule()
    def done_again(self) -> None:
        if self.after:
            journal.redo(self.db)
            self.before.append(self.world)
            self.world = self.after.pop()

    @invariant()
    def nothing_is_lost_and_all_is_where_it_belongs(self) -> None:
        if not hasattr(self, "db"):
            return
        world = self.world
        with self.db.read() as conn:
            sql = "SELECT id, root_id, open_promises, turn_at FROM cases"
            cases = {row[0]: tuple(row[1:]) for row in conn.exec_driver_sql(sql)}
            assert {case: row[0] for case, row in cases.items()} == {case: world.top(case) for case in world.into}
            for table, kept in (("case_entries", world.entries), ("promises", world.promises)):
                found = dict(tuple(row) for row in conn.exec_driver_sql(f"SELECT id, case_id FROM {table}"))
                assert found == {row: way[-1] for row, way in kept.items()}
            for top in {world.top(case) for case in world.into}:
                lines = story_of(conn, top, START.date()).lines
                told = {one.id for one in lines if one.kind in ("in", "out", "note", "time")}
                assert told == world.rows(top, world.entries)
                mine = world.rows(top, world.promises)
                assert {one.id for one in lines if one.kind == "promised"} == mine
                due = sorted(f"{world.due[one]} 24:00" for one in mine if world.due.get(one))
                assert cases[top][1:] == (sum(one in world.due for one in mine), due[0] if due else "9999")
            assert recount(conn).wrong == 0


def test_any_course(blank_shop: Path) -> None:
    BLANK[:] = [blank_shop]
    machine = pytest.importorskip("hypothesis.stateful").run_state_machine_as_test
    few = settings(
        max_examples=times("test_cases_in_any_course", 6, 300),
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    machine(AnyCourse, settings=few)
