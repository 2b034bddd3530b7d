"""The next times of a schedule, and why nothing will be posted at some of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.community.context import Context
from bot.contract.messages import Instant, Spans
from bot.nudges import store
from bot.nudges.recurrence import Slot, next_slots
from bot.nudges.tables import Schedule
from bot.texts import Translator

LOOKED_AT_ONCE = 20
LOOKS = 40
"""The step limit: 800 slots are more than six months of four a day."""


async def times(slots: Sequence[Slot], schedule: Schedule | None, context: Context) -> tuple[Spans, ...]:
    """A line for each slot of a schedule; None is one that doesn't exist yet."""
    quiet = await store.quiet_days(context.session, context.id)
    posted = await store.sent_slots(context.session, schedule.id) if schedule else frozenset()
    skip = schedule.skip_slot if schedule else None
    return tuple(_line(slot, context.t, posted=posted, quiet=quiet, skip=skip) for slot in slots)


async def next_open(schedule: Schedule, context: Context) -> Slot | None:
    """The next slot that could be posted, or None: neither on a quiet day nor one that has had its nudge."""
    return await _next_but(schedule, context, frozenset())


async def next_posted(schedule: Schedule, context: Context) -> Slot | None:
    """The next slot that will be posted, or None; unlike ``next_open`` not one that a moderator left out."""
    return await _next_but(schedule, context, frozenset({schedule.skip_slot} - {None}))


async def _next_but(schedule: Schedule, context: Context, left_out: frozenset[str | None]) -> Slot | None:
    quiet = await store.quiet_days(context.session, context.id)
    posted = left_out | await store.sent_slots(context.session, schedule.id)
    after = context.now
    for _ in range(LOOKS):
        slots = next_slots(schedule.recurrence, schedule.clock_zone, after=after, count=LOOKED_AT_ONCE)
        found = next((slot for slot in slots if slot.day not in quiet and slot.key not in posted), None)
        if found is not None or len(slots) < LOOKED_AT_ONCE:
            return found
        after = slots[-1].at
    return None


def _line(slot: Slot, t: Translator, *, posted: frozenset[str], quiet: frozenset[date], skip: str | None) -> Spans:
    if slot.key in posted:
        return (Instant(slot.at), t(" (that day’s has been posted already)"))
    if slot.key == skip:
        return (Instant(slot.at), t(" (left out)"))
    if slot.day in quiet:
        return (Instant(slot.at), t(" (a quiet day, so nothing is posted)"))
    return (Instant(slot.at),)
