"""/support, and the buttons that ask for the same: options for whoever wants them, privately, and never a refusal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.community import store as communities
from bot.community import suggesting
from bot.community.context import Bare, Context
from bot.contract.commands import Ask, option
from bot.contract.events import ButtonPressed, CommandInvoked, DirectMessageSeen, Event, MessageSeen, Privacy
from bot.contract.messages import Message, text
from bot.contract.ports import Suggestion
from bot.contract.replies import Replies, Say, To
from bot.signposts import wording
from bot.signposts.asked import DANGER_TOO, GENERAL, Asked
from bot.signposts.cards import ACTIONS, HERE, KEEP, Cards
from bot.signposts.directories import Directories
from bot.signposts.engines import Engines
from bot.signposts.friends import FOR_A_FRIEND, is_for_a_friend, names_somebody
from bot.signposts.searching import found_by, named_in, words_to_find
from bot.texts import mark
from signposting import (
    IN_DANGER,
    Choice,
    Kind,
    Topic,
    Verdict,
    country_of,
    find_topics,
    split_area,
    words,
)
from signposting.finding import plain

TOPIC_HINT = mark("loneliness, money, your own words, or find and a name; or leave it empty")
AREA_HINT = mark("Scotland, Wales, Ireland; or leave it empty")
FOUND = mark("This is what I found.")
NOT_FOUND = mark("I found nothing by those words, so here are options for anything.")
NOT_SURE = mark("I’m not sure which of these you meant, so here are options for anything.")


@dataclass(frozen=True, slots=True)
class GetSupport(Ask):
    """Options, by topic and area if somebody names them."""

    topic: str | None = option(
        mark("What about?"), hint=TOPIC_HINT, most=500, rest=True, suggester="topics", default=None
    )
    area: str | None = option(mark("Where are you?"), hint=AREA_HINT, suggester="areas", default=None)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for, as far as it was understood."""

    topics: tuple[Topic, ...]
    area: str
    opening: str
    for_a_friend: bool = False
    ids: tuple[str, ...] = ()


class Support:
    """The handlers; they know each community's directory, and its engine for what is asked in somebody's own words."""

    def __init__(self, directories: Directories, engines: Engines) -> None:
        self._directories = directories
        self._cards = Cards(directories)
        self._engines = engines

    async def support(self, ask: GetSupport, context: Context) -> Replies:
        """A card for the topic and area. Whatever was typed, there is a card."""
        return (Say(self._asked(ask, context.bare)),)

    async def press(self, event: ButtonPressed, context: Context) -> Replies:
        """The card that a button leads to, its next page, an answer of the barrier step, or the card to be kept."""
        return self._pressed(event, context.bare)

    async def why(self, event: ButtonPressed, context: Context) -> Replies:
        """Why a private answer came."""
        return (Say(wording.why_answered(context.t)),)

    async def off(self, event: ButtonPressed, context: Context) -> Replies:
        """No more private answers for this member, at once."""
        await communities.choose(context.session, context.by, answers_off=True)
        return (Say(wording.off(context.t)),)

    async def on(self, event: ButtonPressed, context: Context) -> Replies:
        """Private answers again."""
        await communities.choose(context.session, context.by, answers_off=False)
        return (Say(wording.on(context.t)),)

    def without_storage(self, event: Event, bare: Bare) -> Replies:
        """The same cards where the database can't be used: somebody who asks for options gets them."""
        match event:
            case DirectMessageSeen(is_mention=True, answers=Privacy.DIRECT):
                return (Say(wording.cover(bare.t, Topic.CRISIS.value), To.DIRECT),)
            case DirectMessageSeen(is_mention=True):
                return (Say(self.mentioned(GENERAL, bare)),)
            case DirectMessageSeen():
                return (Say(self.direct(GENERAL, bare), To.DIRECT),)
            case MessageSeen():
                return ()
            case CommandInvoked(ask=GetSupport() as ask):
                return (Say(self._asked(ask, bare)),)
            case ButtonPressed(action=pressed) if pressed in ACTIONS:
                return self._pressed(event, bare)
            case _:
                return ()

    async def suggest_topics(self, typed: str, context: Context) -> tuple[Suggestion, ...]:
        """Topics by their words."""
        names = [*(words.topic_in_words(each, context.t.locale) for each in Topic), context.t(FOR_A_FRIEND)]
        return tuple(Suggestion(name, name) for name in names if typed.casefold() in name.casefold())

    async def suggest_areas(self, typed: str, context: Context) -> tuple[Suggestion, ...]:
        """Areas by their names, accents or not; the community's own country and its parts first."""
        own = country_of(context.community.area)
        named = ((words.area_in_words(each, context.t.locale), each) for each in self._directories.of(context.id).areas)
        found = [Suggestion(label, value) for label, value in named if plain(typed) in plain(label)]
        return tuple(sorted(found, key=lambda each: (country_of(each.value) != own, plain(each.label))))

    def direct(self, topics: Collection[Topic], bare: Bare) -> Message:
        """What somebody who writes to the bot gets: that it is a bot, and options, immediate danger first."""
        return wording.direct(
            bare.t,
            self.card(topics, bare, opening=bare.t(wording.BOT)),
            None if IN_DANGER & set(topics) else self.choose(GENERAL, bare),
        )

    def mentioned(self, topics: Collection[Topic], bare: Bare) -> Message:
        """The same for a mention, whose answer only they see and which is gone on reload: it can be sent to be kept."""
        choice = "" if IN_DANGER & set(topics) else DANGER_TOO
        return wording.keepable(bare.t, self.direct(topics, bare), Asked(tuple(topics)).subject, choice)

    def choose(self, topics: Collection[Topic], bare: Bare) -> Choice:
        """The services for these topics now, where the member or the community is."""
        return self._cards.chosen(Asked(tuple(topics)), bare)

    def card(self, topics: Collection[Topic], bare: Bare, *, opening: str, area: str | None = None) -> Message:
        """The first page of options."""
        return self._cards.card(Asked(tuple(topics), area or ""), bare, opening=opening)

    def for_a_friend(self, bare: Bare, *, area: str | None = None, opening: str = "") -> Message:
        """For whoever is worried about somebody else."""
        return self._cards.for_a_friend(bare, area=area, opening=opening)

    def _pressed(self, event: ButtonPressed, bare: Bare) -> Replies:
        card = self._cards.pressed(event, bare)
        return (Say(card, To.DIRECT), Say(text(bare.t(wording.SENT)))) if event.action == KEEP else (Say(card),)

    def _asked(self, ask: GetSupport, bare: Bare) -> Message:
        wish = self._understood(ask.topic or "", ask.area or "", bare)
        if wish.for_a_friend:
            return self.for_a_friend(bare, area=wish.area, opening=wish.opening)
        return self._cards.card(Asked(wish.topics, wish.area, ids=wish.ids), bare, opening=wish.opening)

    def _understood(self, said: str, place: str, bare: Bare) -> Wish:
        """What was typed, in whatever words. What isn't understood is said, and answered with options for anything."""
        said, area, elsewhere = _placed(said, place, bare)
        verdict, topics = self._engines.of(bare.community).judge(said), find_topics(said, bare.t.locale)
        if verdict.kind is Kind.CRISIS:  # whatever else is named, and whomever it is about
            topics = (*GENERAL, *(each for each in topics if each not in GENERAL))
        elif is_for_a_friend(said, bare.t) or (
            not topics and (names_somebody(said) or verdict.kind is Kind.WORRIED_OTHER)
        ):
            return Wish(GENERAL, area, elsewhere, for_a_friend=True)
        elif verdict.kind in {Kind.NONE, Kind.TOPIC}:
            found = self._searched(said, area, bare, known=bool(topics))
            if found is not None:
                return Wish(GENERAL, area, _sentences(bare.t(FOUND if found else NOT_FOUND), elsewhere), ids=found)
        topics = topics or _judged(verdict)
        first = bare.t(HERE if topics or not said.strip() else NOT_SURE)
        return Wish(topics or GENERAL, area, _sentences(first, elsewhere))

    def _searched(self, said: str, area: str, bare: Bare, *, known: bool) -> tuple[str, ...] | None:
        """What a search finds, where one was asked for or a service was called by its name; else None."""
        directory, wanted = self._directories.of(bare.community), words_to_find(said, bare.t.locale)
        if wanted:
            return found_by(wanted, directory, area, bare)
        return None if known else named_in(said, directory, area, bare) or None


def _placed(said: str, place: str, bare: Bare) -> tuple[str, str, str]:
    """What was typed without its area; the area; and what is to be said of a place that isn't known."""
    if not place:
        said, area = split_area(said, bare.t.locale)
        return said, area or bare.area, ""
    known = suggesting.find_place(place, bare.t)
    country = suggesting.place_in_words(bare.area, bare.t)
    elsewhere = "" if known else bare.t("I don’t know that place, so these are for {area}.", area=country)
    return said, known or bare.area, elsewhere


def _sentences(*parts: str) -> str:
    return " ".join(each for each in parts if each)


def _judged(verdict: Verdict) -> tuple[Topic, ...]:
    """The topics that the engine heard; whatever is bleaker than a topic gets options for a crisis."""
    return verdict.topics if verdict.kind is Kind.TOPIC else () if verdict.kind is Kind.NONE else GENERAL
