"""Saying when: what a moderator typed is understood, and said back in words; it begins only when they save it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.community.context import Context
from bot.community.numbers import row_number
from bot.contract.commands import Ask, option, written
from bot.contract.messages import text
from bot.contract.places import Channel
from bot.contract.replies import Form, Replies, Say
from bot.nudges import store, wording
from bot.nudges.coming import times
from bot.nudges.describing import describe
from bot.nudges.library import Mood, WhichMood
from bot.nudges.parsing import parse
from bot.nudges.recurrence import Recurrence, next_slots
from bot.nudges.rules import RecurrenceError
from bot.nudges.steering import missing, shown, typable
from bot.nudges.tables import Schedule, ScheduleDraft
from bot.nudges.understanding import understand
from bot.texts import mark

SHOWN_BEFORE_SAVING = 3
MOST_SCHEDULES = 50
"""More than any community needs; a limit keeps a mistake from filling the database."""

WHEN = mark("every monday 10:00 · third monday of january · weekdays 09:30")
WHERE = mark("where the nudge is posted")
MOOD = mark("only prompts of this mood")
WEATHER = mark("yes or no: also ask how people’s weather is")
TOO_MANY = mark("That would be more than {count} schedules. Please remove one that isn’t needed first.")
NEVER = mark("That never comes again, so nobody would be nudged.")
WHAT_ELSE = mark("What should be different? Say it after the number, or press “Change” for a form.")


@dataclass(frozen=True, slots=True)
class AddSchedule(Ask):
    """A new schedule."""

    when: str = option(mark("When"), hint=WHEN)
    channel: Channel = option(mark("Channel"), hint=WHERE)
    mood: WhichMood | None = option(mark("Mood"), hint=MOOD, default=None)
    weather: bool = option(mark("Weather check-in"), hint=WEATHER, default=False)


@dataclass(frozen=True, slots=True)
class EditSchedule(Ask):
    """A change to a schedule.

    A form that we open holds everything and the ``version`` it was opened with: what is emptied there is cleared, the
    mood to any and the weather to no. Typed, with version 0, what isn't mentioned stays as it is. A schedule always
    has a time and a channel, so those stay either way.
    """

    id: int = option(mark("Schedule"), hint=mark("its number, as /nudges list shows it"), suggester="schedules")
    when: str | None = option(mark("When"), hint=WHEN, rest=True, default=None)
    channel: Channel | None = option(mark("Channel"), hint=WHERE, default=None)
    mood: WhichMood | None = option(mark("Mood"), hint=MOOD, default=None)
    weather: bool | None = option(mark("Weather check-in"), hint=WEATHER, default=None)
    version: int = option(mark("Version"), hidden=True, default=0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A schedule as it is to be."""

    when: str
    channel: Channel
    mood: Mood | None
    weather: bool


async def add(ask: AddSchedule, context: Context) -> Replies:
    """Show back what was understood; nothing is scheduled before "Save it"."""
    if refused := await too_many(context):
        return refused
    wanted = Wanted(ask.when, ask.channel, ask.mood.mood if ask.mood else None, ask.weather)
    draft = ScheduleDraft(replaces=None, version=0, zone=context.community.zone)
    return await _drafted(draft, wanted, context)


async def edit(ask: EditSchedule, context: Context) -> Replies:
    """Show back what was understood of a change; the schedule goes on as it is until "Save it"."""
    number = row_number(str(ask.id))
    schedule = None if number is None else await store.schedule(context.session, context.id, number)
    if schedule is None:
        return missing(context)
    if ask == EditSchedule(ask.id):
        return (Say(await shown(schedule, context, context.t(WHAT_ELSE))),)
    version = ask.version or schedule.version
    draft = ScheduleDraft(replaces=schedule.id, version=version, zone=_zone(schedule, context))
    return await _drafted(draft, _wanted(ask, schedule), context, schedule)


async def too_many(context: Context) -> Replies:
    """What to say where there is no room for one more schedule; nothing where there is."""
    if len(await store.schedules(context.session, context.id)) < MOST_SCHEDULES:
        return ()
    return (Say(text(context.t(TOO_MANY, count=MOST_SCHEDULES))),)


def _wanted(ask: EditSchedule, schedule: Schedule) -> Wanted:
    """What was asked for, and of the rest what the schedule has."""
    was = WhichMood.of(schedule.mood)
    mood = ask.mood or (WhichMood.ANY if ask.version else was)
    weather = bool(ask.weather) if ask.version or ask.weather is not None else schedule.weather
    return Wanted(ask.when or typable(schedule.recurrence), ask.channel or schedule.channel, mood.mood, weather)


def _zone(schedule: Schedule, context: Context) -> str:
    """The schedule's zone, or the community's where there is none of that name any more."""
    try:
        return schedule.clock_zone.key
    except (ValueError, KeyError):
        return context.community.zone


async def _drafted(draft: ScheduleDraft, wanted: Wanted, context: Context, schedule: Schedule | None = None) -> Replies:
    t, zone = context.t, ZoneInfo(draft.zone)
    today = context.now.astimezone(zone).date()
    try:
        recurrence = understood_from(wanted.when, today, schedule.recurrence if schedule else None)
        coming = next_slots(recurrence, zone, after=context.now, count=SHOWN_BEFORE_SAVING)
    except RecurrenceError as error:
        return (_again(draft, wanted, error.said(t)),)
    if not coming:
        return (_again(draft, wanted, t(NEVER)),)
    draft.community, draft.channel, draft.created_at = context.id, wanted.channel, context.now
    draft.rule, draft.start = recurrence.rule, recurrence.start
    draft.mood, draft.weather = wanted.mood.value if wanted.mood else None, wanted.weather
    await store.add(context.session, draft)
    lines = await times(coming, schedule, context)
    extras = wording.extras(t, weather=wanted.weather, mood=wanted.mood.label if wanted.mood else None)
    return (Say(wording.understood(t, describe(recurrence, t), wanted.channel, lines, extras, draft.id)),)


def understood_from(words: str, today: date, was: Recurrence | None) -> Recurrence:
    """Counted from today; but "every other Friday" goes on counting where it began if only its time is changed."""
    if was is not None and words == typable(was):
        return was
    understood = understand(words, start=today)
    if was is None or _interval(was) != _interval(understood) or parse(understood.rule).interval == 1:
        return understood
    return understand(words, start=was.start)


def _interval(recurrence: Recurrence) -> tuple[object, ...]:
    """“Every two weeks”; nothing for a rule that can't be read any more."""
    try:
        rule = parse(recurrence.rule)
    except RecurrenceError:
        return ()
    return (rule.frequency, rule.interval)


def _again(draft: ScheduleDraft, wanted: Wanted, problem: str) -> Form:
    """The form with everything as it is wanted, and what is wrong with its time."""
    mood = written(wanted.mood or WhichMood.ANY)
    filled = {"when": wanted.when, "channel": written(wanted.channel), "mood": mood, "weather": written(wanted.weather)}
    if draft.replaces is None:
        return Form("nudges add", filled, {"when": problem})
    hidden = {"id": written(draft.replaces), "version": written(draft.version)}
    return Form("nudges edit", filled | hidden, {"when": problem})
