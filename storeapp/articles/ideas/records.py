"""The rows of the idea board."""

from __future__ import annotations

from storeapp.articles.ideas.rules import IdeaOffer
from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """One idea. `state`: offered | open | used | dismissed; `id` 0 and `offer` filled while it is only offered."""

    id: int
    words: str
    kind: str
    source: str
    evidence: str
    state: str
    article_id: int | None = None
    article: str = ""
    at: str = ""
    offer: IdeaOffer | None = None

    @property
    def key(self) -> str:
        """Names it on the board."""
        return str(self.id) if self.offer is None else self.offer.key
