"""The bar of find and replace over the text of an article."""

from itertools import combinations

from PySide6.QtWidgets import QApplication

from storeapp.articles.drafts.ui.editor import ArticleEditor
from storeapp.articles.drafts.ui.find_bar import FindBar
from storeapp.qtkit import audit


def test_the_find_bar_has_room_between_the_panes(qtbot):
    editor = ArticleEditor("Text")
    qtbot.addWidget(editor)
    bar = FindBar(editor)
    qtbot.addWidget(bar)
    bar.show()
    bar.resize(552, bar.sizeHint().height())
    assert bar.width() == 552  # of a window 1280 wide with both panes; it asks for no more
    bar.words.setText("lamp")
    bar.open_bar()
    QApplication.processEvents()
    assert audit.cut_texts(bar) == []
    boxes = [one.geometry() for one in (bar.words, bar.instead, bar.before, bar.one, bar.all, bar.whole, bar.end)]
    assert not [1 for one, other in combinations(boxes, 2) if one.intersects(other)]
