"""What the filters of the list of reviews are called."""

from __future__ import annotations

from datetime import date

from storeapp.qtkit.workbench.filter_bar import FilterBar
from storeapp.reputation.inbox.ui.filters import ReviewFilterBook
from storeapp.reputation.ratings.records import ChannelName
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.reviews.ui.sentences import stars_words


def test_where_nothing_has_stars_the_filter_speaks_the_platforms_words(qtbot):
    book = ReviewFilterBook(lambda: date(2026, 7, 16))
    book.channels = [ChannelName(1, "taobao", "淘宝", False, None), ChannelName(2, "etsy", "Etsy", True, None)]
    bar = FilterBar("Find", ReviewFilters(), book)
    qtbot.addWidget(bar)
    assert bar.menu().actions()[0].text() == "Stars"
    bar.show_filters(ReviewFilters(channels=(1,), stars=(1, 2, 3)))
    menu = bar.menu()
    rating = menu.actions()[0]
    assert rating.text() == "Rating"
    assert [one.text() for one in rating.menu().actions()] == ["差评, 中评", "好评", "中评", "差评", "No rating"]
    assert ("stars", "差评, 中评") in bar._shown
    assert stars_words((1,), ["ebay"]) == "Negative"
    assert stars_words((1,), ["ebay", "etsy"]) == "1 star"
