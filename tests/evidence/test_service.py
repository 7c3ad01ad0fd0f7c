"""Links to records that prove something, and what people agreed to."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.customers.service.merges import merge
from storeapp.evidence.queries import consents_about, consents_of, may_use, proved_by, proving_records
from storeapp.evidence.rules import About, Consented, allows
from storeapp.evidence.service import link, note_consent, unlink, withdraw_consent
from storeapp.kernel.errors import UserError
from storeapp.store import journal

CLAIM = About("claim", 4, "delivery")
GIVEN = date(2026, 5, 3)


def consent(**said) -> Consented:
    plain = {
        "record_kind": "review",
        "record_id": 7,
        "allowed": frozenset({"words", "picture"}),
        "uses": frozenset({"shop", "article"}),
        "channels": frozenset(),
        "given_on": GIVEN,
        "person": "Ann Ott",
    }
    return Consented(**{**plain, **said})


def test_a_claim_stands_on_records_and_they_know_it(db):
    assert link(db, CLAIM, "order", 12, " delivered in 2 days ").value
    assert link(db, CLAIM, "review", 7).value
    assert link(db, CLAIM, "order", 12).action_id is None
    link(db, About("claim", 4, "price"), "order", 12)
    with db.read() as conn:
        named = proving_records(conn, CLAIM)
        assert [(one.kind, one.record_id, one.note) for one in named] == [
            ("order", 12, "delivered in 2 days"),
            ("review", 7, ""),
        ]
        assert proved_by(conn, "order", 12) == [CLAIM, About("claim", 4, "price")]
    unlink(db, named[0].id)
    journal.undo(db)
    with db.read() as conn:
        assert proving_records(conn, CLAIM) == named
    with pytest.raises(ValueError, match="nothing"):
        link(db, CLAIM, "nothing", 1)


@pytest.mark.parametrize(
    ("said", "asked", "fine"),
    [
        ({}, ("words", "shop", "Etsy", GIVEN), True),
        ({}, ("name", "shop", "Etsy", GIVEN), False),
        ({}, ("words", "advert", "Etsy", GIVEN), False),
        ({}, ("words", "shop", "Etsy", date(2026, 5, 2)), False),
        ({"channels": frozenset({"Blog"})}, ("words", "shop", "Etsy", GIVEN), False),
        ({"channels": frozenset({"Blog"})}, ("words", "shop", "Blog", GIVEN), True),
        ({"until_on": date(2026, 6, 1)}, ("words", "shop", "Etsy", date(2026, 6, 1)), True),
        ({"until_on": date(2026, 6, 1)}, ("words", "shop", "Etsy", date(2026, 6, 2)), False),
        ({"withdrawn_on": date(2026, 6, 1)}, ("words", "shop", "Etsy", date(2026, 5, 31)), True),
        ({"withdrawn_on": date(2026, 6, 1)}, ("words", "shop", "Etsy", date(2026, 6, 1)), False),
    ],
)
def test_only_what_was_asked_for_is_allowed(said, asked, fine):
    assert allows(consent(**said), *asked) is fine


def test_a_consent_is_kept_found_by_its_record_and_withdrawn(db, make, clock):
    whole = consent(channels=frozenset({"Blog", "商店"}), until_on=date(2027, 5, 3), how="message of 3 May")
    made = note_consent(db, whole).value
    with db.read() as conn:
        assert consents_about(conn, "review", 7) == [(made, whole)]
        assert may_use(conn, "review", 7, "words", "article", "商店", clock.today()) == whole
        assert may_use(conn, "review", 8, "words", "article", "商店", clock.today()) is None
    withdraw_consent(db, made, clock.today())
    with db.read() as conn:
        assert may_use(conn, "review", 7, "words", "article", "商店", clock.today()) is None
    journal.undo(db)
    with db.read() as conn:
        assert may_use(conn, "review", 7, "words", "article", "商店", clock.today()) == whole


@pytest.mark.parametrize(
    "said",
    [
        {"person": " "},
        {"uses": frozenset()},
        {"allowed": frozenset()},
        {"until_on": date(2026, 5, 2)},
        {"given_on": date(2030, 1, 1)},
        {"customer_id": 999},
    ],
)
def test_half_a_consent_is_refused(db, said):
    with pytest.raises(UserError):
        note_consent(db, consent(**said))
    with db.read() as conn:
        assert consents_about(conn, "review", 7) == []


def test_a_withdrawal_has_its_day(db):
    made = note_consent(db, consent()).value
    for day in (date(2026, 5, 2), date(2030, 1, 1)):
        with pytest.raises(UserError):
            withdraw_consent(db, made, day)
    with pytest.raises(UserError, match="gone"):
        withdraw_consent(db, 99, GIVEN)


def test_who_agreed_is_one_person_under_all_of_their_names(db, make):
    channel = make.channel()
    ann, twin = make.customer("ann", channel, name="Ann Ott"), make.customer("anno", channel, name="A. Ott")
    made = note_consent(db, consent(customer_id=twin, person="")).value
    merge(db, ann, twin)
    with db.read() as conn:
        assert [number for number, _one in consents_of(conn, ann)] == [made]
