"""Bringing an article out: words for each place, what it takes, what stops it, what is kept, and the formats."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PIL import Image

from storeapp.articles.calendar.service import plan_article
from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.drafts.service import new_article, save_text
from storeapp.articles.library.rules import LibraryFields
from storeapp.articles.library.service import add_pictures, describe, remove
from storeapp.articles.publishing.formats import (
    ArticleCopy,
    PictureLooks,
    content_of,
    fitting,
    pasted,
    save_file,
    save_folder,
)
from storeapp.articles.publishing.limits import known_limits, limit_for, limit_lines, over_limits, text_length
from storeapp.articles.publishing.master import headline_of, master_change, sentences_of
from storeapp.articles.publishing.queries import archive_of, limit_of, publications, stops, targets, variant_at
from storeapp.articles.publishing.rules import PublishFields, checked_tags, tracking_link
from storeapp.articles.publishing.service import follow_master, publish, remove_variant, save_variant, set_limits
from storeapp.articles.results.service import track
from storeapp.channels.outlets.rules import OutletFields
from storeapp.channels.outlets.service import add_outlet
from storeapp.evidence.preparing import Chosen, prepare
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.store import journal
from tests.make import Make

AT = datetime(2026, 3, 1, tzinfo=UTC)
BODY = "# How to clean a lamp\n\nUnplug it first. Then wipe it dry.\n\n1. Dust\n2. Wipe\n"


def begun(db, body=BODY, **fields):
    return new_article(db, ArticleFields(title="Cleaning", language="en", body=body, **fields)).value


def picture(db, folder, fields):
    place = folder / "lamp.png"
    Image.new("RGB", (3000, 1500), "red").save(place)
    return add_pictures(db, prepare(db.place.folder, [Chosen("lamp.png", place)], Progress()), fields).value[0]


def out(db, number, clock, place="site", body=BODY, title="", **more):
    return publish(db, number, PublishFields(place, title, body, **more), clock).value


def shown(db, number):
    with db.read() as conn:
        return publications(conn, number)


@pytest.mark.parametrize(
    ("name", "url", "known"),
    [
        ("Our page", "https://www.facebook.com/lamps", "facebook"), ("WeChat 灯铺", "", "wechat"),
        ("灯铺公众号", "", "wechat"),
        ("X", "", "x"), ("Xtra lamps forum", "https://xtra.example", ""), ("小红书", "", "xiaohongshu"),
        ("Lamps", "https://notx.com", ""), ("News", "https://t.me/lamps", "telegram"), ("Fox", "", ""),
    ],
)  # fmt: skip
def test_a_place_is_known_by_its_address_or_name(name, url, known):
    assert limit_for(name, url).id == known


def test_every_limit_has_its_source_and_day():
    for limit in known_limits():
        assert limit.source
        assert limit.certainty in ("V", "S", "K")
        assert limit.checked_on is not None
        assert limit_lines(limit)


def test_what_is_over_a_limit_is_counted_as_the_place_counts():
    wechat, post = limit_for("WeChat", ""), limit_for("X", "")
    assert [one.what for one in over_limits(wechat, "灯" * 33, "字" * 19990)] == ["name", "text"]  # its HTML counts too
    assert text_length(post, "See [here](https://shop.example/" + "a" * 200 + ")") == len("See here ()") + 23
    assert [one.what for one in over_limits(limit_for("Telegram", ""), "", "a" * 2000 + "\n\n![x](picture:1)")] == [
        "text"
    ]
    assert [
        one.what for one in over_limits(limit_for("Instagram", ""), "", "[a](https://a.example)", list("abcdef"))
    ] == [*("tags", "links")]
    assert over_limits(limit_for("Nowhere", ""), "t" * 999, "x" * 99999) == []
    assert [one.there for one in over_limits(limit_for("Nowhere", "", {"text_most": 5}), "", "sixsix")] == [6]


def test_the_owners_numbers_go_first_and_can_be_taken_back(db):
    place = f"outlet:{add_outlet(db, OutletFields('account', 'Weibo')).value}"
    with db.read() as conn:
        assert limit_of(conn, place).text_most == 2000
    assert set_limits(db, place, {"text_most": 2500, "tags_most": None}).value
    assert not set_limits(db, place, {"text_most": 2500}).value
    with db.read() as conn:
        assert (limit_of(conn, place).text_most, limit_of(conn, place).own) == (2500, {"text_most"})
    with pytest.raises(UserError):
        set_limits(db, place, {"text_most": 0})
    assert set_limits(db, place, {}).value
    with db.read() as conn:
        assert limit_of(conn, place).text_most == 2000


def test_what_changed_since_is_told_by_the_very_sentences(db):
    number = begun(db)
    variant = save_variant(db, number, "site", "Lamp care", "Short.", ["care"]).value
    save_text(db, number, "Cleaning", BODY.replace("Then wipe it dry.", "Wipe it with a dry cloth. Wait."))
    with db.read() as conn:
        found = variant_at(conn, number, "site")
    assert (found.id, found.title, found.body, found.tags) == (variant, "Lamp care", "Short.", ("care",))
    assert found.change.gone == ("Then wipe it dry.",)
    assert found.change.new == ("Wipe it with a dry cloth.", "Wait.")
    assert save_variant(db, number, "site", "Lamp care", "Shorter.").value == variant
    with db.read() as conn:
        assert variant_at(conn, number, "site").change.any  # writing on is not looking over
    assert follow_master(db, variant).value
    with db.read() as conn:
        assert not variant_at(conn, number, "site").change.any
    assert remove_variant(db, variant).value
    journal.undo(db)
    with db.read() as conn:
        assert variant_at(conn, number, "site").body == "Shorter."


@pytest.mark.parametrize(
    ("body", "sentences"),
    [
        ("One. Two! Three?\n\n- four\n- five", ["One.", "Two!", "Three?", "• four", "• five"]),
        ("第一句。第二句！“第三句。”第四句", ["第一句。", "第二句！", "“第三句。", "第四句"]),
        ("It costs 1.5 m. Done", ["It costs 1.5 m.", "Done"]),
    ],
)
def test_sentences(body, sentences):
    assert sentences_of(body) == sentences


def test_marks_alone_change_no_sentence():
    assert not master_change("a", "One **two**.", "a", "One two.").any


def test_published_is_kept_with_all_it_rested_on(db, tmp_path, clock):
    item = picture(db, tmp_path, LibraryFields(alt="A red lamp"))
    body = f"{BODY}\n![](picture:{item})\n"
    number = begun(db, body)
    place = f"outlet:{add_outlet(db, OutletFields('blog', 'Lamp blog', 'https://blog.example')).value}"
    first = out(
        db, number, clock, place, body, url="https://blog.example/1", tracking_link="https://a.example/?x=1",
        coupon="BLOG-5", cost_minor=2500, currency="EUR",
    )  # fmt: skip
    describe(db, item, LibraryFields(alt="Another"))
    save_text(db, number, "Cleaning", "All new.")
    (row,) = shown(db, number)
    assert (row.id, row.place, row.place_name, row.title) == (first, place, "Lamp blog", "How to clean a lamp")
    assert (row.url, row.coupon, row.cost_minor, row.currency) == ("https://blog.example/1", "BLOG-5", 2500, "EUR")
    with db.read() as conn:
        kept = archive_of(conn, db.place.folder, first)
    assert kept.body == body
    assert [(one["id"], one["alt"]) for one in kept.told["pictures"]] == [(item, "A red lamp")]
    assert [(file.address, file.path.is_file()) for file in kept.files] == [(f"picture:{item}", True)]
    journal.undo(db)  # the text
    journal.undo(db)  # what is said of the picture
    journal.undo(db)
    assert shown(db, number) == []


def test_the_files_of_a_publication_outlive_the_library(db, tmp_path, clock):
    item = picture(db, tmp_path, LibraryFields(alt="A"))
    number = begun(db, "x")
    first = out(db, number, clock, body=f"A lamp.\n\n![a](picture:{item})")
    out(db, number, clock, body="Without it.")
    assert remove(db, item).value
    with db.read() as conn:
        assert archive_of(conn, db.place.folder, first).files[0].path.is_file()


def test_a_plan_is_done_by_publishing(db, clock):
    number = begun(db)
    planned = plan_article(db, number, "site", "2026-07-20").value
    assert out(db, number, clock) == planned
    again = out(db, number, clock, body=BODY + "\nMore.")
    assert again != planned
    assert [row.id for row in shown(db, number)] == [again, planned]
    assert track(db, again, "https://shop.example/1", "", "X5").value


def test_a_blocker_stops_publishing_and_not_saving(db, clock):
    number = begun(db, country="CN", kind="", relation="none")
    body = "# 台灯\n\n这是国家级品质的台灯，全网销量第一。\n"
    save_text(db, number, "台灯", body)
    with db.read() as conn:
        found = stops(conn, number, "site", body, clock)
    assert any(stop.kind == "check" for stop in found)
    with pytest.raises(UserError, match="can't be published"):
        out(db, number, clock, body=body)
    assert shown(db, number) == []


@pytest.mark.parametrize(
    "fields", [LibraryFields(origin="buyer", source="Ann"), LibraryFields(origin="influencer", source="Bo")]
)
def test_a_picture_nobody_allowed_stops_publishing(db, tmp_path, clock, fields):
    item = picture(db, tmp_path, fields)
    number = begun(db)
    with pytest.raises(UserError, match=f"{fields.source}"):
        out(db, number, clock, body=f"Text.\n\n![a](picture:{item})")
    with pytest.raises(UserError, match="no longer in the library"):
        out(db, number, clock, body="Text.\n\n![a](picture:99)")


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "javascript:alert(1)"}, {"tracking_link": "shop.example"}, {"coupon": "A B"}, {"cost_minor": 5},
        {"body": " \n"},
        {"at": "2099-01-01T00:00:00Z"},
    ],
)  # fmt: skip
def test_what_cannot_be_noted_is_said(db, clock, fields):
    number = begun(db)
    with pytest.raises(UserError):
        out(db, number, clock, **fields)
    assert shown(db, number) == []


def test_tracking_links():
    link = tracking_link("https://shop.example/l?a=1&utm_source=old#part", "Lamp blog & more", 7)
    assert link == "https://shop.example/l?a=1&utm_source=lamp-blog-more&utm_medium=article&utm_campaign=article-7#part"
    assert tracking_link(link, "Lamp blog & more", 7) == link
    assert "utm_source=place" in tracking_link("https://shop.example", "小红书", 1)
    with pytest.raises(UserError):
        tracking_link("javascript:alert(1)", "x", 1)


def test_tags():
    assert checked_tags("#lamp, 台灯、care #lamp") == ("lamp", "台灯", "care")
    with pytest.raises(UserError):
        checked_tags(" ".join(f"t{number}" for number in range(99)))


def test_references_lead_where_the_place_wants(db, make: Make, clock):
    etsy, own = make.channel(name="Etsy"), make.channel(platform="own", name="Shop")
    product = make.product(etsy, title="Lamp")
    with db.write("") as tx:
        from storeapp.store.tables import Listing

        tx.update(Listing, 1, url="https://etsy.example/1")
        tx.insert_one(Listing, product_id=product, channel_id=own, key="id:9", url="https://shop.example/9")
    other = begun(db)
    out(db, other, clock, url="https://shop.example/care")
    body = f"[a](product:{product}) [b](article:{other}) [c](product:x) [d](evidence:1)"
    with db.read() as conn:
        there = {place: targets(conn, db.place.folder, body, place).links for place in (f"channel:{etsy}", "site")}
        tracked = targets(conn, db.place.folder, body, "site", "https://t.example").links
    assert there[f"channel:{etsy}"] == {
        f"product:{product}": "https://etsy.example/1", f"article:{other}": "https://shop.example/care",
    }  # fmt: skip
    assert there["site"][f"product:{product}"] == "https://shop.example/9"
    assert tracked[f"product:{product}"] == "https://t.example"


def test_what_is_pasted_has_no_headline_and_what_is_saved_has_one(tmp_path):
    copy = ArticleCopy("Cleaning", BODY + "\n[shop](https://shop.example)", "en", "Ann", ("care",))
    page, words = pasted(copy, targets_none(), limit_for("WeChat", ""))
    assert "How to clean a lamp" not in page
    assert "shop [1]" in page
    assert words.endswith("#care\n")
    assert ">How to clean a lamp</h1>" in content_of("html", copy, targets_none(), AT).decode()
    assert content_of("markdown", ArticleCopy("A", "text"), targets_none(), AT) == b"# A\n\ntext\n"
    save_file(tmp_path / "a.docx", "word", copy, targets_none(), AT)
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")
    assert headline_of("Name", "text") == "Name"


def targets_none():
    from storeapp.articles.markdown.targets import NOWHERE

    return NOWHERE


def test_a_folder_holds_every_format_with_small_pictures(db, tmp_path):
    item = picture(db, tmp_path, LibraryFields(alt="A red lamp"))
    copy = ArticleCopy("Cleaning", f"{BODY}\n![](picture:{item})")
    with db.read() as conn:
        known = targets(conn, db.place.folder, copy.body)
    made = save_folder(tmp_path, copy, known, AT, Progress(), PictureLooks(800))
    assert made.name == "how-to-clean-a-lamp"
    assert sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()) == [
        *("article for editors.html", "article.docx", "article.html", "article.md", "article.txt"),
        "images/01-a-red-lamp.png",
    ]
    with Image.open(made / "images/01-a-red-lamp.png") as small:
        assert small.size == (800, 400)
    page = (made / "article.html").read_text("utf-8")
    assert 'src="images/01-a-red-lamp.png" alt="A red lamp" width="800" height="400"' in page
    assert save_folder(tmp_path, copy, known, AT, Progress()).name == "how-to-clean-a-lamp 2"
    with pytest.raises(UserError):
        save_folder(tmp_path / "gone", copy, known, AT, Progress())
    assert fitting(10, 20, 5) == (2, 5)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".storeapp")]
