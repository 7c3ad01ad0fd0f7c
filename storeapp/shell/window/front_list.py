"""What the window does with any list: save it as a workbook, keep it under a name, and find a kept one again."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import N_, _
from storeapp.qtkit.actions import ActionSpec

if TYPE_CHECKING:
    from collections.abc import Callable

    from storeapp.kernel.shown_lists import KeptList, ShownList
    from storeapp.qtkit.desk import Desk
    from storeapp.qtkit.page import Page

SAVE, KEEP = "window.list_save", "window.list_keep"
LIST_ACTIONS = (
    ActionSpec(
        SAVE,
        N_("Save this list as an Excel workbook"),
        "table",
        "Ctrl+E",
        N_("With the columns, the order and the filters that are on"),
        scope="window",
        needs="shop",
    ),
    ActionSpec(
        KEEP,
        N_("Keep this list in Reports"),
        "plus",
        tip=N_("Under a name, to be made again at any time or by itself"),
        scope="window",
        needs="shop",
    ),
)


def list_in_front(page: Page | None) -> Any | None:
    """The list that has the keys, else the one that the page would give them to; None where there is none."""
    if page is None:
        return None
    views = lists_of(page)
    seen = [one for one in views if one.isVisibleTo(page)]
    wanted = (QApplication.focusWidget(), page.keyboard(), *seen)
    return next((one for one in wanted if one in views), None)


def lists_of(page: QWidget) -> list[Any]:
    """The lists of a page that was built, seen or not."""
    kind: Any = import_module("storeapp.qtkit.table.view").TableView
    return list(page.findChildren(kind))


def save_front(desk: Desk, page: Page | None) -> None:
    """Save the list in front."""
    _with_front(desk, page, lambda saving, shown, over: saving.save(shown, over))


def keep_front(desk: Desk, page: Page | None) -> None:
    """Keep the list in front under a name."""
    _with_front(desk, page, lambda saving, shown, over: saving.keep(shown, over))


def _with_front(desk: Desk, page: Page | None, act: Callable[[Any, ShownList, QWidget], None]) -> None:
    view = list_in_front(page)
    if view is None or page is None:
        desk.notices.say(_("There is no list here"))
        return
    try:
        shown = import_module("storeapp.qtkit.workbench.as_sheet").shown_list(view, page)
    except UserError as why:
        desk.notices.problem(why.sentence)
        return
    kind: Any = import_module("storeapp.reports.ui.list_saving").ListSaving
    act(page.findChild(kind) or kind(desk, page), shown, page)


def list_again(page: Page, kept: KeptList) -> ShownList:
    """A kept list of a page, whose tabs are built where they never were. UserError where it is there no more."""
    sheet: Any = import_module("storeapp.qtkit.workbench.as_sheet")
    parts = sorted(page.PARTS, key=lambda part: part not in kept.list)  # the list's own tab most likely bears its name
    for part in ("", *parts):
        if part:
            page.build_part(part)
        view = next((one for one in lists_of(page) if one.list_id == kept.list), None)
        bench = sheet.bench_of(view) if view is not None else None
        if bench is not None:
            made: ShownList = sheet.made_again(bench, kept, page.desk.clock.today())
            return made
    raise UserError(_("The list “{name}” can't be made again.").format(name=kept.name))
