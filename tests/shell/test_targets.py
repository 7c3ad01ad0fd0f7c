"""Every place that a room may name opens in the real window, and no page asks for one that isn't there."""

from __future__ import annotations

import ast
import contextlib
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.drafts.service import new_article
from storeapp.exchange.helper_workbooks.ui.give_form import GiveForm
from storeapp.kernel import targets
from storeapp.kernel.money import Money
from storeapp.kernel.targets import OpenPage, every_target
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.shell.rooms import rooms
from storeapp.store.tables import (
    Action,
    Case,
    CaseOrder,
    Channel,
    Customer,
    Order,
    Product,
    Promise,
    Publication,
    Review,
    Theme,
)

PACKAGE = Path(targets.__file__).resolve().parents[1]


def settle() -> None:
    for _round in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def ask(program, query):
    with program.desk.db.read() as conn:
        return conn.execute(query).scalar_one()


def newest(program, table):
    return ask(program, select(func.max(table.id)))


def buyers_tab(page):
    return page.bar.tab, page.tab.record


def case_of(page):
    return page.panel.case_id


def opened(program):
    """Of each kind of place one that the sample shop has, what its page must show then, and what shows it."""
    review = newest(program, Review)
    loose = ask(program, select(func.max(Review.id)).where(Review.order_id.is_(None)))
    cased = ask(program, select(func.max(Case.review_id)))
    the_case = ask(program, select(Case.id).where(Case.review_id == cased))
    order = ask(program, select(func.max(CaseOrder.order_id)))
    its_case = ask(program, select(func.max(CaseOrder.case_id)).where(CaseOrder.order_id == order))
    buyers_case = ask(program, select(func.max(Case.id)).where(Case.state == "open", Case.customer_id.is_not(None)))
    its_buyer = ask(program, select(Case.customer_id).where(Case.id == buyers_case))
    customer, bought, product = newest(program, Customer), newest(program, Order), newest(program, Product)
    article = new_article(program.desk.db, ArticleFields("Lamp guide")).value
    theme, channel, action = newest(program, Theme), newest(program, Channel), newest(program, Action)
    return [
        (OpenPage("reputation", "themes"), "themes", lambda page: page.tabs.value()),
        (targets.OpenReview(review), ("reviews", review), lambda page: (page.tabs.value(), _row(page.reviews.table))),
        (targets.AnswerReview(review), review, lambda page: page.reviews.inspector.review_id),
        (targets.LinkReview(loose), loose, lambda page: page.stack.view("links").bench.record[1]),
        (targets.OpenTheme(theme), theme, lambda page: page.stack.view("themes").pane.theme_id),
        (targets.OpenStanding(channel), ("standing", channel), lambda page: (page.tabs.value(), page.standing._wanted)),
        (
            targets.OpenReviews(channels=(channel,), since="2026-01-01", sort="stars"),
            ((channel,), "2026-01-01", "stars"),
            lambda page: tuple(getattr(page.reviews.wanted, name) for name in ("channels", "since", "sort")),
        ),
        (targets.OpenCase(the_case), the_case, case_of),
        (targets.OpenCaseOfOrder(order), its_case, case_of),
        (targets.OpenCaseOfReview(cased), the_case, case_of),
        (targets.OpenCaseOfCustomer(its_buyer), buyers_case, case_of),
        (targets.OpenCustomer(customer), ("customers", customer), buyers_tab),
        (targets.OpenOrder(bought), ("orders", bought), buyers_tab),
        (targets.OpenRequest(bought), bought, lambda page: page.bench.record),
        (targets.OpenArticle(article), str(article), lambda page: page.record()),
        (targets.OpenProduct(product), ("products", product), buyers_tab),
        (targets.OpenAction(action), action, lambda page: _row(page.table)),
        (
            targets.RecordPromise(cased, "refund", Money(150, "EUR"), "2026-08-01"),
            (1, "reputation"),
            lambda page: (
                ask(program, select(func.count()).select_from(Promise).where(Promise.due_on == "2026-08-01")),
                page.ID,  # back at the reply in which it was promised
            ),
        ),
    ]  # fmt: skip


def _row(table):
    row = table.current_row()
    return row.id if row is not None else None


def test_every_place_opens_in_the_window(on_sample, qtbot, tmp_path):
    file = tmp_path / "reviews.csv"
    file.write_text("reviewer,stars,text\nann,5,fine\n")
    places = opened(on_sample)
    for target, must, look in places:
        on_sample.navigate(target)

        def arrived(must=must, look=look):  # a pane follows its list a moment later
            return look(on_sample.window.navigation.current) == must

        with contextlib.suppress(QtBot.TimeoutError):
            qtbot.waitUntil(arrived, timeout=2000)
        assert (target, look(on_sample.window.navigation.current)) == (target, must)
    on_sample.navigate(targets.LookAtFiles((file,)))
    assert on_sample.window.navigation.current.flow.state != "empty"
    on_sample.navigate(targets.GiveToHelper("order", (1,)))
    page = on_sample.window.navigation.current
    qtbot.waitUntil(lambda: bool(page.findChildren(GiveForm)), timeout=5000)
    page.findChildren(GiveForm)[0].reject()
    published = ask(on_sample, select(func.max(Publication.id)).where(Publication.published_at.is_not(None)))
    on_sample.navigate(targets.ReviewPublication(published))
    page = on_sample.window.navigation.current
    qtbot.waitUntil(lambda: bool(page.findChildren(FormSheet)), timeout=5000)
    page.findChildren(FormSheet)[0].reject()
    handed = {targets.LookAtFiles, targets.GiveToHelper, targets.ReviewPublication}
    assert {type(target) for target, _must, _look in places} | handed == every_target()
    assert not [notice for notice in on_sample.notices.log if notice.kind == "problem"]


def test_every_part_of_every_page_opens(on_sample):
    for room in rooms():
        for part in ("", *on_sample.window.navigation.page(room.id).PARTS):
            on_sample.navigate(OpenPage(room.id, part))
            settle()
            assert room.id == on_sample.window.navigation.current.ID
    with pytest.raises(LookupError):
        on_sample.navigate(OpenPage("reputation", "nowhere"))
    with pytest.raises(LookupError):
        on_sample.navigate(OpenPage("nowhere"))


def test_no_room_names_a_page_or_part_that_is_not_there(on_sample):
    pages = {room.id: on_sample.window.navigation.page(room.id) for room in rooms()}
    assert {kind.PAGE for kind in every_target()} - {""} <= set(pages)
    named = []
    texts = ((path, path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py")))
    for path, text in [each for each in texts if "OpenPage(" in each[1]]:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "OpenPage":
                named.append((path.name, [arg.value for arg in node.args if isinstance(arg, ast.Constant)]))
    assert len(named) > 15
    for where, words in named:
        name, part = [*words, "", ""][:2]
        assert not name or name in pages, where
        assert not part or part in pages[name].PARTS, where
