"""The tab Themes, worked with as an owner does: the list, one theme beside it, words, phrases, tags and the card."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from storeapp.kernel.targets import OpenPage, OpenReview
from storeapp.qtkit import audit
from storeapp.qtkit.ask import Question
from storeapp.qtkit.widgets import Label
from storeapp.reputation.inbox.queries import saved_views
from storeapp.reputation.overview.ui.page import ReputationPage
from storeapp.reputation.reviews.queries.listing import rows_of
from storeapp.reputation.reviews.queries.theme_filter import themes, themes_of_reviews
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.themes.queries.figures import theme_words
from storeapp.reputation.themes.queries.phrases import kept_phrases
from storeapp.reputation.themes.records import CountedPhrase, KeptPhrases, LanguagePhrases
from storeapp.reputation.themes.ui.phrases_pane import PhraseRow
from storeapp.store import journal
from storeapp.store.saved_views import save_view
from tests.make import Make


@pytest.fixture
def shop(db):
    """Twenty bad and twenty good reviews: boxes break on one channel, gifts delight on the other."""
    with db.write("A shop") as tx:
        make = Make(db, tx)
        etsy, own = make.channel(name="Etsy", time_zone="UTC"), make.channel(name="Own shop", platform="own")
        lamp, vase = make.product(title="Walnut lamp"), make.product(title="Vase")
        bad = [
            make.review(
                channel_id=etsy,
                stars=1,
                language="en",
                posted_on=f"2026-06-{number + 1:02}",
                text="The box was crushed" if number < 7 else "Only a box" if number == 7 else "Ugly thing",
                product_id=vase,
                replied_on="2026-06-29",
            )
            for number in range(20)
        ]
        for number in range(20):
            text = "A perfect gift" if number < 5 else "Pretty"
            make.review(channel_id=own, stars=5, language="en", posted_on="2026-05-03", text=text, product_id=lamp)
    return {"etsy": etsy, "own": own, "lamp": lamp, "vase": vase, "bad": bad}


@pytest.fixture
def page(qtbot, desk, shop):
    made = ReputationPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    made.toolbar().resize(1440, 44)
    made.toolbar().show()
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


@pytest.fixture
def view(page):
    page.go("themes")
    QApplication.processEvents()
    return page.stack.view("themes")


def names(view):
    return [row.theme.name for row in view.model.rows()]


def said(states):
    """All words of what a place shows."""
    return " ".join(label.text() for label in states.findChildren(Label) if label.isVisible())


def go_to(view, name):
    view.table.go_to(names(view).index(name))
    view.table.reporter.flush()


def answer(page, text):
    dialog = page.findChild(Question)
    dialog.line.setText(text)
    dialog.go.click()
    QApplication.processEvents()


def themes_of(db, review):
    with db.read() as conn:
        return [name for _id, name in themes_of_reviews(conn, [review]).get(review, ())]


def test_the_list_begins_with_what_is_complained_about_most(view, page):
    assert names(view)[:3] == ["Packaging", "Damage", "Gift"]
    assert len(names(view)) == 3  # of 16: nobody speaks of the others
    assert view.pane.name.text() == "Packaging"
    assert "40% of the 1–2 star reviews (8 of 20 reviews with text)" in view.pane.said.text()
    assert view.model.rows()[0].good.share == 0


def test_one_theme_shows_its_products_words_and_reviews(view):
    assert view.pane.model.total() == 8
    assert {view.pane.model.row(n).text for n in range(8)} == {"The box was crushed", "Only a box"}
    link = view.pane.products.itemAt(0).widget()
    assert link.text() == "Vase: 8 reviews, 8 with 1–2 stars"
    assert "box" in view.pane.words.words()
    go_to(view, "Gift")
    assert view.pane.name.text() == "Gift"
    assert view.pane.model.total() == 5
    view.pane.kind.chosen.emit("all")
    assert view.pane.wanted().theme == view.pane.theme_id


def test_channel_and_period_narrow_the_shares(view, page, shop):
    page.bar.channel.picked.emit(shop["own"])
    QApplication.processEvents()
    assert names(view) == ["Gift"]
    (gift,) = view.model.rows()
    assert (gift.bad.total, gift.good.total) == (0, 20)


def test_its_reviews_open_in_the_list_of_reviews(view, page):
    view.pane.all.click()
    assert page.tabs.value() == "reviews"
    assert page.reviews.wanted.theme is not None
    assert page.reviews.model.total() == 8
    assert [words for _field, words in page.reviews.filters._shown][:1] == ["Packaging"]
    page.go("themes")
    view.pane.review_asked.emit(view.pane.model.row(0).id)
    assert page.reviews.inspector.review_id == view.pane.model.row(0).id


def test_enter_on_a_theme_leads_to_its_reviews(view, page):
    go_to(view, "Gift")
    view.table.open_current()
    assert page.tabs.value() == "reviews"
    assert page.reviews.model.total() == 5


def test_words_are_added_removed_and_undone(view, desk):
    editor = view.pane.words
    editor.line.setText("Ugly, thing*")
    editor.add.click()
    QApplication.processEvents()
    assert "40%" not in view.pane.said.text()
    assert "100% of the 1–2 star reviews" in view.pane.said.text()
    assert desk.notices.log[-1].undo
    assert list(editor.words())[-2:] == ["ugly", "thing*"]
    chip = editor.flow.chips()[-1]
    chip.closed.emit()
    QApplication.processEvents()
    assert list(editor.words())[-1] == "ugly"
    journal.undo(desk.db)
    journal.undo(desk.db)
    view.refresh()
    assert "40%" in view.pane.said.text()
    assert not any("Restore" in action.text() for action in view.pane.menu().actions())


def test_a_theme_is_made_renamed_joined_and_deleted(view, page, desk):
    view.new.click()
    answer(page, "Ugliness")
    assert view.pane.name.text() == "Ugliness"
    view.pane.words.line.setText("ugly")
    view.pane.words.line.returnPressed.emit()
    assert names(view)[0] == "Ugliness"
    view.pane.edit.click()
    answer(page, "Looks")
    assert view.pane.name.text() == "Looks"
    with desk.db.read() as conn:
        packaging = next(one for one in themes(conn) if one.name == "Packaging")
    looks = view.pane._row.theme
    view.theme_actions.merge(looks, packaging)
    assert "Looks" not in names(view)
    assert names(view)[0] == "Packaging"
    view.theme_actions.delete(packaging)
    assert "Packaging" not in names(view)
    assert desk.notices.log[-1].text == "Deleted the theme “Packaging”"
    journal.undo(desk.db)
    view.refresh()
    assert "Packaging" in names(view)


def test_a_name_that_is_taken_is_refused(view, page, desk):
    view.theme_actions.new()
    answer(page, "Gift")
    assert desk.notices.log[-1].text == "There is a theme of this name already."


def test_too_few_reviews_for_phrases_say_how_many_are_needed(view):
    assert "10 more reviews with text" in said(view.phrases.states)


KEPT = KeptPhrases(
    (
        LanguagePhrases(
            "en", 40, 50, (CountedPhrase("box was crushed", 8, 0, 3.2), CountedPhrase("perfect gift", 0, 5, -2.8))
        ),
        LanguagePhrases("de", 3, 50),
    ),
    90,
    90,
    43,
    100,
)


def test_phrases_lead_to_their_reviews_and_into_a_theme(view, page, desk, qtbot):
    view.show_phrases(KEPT)
    pane = view.phrases
    assert [row.phrase.text for row in pane.complaints.model().rows()] == ["box was crushed"]
    assert [row.phrase.text for row in pane.praise.model().rows()] == ["perfect gift"]
    assert pane.counted.text() == "in 40 bad reviews and 50 good ones"
    asked = []
    pane.theme_asked.connect(lambda language, phrase: asked.append((language, phrase)))
    pane.praise.setFocus()
    pane.praise.go_to(0)
    pane.to_theme.click()
    assert asked == [("en", "perfect gift")]
    menu = next(menu for menu in view.findChildren(QMenu) if menu.isVisible())
    next(action for action in menu.actions() if action.text() == "Smell").trigger()
    menu.close()
    with desk.db.read() as conn:
        smell = next(one.id for one in themes(conn) if one.name == "Smell")
        assert "perfect gift" in theme_words(conn, smell).words["en"]
    view.show_phrases(KEPT)  # the page read its own meanwhile
    pane.complaints.opened.emit(PhraseRow(0, KEPT.languages[0].phrases[0]))
    assert page.tabs.value() == "reviews"
    assert page.reviews.wanted == ReviewFilters(search='"box was crushed"', stars=(1, 2))
    assert page.reviews.model.total() == 7
    pane.language.picked.emit("de")


def test_a_language_with_too_few_reviews_names_itself(view):
    view.show_phrases(KEPT)
    view.phrases.language.choose("de")
    view.phrases._show_language()
    assert "German needs 27 more reviews with text of 1–2 stars" in said(view.phrases.states)


def test_phrases_are_counted_after_an_import(page, desk, db):
    with db.write("More") as tx:
        make = Make(db, tx)
        channel = make.channel()
        for _number in range(30):
            make.review(channel_id=channel, stars=1, text="The box was crushed", language="en")
            make.review(channel_id=channel, stars=5, text="Lovely lamp", language="en")
    desk.jobs.announce(frozenset({"reviews", "imports"}))
    with db.read() as conn:
        kept = kept_phrases(conn)
    assert not kept.stale
    assert "box was crushed" in [one.text for one in kept.languages[0].phrases]


def test_a_failed_reading_can_be_tried_again(view):
    view._found = None
    view._failed(RuntimeError())
    assert "The themes could not be read" in said(view.states)
    view.refresh()
    assert names(view)[0] == "Packaging"


def test_a_shop_without_text_says_so(qtbot, desk, db):
    made = ReputationPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.show()
    made.go("themes")
    view = made.stack.view("themes")
    assert "No review with text yet" in said(view.states)
    made.close_page()
    made.close()


def test_tags_of_a_review_mark_it_by_hand(page, shop, db, qtbot):
    page.open_target(OpenReview(shop["bad"][0]))
    tags = page.reviews.tags
    labels = [chip.text() for chip in tags.flow.chips()]
    assert labels == ["Packaging", "Damage", "Theme"]
    with db.read() as conn:
        known = {one.name: one for one in themes(conn)}
    tags._put(known["Gift"])
    assert themes_of(db, shop["bad"][0]) == ["Packaging", "Damage", "Gift"]
    assert [chip.text() for chip in tags.flow.chips()] == ["Packaging", "Damage", "Gift", "Theme"]
    tags._take_out(known["Packaging"].id, "Packaging")
    assert themes_of(db, shop["bad"][0]) == ["Damage", "Gift"]
    tags.add.click()
    menu = next(menu for menu in tags.findChildren(QMenu) if menu.isVisible())
    listed = [action.text() for action in menu.actions()]
    assert "Packaging" in listed
    assert "Gift" not in listed
    menu.close()
    tags.theme_asked.emit(known["Damage"].id)
    assert page.reviews.wanted.theme == known["Damage"].id


def test_the_list_of_reviews_shows_and_filters_themes(page, shop):
    page.go("reviews")
    column = next(one for one in page.reviews.model.columns if one.id == "themes")
    with page.desk.db.read() as conn:
        row = rows_of(conn, [shop["bad"][0]])[0]
    assert column.text(row) == "Packaging, Damage"
    assert column.value(row) == [("Packaging", "plain"), ("+1", "plain")]
    menu = page.reviews.filters.menu()
    inner = next(action.menu() for action in menu.actions() if action.text() == "Theme")
    next(action for action in inner.actions() if action.text() == "Gift").trigger()
    assert page.reviews.model.total() == 5
    save_view(page.desk.db, "reputation", "Mentions a gift", page.reviews.wanted.to_json())
    with page.desk.db.read() as conn:
        assert saved_views(conn)[0].wanted == page.reviews.wanted


def test_the_card_of_the_overview_leads_to_the_theme(page):
    card = page.overview.themes
    table = card.bars.table()
    assert ["Packaging", "40%", "0%"] in table
    assert table[1][0] == "Gift"
    packaging = next(row.key for row in card.bars._rows if row.label == "Packaging")
    card.bars.clicked.emit(packaging)
    assert page.tabs.value() == "themes"
    assert page.stack.view("themes").pane.name.text() == "Packaging"
    page.go("overview")
    card.all.click()
    assert page.tabs.value() == "themes"


def test_everything_has_a_name_and_nothing_is_cut(view):
    view.show_phrases(KEPT)
    QApplication.processEvents()
    assert audit.nameless(view) == []
    assert audit.rich_labels(view) == []
    assert audit.cut_texts(view) == []


def test_the_menu_of_a_theme_opens_by_the_keyboard(view, qtbot):
    view.table.menu_asked.emit(view.model.rows()[1], QPoint(5, 5))
    assert view.pane.name.text() == "Damage"
    for menu in view.findChildren(QMenu):
        menu.close()
    qtbot.keyClick(view.table, Qt.Key.Key_J)
    view.table.reporter.flush()
    assert view.pane.name.text() == "Damage"


def test_a_theme_that_nobody_speaks_of_is_said_so(view, page, shop):
    assert (
        view.pane.said.text()
        == "40% of the 1–2 star reviews (8 of 20 reviews with text). No 5-star review mentions it."
    )
    go_to(view, "Gift")
    assert view.pane.said.text().startswith("No review of 1–2 stars mentions it. 25% of the 5-star reviews (5 of 20")
    page.bar.channel.picked.emit(shop["own"])
    QApplication.processEvents()
    assert view.pane.said.text().startswith("No review of 1–2 stars has text in this period.")
    assert "0 of 0" not in view.pane.said.text()


def test_a_long_title_makes_the_pane_no_wider(view, make, shop, page):
    title = "back to school essentials | sticker flakes, stickers, school stickers, bullet journal, pen pal, planners"
    product = make.product(title=title)
    make.review(
        channel_id=shop["etsy"], stars=1, language="en", posted_on="2026-07-01", text="A box", product_id=product
    )
    page.refresh()
    QApplication.processEvents()
    links = [view.pane.products.itemAt(n).widget() for n in range(view.pane.products.count())]
    assert "back to school essentials: 1 review, 1 with 1–2 stars" in [link.text() for link in links]
    assert view.pane.scroller.widget().width() <= view.pane.scroller.viewport().width()


def test_themes_of_channels_that_rate_in_words_speak_their_words(qtbot, desk, db):
    """And themes that nobody speaks of are no rows."""
    with db.write("A shop") as tx:
        make = Make(db, tx)
        ebay = make.channel(name="eBay", platform="ebay")
        for number in range(8):
            bad = number < 3
            text = "The box was crushed" if bad else "A perfect gift"
            rated = {"stars": 1 if bad else 5, "rating": 1.0 if bad else 3.0, "scale": 3.0}
            make.review(channel_id=ebay, posted_on="2026-06-02", language="en", text=text, **rated)
    made = ReputationPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    made.open_target(OpenPage("reputation", "themes"))
    view = made.stack.view("themes")
    qtbot.waitUntil(lambda: bool(view.model.rows()))
    assert [one.title for one in view.model.columns[1:4:2]] == ["Negative", "Positive"]
    assert all(row.reviews for row in view.model.rows())
    assert "100% of the reviews rated “Negative” (3 of 3 reviews with text)." in view.pane.said.text()
    assert "star" not in view.pane.said.text()
    made.close_page()
    made.close()
