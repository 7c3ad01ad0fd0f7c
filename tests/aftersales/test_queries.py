"""The list of cases: its order, its groups and places, also when cases are merged, searched and closed."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.aftersales import queries, service
from storeapp.aftersales.merging import service as merging
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.records import CaseFilters
from storeapp.aftersales.rules import Promised
from storeapp.aftersales.story import service as story
from storeapp.aftersales.story.rules import Entry

TODAY = date(2026, 7, 16)
DAYS = {"over": "2026-07-14", "today": "2026-07-16", "week": "2026-07-20", "later": "2026-08-20", "none": None}


@pytest.fixture
def cases(db):
    """A case of each group, opened in another order than their turns come."""
    made = {}
    for name in ("none", "later", "over", "week", "today"):
        made[name] = service.open_plain(db, f"Case {name}").value
        if DAYS[name]:
            promises.promise(db, made[name], Promised("answer", due_on=DAYS[name]))
    return made


def listed(db, wanted=None, **more):
    with db.read() as conn:
        return [row.id for row in queries.case_rows(conn, wanted or CaseFilters(), **more)]


def groups(db, wanted=None):
    with db.read() as conn:
        return [(one.urgency, one.count) for one in queries.case_groups(conn, wanted or CaseFilters(), TODAY)]


def test_cases_come_by_their_turn_in_groups(db, cases):
    order = [cases[name] for name in ("over", "today", "week", "later", "none")]
    assert listed(db) == order
    assert listed(db, backwards=True) == order[::-1]
    assert listed(db, first=1, limit=2) == order[1:3]
    assert groups(db) == [(name, 1) for name in DAYS]
    with db.read() as conn:
        assert [queries.case_position(conn, CaseFilters(), case) for case in order] == [0, 1, 2, 3, 4]


def test_a_time_of_the_day_comes_before_the_end_of_the_day(db, cases):
    early = service.open_plain(db, "Early").value
    promises.promise(db, early, Promised("answer", due_on="2026-07-16", due_time="9:30"))
    assert listed(db)[1:3] == [early, cases["today"]]
    assert groups(db)[1] == ("today", 2)


def test_a_merged_case_stands_nowhere_and_leads_to_the_one_on_top(db, cases):
    merging.merge(db, cases["none"], [cases["over"]])
    assert listed(db) == [cases[name] for name in ("none", "today", "week", "later")]
    with db.read() as conn:
        assert queries.case_position(conn, CaseFilters(), cases["over"]) == 0
        found = queries.case_detail(conn, cases["over"])
        assert queries.counts(conn, TODAY).over == 1
        assert [row.case_id for row in queries.due(conn, TODAY)] == [cases["none"], cases["today"]]
    assert found is not None
    assert (found.row.id, found.under, len(found.promises)) == (cases["none"], ((cases["over"], "Case over"),), 1)
    merging.unmerge(db, cases["over"])
    assert listed(db)[0] == cases["over"]


def test_closed_cases_come_by_their_end(db, cases, clock):
    for name in ("none",):
        service.close(db, cases[name])
    wanted = CaseFilters(state="closed")
    assert listed(db, wanted) == [cases["none"]]
    assert groups(db, wanted) == []
    with db.read() as conn:
        assert queries.case_position(conn, wanted, cases["none"]) == 0
        assert queries.case_position(conn, wanted, cases["over"]) is None


def test_a_word_anywhere_in_the_story_narrows_the_list(db, cases):
    story.record(db, cases["later"], Entry("in", "灯罩坏了", "2026-07-10T08:00:00Z"))
    merging.merge(db, cases["week"], [cases["later"]])
    assert listed(db, CaseFilters(search="灯罩")) == [cases["week"]]
    assert groups(db, CaseFilters(search="灯罩")) == [("week", 1)]
    assert listed(db, CaseFilters(search="(")) == []
    with db.read() as conn:
        assert queries.case_count(conn, CaseFilters(search="(")) == 0


def test_what_is_put_off_comes_back_with_its_day_or_a_promise_before(db, cases):
    service.snooze(db, [cases["none"], cases["later"]], "2026-07-18")
    assert listed(db) == [cases[name] for name in ("over", "today", "none", "later", "week")]
    service.snooze(db, [cases["over"]], "2026-07-30")
    assert listed(db)[0] == cases["over"]  # its promise is due all the same


def test_the_list_is_read_from_an_index_however_long_it_is(db):
    """Neither the first window nor the count nor a place may sort or read the cases themselves."""
    plans = []
    with db.read() as conn:
        for state, order in (("open", "turn_at, id"), ("closed", "closed_at DESC, id DESC")):
            where, values = queries._where(CaseFilters(state=state))
            sql = f"EXPLAIN QUERY PLAN SELECT id FROM cases WHERE {where} ORDER BY {order} LIMIT 200"
            plans += [row[3] for row in conn.exec_driver_sql(sql, values)]
    assert all("INDEX ix_cases_turn" in step or "INDEX ix_cases_closed" in step for step in plans), plans
    assert not [step for step in plans if "TEMP B-TREE" in step]
