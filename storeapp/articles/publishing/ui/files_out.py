"""Asks where an article is to be saved as a file, or as a folder with every format, and writes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog

from storeapp.articles.markdown.targets import Targets
from storeapp.articles.publishing.desk import PlaceCheck
from storeapp.articles.publishing.formats import FORMATS, ArticleCopy, PictureLooks, save_file, save_folder
from storeapp.articles.publishing.ui.looks_form import LooksForm
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk


class FilesOut:
    """Serves the dialog `over`; `refused` hears why a file could not be written."""

    def __init__(self, desk: Desk, over: QDialog, refused: Callable[[Exception], None]) -> None:
        self._desk, self._over, self._refused = desk, over, refused

    def save(self, kind: str, copy: ArticleCopy, targets: Targets) -> None:
        """Ask where to save the text in a format."""
        ending, name = FORMATS[kind]
        now = self._desk.clock.now()

        def write(out: Path) -> None:
            def work(_progress: Progress) -> str:
                save_file(out, kind, copy, targets, now)
                return out.name

            said = partial(self._said, _("Saved {name}"))
            self._desk.jobs.files(_("Saving the article"), work, said, self._refused)

        start = f"{copy.headline[:60].strip() or _('Article')}.{ending}"
        self._desk.ask.save_file(self._over, _("Save the article"), start, write, [f"{_(name)} (*.{ending})"])

    def save_all(self, copy: ArticleCopy, check: PlaceCheck) -> None:
        """Ask for a folder, and write every format with small pictures into a new one inside it."""
        targets, now = check.targets, self._desk.clock.now()

        def write(looks: PictureLooks, folder: Path) -> None:
            def work(progress: Progress) -> str:
                return save_folder(folder, copy, targets, now, progress, looks).name

            said = partial(self._said, _("Saved the folder {name}"))
            self._desk.jobs.files(_("Saving the article"), work, said, self._refused)

        def choose(looks: PictureLooks) -> None:
            self._desk.ask.folder(self._over, _("Choose the folder"), partial(write, looks))

        if targets.pictures:
            LooksForm(check.limit, choose, self._over).open()
        else:
            choose(PictureLooks())

    def _said(self, words: str, name: str) -> None:
        self._desk.notices.say(words.format(name=name))
