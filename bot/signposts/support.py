"""/support, and the buttons that ask for the same: options for whoever wants them, privately, and never a refusal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.community import store as communities
from bot.community.context import Bare, Context
from bot.contract.commands import Ask, option
from bot.contract.events import ButtonPressed, CommandInvoked, DirectMessageSeen, Event, MessageSeen, Privacy
from bot.contract.messages import Message
from bot.contract.ports import Suggestion
from bot.contract.replies import Replies, Say, To
from bot.signposts import offer_wording, wording
from bot.signposts.friends import FOR_A_FRIEND, is_for_a_friend, names_somebody
from bot.texts import mark
from signposting import (
    ADULT,
    IN_DANGER,
    UNDER_18,
    Choice,
    Directory,
    Engine,
    Kind,
    Topic,
    Verdict,
    choose,
    find_area,
    find_topics,
    split_area,
    words,
)

AT_ONCE = 3
"""The most services in one card."""

WORRIED = "worried"
"""What a button carries in place of topics for somebody who is worried about somebody else."""

GENERAL = (Topic.CRISIS,)
TOPIC_HINT = mark("loneliness, money, grief, in your own words; or leave it empty")
AREA_HINT = mark("Scotland, Wales, Ireland; or leave it empty")
HERE = mark("Here are some options.")
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


class Support:
    """The handlers; they know the directory, and the engine for what is asked in somebody's own words."""

    def __init__(self, directory: Directory, engine: Engine) -> None:
        self._directory = directory
        self._engine = engine

    async def support(self, ask: GetSupport, context: Context) -> Replies:
        """A card for the topic and area. Whatever was typed, there is a card."""
        return (Say(self._asked(ask, context.bare)),)

    async def options(self, event: ButtonPressed, context: Context) -> Replies:
        """The same by button, without a topic."""
        return (Say(self.card(GENERAL, context.bare, opening=context.t(HERE))),)

    async def show(self, event: ButtonPressed, context: Context) -> Replies:
        """What an offer was about, now that it was asked for."""
        return (Say(self._shown(event, context.bare)),)

    async def more(self, event: ButtonPressed, context: Context) -> Replies:
        """The next page of the same card."""
        return (Say(self._more(event, context.bare)),)

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
            case DirectMessageSeen():
                return (Say(self.direct(GENERAL, bare), To.ACTOR if event.is_mention else To.DIRECT),)
            case MessageSeen():
                return ()
            case CommandInvoked(ask=GetSupport() as ask):
                return (Say(self._asked(ask, bare)),)
            case ButtonPressed(action="signposts.options"):
                return (Say(self.card(GENERAL, bare, opening=bare.t(HERE))),)
            case ButtonPressed(action="signposts.show"):
                return (Say(self._shown(event, bare)),)
            case ButtonPressed(action="signposts.more"):
                return (Say(self._more(event, bare)),)
            case _:
                return ()

    async def suggest_topics(self, typed: str, context: Context) -> tuple[Suggestion, ...]:
        """Topics by their words."""
        names = [*(words.topic_in_words(each, context.t.locale) for each in Topic), context.t(FOR_A_FRIEND)]
        return tuple(Suggestion(name, name) for name in names if typed.casefold() in name.casefold())

    async def suggest_areas(self, typed: str, context: Context) -> tuple[Suggestion, ...]:
        """Areas by their names."""
        named = ((words.area_in_words(each, context.t.locale), each) for each in self._directory.areas)
        return tuple(Suggestion(label, value) for label, value in named if typed.casefold() in label.casefold())

    def direct(self, topics: Collection[Topic], bare: Bare) -> Message:
        """What somebody who writes to the bot gets: that it is a bot, and options, immediate danger first."""
        return wording.direct(
            bare.t,
            self.card(topics, bare, opening=bare.t(wording.BOT)),
            None if IN_DANGER & set(topics) else self.choose(GENERAL, bare),
        )

    def choose(self, topics: Collection[Topic], bare: Bare, area: str | None = None, page: int = 0) -> Choice:
        """The services for these topics now, in the area named or the community's; the pages before are left out."""
        place, language = area or bare.area, bare.t.wanted.split("-")[0]
        left_out: frozenset[str] = frozenset()
        while True:
            choice = choose(
                self._directory,
                topics=topics,
                area=place,
                at=bare.now,
                language=language,
                age=None if bare.is_minor is None else UNDER_18 if bare.is_minor else ADULT,
                most=AT_ONCE,
                leave_out=left_out,
            )
            if page <= 0 or not choice.options:
                return choice
            left_out |= {each.service.id for each in choice.options}
            page -= 1

    def card(
        self, topics: Collection[Topic], bare: Bare, *, opening: str, area: str | None = None, page: int = 0
    ) -> Message:
        """One page of options."""
        choice = self.choose(topics, bare, area, page)
        subject = "|".join(filter(None, (" ".join(each.value for each in topics), area)))
        urgent = bool(IN_DANGER & set(topics))
        return wording.card(bare.t, choice, urgent=urgent, at=bare.now, opening=opening, subject=subject, page=page)

    def for_a_friend(self, bare: Bare, *, area: str | None = None, opening: str = "") -> Message:
        """For whoever is worried about somebody else: how to ask and listen, and who talks to worried friends."""
        card = self.card(GENERAL, bare, opening=bare.t(offer_wording.TO_TALK_TO), area=area)
        return offer_wording.for_somebody(bare.t, card, None, opening=opening)

    def _asked(self, ask: GetSupport, bare: Bare) -> Message:
        wish = self._understood(ask.topic or "", ask.area or "", bare)
        if wish.for_a_friend:
            return self.for_a_friend(bare, area=wish.area, opening=wish.opening)
        return self.card(wish.topics, bare, opening=wish.opening, area=wish.area)

    def _shown(self, event: ButtonPressed, bare: Bare) -> Message:
        if event.subject == WORRIED:
            return wording.worried_line(bare.t, Topic.CRISIS.value, self.choose(GENERAL, bare))
        return self.card(_read(event.subject), bare, opening=bare.t(HERE))

    def _more(self, event: ButtonPressed, bare: Bare) -> Message:
        topics, _, area = event.subject.partition("|")
        page = int(event.choice) if event.choice.isdecimal() and len(event.choice) <= 2 else 1  # noqa: PLR2004  # pages
        return self.card(_read(topics), bare, opening=bare.t("Some more options."), area=area or None, page=page)

    def _understood(self, said: str, place: str, bare: Bare) -> Wish:
        """What was typed, in whatever words. What isn't understood is said, and answered with options for anything."""
        language = bare.t.locale
        area = find_area(place, language) if place else None
        if not place:
            said, area = split_area(said, language)
        elsewhere = None
        if place and area is None:
            country = words.area_in_words(bare.area, language)
            elsewhere = bare.t("I don’t know that place, so these are for {area}.", area=country)
        verdict, topics = self._engine.judge(said), find_topics(said, language)
        if verdict.kind is Kind.CRISIS:  # whatever else is named, and whomever it is about
            topics = (*GENERAL, *(each for each in topics if each not in GENERAL))
        elif is_for_a_friend(said, bare.t) or (
            not topics and (names_somebody(said) or verdict.kind is Kind.WORRIED_OTHER)
        ):
            return Wish(GENERAL, area or bare.area, elsewhere or "", for_a_friend=True)
        topics = topics or _judged(verdict)
        first = bare.t(HERE if topics or not said.strip() else NOT_SURE)
        return Wish(topics or GENERAL, area or bare.area, " ".join(filter(None, (first, elsewhere))))


def _judged(verdict: Verdict) -> tuple[Topic, ...]:
    """The topics that the engine heard; whatever is bleaker than a topic gets options for a crisis."""
    return verdict.topics if verdict.kind is Kind.TOPIC else () if verdict.kind is Kind.NONE else GENERAL


def _read(subject: str) -> tuple[Topic, ...]:
    """The topics that a button carries; one that no longer exists is left out."""
    known = {each.value for each in Topic}
    return tuple(Topic(each) for each in subject.partition("|")[0].split() if each in known) or GENERAL
