"""Nudges on the bot's own page: when the next one comes, and for moderators the schedules and prompts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.community.context import Context
from bot.contract.messages import Block, Button, Choices, Instant, Note, Paragraph, Strong, say
from bot.nudges import store
from bot.nudges.coming import next_posted
from bot.nudges.library import Library
from bot.nudges.materialise import is_readable
from bot.nudges.prompts import OWN, candidates
from bot.nudges.recurrence import Slot
from bot.nudges.steering import line
from bot.nudges.tables import Schedule
from bot.texts import mark

SHOWN = 8
"""So many schedules stand on the page with their buttons; a page holds some forty blocks in all."""

NEXT = mark("The next nudge here is on {next}, in {channel}.")
NONE_PLANNED = mark("No nudge is planned here just now.")
MORE = mark("And {count} more; /nudges list shows them all.")
NO_SCHEDULES = mark("There are none, so nobody is nudged.")
PROMPTS = mark("In the rotation: {count}; of your own: {own}.")


class Home:
    """The section; it knows the library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def section(self, context: Context) -> tuple[Block, ...]:
        """The next nudge and, for moderators, what they can do; nothing where nothing has been set up."""
        schedules = await store.schedules(context.session, context.id)
        if context.community.set_up_at is None and not schedules:
            return ()
        coming = await _coming(schedules, context)
        if not context.by_moderator:
            return coming
        return (*coming, *_schedules(schedules, context), *await self._prompts(context))

    async def _prompts(self, context: Context) -> tuple[Block, ...]:
        t = context.t
        found = await candidates(context.session, context.id, self._library)
        own = sum(each.key.startswith(OWN) for each in found)
        add = Button(t("Add a prompt of your own"), "prompts.form")
        look = Button(t("Look through the prompts"), "prompts.list", choice="1")
        said = t(PROMPTS, count=t.number(len(found)), own=t.number(own))
        return (say(Strong(t("Prompts"))), say(said), Choices((add, look)))


async def _coming(schedules: Sequence[Schedule], context: Context) -> tuple[Block, ...]:
    found = await _next(schedules, context)
    if found is None:
        return (say(context.t(NONE_PLANNED)),)
    schedule, slot = found
    return (Paragraph(context.t.spans(NEXT, next=Instant(slot.at), channel=schedule.channel)),)


async def _next(schedules: Sequence[Schedule], context: Context) -> tuple[Schedule, Slot] | None:
    """The nudge that will really be posted first: no quiet day and nothing that was left out.

    A schedule's ``next_at`` is never later than that, so that most schedules needn't be looked at.
    """
    found: tuple[Schedule, Slot] | None = None
    running = ((each.next_at, each.id, each) for each in schedules if each.next_at and each.paused_at is None)
    for next_at, _, schedule in sorted(running):
        if found is not None and next_at >= found[1].at:
            break
        slot = await next_posted(schedule, context) if is_readable(schedule, context.now) else None
        if slot is not None and (found is None or slot.at < found[1].at):
            found = schedule, slot
    return found


def _schedules(schedules: Sequence[Schedule], context: Context) -> tuple[Block, ...]:
    t = context.t
    blocks: list[Block] = [say(Strong(t("Schedules")))]
    for each in schedules[:SHOWN]:
        blocks += [Paragraph(line(each, context)), _steering(each, context)]
    if not schedules:
        blocks.append(say(t(NO_SCHEDULES)))
    if len(schedules) > SHOWN:
        blocks.append(Note((t(MORE, count=t.number(len(schedules) - SHOWN)),)))
    return (*blocks, Choices((Button(t("A new schedule"), "settings.schedule"),)))


def _steering(schedule: Schedule, context: Context) -> Choices:
    t, subject = context.t, str(schedule.id)
    if schedule.paused_at is None:
        turn = Button(t("Pause"), "nudges.pause", subject)
    else:
        turn = Button(t("Resume"), "nudges.resume", subject)
    return Choices((Button(t("Preview"), "nudges.show", subject), turn, Button(t("Change"), "nudges.edit", subject)))
