"""Asks how pictures are made for a place: their size, shape, weight, and words in the corner."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from storeapp.articles.publishing.formats import RATIOS, PictureLooks, looks_for
from storeapp.articles.publishing.limits import PlaceLimit, picture_words
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.widgets import Choice, NumberField, TextLine


class LooksForm(FormSheet):
    """`then` takes the looks. It begins with what is known of the place's pictures, and says from where."""

    def __init__(self, limit: PlaceLimit, then: Callable[[PictureLooks], None], over: QWidget) -> None:
        self._then = then
        looks = looks_for(limit)
        self.most = NumberField(_("Pixels across and down at most"), 100, 8000)
        self.most.setValue(looks.most)
        self.ratio = Choice(_("Shape"), [(ratio, _(words) if ratio == 0 else words) for ratio, words in RATIOS.items()])
        self.ratio.choose(looks.ratio)
        self.largest = NumberField(_("KB at most, 0 for any"), 0, 20_000)
        self.largest.setValue(looks.largest // 1024)
        self.mark = TextLine(_("Words in the corner"), "", _("none"))
        fields: list[tuple[str, QWidget]] = [
            (_("Pixels across and down at most"), self.most),
            (_("Shape"), self.ratio),
            (_("KB at most, 0 for any"), self.largest),
            (_("Words in the corner"), self.mark),
        ]
        lines = [_("Where and with what a picture was taken is never in it.")]
        if limit.picture_across is not None:
            source = _("Source of the picture size: {source}").format(source=limit.picture_source)
            lines = [_("{place}: {words}").format(place=limit.title, words=picture_words(limit)), source, *lines]
        hint = "\n".join(lines)
        super().__init__(_("Pictures for this place"), fields, _("Choose the folder"), self.take, hint, over)

    def take(self) -> None:
        """Hand the looks on."""
        ratio, mark = float(self.ratio.value()), self.mark.text()
        self._then(PictureLooks(self.most.value(), ratio, mark, self.largest.value() * 1024))
