"""What stands to the right of an article that is being written; whoever adds a pane adds its line here."""

from __future__ import annotations

from storeapp.articles.drafts.ui.side_pane import ArticlePane as ArticlePane
from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class PanePlan:
    """The ArticlePane that `module` calls `pane`, loaded when an article is first opened. `left`: beside the brief."""

    module: str
    pane: str
    left: bool = False


PANES: tuple[PanePlan, ...] = (
    PanePlan("storeapp.articles.ui.points_pane", "PointsPane", left=True),
    PanePlan("storeapp.articles.checks.ui.pane", "ChecksPane"),
)
