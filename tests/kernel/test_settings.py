from __future__ import annotations

import json
import logging

import pytest

from storeapp.kernel.settings import Settings


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("STOREAPP_HOME", str(tmp_path))


def test_only_what_differs_from_the_defaults_is_written():
    Settings(theme="dark").save()
    assert json.loads(Settings.file().read_text("utf-8")) == {"theme": "dark"}
    assert Settings.load() == Settings(theme="dark")


def test_no_file_means_the_defaults():
    assert Settings.load() == Settings()


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "\x00", ""])
def test_a_broken_file_means_the_defaults(text, caplog):
    Settings.file().parent.mkdir()
    Settings.file().write_text(text, "utf-8")
    with caplog.at_level(logging.WARNING):
        assert Settings.load() == Settings()


def test_unknown_and_wrong_values_are_dropped_with_a_warning(caplog):
    Settings.file().parent.mkdir()
    Settings.file().write_text('{"theme": 3, "colour": "red", "text_scale": 150}', "utf-8")
    with caplog.at_level(logging.WARNING):
        assert Settings.load() == Settings(text_scale=150)
    assert [record.args for record in caplog.records] == [("theme",), ("colour",)]


def test_the_newest_shop_stands_first_and_once(tmp_path):
    settings = Settings()
    for name in ("a", "b", "a"):
        settings.remember_shop(tmp_path / name)
    assert settings.shops == [str(tmp_path / "a"), str(tmp_path / "b")]
    assert settings.last_shop == str(tmp_path / "a")
