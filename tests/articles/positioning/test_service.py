"""The shop's own page: its words, readers, aims, and selling points whose facts may move."""

from datetime import date

import pytest

from storeapp.articles.positioning import queries, service
from storeapp.articles.positioning.rules import AudienceFields, PointFields
from storeapp.kernel.errors import UserError
from storeapp.store import journal
from storeapp.store.tables import SellingPointProof
from tests.articles.making import article

TODAY = date(2026, 7, 16)


def page(db):
    with db.read() as conn:
        return queries.position_page(conn, TODAY)


def test_entries_are_written_and_taken_back(db):
    assert service.write_entry(db, "who", " Two people who make lamps ").value
    assert not service.write_entry(db, "who", "Two people who make lamps").value
    assert page(db).entries[0].words == "Two people who make lamps"
    journal.undo(db)
    assert page(db).entries[0].words == ""


def test_readers_with_their_places_and_how_many_articles_they_have(db):
    made = service.add_audience(db, AudienceFields("Evening readers", "30-55", places=("site", "outlet:4"))).value
    article(db, readers="Evening readers")
    (row,) = page(db).audiences
    assert (row.articles, row.fields.places) == (1, ("site", "outlet:4"))
    with pytest.raises(UserError, match="already"):
        service.add_audience(db, AudienceFields("evening READERS"))
    service.change_audience(db, made, AudienceFields("Evening readers", "any"))
    service.remove_audience(db, made)
    assert not page(db).audiences


def test_what_texts_are_for_against_the_aims(db):
    for goal in ("value", "value", "keep", ""):
        article(db, f"For {goal}", goal=goal)
    shares = {one.goal: (one.count, round(one.share, 2), one.aim) for one in page(db).goals}
    assert shares == {"value": (2, 0.67, 0.4), "brand": (0, 0, 0.2), "keep": (1, 0.33, 0.3), "sell": (0, 0, 0.1)}
    service.set_aims(db, {"value": 100, "brand": 0, "keep": 0, "sell": 0})
    assert page(db).goals[0].aim == 1


def test_a_figure_that_moved_turns_the_point_amber_until_it_is_looked_at(db, make):
    make.order(status="delivered", placed_on="2026-07-01")
    point = service.add_point(db, PointFields("Sold since the start", "company")).value
    proof = service.prove_point(db, point, "figure", text="orders").value
    assert service.prove_point(db, point, "figure", text="orders").value == proof
    assert page(db).points[0].verdicts[0].state == "fine"
    make.order(number="2", status="delivered", placed_on="2026-07-02")
    row = page(db).points[0]
    assert (row.moved, row.verdicts[0].state) == (True, "warn")
    assert row.verdicts[0].words == "It was 1 when you linked it, now it is 2"
    service.look_again(db, proof)
    assert not page(db).points[0].moved


def test_figures_are_said_with_their_commas_and_years_without(db, make):
    make.order(status="delivered", placed_on="2021-07-01")
    point = service.add_point(db, PointFields("Sold since the start", "company")).value
    proof = service.prove_point(db, point, "figure", text="orders").value
    service.prove_point(db, point, "figure", text="since")
    with db.write("As it was kept when more was sold") as tx:
        tx.outcome(tx.update(SellingPointProof, proof, ref_text="orders=3723"))
    row = page(db).points[0]
    assert [one.text for one in row.proofs] == ["Orders sold: 3,723", "First order: 2021"]
    assert row.verdicts[0].words == "It was 3,723 when you linked it, now it is 1"


def test_evidence_that_is_gone_proves_nothing(db, make):
    review = make.review(text="The lamp is nine years old", stars=5)
    point = service.add_point(db, PointFields("Lasts long", "product")).value
    service.prove_point(db, point, "review", review)
    assert page(db).points[0].verdicts[0].state == "fine"
    service.prove_point(db, point, "review", 9999)
    service.unlink_proof(db, page(db).points[0].proofs[0].id)
    assert page(db).points[0].verdicts[0].words == "Its evidence is gone"


def test_wrong_proofs_are_refused_and_retired_points_leave(db):
    point = service.add_point(db, PointFields("22 years at the same loom", "making")).value
    for wrong in ({"kind": "link", "text": "example.com"}, {"kind": "figure", "text": "moon"}, {"kind": "review"}):
        with pytest.raises(UserError):
            service.prove_point(db, point, **wrong)
    article(db, body="We have stood 22 years at the same loom, and counting.")
    assert [title for _id, title in page(db).points[0].used_in] == ["Washing wool"]
    service.retire_point(db, point)
    assert not page(db).points
    with pytest.raises(UserError, match="gone"):
        service.change_point(db, 99, PointFields("x"))
