"""What is done from the tab Standing: a channel's region, corrections of rules, a ladder's past, and the planner."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.money import Money
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.qtkit.page import Page
from storeapp.reputation.ratings.service import note_typed
from storeapp.reputation.standing.queries.entry_products import PlanFacts, plan_facts
from storeapp.reputation.standing.queries.ladders import level_history, rule_corrections
from storeapp.reputation.standing.records import ChannelLadders, LadderRow
from storeapp.reputation.standing.rule_fields import RuleField, fields_of
from storeapp.reputation.standing.service import correct_rule, cost_product, place_channel, restore_rule
from storeapp.reputation.standing.ui.planner import Planner
from storeapp.reputation.standing.ui.rule_dialog import RuleDialog

if TYPE_CHECKING:
    from sqlalchemy import Connection


class StandingActions(QObject):
    """Asks over one view of `page`; `found` tells what that shows of a channel."""

    history_read = Signal(int, object)  # channel id, LevelHistory

    def __init__(self, page: Page, over: QWidget, found: Callable[[int], ChannelLadders | None]) -> None:
        super().__init__(over)
        self.page, self.desk, self._over, self._found = page, page.desk, over, found
        self.rules: RuleDialog | None = None
        self.planner: Planner | None = None

    def place(self, channel: int, region: str) -> None:
        """Keep the region of a channel."""
        said = _("The rules of this region apply now")
        self.desk.do(_("Choosing a region"), place_channel, channel, region, said=said)

    def ask_figure(self, channel: int, metric: str, title: str) -> None:
        """Ask for what a platform shows of one criterion today."""
        self.desk.ask.text(
            self._over,
            _("What does the platform show for “{name}” today?").format(name=title),
            _("A number such as 97.5, as its dashboard shows it"),
            partial(self.note_figure, channel, metric),
            verb=_("Save it"),
        )

    def note_figure(self, channel: int, metric: str, typed: str) -> None:
        """Keep what was typed, with today's date."""
        said = _("Saved with today's date")
        self.desk.do(_("Noting a figure"), note_typed, channel, typed, metric, said=said)

    def read_history(self, channel: int, ladder: str) -> None:
        """Read a ladder's past."""
        today = self.desk.clock.today()
        self.page.ask_db(
            lambda conn: level_history(conn, channel, ladder, today),
            partial(self.history_read.emit, channel),
            f"reputation:history:{channel}:{ladder}",
        )

    def show_rules(self, row: LadderRow) -> None:
        """Open the dialog of a ladder's rules."""
        self.page.ask_db(_fields(row.id), partial(self._open_rules, row), "reputation:rules")

    def _open_rules(self, row: LadderRow, fields: list[RuleField]) -> None:
        made = RuleDialog(row, fields, self._over)
        made.corrected.connect(self._correct)
        made.restored.connect(self._restore)
        made.finished.connect(self._rules_closed)
        self.rules = made
        made.open()

    def _rules_closed(self) -> None:
        self.rules = None

    def _correct(self, rule: str, path: str, typed: str, source: str, note: str) -> None:
        shown = Shown({} if self.rules is None else {"value": self.rules.shown})
        self._change(_("Correcting a rule"), correct_rule, rule, path, typed, source, note, shown)

    def _restore(self, rule: str, path: str) -> None:
        self._change(_("Going back to the default"), restore_rule, rule, path)

    def _change(self, title: str, verb: Callable[..., Outcome[bool]], rule: str, *how: object) -> None:
        said, done = _("The rule was changed"), partial(self._corrected, rule)
        self.desk.do(title, verb, rule, *how, said=said, done=done, failed=self._refused)

    def _corrected(self, rule: str, _outcome: Outcome[bool]) -> None:
        if self.rules is not None:
            self.page.ask_db(_fields(rule), self.rules.show_fields, "reputation:rules")

    def _refused(self, error: Exception) -> None:
        if self.rules is not None and isinstance(error, UserError):
            self.rules.refuse(error.sentence)

    def plan(self, channel: int) -> None:
        """Open the planner of a channel."""
        today = self.desk.clock.today()
        self.page.ask_db(
            lambda conn: plan_facts(conn, channel, today),
            partial(self._open_planner, channel),
            "reputation:planner",
        )

    def _open_planner(self, channel: int, facts: PlanFacts) -> None:
        found = self._found(channel)
        if self.planner is not None and self.planner.facts.channel == channel:
            self.planner.show_facts(facts)
            return
        if found is None:
            return
        made = Planner(found, facts, self._over)
        made.cost_typed.connect(partial(self._keep_cost, channel))
        made.finished.connect(self._planner_closed)
        self.planner = made
        made.open()

    def _planner_closed(self) -> None:
        self.planner = None

    def _keep_cost(self, channel: int, product: int, cost: Money) -> None:
        def kept(_outcome: Outcome[bool]) -> None:
            self.plan(channel)

        self.desk.do(_("Saving a cost"), cost_product, product, cost, done=kept)


def _fields(rule: str) -> Callable[[Connection], list[RuleField]]:
    return lambda conn: fields_of(rule, rule_corrections(conn))
