"""Steering schedules: look at them, pause, resume, skip the next time, change, remove."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.community.context import Context
from bot.community.numbers import row_number
from bot.contract.commands import Ask, option, written
from bot.contract.events import ButtonPressed
from bot.contract.messages import (
    Block,
    Bullets,
    Button,
    ButtonStyle,
    Choices,
    Heading,
    Instant,
    Message,
    Note,
    Spans,
    say,
    text,
)
from bot.contract.ports import Suggestion
from bot.contract.replies import Form, Replies, Say
from bot.delivery import store as ledger
from bot.nudges import store, wording
from bot.nudges.coming import next_open, times
from bot.nudges.describing import describe
from bot.nudges.library import WhichMood
from bot.nudges.materialise import KIND, arm, is_readable
from bot.nudges.recurrence import Recurrence, next_slots
from bot.nudges.rules import RecurrenceError
from bot.nudges.tables import Schedule, ScheduleDraft
from bot.nudges.understanding import understand
from bot.texts import Translator, mark, translator
from bot.texts.translator import SOURCE_LOCALE

PREVIEWED = 5
MOST_BUTTONS = 10
IN_A_ROW = 5
"""Discord shows no more buttons side by side."""

BRINGS = mark(
    "Whoever is up for a brew under its nudges is brought together, once /setup says whether under-18s are here."
)
COUNTS = mark("Whoever is up for a brew under its nudges is counted, and can be shown to the others by name.")
UNREADABLE = mark(
    "I can’t read this schedule any more, so it posts nothing. Press “Change” and say when again, or remove it."
)
Step = Callable[[Schedule, Context], Awaitable[Replies]]


@dataclass(frozen=True, slots=True)
class OneSchedule(Ask):
    """A schedule by its number."""

    id: int = option(mark("Schedule"), hint=mark("its number, as /nudges list shows it"), suggester="schedules")


@dataclass(frozen=True, slots=True)
class ListSchedules(Ask):
    """All schedules."""


async def list_all(ask: ListSchedules, context: Context) -> Replies:
    """Every schedule with its next time."""
    t = context.t
    schedules = await store.schedules(context.session, context.id)
    title = t("Schedules here")
    if not schedules:
        return (Say(text(t("There are no schedules yet. Type /nudges add to make the first one."))),)
    lines = tuple(line(each, context) for each in schedules)
    note = Note((t("Type /nudges show with a number to pause, skip, change or remove one."),))
    buttons = tuple(Button(f"#{each.id}", "nudges.show", str(each.id)) for each in schedules[:MOST_BUTTONS])
    rows = [Choices(buttons[first : first + IN_A_ROW]) for first in range(0, len(buttons), IN_A_ROW)]
    return (Say(Message(title, (Heading(title), Bullets(lines), note, *rows))),)


async def suggest(typed: str, context: Context) -> tuple[Suggestion, ...]:
    """Schedules by number or time."""
    found = []
    for each in await store.schedules(context.session, context.id):
        label = f"#{each.id} {words(each, context.t)}"
        if typed.lower().removeprefix("#") in label.lower():
            found.append(Suggestion(label, str(each.id)))
    return tuple(found)


def by_command(step: Step) -> Callable[[OneSchedule, Context], Awaitable[Replies]]:
    """The step as a command's handler: the schedule is the one whose number was typed."""

    async def run(ask: OneSchedule, context: Context) -> Replies:
        number = row_number(str(ask.id))
        schedule = None if number is None else await store.schedule(context.session, context.id, number)
        return missing(context) if schedule is None else await step(schedule, context)

    return run


def by_button(step: Step) -> Callable[[ButtonPressed, Context], Awaitable[Replies]]:
    """The step as a button's handler: the schedule is the one the button is about."""

    async def run(event: ButtonPressed, context: Context) -> Replies:
        number = row_number(event.subject)
        schedule = None if number is None else await store.schedule(context.session, context.id, number)
        return missing(context) if schedule is None else await step(schedule, context)

    return run


async def show(schedule: Schedule, context: Context) -> Replies:
    """One schedule, its next five times and what can be done to it."""
    return (Say(await shown(schedule, context)),)


async def pause(schedule: Schedule, context: Context) -> Replies:
    """Nothing more from this schedule until somebody resumes it."""
    if schedule.paused_at is not None:
        return (Say(await shown(schedule, context, context.t("It was paused already."))),)
    schedule.paused_at, schedule.version = context.now, schedule.version + 1
    return (Say(await shown(schedule, context, context.t("Paused. Nothing is posted until you resume it."))),)


async def resume(schedule: Schedule, context: Context) -> Replies:
    """On again from now; what was missed is not made up for."""
    if schedule.paused_at is None:
        return (Say(await shown(schedule, context, context.t("It is running already."))),)
    if not is_readable(schedule, context.now):
        return (Say(await shown(schedule, context)),)
    schedule.paused_at, schedule.version = None, schedule.version + 1
    arm(schedule, context.now)
    return (Say(await shown(schedule, context, context.t("Running again."))),)


async def turn_brews(event: ButtonPressed, context: Context) -> Replies:
    """From its next nudge on it opens a round, or only counts who is up for a brew."""
    number = row_number(event.subject)
    schedule = None if number is None else await store.schedule(context.session, context.id, number)
    if schedule is None or event.choice not in {"on", "off"}:
        return missing(context)
    schedule.brews, schedule.version = event.choice == "on", schedule.version + 1
    return (Say(await shown(schedule, context, context.t("Saved. It holds from its next nudge on."))),)


async def skip(schedule: Schedule, context: Context) -> Replies:
    """Leave out the next time only: the next that would really be posted."""
    if not is_readable(schedule, context.now):
        return (Say(await shown(schedule, context)),)
    coming = await next_open(schedule, context)
    if coming is None:
        return (Say(await shown(schedule, context, context.t("There is no next time to skip."))),)
    schedule.skip_slot, schedule.version = coming.key, schedule.version + 1
    return (Say(await shown(schedule, context, context.t("The next one is left out; after that it goes on."))),)


async def edit(schedule: Schedule, context: Context) -> Replies:
    """The form with the schedule as it is."""
    hidden = {"id": written(schedule.id), "version": written(schedule.version)}
    return (Form("nudges edit", filled(schedule) | hidden),)


async def ask_remove(schedule: Schedule, context: Context) -> Replies:
    """One question before a schedule is gone."""
    t, subject = context.t, str(schedule.id)
    sentence = mark("Remove schedule {number} ({words})? What it has posted stays where it is.")
    yes = Button(t("Yes, remove it"), "nudges.remove", subject, style=ButtonStyle.DANGER)
    keep = Button(t("Keep it"), "nudges.show", subject)
    return (Say(text(t(sentence, number=f"#{schedule.id}", words=words(schedule, t)), yes, keep)),)


async def remove(schedule: Schedule, context: Context) -> Replies:
    """The schedule is gone; what it has posted stays where it is."""
    number = f"#{schedule.id}"
    await ledger.cancel(
        context.session, context.id, KIND, str(schedule.id), now=context.now, reason="its schedule was removed"
    )
    schedule.removed_at, schedule.next_at, schedule.version = context.now, None, schedule.version + 1
    return (Say(text(context.t("Schedule {number} is removed.", number=number))),)


async def shown(schedule: Schedule, context: Context, opening: str = "") -> Message:
    """Everything about one schedule: when in words, where, with what, the next times."""
    await context.session.flush()
    t = context.t
    mood = WhichMood.of(schedule.mood).mood
    where: Spans = t.spans("{words}, in {channel}.", words=words(schedule, t), channel=schedule.channel)
    blocks: list[Block] = [say(opening)] if opening else []
    blocks += [say(*where), say(wording.extras(t, weather=schedule.weather, mood=mood.label if mood else None))]
    if not is_readable(schedule, context.now):
        blocks.append(say(t(UNREADABLE)))
    elif schedule.paused_at is not None:
        blocks.append(say(t("It is paused.")))
    else:
        coming = next_slots(schedule.recurrence, schedule.clock_zone, after=context.now, count=PREVIEWED)
        blocks += [say(t("The next times:")), Bullets(await times(coming, schedule, context))]
    brings = BRINGS if schedule.brews else COUNTS
    blocks.append(Note((t(brings),)))
    is_paused = schedule.paused_at is not None
    return wording.schedule(t, schedule.id, blocks, paused=is_paused, brews=schedule.brews)


def missing(context: Context) -> Replies:
    """There is no such schedule, or not here."""
    return (Say(text(context.t("There is no such schedule here any more. /nudges list shows those there are."))),)


def filled(row: Schedule | ScheduleDraft) -> dict[str, str]:
    """A form's fields as the row has them."""
    return {
        "when": typable(row.recurrence),
        "channel": written(row.channel),
        "mood": written(WhichMood.of(row.mood)),
        "weather": written(row.weather),
    }


def words(schedule: Schedule, t: Translator) -> str:
    """When it comes round, in words; a rule that can't be read any more as it stands."""
    try:
        return describe(schedule.recurrence, t)
    except RecurrenceError:
        return schedule.rule


def typable(recurrence: Recurrence) -> str:
    """Words that are understood as this very rule again; the rule itself where there are none."""
    try:
        said = describe(recurrence, translator(SOURCE_LOCALE))
        return said if understand(said, start=recurrence.start).rule == recurrence.rule else recurrence.rule
    except RecurrenceError:
        return recurrence.rule


def line(schedule: Schedule, context: Context) -> Spans:
    """A schedule in a line: its number, when it comes round, where, and its next time."""
    t = context.t
    number, when = f"#{schedule.id}", words(schedule, t)
    if schedule.paused_at is not None:
        return t.spans("{number} {words}, in {channel}: paused", number=number, words=when, channel=schedule.channel)
    if schedule.next_at is None:
        return t.spans("{number} {words}, in {channel}: over", number=number, words=when, channel=schedule.channel)
    sentence = mark("{number} {words}, in {channel}: next on {next}")
    return t.spans(sentence, number=number, words=when, channel=schedule.channel, next=Instant(schedule.next_at))
