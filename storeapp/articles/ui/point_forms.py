"""Dialogs of the positioning: a field of the page, readers, aims, selling points and their evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from storeapp.articles.drafts.places import PlaceName
from storeapp.articles.kinds import article_goals
from storeapp.articles.positioning.queries import FIGURES
from storeapp.articles.positioning.rules import ABOUT, AudienceFields, PointFields, checked_aims, checked_audience
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.widgets import Area, Choice, NumberField, TextLine

LINES = 76  # high, of a field of several lines


def _area(name: str, text: str, hint: str = "") -> Area:
    area = Area(name, hint)
    area.setPlainText(text)
    area.setMaximumHeight(LINES)
    return area


def entry_sheet(name: str, words: str, take: Callable[[str], None], parent: QWidget) -> FormSheet:
    """Ask for one field of the page."""
    area = Area(name)
    area.setPlainText(words)
    hint = _("Every brief begins from it. Say it as you would to a buyer at the counter.")
    return FormSheet(name, [(name, area)], _("Keep it"), lambda: take(area.toPlainText()), hint, parent)


def audience_sheet(
    fields: AudienceFields, places: Sequence[PlaceName], take: Callable[[AudienceFields], None], parent: QWidget
) -> FormSheet:
    """Ask who some readers are."""
    names = {
        "name": _("Name"),
        "age": _("Age"),
        "habits": _("Habits"),
        "taste": _("Taste"),
        "price_sense": _("Price"),
        "wants": _("What they want"),
    }
    lines = {key: TextLine(name, getattr(fields, key)) for key, name in names.items()}
    kept = [one for one in places if one.open]
    named = [("", _("Nowhere yet")), *((one.key, one.name) for one in kept)]
    reads = [Choice(_("Reads"), named, small=False) for _number in range(3)]
    for choice, key in zip(reads, [*fields.places, "", "", ""], strict=False):
        choice.choose(key)

    def done() -> None:
        where = tuple(dict.fromkeys(str(one.value()) for one in reads if one.value()))
        said = {key: line.text() for key, line in lines.items()}
        take(checked_audience(AudienceFields(**said, places=where)))

    rows: list[tuple[str, QWidget]] = [(names[key], line) for key, line in lines.items()]
    rows += [(_("Reads"), choice) for choice in reads]
    return FormSheet(_("Readers"), rows, _("Keep them"), done, "", parent)


def aims_sheet(aims: Mapping[str, int], take: Callable[[dict[str, int]], None], parent: QWidget) -> FormSheet:
    """Ask what percent of the texts each goal is to have."""
    goals = article_goals()
    numbers = {key: NumberField(_(goal.title), 0, 100, aims.get(key, 0)) for key, goal in goals.items()}

    def done() -> None:
        take(checked_aims({key: field.value() for key, field in numbers.items()}))

    fields = [(_("{name} in %").format(name=_(goals[key].title)), field) for key, field in numbers.items()]
    return FormSheet(_("What our texts are for"), list(fields), _("Aim at this"), done, "", parent)


def point_sheet(fields: PointFields, take: Callable[[PointFields], None], parent: QWidget) -> FormSheet:
    """Ask for a selling point."""
    words = TextLine(_("Selling point"), fields.words)
    about = Choice(_("About"), [(key, _(name)) for key, name in ABOUT.items()], small=False)
    about.choose(fields.about)
    fact = _area(_("The fact behind it"), fields.fact)
    heard = _area(_("How a buyer says it"), fields.buyers_words, _("Word for word, as in a review or message"))
    rivals = _area(_("What rivals say"), fields.rivals_say)
    day = TextLine(_("Seen on"), fields.rivals_on, _("Like 2026-07-16"))

    def done() -> None:
        take(
            PointFields(
                words.text(),
                str(about.value()),
                fact.toPlainText(),
                heard.toPlainText(),
                rivals.toPlainText(),
                day.text(),
            )
        )

    rows: list[tuple[str, QWidget]] = [
        (_("Selling point"), words),
        (_("About"), about),
        (_("The fact behind it"), fact),
        (_("How a buyer says it"), heard),
        (_("What rivals say"), rivals),
        (_("Seen on"), day),
    ]
    hint = _("Naming a rival needs fresh proof: note the day on which you saw it.")
    return FormSheet(_("Selling point"), rows, _("Keep it"), done, hint, parent)


def proof_sheet(take: Callable[[str, str, str], None], parent: QWidget) -> FormSheet:
    """Ask what proves a point: a figure of the shop, a web address, or a record by its number."""
    kinds = [(key, _("Figure: {name}").format(name=_(name))) for key, (name, _sql) in FIGURES.items()]
    records = [("review", _("A review")), ("order", _("An order")), ("case", _("A case"))]
    kind = Choice(_("What proves it"), [*kinds, ("link", _("A web address")), *records], small=False)
    text, note = TextLine(_("Address or number")), TextLine(_("Note"))

    def done() -> None:
        take(str(kind.value()), text.text(), note.text())

    fields: list[tuple[str, QWidget]] = [
        (_("What proves it"), kind),
        (_("Address or number"), text),
        (_("Note"), note),
    ]
    hint = _("A figure is kept as it is today. When it changes, the point turns amber until you look again.")
    return FormSheet(_("Link evidence"), fields, _("Link it"), done, hint, parent)
