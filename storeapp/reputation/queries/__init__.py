"""What the reputation room reads: ratings from the kept sums, the list of reviews, and one review whole."""

from typing import TYPE_CHECKING

from storeapp.kernel.doors import lazily

# It shares its name with a module of this package, which would hide it if it were imported later.
from storeapp.reputation.queries.alerts import alerts

if TYPE_CHECKING:
    from storeapp.channels.queries import corrections as rule_corrections
    from storeapp.reputation.queries.alerts import (
        alert_rules,
        alert_states,
        all_alerts,
    )
    from storeapp.reputation.queries.entry_products import (
        PlanFacts,
        plan_facts,
    )
    from storeapp.reputation.queries.links import (
        Candidate,
        LooseReview,
        LooseReviews,
        loose_count,
        loose_review,
        loose_reviews,
    )
    from storeapp.reputation.queries.one_review import (
        product_title,
        review_detail,
        saved_views,
    )
    from storeapp.reputation.queries.overview_figures import overview, product_ranking
    from storeapp.reputation.queries.pairs import (
        SamePair,
        SamePairs,
        noted_doubles,
        open_pairs,
        same_pairs,
    )
    from storeapp.reputation.queries.phrases import (
        kept_phrases,
        phrase_texts,
        text_languages,
        texts_now,
    )
    from storeapp.reputation.queries.ratings import (
        all_time,
        channels,
        first_month,
        last_posted,
        latest_snapshots,
        month_counts,
        other_scale,
        product_stars,
        reply_speed,
        stars_ever,
    )
    from storeapp.reputation.queries.removal import (
        RequestRow,
        removal_facts,
        removal_requests,
    )
    from storeapp.reputation.queries.replies import (
        own_templates,
        reply_desk,
        reply_rates,
        signature,
    )
    from storeapp.reputation.queries.review_list import (
        bad_waiting,
        languages,
        review_position,
        review_rows,
        review_totals,
        rows_of,
    )
    from storeapp.reputation.queries.standing import (
        level_history,
        standings,
    )
    from storeapp.reputation.queries.theme_figures import (
        theme_products,
        theme_shares,
        theme_words,
    )
    from storeapp.reputation.queries.theme_filter import (
        reviews_under,
        themes,
        themes_of_reviews,
    )
    from storeapp.reputation.queries.trust import (
        buyers_like,
        mention,
        mention_count,
        mention_rows,
        rivalry,
        scorecard,
    )

__all__ = [
    "Candidate",
    "LooseReview",
    "LooseReviews",
    "PlanFacts",
    "RequestRow",
    "SamePair",
    "SamePairs",
    "alert_rules",
    "alert_states",
    "alerts",
    "all_alerts",
    "all_time",
    "bad_waiting",
    "buyers_like",
    "channels",
    "first_month",
    "kept_phrases",
    "languages",
    "last_posted",
    "latest_snapshots",
    "level_history",
    "loose_count",
    "loose_review",
    "loose_reviews",
    "mention",
    "mention_count",
    "mention_rows",
    "month_counts",
    "noted_doubles",
    "open_pairs",
    "other_scale",
    "overview",
    "own_templates",
    "phrase_texts",
    "plan_facts",
    "product_ranking",
    "product_stars",
    "product_title",
    "removal_facts",
    "removal_requests",
    "reply_desk",
    "reply_rates",
    "reply_speed",
    "review_detail",
    "review_position",
    "review_rows",
    "review_totals",
    "reviews_under",
    "rivalry",
    "rows_of",
    "rule_corrections",
    "same_pairs",
    "saved_views",
    "scorecard",
    "signature",
    "standings",
    "stars_ever",
    "text_languages",
    "texts_now",
    "theme_products",
    "theme_shares",
    "theme_words",
    "themes",
    "themes_of_reviews",
]

_HOMES = {
    "alerts": "alert_rules alert_states all_alerts",
    "entry_products": "PlanFacts plan_facts",
    "links": "Candidate LooseReview LooseReviews loose_count loose_review loose_reviews",
    "one_review": "product_title review_detail saved_views",
    "overview_figures": "overview product_ranking",
    "pairs": "SamePair SamePairs noted_doubles open_pairs same_pairs",
    "phrases": "kept_phrases phrase_texts text_languages texts_now",
    "ratings": "all_time channels first_month last_posted latest_snapshots month_counts other_scale product_stars "
    "reply_speed stars_ever",
    "removal": "RequestRow removal_facts removal_requests",
    "replies": "own_templates reply_desk reply_rates signature",
    "review_list": "bad_waiting languages review_position review_rows review_totals rows_of",
    "standing": "level_history rule_corrections standings",
    "theme_figures": "theme_products theme_shares theme_words",
    "theme_filter": "reviews_under themes themes_of_reviews",
    "trust": "buyers_like mention mention_count mention_rows rivalry scorecard",
}
__getattr__ = lazily(__name__, _HOMES)
