"""What the checks of an article tell, and what is known beside its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from storeapp.kernel.rows import dataclass
from storeapp.rulebook.messages.rules import Severity

Span = tuple[int, int]
ClaimState = Literal["open", "evidence", "opinion", "changed"]


@dataclass(frozen=True, slots=True)
class TextMend:
    """A change that mends a finding: what stands at `span` is replaced by `text`; `words` are its button's."""

    span: Span
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class ArticleFinding:
    """One finding with its place.

    `why` tells the reason and the way out, `instead` the way out alone; `kind`: of the rule (law, platform, …); `line`
    from 1, None where it is about the whole text; `span` in the Markdown; `place_text`: the words it was found in, ""
    for the whole; `accepted`: the owner's reason for letting it stand; `places`: the names of those it holds at, where
    that is not everywhere the text is meant for.
    """

    rule: str
    severity: Severity
    code: str
    sentence: str
    why: str
    instead: str
    kind: str
    source: str
    line: int | None = None
    span: Span | None = None
    place_text: str = ""
    mend: TextMend | None = None
    accepted: str | None = None
    places: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether it keeps the article from being published."""
        return self.severity == "BLOCK" and self.accepted is None


@dataclass(frozen=True, slots=True)
class ArticleGauge:
    """A measure against its limit; `least`: the limit is the lowest good value. `unit` as UNITS of printed names it."""

    name: str
    value: float
    limit: float
    unit: str = ""
    least: bool = False

    @property
    def fine(self) -> bool:
        """Whether the limit is kept."""
        return self.value >= self.limit if self.least else self.value <= self.limit


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A sentence that asserts something; `claim_id` of what the owner said of it, None where nothing.

    `told`: the evidence in words, see ClaimRow.
    """

    sentence: str
    key: str
    kinds: tuple[str, ...]
    line: int
    span: Span
    state: ClaimState
    claim_id: int | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class CheckedArticle:
    """What was found in a text; `language` "" where it can't be told; `fine`: the rules that had nothing to say;
    `unasked`: those on labels that were not looked at, nobody having paid;
    `compared`: how many other texts of the shop it was compared with.
    """

    findings: tuple[ArticleFinding, ...]
    gauges: tuple[ArticleGauge, ...]
    claims: tuple[ClaimLine, ...]
    language: str
    length: int
    fine: tuple[str, ...] = ()
    compared: int = 0
    unasked: tuple[str, ...] = ()

    @property
    def blockers(self) -> list[ArticleFinding]:
        """What stops publishing."""
        return [one for one in self.findings if one.stops]

    @property
    def to_fix(self) -> list[ArticleFinding]:
        """What is to be looked at before publishing and does not stop it."""
        return [one for one in self.findings if one.severity == "WARN" and one.accepted is None]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What the owner said of a claim. `changed`: the figure it was linked to is another by now, given as `now`.

    `told`: what is linked, in words, "" for an opinion.
    """

    id: int
    sentence: str
    kind: str
    ref_kind: str
    ref_id: int | None
    ref_text: str
    figure: str
    figure_at: str | None
    now: str = ""
    told: str = ""

    @property
    def changed(self) -> bool:
        """Whether the evidence says something else than when it was linked."""
        return bool(self.figure) and self.figure != self.now


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """A finding that the owner lets stand."""

    id: int
    rule: str
    place_text: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """What proves a claim: a review, order, case or attachment by its id, a figure of the shop, or a web address."""

    ref_kind: str
    ref_id: int | None = None
    ref_text: str = ""


@dataclass(frozen=True, slots=True)
class CheckPlace:
    """Where a text is to come out: `platform` of a channel; `place` "own", "newsletter", "social" or "guest"."""

    platform: str = ""
    place: str = "own"
    seller: str = ""  # country of the shop there
    name: str = ""


@dataclass(frozen=True, slots=True)
class Checking:
    """All that is known beside the text: what the brief says, the place, products, claims, acceptances."""

    language: str = ""
    country: str = ""
    relation: str = "none"
    title: str = ""
    place: CheckPlace = field(default_factory=CheckPlace)
    products: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()  # hosts of the shop itself
    claims: tuple[ClaimRow, ...] = ()
    accepted: tuple[AcceptedFinding, ...] = ()
    word_goal: int | None = None
    alts: Mapping[str, str] = field(default_factory=dict)  # what pictures of the library show, by "picture:7"
