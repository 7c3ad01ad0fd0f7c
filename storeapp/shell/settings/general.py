"""Settings of this computer: language, colours, text size, movement, keys, names."""

from __future__ import annotations

from storeapp.kernel.text import LANGUAGES, _
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Choice, Segment, TextLine, TickBox
from storeapp.shell.session.controls import ShopDesk
from storeapp.shell.settings.settings_part import SettingsPart, field_row

SCALES = (100, 125, 150, 175, 200)


class GeneralPart(SettingsPart):
    """Every change counts at once and is kept for this computer, not for the shop."""

    def __init__(self, desk: ShopDesk) -> None:
        super().__init__(desk)
        settings = desk.settings
        look = self.add_card(_("Look"), _("on this computer"))
        self.language = Choice(_("Language"), [("", _("Same as the system")), *LANGUAGES.items()], icon="globe")
        self.language.choose(settings.language)
        self.language.picked.connect(self._speak)
        field_row(look, _("Language"), self.language)
        schemes = [("system", _("Same as the system")), ("light", _("Light")), ("dark", _("Dark"))]
        self.scheme = Segment(schemes, _("Colours"))
        self.scheme.choose(settings.theme if settings.theme in dict(schemes) else "system")
        self.scheme.chosen.connect(self._recolour)
        field_row(look, _("Colours"), self.scheme)
        self.scale = Segment([(str(percent), f"{percent}%") for percent in SCALES], _("Text size"))
        nearest = min(SCALES, key=lambda percent: abs(percent - settings.text_scale))
        self.scale.choose(str(nearest))
        self.scale.chosen.connect(self._resize_text)
        field_row(look, _("Text size"), self.scale)
        self.still = TickBox(_("Reduce motion"))
        self.still.setChecked(settings.reduce_motion)
        self.still.clicked.connect(self._hold_still)
        field_row(look, "", self.still, _("Nothing slides or fades."))
        work = self.add_card(_("Working"))
        self.letters = TickBox(_("Single letters run commands"))
        self.letters.setChecked(settings.single_letter_keys)
        self.letters.clicked.connect(self._allow_letters)
        field_row(work, _("Keys"), self.letters, _("Only while a list is active, never while you type."))
        self.names = TickBox(_("Show customers by name"))
        self.names.setChecked(settings.show_names)
        self.names.clicked.connect(self._show_names)
        field_row(
            work, _("Privacy"), self.names, _("Off: customers are shown by number, so others can look at your screen.")
        )
        self.owner = TextLine(_("Your name"), settings.owner_name, desk.db.who)
        self.owner.setMinimumWidth(theme().px(240))
        self.owner.editingFinished.connect(self._name_owner)
        self.owner.setProperty("keptOnLeaving", True)
        field_row(work, _("Your name"), self.owner, _("History names you by it."))

    def _speak(self, language: object) -> None:
        self.desk.program.speak(str(language))

    def _recolour(self, choice: str) -> None:
        self.desk.program.restyle(choice=choice)

    def _resize_text(self, percent: str) -> None:
        self.desk.program.restyle(text_scale=int(percent))

    def _hold_still(self, still: bool) -> None:
        self.desk.program.restyle(still=still)

    def _allow_letters(self, allowed: bool) -> None:
        self.desk.settings.single_letter_keys = allowed
        self.desk.settings.save()
        self.desk.actions.allow_single_letters(allowed)

    def _show_names(self, shown: bool) -> None:
        self.desk.settings.show_names = shown
        self.desk.settings.save()
        self.desk.jobs.announce(frozenset({"customers", "orders", "reviews"}))

    def _name_owner(self) -> None:
        name = self.owner.text().strip()
        if name != self.desk.settings.owner_name:
            self.desk.settings.owner_name = name
            self.desk.settings.save()
            self.desk.db.who = name or self.desk.db.who
