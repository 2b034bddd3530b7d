"""What moderators do about brews: open a round by hand, close it, look at the numbers, settle how it works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.brews import steer_wording as wording
from bot.brews import store
from bot.brews.rounds import POST, join_standing, stands
from bot.brews.tables import Round
from bot.brews.wishes import store as wishes
from bot.brews.wording import round_post
from bot.community import store as communities
from bot.community.ages import bands as ages
from bot.community.context import Context
from bot.community.numbers import row_number
from bot.contract.commands import Ask, option
from bot.contract.events import ButtonPressed
from bot.contract.messages import Message
from bot.contract.places import Channel
from bot.contract.replies import Replies, Say
from bot.delivery import store as ledger
from bot.delivery.ledger import Claimed, Planned, Skip
from bot.storage import Session
from bot.texts import mark, translator

MOST_HOURS = 72
MOST_DAYS = 90
COUNTED = 12
"""How many of the last rounds the numbers are about."""


@dataclass(frozen=True, slots=True)
class OpenRound(Ask):
    """A round by hand."""

    channel: Channel | None = option(mark("Channel"), hint=mark("where it is announced"), default=None)
    hours: int | None = option(mark("Hours"), hint=mark("how long it takes answers"), default=None)


@dataclass(frozen=True, slots=True)
class CloseRounds(Ask):
    """Whatever is open, now."""


@dataclass(frozen=True, slots=True)
class ShowStats(Ask):
    """The numbers."""


@dataclass(frozen=True, slots=True)
class SetBrews(Ask):
    """How brews work here; with nothing in it, a look at it."""

    on: bool | None = option(mark("Brews"), hint=mark("yes or no"), default=None)
    hours: int | None = option(mark("Hours"), hint=mark("how long a round takes answers"), default=None)
    newcomers: int | None = option(
        mark("Newcomers"), hint=mark("days before somebody new is matched; 0 for none"), default=None
    )


async def open_round(ask: OpenRound, context: Context) -> Replies:
    """Announce a round, where none is open in that channel."""
    t, channel = context.t, ask.channel or context.community.channel
    settings = await wishes.settings(context.session, context.id)
    found = await ages.ages(context.session, context.community)
    if not settings.is_on or not found.is_answered:
        return (Say(wording.off(t) if found.is_answered else wording.unanswered(t)),)
    if channel is None:
        return (Say(wording.no_channel(t)),)
    hours = settings.hours if ask.hours is None else ask.hours
    if not 1 <= hours <= MOST_HOURS:
        return (Say(wording.wrong_hours(t, MOST_HOURS)),)
    opened = [each for each in await store.open_rounds(context.session, context.id) if each.channel == channel]
    if opened:
        return (Say(wording.open_already(t, channel, opened[-1].closes_at)),)
    closes_at = context.now + timedelta(hours=hours)
    row = Round(community=context.id, channel=channel, opened_at=context.now, closes_at=closes_at)
    await store.add(context.session, row)
    await join_standing(context.session, {row.id: context.id}, context.now)
    await ledger.plan(context.session, [Planned(POST, str(row.id), "", channel, context.now)])
    return (Say(wording.opened(t, channel, closes_at)),)


async def close(ask: CloseRounds, context: Context) -> Replies:
    """Close what is open; who is in is matched at once."""
    found = await store.open_rounds(context.session, context.id)
    for each in found:
        each.closes_at = min(each.closes_at, context.now)
    await context.session.flush()
    return (Say(wording.closed(context.t, len(found))),)


async def stats(ask: ShowStats, context: Context) -> Replies:
    """The numbers of the last rounds."""
    rounds = await store.latest_rounds(context.session, context.id, COUNTED)
    return (Say(wording.stats(context.t, rounds)),)


async def settings(ask: SetBrews, context: Context) -> Replies:
    """What holds, or what holds from now on."""
    t = context.t
    if ask.hours is not None and not 1 <= ask.hours <= MOST_HOURS:
        return (Say(wording.wrong_hours(t, MOST_HOURS)),)
    if ask.newcomers is not None and not 0 <= ask.newcomers <= MOST_DAYS:
        return (Say(wording.wrong_days(t, MOST_DAYS)),)
    is_look = ask == SetBrews()
    if is_look:
        found = await wishes.settings(context.session, context.id)
    else:
        found = await wishes.settings_to_change(context.session, context.id)
        found.is_on = found.is_on if ask.on is None else ask.on
        found.hours = found.hours if ask.hours is None else ask.hours
        found.newcomers_wait = found.newcomers_wait if ask.newcomers is None else ask.newcomers
        await context.session.flush()
    known = await ages.ages(context.session, context.community)
    return (Say(wording.settings(t, found, known, is_saved=not is_look)),)


async def turn(event: ButtonPressed, context: Context) -> Replies:
    """On or off by a button."""
    return await settings(SetBrews(on=event.choice == "on"), context)


async def compose(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
    """The post of a round that was opened by hand."""
    number = row_number(claimed.subject)
    found = await store.round_of(session, claimed.community, number) if number else None
    community = await communities.community(session, claimed.community)
    if found is None or community is None or found.state != "open":
        return Skip("the round is over")
    return round_post(translator(community.locale), found.id, await stands(session, found), claimed.key)
