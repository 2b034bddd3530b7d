"""Turning schedules whose time has come into nudges and deliveries, once for each slot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

import structlog

from bot.delivery import store as ledger
from bot.delivery.ledger import Planned
from bot.nudges import store
from bot.nudges.library import Library, Mood, Prompt, choose
from bot.nudges.prompts import OWN, by_key, candidates, is_in_use
from bot.nudges.recurrence import Slot, next_slots, slots
from bot.nudges.tables import Schedule
from bot.storage import Session, Storage

log = structlog.get_logger("brewmate.nudges")

KIND = "nudge"

LATENESS = timedelta(hours=2)
"""A nudge up to this late is still sent, once; an older one is skipped."""

LOOKED_BACK = timedelta(days=30)
"""Slots missed longer ago than this are not even written down as skipped."""

BATCH = 50
UNREADABLE = (ValueError, KeyError)
"""A rule that is no longer kept, a mood that there is no more; a zone that the computer doesn't know."""

ROTATION = 30
"""How many of the last prompts are looked at, so that none of the last few comes again."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Which slot is sent, if any, and which are not, with the reason."""

    send: Slot | None
    skipped: tuple[tuple[Slot, str], ...]


def decide(missed: Sequence[Slot], *, now: datetime, skip: str | None, quiet: frozenset[date]) -> Decision:
    """At most one nudge, however many slots were missed: never a storm."""
    skipped: list[tuple[Slot, str]] = []
    sendable: list[Slot] = []
    for slot in missed:
        reason = _reason(slot, now, skip, quiet)
        if reason:
            skipped.append((slot, reason))
        else:
            sendable.append(slot)
    skipped += [(slot, "a later one was sent instead") for slot in sendable[:-1]]
    return Decision(sendable[-1] if sendable else None, tuple(skipped))


def arm(schedule: Schedule, now: datetime) -> None:
    """Count the schedule from now on: nothing before now is missed, and its next time is known."""
    schedule.watermark, schedule.next_at = now, _next_at(schedule, now)


def is_readable(schedule: Schedule, now: datetime) -> bool:
    """False where its rule, zone or mood is one that this version doesn't know."""
    try:
        _mood(schedule)
        _next_at(schedule, now)
    except UNREADABLE:
        return False
    return True


def carried(prompt: Prompt) -> dict[str, str | None]:
    """What a nudge keeps of its prompt: a community's own as it is now, the library's by its key."""
    if not prompt.key.startswith(OWN):
        return {"prompt": prompt.key, "text": None, "picture": None, "alt": None}
    return {"prompt": prompt.key, "text": prompt.text, "picture": prompt.picture, "alt": prompt.alt}


async def materialise_one(session: Session, schedule: Schedule, library: Library, draw: Random, now: datetime) -> None:
    """What has come due under the old rule is planned before a change takes effect, so that no edit loses a nudge."""
    if schedule.paused_at is None and schedule.next_at is not None and schedule.next_at <= now:
        await _one(session, schedule, library, draw, now)


async def materialise(storage: Storage, library: Library, draw: Random, now: datetime) -> None:
    """One look at the schedules: every slot that came is written down, sent or skipped."""
    while True:
        async with storage.write() as session:
            due = await store.due_schedules(session, now, BATCH)
            for schedule in due:
                await _one_or_paused(session, schedule, library, draw, now)
        if len(due) < BATCH:
            return


async def _one_or_paused(session: Session, schedule: Schedule, library: Library, draw: Random, now: datetime) -> None:
    """One schedule that can't be read (a zone or a rule that is gone) is paused; the others go on."""
    try:
        async with session.begin_nested():
            await _one(session, schedule, library, draw, now)
    except UNREADABLE as error:
        log.error("schedule_unreadable", reference=schedule.id, error=type(error).__name__)
        schedule.paused_at = now


async def _one(session: Session, schedule: Schedule, library: Library, draw: Random, now: datetime) -> None:
    after = max(schedule.watermark, now - LOOKED_BACK)
    missed = slots(schedule.recurrence, schedule.clock_zone, after=after, until=now)
    quiet = await store.quiet_days(session, schedule.community)
    decision = decide(missed, now=now, skip=schedule.skip_slot, quiet=quiet)
    for slot, reason in decision.skipped:
        await ledger.note_skipped(session, _planned(schedule, slot), reason, now)
    if decision.send is not None:
        await _plan(session, schedule, decision.send, library, draw)
    arm(schedule, now)
    if schedule.skip_slot in {slot.key for slot in missed}:
        schedule.skip_slot = None


async def _plan(session: Session, schedule: Schedule, slot: Slot, library: Library, draw: Random) -> None:
    """The unique index on schedule and slot decides: an edited time or channel never posts today's again."""
    chosen = await _asked_for(session, schedule, library)
    if chosen is None:
        prompts = await candidates(session, schedule.community, library)
        recent = await store.recent_prompts(session, schedule.community, ROTATION)
        chosen = choose(prompts, recent=recent, month=slot.day.month, mood=_mood(schedule), draw=draw)
    row = carried(chosen) | {
        "schedule_id": schedule.id,
        "community": schedule.community,
        "slot": slot.key,
        "weather": schedule.weather,
        "due_at": slot.at,
    }
    if await store.add_nudge(session, row):
        schedule.next_prompt = None
        await ledger.plan(session, [_planned(schedule, slot)])


async def _asked_for(session: Session, schedule: Schedule, library: Library) -> Prompt | None:
    """The prompt that a moderator wanted next, unless it was retired meanwhile."""
    key = schedule.next_prompt
    if key is None or not await is_in_use(session, schedule.community, key):
        return None
    return await by_key(session, schedule.community, library, key)


def _reason(slot: Slot, now: datetime, skip: str | None, quiet: frozenset[date]) -> str:
    if slot.key == skip:
        return "a moderator asked to skip it"
    if slot.day in quiet:
        return "it was a quiet day"
    if now > slot.at + LATENESS:
        return "it was too late to be of use"
    return ""


def _planned(schedule: Schedule, slot: Slot) -> Planned:
    return Planned(KIND, str(schedule.id), slot.key, schedule.channel, slot.at)


def _mood(schedule: Schedule) -> Mood | None:
    return Mood(schedule.mood) if schedule.mood else None


def _next_at(schedule: Schedule, now: datetime) -> datetime | None:
    coming = next_slots(schedule.recurrence, schedule.clock_zone, after=now, count=1)
    return coming[0].at if coming else None
