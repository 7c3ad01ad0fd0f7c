"""The first page of the owner's book as a PDF, for partners who only look."""

from __future__ import annotations

from pathlib import Path

from storeapp.kernel.text import _
from storeapp.qtkit.pdf import PdfTable, write_tables
from storeapp.reports.first_page import FirstPage, change_words, group_lines, likely_words, sure_words, value_words
from storeapp.reports.first_page_facts import unfinished
from storeapp.reports.months import month_only, scope_name
from storeapp.reports.rules import signed


def page_as_pdf(out: Path, page: FirstPage, family: str) -> Path:
    """Write it to `out`; gives the file. UserError where the place can't be written. May run beside the window."""
    title = _("{shop}: owner's book, {month}").format(shop=page.shop or _("My shop"), month=scope_name(page.scope))
    if page.mark:
        title = f"{page.mark}  {title}"
    made = _("Made {time} with Storeapp.").format(time=page.made_at)
    words = [each for each in (made, unfinished(page.scope)) if each]
    return write_tables(out, title, words, _tables(page), family)


def _tables(page: FirstPage) -> list[PdfTable]:
    month = month_only(page.scope)
    since = _("Since {time}").format(time=month_only(page.against))
    heads = (_("The answers"), month, since, _("Likely range"), _("How sure"))
    answers = [
        (one.question, value_words(one), change_words(one), likely_words(one), sure_words(one)) for one in page.answers
    ]
    found = [PdfTable(heads, answers, (40, 17, 17, 13, 13))]
    if page.steps:
        steps = [(f"{number}  {one.what}", one.why) for number, one in enumerate(page.steps, 1)]
        found.append(PdfTable((_("What to do next"), ""), steps, (50, 50)))
    if page.groups.lines:
        groups = [(group, f"{buyers:,}", signed(by), who) for group, buyers, by, who in group_lines(page.groups)]
        found.append(
            PdfTable((_("Groups of buyers"), month, _("More or fewer"), _("Who they are")), groups, (20, 14, 14, 52))
        )
    if page.causes:
        costs = [(words, str(money)) for words, money in page.causes]
        found.append(PdfTable((_("Cost of trouble by reason"), _("Cost")), costs, (70, 30)))
    rated = [
        (one.month, f"{one.stars.mean:.2f}", f"{one.likely.low:.2f}–{one.likely.high:.2f}", f"{one.stars.total:,}")
        for one in page.rated
        if one.likely is not None and one.stars.mean is not None
    ]
    if rated:
        found.append(
            PdfTable((_("Stars by month"), _("Rating"), _("Likely range"), _("Ratings")), rated, (28, 24, 24, 24))
        )
    return found
