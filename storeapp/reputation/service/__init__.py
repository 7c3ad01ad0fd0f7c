"""What the owner does with reviews: answer them, note what a channel shows, and name a set of filters."""

from storeapp.reputation.service.alerts import finish_alert, set_alert_rules, snooze_alert, switch_alerts
from storeapp.reputation.service.reviews import keep_draft, mark_replied, unmark_replied
from storeapp.reputation.service.snapshots import note_snapshot
from storeapp.reputation.service.trust import (
    add_mentions,
    add_rival,
    change_mention,
    change_rival,
    delete_mentions,
    drop_rival_snapshots,
    note_rival,
    remove_rival,
)
from storeapp.reputation.service.views import LONGEST_NAME, PAGE, delete_view, save_view

__all__ = [
    "LONGEST_NAME",
    "PAGE",
    "add_mentions",
    "add_rival",
    "change_mention",
    "change_rival",
    "delete_mentions",
    "delete_view",
    "drop_rival_snapshots",
    "finish_alert",
    "keep_draft",
    "mark_replied",
    "note_rival",
    "note_snapshot",
    "remove_rival",
    "save_view",
    "set_alert_rules",
    "snooze_alert",
    "switch_alerts",
    "unmark_replied",
]
