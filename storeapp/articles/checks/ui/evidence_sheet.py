"""Asks what proves a sentence, and why a finding may stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from storeapp.articles.checks.records import ClaimLink
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.widgets import Choice, Label, TextLine

WEB = "web"


class EvidenceSheet(FormSheet):
    """What is near at hand, or a web address. `take` gets the link.

    Nothing is chosen beforehand: a proof that Enter alone picked would prove nothing.
    """

    def __init__(
        self, sentence: str, known: Sequence[tuple[ClaimLink, str]], take: Callable[[ClaimLink], None], parent: QWidget
    ) -> None:
        options = [(None, _("Choose what proves it")), *known, (WEB, _("A web address"))]
        self.choice = Choice(_("Evidence"), options, small=False)
        self.address = TextLine(_("Web address"), "", "https://")
        words = Label(sentence, "body", "text-2", wrap=True)
        fields = [(_("Evidence"), self.choice), (_("Web address"), self.address), (_("Sentence"), words)]
        hint = _("If a figure or record changes later, the sentence is shown as changed.")
        super().__init__(_("What proves it?"), fields, _("Link evidence"), lambda: take(self.link()), hint, parent)
        self.choice.picked.connect(lambda _value: self._fit())
        self._fit()

    def link(self) -> ClaimLink:
        """What was chosen; UserError where nothing was, or an address is missing."""
        chosen = self.choice.value()
        if chosen is None:
            raise UserError(_("Choose what proves the sentence. Nothing was changed."))
        if chosen != WEB:
            found: ClaimLink = chosen
            return found
        address = self.address.text().strip()
        if not address.casefold().startswith(("https://", "http://")):
            raise UserError(_("A web address begins with https:// or http://. Nothing was changed."))
        return ClaimLink("link", None, address)

    def _fit(self) -> None:
        self.address.setEnabled(self.choice.value() == WEB)


class ReasonSheet(FormSheet):
    """Why a finding may stand. `take` gets the reason."""

    def __init__(self, finding: str, take: Callable[[str], None], parent: QWidget) -> None:
        self.reason = TextLine(_("Reason"), "", _("For example: a test by the maker, page 3"))
        words = Label(finding, "body", "text-2", wrap=True)

        def checked() -> None:
            if not self.reason.text().strip():
                raise UserError(_("Say why it may stand. Nothing was changed."))
            take(self.reason.text())

        hint = _("The reason is kept with the article and shown in History.")
        super().__init__(
            _("Let it stand"),
            [(_("Reason"), self.reason), (_("Finding"), words)],
            _("Let it stand"),
            checked,
            hint,
            parent,
        )
