"""From start to an open shop, from one shop to another, and out again without losing anything."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from PySide6.QtWidgets import QLabel

from storeapp.channels.rules import ChannelFields
from storeapp.channels.service import add, name_shop
from storeapp.kernel.settings import Settings
from storeapp.kernel.targets import OpenPage
from storeapp.qtkit.ask import Question
from storeapp.qtkit.jobs import Jobs
from storeapp.reputation.reviews.service import mark_replied
from storeapp.shell.session.first_run import WelcomeScreen
from storeapp.shell.session.recovery import RecoveryScreen
from storeapp.shell.window import snapshot
from storeapp.shell.window.snapshot import Snapshot
from storeapp.store import backup
from storeapp.store.before_opening import ShopLock


def words(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def test_without_a_shop_the_welcome_is_shown_and_none_is_made(make_program, home):
    program = make_program()
    program.start(None)
    assert isinstance(program.window.instead, WelcomeScreen)
    assert not list(home.rglob("shop.sqlite"))


def test_start_paints_the_last_look_before_the_shop_is_open(make_program, shop, qtbot):
    today = {"heading": "Good morning", "detail": "1 thing needs you", "groups": []}
    snapshot.save(
        shop, Snapshot("Mine", False, 2, "en", {"today": (4, True)}, today, {"rows": "12 records in the shop"})
    )
    program = make_program(lanes=Jobs)
    program.start(shop)
    assert program.shop is None
    assert program.window.windowTitle() == "Mine – Storeapp"
    assert program.window.work.sidebar.counts() == {"today": (4, True)}
    assert program.window.status.rows.text() == "12 records in the shop"
    qtbot.waitUntil(lambda: program.shop is not None, timeout=20_000)
    assert program.window.navigation.current.ID == "today"


def test_opening_names_the_shop_and_its_facts(on_sample):
    window = on_sample.window
    assert window.work.sidebar.shop.text() == "Lumen & Loom"
    assert window.work.ribbon.isVisible()
    assert "records in the shop" in window.status.rows.text()
    assert window.work.sidebar.items["today"].count > 0
    assert on_sample.settings.last_shop == str(on_sample.shop.db.folder)


def test_a_missing_shop_is_named_and_never_made_anew(make_program, home):
    program = make_program()
    program.start(None)
    gone = home / "shops" / "Gone"
    program.open(gone)
    screen = program.window.instead
    assert isinstance(screen, RecoveryScreen)
    assert any("There is no shop in the folder" in line for line in words(screen))
    assert not (gone / "shop.sqlite").exists()


def test_a_damaged_shop_offers_its_last_good_backup_and_keeps_the_damaged_file(program, shop, make_program):
    name_shop(program.shop.db, "Before")
    made = backup.make(program.shop.db, "asked")
    program.quit()
    file = shop / "shop.sqlite"
    file.write_bytes(file.read_bytes()[:512] + b"\xff" * 9000)
    again = make_program()
    again.start(None)
    again.open(shop)
    screen = again.window.instead
    assert isinstance(screen, RecoveryScreen)
    assert screen.backup is not None
    assert screen.backup.path == max(backup.list_backups(shop), key=lambda info: info.made_at).path
    screen.restore.click()
    assert again.window.instead is None
    assert again.session.facts.name == "Before"
    assert list(shop.glob("damaged-*/shop.sqlite"))
    assert made.path.exists()


def test_changing_the_shop_backs_up_the_one_that_is_left(program, shop, own_sample):
    name_shop(program.shop.db, "Mine")
    program.open(own_sample)
    assert program.shop.db.folder == own_sample
    newest = backup.list_backups(shop)[0]
    assert (newest.reason, newest.verified, newest.shop_name) == ("close", True, "Mine")
    assert program.settings.shops == [str(own_sample), str(shop)]
    assert snapshot.load(shop).shop == ""  # named by another program, which the window had not heard of


def test_a_second_close_makes_no_second_backup(make_program, shop):
    before = len(backup.list_backups(shop))
    for _time in range(2):
        program = make_program()
        program.start(None)
        program.open(shop)
        program.desk.jobs.write("", lambda progress, db=program.desk.db: name_shop(db, "Mine"))
        program.quit()
    newest, *others = backup.list_backups(shop)
    assert (newest.reason, newest.shop_name, len(others)) == ("close", "Mine", before)


def test_the_look_is_kept_for_the_next_start(on_sample, own_sample):
    on_sample.quit()
    kept = snapshot.load(own_sample)
    assert (kept.shop, kept.sample, kept.channels) == ("Lumen & Loom", True, 5)
    assert kept.counts["today"][0] > 0
    assert kept.today["groups"]
    assert json.loads(snapshot.file_of(own_sample).read_text("utf-8"))["status"]["rows"].endswith("records in the shop")


def test_undo_and_redo_from_the_window(program):
    assert not program.book.action("window.undo").isEnabled()
    desk = program.desk
    desk.jobs.write("", lambda progress: add(desk.db, ChannelFields("etsy", "Etsy")))
    assert program.book.action("window.undo").isEnabled()
    program.book.run("window.undo")
    assert desk.notices.log[-1].text == "Undone: Added the channel Etsy"
    assert program.session.facts.channels == 0
    program.book.run("window.redo")
    assert program.session.facts.channels == 1
    assert desk.notices.log[-1].undo


def test_another_language_counts_at_once(program, english):
    before = program.window.work.sidebar.items["settings"].text()
    program.navigate(OpenPage("settings"))
    program.speak("pseudo")
    assert program.window.work.sidebar.items["settings"].text() != before
    assert program.window.navigation.current.ID == "settings"
    assert program.settings.language == "pseudo"
    assert program.book.plain_text("window.undo").startswith("[")


def test_text_size_counts_at_once(program):
    program.restyle(text_scale=200)
    assert program.window.work.topbar.height() == 104
    program.restyle(text_scale=100)
    assert program.window.work.topbar.height() == 52


def test_closing_while_work_runs_asks_first(make_program, shop, qtbot):
    program = make_program(lanes=Jobs)
    program.start(shop)
    qtbot.waitUntil(lambda: program.desk is not None, timeout=20_000)

    def slow(progress):
        while True:
            progress.check()

    job = program.desk.jobs.write("Importing", slow)
    qtbot.waitUntil(lambda: job.shown and program.window.status.strip.text != "")
    assert program.window.status.strip.text.startswith("Importing")
    program.window.close()
    qtbot.waitUntil(lambda: program.window.findChild(Question) is not None)
    assert program.window.isVisible()
    program.window.findChild(Question).back.click()

    def stopped() -> bool:
        program.window.status.strip.cancel.click()  # of the newest: another may have queued up behind it meanwhile
        return job.ended

    qtbot.waitUntil(stopped)
    assert program.window.isVisible()


def test_the_shops_list_survives_a_lost_folder(make_program, home):
    settings = Settings(last_shop=str(home / "nowhere"), shops=[str(home / "nowhere")])
    program = make_program(settings)
    program.start(home / "nowhere")
    program.window.painted.emit()
    assert isinstance(program.window.instead, RecoveryScreen)


@pytest.mark.parametrize("page_id", ["history", "settings"])
def test_status_facts_lead_to_their_page(program, page_id):
    program.commands.show_fact(page_id)
    assert page_id == program.window.navigation.current.ID


def test_pages_not_looked_at_yet_have_their_number(on_sample, qtbot):
    sidebar = on_sample.window.work.sidebar
    qtbot.waitUntil(lambda: sidebar.items["reputation"].count > 0, timeout=30_000)
    before = sidebar.items["reputation"].count
    with on_sample.desk.db.read() as conn:
        sql = "SELECT id FROM reviews WHERE stars <= 3 AND reply = '' AND replied_on IS NULL ORDER BY posted_on DESC"
        review = conn.exec_driver_sql(sql).scalar()
    desk = on_sample.desk
    desk.jobs.write("", lambda progress: mark_replied(desk.db, review, "", desk.clock.now()))
    assert sidebar.items["reputation"].count == before - 1


def test_a_refusal_shows_its_way_out(program):
    program.notices.problem("The shop file is damaged.", way_out="restore")
    program.window.work.topbar.toast._act.click()
    assert program.window.navigation.current.ID == "settings"
    assert program.window.navigation.current.tabs.value() == "backups"


def test_closing_while_a_shop_is_being_opened_leaves_it_closed(make_program, own_sample, qtbot):
    program = make_program(lanes=Jobs)
    program.start(own_sample)
    qtbot.waitUntil(lambda: program.opener.busy() != [] or program.shop is not None)
    program.quit()
    qtbot.waitUntil(lambda: not program.opener.busy(), timeout=20_000)
    assert program.shop is None
    assert not ShopLock.held(own_sample)


def test_numbers_beside_the_pages_are_those_of_the_open_shop(on_sample, shop, home):
    side = on_sample.window.work.sidebar
    on_sample.session.count_with(import_module("storeapp.shell.window.badges").BADGES)
    assert {"today", "reputation", "aftersales"} <= set(side.counts())
    on_sample.open(shop)
    assert side.counts() == {}
    on_sample.create(home / "shops" / "New", "New")
    assert side.counts() == {}
    on_sample.open(home / "shops" / "Lumen")
    assert side.counts()["today"][0] > 0
