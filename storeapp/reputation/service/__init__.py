"""What the owner does with reviews: answer them, note what a channel shows, and name a set of filters."""

from typing import TYPE_CHECKING

from storeapp.kernel.doors import lazily

if TYPE_CHECKING:
    from storeapp.reputation.service.alerts import (
        finish_alert,
        set_alert_rules,
        snooze_alert,
        switch_alerts,
    )
    from storeapp.reputation.service.links import (
        link_by_number,
        link_review,
        link_reviews,
        refuse_link,
        unlink_review,
    )
    from storeapp.reputation.service.pairs import (
        fold_doubles,
        same_review,
        two_reviews,
    )
    from storeapp.reputation.service.phrases import (
        keep_phrases,
    )
    from storeapp.reputation.service.removal import (
        ask_removal,
        decide_removal,
    )
    from storeapp.reputation.service.replies import (
        delete_template,
        keep_draft,
        overrule,
        save_template,
        set_signature,
    )
    from storeapp.reputation.service.reviews import (
        mark_replied,
        unmark_replied,
    )
    from storeapp.reputation.service.snapshots import (
        note_snapshot,
    )
    from storeapp.reputation.service.standing import (
        correct_rule,
        cost_product,
        name_product,
        place_channel,
        restore_rule,
    )
    from storeapp.reputation.service.themes import (
        add_theme,
        add_words,
        delete_theme,
        mark_theme,
        merge_themes,
        remove_word,
        rename_theme,
        restore_words,
    )
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
    from storeapp.reputation.service.views import (
        LONGEST_NAME,
        PAGE,
        delete_view,
        save_view,
    )

__all__ = [
    "LONGEST_NAME",
    "PAGE",
    "add_mentions",
    "add_rival",
    "add_theme",
    "add_words",
    "ask_removal",
    "change_mention",
    "change_rival",
    "correct_rule",
    "cost_product",
    "decide_removal",
    "delete_mentions",
    "delete_template",
    "delete_theme",
    "delete_view",
    "drop_rival_snapshots",
    "finish_alert",
    "fold_doubles",
    "keep_draft",
    "keep_phrases",
    "link_by_number",
    "link_review",
    "link_reviews",
    "mark_replied",
    "mark_theme",
    "merge_themes",
    "name_product",
    "note_rival",
    "note_snapshot",
    "overrule",
    "place_channel",
    "refuse_link",
    "remove_rival",
    "remove_word",
    "rename_theme",
    "restore_rule",
    "restore_words",
    "same_review",
    "save_template",
    "save_view",
    "set_alert_rules",
    "set_signature",
    "snooze_alert",
    "switch_alerts",
    "two_reviews",
    "unlink_review",
    "unmark_replied",
]

_HOMES = {
    "alerts": "finish_alert set_alert_rules snooze_alert switch_alerts",
    "links": "link_by_number link_review link_reviews refuse_link unlink_review",
    "pairs": "fold_doubles same_review two_reviews",
    "phrases": "keep_phrases",
    "removal": "ask_removal decide_removal",
    "replies": "delete_template keep_draft overrule save_template set_signature",
    "reviews": "mark_replied unmark_replied",
    "snapshots": "note_snapshot",
    "standing": "correct_rule cost_product name_product place_channel restore_rule",
    "themes": "add_theme add_words delete_theme mark_theme merge_themes remove_word rename_theme restore_words",
    "trust": "add_mentions add_rival change_mention change_rival delete_mentions drop_rival_snapshots note_rival "
    "remove_rival",
    "views": "LONGEST_NAME PAGE delete_view save_view",
}
__getattr__ = lazily(__name__, _HOMES)
