"""What the buyers of the sample shop say about their orders, and what the shop answers; nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from storeapp.sample.dice import Dice
from storeapp.sample.imports import exports_of_reviews
from storeapp.sample.rules import Sale, Traders
from storeapp.sample.script import Script, Ware

# In which languages words are joined without a blank.
UNSPACED = {"zh"}
UNMENDED = "switch"  # the story that still goes on
EDITED_WITHIN = timedelta(days=26)  # after which a buyer changes no words any more
ASKED_LATELY = timedelta(days=90)  # since when buyers are asked for reviews: more write one, and later
ANSWERED_AFTER = timedelta(days=19)  # the delivery
LOOSE = 3  # reviews of a kind without an order number


@dataclass(slots=True)
class SampleReview:
    """A made-up review. `felt` is 1 to 5; a channel with its own scale keeps only what that scale can say.

    `story` names what it tells, `sender` is how it is signed where not by a shortened name, `waiting` its place in the
    script among those that wait for an answer.
    """

    place: int
    sale: int | None
    ware: int
    buyer: int
    felt: int
    title: str
    text: str
    language: str
    posted: datetime
    photos: int = 0
    reply: str = ""
    replied: datetime | None = None
    earlier: str = ""
    earlier_felt: int = 0
    earlier_title: str = ""
    edited: datetime | None = None
    story: str = ""
    sender: str = ""
    waiting: int | None = None


class Voices:
    """Lets the buyers of a finished trade speak, up to `midnight` (UTC); `nine` is nine hours after it."""

    def __init__(self, script: Script, traders: Traders) -> None:
        self.script = script
        self.traders = traders
        self.midnight = traders.midnight
        self.dice = Dice(script.seed * 3 + self.midnight.toordinal())
        self.heard: list[SampleReview] = []
        self._said: defaultdict[tuple[str, str], set[int]] = defaultdict(set)

    def hear_all(self) -> list[SampleReview]:
        """About one review for every third order, oldest first, with those that still wait for an answer."""
        trade = self.traders.trade
        told = [self._told(number, waiting) for number, waiting in enumerate(self.script.waiting)]
        fresh = {id(sale) for sale, _ in told}
        trade.sales.sort(key=lambda sale: sale.placed)
        for index, sale in enumerate(trade.sales):
            if sale.delivered is not None and id(sale) not in fresh:
                self._review(index, sale)
        places = {id(sale): index for index, sale in enumerate(trade.sales)}
        for sale, voice in told:
            voice.sale = places[id(sale)]
            self.heard.append(voice)
        self._edit()
        self.heard.sort(key=lambda voice: voice.posted)
        self._loosen()
        return self.heard

    def _review(self, index: int, sale: Sale) -> None:
        dice, place = self.dice, self.script.places[sale.place]
        item = sale.items[0] if len(sale.items) == 1 else dice.pick(sale.items)
        theme, felt = self._felt(sale, item.ware)
        assert sale.delivered is not None
        posted = sale.delivered + timedelta(hours=dice.between(5, 24 * (6 if felt < 4 else 20)))
        eager = 1.5 if felt < 4 else 1.0
        if felt > 3 and index % 5 and self.midnight - sale.delivered < ASKED_LATELY:
            posted = sale.delivered + (posted - sale.delivered) / 3 + ANSWERED_AFTER
            eager = 1.5
        if not dice.chance(place.reviews * eager) or posted >= self.midnight:
            return
        if posted > self.midnight - timedelta(days=7) and felt < 4:
            return  # the only bad reviews of the last week are those that wait, told in the script
        buyer = self.traders.trade.buyers[sale.buyer]
        language = "de" if place.platform == "amazon" and dice.chance(0.9) else buyer.language
        ware = self.script.wares[item.ware]
        speaks = self.script.usual["with_text" if felt > 2 else "bad_with_text"]
        text = self._text(language, ware, theme, felt) if dice.chance(speaks) else ""
        linked = dice.chance(place.linked)
        voice = SampleReview(
            place=sale.place,
            sale=index if linked else None,
            ware=item.ware,
            buyer=sale.buyer,
            felt=felt,
            title=self._title(place.platform, language, felt) if text else "",
            text=text,
            language=language if text else "",
            posted=posted,
            photos=dice.between(1, 3) if text and dice.chance(0.14) else 0,
            story=theme,
        )
        self._reply(voice)
        self.heard.append(voice)

    def _felt(self, sale: Sale, ware: int) -> tuple[str, int]:
        """The story this review tells, "" for none, and its stars."""
        dice, script = self.dice, self.script
        december = self.traders.december
        if sale.late and (sale.placed.year, sale.placed.month) == (december.year, 12):
            if dice.chance(script.december["chance"]):
                return "late", dice.pick(script.december["stars"])
        elif sale.late and dice.chance(script.usual["late_chance"]):
            return "late", dice.pick((2, 3, 3, 4))
        ago = (self.midnight - sale.placed).days
        for story in script.stories:
            concerned = script.wares[ware].sku in story.products and story.to_day <= ago <= story.from_day
            if concerned and dice.chance(story.chance):
                return story.name, dice.pick(story.stars)
        return "", dice.pick(script.usual["stars"])

    def _text(self, language: str, ware: Ware, theme: str, felt: int) -> str:
        words, dice = self.script.words[language], self.dice
        if theme in words:
            parts = [self._fresh(language, theme, words[theme])]
            if felt < 4 and dice.chance(0.4):
                parts.insert(0, dice.pick(words["bad_open"]))
            if felt < 4 and dice.chance(0.4):
                parts.append(dice.pick(words["bad_close"]))
        elif felt == 5:
            parts = [dice.pick(words["open"])]
            if ware.kind in words:
                parts.append(self._fresh(language, ware.kind, words[ware.kind]))
                if dice.chance(0.25):
                    parts.append(self._fresh(language, ware.kind, words[ware.kind]))
            if dice.chance(0.5) or len(parts) == 1:
                parts.append(dice.pick(words["close"]))
        else:
            mood = {4: "fine", 3: "middling"}.get(felt, "bad")
            fitting = [line.split("|")[-1] for line in words[mood] if "|" not in line or line.startswith(ware.kind)]
            parts = [self._fresh(language, mood + ware.kind, fitting)]
            if felt == 4 and dice.chance(0.35):
                parts.insert(0, dice.pick(words["open"]))
            elif felt < 4 and dice.chance(0.45):
                parts.append(dice.pick(words["bad_close"]))
        return ("" if language in UNSPACED else " ").join(parts)

    def _fresh(self, language: str, theme: str, lines: list[str]) -> str:
        """One of the lines, and none twice before every one was said."""
        number = self.dice.between(0, len(lines) - 1)
        said = self._said[language, theme]
        if len(said) == len(lines):
            said.clear()
        while number in said:
            number = (number + 1) % len(lines)
        said.add(number)
        return lines[number]

    def _title(self, platform: str, language: str, felt: int) -> str:
        titles = self.script.words[language]["title_good" if felt > 3 else "title_bad"]
        if platform not in ("own", "amazon") or not titles or self.dice.chance(0.25):
            return ""
        return self.dice.pick(titles)

    def _reply(self, voice: SampleReview) -> None:
        dice = self.dice
        bad = voice.felt < 4
        if not bad and not (voice.text and dice.chance(self.script.usual["good_replied"])):
            return
        replied = voice.posted + timedelta(minutes=dice.between(50, 60 * (30 if bad else 70)))
        if replied < self.midnight:
            language = voice.language or self.traders.trade.buyers[voice.buyer].language
            voice.reply = dice.pick(self.script.words[language]["sorry" if bad else "thanks"])
            voice.replied = replied

    def _edit(self) -> None:
        """Some complaints were put right, and the buyers changed their words after an export had the earlier ones."""
        dice, script = self.dice, self.script
        bad = [
            (voice, exported)
            for voice in self.heard
            if voice.text and voice.felt < 3 and script.places[voice.place].stars and voice.story != UNMENDED
            for exported in exports_of_reviews(script.places[voice.place], self.midnight)
            if voice.posted < exported < voice.posted + EDITED_WITHIN
        ]
        wanted = min(int(script.usual["edited"]), len(bad))
        for voice, exported in bad[:: max(1, len(bad) // wanted)][:wanted] if wanted else ():
            edited = max(exported, voice.posted + timedelta(days=4)) + timedelta(hours=dice.between(20, 140))
            if voice.edited is not None or edited > self.midnight - timedelta(days=1):
                continue
            voice.earlier, voice.earlier_felt, voice.earlier_title = voice.text, voice.felt, voice.title
            voice.text = dice.pick(script.words[voice.language]["mended"])
            voice.felt = dice.pick((4, 5, 5))
            voice.edited = edited
            voice.title = ""

    def _loosen(self) -> None:
        """A few reviews came in files that name no order: three are signed with a user name, three with an initial."""
        signed = [v for v in reversed(self.heard) if self._platform(v) == "ebay" and self._alone(v)]
        for voice in signed[:LOOSE]:
            voice.sender = self.traders.trade.buyers[voice.buyer].known[voice.place][1]
            voice.sale = None
        blurred = [v for v in reversed(self.heard) if self._platform(v) == "amazon" and v.waiting is None]
        for voice in blurred[:LOOSE]:
            voice.sale = None

    def _platform(self, voice: SampleReview) -> str:
        return self.script.places[voice.place].platform

    def _alone(self, voice: SampleReview) -> bool:
        """Whether only one order on its channel in the half year before the review has the product."""
        since = voice.posted - timedelta(days=184)
        orders = [
            sale
            for sale in self.traders.trade.sales
            if sale.place == voice.place
            and since < sale.placed < voice.posted + timedelta(days=1)
            and any(item.ware == voice.ware for item in sale.items)
        ]
        return voice.sale is not None and orders == [self.traders.trade.sales[voice.sale]]

    def _told(self, number: int, waiting: dict[str, Any]) -> tuple[Sale, SampleReview]:
        """One of the bad reviews that wait for an answer, with the order it belongs to."""
        script, traders = self.script, self.traders
        place = next(i for i, each in enumerate(script.places) if each.key == waiting["channel"])
        ware = next(i for i, each in enumerate(script.wares) if each.sku == waiting["product"])
        posted = self.midnight + timedelta(hours=9) - timedelta(hours=waiting["hours"], minutes=-11)
        days = script.places[place].promise_days + 2
        placed = posted - timedelta(days=days, hours=3)
        buyer = traders.newcomer(place, placed, waiting["country"])
        sale = traders.sale(place, buyer, placed, [traders.item(script.places[place], ware)])
        sale.status, sale.canceled, sale.reason, sale.late = "delivered", None, "", False
        sale.shipped = sale.placed + timedelta(hours=30)
        zone = ZoneInfo(script.places[place].time_zone)
        noon = datetime(sale.due.year, sale.due.month, sale.due.day, 12, 20, tzinfo=zone)
        sale.delivered = (noon - timedelta(days=1)).astimezone(timezone.utc)
        voice = SampleReview(
            place=place,
            sale=None,
            ware=ware,
            buyer=buyer,
            felt=waiting["stars"],
            title="",
            text=waiting["text"],
            language=script.people[waiting["country"]]["language"],
            posted=posted,
            photos=waiting["photos"],
            waiting=number,
        )
        return sale, voice
