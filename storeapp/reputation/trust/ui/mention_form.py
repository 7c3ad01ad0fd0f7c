"""The dialogs of the tab Trust: one mention, rows to paste, and a rival; a refusal stands beside what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import Field, FormSheet
from storeapp.qtkit.widgets import Area, Choice, DayField, Option, TextLine
from storeapp.reputation.trust.queries import MentionRow, RivalRow
from storeapp.reputation.trust.rules import KINDS, REWARDS, MentionFields, checked_mention, reach_of


class MentionForm(FormSheet):
    """Adds or changes one mention; `then` gets the checked fields. `buyers` offers (id, name) to choose from."""

    def __init__(
        self, row: MentionRow | None, today: date, then: Callable[[MentionFields], None], parent: QWidget
    ) -> None:
        self._row, self._today, self._then = row, today, then
        self.kind = Choice(_("What it is"), [(key, _(text)) for key, text in KINDS.items()], small=False)
        self.kind.choose(row.kind if row is not None else "post")
        self.day = DayField(_("Day"), date.fromisoformat(row.said_on) if row is not None else today)
        self.words = TextLine(_("Title"), row.title if row is not None else "")
        self.link = TextLine(_("Link"), row.url if row is not None else "", "https://")
        self.buyer = Choice(_("Buyer"), [(None, _("Nobody in particular"))], small=False)
        if row is not None and row.customer_id is not None:
            self.know_buyers([(row.customer_id, row.buyer)])
            self.buyer.choose(row.customer_id)
        self.finder = TextLine(_("Find the buyer"), "", _("Type a name or address"))
        self.reach = TextLine(_("Seen by"), "", _("How many, as the place says"))
        if row is not None and row.reach is not None:
            self.reach.setText(str(row.reach))
        self.reward = Choice(_("The writer got"), [(key, _(text)) for key, text in REWARDS.items()], small=False)
        self.reward.choose(row.reward if row is not None else "")
        self.note = Area(_("Note"))
        self.note.setPlainText(row.note if row is not None else "")
        self.note.setFixedHeight(64)
        fields: list[Field] = [
            (_("What it is"), self.kind),
            (_("Day"), self.day),
            (_("Title"), self.words),
            (_("Link"), self.link),
            (_("Find the buyer"), self.finder),
            (_("Buyer"), self.buyer),
            (_("Seen by"), self.reach),
            (_("The writer got"), self.reward),
            (_("Note"), self.note),
        ]
        title = _("Change the mention") if row is not None else _("Add a post, an answer or an article")
        verb = _("Save the mention") if row is not None else _("Add the mention")
        hint = _(
            "The link is kept as it is. It is opened in your browser only when you press it. "
            "A rewarded post has to say so: ask the writer to add it."
        )
        super().__init__(title, fields, verb, self._checked, hint, parent)

    def know_buyers(self, found: Sequence[tuple[int, str]]) -> None:
        """Offer these buyers."""
        self.buyer.set_options([Option(None, _("Nobody in particular")), *(Option(*one) for one in found)])

    def _checked(self) -> None:
        fields = MentionFields(
            str(self.kind.value()),
            self.day.day().isoformat(),
            self.words.text(),
            self.link.text(),
            self.buyer.value(),
            self.note.toPlainText(),
            reach_of(self.reach.text()),
            str(self.reward.value()),
        )
        self._then(checked_mention(fields, self._today.isoformat()))


class PasteForm(FormSheet):
    """A box for pasted rows; `then` reads them and may refuse."""

    def __init__(self, title: str, hint: str, verb: str, then: Callable[[str], None], parent: QWidget) -> None:
        self.box = Area(_("Rows"), _("Paste the rows here"))
        self.box.setMinimumHeight(140)
        super().__init__(title, [(_("Rows"), self.box)], verb, lambda: then(self.box.toPlainText()), hint, parent)


class RivalForm(FormSheet):
    """Adds or changes a rival; `then` gets platform, name, address and note and may refuse."""

    def __init__(
        self,
        row: RivalRow | None,
        platforms: Sequence[tuple[str, str]],
        then: Callable[[str, str, str, str], None],
        parent: QWidget,
    ) -> None:
        self._then = then
        self.platform = Choice(
            _("Platform"), [Option(key, words, platform=key) for key, words in platforms], small=False
        )
        self.platform.choose(row.platform if row is not None else None)
        self.platform.setEnabled(row is None)
        self.name = TextLine(_("Name"), row.name if row is not None else "")
        self.url = TextLine(_("Web address"), row.url if row is not None else "", "https://")
        self.note = TextLine(_("Note"), row.note if row is not None else "")
        fields: list[Field] = [
            (_("Platform"), self.platform),
            (_("Name"), self.name),
            (_("Web address"), self.url),
            (_("Note"), self.note),
        ]
        title = _("Change the rival") if row is not None else _("Add a rival")
        verb = _("Save the rival") if row is not None else _("Add the rival")
        hint = _(
            "Nothing is loaded from the internet: look at the rival's page now and then, and type or paste what it "
            "shows."
        )
        super().__init__(title, fields, verb, self._checked, hint, parent)

    def _checked(self) -> None:
        self._then(str(self.platform.value()), self.name.text(), self.url.text(), self.note.text())
