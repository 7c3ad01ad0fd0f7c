"""Dialogs of results: figures typed or pasted, what was learned, the window, and how orders are known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from storeapp.articles.results.rules import LONGEST, SHORTEST, PublicationFigures, checked_figures, checked_lesson
from storeapp.kernel.numbers import amount, whole
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.widgets import Area, DayField, NumberField, TextLine


def figures_sheet(
    title: str,
    known: PublicationFigures,
    currency: str,
    today: date,
    take: Callable[[str, PublicationFigures], None],
    parent: QWidget,
) -> FormSheet:
    """Ask for what a place shows of a publication, in total."""
    day = DayField(_("Day"), today)
    names = {"views": _("Views"), "reads": _("Reads"), "saves": _("Saves"), "clicks": _("Clicks")}
    lines = {key: TextLine(name, _shown(getattr(known, key))) for key, name in names.items()}
    cost = TextLine(_("Cost"), known.cost.plain() if known.cost else "")

    def done() -> None:
        counts = {key: whole(line.text()) for key, line in lines.items()}
        money = amount(cost.text(), currency) if cost.text().strip() else None
        take(day.day().isoformat(), checked_figures(PublicationFigures(**counts, cost=money)))

    fields: list[tuple[str, QWidget]] = [(_("Day"), day)]
    fields += [(names[key], line) for key, line in lines.items()]
    fields.append((_("Cost"), cost))
    hint = _("In total, as the place shows them on that day. Leave empty what it doesn't show.")
    return FormSheet(_("Figures of “{title}”").format(title=title), fields, _("Keep the figures"), done, hint, parent)


def table_sheet(take: Callable[[str], None], parent: QWidget) -> FormSheet:
    """Ask for a table of figures."""
    area = Area(_("Table"), _("Title, Date, Views, Reads …"))

    def done() -> None:
        take(area.toPlainText())

    hint = _(
        "Copy the table with its first line from Excel or from the place's page. A column names the article by title "
        "or address; the same table again changes nothing."
    )
    return FormSheet(_("Paste figures"), [(_("Table"), area)], _("Keep the figures"), done, hint, parent)


def review_sheet(
    title: str, take: Callable[[str, str], None], parent: QWidget, old: tuple[str, str] = ("", "")
) -> FormSheet:
    """The one-minute review of a publication; `old`: what was learned before, to be said in other words."""
    worked, tried = Area(_("What worked"), _("One sentence")), Area(_("What to try next"), _("One sentence"))
    for area, words in zip((worked, tried), old, strict=True):
        area.setPlainText(words)
        area.setMaximumHeight(72)

    def done() -> None:
        take(*checked_lesson(worked.toPlainText(), tried.toPlainText()))

    fields = [(_("What worked"), worked), (_("What to try next"), tried)]
    hint = _("It is shown when you begin something like it.")
    return FormSheet(_("One minute about “{title}”").format(title=title), fields, _("Keep it"), done, hint, parent)


def window_sheet(days: int, take: Callable[[int], None], parent: QWidget) -> FormSheet:
    """Ask for how long orders count for an article."""
    field = NumberField(_("Days"), SHORTEST, LONGEST, days)
    hint = _("An order counts when it came on the day of the article or so many days after.")
    fields = [(_("Days"), field)]
    return FormSheet(_("How long orders count"), fields, _("Keep it"), lambda: take(field.value()), hint, parent)


def track_sheet(
    title: str, url: str, link: str, coupon: str, take: Callable[[str, str, str], None], parent: QWidget
) -> FormSheet:
    """Ask by which address, link and coupon orders of a publication are known."""
    lines = [TextLine(_("Address"), url), TextLine(_("Tracking link"), link), TextLine(_("Coupon"), coupon)]

    def done() -> None:
        take(*(line.text() for line in lines))

    names = (_("Address"), _("Tracking link"), _("Coupon"))
    hint = _("Use a coupon or link of its own for each place, else orders are shared among them.")
    heading = _("How orders of “{title}” are known").format(title=title)
    return FormSheet(heading, list(zip(names, lines, strict=True)), _("Keep it"), done, hint, parent)


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)
