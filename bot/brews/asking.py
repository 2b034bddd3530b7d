"""/brew with: one person is asked, quietly and by name. Whatever they answer but yes, nobody is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.brews import apart, store
from bot.brews import ask_wording as wording
from bot.brews.bringing import bring
from bot.brews.gathering import Blocked, around, gathered
from bot.brews.rounds import refusal
from bot.brews.tables import BrewAsk
from bot.brews.wishes import store as wishes
from bot.community import limits
from bot.community import store as communities
from bot.community.ages.meeting import may_meet
from bot.community.context import Context
from bot.community.naming import named
from bot.community.numbers import row_number
from bot.contract.commands import Ask, option
from bot.contract.events import ButtonPressed, CommandInvoked, Surveyed
from bot.contract.lettering import is_id
from bot.contract.messages import Message
from bot.contract.places import Member
from bot.contract.replies import Replies, Say, Survey
from bot.delivery import store as ledger
from bot.delivery.ledger import Claimed, Planned, Skip
from bot.storage import Session
from bot.texts import mark, translator

ASK = "brew.ask"
LIMIT = "brews"
"""The purpose of the limits here. They protect others, so they outlast erasing (limits.PROTECTING)."""

DAY = timedelta(days=1)
A_DAY = 3
"""How many people one member may ask in a day, each of them once."""


@dataclass(frozen=True, slots=True)
class BrewWith(Ask):
    """Whom to ask; or whoever's menu it was chosen from."""

    member: Member | None = option(mark("Whom?"), default=None)


class Asking:
    """The command, and the buttons under an ask."""

    def __init__(self, blocked: Blocked) -> None:
        self._blocked = blocked

    async def ask(self, ask: BrewWith, context: Context) -> Replies:
        """Show what they would get, before they do."""
        other = ask.member or _chosen(context)
        if other is None:
            return (Say(wording.nobody(context.t)),)
        if other == context.by:
            return (Say(wording.yourself(context.t)),)
        if (why := await refusal(context)) is not None:
            return (Say(why),)
        (who,) = await named(context.session, [other])
        return (Say(wording.preview(context.t, who, other.native)),)

    async def send(self, event: ButtonPressed, context: Context) -> Replies:
        """Ask them. Where age bands count, the platform is asked for theirs first."""
        other = _other(event, context)
        if other is None:
            return (Say(wording.nobody(context.t)),)
        if (why := await refusal(context)) is not None:
            return (Say(why),)
        allowed = await may_meet(event, other, context)
        if isinstance(allowed, Survey):
            return (allowed,)
        if not allowed:
            return (Say(wording.not_together(context.t)),)
        if (used_up := await _used_up(other, context)) is not None:
            return (Say(used_up),)
        if await self._takes_asks(other, context):
            row = BrewAsk(asker=context.by, asked=other, at=context.now)
            await store.add(context.session, row)
            await ledger.plan(context.session, [Planned(ASK, str(row.id), "", other, context.now)])
        return (Say(wording.asked(context.t)),)

    async def yes(self, event: ButtonPressed, context: Context) -> Replies:
        """They fancy one, too: both are introduced."""
        row = await _ask(event, context)
        if row is None:
            return (Say(wording.passed(context.t)),)
        if (why := await refusal(context)) is not None:
            return (Say(why),)
        if not isinstance(event, Surveyed):
            return (Survey((), "brews.yes", event.subject, members=(row.asker, context.by)),)
        together = [row.asker, context.by]
        there = await around(context.session, context.community)
        known = await gathered(context.session, there, dict(event.people), self._blocked, context.now)
        if len({each.band for each in known.people}) != 1 or len(known.people) < 2 or known.history.apart:  # noqa: PLR2004
            return (Say(wording.passed(context.t)),)
        await bring(context.session, together, None, known, context.now, breaker=row.id)
        await wishes.stop_waiting(context.session, together)
        await store.remove(context.session, row)
        return (Say(wording.on_its_way(context.t)),)

    async def another_time(self, event: ButtonPressed, context: Context) -> Replies:
        """Not now. Whoever asked learns nothing of it."""
        await _answered(event, context)
        return (Say(wording.another_time(context.t)),)

    async def please_dont(self, event: ButtonPressed, context: Context) -> Replies:
        """Not from this person any more. Whoever asked learns nothing of it."""
        row = await _ask(event, context)
        if row is None:
            return (Say(wording.choices(context.t)),)
        asker = row.asker
        await apart.keep_apart(context.session, context.by, asker, asks_only=True)
        await store.remove(context.session, row)
        return (Say(wording.not_asked_again(context.t, asker.native)),)

    async def _takes_asks(self, other: Member, context: Context) -> bool:
        chosen = await wishes.brewer(context.session, other)
        if chosen is not None and chosen.asks_off:
            return False
        if await apart.wants_no_ask(context.session, other, context.by):
            return False
        return not await self._blocked(context.session, [context.by, other])


async def leave_it(event: ButtonPressed, context: Context) -> Replies:
    """Ask nobody."""
    return (Say(wording.left_it(context.t)),)


async def compose(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
    """The ask, in the language of whoever gets it."""
    row = await wishes.ask_by_number(session, int(claimed.subject))
    community = await communities.community(session, claimed.community)
    if row is None or community is None:
        return Skip("it was taken back")
    chosen = await communities.preference(session, row.asked)
    t = translator((chosen and chosen.locale) or community.locale)
    (who,) = await named(session, [row.asker])
    return wording.ask(t, who, row.id, claimed.key)


async def _used_up(other: Member, context: Context) -> Message | None:
    """The sentence for a limit that is reached. One that isn't counts from now on, whatever becomes of the ask."""
    subject = f"to {other.native}"
    one = await limits.reserve(context.session, context.by, LIMIT, lasts=DAY, now=context.now, subject=subject)
    if one is None:
        return wording.once_a_day(context.t)
    for number in range(A_DAY):
        subject = f"ask {number}"
        if await limits.once(context.session, context.by, LIMIT, lasts=DAY, now=context.now, subject=subject):
            await limits.settle(context.session, one, accepted=True, now=context.now)
            return None
    await limits.settle(context.session, one, accepted=False, now=context.now)
    return wording.enough_today(context.t)


async def _answered(event: ButtonPressed, context: Context) -> None:
    row = await _ask(event, context)
    if row is not None:
        await store.remove(context.session, row)


async def _ask(event: ButtonPressed, context: Context) -> BrewAsk | None:
    number = row_number(event.subject)
    return None if number is None else await wishes.ask_of(context.session, number, context.by)


def _other(event: ButtonPressed, context: Context) -> Member | None:
    member = Member(context.id, event.subject)
    return member if event.subject.strip() and is_id(event.subject) and member != context.by else None


def _chosen(context: Context) -> Member | None:
    """Whom a menu's command is about."""
    match context.event:
        case CommandInvoked(about=Member() as member):
            return member
        case _:
            return None
