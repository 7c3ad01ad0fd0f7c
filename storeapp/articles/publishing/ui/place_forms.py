"""Dialogs of places: what is known of one outside the shop, and the owner's own numbers of what one takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from storeapp.articles.kinds import LANGUAGES
from storeapp.articles.publishing.limits import OWN_FIELDS, PlaceLimit, checked_own, limit_lines
from storeapp.articles.publishing.place_list import OUTLET_KINDS, PlaceRow, typed_outlet
from storeapp.kernel.language_names import language_name
from storeapp.kernel.money import Money
from storeapp.kernel.numbers import whole
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Area, Choice, TextLine


class PlaceForm(FormSheet):
    """A place outside the shop, new without `row`; `then` takes the fields. `others`: names of all places by key."""

    def __init__(
        self,
        row: PlaceRow | None,
        others: Mapping[str, str],
        currency: str,
        then: Callable[[Any], None],
        over: QWidget,
    ) -> None:
        old = row.outlet if row is not None else None
        self._then, self._others, self._own = then, others, row.key if row is not None else ""
        self.kind = Choice(_("What it is"), [(key, _(words)) for key, words in OUTLET_KINDS.items()], small=False)
        self.language = Choice(
            _("Language"), [("", _("Not said")), *((code, language_name(code)) for code in LANGUAGES)], small=False
        )
        if old is not None:
            self.kind.choose(old.kind)
            self.language.choose(old.language)
        lines = {
            "name": (_("Name"), _("such as the forum’s own name")),
            "url": (_("Web address"), "https://"),
            "audience": (_("Who reads there"), ""),
            "terms": (_("What they ask of a text"), _("length, no links, wait for approval")),
            "contact": (_("Whom to write to"), ""),
        }
        self.lines = {key: TextLine(name, getattr(old, key, ""), hint) for key, (name, hint) in lines.items()}
        self.areas = {key: _area(name, getattr(old, key, "")) for key, name in (
            ("house_rules", _("Their rules for shops")), ("note", _("Note")),
        )}  # fmt: skip
        money = Money(old.cost_minor, old.cost_currency) if old is not None and old.cost_minor is not None else None
        self.cost = TextLine(_("Cost of one piece"), money.plain() if money else "", _("empty: not known"))
        self.currency = TextLine(_("Currency"), money.currency if money else currency, "EUR")
        fields: list[tuple[str, QWidget]] = [(lines["name"][0], self.lines["name"]), (_("What it is"), self.kind)]
        fields += [(lines[key][0], self.lines[key]) for key in ("url", "audience", "terms", "contact")]
        fields += [(_("Cost of one piece"), self.cost), (_("Currency"), self.currency), (_("Language"), self.language)]
        fields += [(_("Their rules for shops"), self.areas["house_rules"]), (_("Note"), self.areas["note"])]
        title = _("A place outside the shop") if row is None else row.name
        hint = _("What a piece costs is noted with each one that comes out there.")
        super().__init__(title, fields, _("Add the place") if row is None else _("Save"), self.take, hint, over)

    def take(self) -> None:
        """Hand on what was typed; UserError where it can't be kept."""
        said = {key: line.text() for key, line in self.lines.items()}
        said |= {key: area.toPlainText() for key, area in self.areas.items()}
        said |= {"kind": str(self.kind.value()), "language": str(self.language.value() or "")}
        self._then(typed_outlet(said, self.cost.text(), self.currency.text(), self._others, self._own))


class LimitsForm(FormSheet):
    """The owner's own numbers of what a place takes; an empty field stays with the known ones. `then` takes them."""

    def __init__(
        self, row: PlaceRow, known: PlaceLimit, then: Callable[[dict[str, int | None]], None], over: QWidget
    ) -> None:
        self._then = then
        names = dict(
            zip(
                OWN_FIELDS,
                (_("Characters of the title"), _("Characters of the text"), _("Pictures"), _("Tags")),
                strict=True,
            )
        )
        self.lines = {}
        for key, name in names.items():
            own = str(getattr(row.limit, key)) if key in row.limit.own else ""
            most = getattr(known, key)
            self.lines[key] = TextLine(name, own, f"{most:,}" if most is not None else _("not known"))
        hint = "\n".join([_("Leave a field empty to go by what is known."), *limit_lines(known)])
        fields = [(name, self.lines[key]) for key, name in names.items()]
        super().__init__(_("What {place} takes").format(place=row.name), fields, _("Save"), self.take, hint, over)

    def take(self) -> None:
        """Hand on the numbers; UserError where one is none."""
        said = {key: whole(line.text()) for key, line in self.lines.items()}
        checked_own(said)
        self._then(said)


def _area(name: str, text: str) -> Area:
    area = Area(name)
    area.setPlainText(text)
    area.setFixedHeight(theme().px(56))
    return area
