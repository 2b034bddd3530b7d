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
from bot.nudges.library import Library, Mood
from bot.nudges.materialise import arm, materialise_one
from bot.nudges.numbers import LARGEST, row_number
from bot.nudges.parsing import parse
from bot.nudges.recurrence import Recurrence, next_slots
from bot.nudges.rules import RecurrenceError
from bot.nudges.steering import filled, missing, shown, slot_line, typable
from bot.nudges.tables import Schedule, ScheduleDraft
from bot.nudges.understanding import understand
from bot.texts import mark

SHOWN_BEFORE_SAVING = 3
MOST_SCHEDULES = 50
"""More than any community needs; a limit keeps a mistake from filling the database."""

LONGEST_RULE = 300
"""The longest rule that the table holds."""

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
    """A change to a schedule. Typed, it keeps what it doesn't mention; a form sends every field, empty ones too.

    ``version`` comes with a form, and tells whether somebody else changed the schedule meanwhile.
    """

    id: int = option(mark("Schedule"), hint=mark("its number, as /nudges list shows it"), suggester="schedules")
    when: str | None = option(mark("When"), hint=WHEN, default=None)
    channel: Channel | None = option(mark("Channel"), hint=WHERE, default=None)
    mood: Mood | None = option(mark("Mood"), hint=MOOD, default=None)
    weather: bool | None = option(mark("Weather check-in"), hint=WEATHER, default=None)
    version: int = option(mark("Version"), hidden=True, default=0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A schedule as it is to be."""

    when: str
    channel: Channel
    mood: str | None
    weather: bool


async def add(ask: AddSchedule, context: Context) -> Replies:
    """Show back what was understood; nothing is scheduled before "Save it"."""
    if await _are_too_many(context):
        return _too_many(context)
    wanted = Wanted(ask.when, ask.channel, ask.mood.value if ask.mood else None, ask.weather)
    draft = ScheduleDraft(replaces=None, version=0, zone=context.community.zone)
    return await _drafted(("nudges add", ask), wanted, context, draft, None)


async def edit(ask: EditSchedule, context: Context) -> Replies:
    """Show back what was understood of a change; the schedule goes on as it is until "Save it"."""
    schedule = await store.schedule(context.session, context.id, ask.id) if ask.id <= LARGEST else None
    if schedule is None:
        return missing(context)
    from_form = ask.version > 0
    mood = ask.mood.value if ask.mood else None if from_form else schedule.mood
    weather = bool(ask.weather) if from_form or ask.weather is not None else schedule.weather
    when = ask.when or typable(Recurrence(schedule.rule, schedule.start))
    wanted = Wanted(when, ask.channel or schedule.channel, mood, weather)
    draft = ScheduleDraft(replaces=schedule.id, version=ask.version or schedule.version, zone=schedule.zone)
    return await _drafted(("nudges edit", ask), wanted, context, draft, schedule)


async def _drafted(
    sent: tuple[str, Ask], wanted: Wanted, context: Context, draft: ScheduleDraft, schedule: Schedule | None
) -> Replies:
    t, zone = context.t, ZoneInfo(draft.zone)
    was = Recurrence(schedule.rule, schedule.start) if schedule else None
    try:
        recurrence = _understood(wanted.when, context.now.astimezone(zone).date(), was)
    except RecurrenceError as error:
        return (again(*sent, when=error.said(t)),)
    if len(recurrence.rule) > LONGEST_RULE:
        return (again(*sent, when=t("That rule is too long for me to keep. Please say it more simply.")),)
    coming = next_slots(recurrence, zone, after=context.now, count=SHOWN_BEFORE_SAVING)
    if not coming:
        return (again(*sent, when=t("That never comes again, so nobody would be nudged.")),)
    draft.community, draft.channel, draft.created_at = context.id, wanted.channel, context.now
    draft.rule, draft.start = recurrence.rule, recurrence.start
    draft.mood, draft.weather = wanted.mood, wanted.weather
    await store.add(context.session, draft)
    posted = await store.sent_slots(context.session, schedule.id) if schedule else frozenset()
    lines = tuple(slot_line(slot, t, posted=posted) for slot in coming)
    extras = wording.extras(t, weather=wanted.weather, mood=Mood(wanted.mood).label if wanted.mood else None)
    return (Say(wording.understood(t, describe(recurrence, t), wanted.channel, lines, extras, draft.id)),)


async def save(library: Library, event: ButtonPressed, context: Context) -> Replies:
    """Begin the schedule, or change the one it replaces if nobody else did meanwhile.

    What came due before the change is planned first, so no edit loses a nudge. A changed schedule counts from now on,
    so moving it to an earlier time today posts nothing at once; its slots decide that today's never comes twice.
    """
    draft = await _draft(event, context)
    if draft is None:
        return _already(context)
    if draft.replaces is None:
        if await _are_too_many(context):
            return _too_many(context)
        schedule = Schedule(community=context.id, created_at=context.now, version=0)
    else:
        found = await store.schedule(context.session, context.id, draft.replaces)
        if found is None:
            return missing(context)
        if found.version != draft.version:
            return await _changed_meanwhile(found, draft, context)
        await materialise_one(context.session, found, library, context.draw, context.now)
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
    number = row_number(event.subject)
    return None if number is None else await store.draft(context.session, context.id, number)


async def _are_too_many(context: Context) -> bool:
    return len(await store.schedules(context.session, context.id)) >= MOST_SCHEDULES


def _too_many(context: Context) -> Replies:
    sentence = mark("That would be more than {count} schedules. Please remove one that isn’t needed first.")
    return (Say(text(context.t(sentence, count=MOST_SCHEDULES))),)


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
