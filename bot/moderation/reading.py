"""What a form's fields make of the settings, or what is wrong with them, by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.community import suggesting
from bot.community.ages.bands import Ages
from bot.community.context import Context
from bot.contract.places import Channel, Member, Role
from bot.moderation.choices import FirstNudge, Settings
from bot.moderation.forms import (
    BAND_FIELDS,
    HEARD_FIELDS,
    PEOPLE_FIELDS,
    SetListening,
    SetModerators,
    SetNudge,
    SetPlace,
    SetUnder18s,
)
from bot.nudges import store as nudges
from bot.nudges.library import Library, Mood, Prompt, choose
from bot.nudges.placeholders import check
from bot.nudges.prompting import MOST_PROMPTS
from bot.nudges.prompts import by_key, candidates, is_in_use
from bot.nudges.recurrence import Recurrence, Slot, next_slots
from bot.nudges.rules import RecurrenceError
from bot.nudges.scheduling import NEVER, understood_from
from bot.nudges.steering import typable
from bot.texts import mark

TWICE = mark("That one is named twice.")
NO_PROMPT = mark("There is no prompt with this key in use. /prompts list shows those there are.")
ONE_OF_TWO = mark("Please choose one: a prompt from the library, or your own words.")
FULL = mark("There are {count} prompts of your own already. Please retire one first, or choose one of them.")
WHEN_FIRST = mark("Please say when, for example every monday 10:00.")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What can't be, by field."""

    errors: Mapping[str, str]


Read = Settings | Wrong


async def place(ask: SetPlace, settings: Settings, context: Context) -> Read:
    """Where and when. Only the notices' channel can be cleared."""
    t, was = context.t, settings.place
    zone = suggesting.find_zone(ask.zone) if ask.zone else was.zone
    area = suggesting.find_place(ask.area, t) if ask.area else was.area
    locale = suggesting.find_locale(ask.language, t) if ask.language else was.locale
    if zone is None or area is None or locale is None:
        errors: dict[str, str] = {}
        if zone is None:
            errors["zone"] = suggesting.unknown_zone(ask.zone or "", t)
        if area is None:
            errors["area"] = t(suggesting.UNKNOWN_AREA, given=ask.area)
        if locale is None:
            errors["language"] = t(suggesting.UNKNOWN_LANGUAGE, given=ask.language)
        return Wrong(errors)
    notices = ask.notices if ask.seen else ask.notices or was.notices
    now = replace(was, channel=ask.channel or was.channel, notices=notices, zone=zone, area=area, locale=locale)
    return replace(settings, place=now)


async def listening(ask: SetListening, settings: Settings, context: Context) -> Read:
    """Where to listen. Channels beyond those that a form shows stay."""
    fields = _given(ask, HEARD_FIELDS, Channel)
    beyond = settings.listening[len(HEARD_FIELDS) :] if ask.seen else ()
    return _twice(fields, beyond, context) or replace(settings, listening=(*fields.values(), *beyond))


async def moderators(ask: SetModerators, settings: Settings, context: Context) -> Read:
    """Who may moderate the bot. People and roles beyond those that a form shows stay."""
    people = _given(ask, PEOPLE_FIELDS, Member)
    roles: tuple[Role, ...] = tuple(each for each in settings.moderators if isinstance(each, Role))
    members = tuple(each for each in settings.moderators if isinstance(each, Member))
    beyond: tuple[Member | Role, ...] = (*roles[1:], *members[len(PEOPLE_FIELDS) :]) if ask.seen else ()
    wanted = dict.fromkeys((*((ask.role,) if ask.role else ()), *people.values(), *beyond))
    return _twice(people, beyond, context) or replace(settings, moderators=tuple(wanted))


async def under_18s(ask: SetUnder18s, settings: Settings, context: Context) -> Read:
    """Whether they may be here, and the age bands. Typed, an answer alone leaves the bands as they are."""
    was, fields = settings.ages, _given(ask, BAND_FIELDS, Role)
    beyond = was.bands[len(BAND_FIELDS) :] if ask.seen else ()
    bands = (*fields.values(), *beyond) if ask.seen or fields else was.bands
    return _twice(fields, beyond, context) or replace(settings, ages=Ages(ask.answer or was.answer, bands))


async def nudge(library: Library, ask: SetNudge, settings: Settings, context: Context) -> Read:
    """The first nudge. Where no prompt is chosen for a new schedule one is drawn now, so that it can be shown."""
    was = settings.nudge
    prompt, words = _which(ask, was)
    when = _when(ask, settings, context)
    wrong = ({"when": when} if isinstance(when, str) else {}) | await _wrong_prompt(prompt, words, library, context)
    if isinstance(when, str) or wrong:
        return Wrong(wrong)
    recurrence, slot = when
    mood = _mood(ask, was)
    weather = bool(ask.weather) if ask.seen or ask.weather is not None else bool(was and was.weather)
    if not (prompt or words) and not await nudges.schedules(context.session, context.id):
        prompt = (await drawn(library, slot, mood or Mood.GENTLE, context)).key
    return replace(settings, nudge=FirstNudge(recurrence, mood, weather, prompt, words))


async def drawn(library: Library, slot: Slot, mood: Mood | None, context: Context) -> Prompt:
    """A prompt that this slot could carry."""
    prompts = await candidates(context.session, context.id, library)
    return choose(prompts, recent=(), month=slot.day.month, mood=mood, draw=context.draw)


def _which(ask: SetNudge, was: FirstNudge | None) -> tuple[str | None, str | None]:
    """A prompt's key and own words: of two in a form, the one that stood there before gives way to the new one."""
    if was is None:
        return ask.prompt, ask.words
    if ask.prompt and ask.words:
        is_new = ask.prompt != was.prompt, ask.words != was.words
        return (ask.prompt if is_new[0] else None), (ask.words if is_new[1] else None)
    if not ask.seen and not (ask.prompt or ask.words):
        return was.prompt, was.words
    return ask.prompt, ask.words


def _when(ask: SetNudge, settings: Settings, context: Context) -> tuple[Recurrence, Slot] | str:
    """What was understood of the time and its first slot, or what is wrong with it."""
    was, zone = settings.nudge, ZoneInfo(settings.place.zone)
    said = ask.when or (typable(was.recurrence) if was else "")
    if not said:
        return context.t(WHEN_FIRST)
    try:
        today = context.now.astimezone(zone).date()
        recurrence = understood_from(said, today, was.recurrence if was else None)
        coming = next_slots(recurrence, zone, after=context.now, count=1)
    except RecurrenceError as error:
        return error.said(context.t)
    return (recurrence, coming[0]) if coming else context.t(NEVER)


def _mood(ask: SetNudge, was: FirstNudge | None) -> Mood | None:
    """What was asked for; typed, what isn't mentioned stays."""
    if ask.mood is not None:
        return ask.mood.mood
    return None if ask.seen or was is None else was.mood


async def _wrong_prompt(prompt: str | None, words: str | None, library: Library, context: Context) -> dict[str, str]:
    """What is wrong with the prompt or the words, by field."""
    session, t = context.session, context.t
    if prompt and words:
        return {"words": t(ONE_OF_TWO)}
    if prompt:
        found = await by_key(session, context.id, library, prompt)
        return {} if found and await is_in_use(session, context.id, prompt) else {"prompt": t(NO_PROMPT)}
    if not words:
        return {}
    if problems := check(words):
        return {"words": " ".join(problem.said(t) for problem in problems)}
    is_full = await nudges.count_own_prompts(session, context.id) >= MOST_PROMPTS
    return {"words": t(FULL, count=MOST_PROMPTS)} if is_full else {}


def _given(ask: object, names: Iterable[str], kind: type[T]) -> dict[str, T]:
    """The fields that hold something, in order."""
    pairs = ((name, getattr(ask, name)) for name in names)
    return {name: value for name, value in pairs if isinstance(value, kind)}


def _twice(fields: Mapping[str, object], beyond: Iterable[object], context: Context) -> Wrong | None:
    """What stands there a second time."""
    seen = set(beyond)
    errors: dict[str, str] = {}
    for name, value in fields.items():
        if value in seen:
            errors[name] = context.t(TWICE)
        seen.add(value)
    return Wrong(errors) if errors else None
