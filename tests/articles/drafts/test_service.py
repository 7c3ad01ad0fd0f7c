"""Articles being written: typing that is safe, versions, undo, and the list with what search finds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from storeapp.articles.drafts import queries, service
from storeapp.articles.drafts.records import ArticleFilters
from storeapp.articles.drafts.rules import LONGEST_BODY, ArticleFields, MeantPlace, checked_brief
from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import ChangedMeanwhile, Shown
from storeapp.store import journal, search
from storeapp.store.tables import Publication


def detail(db, number):
    with db.read() as conn:
        found = queries.article(conn, number)
    assert found is not None
    return found


def listed(db, **wanted):
    with db.read() as conn:
        return [row.id for row in queries.articles(conn, ArticleFilters(**wanted))]


def versions(db, number):
    with db.read() as conn:
        return queries.versions(conn, number)


@pytest.fixture
def lamps(db):
    return service.new_article(db, ArticleFields("Lamp guide", body="# How to choose\n\nLook at the light.")).value


def test_an_article_begins_with_its_brief_products_and_places(db, make):
    channel, lamp = make.channel(name="Etsy"), make.product(title="Walnut lamp")
    fields = ArticleFields(" Lamp  guide ", "en", "guide", "One two", "lamps", "value", word_goal=1200)
    number = service.new_article(db, fields, [lamp, lamp], [MeantPlace(channel), MeantPlace()]).value
    found = detail(db, number)
    assert (found.title, found.kind, found.words, found.word_goal) == ("Lamp guide", "guide", 2, 1200)
    assert found.products == ((lamp, "Walnut lamp"),)
    assert found.places == (MeantPlace(channel), MeantPlace())
    assert (found.status, found.relation) == ("draft", "none")
    with db.read() as conn:
        assert journal.history(conn)[0].title == "Began the article “Lamp guide”"
    journal.undo(db)
    assert listed(db) == []


def test_typing_is_saved_and_told_to_nobody(db, lamps, clock):
    clock.at += timedelta(seconds=5)
    told = service.save_text(db, lamps, "Lamp guide", "# How to choose\n\nLook at the light first.")
    assert told.touched == {service.TEXT}
    assert told.action_id is None
    assert not service.save_text(db, lamps, "Lamp guide", "# How to choose\n\nLook at the light first.").value
    found = detail(db, lamps)
    assert found.body.endswith("first.")
    assert (found.words, found.changed_at) == (8, "2026-07-16T09:00:05Z")
    with db.read() as conn:
        assert len(journal.history(conn)) == 1  # only its beginning
    assert "articles" in service.save_text(db, lamps, "Guide to lamps", found.body).touched


def test_what_was_written_outlives_the_undo_of_its_beginning(db, lamps):
    service.save_text(db, lamps, "Lamp guide", "Hours of work")
    report = journal.undo(db).value
    assert [row.table for row in report.kept] == ["articles"]
    assert detail(db, lamps).body == "Hours of work"


def test_versions_come_before_each_stretch_of_writing(db, lamps, clock):
    def write(words, **later):
        clock.at += timedelta(**later)
        service.save_text(db, lamps, "Lamp guide", words)

    write("one", seconds=1)  # as it began
    write("one two", seconds=1)
    write("one two three", minutes=5)  # the same stretch
    assert len(versions(db, lamps)) == 1
    write("next day", days=1)
    assert [row.words for row in versions(db, lamps)] == [3, 7]
    with db.read() as conn:
        assert queries.version(conn, versions(db, lamps)[0].id).body == "one two three"
    write("many words " * 100, minutes=1)
    write("", seconds=1)  # all of it taken out at once
    assert versions(db, lamps)[0].words == 200
    for _minute in range(25):  # no pause at all: one each ten minutes
        write(f"word {_minute}", minutes=1)
    assert [row.number for row in versions(db, lamps)] == [5, 4, 3, 2, 1]


def test_a_text_saved_once_is_kept_before_the_next_days_work(db, lamps, clock):
    service.save_text(db, lamps, "", "saved once only")
    clock.at += timedelta(days=1)
    service.save_text(db, lamps, "", "")
    with db.read() as conn:
        assert queries.version(conn, versions(db, lamps)[0].id).body == "saved once only"


def test_old_versions_thin_out_but_named_ones_and_the_first_stay(db, lamps, clock):
    service.save_text(db, lamps, "", "first")
    kept = service.keep_version(db, lamps, "Sent to Ann").value
    for number in range(40):
        clock.at += timedelta(hours=6)
        service.save_text(db, lamps, "", f"text {number}")
    rows = versions(db, lamps)
    assert kept in [row.id for row in rows]
    assert rows[-1].words == 7
    assert 10 < len(rows) < 25
    days = {row.at[:10] for row in rows}
    assert len(days) == 11  # of each day one at least


def test_another_windows_text_becomes_a_version(db, lamps):
    service.save_text(db, lamps, "Lamp guide", "mine")
    service.save_text(db, lamps, "Lamp guide", "theirs", shown="mine")
    service.save_text(db, lamps, "Lamp guide", "mine and more", shown="mine")
    with db.read() as conn:
        assert queries.version(conn, versions(db, lamps)[0].id).body == "theirs"


def test_a_version_is_restored_and_the_undo_gives_the_text_back(db, lamps):
    service.save_text(db, lamps, "Lamp guide", "second text")
    named = service.keep_version(db, lamps, " Before  the cut ").value
    service.save_text(db, lamps, "Lamps", "third")
    assert service.restore_version(db, named).value
    assert (detail(db, lamps).title, detail(db, lamps).body, detail(db, lamps).words) == (
        "Lamp guide",
        "second text",
        2,
    )
    assert versions(db, lamps)[0].title == "Lamps"  # what stood there is a version now
    journal.undo(db)
    assert (detail(db, lamps).title, detail(db, lamps).body, detail(db, lamps).words) == ("Lamps", "third", 1)
    journal.redo(db)
    assert detail(db, lamps).body == "second text"
    assert {row.name for row in versions(db, lamps)} == {"", "Before the cut"}
    with pytest.raises(UserError, match="name"):
        service.keep_version(db, lamps, "  ")


def test_the_brief_is_undone_though_the_text_went_on(db, lamps):
    service.change_brief(db, lamps, {"goal": "brand", "word_goal": 900})
    service.save_text(db, lamps, "Lamp guide", "more")
    assert (detail(db, lamps).goal, detail(db, lamps).word_goal) == ("brand", 900)
    journal.undo(db)
    assert (detail(db, lamps).goal, detail(db, lamps).word_goal, detail(db, lamps).body) == ("", None, "more")
    with pytest.raises(UserError, match="word goal"):
        service.change_brief(db, lamps, {"word_goal": 0})
    with pytest.raises(UserError, match="Atlantis"):
        service.change_brief(db, lamps, {"country": "Atlantis"})
    service.change_brief(db, lamps, {"readers": "theirs"})
    with pytest.raises(ChangedMeanwhile):
        service.change_brief(db, lamps, {"readers": "mine"}, Shown({"readers": ""}))


def test_products_and_places_change_and_come_back(db, lamps, make):
    first, second, channel = make.product(), make.product(), make.channel()
    assert service.set_products(db, lamps, [first]).value == 1
    assert service.set_products(db, lamps, [second, first]).value == 1
    assert service.set_places(db, lamps, [MeantPlace(channel), MeantPlace(), MeantPlace()]).value == 2
    assert service.set_places(db, lamps, [MeantPlace(channel), MeantPlace()]).value == 0
    service.set_products(db, lamps, [])
    journal.undo(db)
    assert [number for number, _name in detail(db, lamps).products] == [first, second]
    service.set_places(db, lamps, [])
    journal.undo(db)
    assert detail(db, lamps).places == (MeantPlace(channel), MeantPlace())


def test_the_status_follows_from_what_happened(db, lamps, make):
    assert service.mark_ready(db, [lamps]).value == 1
    assert service.mark_ready(db, [lamps]).value == 0
    assert detail(db, lamps).status == "ready"
    with db.write("x") as tx:
        row = {"article_id": lamps, "added_at": tx.now, "published_at": "2026-07-10T08:00:00Z"}
        tx.insert_one(Publication, **row)
        tx.insert_one(Publication, article_id=lamps, planned_on="2026-08-01", added_at=tx.now)
    assert detail(db, lamps).status == "published"
    with db.read() as conn:
        [row] = queries.articles(conn)
        assert (row.status, row.published_at, row.planned_on) == ("published", "2026-07-10T08:00:00Z", "2026-08-01")
    assert (listed(db, status="published"), listed(db, status="ready"), listed(db, status="draft")) == ([lamps], [], [])
    service.retire(db, [lamps])
    assert listed(db) == []
    assert listed(db, status="retired") == listed(db, status="all") == [lamps]
    with db.read() as conn:
        assert queries.article_counts(conn).all == 0
        assert journal.history(conn)[0].title == "Retired the article “Lamp guide”"
    assert service.retire(db, [lamps], retired=False).value == 1
    journal.undo(db)
    assert detail(db, lamps).status == "retired"


def test_search_finds_articles_by_two_chinese_signs_also_in_what_was_published(db, lamps):
    other = service.new_article(db, ArticleFields("选灯指南", body="台灯要照亮书页,而不是眼睛。")).value
    service.new_article(db, ArticleFields())
    with db.write("x") as tx:
        row = {"article_id": lamps, "added_at": tx.now, "published_at": tx.now, "title": "", "body": "the old wording"}
        tx.insert_one(Publication, **row)
    assert listed(db, search="眼睛") == [other]
    assert listed(db, search="wording") == [lamps]
    assert listed(db, search="light") == [lamps]
    service.save_text(db, other, "选灯指南", "换了一句话")
    assert listed(db, search="眼睛") == []
    with db.read() as conn:
        assert list(search.find(conn, "一句")) == [("articles", other)]
        assert queries.article_position(conn, ArticleFilters(), other) is not None


def test_the_list_is_sorted_and_read_in_windows(db, clock):
    made = []
    for number in range(30):
        clock.at += timedelta(minutes=1)
        body = "word " * (30 - number)
        made.append(service.new_article(db, ArticleFields(f"Title {number:02}", body=body, kind="howto")).value)
    with db.read() as conn:
        wanted = ArticleFilters(kind="howto", sort="words", descending=False)
        assert [row.id for row in queries.articles(conn, wanted, 5, 3)] == made[24:21:-1]
        assert [row.id for row in queries.articles(conn, wanted, 0, 2, backwards=True)] == made[:2]
        assert queries.article_position(conn, wanted, made[24]) == 5
        assert queries.article_count(conn, wanted) == 30
        plan = conn.execute(text("EXPLAIN QUERY PLAN SELECT id FROM articles WHERE retired_at IS NULL "
                                 "ORDER BY changed_at DESC, id DESC LIMIT 200")).all()  # fmt: skip
        assert "ix_articles_changed" in str(plan)


def test_odd_texts_are_kept_whole(db, lamps):
    odd = "مرحبا 👩‍👩‍👧 <script>alert(1)</script>\u2028[x](javascript:alert(1))\n\n\n"
    service.save_text(db, lamps, "", odd)
    assert detail(db, lamps).body == odd
    assert detail(db, lamps).title == ""
    million = "字" * 1_000_000
    service.save_text(db, lamps, "t" * 500, million)
    assert detail(db, lamps).words == 1_000_000
    with pytest.raises(UserError, match="not saved"):
        service.save_text(db, lamps, "", "x" * (LONGEST_BODY + 1))
    with pytest.raises(UserError, match="gone"):
        service.save_text(db, 99, "", "x")


def test_the_spelling_learns_words_of_the_owner(db, make):
    make.product(title="Walnut Luminara", label="Lumi")
    assert service.teach_word(db, "Loomish").value
    assert not service.teach_word(db, "loomish").value
    with db.read() as conn:
        assert queries.taught_words(conn) == {"loomish"}
        assert queries.product_words(conn) == ["Walnut Luminara", "Lumi"]
    journal.undo(db)
    with db.read() as conn:
        assert queries.taught_words(conn) == frozenset()


@pytest.mark.parametrize(
    ("said", "kept"), [("Germany", "DE"), ("GERMANY", "DE"), ("中国", "CN"), ("us", "US"), (" ", ""), ("", "")]
)
def test_a_country_is_kept_by_its_code_whatever_it_is_called(said, kept):
    assert checked_brief({"country": said}) == {"country": kept}
