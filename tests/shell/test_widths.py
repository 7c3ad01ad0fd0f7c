"""What must be read whole at 1024 x 680: no column scrolls away, no source, address, day or file name is cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel

from storeapp.exchange.ui.start import few_of
from storeapp.kernel import text
from storeapp.kernel.targets import OpenPage
from storeapp.qtkit.table import TableView
from storeapp.shell.settings.shop import shown_address

PLACES = [("reputation", "standing"), ("reputation", "reviews"), ("settings", "shop")]
LISTS = [("reputation", "trust"), ("customers", "orders"), ("customers", "products")]


def settle() -> None:
    for _round in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def cut(label: QLabel) -> bool:
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1
    return label.fontMetrics().horizontalAdvance(label.text()) > label.contentsRect().width() + 1


@pytest.mark.parametrize("width", [1024, 1440])
def test_nothing_that_matters_is_cut(on_sample, english, width):
    on_sample.window.resize(width, 680 if width == 1024 else 900)
    wrong = []
    for place in PLACES:
        on_sample.navigate(OpenPage(*place))
        settle()
        page = on_sample.window.navigation.current
        labels = [one for one in page.findChildren(QLabel) if one.isVisible() and not one.visibleRegion().isEmpty()]
        wrong += [f"{place}: {one.text()}" for one in labels if one.text() and cut(one) and "promise" not in one.text()]
    for place in LISTS:
        on_sample.navigate(OpenPage(*place))
        settle()
        for table in on_sample.window.navigation.current.findChildren(TableView):
            head = table.horizontalHeader()
            if table.isVisible() and head.length() > table.viewport().width():
                wrong.append(f"{place}: {table.accessibleName()} {head.length()} > {table.viewport().width()}")
    assert not wrong, "\n".join(wrong)


def test_many_files_are_named_by_the_first(english):
    text.use("en")
    assert few_of(["a.csv", "b.csv"]) == "a.csv, b.csv"
    assert few_of(["a.csv", "b.csv", "c.csv"]) == "a.csv and 2 more files"


def test_an_address_is_shown_as_people_say_it():
    assert shown_address("https://www.etsy.com/shop/Lumen/") == "etsy.com/shop/Lumen"
    assert shown_address("") == ""
