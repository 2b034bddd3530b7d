"""From what a community has to what is wanted: only what differs is written, all in one transaction."""

from __future__ import annotations

from bot.community import store as communities
from bot.community.ages import bands as ages
from bot.community.context import Context
from bot.contract.places import Channel
from bot.contract.replies import Replies, Withdraw
from bot.moderation.choices import FirstNudge, Place, Settings
from bot.nudges import store as nudges
from bot.nudges.library import Mood
from bot.nudges.materialise import Means, arm, is_readable, materialise_one
from bot.nudges.prompts import OWN
from bot.nudges.tables import PromptRow, Schedule
from bot.signposts.listening import begin, end


async def apply(means: Means, was: Settings, now: Settings, context: Context) -> Replies:
    """Let it be so. The replies take notices away where listening stopped."""
    if now.place != was.place:
        await _move(means, was.place, now.place, context)
    if now.nudge is not None and now.nudge != was.nudge and now.place.channel is not None:
        await _nudge(means, now.nudge, now.place.channel, context)
    if now.ages != was.ages:
        context.community.under_18s = now.ages.answer.value if now.ages.is_answered else None
        await ages.choose_bands(context.session, context.community, now.ages.bands)
    await _choose(was, now, context)
    return await _listen(was, now, context)


async def _move(means: Means, was: Place, now: Place, context: Context) -> None:
    """The community's place. Schedules that were where it was, or by its clock, come with it."""
    about = context.community
    about.channel, about.notices = now.channel, now.notices
    about.zone, about.area, about.locale = now.zone, now.area, now.locale
    for each in await nudges.schedules(context.session, context.id):
        comes_along = now.channel is not None and each.channel == was.channel != now.channel
        if comes_along or each.zone == was.zone != now.zone:
            schedule = await _taken(means, each.id, context)
            if schedule is not None:
                schedule.channel = now.channel if comes_along and now.channel is not None else schedule.channel
                schedule.zone = now.zone if schedule.zone == was.zone else schedule.zone
                _go_on(schedule, context)


async def _nudge(means: Means, wanted: FirstNudge, channel: Channel, context: Context) -> None:
    """The first schedule, made or changed; what it says next may be a new prompt of the community's own."""
    schedules = await nudges.schedules(context.session, context.id)
    schedule = await _taken(means, schedules[0].id, context) if schedules else None
    if schedule is None:
        zone = context.community.zone
        schedule = Schedule(community=context.id, channel=channel, zone=zone, created_at=context.now, version=0)
    schedule.rule, schedule.start = wanted.recurrence.rule, wanted.recurrence.start
    schedule.mood, schedule.weather = wanted.mood.value if wanted.mood else None, wanted.weather
    schedule.next_prompt = await _own(wanted, context) if wanted.words else wanted.prompt
    _go_on(schedule, context)
    await nudges.add(context.session, schedule)


async def _own(wanted: FirstNudge, context: Context) -> str:
    """The key of a new prompt with these words; from now on it is in the rotation."""
    mood = wanted.mood or Mood.GENTLE
    row = PromptRow(community=context.id, text=wanted.words, mood=mood.value, created_at=context.now, version=1)
    await nudges.add(context.session, row)
    return f"{OWN}{row.id}"


async def _taken(means: Means, id_: int, context: Context) -> Schedule | None:
    """The schedule to be changed, with everything planned that has come due under its old rule."""
    schedule = await nudges.schedule(context.session, context.id, id_)
    if schedule is not None and is_readable(schedule, context.now):
        await materialise_one(context.session, schedule, means, context.now)
    return schedule


def _go_on(schedule: Schedule, context: Context) -> None:
    """Counted from now on, so that nothing is posted at once."""
    schedule.version += 1
    if is_readable(schedule, context.now):
        arm(schedule, context.now)


async def _choose(was: Settings, now: Settings, context: Context) -> None:
    """Who else may moderate; whoever is left out may not from this moment."""
    for row in await communities.chosen_moderators(context.session, context.id):
        if (row.member or row.role) not in now.moderators:
            await communities.drop_moderator(context.session, row)
    for each in now.moderators:
        if each not in was.moderators:
            await communities.choose_moderator(context.session, each)


async def _listen(was: Settings, now: Settings, context: Context) -> Replies:
    """Begin and stop listening; where it stops, the notice goes."""
    for channel in now.listening:
        if channel not in was.listening:
            await begin(context.session, channel, context.now)
    stopped = [channel for channel in was.listening if channel not in now.listening]
    notices = [await end(context.session, channel, context.now) for channel in stopped]
    return tuple(Withdraw(notice) for notice in notices if notice is not None)
