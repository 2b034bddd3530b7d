"""A new playground community: what the configuration says it starts with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.community import store as communities
from bot.config import Config, Fault
from bot.contract.places import Channel, CommunityId
from bot.nudges import store as nudges
from bot.nudges.library import Mood
from bot.nudges.materialise import arm
from bot.nudges.recurrence import Recurrence
from bot.nudges.rules import RecurrenceError
from bot.nudges.tables import Schedule
from bot.nudges.understanding import understand
from bot.signposts.listening import begin
from bot.storage import Session


@dataclass(frozen=True, slots=True)
class SeedSchedule:
    """One ``[[nudges]]`` table, understood."""

    channel: str
    recurrence: Recurrence
    mood: Mood | None
    weather: bool


def read_schedules(config: Config, start: date) -> tuple[tuple[SeedSchedule, ...], tuple[Fault, ...]]:
    """The schedules that the configuration names, and what in them can't be understood."""
    found: list[SeedSchedule] = []
    faults: list[Fault] = []
    moods = {mood.value: mood for mood in Mood}
    for place, each in enumerate(config.nudges):
        if each.mood is not None and each.mood not in moods:
            faults.append(config.fault(f"nudges[{place}].mood", f"there is no mood {each.mood!r}", ", ".join(moods)))
        try:
            recurrence = understand(each.when, start=start)
        except RecurrenceError as error:
            problem = str(error).rstrip(".")
            faults.append(config.fault(f"nudges[{place}].when", problem))
            continue
        found.append(SeedSchedule(each.channel, recurrence, moods.get(each.mood or ""), each.weather))
    return tuple(found), tuple(faults)


async def seed(
    session: Session, community: CommunityId, config: Config, name: str, notices: Channel, now: datetime
) -> bool:
    """Begin the community, unless it is known already; True if it was new."""
    if await communities.community(session, community) is not None:
        return False
    about = config.community
    defaults = communities.Defaults(about.locale, about.zone, about.area)
    row = await communities.known_community(session, community, defaults, now)
    row.name, row.notices, row.set_up_at, row.under_18s = name, notices, now, "no"
    zone = ZoneInfo(about.zone)
    schedules, _ = read_schedules(config, now.astimezone(zone).date())
    row.channel = Channel(community, schedules[0].channel) if schedules else None
    for each in schedules:
        await nudges.add(session, _schedule(each, community, about.zone, now))
    for channel in config.listening.channels:
        await begin(session, Channel(community, channel), now)
    return True


def _schedule(seeded: SeedSchedule, community: CommunityId, zone: str, now: datetime) -> Schedule:
    schedule = Schedule(
        community=community,
        channel=Channel(community, seeded.channel),
        rule=seeded.recurrence.rule,
        start=seeded.recurrence.start,
        zone=zone,
        mood=seeded.mood.value if seeded.mood else None,
        weather=seeded.weather,
        version=1,
        created_at=now,
    )
    arm(schedule, now)
    return schedule
