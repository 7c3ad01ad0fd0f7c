from __future__ import annotations

import sys

import pytest

from storeapp.kernel import paths


@pytest.fixture(autouse=True)
def forget():
    paths.resources.cache_clear()
    yield
    paths.resources.cache_clear()


def test_a_checkout_uses_the_folder_beside_the_package():
    assert paths.resource("currencies.toml").is_file()


def test_a_frozen_program_uses_its_own_folder(tmp_path, monkeypatch):
    (tmp_path / "resources" / "themes").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"


def test_one_folder_may_hold_everything(tmp_path, monkeypatch):
    monkeypatch.setenv("STOREAPP_HOME", str(tmp_path))
    folders = [paths.settings_folder(), paths.shops_folder(), paths.cache_folder(), paths.log_folder()]
    assert len(set(folders)) == 4
    assert all(folder.parent == tmp_path for folder in folders)


def test_each_kind_has_its_own_place_by_default(monkeypatch):
    monkeypatch.delenv("STOREAPP_HOME", raising=False)
    assert paths.shops_folder().name == "shops"
    assert paths.shops_folder() != paths.cache_folder()
