"""The tabs Places and Own site: outlets and their fields, own limits and back, the site exported and looked at."""

from __future__ import annotations

import pytest

from storeapp.articles.publishing.formats import RATIOS, looks_for
from storeapp.articles.publishing.limits import known_limits, limit_for
from storeapp.articles.publishing.place_list import OUTLET_KINDS
from storeapp.articles.publishing.queries import limit_of
from storeapp.articles.publishing.rules import PublishFields
from storeapp.articles.publishing.service import publish
from storeapp.articles.publishing.ui.place_forms import LimitsForm, PlaceForm
from storeapp.articles.site.service import say_translation, set_folder
from storeapp.articles.ui.page import ArticlesPage
from storeapp.channels.outlets import rules as outlets
from storeapp.channels.outlets.queries import outlets as all_outlets
from storeapp.kernel.targets import OpenArticle, OpenPage
from storeapp.qtkit import audit
from storeapp.store import journal
from tests.articles.making import article


@pytest.fixture
def page(qtbot, desk):
    made = ArticlesPage(desk)
    qtbot.addWidget(made)
    made.resize(1024, 680)
    made.show()
    yield made
    made.close_page()


def tab(page, name):
    page.open_target(OpenPage("articles", name))
    return page.views.view(name)


def shown(view, kind):
    return [one for one in view.findChildren(kind) if one.isVisible()][-1]


@pytest.fixture
def choose(qtbot):
    """Choose a place of a tab, and wait until it stands beside the list as it is now; gives its pane."""

    def chosen(view, name):
        rows = view.bench.answer[0]
        row = next(one for one in rows if one.name == name)
        view.table.go_to(rows.index(row))
        qtbot.waitUntil(lambda: view.bench.beside.has_inspector and view.bench.beside.inspector.row is row)
        return view.bench.beside.inspector

    return chosen


def add(view, name="小红书", **said):
    view.ask_place()
    form = shown(view, PlaceForm)
    for key, words in {"name": name, **said}.items():
        {**form.lines, "cost": form.cost, "currency": form.currency}[key].setText(words)
    form.go.click()
    return form


def test_every_kind_of_place_has_its_words():
    assert set(OUTLET_KINDS) == set(outlets.KINDS)


def test_a_place_outside_is_written_down_changed_put_out_of_use_and_back(page, db, choose):
    view = tab(page, "places")
    told = {"audience": "Flat owners", "terms": "No links", "contact": "Mei", "cost": "5", "currency": "eur"}
    add(view, **told)
    with db.read() as conn:
        (row,) = all_outlets(conn)
    assert (row.audience, row.terms, row.contact, row.cost_minor, row.cost_currency) == (
        "Flat owners", "No links", "Mei", 500, "EUR",
    )  # fmt: skip
    pane = choose(view, "小红书")
    assert "Who reads there: Flat owners" in pane.told.text()
    assert "5.00" in pane.told.text()
    assert "Title up to 20 characters" in pane.takes.text()
    assert "Pictures 1,080 × 1,440 pixels" in pane.takes.text()
    assert "As others say, looked up on 2026-11-28" in pane.takes.text()
    model = view.table.model()
    lines = [[model.index(row, column).data() for column in range(7)] for row in range(model.rowCount())]
    assert [line[3:6] for line in lines if line[6] == "Not known"] == [["–"] * 3]
    form = add(view, "小红书")
    assert "named 小红书 already" in form.problem.label.text()  # what was typed stays
    form.reject()
    view.change()
    again = shown(view, PlaceForm)
    again.cost.setText("five")
    again.go.click()
    assert again.isVisible()
    again.cost.setText("")
    again.go.click()
    with db.read() as conn:
        assert all_outlets(conn)[0].cost_minor is None
    pane.stop.click()
    assert "not used any more" in view.table.model().index(view.table.model().rowCount() - 1, 0).data()
    choose(view, "小红书").again.click()
    with db.read() as conn:
        assert [one.name for one in all_outlets(conn)] == ["小红书"]
    assert audit.cut_texts(page) == []
    assert audit.nameless(page) == []


def test_own_numbers_go_before_the_rows_and_back(page, db, choose):
    view = tab(page, "places")
    add(view)
    choose(view, "小红书")
    view.ask_limits()
    form = shown(view, LimitsForm)
    assert form.lines["text_most"].placeholderText() == "1,000"
    form.lines["text_most"].setText("many")
    form.go.click()
    assert form.isVisible()
    form.lines["text_most"].setText("5,000")
    form.go.click()
    with db.read() as conn:
        found = limit_of(conn, "outlet:1")
    assert (found.text_most, found.name_most, found.own) == (5000, 20, {"text_most"})
    pane = choose(view, "小红书")
    assert "Your own numbers go first." in pane.takes.text()
    view.ask_limits()
    assert shown(view, LimitsForm).lines["text_most"].placeholderText() == "1,000"  # the row's, not the own one
    shown(view, LimitsForm).reject()
    pane.known.click()
    with db.read() as conn:
        assert limit_of(conn, "outlet:1").own == frozenset()
    journal.undo(db)
    with db.read() as conn:
        assert limit_of(conn, "outlet:1").text_most == 5000


@pytest.mark.parametrize("limit", [one for one in known_limits() if one.picture_across], ids=lambda one: one.id)
def test_pictures_are_made_as_the_rows_say(limit):
    looks = looks_for(limit)
    assert limit.picture_source
    assert looks.ratio in RATIOS
    if limit.picture_down:
        assert looks.ratio == pytest.approx(limit.picture_across / limit.picture_down)
        assert looks.most == max(limit.picture_across, limit.picture_down)


def test_pictures_of_a_place_nobody_knows_stay_as_they_are():
    assert looks_for(limit_for("Corner shop", "")).plain


@pytest.fixture
def site(page, db, clock, tmp_path):
    """Two articles that came out, the second says the first's words, and links to one that didn't."""
    first = article(db, "Care", language="en", body="# Care\n\nUnplug it. [more](article:9)")
    second = article(db, "保养", language="zh-Hans", body="# 保养\n\n先拔下插头。")
    for number, body in ((first, "# Care\n\nUnplug it. [more](article:9)"), (second, "# 保养\n\n先拔下插头。")):
        publish(db, number, PublishFields("site", "", body), clock)
    say_translation(db, second, first)
    (tmp_path / "web").mkdir()
    return tab(page, "site")


def test_the_site_is_looked_at_exported_and_only_what_changed_again(page, site, db, desk, tmp_path):
    assert "2 articles came out and are on it. 1 of them is a translation" in site.count.text()
    asked = []
    desk.ask.folder = lambda _over, _title, then, _folder=None: asked.append(then)
    site.ask_folder()
    asked.pop()(tmp_path / "web")
    assert site.folder.text() == str(tmp_path / "web")
    site.look_first()
    assert site.found.text() == "What an export would do"
    would = site.lines.text()
    assert list((tmp_path / "web").iterdir()) == []
    site.export.click()
    count = len(site.told.written)
    assert f"{count} files would be written, 0 removed, 0 stay" in would
    assert (tmp_path / "web" / "index.html").is_file()
    assert site.broken.count() == 1
    link = site.broken.itemAt(0).widget()
    assert "article:9 leads nowhere" in link.text()
    link.click()
    assert desk.navigate[-1] == OpenArticle(1)
    site.export.click()
    assert "0 files written, 0 removed" in site.lines.text()
    (tmp_path / "web" / "index.html").write_text("mine")
    site.export.click()
    assert "index.html was changed by somebody else" in site.lines.text()
    site.replace.click()
    assert (tmp_path / "web" / "index.html").read_text("utf-8") != "mine"
    assert audit.cut_texts(page) == []
    assert audit.nameless(page) == []


def test_the_language_at_the_top_is_the_owners(site, db, tmp_path):
    set_folder(db, tmp_path / "web")
    site.refresh()
    site.language.choose("zh-Hans")
    site.language.picked.emit("zh-Hans")
    site.export.click()
    assert 'lang="zh-Hans"' in (tmp_path / "web" / "index.html").read_text("utf-8")


def test_a_folder_that_takes_nothing_is_a_sentence(site, db, tmp_path):
    (tmp_path / "file").write_text("x")
    set_folder(db, tmp_path / "file")
    site.refresh()
    site.export.click()
    assert site.problem.isVisible()
    assert site.export.isEnabled()


def test_the_command_asks_for_the_folder_and_goes_on_to_the_export(page, db, desk, tmp_path, monkeypatch):
    """From any tab; the second time it only exports."""
    number = article(db, "Care of a lamp", body="# Care\n\nUnplug it.\n")
    publish(db, number, PublishFields("site", "Care", "# Care\n\nUnplug it.\n"), desk.clock)
    asked = []
    monkeypatch.setattr(
        desk.ask, "folder", lambda _over, _title, then, _start=None: (asked.append(1), then(tmp_path / "site"))
    )
    (tmp_path / "site").mkdir()
    desk.actions.run("articles.export")
    assert page.tabs.value() == "site"
    assert (tmp_path / "site" / "index.html").exists()
    assert any(one.text.endswith("files written") for one in desk.notices.log)
    page.open_target(OpenPage("articles", "articles"))
    desk.actions.run("articles.export")
    assert len(asked) == 1
    desk.actions.run("articles.place")
    assert shown(page.views.view("places"), PlaceForm)
