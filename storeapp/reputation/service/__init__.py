"""What the owner does with reviews: answer them, note what a channel shows, and name a set of filters."""

from storeapp.reputation.service.reviews import keep_draft, mark_replied, unmark_replied
from storeapp.reputation.service.snapshots import note_snapshot
from storeapp.reputation.service.views import LONGEST_NAME, PAGE, delete_view, save_view

__all__ = [
    "LONGEST_NAME",
    "PAGE",
    "delete_view",
    "keep_draft",
    "mark_replied",
    "note_snapshot",
    "save_view",
    "unmark_replied",
]
