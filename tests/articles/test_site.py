"""A shop's own site: sound pages that run nothing, links that lead somewhere, and exports that change what changed."""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from PIL import Image

from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.drafts.service import new_article, retire, save_text
from storeapp.articles.library.rules import LibraryFields
from storeapp.articles.library.service import add_pictures, describe
from storeapp.articles.markdown.plain_text import plain_name
from storeapp.articles.publishing.rules import PublishFields
from storeapp.articles.publishing.service import publish, save_variant
from storeapp.articles.site.build import build
from storeapp.articles.site.folder import NOTES, SiteFolder, notes_in, ready
from storeapp.articles.site.places import way
from storeapp.articles.site.queries import site_content
from storeapp.articles.site.records import SiteArticle, SiteShop
from storeapp.articles.site.service import export_site, say_translation, set_address
from storeapp.articles.site.site_words import _words
from storeapp.evidence.preparing import Chosen, prepare
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from tests.articles.test_markdown import GUIDE, Seen

SHOP = SiteShop("Lumen & <Loom>", "Lamps <made> by hand", "https://shop.example", "https://shop.example/blog", "en")
ATOM = "{http://www.w3.org/2005/Atom}"
RUNS = {"script", "iframe", "object", "embed", "form", "input", "button", "svg", "style", "base"}


def article(number: int, **fields: object) -> SiteArticle:
    given: dict[str, object] = {
        "id": number, "title": f"Lamp {number}", "language": "en", "body": f"Text {number}.", "topic": "Lamps",
        "published_on": f"2026-03-{number:02}", "changed_on": f"2026-03-{number:02}",
        "changed_at": f"2026-03-{number:02}T10:00:00Z",
    }  # fmt: skip
    return SiteArticle(**{**given, **fields})  # type: ignore[arg-type]


LAMPS = "# 如何选择台灯\n\n你好 😀\n\n## 一\n\n## 二\n\n## 三"
STRANGE = [
    article(1, body=GUIDE),
    article(2, body="# How to choose a LAMP\n\n[1](article:1) [2](article:99) [x](#nowhere) [y](gone.html)"),
    article(3, title="", body="<script>alert(1)</script> [x](javascript:alert(1)) ![p](picture:8)"),
    article(4, title="内部名", language="zh_CN", topic="灯具", translation_of=1, body=LAMPS),
    article(5, title="كيف تختار", language="ar", topic="", body="نص abc\n\n- a\n\n| a |  |\n|---|---|\n| 1 | 2 |"),
    article(6, title="<b>\"&' 😀 שלום", topic="A & <B>", body=""),
    article(7, title="Contents", body="## Contents\n\n## More\n\n## text\n\n#### deep\n\n## [a](https://a.example)"),
    article(8, title="x\x00y", language="!!", body="\x07", topic=" A  & <B> "),
    article(9, title="", body=""),
]  # fmt: skip


def site(articles, shop=SHOP, **more):
    return build(shop, articles, Progress(), **more)


def export(folder: Path, articles, shop=SHOP, overwrite=False, **more):
    notes = notes_in(ready(folder))
    built = site(articles, shop, known=notes.names, first=notes.first, **more)
    notes.names, notes.first = dict(built.names), built.first
    return SiteFolder(folder, notes, overwrite).put(built.pages, {}, [], Progress())


def test_every_page_is_sound_and_runs_nothing():
    built = site(STRANGE, said=True)
    pages = {path: page for path, page in built.pages.items() if path.endswith(".html")}
    assert len(pages) > 15
    for path, page in pages.items():
        html5lib.HTMLParser(strict=True).parse(page)
        seen = Seen(page).found
        assert not RUNS & {tag for tag, _ in seen}, path
        for tag, attributes in seen:
            assert not any(name.startswith("on") for name in attributes), path
            for name in ("href", "src"):
                assert "javascript" not in (attributes.get(name) or "").casefold()
            if tag == "img":
                assert "alt" in attributes
        ids = [attributes["id"] for _tag, attributes in seen if "id" in attributes]
        assert len(ids) == len(set(ids)), path
        levels = [int(tag[1]) for tag, _ in seen if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        (language,) = (attributes["lang"] for tag, attributes in seen if tag == "html")
        assert language in ("en", "zh-CN", "ar")
        assert '<meta name="description"' in page


def test_every_link_of_a_page_leads_to_a_file_and_place_that_is_there():
    built = site([one for one in STRANGE if one.id != 2], said=True)
    for path, page in built.pages.items():
        if not path.endswith(".html"):
            continue
        for _tag, attributes in Seen(page).found:
            address = attributes.get("href") or attributes.get("src") or ""
            if not address or urlsplit(address).scheme:
                continue
            to, _hash, place = unquote(address).partition("#")
            target = str(Path("/", path).parent.joinpath(to or Path(path).name).resolve()).lstrip("/")
            assert target in built.pages, (path, address)
            if place:
                assert f'id="{place}"' in built.pages[target], (path, address)


def test_what_leads_nowhere_is_said():
    built = site([*STRANGE, article(10, body="[x](product:9)")], replace(SHOP, links={"product:9": "data:text/html,x"}))
    found = {(link.article_id, link.address, link.why) for link in built.broken}
    assert found == {
        (1, "product:4", "product"), (10, "product:9", "refused"), (1, "picture:7", "picture"),
        (2, "article:99", "article"), (2, "#nowhere", "place"), (2, "gone.html", "page"),
        (3, "javascript:alert(1)", "refused"), (3, "picture:8", "picture"),
    }  # fmt: skip
    assert built.outside == 2
    told = " ".join(built.notes)
    assert "2 articles have no title" in told
    assert "2 articles share their title" in told


def test_two_articles_of_one_title_have_a_page_each():
    paths = [
        path
        for path in site([article(1, title="A lamp"), article(2, title="a LAMP")]).pages
        if "articles/a-lamp" in path
    ]
    assert sorted(paths) == ["articles/a-lamp-2.html", "articles/a-lamp.html"]


def test_the_headline_is_the_heading_a_text_begins_with():
    page = site([article(1, title="Working title", body="# How to choose\n\nText.")]).pages[
        "articles/how-to-choose.html"
    ]
    assert page.count("How to choose</h1>") == 1
    assert "Working title" not in page


def test_a_second_language_lies_beside_the_first():
    pages = site(STRANGE, said=True).pages
    first, second = pages["articles/how-to-choose-a-lamp.html"], pages["zh-cn/articles/article-4.html"]
    assert '<a href="../zh-cn/articles/article-4.html" hreflang="zh-CN" lang="zh-CN">中文</a>' in first
    assert '<a href="../../articles/how-to-choose-a-lamp.html" hreflang="en" lang="en">English</a>' in second
    assert (
        '<link rel="alternate" hreflang="zh-CN" href="https://shop.example/blog/zh-cn/articles/article-4.html">'
        in first
    )
    assert '<html lang="zh-CN" dir="ltr">' in second
    assert '<html lang="ar" dir="rtl">' in pages["ar/index.html"]
    assert "本文内容" in second
    assert "如何选择台灯" not in pages["index.html"]


def test_the_feed_and_the_sitemap():
    pages = site(STRANGE, said=True).pages
    feed = ElementTree.fromstring(pages["feed.xml"])
    links = [entry.find(f"{ATOM}link").get("href") for entry in feed.iter(f"{ATOM}entry")]
    assert "https://shop.example/blog/articles/how-to-choose-a-lamp.html" in links
    assert len({entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")}) == len(links) == 7
    assert feed.findtext(f"{ATOM}updated") == "2026-03-09T10:00:00Z"
    listed = [loc.text for loc in ElementTree.fromstring(pages["sitemap.xml"]).iter() if loc.tag.endswith("loc")]
    assert sorted(listed) == sorted(f"https://shop.example/blog/{path}" for path in pages if path.endswith(".html"))


def test_without_an_address_no_page_names_one():
    shop = SiteShop("Shop")
    built = build(shop, STRANGE, Progress())
    assert "sitemap.xml" not in built.pages
    assert any("where the site will be" in note for note in built.notes)
    assert not any("canonical" in page for page in built.pages.values())
    ElementTree.fromstring(built.pages["feed.xml"])
    assert "canonical" not in build(SHOP, STRANGE, Progress()).pages["index.html"]  # guessed, not said


def test_an_empty_site_is_a_site():
    built = site([])
    assert "index.html" in built.pages
    ElementTree.fromstring(built.pages["feed.xml"])


def test_the_same_again_writes_nothing(tmp_path):
    first = export(tmp_path / "site", STRANGE, said=True)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*") if path.is_file()}
    again = export(tmp_path / "site", STRANGE[::-1], said=True)
    assert (again.written, again.removed, again.kept) == ((), (), ())
    assert again.same == len(first.written)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*") if path.is_file()} == before


def test_only_what_changed_is_written(tmp_path):
    articles = [article(number, topic=f"T{number}") for number in range(1, 10)]
    export(tmp_path, articles)
    articles[2] = article(3, topic="T3", body="Text 3.\n\nAnother paragraph.")
    assert export(tmp_path, articles).written == ("articles/lamp-3.html",)
    gone = export(tmp_path, articles[1:])
    assert "articles/lamp-1.html" in gone.removed
    assert "topics/t1.html" in gone.removed
    assert not (tmp_path / "topics/t1.html").exists()
    parts = export(tmp_path, articles[:3])
    assert (tmp_path / "articles/lamp-1.html").is_file()
    assert not (tmp_path / "articles/lamp-9.html").exists()
    assert parts.kept == ()


def test_a_page_keeps_its_name_for_ever(tmp_path):
    export(tmp_path, [article(2, title="A lamp"), article(3, title="Another")])
    export(tmp_path, [article(2, title="Renamed"), article(3, title="Another"), article(1, title="A lamp")])
    assert "Renamed" in (tmp_path / "articles/a-lamp.html").read_text("utf-8")
    assert (tmp_path / "articles/a-lamp-1.html").is_file()
    more = [article(number, language="zh") for number in range(4, 9)]
    export(tmp_path, [article(2, title="A lamp"), *more])
    assert (tmp_path / "articles/a-lamp.html").is_file()  # English stays on top


def test_what_somebody_else_put_there_is_left_alone(tmp_path):
    (tmp_path / "index.html").write_text("mine", "utf-8")
    with pytest.raises(UserError, match=r"index\.html"):
        export(tmp_path, STRANGE)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    (tmp_path / "index.html").unlink()
    (tmp_path / "CNAME").write_text("shop.example", "utf-8")
    export(tmp_path, STRANGE)
    (tmp_path / "articles/how-to-choose-a-lamp.html").write_text("by hand", "utf-8")
    (tmp_path / "articles/script-alert-1-script-x-p.html").write_text("by hand", "utf-8")
    found = export(tmp_path, [one for one in STRANGE if one.id != 3])
    assert found.kept == ("articles/how-to-choose-a-lamp.html", "articles/script-alert-1-script-x-p.html")
    assert (tmp_path / "articles/script-alert-1-script-x-p.html").read_text("utf-8") == "by hand"
    assert export(tmp_path, STRANGE[:1]).kept == ("articles/how-to-choose-a-lamp.html",)
    assert export(tmp_path, STRANGE[:1], overwrite=True).kept == ()
    assert "Three questions" in (tmp_path / "articles/how-to-choose-a-lamp.html").read_text("utf-8")
    assert (tmp_path / "CNAME").read_text("utf-8") == "shop.example"


def test_an_export_that_was_stopped_goes_on(tmp_path):
    class StopError(Exception):
        pass

    class Stopping(Progress):
        def check(self):
            if self.done == 4 and self.note == "Writing the files":
                raise StopError

    built = site(STRANGE)
    folder = SiteFolder(tmp_path, notes_in(tmp_path))
    with pytest.raises(StopError):
        folder.put(built.pages, {}, [], Stopping())
    assert len([path for path in tmp_path.rglob("*.*") if path.name != NOTES]) == 4
    found = export(tmp_path, STRANGE)
    assert len(found.written) == len(built.pages) - 4
    assert found.kept == ()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".storeapp-") and path.name != NOTES]


@pytest.mark.parametrize(
    "told", ["", "[]", '{"version": 9}', '{"version": 1, "files": {"../x": "a"}}', '{"version": 1, "names": 3}']
)
def test_notes_of_another_hand_are_refused(told, tmp_path):
    (tmp_path / NOTES).write_text(told, "utf-8")
    with pytest.raises(UserError):
        notes_in(tmp_path)


def test_a_folder_that_takes_nothing_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(UserError):
        ready(tmp_path / "file" / "site")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Wie wählt man Größe?", "wie-wahlt-man-grosse"),
        ("灯", ""),
        ("Łódź & Æ", "lodz-ae"),
        ("../../etc", "etc"),
        ("CON", "con"),
    ],
)
def test_names_of_pages_are_plain(words, name):
    assert plain_name(words) == name


def test_ways_between_pages():
    assert way("index.html", "articles/a.html") == "articles/a.html"
    assert way("zh/articles/a.html", "style.css") == "../../style.css"
    assert way("articles/a.html", "articles/b.html") == "b.html"


def test_every_language_has_every_word():
    words = _words()
    assert {frozenset(one) for one in words.values()} == {frozenset(words["en"])}
    assert all(word.strip() for one in words.values() for word in one.values())


def published(db, clock, title, body, **fields):
    number = new_article(db, ArticleFields(title=title, body=body, **fields)).value
    publish(db, number, PublishFields("site", "", body), clock)
    return number


def test_the_shops_articles_are_exported_and_only_what_changed_again(db, clock, tmp_path):
    Image.new("RGB", (2000, 1000), "red").save(tmp_path / "lamp.png")
    chosen = prepare(db.place.folder, [Chosen("lamp.png", tmp_path / "lamp.png")], Progress())
    item = add_pictures(db, chosen, LibraryFields(alt="A red lamp")).value[0]
    first = published(db, clock, "Care", f"# Care of a lamp\n\n![](picture:{item})", language="en", topic="Care")
    second = published(db, clock, "护理", "# 台灯的护理\n\n擦干。", language="zh", topic="护理")
    new_article(db, ArticleFields(title="Draft", body="Not yet."))
    say_translation(db, second, first)
    told = export_site(db, tmp_path / "site", Progress())
    assert told.articles == 2
    page = (tmp_path / "site/articles/care-of-a-lamp.html").read_text("utf-8")
    (image,) = (attributes for tag, attributes in Seen(page).found if tag == "img")
    assert (image["alt"], image["width"], image["height"]) == ("A red lamp", "1600", "800")
    with Image.open(tmp_path / "site/articles" / image["src"]) as shown:
        assert shown.size == (1600, 800)
    assert 'hreflang="zh"' in page
    again = export_site(db, tmp_path / "site", Progress())
    assert (again.written, again.removed, again.kept, again.same) == ((), (), (), len(told.written))
    save_text(db, first, "Care", "# Care of a lamp\n\nBetter.")
    waiting = export_site(db, tmp_path / "site", Progress())
    assert waiting.written == ()
    assert any("changed since" in note for note in waiting.notes)
    publish(db, first, PublishFields("site", "", "# Care of a lamp\n\nBetter."), clock)
    changed = export_site(db, tmp_path / "site", Progress())
    assert "articles/care-of-a-lamp.html" in changed.written
    assert changed.removed == (image["src"].removeprefix("../"),)
    assert not any(path.startswith("zh/articles/a") for path in changed.written)
    retire(db, [second])
    assert "zh/index.html" in export_site(db, tmp_path / "site", Progress()).removed


def test_a_picture_whose_consent_ended_goes_from_the_site(db, clock, tmp_path):
    Image.new("RGB", (20, 10), "red").save(tmp_path / "lamp.png")
    chosen = prepare(db.place.folder, [Chosen("lamp.png", tmp_path / "lamp.png")], Progress())
    buyers = LibraryFields(origin="buyer", source="Ann", uses=frozenset({"article"}))
    item = add_pictures(db, chosen, buyers).value[0]
    published(db, clock, "Care", f"# Care\n\n![A lamp](picture:{item})")
    assert any(path.startswith("images/") for path in export_site(db, tmp_path / "site", Progress()).written)
    describe(db, item, LibraryFields(origin="buyer", source="Ann", uses=frozenset({"article"}), until_on="2020-01-01"))
    told = export_site(db, tmp_path / "site", Progress())
    assert any("left out" in note for note in told.notes)
    assert any(path.startswith("images/") for path in told.removed)
    assert ">A lamp<" in (tmp_path / "site/articles/care.html").read_text("utf-8")


def test_what_came_out_elsewhere_only_is_shown_in_the_articles_own_words(db, clock, make):
    place = f"channel:{make.channel()}"
    number = new_article(db, ArticleFields(title="Care", body="# Care\n\nAll of it.")).value
    variant = save_variant(db, number, place, "Care", "Short.").value
    publish(db, number, PublishFields(place, "Care", "Short.", variant_id=variant), clock)
    with db.read() as conn:
        (shown,) = site_content(conn, db.place.folder, clock.today()).articles
    assert shown.body == "# Care\n\nAll of it."


def test_an_address_and_a_translation_are_checked(db):
    one = new_article(db, ArticleFields(title="A", language="en")).value
    two = new_article(db, ArticleFields(title="B", language="en")).value
    for refused in (lambda: set_address(db, "javascript:x"), lambda: say_translation(db, one, two)):
        with pytest.raises(UserError):
            refused()
    assert set_address(db, "https://shop.example/blog/").value
    assert not set_address(db, "https://shop.example/blog").value
    with db.read() as conn:
        assert site_content(conn, db.place.folder, date(2026, 7, 1)).shop.address == "https://shop.example/blog"


def test_a_site_never_lies_beside_the_records_of_a_shop(db, tmp_path):
    folder = db.place.folder
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / db.place.file.name).write_bytes(b"another shop")
    (tmp_path / "led").symlink_to(folder)
    for place in (folder, tmp_path / "other", tmp_path / "led", folder / "x" / ".."):
        with pytest.raises(UserError, match="buyers"):
            export_site(db, place, Progress())
    with pytest.raises(UserError, match="inside"):
        export_site(db, folder / "site", Progress())
    assert not (folder / "site").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_host_can_read_the_folders_of_a_site(tmp_path):
    before = os.umask(0o077)
    try:
        export(tmp_path / "made" / "site", [article(1)])
    finally:
        os.umask(before)
    made = [path for path in (tmp_path / "made").rglob("*") if path.is_dir()]
    assert len(made) == 3
    assert {path.stat().st_mode & 0o777 for path in made} == {0o755}
