"""Settings count at once and stay; channels, backups and the check of the data work from there."""

from __future__ import annotations

import pytest

from storeapp.channels import queries
from storeapp.channels.service import name_shop
from storeapp.kernel.settings import Settings
from storeapp.kernel.targets import OpenPage
from storeapp.qtkit.ask import Question
from storeapp.qtkit.buttons import Button
from storeapp.qtkit.panels import Note
from storeapp.store import backup
from storeapp.store.engine import connect


@pytest.fixture
def settings(program):
    program.navigate(OpenPage("settings"))
    return program.window.navigation.current


def part(page, key):
    page.open_target(OpenPage("settings", key))
    return page.parts[key]


def press(widget, words: str) -> None:
    button = next(b for b in widget.findChildren(Button) if b.text() == words or b.accessibleName() == words)
    button.click()


def channels(program):
    with program.desk.db.read() as conn:
        return queries.channels(conn)


def test_colours_and_motion_count_at_once_and_stay(program, settings):
    general = part(settings, "general")
    general.scheme.chosen.emit("dark")
    general.still.click()
    assert program.look.dark
    assert (Settings.load().theme, Settings.load().reduce_motion) == ("dark", True)


def test_text_size_and_language_rebuild_the_window_on_the_same_page(program, settings, english):
    part(settings, "general").scale.chosen.emit("150")
    assert program.window.navigation.current.ID == "settings"
    assert Settings.load().text_scale == 150
    program.window.navigation.current.parts["general"].language.picked.emit("zh_CN")
    assert Settings.load().language == "zh_CN"
    program.restyle(text_scale=100)


def test_names_keys_and_your_name_are_kept(program, settings):
    general = part(settings, "general")
    general.names.click()
    general.letters.click()
    general.owner.setText("Maria")
    general.owner.editingFinished.emit()
    kept = Settings.load()
    assert (kept.show_names, kept.single_letter_keys, kept.owner_name) == (True, False, "Maria")
    program.desk.jobs.write("", lambda progress: name_shop(program.desk.db, "x"))
    program.navigate(OpenPage("history"))
    assert program.window.navigation.current.model.row(0).who == "Maria"


def test_the_shop_is_renamed_with_undo(program, settings):
    shop = part(settings, "shop")
    shop.name.setText("Lamps of Vienna")
    shop.name.editingFinished.emit()
    assert program.window.windowTitle() == "Lamps of Vienna – Storeapp"
    assert program.notices.log[-1].undo
    program.book.run("window.undo")
    assert program.session.facts.name != "Lamps of Vienna"


def test_a_channel_is_added_and_changed_in_the_form(program, settings):
    shop = part(settings, "shop")
    press(shop, "Add a channel…")
    form = shop.form
    form.platform.choose("ebay")
    form.name.setText("eBay")
    form.currency.setText("pounds")
    form.go.click()
    assert "POUNDS" in form.problem.label.text()
    assert not channels(program)
    form.currency.setText("gbp")
    form.go.click()
    assert [(c.platform, c.name, c.currency) for c in channels(program)] == [("ebay", "eBay", "GBP")]
    press(shop, "Change eBay")
    assert not shop.form.platform.isEnabled()
    shop.form.name.setText("eBay UK")
    shop.form.go.click()
    assert channels(program)[0].name == "eBay UK"


def test_a_taken_name_is_refused_in_the_form(program, settings):
    shop = part(settings, "shop")
    for name in ("Etsy", "Etsy"):
        press(shop, "Add a channel…")
        shop.form.name.setText(name)
        shop.form.go.click()
    assert "named Etsy already" in shop.form.problem.label.text()
    shop.form.back.click()
    assert len(channels(program)) == 1


def test_back_up_now_and_restore_with_a_way_back(program, settings):
    program.desk.jobs.write("", lambda progress: name_shop(program.desk.db, "Before"))
    backups = part(settings, "backups")
    press(backups, "Back up now")
    assert program.notices.log[-1].text == "A backup was made and checked"
    assert program.window.status.backup.text() == "Backup today 09:00"
    program.desk.jobs.write("", lambda progress: name_shop(program.desk.db, "After"))
    press(backups, "Restore the backup of today 09:00")
    backups.findChild(Question).go.click()
    assert program.session.facts.name == "Before"
    notice = program.notices.log[-1]
    assert (notice.text, notice.action[0]) == ("The backup was restored", "Undo")
    notice.action[1]()
    assert program.session.facts.name == "After"


def test_a_backup_that_cant_be_read_is_refused_before_anything_happens(program, settings, tmp_path):
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"PK nothing")
    backups = part(settings, "backups")
    backups._look_at([bad])
    assert backups.findChild(Question) is None
    assert program.notices.log[-1].kind == "problem"


def test_a_second_place_gets_a_copy(program, settings, tmp_path):
    backups = part(settings, "backups")
    second = tmp_path / "stick"
    second.mkdir()
    backups._use_second(second)
    assert Settings.load().second_backup_place == str(second)
    press(backups, "Back up now")
    assert list(second.rglob("*.zip"))
    press(backups, "No second place")
    assert Settings.load().second_backup_place == ""


def test_check_my_data_says_what_it_looked_at_and_mends_sums(program, settings):
    raw = connect(program.desk.db.place.file)
    raw.execute("INSERT INTO order_months (channel_id, month, status, currency, orders) VALUES (9,'2026-01','x','',5)")
    raw.close()
    settings.open_target(OpenPage("settings", "check"))
    data = settings.parts["data"]
    notes = [note.label.text() for note in data.findings.findChildren(Note)]
    assert any("Saved totals" in words and "wrong" in words for words in notes)
    press(data.findings, "Count again and rebuild the search")
    notes = [note.label.text() for note in data.findings.findChildren(Note)]
    assert len(notes) >= 4
    assert not any("wrong" in words for words in notes)


def test_the_place_of_the_data_is_named(program, settings):
    data = part(settings, "data")
    assert data.path.text() == str(program.desk.db.folder)
    assert data.kind.text()
    assert data.file_size.text().endswith(("kB", "MB"))


def test_backups_are_listed_newest_first_and_all_on_demand(program, settings, clock):
    from datetime import timedelta

    for _step in range(13):  # and the one that the shop came with
        clock.at += timedelta(minutes=1)
        backup.make(program.desk.db, "asked")
    backups = part(settings, "backups")
    backups.refresh()
    press(backups, "Show all 14")
    names = [
        b.accessibleName() for b in backups._list.findChildren(Button) if b.accessibleName().startswith("Restore the")
    ]
    assert names[0] == "Restore the backup of today 09:13"
    assert len(names) == 14
