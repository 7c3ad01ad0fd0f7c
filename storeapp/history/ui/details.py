"""What one action did, and what became of it when it was undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.history.queries import ActionPart, ActionRow, UndoReport
from storeapp.kernel.clock import Clock
from storeapp.kernel.days import day_and_time
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.widgets import Button, Inspector, Label, Note, body, section, small

TABLES = {
    "channels": N_("Channels"),
    "customers": N_("Customers"),
    "identities": N_("Customer names on channels"),
    "products": N_("Products"),
    "listings": N_("Listings"),
    "orders": N_("Orders"),
    "order_lines": N_("Order lines"),
    "reviews": N_("Reviews"),
    "review_versions": N_("Earlier texts of reviews"),
    "rating_snapshots": N_("Ratings shown by channels"),
    "import_batches": N_("Imported files"),
    "import_setups": N_("Saved set-ups"),
    "saved_views": N_("Saved views"),
    "shop_settings": N_("Shop settings"),
    "alert_states": N_("Alerts put off or switched off"),
    "attached_files": N_("Attached files"),
    "attributions": N_("Where orders came from"),
    "cases": N_("Cases"),
    "case_dismissals": N_("Proposed cases you did not want"),
    "case_drafts": N_("Drafts in cases"),
    "case_entries": N_("What was said and done in cases"),
    "case_moves": N_("What went from one case to another"),
    "case_orders": N_("Orders of cases"),
    "case_ticks": N_("Checklists of cases"),
    "cause_links": N_("Cases and reviews linked to a cause"),
    "cause_notes": N_("What happened with causes"),
    "cause_refusals": N_("Links to causes you declined"),
    "causes": N_("Causes"),
    "owner_hours": N_("Working hours and days off"),
    "owner_rates": N_("Exchange rates you gave"),
    "owner_reasons": N_("Your own reasons"),
    "coupons": N_("Coupons"),
    "helper_workbooks": N_("Workbooks for helpers"),
    "helper_rows": N_("Rows given to helpers"),
    "helper_returns": N_("Workbooks that came back from helpers"),
    "consents": N_("What people agreed to"),
    "contacts": N_("Messages sent to customers"),
    "customer_merges": N_("Merges of customers"),
    "customer_pairs": N_("Possible duplicates"),
    "mentions": N_("Posts, answers and articles"),
    "message_templates": N_("Templates"),
    "own_rules": N_("Rules of messages you changed"),
    "opt_outs": N_("Addresses that are never written to again"),
    "outlets": N_("Places outside the shop"),
    "promises": N_("Promises"),
    "proofs": N_("What proves a text or a decision"),
    "removal_requests": N_("Removal requests"),
    "request_drafts": N_("Drafts of review requests"),
    "request_mails": N_("Mails with review requests"),
    "request_overrides": N_("Ignored warnings of review requests"),
    "request_plans": N_("Plans of review requests"),
    "request_stops": N_("Orders kept from being asked"),
    "review_requests": N_("Review requests"),
    "reply_drafts": N_("Drafts of replies"),
    "reply_overrides": N_("Ignored warnings"),
    "review_absences": N_("Reviews no longer on their channel"),
    "review_links": N_("Reviews and the orders they may be about"),
    "review_pairs": N_("Reviews that may be the same"),
    "rival_snapshots": N_("Figures of rivals"),
    "rivals": N_("Rivals"),
    "rule_overrides": N_("Rules you changed"),
    "theme_marks": N_("Reviews put under a theme by hand"),
    "themes": N_("Themes"),
    "articles": N_("Articles"),
    "article_acceptances": N_("Findings in articles you let stand"),
    "article_claims": N_("What proves the claims of articles"),
    "article_ideas": N_("Ideas for articles"),
    "article_lessons": N_("Lessons from articles"),
    "article_places": N_("Where articles are meant to come out"),
    "article_products": N_("Products of articles"),
    "article_variants": N_("Articles in a channel’s own words"),
    "article_versions": N_("Versions of articles"),
    "audiences": N_("Whom you write for"),
    "library_items": N_("Pictures, texts and videos"),
    "library_uses": N_("Where pictures, texts and videos are used"),
    "positioning_entries": N_("Who the shop is"),
    "publications": N_("Publications"),
    "publication_files": N_("Files kept of what was published"),
    "publication_results": N_("Results of publications"),
    "selling_points": N_("Selling points"),
    "selling_point_proofs": N_("What proves selling points"),
}
OTHERS = N_("Other records")
OPS = {"insert": N_("new"), "update": N_("changed"), "delete": N_("deleted")}
MOST_KEPT = 50


class Details(Inspector):
    """The right pane of History."""

    undo_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Details of the action"), parent)
        self.row: ActionRow | None = None
        self.title = section("", wrap=True)
        self.when = small("", wrap=True)
        self.head.addWidget(self.title)
        self.head.addWidget(self.when)
        self.undo = Button(_("Undo this action…"), "secondary", "undo")
        self.undo.clicked.connect(self.undo_pressed)
        self.note = small("", wrap=True)
        self.note.setMinimumWidth(80)
        self.footer.addWidget(self.note, 1)
        self.add_to_footer(self.undo)
        self._parts = QWidget()
        self.column.addWidget(self._parts)
        self.column.addStretch(1)
        self._report: UndoReport | None = None
        self.clear()

    def clear(self) -> None:
        """Show no action."""
        self.row = None
        self.title.setText(_("Choose an action"))
        self.when.setText("")
        self.note.setText("")
        self.undo.setEnabled(False)
        self._put([])

    def shows(self, action_id: int) -> bool:
        """Whether this action is the one shown."""
        return self.row is not None and self.row.id == action_id

    def show_action(self, row: ActionRow, clock: Clock, report: UndoReport | None) -> None:
        """Show who did it and when; after an undo also what became of its rows."""
        if not self.shows(row.id):
            self._put([])
            self.to_top()
        self.row, self._report = row, report
        self.title.setText(row.title)
        when = day_and_time(row.at, clock)
        self.when.setText(_("{who}, {when}").format(who=row.by, when=when) if row.by else when)
        self.undo.setEnabled(row.undoable and row.state == "done")
        self.note.setText(self._why(row, clock))

    def show_parts(self, parts: Sequence[ActionPart]) -> None:
        """List what was done to which kind of record, and the outcome of an undo above it."""
        lines: list[QWidget] = list(self._outcome())
        if parts:
            lines.append(small(_("What it did")))
        lines += [_line(_(TABLES.get(one.table, OTHERS)), f"{one.rows:,} {_(OPS[one.op])}") for one in parts]
        self._put(lines)

    @staticmethod
    def _why(row: ActionRow, clock: Clock) -> str:
        if row.state == "undone" and row.undone_at:
            return _("Undone {when}").format(when=day_and_time(row.undone_at, clock))
        return "" if row.undoable else _("This action can't be undone.")

    def _outcome(self) -> Iterable[QWidget]:
        report = self._report
        if report is None:
            return
        words = plural("{count} row undone", "{count} rows undone", report.undone)
        yield Note(words, "good")
        if report.kept_count:
            words = plural(
                "{count} row kept, because it was changed since",
                "{count} rows kept, because they were changed since",
                report.kept_count,
            )
            yield Note(words, "warn")
            for kept in report.kept[:MOST_KEPT]:
                yield body(f"{_(TABLES.get(kept.table, OTHERS))}: {kept.label}", elide=True)
                yield small(kept.reason, wrap=True)
            more = report.kept_count - min(len(report.kept), MOST_KEPT)
            if more > 0:
                yield small(plural("and {count} more", "and {count} more", more))
        if report.gone:
            yield Note(plural("{count} row was gone already", "{count} rows were gone already", report.gone), "info")

    def _put(self, lines: Sequence[QWidget]) -> None:
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        for line in lines:
            inside.addWidget(line)
        self.column.replaceWidget(self._parts, holder)
        self._parts.deleteLater()
        self._parts = holder


def _line(name: str, value: str) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Label(name, "body", "text", elide=True), 1)
    row.addWidget(Label(value, "body", "text-2"))
    return part
