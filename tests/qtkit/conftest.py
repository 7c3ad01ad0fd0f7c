"""A themed application for the tests of the building blocks."""

from __future__ import annotations

import pytest

from storeapp.kernel.settings import Settings
from storeapp.qtkit.jobs import InlineJobs
from storeapp.qtkit.notices import Notices
from storeapp.qtkit.theme import Look


@pytest.fixture
def look(qapp):
    """The light theme on the application; put back afterwards."""
    theme = Look("light")
    theme.apply(qapp)
    yield theme
    Look("light").apply(qapp)


@pytest.fixture
def inline(qapp):
    """Lanes that work at once."""
    lanes = InlineJobs(Notices())
    yield lanes
    lanes.close()


@pytest.fixture
def settings():
    """Settings of nobody."""
    return Settings()
