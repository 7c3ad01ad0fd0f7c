"""Reports, worked with as an owner does: look, choose, save, find the file again."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication, QFileDialog

from storeapp.kernel import text
from storeapp.kernel.errors import UserError
from storeapp.qtkit import audit
from storeapp.qtkit.widgets import Label
from storeapp.reports import service
from storeapp.reports.scheduling import due
from storeapp.reports.ui.page import ReportsPage
from storeapp.shell.session.due_books import DueBooks


@pytest.fixture
def shop(make):
    etsy = make.channel(name="Etsy")
    own = make.channel(name="Own shop", platform="own", currency="EUR")
    make.order(channel_id=etsy, placed_on="2026-07-01")
    make.order(channel_id=own, placed_on="2026-06-01", currency="EUR")
    make.order(channel_id=own, placed_on="2024-06-01", currency="EUR")
    make.review(channel_id=etsy, stars=1, posted_on="2026-07-03")
    make.review(channel_id=own, stars=5, posted_on="2026-06-03")
    return {"etsy": etsy, "own": own}


@pytest.fixture
def page(qtbot, desk, shop):
    made = ReportsPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1232, 780)
    made.show()
    made.show_book("overview")
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


def said(widget):
    QApplication.processEvents()  # new labels show themselves with the next layout
    return [label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget) and label.text()]


def test_it_says_what_the_report_will_say(page):
    words = said(page.answers)
    assert "Rated 3.00 by 2 reviews with stars." in words
    assert "1 bad review waits for a reply." in words
    figures = said(page.figures)
    assert "Sales in USD, net of refunds" in figures
    assert "Sales in EUR, net of refunds" in figures
    assert "Last report" not in figures
    assert "2 rows" in said(page.contents)
    assert said(page.saved) == ["Saved reports", "None yet. The next report will say what changed since this one."]


def test_period_and_channel_narrow_it(page, shop):
    page.period.choose("all")
    page.period.picked.emit("all")
    assert page.scope().since is None
    assert any(words.startswith("3 orders") for words in said(page.answers))
    page.channel.choose(str(shop["etsy"]))
    page.channel.picked.emit(str(shop["etsy"]))
    assert page.scope().channels == (shop["etsy"],)
    assert any(words.startswith("1 order") for words in said(page.answers))
    assert "Sales in EUR, net of refunds" not in said(page.figures)


def test_saving_writes_the_file_and_remembers_it(page, desk, tmp_path):
    page.names.click()
    desk.actions.run("reports.save")
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    out = tmp_path / "overview.xlsx"
    page.save_to(out)
    QApplication.processEvents()
    book = load_workbook(out)
    assert book["Orders"].max_row == 3
    assert "Review requests" in book.sheetnames  # the requests were looked at first: nobody had opened their page
    notice = desk.notices.log[-1]
    assert notice.text.startswith("Saved overview.xlsx, ")
    assert notice.action[0] == "Open folder"
    assert "overview.xlsx" in said(page.saved)
    assert "Last report, today" in said(page.figures)
    assert "Nothing changed since the last report." in said(page.answers)


def test_a_place_that_refuses_is_a_sentence_with_a_way_out(page, desk, tmp_path):
    page.save_to(tmp_path / "gone" / "overview.xlsx")
    notice = desk.notices.log[-1]
    assert notice.kind == "problem"
    assert "isn't there" in notice.text
    assert notice.action[0] == "Save elsewhere"
    assert desk.actions.action("reports.save").isEnabled()


def test_a_moved_report_can_be_taken_off_the_list(page, db, desk, tmp_path):
    page.save_to(tmp_path / "overview.xlsx")
    (tmp_path / "overview.xlsx").unlink()
    page.refresh()
    QApplication.processEvents()
    assert any("moved or deleted" in words for words in said(page.saved))
    page.saved.forget_asked.emit(str(tmp_path / "overview.xlsx"))
    QApplication.processEvents()
    assert "overview.xlsx" not in said(page.saved)
    assert desk.notices.log[-1].undo


def test_opening_goes_to_the_systems_programs(page, desk, tmp_path):
    asked = []
    page.saved._opener = lambda path: asked.append(path) or False
    page.saved.open(tmp_path)
    assert asked == [tmp_path]
    assert "No program" in desk.notices.log[-1].text


def test_an_empty_shop_has_nothing_to_report(qtbot, desk):
    made = ReportsPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.show()
    QApplication.processEvents()
    assert made.states._stack.currentWidget().title.text() == "Nothing to report yet"
    assert not desk.actions.action("reports.save").isEnabled()
    made.close_page()
    made.close()


def test_a_failing_read_can_be_tried_again(page, monkeypatch):
    def broken(*_given):
        raise UserError("The file is busy.")

    monkeypatch.setattr(service, "look", broken)
    page.refresh()
    hint = page.states._stack.currentWidget()
    assert hint.title.text() == "The figures could not be read"
    monkeypatch.undo()
    page.refresh()
    assert page.states._stack.currentWidget() is page.states.content


def test_every_widget_has_a_name(page):
    for widget in (page, page.toolbar()):
        assert audit.nameless(widget) == []
        assert audit.rich_labels(widget) == []


@pytest.mark.parametrize("language", ["zh_CN", text.PSEUDO])
@pytest.mark.parametrize("width", [968, 1232])
def test_no_text_is_cut(qtbot, desk, shop, tmp_path, language, width):
    text.use(language)
    try:
        made = ReportsPage(desk)
        qtbot.addWidget(made)
        qtbot.addWidget(made.toolbar())
        made.resize(width, 780)
        made.show()
        QApplication.processEvents()
        made.save_to(Path(tmp_path / "a report with a rather long name.xlsx"))
        QApplication.processEvents()
        qtbot.waitUntil(lambda: audit.cut_texts(made) == [])  # new lines get their heights with the next layout
        made.close_page()
        made.close()
    finally:
        text.use("en")


def test_a_shop_whose_data_is_old_gets_everything_and_not_a_page_of_zeros(qtbot, desk, make):
    channel = make.channel(name="Etsy")
    make.order(channel_id=channel, placed_on="2021-07-01")
    made = ReportsPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.show()
    made.show_book("overview")
    QApplication.processEvents()
    assert made.period.value() == "all"
    assert "1 order." in said(made.answers)
    made.period.choose("12_months")
    made.period.picked.emit("12_months")
    assert made.period.value() == "12_months"
    made.close_page()
    made.close()


@pytest.fixture
def many(make, shop):
    """Thirty more buyers, so that there are groups."""
    for _number in range(30):
        make.order(channel_id=shop["etsy"], customer_id=make.customer(), placed_on="2026-06-20", status="delivered")
    return shop


def test_the_owners_book_comes_first_and_goes_by_month(qtbot, desk, many, tmp_path):
    made = ReportsPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1232, 780)
    made.show()
    QApplication.processEvents()
    assert made.book == "owner"
    assert made.month.text() == "June 2026"
    assert "Did people buy? (orders sold)" in said(made.owner.answers)
    assert "31" in said(made.owner.answers)
    assert "New" in said(made.owner.groups)
    made.earlier.click()
    QApplication.processEvents()
    assert made.month.text() == "May 2026"
    made.later.click()
    made.later.click()
    QApplication.processEvents()
    assert made.month.text() == "July 2026, until day 16"
    assert not made.later.isEnabled()
    assert "This month is not over" in made.owner.note.text()
    made.save_to(tmp_path / "owner.xlsx")
    QApplication.processEvents()
    assert "July 2026" in load_workbook(tmp_path / "owner.xlsx")["First page"]["A1"].value
    assert "owner.xlsx" in said(made.saved)
    made.save_pdf_to(tmp_path / "owner.pdf")
    QApplication.processEvents()
    assert (tmp_path / "owner.pdf").read_bytes().startswith(b"%PDF")
    assert desk.notices.log[-1].text == "Saved owner.pdf."
    made.close_page()
    made.close()


@pytest.mark.parametrize("name", ["reputation", "requests", "aftersales", "customers"])
def test_each_book_is_read_and_saved(page, name, tmp_path):
    page.pane.rows[name].click()
    QApplication.processEvents()
    assert page.book == name
    assert page.pane.rows[name].isChecked()
    assert page.part.isVisibleTo(page)
    page.save_to(tmp_path / f"{name}.xlsx")
    QApplication.processEvents()
    assert load_workbook(tmp_path / f"{name}.xlsx").sheetnames[0] == "Summary"
    assert f"{name}.xlsx" in said(page.saved)


def test_a_pdf_that_cant_be_written_is_a_sentence(page, desk, tmp_path):
    page.show_book("owner")
    QApplication.processEvents()
    page.save_pdf_to(tmp_path / "gone" / "owner.pdf")
    QApplication.processEvents()
    assert desk.notices.log[-1].kind == "problem"


def test_a_book_is_told_to_save_itself(page, desk, db, tmp_path):
    page.show_book("reputation")
    QApplication.processEvents()
    assert "Saved only when you ask for it." in said(page.by_itself)
    page.by_itself.every.picked.emit("week")
    dialog = page.by_itself.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    assert page.by_itself.every.value() == ""
    page.by_itself.keep("reputation", "week", tmp_path)
    page.refresh()
    QApplication.processEvents()
    assert page.by_itself.every.value() == "week"
    assert any("Next: today." in words for words in said(page.by_itself))
    page.show_book("owner")
    QApplication.processEvents()
    assert page.by_itself.every.value() == ""
    page.show_book("reputation")
    page.by_itself.every.picked.emit("")
    page.refresh()
    QApplication.processEvents()
    assert "Saved only when you ask for it." in said(page.by_itself)


def test_the_window_saves_what_is_due(page, desk, db, tmp_path):
    page.by_itself.keep("owner", "week", tmp_path)
    DueBooks(desk, page).begin()
    QApplication.processEvents()
    assert [path.suffix for path in tmp_path.glob("*.xlsx")] == [".xlsx"]
    assert any("by itself" in one.text for one in desk.notices.log)
    DueBooks(desk, page).begin()
    QApplication.processEvents()
    with db.read() as conn:
        assert due(conn, desk.clock.today()) == []
