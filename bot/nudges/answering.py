"""What happens when somebody presses a button under a nudge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.community.ages import bands as ages
from bot.community.brewing import Rounds
from bot.community.context import Context
from bot.community.limits import day_key, keyed_hash
from bot.community.naming import named
from bot.community.numbers import row_number
from bot.community.store import hash_key
from bot.contract.commands import Ask
from bot.contract.events import ButtonPressed
from bot.contract.places import Member
from bot.contract.replies import Replies, Say
from bot.nudges import store, wording
from bot.nudges.posting import Posting
from bot.nudges.tables import Nudge
from bot.nudges.weather import Answered, Weather, may_move
from bot.storage import Session

COUNTED_FOR = timedelta(days=2)
"""How long a nudge counts its weather; then the pseudonyms that tell a second press are gone."""


@dataclass(frozen=True, slots=True)
class CheckIn(Ask):
    """How somebody is, for nobody else to see."""


class Answers:
    """The buttons under a nudge. Every press is answered privately; only tallies show."""

    def __init__(self, posting: Posting, rounds: Rounds) -> None:
        self._posting = posting
        self._rounds = rounds

    async def brew(self, event: ButtonPressed, context: Context) -> Replies:
        """Somebody is up for a brew. Why they are is nobody's business."""
        nudge = await _nudge(event, context)
        if nudge is None or _is_past(nudge, context):
            return _over(context)
        if (joined := await self._rounds.join(nudge.id, context)) is not None:
            return (*joined, *await self._revised(context, nudge))
        band = (await ages.rule(context.session, context.community)).band(context.event.roles)
        first = await store.count_brew(context.session, nudge.id, context.by, context.now, band)
        asked = Say(wording.brew_asked(context.t, nudge.id, first=first, shows_names=band is not None))
        return (asked, *await self._revised(context, nudge)) if first else (asked,)

    async def unbrew(self, event: ButtonPressed, context: Context) -> Replies:
        """A change of mind."""
        nudge = await _nudge(event, context)
        if nudge is None:
            return _over(context)
        if (out := await self._rounds.leave(nudge.id, context)) is not None:
            return (*out, *await self._revised(context, nudge))
        left = Say(wording.brew_left(context.t))
        if await store.withdraw_brew(context.session, nudge.id, context.by):
            return (left, *await self._revised(context, nudge))
        return _over(context) if _is_past(nudge, context) else (left,)

    async def name(self, event: ButtonPressed, context: Context) -> Replies:
        """Somebody agreed to be seen by the others who agreed, and now sees them."""
        nudge = await _nudge(event, context)
        if nudge is None or _is_past(nudge, context):
            return _over(context)
        band = (await ages.rule(context.session, context.community)).band(context.event.roles)
        if band is None or not await store.show_name(context.session, nudge.id, context.by, band):
            return await self.brew(event, context)
        others = [each for each in await store.names_shown(context.session, nudge.id, band) if each != context.by]
        return (Say(wording.brew_names(context.t, await named(context.session, others), nudge.id)),)

    async def weather(self, event: ButtonPressed, context: Context) -> Replies:
        """Somebody told the weather: counted once, answered every time, remembered never."""
        nudge = await _nudge(event, context)
        if event.choice not in {kind.value for kind in Weather}:
            return _over(context)
        chosen = Weather(event.choice)
        answer = Say(wording.weather_answer(context.t, chosen, event.subject))
        counted = None if nudge is None else await self._count(nudge, chosen, context)
        if nudge is None or counted is None:
            return (answer,)
        return (answer, *await self._revised(context, nudge, counted))

    async def check_in(self, ask: CheckIn, context: Context) -> Replies:
        """The weather check-in on demand: privately, in no tally, without a row."""
        return (Say(wording.check_in(context.t)),)

    async def checked_in(self, event: ButtonPressed, context: Context) -> Replies:
        """Its answer, with a chat where the newest nudge still takes brews."""
        if event.choice not in {kind.value for kind in Weather}:
            return (Say(wording.check_in(context.t)),)
        newest = await store.newest_nudge(context.session, context.id, context.now - store.ANSWERS_KEPT)
        subject = None if newest is None else str(newest)
        return (Say(wording.weather_answer(context.t, Weather(event.choice), subject)),)

    async def _count(self, nudge: Nudge, chosen: Weather, context: Context) -> Answered | None:
        """What has been answered, if this counted: the first press of a member within COUNTED_FOR."""
        until = nudge.due_at + COUNTED_FOR
        if context.now >= until:
            return None
        key = await day_key(context.session, "weather", nudge.due_at.date().isoformat())
        hash_ = keyed_hash(key, context.by, str(nudge.id))
        answered = await store.count_weather(context.session, nudge.id, chosen, hash_, until)
        if answered is None or nudge.tally_stands or not may_move(answered.counts, answered.shown):
            return answered
        await store.move_shown(context.session, nudge.id)
        return answered.moved()

    async def _revised(self, context: Context, nudge: Nudge, answered: Answered | None = None) -> Replies:
        return await self._posting.revised(context.session, nudge, context.community, answered)


async def pseudonyms(session: Session, member: Member) -> frozenset[str]:
    """The member's hashes under the nudges whose weather is still counted."""
    found: set[str] = set()
    for nudge_id, due_at in await store.weather_pressed(session, member.community):
        key = await hash_key(session, "weather", due_at.date().isoformat())
        found |= {keyed_hash(key, member, str(nudge_id))} if key else set()
    return frozenset(found)


async def parting(session: Session, member: Member) -> None:
    """Before the member's rows go: they are up for no brew any more, and where they told the weather the tally stands.

    It would be no tally if somebody could answer, erase and answer again until the rest were their neighbour's.
    """
    await store.withdraw_brews(session, member)
    await store.let_tallies_stand(session, await pseudonyms(session, member))


async def _nudge(event: ButtonPressed, context: Context) -> Nudge | None:
    number = row_number(event.subject)
    return None if number is None else await store.nudge_to_answer(context.session, context.id, number)


def _is_past(nudge: Nudge, context: Context) -> bool:
    """Once the answers are deleted nobody is counted under it any more: a second press would count again."""
    return context.now >= nudge.due_at + store.ANSWERS_KEPT


def _over(context: Context) -> Replies:
    return (Say(wording.nudge_over(context.t)),)
