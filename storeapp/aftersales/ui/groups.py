"""What the list of cases says of itself: how many are shown, why there are none, and its groups, hidden and shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from storeapp.aftersales.records import CaseFilters
from storeapp.kernel.text import _, plural
from storeapp.qtkit.table.bands import Band
from storeapp.qtkit.widgets import Button, Hint, empty_state
from storeapp.qtkit.workbench.bench import Workbench


def counted(filters: CaseFilters, count: int) -> str:
    """How many cases the list has, or shows where groups are hidden."""
    if filters.folded:
        return plural("{count} case shown", "{count} cases shown", count)
    return plural("{count} case", "{count} cases", count)


def nothing(bench: Workbench, new_case: Callable[[], None]) -> Hint:
    """Why no case is listed, with the way out."""
    filters: CaseFilters = bench.filters
    if filters.folded:
        show = Button(_("Show all groups"), icon="chevron-down")
        show.clicked.connect(lambda: bench.show_filters(replace(bench.filters, folded=())))
        return empty_state("lifebuoy", _("All groups are hidden"), _("Their cases are still there"), [show])
    if filters.channel is not None or filters.reason:
        clear = Button(_("Clear all filters"), icon="x")
        clear.clicked.connect(lambda: bench.show_filters(CaseFilters(state=filters.state)))
        return empty_state("filter", _("No case matches"), _("Other filters may find what you look for"), [clear])
    if filters.state == "waiting":
        words = _("A case waits here after your message, until the buyer answers")
        return empty_state("lifebuoy", _("No case waits for a buyer"), words)
    if filters.state == "closed":
        return empty_state("lifebuoy", _("No closed case"), _("A case is closed once its promises are kept"))
    button = Button(_("New case"), icon="plus")
    button.clicked.connect(new_case)
    words = _("Open one from a review with C, or from an order")
    return empty_state("lifebuoy", _("No open case"), words, [button])


def fold(bench: Workbench, band: Band) -> None:
    """Hide a group or show its rows; the list stays on its case, or goes on behind those that are hidden."""
    filters: CaseFilters = bench.filters
    folded = {*filters.folded} ^ {band.key}
    case, bands, table = bench.record, bench.table.bands, bench.table
    own = bands.of_row(table.currentIndex().row())
    if band.key in folded and own == band:
        first = next(number for number, found in bands.over.items() if band in found)
        beside = bench.model.row(first + band.count) or bench.model.row(first - 1)
        case = beside.id if beside is not None else None
    bench.show_filters(replace(filters, folded=tuple(sorted(folded))))
    if case is not None:
        bench.go_to(case)
