"""The library: pictures looked at in a process of their own, whose they are, and what may be used where."""

from __future__ import annotations

from datetime import date

import pytest
from PIL import Image

from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.drafts.service import new_article
from storeapp.articles.library.queries import item, item_count, items, pictures, unlicensed, used_in
from storeapp.articles.library.records import LibraryFilters
from storeapp.articles.library.rules import LibraryFields, item_of
from storeapp.articles.library.service import add_item, add_pictures, describe, note_uses, remove
from storeapp.evidence.preparing import Chosen, prepare
from storeapp.evidence.rules import Consented
from storeapp.evidence.service import note_consent, withdraw_consent
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.store import journal

TODAY = date(2026, 7, 16)
OWN = LibraryFields()
BUYER = LibraryFields(origin="buyer", source="Ann", uses=frozenset({"article"}), alt="A lamp")


def file(folder, name="lamp.png", colour="red"):
    place = folder / name
    Image.new("RGB", (64, 48), colour).save(place)
    return place


def take(db, path, fields=OWN):
    return add_pictures(db, prepare(db.place.folder, [Chosen(path.name, path)], Progress()), fields).value[0]


def listed(db, **wanted):
    with db.read() as conn:
        return items(conn, LibraryFilters(**wanted), TODAY)


def blocked(db, number, channel="Etsy", day=TODAY):
    with db.read() as conn:
        return unlicensed(conn, [number], channel, day).get(number, "")


def test_a_picture_is_taken_in_once_and_back_out(db, tmp_path):
    first = take(db, file(tmp_path), LibraryFields(alt="A red lamp"))
    assert take(db, file(tmp_path, "again.png")) == first
    (row,) = listed(db)
    assert (row.name, row.alt, row.width, row.height, row.allowed) == ("lamp.png", "A red lamp", 64, 48, "")
    assert row.thumbnail.startswith(b"\x89PNG")
    with db.read() as conn:
        assert pictures(conn, db.place.folder, [first, 99])[first].file.is_file()
    assert remove(db, first).value
    assert listed(db) == []
    journal.undo(db)
    with db.read() as conn:
        assert pictures(conn, db.place.folder, [first])[first].file.is_file()


def test_what_is_no_picture_is_refused_and_nothing_of_the_others_stays(db, tmp_path):
    (tmp_path / "a.txt").write_text("words", "utf-8")
    chosen = [Chosen("lamp.png", file(tmp_path)), Chosen("a.txt", tmp_path / "a.txt")]
    prepared = prepare(db.place.folder, chosen, Progress())
    with pytest.raises(UserError, match=r"a\.txt"):
        add_pictures(db, prepared, LibraryFields())
    assert listed(db) == []
    assert not list((db.place.folder / "attachments").glob("*")) if (db.place.folder / "attachments").exists() else True


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (LibraryFields(origin="buyer", source="Ann"), "Nobody noted"),
        (LibraryFields(origin="influencer", source="Bo", uses=frozenset({"shop"})), "other uses"),
        (
            LibraryFields(origin="buyer", source="Ann", uses=frozenset({"article"}), channels=frozenset({"eBay"})),
            "eBay",
        ),
        (LibraryFields(origin="buyer", source="Ann", uses=frozenset({"article"}), until_on="2026-07-15"), "ended"),
        (LibraryFields(origin="buyer", source="Ann", uses=frozenset({"article"}), until_on="2026-07-16"), ""),
        (LibraryFields(origin="buyer", source="Ann", uses=frozenset({"article"}), channels=frozenset({"Etsy"})), ""),
        (LibraryFields(), ""),
    ],
)
def test_what_may_be_used(db, tmp_path, fields, says):
    why = blocked(db, take(db, file(tmp_path), fields))
    assert says in why
    assert bool(why) == bool(says)


def test_a_consent_with_its_proof_counts_until_it_is_withdrawn(db, tmp_path):
    given = Consented(
        "review", 1, frozenset({"picture"}), frozenset({"article"}), frozenset(), date(2026, 7, 1), person="Ann"
    )
    consent = note_consent(db, given).value
    number = take(db, file(tmp_path), LibraryFields(origin="buyer", source="Ann", consent_id=consent))
    assert blocked(db, number) == ""
    withdraw_consent(db, consent, date(2026, 7, 10))
    assert "did not agree" in blocked(db, number)
    assert listed(db, blocked=True)[0].id == number


def test_uses_follow_the_text(db, tmp_path):
    number = take(db, file(tmp_path), BUYER)
    article = new_article(db, ArticleFields(title="Lamps")).value
    assert note_uses(db, article, f"![a](picture:{number}) ![b](picture:99)\n\n> ![c](picture:{number})").value == 1
    assert note_uses(db, article, f"[![a](picture:{number})](https://a.example)").value == 0
    with db.read() as conn:
        assert [one.title for one in used_in(conn, number)] == ["Lamps"]
    with pytest.raises(UserError, match="1 article"):
        remove(db, number)
    assert note_uses(db, article, "none").value == 1
    assert remove(db, number).value


def test_texts_and_videos(db):
    add_item(db, LibraryFields("text", "Care", words="Dust it dry."))
    video = add_item(db, LibraryFields("video", url="https://v.example/1", origin="influencer", source="Bo")).value
    assert [row.kind for row in listed(db, search="dust dry")] == ["text"]
    assert describe(db, video, LibraryFields(name="Unboxing", url="https://v.example/1")).value
    with db.read() as conn:
        found = item(conn, video, TODAY)
        assert (found.kind, found.name, found.origin, found.allowed) == ("video", "Unboxing", "own", "")
        assert item_count(conn, LibraryFilters(kind="video")) == 1


@pytest.mark.parametrize(
    "fields",
    [
        LibraryFields("video"), LibraryFields("text"), LibraryFields("text", words="a", origin="buyer"),
        LibraryFields("video", url="javascript:alert(1)"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(db, fields):
    with pytest.raises(UserError):
        add_item(db, fields)


def test_references():
    assert [item_of(one) for one in ("picture:7", "picture:", "picture:x", "picture:٣", "product:7", "a.png")] == [
        *(7, None, None, None, None, None)
    ]
