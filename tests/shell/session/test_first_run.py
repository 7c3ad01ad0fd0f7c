"""The first screen leads to a shop in one press; the screen of a shop that can't be opened loses nothing."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from storeapp.channels.service import name_shop
from storeapp.derived import DERIVED
from storeapp.kernel import text
from storeapp.kernel.paths import shops_folder
from storeapp.kernel.settings import Settings
from storeapp.kernel.targets import LookAtFiles
from storeapp.qtkit import audit
from storeapp.shell.session.first_run import WelcomeScreen
from storeapp.shell.session.new_shop_folder import free_folder
from storeapp.shell.session.program import SAMPLE_FOLDER
from storeapp.shell.session.recovery import RecoveryScreen
from storeapp.store import backup
from storeapp.store.db import Database
from storeapp.store.engine import FILE_NAME, connect


@pytest.fixture
def welcome(make_program):
    program = make_program()
    program.start(None)
    return program


def test_the_sample_shop_opens_with_its_ribbon(opened_before, welcome):
    welcome.window.instead.sample.click()
    assert welcome.window.instead is None
    assert welcome.session.facts.sample
    assert welcome.window.work.ribbon.isVisible()


def test_the_first_button_has_the_keys(welcome):
    assert welcome.window.focusWidget() is welcome.window.instead.files


def test_a_sample_that_was_made_is_opened_again(opened_before, welcome):
    """That it is made: tests/journeys/test_first_day.py."""
    made = (shops_folder() / SAMPLE_FOLDER / FILE_NAME).stat().st_ino
    for _twice in range(2):
        welcome.open_sample()
        assert welcome.shop.db.place.file.stat().st_ino == made


def test_the_first_files_make_a_shop_of_the_given_name(welcome, tmp_path):
    brought = []
    welcome.navigate = brought.append
    file = tmp_path / "orders.csv"
    file.write_text("a\n1\n")
    welcome.window.instead.name.setText("Lamps: of/Vienna")
    welcome.bring([file])
    assert welcome.session.facts.name == "Lamps: of/Vienna"
    assert welcome.shop.db.folder.name == "Lamps- of-Vienna"
    assert brought == [LookAtFiles((file,))]


def test_a_backup_is_restored_into_a_shop_of_its_own(welcome, program, tmp_path):
    name_shop(program.shop.db, "Mine")
    made = backup.make(program.shop.db, "asked")
    welcome.window.instead._restore([made.path])
    assert welcome.session.facts.name == "Mine"
    assert welcome.shop.db.folder != program.shop.db.folder


def test_a_broken_backup_is_refused_with_a_sentence(welcome, tmp_path):
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"PK")
    welcome.window.instead._restore([bad])
    screen = welcome.window.instead
    assert isinstance(screen, RecoveryScreen)
    assert any("backup" in label.text().casefold() for label in screen.findChildren(QLabel))


def test_a_cloud_folder_is_explained(welcome, tmp_path):
    screen = welcome.window.instead
    assert not screen.place_note.isVisibleTo(screen)
    folder = tmp_path / "OneDrive" / "shops"
    folder.mkdir(parents=True)
    screen._use_place(folder)
    assert screen.place_note.isVisibleTo(screen)
    assert "OneDrive" in screen.place_note.label.text()


def test_the_language_is_chosen_on_the_first_screen(welcome, english):
    welcome.window.instead.language.picked.emit("zh_CN")
    assert isinstance(welcome.window.instead, WelcomeScreen)
    assert Settings.load().language == "zh_CN"
    assert welcome.window.instead.language.value() == "zh_CN"


def test_a_folder_is_never_used_twice(tmp_path):
    (tmp_path / "Lamps").mkdir()
    assert free_folder(tmp_path, "Lamps") == tmp_path / "Lamps"
    (tmp_path / "Lamps" / "x").write_text("x")
    assert free_folder(tmp_path, "Lamps") == tmp_path / "Lamps 2"
    assert free_folder(tmp_path, "../..").parent == tmp_path
    assert free_folder(tmp_path, "台灯店") == tmp_path / "台灯店"


def test_a_newer_shop_is_refused_and_left_alone(program, shop, make_program):
    program.quit()
    raw = connect(shop / "shop.sqlite")
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    before = (shop / "shop.sqlite").read_bytes()
    again = make_program()
    again.start(None)
    again.open(shop)
    screen = again.window.instead
    assert screen.heading.text() == "This shop was saved by a newer version of Storeapp"
    assert screen.restore is None
    screen.again.click()
    assert isinstance(again.window.instead, RecoveryScreen)
    assert (shop / "shop.sqlite").read_bytes() == before


def test_the_way_back_to_the_welcome(program, home):
    program.open(home / "nowhere")
    program.window.instead._program.welcome()
    assert isinstance(program.window.instead, WelcomeScreen)


@pytest.mark.parametrize(("language", "scale"), [("en", 100), ("en", 200), ("zh_CN", 100), ("pseudo", 100)])
def test_no_word_is_cut_and_every_part_is_named(make_program, home, shop, english, language, scale):
    text.use(language)
    program = make_program()
    program.look.choose(text_scale=scale)
    program.window.resize(1440, 900)
    program.start(None)
    db = Database.open(shop, program.clock, derived=DERIVED)
    backup.make(db, "asked")
    db.close()
    file = shop / "shop.sqlite"
    file.write_bytes(file.read_bytes()[:600] + b"\xff" * 5000)
    for show in (program.welcome, lambda: program.open(shop), lambda: program.open(home / "nowhere")):
        show()
        for _round in range(5):
            QApplication.processEvents()
        screen = program.window.instead
        assert audit.cut_texts(screen) == []
        assert audit.nameless(screen) == []


def test_no_page_is_promised_before_there_is_a_shop(opened_before, welcome):
    keys = {line.id for line in welcome.book.shortcuts()}
    assert {"window.open", "window.quit", "window.shortcuts"} <= keys
    assert not [name for name in keys if name.startswith("go.") or name in ("window.files", "window.back")]
    welcome.book.run("go.settings")
    welcome.window.instead.sample.click()
    assert welcome.window.navigation.current.ID == "today"
