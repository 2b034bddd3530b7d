"""Saying when: what a moderator typed is understood, said back in words, and begins only when they save it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.community.context import Context, again
from bot.contract.commands import Ask, option, written
from bot.contract.events import ButtonPressed
from bot.contract.messages import text
from bot.contract.places import Channel
from bot.contract.replies import Form, Replies, Say
from bot.nudges import store, wording
from bot.nudges.describing import describe
from bot.nudges.library import Mood
from bot.nudges.materialise import arm
from bot.nudges.parsing import parse
from bot.nudges.recurrence import Recurrence, next_slots
from bot.nudges.rules import RecurrenceError
from bot.nudges.steering import filled, missing, shown
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
SAVED_ALREADY = mark("That one has been saved or put away already; nothing more to do.")


@dataclass(frozen=True, slots=True)
class AddSchedule(Ask):
    """A new schedule."""

    when: str = option(mark("When"), hint=WHEN)
    channel: Channel = option(mark("Channel"), hint=WHERE)
    mood: Mood | None = option(mark("Mood"), hint=MOOD, default=None)
    weather: bool = option(mark("Weather check-in"), hint=WEATHER, default=False)


@dataclass(frozen=True, slots=True)
class EditSchedule(Ask):
    """A change to a schedule; ``version`` tells whether somebody else changed it meanwhile."""

    id: int = option(mark("Schedule"), hint=mark("its number, as /nudges list shows it"), suggester="schedules")
    when: str = option(mark("When"), hint=WHEN)
    channel: Channel = option(mark("Channel"), hint=WHERE)
    mood: Mood | None = option(mark("Mood"), hint=MOOD, default=None)
    weather: bool = option(mark("Weather check-in"), hint=WEATHER, default=False)
    version: int = option(mark("Version"), hidden=True, default=0)


async def add(ask: AddSchedule, context: Context) -> Replies:
    """Show back what was understood; nothing is scheduled before "Save it"."""
    if len(await store.schedules(context.session, context.id)) >= MOST_SCHEDULES:
        sentence = mark("That would be more than {count} schedules. Please remove one that isn’t needed first.")
        return (Say(text(context.t(sentence, count=MOST_SCHEDULES))),)
    zone = context.community.zone
    return await _drafted("nudges add", ask, context, ScheduleDraft(replaces=None, version=0, zone=zone))


async def edit(ask: EditSchedule, context: Context) -> Replies:
    """Show back what was understood of a change; the schedule goes on as it is until "Save it"."""
    schedule = await store.schedule(context.session, context.id, ask.id)
    if schedule is None:
        return missing(context)
    draft = ScheduleDraft(replaces=schedule.id, version=ask.version or schedule.version, zone=schedule.zone)
    was = Recurrence(schedule.rule, schedule.start)
    return await _drafted("nudges edit", ask, context, draft, was)


async def _drafted(
    path: str, said: AddSchedule | EditSchedule, context: Context, draft: ScheduleDraft, was: Recurrence | None = None
) -> Replies:
    zone = ZoneInfo(draft.zone)
    try:
        recurrence = _understood(said.when, context.now.astimezone(zone).date(), was)
    except RecurrenceError as error:
        return (again(path, said, when=error.said(context.t)),)
    coming = next_slots(recurrence, zone, after=context.now, count=SHOWN_BEFORE_SAVING)
    if not coming:
        return (again(path, said, when=context.t("That never comes again, so nobody would be nudged.")),)
    draft.community, draft.channel, draft.created_at = context.id, said.channel, context.now
    draft.rule, draft.start = recurrence.rule, recurrence.start
    draft.mood, draft.weather = said.mood.value if said.mood else None, said.weather
    await store.add(context.session, draft)
    words = describe(recurrence, context.t)
    extras = wording.extras(context.t, weather=said.weather, mood=said.mood.label if said.mood else None)
    return (Say(wording.understood(context.t, words, said.channel, coming, extras, draft.id)),)


async def save(event: ButtonPressed, context: Context) -> Replies:
    """Begin the schedule, or change the one it replaces if nobody else did meanwhile."""
    draft = await _draft(event, context)
    if draft is None:
        return _already(context)
    if draft.replaces is None:
        schedule = Schedule(community=context.id, created_at=context.now, version=0)
    else:
        found = await store.schedule(context.session, context.id, draft.replaces)
        if found is None:
            return missing(context)
        if found.version != draft.version:
            return await _changed_meanwhile(found, draft, context)
        schedule = found
    for name in ("channel", "rule", "start", "zone", "mood", "weather"):
        setattr(schedule, name, getattr(draft, name))
    schedule.version += 1
    arm(schedule, context.now)
    await store.remove(context.session, draft)
    await store.add(context.session, schedule)
    return (Say(await shown(schedule, context, context.t("Saved."))),)


async def change(event: ButtonPressed, context: Context) -> Replies:
    """The form again, with what the draft holds."""
    draft = await _draft(event, context)
    if draft is None:
        return _already(context)
    if draft.replaces is None:
        return (Form("nudges add", filled(draft, context)),)
    return (_edited(draft, context, draft.version),)


async def drop(event: ButtonPressed, context: Context) -> Replies:
    """Forget a draft."""
    draft = await _draft(event, context)
    if draft is not None:
        await store.remove(context.session, draft)
    return (Say(text(context.t("All right, nothing was saved."))),)


def _understood(words: str, today: date, was: Recurrence | None) -> Recurrence:
    """Counted from today; but "every other Friday" goes on counting where it began if only its time is changed."""
    understood = understand(words, start=today)
    if was is None:
        return understood
    new, old = parse(understood.rule), parse(was.rule)
    same_rhythm = new.interval > 1 and (new.frequency, new.interval) == (old.frequency, old.interval)
    return understand(words, start=was.start) if same_rhythm else understood


async def _draft(event: ButtonPressed, context: Context) -> ScheduleDraft | None:
    return await store.draft(context.session, context.id, int(event.subject)) if event.subject.isdecimal() else None


async def _changed_meanwhile(schedule: Schedule, draft: ScheduleDraft, context: Context) -> Replies:
    """Two moderators at once: the second sees what the first made of it, and loses nothing they typed."""
    now = describe(Recurrence(schedule.rule, schedule.start), context.t)
    await store.remove(context.session, draft)
    sentence = mark(
        "Somebody else changed this schedule meanwhile; it now says: {now}. Send this form to replace that."
    )
    form = _edited(draft, context, schedule.version)
    return (Form(form.command, form.filled, {"when": context.t(sentence, now=now)}),)


def _edited(draft: ScheduleDraft, context: Context, version: int) -> Form:
    hidden = {"id": written(draft.replaces), "version": written(version)}
    return Form("nudges edit", filled(draft, context) | hidden)


def _already(context: Context) -> Replies:
    return (Say(text(context.t(SAVED_ALREADY))),)
