"""/support, and the buttons that ask for the same: options for whoever wants them, privately."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass

from bot.community import store as communities
from bot.community.context import Context, again
from bot.contract.commands import Ask, option
from bot.contract.events import ButtonPressed
from bot.contract.messages import Message
from bot.contract.ports import Suggestion
from bot.contract.replies import Replies, Say
from bot.signposts import wording
from bot.texts import mark
from signposting import Choice, Directory, Topic, choose, words

AT_ONCE = 3
"""The most services in one card."""


@dataclass(frozen=True, slots=True)
class GetSupport(Ask):
    """Options, by topic and area if somebody names them."""

    topic: str | None = option(
        mark("What about?"), hint=mark("loneliness, money, grief … or leave it empty"), suggester="topics", default=None
    )
    area: str | None = option(
        mark("Where are you?"), hint=mark("Scotland, Wales, Ireland …"), suggester="areas", default=None
    )


class Support:
    """The handlers; they know the directory."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def support(self, ask: GetSupport, context: Context) -> Replies:
        """A card for the topic and area; what is not understood is asked again at its field."""
        topics, area = self._topics(ask.topic, context), self._area(ask.area, context)
        errors = {}
        if topics is None:
            errors["topic"] = self._unknown_topic(ask.topic or "", context)
        if area is None:
            errors["area"] = self._unknown_area(ask.area or "", context)
        if topics is None or area is None:
            return (again("support", ask, **errors),)
        return (Say(self.card(topics, context, opening=context.t("Here are some options."), area=area)),)

    async def options(self, event: ButtonPressed, context: Context) -> Replies:
        """The same by button, without a topic."""
        return (Say(self.card([Topic.CRISIS], context, opening=context.t("Here are some options."))),)

    async def show(self, event: ButtonPressed, context: Context) -> Replies:
        """What an offer was about, now that it was asked for."""
        return (Say(self.card(_read(event.subject), context, opening=context.t("Here are some options."))),)

    async def more(self, event: ButtonPressed, context: Context) -> Replies:
        """The next page of the same card."""
        words_, _, area = event.subject.partition("|")
        page = int(event.choice) if event.choice.isdecimal() else 1
        opening = context.t("Some more options.")
        return (Say(self.card(_read(words_), context, opening=opening, area=area or None, page=page)),)

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

    async def suggest_topics(self, typed: str, context: Context) -> tuple[Suggestion, ...]:
        """Topics by their words."""
        named = ((words.topic_in_words(each, context.t.locale), each.value) for each in Topic)
        return tuple(Suggestion(label, value) for label, value in named if typed.casefold() in label.casefold())

    async def suggest_areas(self, typed: str, context: Context) -> tuple[Suggestion, ...]:
        """Areas by their names."""
        named = ((words.area_in_words(each, context.t.locale), each) for each in self._directory.areas)
        return tuple(Suggestion(label, value) for label, value in named if typed.casefold() in label.casefold())

    def choose(self, topics: Collection[Topic], context: Context, area: str | None = None, shown: int = 0) -> Choice:
        """The services for these topics now, in the community's area unless another was named."""
        place, language = area or context.community.area, context.t.locale.split("-")[0]
        left_out: frozenset[str] = frozenset()
        while True:
            choice = choose(
                self._directory,
                topics=topics,
                area=place,
                at=context.now,
                language=language,
                most=AT_ONCE,
                leave_out=left_out,
            )
            if shown <= 0 or not choice.options:
                return choice
            left_out |= {each.service.id for each in choice.options}
            shown -= AT_ONCE

    def card(
        self, topics: Collection[Topic], context: Context, *, opening: str, area: str | None = None, page: int = 0
    ) -> Message:
        """One page of options."""
        choice = self.choose(topics, context, area, shown=page * AT_ONCE)
        subject = "|".join(filter(None, (" ".join(each.value for each in topics), area)))
        urgent = Topic.CRISIS in topics
        return wording.card(
            context.t, choice, urgent=urgent, at=context.now, opening=opening, subject=subject, page=page
        )

    def _topics(self, typed: str | None, context: Context) -> list[Topic] | None:
        """The topics that were typed, by id or by words; None for words that name none."""
        if not typed:
            return [Topic.CRISIS]
        labels = {words.topic_in_words(each, context.t.locale).casefold(): each for each in Topic}
        known = labels | {each.value: each for each in Topic}
        exact = known.get(typed.casefold())
        within = [each for label, each in labels.items() if typed.casefold() in label]
        near = difflib.get_close_matches(typed.casefold(), known, n=1)
        found = [exact] if exact else within or [known[each] for each in near]
        return found or None

    def _area(self, typed: str | None, context: Context) -> str | None:
        """The area that was typed, by code or name; None for one we know nothing of."""
        if not typed:
            return context.community.area
        names = {words.area_in_words(each, context.t.locale).casefold(): each for each in self._directory.areas}
        known = names | {each.casefold(): each for each in self._directory.areas}
        near = difflib.get_close_matches(typed.casefold(), known, n=1, cutoff=0.75)
        return known[near[0]] if near else None

    def _unknown_topic(self, typed: str, context: Context) -> str:
        labels = context.t.listed([words.topic_in_words(each, context.t.locale) for each in Topic], "or")
        return context.t(
            mark("I have nothing under “{given}”. It can be {known}, or empty."), given=typed, known=labels
        )

    def _unknown_area(self, typed: str, context: Context) -> str:
        names = [words.area_in_words(each, context.t.locale) for each in self._directory.areas]
        sentence = mark("I know no place called “{given}”. It can be {known}, or empty.")
        return context.t(sentence, given=typed, known=context.t.listed(names, "or"))


def _read(subject: str) -> list[Topic]:
    """The topics that a button carries; one that no longer exists is left out."""
    known = {each.value for each in Topic}
    return [Topic(each) for each in subject.partition("|")[0].split() if each in known] or [Topic.CRISIS]
