"""The tab Own site: where it will be, its folder, what an export changes, and links that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.articles.site.printed import broken_words
from storeapp.articles.site.queries import SiteSettings, site_settings
from storeapp.articles.site.records import BrokenLink, SiteExport
from storeapp.articles.site.service import export_site, look_at_site, set_address, set_folder, set_language
from storeapp.kernel.errors import UserError
from storeapp.kernel.language_names import language_name
from storeapp.kernel.progress import Progress
from storeapp.kernel.targets import OpenArticle
from storeapp.kernel.text import _, plural
from storeapp.qtkit.page import Page
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Choice, Label, Link, Note, Rule, body, scrolling, section, small

MOST_FILES, MOST_LINKS = 30, 60  # named one by one


class SiteView(TabView):
    """What was said of the site above, and below what the last look or export found."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self.known: SiteSettings | None = None
        self.told: SiteExport | None = None
        self.count = body("", wrap=True)
        self.address, self.folder = body("", wrap=True), body("", wrap=True)
        self.language = Choice(_("Language at the top"), [("", _("The one most articles are in"))])
        self.language.picked.connect(self._choose_language)
        self.change = Link(_("Change"))
        self.change.setAccessibleName(_("Change the address of the site"))
        self.change.clicked.connect(self.ask_address)
        self.choose = Link(_("Choose"))
        self.choose.setAccessibleName(_("Choose the folder of the site"))
        self.choose.clicked.connect(lambda: self.ask_folder())
        self.export = Button(_("Export now"), "primary", "export")
        self.export.clicked.connect(lambda: self.write())
        self.look = Button(_("What would change?"), icon="eye")
        self.look.clicked.connect(self.look_first)
        self.open = Button(_("Open the folder"), "quiet", "folder-open")
        self.open.clicked.connect(self._open_folder)
        self.problem = Note("", "bad")
        self.found = section("")
        self.lines = body("", wrap=True)
        self.replace = Button(_("Replace these files"), size="small")
        self.replace.clicked.connect(lambda: self.write(overwrite=True))
        self.broken_name = Label(_("Links that lead nowhere"), "small-strong")
        self.broken = QVBoxLayout()
        self.files = small("", "text-2", wrap=True)
        for hidden in (self.problem, self.replace, self.broken_name):
            hidden.hide()
        self._lay_out()

    def refresh(self) -> None:
        self.page.ask_db(site_settings, self._show, "site:settings")

    def ask_address(self) -> None:
        """Ask where the site will be."""
        old = self.known.address if self.known is not None else ""

        def take(address: str) -> None:
            self.desk.do(_("Keeping the address"), set_address, address, said=_("Address kept"))

        text = _("Such as https://blog.yourshop.com. With it the pages name their address and the site has a sitemap.")
        self.desk.ask.text(
            self, _("Where will the site be?"), _("Web address"), take, old, _("Keep the address"), text, empty=True
        )

    def ask_folder(self, then: Callable[[], None] | None = None) -> None:
        """Ask for the folder that the site is exported to; `then` goes on with what it was asked for."""

        def go_on(folder: Path) -> None:
            if self.known is not None:
                self.known = replace(self.known, folder=str(folder))
            if then is not None:
                then()

        def take(folder: Path) -> None:
            self.desk.do(
                _("Keeping the folder"), set_folder, folder, said=_("Folder kept"), done=lambda _told: go_on(folder)
            )

        self.desk.ask.folder(self, _("Folder of the site"), take, self._folder())

    def export_now(self) -> None:
        """Export the site once it is known where to, as when the tab was only just opened."""

        def show(known: SiteSettings) -> None:
            self._show(known)
            self.write()

        self.page.ask_db(site_settings, show, "site:settings")

    def write(self, overwrite: bool = False) -> None:
        """Export the site, or what changed of it; where nobody chose its folder, ask for it and then export."""
        folder, db = self._folder(), self.desk.db
        if folder is None:
            self.ask_folder(then=self.export_now)
            return

        def work(progress: Progress) -> SiteExport:
            return export_site(db, folder, progress, overwrite)

        def done(told: SiteExport) -> None:
            self._tell(told, written=True)
            count = len(told.written)
            self.desk.notices.say(plural("{count} file written", "{count} files written", count))

        self._start(_("Exporting the site"), work, done)

    def look_first(self) -> None:
        """Say what an export would change, and write nothing."""
        folder, db = self._folder(), self.desk.db
        if folder is None:
            self.ask_folder(then=self.look_first)
            return
        self._start(
            _("Looking at the site"),
            lambda progress: look_at_site(db, folder, progress),
            partial(self._tell, written=False),
        )

    def _start(self, title: str, work: Callable[[Progress], SiteExport], done: Callable[[SiteExport], None]) -> None:
        self.problem.hide()
        self._free(free=False)

        def ended(told: SiteExport) -> None:
            self._free()
            done(told)

        self.desk.jobs.files(title, work, ended, self._refused, self._free)

    def _free(self, free: bool = True) -> None:
        for button in (self.export, self.look, self.replace):
            button.setEnabled(free)

    def _refused(self, why: Exception) -> None:
        self._free()
        if isinstance(why, UserError):
            self.problem.set(why.sentence, "bad")
            self.problem.show()

    def _folder(self) -> Path | None:
        return Path(self.known.folder) if self.known is not None and self.known.folder else None

    def _open_folder(self) -> None:
        folder = self._folder()
        if folder is not None and folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _choose_language(self, language: str) -> None:
        self.desk.do(
            _("Choosing the language"), set_language, language, said=_("Kept. It changes with the next export.")
        )

    def _show(self, known: SiteSettings) -> None:
        self.known = known
        self.counted.emit("site", known.articles)
        words = [
            plural("{count} article came out and is on it.", "{count} articles came out and are on it.", known.articles)
        ]
        if known.pairs:
            pairs = plural(
                "{count} of them is a translation; each page leads to the other language.",
                "{count} of them are translations; each page leads to the other language.",
                known.pairs,
            )
            words.append(pairs)
        self.count.setText(" ".join(words))
        self.address.setText(known.address or _("Not said yet: the pages have no address of their own and no sitemap"))
        self.folder.setText(known.folder or _("Not chosen yet"))
        named = [(one, language_name(one)) for one in dict.fromkeys((*known.languages, known.language)) if one]
        self.language.set_options([("", _("The one most articles are in")), *named])
        self.language.choose(known.language)
        self.open.setEnabled(bool(known.folder))

    def _tell(self, told: SiteExport, written: bool) -> None:
        self.told = told
        self.found.setText(_("What the export did") if written else _("What an export would do"))
        values = {"written": len(told.written), "removed": len(told.removed), "same": told.same}
        said = _("{written} files written, {removed} removed, {same} unchanged.")
        would = _("{written} files would be written, {removed} removed, {same} stay as they are.")
        lines = [(said if written else would).format(**values)]
        lines += [_("{file} was changed by somebody else and stays as it is.").format(file=path) for path in told.kept]
        if told.outside:
            outside = plural(
                "{count} link leads to another site; whether it answers was not asked.",
                "{count} links lead to other sites; whether they answer was not asked.",
                told.outside,
            )
            lines.append(outside)
        if not told.broken:
            lines.append(_("Every link within the site leads somewhere."))
        self.lines.setText("\n".join([*lines, *told.notes]))
        self.replace.setVisible(bool(told.kept))
        self._show_broken(told.broken)
        self.files.setText("\n".join(_files(told)))

    def _show_broken(self, broken: Sequence[BrokenLink]) -> None:
        while (item := self.broken.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.broken_name.setVisible(bool(broken))
        for one in broken[:MOST_LINKS]:
            link = Link(broken_words(one))
            link.clicked.connect(partial(self.desk.navigate, OpenArticle(one.article_id)))
            self.broken.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if len(broken) > MOST_LINKS:
            more = len(broken) - MOST_LINKS
            self.broken.addWidget(small(plural("and {count} more", "and {count} more", more)))

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(section(_("The shop’s own site")))
        column.addWidget(
            body(_("A small website of all that came out, in a folder that any host takes."), "text-2", wrap=True)
        )
        column.addWidget(self.count)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        rows: Sequence[tuple[str, QWidget, QWidget | None]] = (
            (_("Web address"), self.address, self.change), (_("Folder"), self.folder, self.choose),
            (_("Language at the top"), self.language, None),
        )  # fmt: skip
        for number, (name, value, link) in enumerate(rows):
            grid.addWidget(small(name, "text-2"), number, 0)
            if link is None:
                grid.addWidget(value, number, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)
                continue
            grid.addWidget(value, number, 2)
            grid.addWidget(link, number, 1)
        column.addLayout(grid)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.export, self.look, self.open):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self.problem)
        column.addWidget(Rule("border"))
        for part in (self.found, self.lines):
            column.addWidget(part)
        column.addWidget(self.replace, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.broken_name)
        column.addLayout(self.broken)
        column.addWidget(self.files)
        column.addStretch(1)
        inside.setMaximumWidth(theme().px(860))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside, _("Own site")))


def _files(told: SiteExport) -> list[str]:
    """The files that changed, by name; the rest of many counted."""
    lines = []
    for words, paths in ((_("New or changed: {file}"), told.written), (_("Gone: {file}"), told.removed)):
        lines += [words.format(file=path) for path in paths[:MOST_FILES]]
        if len(paths) > MOST_FILES:
            more = len(paths) - MOST_FILES
            lines.append(plural("and {count} more", "and {count} more", more))
    return lines
