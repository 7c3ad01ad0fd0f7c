"""Whether a review breaks its platform's own rules: questions, proof, and what goes into the evidence pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storeapp.evidence.records import AttachedFile
from storeapp.evidence.rules import KINDS, distinct_names
from storeapp.kernel.money import Money
from storeapp.kernel.text import N_, _, plural
from storeapp.rulebook.messages.buyer_names import Buyer
from storeapp.rulebook.messages.private import private
from storeapp.rulebook.removal import Ground as Ground
from storeapp.rulebook.removal import RemovalList as RemovalList
from storeapp.rulebook.removal import lists_of as lists_of

OUTCOMES = {
    "open": N_("Asked"),
    "removed": N_("Taken down"),
    "kept": N_("Stays up"),
    "withdrawn": N_("Withdrawn"),
}
CERTAINTIES = {
    "V": N_("read in the platform's own text"),
    "S": N_("from a second-hand source"),
    "K": N_("to be verified"),
}
MASK = "•••"
SHORTEST_MESSAGE = 10
LONGEST_STATEMENT = 4000


@dataclass(frozen=True, slots=True)
class DatedWording:
    """What a review said at a time; `until` is when an import found it replaced, "" for the present wording."""

    stars: str
    title: str
    text: str
    posted_on: str | None
    until: str = ""


@dataclass(frozen=True, slots=True)
class RemovalFacts:
    """All that is known of a review when its removal is asked for. `wordings`: oldest first, the present one last."""

    review_id: int
    platform: str
    channel: str
    shop: str
    wordings: tuple[DatedWording, ...]
    reviewer: str
    buyer: str
    customer_id: int | None
    product: str
    order_number: str
    order_status: str
    placed_on: str | None
    shipped_on: str | None
    delivered_on: str | None
    due_on: str | None
    total: Money | None
    refunded: Money | None
    gone_at: str | None
    reply: str
    kind: str = ""  # what the review is about, see kernel/review_kinds

    @property
    def has_order(self) -> bool:
        """Whether the shop knows the order behind it."""
        return bool(self.order_status)

    @property
    def said(self) -> str:
        """Every wording, to look for quoted words in."""
        return "\n".join(f"{one.title}\n{one.text}" for one in self.wordings)


@dataclass(frozen=True, slots=True)
class GroundAnswer:
    """Yes or no to one ground, with the words quoted or the messages given as its proof."""

    yes: bool
    proof: str = ""


@dataclass(frozen=True, slots=True)
class RemovalVerdict:
    """What the answers come to. `ground`: the first that fits and is proved; `wanting`: what a proof still lacks."""

    ground: Ground | None
    wanting: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        if self.ground is not None:
            return _(self.ground.rule)
        if self.wanting:
            return _("A reason may apply, but its proof is missing.")
        return _("This review may not be removed: it is an honest opinion. Reply to it instead.")


def judge(rules: RemovalList, answers: Mapping[str, GroundAnswer], facts: RemovalFacts) -> RemovalVerdict:
    """Which ground fits. Nothing fits because a review is negative: only what the platform's list names."""
    wanting: dict[str, str] = {}
    found: Ground | None = None
    for ground in rules.grounds:
        answer = answers.get(ground.id, GroundAnswer(False))
        if not answer.yes:
            continue
        lack = lacking(ground, answer.proof, facts)
        if lack:
            wanting[ground.id] = lack
        elif found is None:
            found = ground
    return RemovalVerdict(found, wanting)


def lacking(ground: Ground, proof: str, facts: RemovalFacts) -> str:
    """What the proof of a ground lacks, "" where nothing does."""
    plain = " ".join(proof.split())
    if ground.proof == "words":
        if not plain:
            return _("Quote the words of the review that show it.")
        if plain.casefold() not in " ".join(facts.said.split()).casefold():
            return _("These words are not in the review. Copy them from it.")
    if ground.proof == "messages" and len(plain) < SHORTEST_MESSAGE:
        return _("Put in the messages that show it, with their dates.")
    if ground.proof == "order":
        if ground.kind == "fake" and facts.has_order:
            return _("The shop knows the order behind this review: it is from a buyer.")
        if len(plain) < SHORTEST_MESSAGE:
            return _("Say how you know it: what was searched for and not found, or when it was sent.")
    return ""


def ready(statement: str) -> str:
    """What is wrong with the owner's statement, "" where nothing is."""
    if len(statement) > LONGEST_STATEMENT:
        return _("The statement is too long. Use at most {count} characters.").format(count=f"{LONGEST_STATEMENT:,}")
    return ""


def masked(text: str, facts: RemovalFacts) -> str:
    """A text without names, addresses, e-mails and phone numbers: each stands as •••."""
    names = [name for name in (facts.buyer, facts.reviewer) if name]
    for kind, (start, end) in reversed(private(text, Buyer(names, reply=False))):
        if kind != "order":
            text = f"{text[:start]}{MASK}{text[end:]}"
    return text


@dataclass(frozen=True, slots=True)
class PackLine:
    """One line of the pack: a name and what it is, a heading (no value), or plain words (no name)."""

    name: str
    value: str = ""
    heading: bool = False
    file: int | None = None  # of a line about an attached file: its id
    picture: Path | None = None  # what stands below the line


def pack(
    facts: RemovalFacts,
    rules: RemovalList,
    ground: Ground,
    answers: Mapping[str, GroundAnswer],
    statement: str,
    day: str,
    mask: bool = True,
    files: Sequence[AttachedFile] = (),
) -> list[PackLine]:
    """The evidence pack as lines, in the order of reading; `mask` leaves names, e-mails and phone numbers out.

    `files`: what is attached as proof; whoever writes the pack puts each picture under its line.
    """
    lines = [PackLine(_("Request to take down a review"), heading=True)]
    lines += _filled_lines(
        (_("Shop"), facts.shop),
        (_("Channel"), facts.channel),
        (_("Date of this request"), day),
        (_("Product"), facts.product),
    )
    lines.append(PackLine(_("The reason for removal"), heading=True))
    lines += _filled_lines(
        (_("Reason for removal"), _(ground.title)),
        (_("Rule of {platform}, in short").format(platform=facts.channel), _(ground.rule)),
        (_("Source"), ground.source),
        (_("Address"), ground.source_url),
        (_("Read on"), f"{rules.checked_on.isoformat()}, {_(CERTAINTIES[rules.certainty])}"),
        (_("Date of the source"), rules.as_of),
    )
    lines += _review_lines(facts, mask)
    lines += _order_lines(facts, mask)
    lines.append(PackLine(_("Answers"), heading=True))
    for one in rules.grounds:
        answer = answers.get(one.id, GroundAnswer(False))
        lines.append(PackLine(_(one.question), _("Yes") if answer.yes else _("No")))
        if answer.yes and answer.proof.strip():
            words = {"words": _("Words quoted"), "messages": _("Messages")}.get(one.proof, _("How it is known"))
            lines.append(PackLine(words, _shown(answer.proof.strip(), facts, mask)))
    if statement.strip():
        lines.append(PackLine(_("Statement of the shop"), heading=True))
        lines.append(PackLine("", _shown(statement.strip(), facts, mask)))
    lines += _file_lines(files, mask)
    if mask:
        lines.append(PackLine("", _("Names, e-mail addresses and phone numbers are left out of this evidence.")))
    return lines


def _file_lines(files: Sequence[AttachedFile], mask: bool) -> list[PackLine]:
    """A name given by the owner may be the buyer's: it is masked as the words are."""
    if not files:
        return []
    named = [file.name for file in files]
    if mask:
        plain = _("Proof {number}")  # not inside an f-string, where no translator finds it
        named = [f"{plain.format(number=n)}.{KINDS[file.kind][0]}" for n, file in enumerate(files, 1)]
    lines = [PackLine(_("Attached files"), heading=True)]
    words = _("{kind}, attached on {day}. SHA-256 of the original: {hash}")
    for file, name in zip(files, distinct_names(named), strict=True):
        told = words.format(kind=_(KINDS[file.kind][1]), day=file.added_at[:10], hash=file.sha256)
        lines.append(PackLine(name, told, file=file.id))
    return lines


def _filled_lines(*pairs: tuple[str, str]) -> list[PackLine]:
    return [PackLine(name, value) for name, value in pairs if value]


def _shown(text: str, facts: RemovalFacts, mask: bool) -> str:
    return masked(text, facts) if mask else text


def _review_lines(facts: RemovalFacts, mask: bool) -> list[PackLine]:
    lines = [PackLine(_("The review"), heading=True)]
    who = "" if mask else facts.reviewer
    lines += _filled_lines((_("Shown name"), who))
    for number, one in enumerate(facts.wordings):
        if len(facts.wordings) == 1:
            head = _("As it was first seen")
        elif number == 0:
            head = _("As it was first seen, until {day}").format(day=one.until[:10])
        elif one.until:
            head = _("Later text, until {day}").format(day=one.until[:10])
        else:
            head = _("As it is now")
        words = "\n".join(part for part in (one.title, one.text) if part) or _("No words, only stars")
        lines.append(PackLine(head, _(", ").join(part for part in (one.stars, one.posted_on or "") if part)))
        lines.append(PackLine("", _shown(words, facts, mask)))
    lines += _filled_lines(
        (_("No longer on the channel, noticed"), (facts.gone_at or "")[:10]),
        (_("Public reply"), _shown(facts.reply, facts, mask)),
    )
    return lines


def _order_lines(facts: RemovalFacts, mask: bool) -> list[PackLine]:
    lines = [PackLine(_("The order"), heading=True)]
    if not facts.has_order:
        if facts.order_number:
            return [
                *lines,
                PackLine(_("Order"), _("{number}, not known to the shop").format(number=facts.order_number)),
            ]
        return [*lines, PackLine("", _("The shop knows no order behind this review."))]
    buyer = facts.buyer
    if mask and facts.customer_id is not None:
        buyer = _("Customer {number}").format(number=facts.customer_id)
    return lines + _filled_lines(
        (_("Order"), facts.order_number),
        (_("Buyer"), buyer),
        (_("Status"), _(facts.order_status.capitalize())),
        (_("Ordered"), facts.placed_on or ""),
        (_("Shipped"), facts.shipped_on or ""),
        (_("Promised by"), facts.due_on or ""),
        (_("Delivered"), facts.delivered_on or ""),
        (_("Total"), str(facts.total) if facts.total is not None else ""),
        (_("Refunded"), str(facts.refunded) if facts.refunded is not None else ""),
    )


@dataclass(frozen=True, slots=True)
class Success:
    """How requests on one ground ended."""

    ground: str
    title: str
    asked: int
    removed: int
    kept: int

    @property
    def sentence(self) -> str:
        """`2 of 3 decided were taken down`."""
        decided = self.removed + self.kept
        if not decided:
            return plural("{count} asked, none decided yet", "{count} asked, none decided yet", self.asked)
        return _("{removed} of {decided} decided were taken down").format(removed=self.removed, decided=decided)


def successes(found: Sequence[tuple[str, str, str]]) -> list[Success]:
    """From (ground, its title, outcome) of requests: by ground, the most asked first; withdrawn ones don't count."""
    counts: dict[str, list[int]] = {}
    titles: dict[str, str] = {}
    for ground, title, outcome in found:
        if outcome == "withdrawn":
            continue
        row = counts.setdefault(ground, [0, 0, 0])
        titles[ground] = title
        row[0] += 1
        row[1] += outcome == "removed"
        row[2] += outcome == "kept"
    rows = [Success(ground, titles[ground], *row) for ground, row in counts.items()]
    return sorted(rows, key=lambda one: (-one.asked, one.ground))
