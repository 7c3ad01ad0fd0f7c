"""Pictures on their way into the library: chosen, dropped or pasted, looked at, described once, and taken in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from storeapp.articles.library.rules import LibraryFields, checked
from storeapp.articles.library.service import add_pictures, look_at
from storeapp.articles.library.ui.form import LibraryForm
from storeapp.evidence.ui.picking import of_paths
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.qtkit.page import Page

Taken = Callable[[tuple[int, ...]], None]


def ask_pictures(page: Page, over: QWidget, then: Taken) -> None:
    """Ask for pictures and take them in; `then` hears of their ids."""
    kinds = [_("Pictures (*.png *.jpg *.jpeg *.webp *.gif *.bmp)"), _("All files (*)")]

    def take(paths: list[Path]) -> None:
        take_pictures(page, over, of_paths(paths), then)

    page.desk.ask.files(over, _("Choose pictures"), take, kinds)


def take_pictures(page: Page, over: QWidget, chosen: list[Any], then: Taken) -> None:
    """Ask whose these pictures are, look at them in a process of their own, and take them in."""

    def described(fields: LibraryFields) -> None:
        plain = checked(fields)
        folder = page.desk.db.place.folder
        page.desk.jobs.files(
            _("Looking at the files"), partial(look_at, folder, chosen), partial(take_prepared, page, plain, then)
        )

    LibraryForm(_("Take into the library"), _("Take in"), LibraryFields(), len(chosen) == 1, described, over).open()


def take_prepared(page: Page, fields: LibraryFields, then: Taken, prepared: Any) -> None:
    """Take pictures that were looked at into the library, and say what was refused; `then` hears of their ids."""
    if prepared.refused:
        page.desk.notices.problem("\n".join(prepared.refused))
    if not prepared.files:
        prepared.close()
        return

    def done(told: Outcome[Any]) -> None:
        then(told.value)

    def failed(why: Exception) -> None:
        if isinstance(why, UserError):
            page.desk.notices.refuse(why.sentence)

    page.desk.do(
        _("Taking pictures in"),
        add_pictures,
        prepared,
        fields,
        said=_("Taken into the library"),
        done=done,
        failed=failed,
    )
