"""Asks whose an item of the library is, what is to be seen, and what its maker agreed to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from storeapp.articles.library.rules import AGREED_USES, KINDS, ORIGINS, LibraryFields
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.widgets import Area, Choice, TextLine, TickBox


class LibraryForm(FormSheet):
    """`then` takes the fields and may refuse them. `named`: whether one thing is described, not many files at once."""

    def __init__(
        self,
        title: str,
        verb: str,
        old: LibraryFields,
        named: bool,
        then: Callable[[LibraryFields], None],
        over: QWidget,
    ) -> None:
        self._old, self._then = old, then
        self.name = TextLine(_("Name"), old.name, "")
        self.alt = TextLine(_("What is to be seen"), old.alt, _("for who can't see it"))
        self.words, self.url = Area(_("Text")), TextLine(_("Web address"), old.url, "https://")
        self.words.setPlainText(old.words)
        self.origin = Choice(_("Whose it is"), [(key, _(words)) for key, words in ORIGINS.items()])
        self.origin.choose(old.origin)
        self.source = TextLine(_("Who made it"), old.source, "")
        self.uses = {key: TickBox(_(words)) for key, words in AGREED_USES.items()}
        self.channels = TextLine(
            _("Only on"), ", ".join(sorted(old.channels)), _("names of places; empty for everywhere")
        )
        self.until = TextLine(_("Until"), old.until_on or "", "2027-12-31")
        for key, tick in self.uses.items():
            tick.setChecked(key in old.uses)
        fields: list[tuple[str, QWidget]] = [(_("Name"), self.name)] if named else []
        if old.kind == "picture":
            fields.append((_("What is to be seen"), self.alt))
        elif old.kind == "text":
            fields.append((_("Text"), self.words))
        else:
            fields.append((_("Web address"), self.url))
        fields += [(_("Whose it is"), self.origin), (_("Who made it"), self.source)]
        for number, tick in enumerate(self.uses.values()):
            fields.append((_("Agreed to") if number == 0 else "", tick))
        fields += [(_("Only on"), self.channels), (_("Until"), self.until)]
        hint = _("What isn't your own may be published only where its maker agreed to that.")
        super().__init__(f"{title} – {_(KINDS[old.kind])}", fields, verb, self.take, hint, over)
        self.origin.picked.connect(lambda _origin: self._fit())
        self._fit()

    def take(self) -> None:
        """Hand what was typed on; UserError where the day is none."""
        until = self.until.text().strip()
        try:
            day = date.fromisoformat(until).isoformat() if until else None
        except ValueError as why:
            raise UserError(_("Write its day such as 2026-07-16.")) from why
        places = frozenset(one.strip() for one in self.channels.text().replace("，", ",").split(",") if one.strip())
        self._then(
            LibraryFields(
                self._old.kind, self.name.text(), self.words.toPlainText(), self.url.text(), self.origin.value(),
                self.source.text(), self.alt.text(), frozenset(k for k, one in self.uses.items() if one.isChecked()),
                places, day, self._old.consent_id,
            )
        )  # fmt: skip

    def _fit(self) -> None:
        foreign = self.origin.value() != "own"
        for part in (*self.uses.values(), self.channels, self.until):
            part.setEnabled(foreign)
