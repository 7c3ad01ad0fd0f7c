"""What an article repeats is found among a few other texts and among very many, and again when they change."""

from __future__ import annotations

from storeapp.articles.checks.live import LiveChecks
from storeapp.articles.checks.others import ALL_READ, OtherTexts
from storeapp.store.tables import Article
from tests.articles.making import article

SAID = "Wash the wool by hand in cold water with a little soap, then lay it flat on a towel far from any heater."
SAID_ZH = "羊毛要用冷水手洗，加一点点中性的洗衣液，不要用力拧，平铺在毛巾上，离暖气远一点慢慢晾干。"


def many(db, *bodies: str) -> None:
    """More articles than are all read, these among the oldest."""
    fill = [f"Lamp {n} has a shade of {n} colours and a cable of {n + 2} metres for the desk." for n in range(ALL_READ)]
    rows = [("", body, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z") for body in (*bodies, *fill)]
    with db.write("many") as tx:
        tx.insert(Article, ["title", "body", "added_at", "changed_at"], rows)


def like(db, own: int | None, body: str, others: OtherTexts | None = None) -> list[tuple[str, float]]:
    with db.read() as conn:
        return (others or OtherTexts()).seen(conn, own, body).like(body)


def test_a_few_texts_are_all_read(db):
    old, own = article(db, body=SAID), article(db, body=SAID)
    assert like(db, own, SAID) == [(f"article:{old}", 100.0)]


def test_among_very_many_the_oldest_is_found_in_any_language(db):
    many(db, f"# Wool\n\n{SAID}", f"# 羊毛\n\n**{SAID_ZH[:6]}**{SAID_ZH[6:]}")
    for said, name in ((SAID, "article:1"), (SAID_ZH, "article:2")):
        assert [key for key, _share in like(db, None, said)] == [name]
        changed = said.replace("towel", "thick towel").replace("毛巾", "厚毛巾")
        assert [key for key, _share in like(db, None, changed)] == [name]
    with db.read() as conn:
        others = OtherTexts()
        assert others.seen(conn, None, SAID).count == ALL_READ + 2
        assert not others.seen(conn, None, "A word.").like(
            "Nothing of the kind was ever said in this shop by anybody at all."
        )


def test_only_new_paragraphs_are_looked_for_and_a_changed_article_is_read_again(db):
    many(db, SAID)
    others = OtherTexts()
    with db.read() as conn:
        first = others.seen(conn, None, "Something else that stands in no other text of this shop, whatever it is.")
        assert others.seen(conn, None, SAID) is first
    assert like(db, None, SAID, others)
    with db.write("x") as tx:
        tx.update(Article, 1, body="Nothing of it.", changed_at="2026-02-01T00:00:00Z")
    assert like(db, None, SAID, others) == []


def test_the_checks_say_with_how_many_they_compared(db, clock):
    many(db, SAID)
    own = article(db, body=SAID)
    with db.read() as conn:
        found = LiveChecks(clock).check(conn, own, "Wool", f"# Wool\n\n{SAID}")
    assert found is not None
    assert found.compared == ALL_READ + 1
    assert [one.code for one in found.findings if one.code == "same"] == ["same"]
