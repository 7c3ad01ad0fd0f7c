"""The page Rule book, worked with as an owner does."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from storeapp.kernel.targets import OpenPage, OpenRequest, OpenReview
from storeapp.messages.queries import owner_rules
from storeapp.ownrules.ui.form import RuleForm
from storeapp.ownrules.ui.page import RuleBookPage
from storeapp.qtkit import audit
from storeapp.qtkit.widgets import Button
from storeapp.reputation.replies.service import keep_draft as keep_reply
from storeapp.reputation.replies.service import overrule
from storeapp.rulebook.messages.rules import message_rules
from storeapp.solicitation.messages.service import keep_draft as keep_request
from storeapp.solicitation.messages.service import overrule as overrule_request
from storeapp.store import journal


@pytest.fixture
def page(qtbot, desk):
    made = RuleBookPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    made.toolbar().resize(1440, 44)
    made.toolbar().show()
    made.refresh()
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


def shown(page):
    return [page.model.row(number).id for number in range(page.model.total())]


def choose(page, rule):
    page.bench.go_to(rule)
    assert page.panel.row.id == rule


def test_every_rule_is_listed_and_found_by_its_words(page):
    assert shown(page) == [one.id for one in message_rules()]
    page.search.setText("trustpilot draws")
    page.search.searched.emit("trustpilot draws")
    assert set(shown(page)) == {"TP-INCENT", "CT-REVIEW"}
    assert page.bench.list.count.text() == f"2 of {len(message_rules())} rules shown"
    page.search.setText("no such rule anywhere")
    page.search.searched.emit("no such rule anywhere")
    assert shown(page) == []


def test_kind_and_job_narrow_the_list(page):
    page.kind.choose("law")
    page.kind.picked.emit("law")
    page.job.choose("offer")
    page.job.picked.emit("offer")
    rules = {one.id for one in message_rules() if one.kind == "law" and "offer" in one.applies_to}
    assert set(shown(page)) == rules
    page.kind.choose("K")
    page.kind.picked.emit("K")
    assert set(shown(page)) == {"US-465-8", "CLAIM-PROOF"}


def test_a_rule_is_read_with_its_source_and_tried_with_a_sentence(page):
    choose(page, "AMZ-NOPAY")
    panel = page.panel
    assert panel.title.text() == "Amazon bans anything given for reviews"
    said = [value.text() for _name, value in panel.facts]
    assert said[1] == "Read at the source"
    assert said[3] == "Amazon"
    panel.sentence.setPlainText("Leave a review and get 10% off")
    assert panel.verdict.label.text().startswith("Would stop: “")
    panel.sentence.setPlainText("Please tell us what you think, good or bad.")
    assert panel.verdict.label.text() == "This rule has nothing to say of it"
    assert panel.examples.text() == "Its own examples: 1 pass, 1 are hit, all as expected"
    panel.copy.click()
    assert "G201972160" in QGuiApplication.clipboard().text()


def test_each_rule_can_be_shown_and_tried(page):
    for number in range(page.model.total()):
        page.table.go_to(number)
        page.table.reporter.flush()
        assert page.panel.row.id == page.model.row(number).id
        page.panel.sentence.setPlainText("Leave five stars and get 10% off, 只剩3件")
        assert page.panel.verdict.label.text()


def test_a_rule_is_switched_off_and_undone(page, desk, db):
    choose(page, "LINT-POSITIVE")
    page.panel.on.click()
    assert desk.notices.log[-1].text == "The rule is off in this shop"
    with db.read() as conn:
        assert "LINT-POSITIVE" not in {one.id for one in owner_rules(conn)}
    page.open_target(OpenPage("rulebook", "changed"))
    assert shown(page) == ["LINT-POSITIVE"]
    desk.jobs.write("Undo", lambda progress: journal.undo(db))
    assert shown(page) == []


def test_an_own_copy_is_written_and_dropped(page, desk):
    choose(page, "LINT-POSITIVE")
    page.panel.edit.click()
    form = page.findChild(RuleForm)
    form.name.setText("No stars, ever")
    form.does.choose("BLOCK")
    form.go.click()
    assert page.panel.title.text() == "No stars, ever"
    assert page.panel.tag.accessibleName() == "Stops"
    page.panel.default.click()
    assert page.panel.title.text() == "Asks for good reviews only"


def test_a_house_rule_is_added_and_one_without_words_refused(page, desk):
    desk.actions.run("rulebook.new")
    form = page.findChild(RuleForm)
    form.name.setText("No bargains")
    form.go.click()
    assert form.problem.label.text().startswith("Give at least one word")
    form.phrases.setPlainText("bargain*\ncheap")
    form.go.click()
    assert shown(page) == ["H-1"]
    page.panel.sentence.setPlainText("BARGAINS, cheap")
    assert page.panel.verdict.label.text() == "Would warn: “BARGAINS”, “cheap”"
    page.panel.delete.click()
    assert shown(page) == []


def test_every_ignored_stop_stands_with_its_reason_and_draft(page, desk, db, make):
    channel = make.channel(name="Etsy")
    review = make.review(channel_id=channel, stars=1, text="Cracked")
    overrule(db, review, ["RP-TRADE"], "Change to 5 stars and we refund", "agreed by phone")
    desk.jobs.announce(frozenset({"replies"}))
    page.open_target(OpenPage("rulebook", "ignored"))
    assert shown(page) == ["RP-TRADE"]
    choose(page, "RP-TRADE")
    links = page.panel.ignored.findChildren(type(page.panel.look))
    assert [one.text() for one in links] == ["Change to 5 stars and we refund"]
    links[0].click()
    assert desk.navigate[-1] == OpenReview(review)


def test_ignored_stops_of_requests_and_drafts_that_a_rule_speaks_of_stand_with_their_words(page, desk, db, make):
    channel = make.channel(name="Etsy", platform="etsy")
    order, review = make.order(channel_id=channel), make.review(channel_id=channel, stars=1, text="Cracked")
    overrule_request(db, order, ["LINT-POSITIVE"], "Five stars please", "agreed by phone")
    keep_request(db, order, "first", "", "Please leave us five stars", ("", ""))
    keep_reply(db, review, "Change to 5 stars and we refund")
    desk.jobs.announce(frozenset({"replies", "requests"}))
    rows = {page.model.row(number).id: page.model.row(number) for number in range(page.model.total())}
    assert (rows["LINT-POSITIVE"].ignored, rows["LINT-POSITIVE"].spoken) == (1, 1)
    assert rows["RP-TRADE"].spoken == 1
    choose(page, "LINT-POSITIVE")
    links = page.panel.ignored.findChildren(type(page.panel.look))
    assert [one.text() for one in links] == ["Please leave us five stars", "Five stars please"]
    links[0].click()
    assert desk.navigate[-1] == OpenRequest(order)
    choose(page, "RP-TRADE")
    page.panel.ignored.findChildren(type(page.panel.look))[0].click()
    assert desk.navigate[-1] == OpenReview(review)


def test_rules_of_other_places_are_left_out_on_demand(page, desk, make):
    """A German shop, its own and on Amazon, that also sends to Austria: no Russian law, nothing of eBay."""

    def mine():
        page.place.choose("mine")
        page.place.picked.emit("mine")
        return set(shown(page))

    assert mine() == {one.id for one in message_rules()}  # nothing is known yet
    channel = make.channel(name="Amazon", platform="amazon", region="EU", locale="de_DE")
    make.channel(name="Own shop", platform="own", region="EU", locale="de_DE")
    make.order(channel_id=channel, ship_country="AT")
    desk.jobs.announce(frozenset({"channels"}))
    found = mine()
    assert {"AMZ-WINDOW", "DE-ASK", "LINT-POSITIVE"} <= found
    assert not {"RU-18", "YELP-NOASK", "EBAY-EXTORT", "CN-9-5"} & found


@pytest.mark.parametrize(
    "sentence",
    [
        "Please leave us five stars", "Bitte geben Sie uns fünf Sterne", "Merci de nous mettre cinq étoiles",
        "Por favor, pónganos cinco estrellas", "Ci lasci cinque stelle, per favore", "Por favor, dê cinco estrelas",
        "Поставьте нам, пожалуйста, пять звёзд", "请给我们五星好评", "請給我們五星好評", "Mohon beri kami bintang lima",
        "Geef ons alstublieft vijf sterren", "Prosimy o pięć gwiazdek", "Lütfen bize beş yıldız verin",
        "星5つの評価をお願いします", "Sicela usinike izinkanyezi ezinhlanu",
    ],
)  # fmt: skip
def test_a_sentence_is_tried_in_whatever_language_it_is(page, sentence):
    choose(page, "LINT-POSITIVE")
    page.panel.sentence.setPlainText(sentence)
    assert page.panel.verdict.label.text().startswith("Would")


def test_rules_past_their_review_date_are_counted_and_looked_at(page, desk, clock, qtbot):
    clock.at = datetime(2027, 3, 1, 9, tzinfo=timezone.utc)
    with qtbot.waitSignal(page.count_changed) as told:
        page.refresh()
    assert told.args[0] > 20
    assert page.strip.label.text().startswith(f"{told.args[0]} rules are past their review date")
    page.strip.findChild(Button).click()
    assert "AMZ-NOPAY" in shown(page)
    choose(page, "AMZ-NOPAY")
    assert page.panel.past.isVisibleTo(page.panel)
    assert page.panel.tag.accessibleName() == "Warns"
    page.panel.look.click()
    assert "AMZ-NOPAY" not in shown(page)


def test_the_page_keeps_to_the_style(page):
    choose(page, "DE-ASK")
    QApplication.processEvents()
    for root in (page, page.toolbar()):
        assert audit.nameless(root) == []
        assert audit.cut_texts(root) == []
        assert audit.rich_labels(root) == []
