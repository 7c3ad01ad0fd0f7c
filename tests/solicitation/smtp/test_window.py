"""Sending from the page of requests: asked before, followed meanwhile, told after."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from storeapp.kernel.targets import OpenRequest
from storeapp.qtkit.ask import Question
from storeapp.solicitation.queries import order_request
from storeapp.solicitation.smtp.service.accounts import keep_password, set_account
from storeapp.solicitation.sums import counts
from storeapp.solicitation.ui.page import RequestsPage
from tests.solicitation.smtp.mail_server import PASSWORD


@pytest.fixture
def page(qtbot, desk, due):
    due("ann", "refused", "not an address")
    made = RequestsPage(desk)
    for widget in (made, made.toolbar()):
        qtbot.addWidget(widget)
    made.refresh()
    yield made
    made.close_page()


def question(page):
    return page.findChildren(Question)[-1]


def said(desk):
    return desk.notices.log[-1].text


def test_the_button_is_there_only_while_the_account_is_on(page, desk, db, account):
    assert not page.send_all.isHidden()
    set_account(db, replace(account, on=False))
    page.refresh()
    assert page.send_all.isHidden()
    page.handlers()["requests.post"]()
    assert "switched off" in said(desk)


def test_what_goes_is_asked_before_and_what_went_is_told(page, desk, db, account, post):
    keep_password(account, PASSWORD)
    page.send_all.click()
    asked = question(page)
    assert asked.windowTitle() == "Send 2 mails?"
    asked.go.click()
    assert post.to == ["ann"]
    assert said(desk).startswith("1 mail was sent. 1 was refused by the mail server. 1 was left out.")
    assert "550 5.1.1 no such person" in said(desk)
    page.refresh()
    with db.read() as conn:
        found = counts(conn)
    assert (found["asked"], found["held"], found["ready"]) == (1, 1, 1)


def test_a_mail_in_doubt_is_explained_beside_its_order_and_released_there(page, desk, db, due, account, post):
    (order,) = due("dropped")
    keep_password(account, PASSWORD)
    page.refresh()
    page.posting.send()
    page.tabs.choose("held")
    page.ask_list()
    page.open_target(OpenRequest(order))
    assert any("goes again only if you release it" in one.text() for one in page.panel.hold.findChildren(QLabel))
    page.panel.release.click()
    with db.read() as conn:
        assert order_request(conn, order).row.state == "ready"


def test_a_password_that_no_ring_has_is_asked_for(page, desk, db, post):
    page.send_all.click()
    question(page).go.click()
    asked = question(page)
    assert asked.windowTitle() == "Password of the mail account"
    asked.line.setText(PASSWORD)
    asked.go.click()
    assert post.to == ["ann"]
