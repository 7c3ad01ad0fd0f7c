"""The tab Trust, worked with as an owner does: a month's cards, mentions, pasted rows, links and rivals."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication

from storeapp.kernel.targets import OpenCustomer
from storeapp.qtkit import audit
from storeapp.reputation.overview.ui.page import ReputationPage
from storeapp.reputation.trust.queries import mention, mention_count, mention_rows
from storeapp.reputation.trust.rules import MentionFields
from storeapp.reputation.trust.service import add_mentions, add_rival
from storeapp.reputation.trust.ui import mentions as trust_mentions
from storeapp.store import journal
from tests.make import Make


@pytest.fixture
def shop(db):
    """Two months of orders, a dozen ratings, one post; a buyer who came back."""
    with db.write("A shop") as tx:
        make = Make(db, tx)
        etsy = make.channel(name="Etsy")
        ann = make.customer(name="Ann Weaver")
        make.order(channel_id=etsy, customer_id=ann, placed_on="2026-05-02", heard_from="Google")
        make.order(channel_id=etsy, customer_id=ann, placed_on="2026-06-02", heard_from="a friend")
        make.order(channel_id=etsy, placed_on="2026-06-09")
        for number in range(10):
            make.review(channel_id=etsy, stars=5, posted_on=f"2026-06-{number + 1:02}")
        make.review(channel_id=etsy, stars=2, posted_on="2026-06-20")
    post = MentionFields("post", "2026-06-30", "My lamp", "https://forum.example/7", ann)
    add_mentions(db, [post])
    return {"etsy": etsy, "ann": ann}


@pytest.fixture
def page(qtbot, desk, shop):
    """The page with the tab open."""
    made = ReputationPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1232, 1400)
    made.show()
    made.go("trust")
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


@pytest.fixture
def view(page):
    return page.stack.view("trust")


def words(card):
    return [card.figure.text(), card.under.text(), *(line.text() for line in card.lines if line.isVisibleTo(card))]


@pytest.fixture
def opened(monkeypatch):
    """The addresses handed to the system's browser."""
    found = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(url.toString()) or True)
    return found


def test_the_newest_telling_month_is_shown_beside_its_orders(view):
    assert view.month.value() == "2026-06"
    assert words(view.cards.known)[:2] == ["1 of 2", "orders say how their buyers heard of it"]
    assert view.cards.ways.table()[1:] == [["Friends and family", 1, "100.0%"]]
    assert words(view.cards.spoken)[0] == "4.73"
    assert "from 11 ratings" in words(view.cards.spoken)[1]
    assert "1 post by a buyer" in words(view.cards.spoken)
    assert "1 order came by word of mouth, 1 of a returning buyer" in words(view.cards.spoken)
    assert words(view.cards.trade) == ["0", "articles that appeared", "0 questions answered in public"]
    assert words(view.cards.orders) == [
        "2",
        "orders sold",
        "1 repeat order, 100% of 1 whose buyer is known",
        "1 more than the month before",
    ]


def test_another_month_is_chosen_from_the_list_or_the_chart(view):
    view.month.picked.emit("2026-05")
    assert view.cards.ways.table()[1][0] == "Search engines"
    view.months.chart.clicked.emit(len(view._found.months) - 2)
    assert view.month.value() == "2026-06"


def test_the_months_are_a_table_too(view):
    view.months.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["Month", "Orders", "Repeat orders"]
    assert lines[2].split("\t")[:3] == ["Jun 2026", "2", "1"]
    assert len(lines) == 13


def test_an_unfinished_month_is_laid_beside_the_same_days_of_the_month_before(view, shop, db):
    with db.write("July so far") as tx:
        make = Make(db, tx)
        for day in ("03", "05", "08"):
            make.order(channel_id=shop["etsy"], number=f"J{day}", placed_on=f"2026-07-{day}")
    view.refresh()
    view.show_month("2026-07")
    told = words(view.cards.orders)
    assert told[:2] == ["3", "orders sold so far"]
    assert told[-1] == "2 more than by 8 June"
    assert view.month.currentText() == "Jul 2026, so far"
    assert view.months.chart.table()[-1][0] == "Jun"
    view.show_month("2026-06")
    assert words(view.cards.orders)[-1] == "1 more than the month before"


@pytest.mark.parametrize("kind", ["orders", "ratings", "known", "said"])
def test_every_line_of_the_chart_has_its_table(view, kind):
    view.months.lines.choose(kind)
    view.months._show_lines()
    assert len(view.months.chart.table()) == 12  # the heads, and the eleven months that are over
    assert len(view.months.chart.marks()) in (0, 11)


def test_a_mention_is_added_changed_and_taken_back(qtbot, view, desk, db):
    form = view.mentions.ask_mention(None)
    form.words.setText("Wool care")
    form.link.setText("javascript:alert(1)")
    form.go.click()
    assert form.problem.isVisible()
    assert "not a web address" in form.problem.label.text()
    form.link.setText("https://blog.example/wool")
    form.kind.choose("article")
    form.go.click()
    qtbot.waitUntil(lambda: view.mentions.model.total() == 2)
    assert desk.notices.log[-1].text == "1 mention added"
    assert view.cards.trade.figure.text() == "0"
    with db.read() as conn:
        row = mention_rows(conn, "article", 0, 1)[0]
    assert (row.said_on, row.url) == ("2026-07-16", "https://blog.example/wool")
    again = view.mentions.ask_mention(row)
    again.words.setText("Wool care, once more")
    again.go.click()
    with db.read() as conn:
        assert mention(conn, row.id).title == "Wool care, once more"
    journal.undo(db)
    journal.undo(db)
    with db.read() as conn:
        assert mention_count(conn) == 1


def test_rows_of_a_sheet_are_pasted_or_refused_as_a_whole(qtbot, view):
    form = view.mentions.ask_rows()
    form.box.setPlainText("2026-07-01\tarticle\tLamps\thttps://blog.example/1\n2026-07-02\tpost\tB\tfile:///x")
    form.go.click()
    assert form.problem.label.text().startswith("Row 2: ")
    assert view.mentions.model.total() == 1
    form.box.setPlainText("2026-07-01\tarticle\tLamps\thttps://blog.example/1\n2026-07-02\tpost\tB\thttps://x.example")
    form.go.click()
    qtbot.waitUntil(lambda: view.mentions.model.total() == 3)


def test_a_link_opens_only_when_it_is_asked_for(view, opened):
    row = view.mentions.model.row(0)
    view.mentions.table.opened.emit(row)
    assert opened == []
    entry = next(one for one in view.mentions.menu(row).actions() if "browser" in one.text())
    entry.trigger()
    assert opened == ["https://forum.example/7"]
    for dialog in view.mentions.findChildren(trust_mentions.MentionForm):
        dialog.reject()


def test_the_buyer_of_a_post_is_found_and_shown(view, desk, shop):
    form = view.mentions.ask_mention(None)
    form.finder.textEdited.emit("weav")
    assert form.buyer.itemText(1) == "Ann Weaver"
    form.reject()
    row = view.mentions.model.row(0)
    next(one for one in view.mentions.menu(row).actions() if one.text() == "Show the buyer").trigger()
    assert desk.navigate[-1] == OpenCustomer(shop["ann"])


def test_rivals_stand_beside_the_shop(qtbot, view, desk):
    form = view.rivals.ask_rival(None)
    form.platform.choose("etsy")
    form.name.setText("Nordic Glow")
    form.go.click()
    qtbot.waitUntil(lambda: len(view.rivals.found.rivals) == 1)
    figures = view.rivals.note_current()
    figures.box.setPlainText("nothing to read")
    figures.go.click()
    assert "No figure was found" in figures.problem.label.text()
    figures.box.setPlainText("2026-05-01\t4.7\t1,100\t5,000\n2026-07-01\t4.8\t1,234\t5,678")
    figures.go.click()
    own, rival = view.rivals.rows()
    assert (own.name, own.ratings, own.sales) == ("Etsy (you)", 11, 3)
    assert (rival.rating, rival.ratings, rival.sales, rival.as_of) == (4.8, 1234, 5678, "2026-07-01")
    assert view.rivals.chart.table()[0] == ["", "Etsy", "Nordic Glow"]
    row = view.rivals.table.rows().row(1)
    texts = [column.text(row) for column in view.rivals.model.columns if column.id == "age"]
    assert texts == ["15 days old"]
    next(one for one in view.rivals.menu(row).actions() if one.text() == "Remove its latest figures").trigger()
    assert view.rivals.rows()[1].rating == 4.7
    assert "Older than six weeks: Nordic Glow." in view.rivals.age.text()


def test_a_sixth_rival_is_refused_before_anything_is_typed(view, db, desk):
    for number in range(5):
        add_rival(db, "etsy", f"Shop {number}")
    desk.jobs.announce(frozenset({"trust"}))
    assert view.rivals.ask_rival(None) is None
    assert "Five rivals are enough" in desk.notices.log[-1].text


def test_the_palette_reaches_the_dialogs(page, desk):
    desk.actions.run("reputation.mention")
    desk.actions.run("reputation.rival")
    view = page.stack.view("trust")
    dialogs = [*view.mentions.findChildren(trust_mentions.MentionForm), *view.rivals.findChildren(type(view.rivals))]
    assert dialogs
    for dialog in page.findChildren(trust_mentions.MentionForm.__mro__[1]):
        dialog.reject()


def test_an_empty_shop_says_what_would_help(qtbot, desk):
    made = ReputationPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.show()
    made.go("trust")
    QApplication.processEvents()
    view = made.stack.view("trust")
    assert "Heard from" in words(view.cards.known)[2]
    assert words(view.cards.spoken)[1] == "No rating in stars this month"
    made.close_page()
    made.close()


def test_every_part_is_named_uncut_and_plain(view):
    view.rivals.show_rivalry(view.rivals.found)
    QApplication.processEvents()
    assert audit.nameless(view) == []
    assert audit.rich_labels(view) == []
    assert audit.cut_texts(view) == []
