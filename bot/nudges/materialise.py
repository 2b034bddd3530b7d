"""Turning schedules whose time has come into nudges and deliveries, once for each slot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

import structlog

from bot.community.brewing import Begun, Rounds
from bot.delivery import store as ledger
from bot.delivery.ledger import Planned
from bot.nudges import store
from bot.nudges.batch import reading
from bot.nudges.batch.reading import Read
from bot.nudges.batch.store import add_nudges
from bot.nudges.library import Library, Mood, Prompt, choose
from bot.nudges.prompts import OWN
from bot.nudges.recurrence import Slot, next_slots, slots
from bot.nudges.tables import Schedule
from bot.storage import Session, Storage

log = structlog.get_logger("brewmate.nudges")

KIND = "nudge"

LATENESS = timedelta(hours=2)
"""A nudge up to this late is still sent, once; an older one is skipped."""

LOOKED_BACK = timedelta(days=30)
"""Slots missed longer ago than this are not even written down as skipped."""

BATCH = 500
UNREADABLE = (ValueError, KeyError)
"""A rule that is no longer kept, a mood that there is no more; a zone that the computer doesn't know."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Which slot is sent, if any, and which are not, with the reason."""

    send: Slot | None
    skipped: tuple[tuple[Slot, str], ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """What follows for one schedule: a nudge at most, with its prompt, what is left out, and its next time."""

    schedule: Schedule
    decision: Decision
    prompt: Prompt | None
    next_at: datetime | None


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


@dataclass(frozen=True, slots=True)
class Means:
    """What nudges are made with: prompts, chance, and the rounds that they open."""

    library: Library
    draw: Random
    rounds: Rounds


async def materialise_one(session: Session, schedule: Schedule, means: Means, now: datetime) -> None:
    """What has come due under the old rule is planned before a change takes effect, so that no edit loses a nudge.

    As UNREADABLE where its rule, zone or mood can't be read.
    """
    if schedule.paused_at is None and schedule.next_at is not None and schedule.next_at <= now:
        around = await reading.read(session, {schedule.community}, means.library)
        await _write(session, [_coming(schedule, around[schedule.community], means, now)], means, now)


async def materialise(storage: Storage, means: Means, now: datetime) -> None:
    """One look at the schedules: every slot that came is written down, sent or skipped."""
    while True:
        async with storage.write() as session:
            due = await store.due_schedules(session, now, BATCH)
            around = await reading.read(session, {each.community for each in due}, means.library)
            coming = [_coming_or_paused(each, around[each.community], means, now) for each in due]
            await _write(session, [each for each in coming if each is not None], means, now)
        if len(due) < BATCH:
            return


def _coming_or_paused(schedule: Schedule, around: Read, means: Means, now: datetime) -> Coming | None:
    """One schedule that can't be read (a zone or a rule that is gone) is paused; the others go on."""
    try:
        return _coming(schedule, around, means, now)
    except UNREADABLE as error:
        log.error("schedule_unreadable", reference=schedule.id, error=type(error).__name__)
        schedule.paused_at = now
        return None


def _coming(schedule: Schedule, around: Read, means: Means, now: datetime) -> Coming:
    """Decides only: nothing of it is written yet, and a schedule that can't be read has changed nothing."""
    after = max(schedule.watermark, now - LOOKED_BACK)
    missed = slots(schedule.recurrence, schedule.clock_zone, after=after, until=now)
    decision = decide(missed, now=now, skip=schedule.skip_slot, quiet=around.quiet)
    next_at, prompt = _next_at(schedule, now), None
    if decision.send is not None:
        prompt = around.asked_for(schedule.next_prompt, means.library)
        if prompt is None:
            month, mood = decision.send.day.month, _mood(schedule)
            prompt = choose(around.candidates, recent=around.recent, month=month, mood=mood, draw=means.draw)
        around.sent(prompt)
    return Coming(schedule, decision, prompt, next_at)


async def _write(session: Session, coming: Sequence[Coming], means: Means, now: datetime) -> None:
    """The unique index on schedule and slot decides: an edited time or channel never posts today's again."""
    skipped = [(_planned(each.schedule, slot), reason) for each in coming for slot, reason in each.decision.skipped]
    for planned, reason in skipped:
        await ledger.note_skipped(session, planned, reason, now)
    nudged = {
        (each.schedule.id, each.decision.send.key): (each.schedule, each.decision.send, each.prompt)
        for each in coming
        if each.decision.send is not None and each.prompt is not None
    }
    new = await add_nudges(session, [_row(*each) for each in nudged.values()])
    for key in new:
        nudged[key][0].next_prompt = None
    opening = [(new[key], each, slot) for key, (each, slot, _) in nudged.items() if key in new and each.brews]
    begun = [Begun(id_, each.channel, slot.at) for id_, each, slot in opening]
    await means.rounds.begin(session, begun, now)
    await ledger.plan(session, [_planned(each, slot) for key, (each, slot, _) in nudged.items() if key in new])
    for each in coming:
        schedule = each.schedule
        passed = {slot.key for slot, _ in each.decision.skipped}
        schedule.watermark, schedule.next_at = now, each.next_at
        if schedule.skip_slot in passed:
            schedule.skip_slot = None


def _row(schedule: Schedule, slot: Slot, prompt: Prompt) -> dict[str, object]:
    return carried(prompt) | {
        "schedule_id": schedule.id,
        "community": schedule.community,
        "slot": slot.key,
        "weather": schedule.weather,
        "due_at": slot.at,
        "brews": 0,
        "tally_stands": False,
    }


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
