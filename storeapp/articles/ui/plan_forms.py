"""Dialogs of the plan: where and when a piece comes out, which mix is aimed at, how often a place is written to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from storeapp.articles.calendar.rules import USUAL_TIME, checked_time, own_mix
from storeapp.articles.drafts.places import PlaceName
from storeapp.articles.kinds import MIX, MixRule, PushLimit, mix_rules
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.widgets import Choice, DayField, NumberField, Option, TextLine


def place_options(places: Sequence[PlaceName]) -> list[Option]:
    """Places to choose from, with their tiles."""
    return [Option(one.key, one.name, one.platform) for one in places if one.open]


def plan_sheet(
    title: str,
    places: Sequence[PlaceName],
    place: str,
    day: date,
    at: str,
    take: Callable[[str, str, str], None],
    parent: QWidget,
) -> FormSheet:
    """Ask for place, day and time of a piece."""
    where = Choice(_("Where"), place_options(places), small=False)
    where.choose(place)
    when, time = DayField(_("Day"), day), TextLine(_("Time"), at or USUAL_TIME)
    fields = [(_("Where"), where), (_("Day"), when), (_("Time"), time)]

    def done() -> None:
        take(str(where.value()), when.day().isoformat(), checked_time(time.text()))

    hint = _("Nothing is sent by itself: on that day Today reminds you to publish it.")
    return FormSheet(title, fields, _("Plan it"), done, hint, parent)


def out_sheet(title: str, place: str, take: Callable[[str], None], parent: QWidget) -> FormSheet:
    """Ask under which address a piece came out."""
    address = TextLine(_("Address"), "", "https://")
    heading = _("“{title}” came out in {place}").format(title=title, place=place)
    hint = _("Publish it there first; its text is kept here as it is now. The address can be left empty.")
    return FormSheet(
        heading, [(_("Address"), address)], _("It is published"), lambda: take(address.text()), hint, parent
    )


def mix_sheet(rule: MixRule, take: Callable[[str, Mapping[str, int]], None], parent: QWidget) -> FormSheet:
    """Ask which rule of thumb the mix is held against, or for the owner's own numbers."""
    named = [(one.id, one.title) for one in mix_rules().values()]
    choice = Choice(_("Rule"), [*named, ("own", _("Your own numbers"))], small=False)
    choice.choose(rule.id)
    numbers = {key: NumberField(_(name), 0, 100, rule.aims.get(key, 0)) for key, name in MIX.items()}

    def fit() -> None:
        for field in numbers.values():
            field.setEnabled(choice.value() == "own")

    choice.currentIndexChanged.connect(lambda _number: fit())
    fit()

    def done() -> None:
        aims = {key: field.value() for key, field in numbers.items()}
        if choice.value() == "own":
            own_mix(aims)
        take(str(choice.value()), aims)

    fields: list[tuple[str, QWidget]] = [(_("Rule"), choice)]
    fields += [(_("{name} in %").format(name=_(name)), numbers[key]) for key, name in MIX.items()]
    hint = "\n".join(_(one.words) for one in mix_rules().values())
    return FormSheet(_("Content mix to aim at"), fields, _("Aim at this"), done, hint, parent)


def limit_sheet(
    places: Sequence[PlaceName], limits: Mapping[str, PushLimit], take: Callable[[str, int, str], None], parent: QWidget
) -> FormSheet:
    """Ask how often a place may be written to."""
    where = Choice(_("Where"), place_options(places), small=False)
    most = NumberField(_("At most"), 1, 100, 3)
    named = [("day", _("a day")), ("week", _("a week")), ("month", _("a month"))]
    per = Choice(_("Per"), named, small=False)

    def fit() -> None:
        known = limits.get(str(where.value()))
        if known is not None:
            most.setValue(known.most)
            per.choose(known.per)

    where.currentIndexChanged.connect(lambda _number: fit())
    fit()
    fields = [(_("Where"), where), (_("At most"), most), (_("Per"), per)]

    def done() -> None:
        take(str(where.value()), most.value(), str(per.value()))

    hint = _("A WeChat subscription account may send once a day, a service account 4 times a month.")
    return FormSheet(_("How often followers are written to"), fields, _("Keep the limit"), done, hint, parent)
