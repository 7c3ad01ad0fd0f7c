"""The folder watch: off by default; what it finds is offered on Today, imported or put away, and not offered again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from storeapp.kernel.settings import Settings
from storeapp.kernel.targets import OpenPage
from storeapp.shell.session.folder_watch import watch_of

ETSY = (
    "Sale Date,Item Name,Buyer,Quantity,Price,Item Total,Currency,Transaction ID,Listing ID,Order ID\n"
    "07/14/26,Lamp,Ann (ann),1,5.00,5.00,USD,{number},77,{number}\n"
)


@pytest.fixture
def downloads(tmp_path: Path, program: Any) -> Path:
    folder = tmp_path / "Downloads"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"EtsySold{number}.csv").write_text(ETSY.format(number=number), "utf-8")
    program.settings.watch_folder = str(folder)
    return folder


def offers(program: Any) -> Any:
    program.navigate(OpenPage("today"))
    return program.window.navigation.current.offers


def test_it_is_off_until_it_is_switched_on_in_settings(program: Any, downloads: Path) -> None:
    assert not Settings().watch_downloads
    program.navigate(OpenPage("settings", "import"))
    part = program.window.navigation.current.parts["import"]
    assert part.folder.text() == str(downloads)
    part.on.click()
    assert Settings.load().watch_downloads


def test_new_exports_are_offered_and_opened(program: Any, downloads: Path) -> None:
    program.settings.watch_downloads = True
    watch_of(program).begin()
    found = offers(program)
    assert found.title.text() == "2 new exports in Downloads"
    assert "EtsySold1.csv (Etsy sold items)" in found.help.text()
    found.buttons[0].click()
    page = program.window.navigation.current
    assert page.ID == "import"
    assert sorted(file.name for file in page.flow.files) == ["EtsySold1.csv", "EtsySold2.csv"]
    assert not offers(program).buttons


def test_not_now_is_remembered(program: Any, downloads: Path) -> None:
    program.settings.watch_downloads = True
    watch_of(program).begin()
    offers(program).buttons[1].click()
    assert not offers(program).buttons
    assert len(Settings.load().watch_dismissed) == 2
    watch_of(program).begin()
    assert not offers(program).buttons
    (downloads / "EtsySold3.csv").write_text(ETSY.format(number=3), "utf-8")
    watch_of(program).begin()
    assert offers(program).title.text() == "1 new export in Downloads"


def test_looking_now_opens_what_is_there_or_says_that_nothing_is(program: Any, downloads: Path) -> None:
    program.book.run("window.look")
    assert program.window.navigation.current.ID == "import"
    for path in downloads.iterdir():
        path.unlink()
    program.book.run("window.look")
    assert program.notices.log[-1].text == f"There is no new export of a known kind in {downloads}."
