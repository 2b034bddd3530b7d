"""The cards of /setup and /settings: everything at once, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.community import suggesting
from bot.community.ages.bands import Ages, Under18s
from bot.contract.messages import (
    Block,
    Bullets,
    Button,
    ButtonStyle,
    Choices,
    Facts,
    Heading,
    Instant,
    Message,
    Named,
    Note,
    Paragraph,
    Span,
    Spans,
    Strong,
    say,
)
from bot.contract.places import Member, Role
from bot.moderation.choices import FirstNudge, Part, Place, Settings
from bot.moderation.surveying import Allowed
from bot.nudges.describing import describe
from bot.nudges.rules import RecurrenceError
from bot.nudges.viewing import short
from bot.nudges.wording import extras
from bot.texts import Translator, mark
from bot.texts.catalogues import catalogue
from bot.texts.translator import known_locale

BEFORE_START = mark("Nothing is posted and nothing changes before you press “Start”. Your choices are kept for a week.")
NO_NOTICES = mark("none, so nobody is told if something goes wrong")
SEEN_BY_ALL = mark(
    "Everybody can read {channel}, so all would see the notices for moderators. That works, if you’re happy with it."
)
NOWHERE = mark("nowhere; whoever types /support or writes to me still gets options")
UNANSWERED = mark("not answered yet; brews stay off until it is")
NO_BANDS = mark("{answer}; no role is named as an age band, so nobody is brought together")
WITHIN_BANDS = mark("{answer}; people are brought together only within these roles: ")
THE_PLATFORMS = mark("those whom the platform names")
UNREVIEWED = mark("{language}; nobody has reviewed its texts yet")
UNSPOKEN = mark("{language}; I don’t speak it yet and keep to English, but services in it come first")
DRAWN_LATER = mark("drawn when it comes")
STILL_NEEDED = mark("Before I can start I need {missing}.")

LABELS = {
    Part.PLACE: mark("Place and time"),
    Part.NUDGE: mark("First nudge"),
    Part.LISTENING: mark("Listening"),
    Part.MODERATORS: mark("Moderators"),
    Part.UNDER_18S: mark("Under-18s"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a card is drawn from. ``prompt`` is the first nudge's text; ``next_at`` None where it never comes again."""

    settings: Settings
    allowed: Allowed
    now: datetime
    opening: str = ""
    prompt: str = ""
    next_at: datetime | None = None


def setup(shown: Shown, t: Translator, *, stamp: str, has_draft: bool) -> Message:
    """What is chosen so far, what is missing, and where to go on."""
    title, settings = t("Setting up"), shown.settings
    facts = (*_place(settings.place, t, shown.now), *_nudge(shown, t), *_people(settings, t))
    blocks = [*_opening(shown), Heading(title), Facts(facts), *_found(shown, t)]
    missing = _missing(shown, t)
    if missing:
        blocks.append(say(t(STILL_NEEDED, missing=t.listed(missing))))
    preview = Button(t("Show me the first nudge"), "setup.preview")
    check = Button(t("Check again"), "setup.card")
    drop = Button(t("Never mind"), "setup.drop")
    start = Button(t("Start"), "setup.start", stamp, style=ButtonStyle.PRIMARY)
    steps = (
        *((preview,) if settings.is_complete else ()),
        *((check,) if settings.channels else ()),
        *((drop,) if has_draft else ()),
        *((start,) if not missing and shown.allowed.may_post else ()),
    )
    blocks += [Note((t(BEFORE_START),)), _forms("setup.form", tuple(Part), t), *([Choices(steps)] if steps else [])]
    return Message(shown.opening or title, tuple(blocks))


def settings(shown: Shown, schedules: Sequence[Spans], own: tuple[int, int], t: Translator) -> Message:
    """Everything that holds here; ``own`` is how many phrases and services the community added."""
    title = t("Settings")
    facts = (*_place(shown.settings.place, t, shown.now), *_people(shown.settings, t), _own(own, t))
    blocks = [*_opening(shown), Heading(title), Facts(facts), *_found(shown, t), say(Strong(t("Schedules")))]
    blocks.append(Bullets(tuple(schedules)) if schedules else say(t("There are none, so nobody is nudged.")))
    blocks.append(Note((t("/nudges show with a number pauses, skips, changes or removes one."),)))
    blocks.append(_forms("settings.form", (Part.PLACE, Part.LISTENING, Part.MODERATORS, Part.UNDER_18S), t))
    add = Button(t("A new schedule"), "settings.schedule")
    check = Button(t("Check what I’m allowed"), "settings.card")
    return Message(shown.opening or title, (*blocks, Choices((add, check))))


def listed(spans: Iterable[Span], t: Translator) -> Spans:
    """“#general, #allotments and #tea-room”, as values."""
    named = {f"item{number}": span for number, span in enumerate(spans)}
    return t.spans(t.listed([f"{{{name}}}" for name in named]), **named) if named else ()


def _opening(shown: Shown) -> list[Block]:
    return [say(shown.opening)] if shown.opening else []


def _place(place: Place, t: Translator, now: datetime) -> tuple[tuple[str, Spans], ...]:
    there = t.time(now.astimezone(ZoneInfo(place.zone)).time())
    return (
        (t("Channel"), (place.channel or t("not chosen yet"),)),
        (t("Moderators’ notices"), (place.notices or t(NO_NOTICES),)),
        (t("Zone"), (t("{zone}, {time} now", zone=place.zone, time=there),)),
        (t("Area"), (suggesting.place_in_words(place.area, t),)),
        (t("Language"), (_language(place.locale, t),)),
    )


def _language(tag: str, t: Translator) -> str:
    language, locale = suggesting.locale_in_words(tag, t), known_locale(tag)
    if not suggesting.is_spoken(tag):
        return t(UNSPOKEN, language=language)
    found = catalogue(locale) if locale else None
    return language if found is None or found.is_reviewed else t(UNREVIEWED, language=language)


def _nudge(shown: Shown, t: Translator) -> tuple[tuple[str, Spans], ...]:
    nudge = shown.settings.nudge
    if nudge is None:
        return ((t("First nudge"), (t("not chosen yet"),)),)
    rest = extras(t, weather=nudge.weather, mood=nudge.mood.label if nudge.mood else None)
    return (
        (t("First nudge"), _when(nudge, shown, t)),
        (t("It says"), (short(" ".join(shown.prompt.split())) or t(DRAWN_LATER),)),
        (t("After that"), (rest,)),
    )


def _when(nudge: FirstNudge, shown: Shown, t: Translator) -> Spans:
    try:
        words = describe(nudge.recurrence, t)
    except RecurrenceError:
        words = nudge.recurrence.rule
    if shown.next_at is None:
        return (t("{words}: that never comes again", words=words),)
    return t.spans("{words}, next on {next}", words=words, next=Instant(shown.next_at))


def _people(settings: Settings, t: Translator) -> tuple[tuple[str, Spans], ...]:
    return (
        (t("Listening"), listed(settings.listening, t) or (t(NOWHERE),)),
        (t("Moderators"), listed((t(THE_PLATFORMS), *map(_named, settings.moderators)), t)),
        (t("Under-18s"), _ages(settings.ages, t)),
    )


def _ages(ages: Ages, t: Translator) -> Spans:
    if ages.answer is Under18s.OPEN:
        return (t(UNANSWERED),)
    if ages.answer is Under18s.NO:
        return (t(ages.answer.label),)
    answer = t(ages.answer.label)
    if not ages.bands:
        return (t(NO_BANDS, answer=answer),)
    return (t(WITHIN_BANDS, answer=answer), *listed(ages.bands, t))


def _own(own: tuple[int, int], t: Translator) -> tuple[str, Spans]:
    """“3 phrases (/triggers list) and 1 service (/services list)”."""
    phrases = t.plural("{count} phrase (/triggers list)", "{count} phrases (/triggers list)", own[0])
    services = t.plural("{count} service (/services list)", "{count} services (/services list)", own[1])
    return (t("Added here"), (t.listed((phrases, services)),))


def _named(who: Member | Role) -> Span:
    return Named(who) if isinstance(who, Member) else who


def _found(shown: Shown, t: Translator) -> list[Block]:
    """What the bot isn't allowed, and who would see the moderators' notices."""
    blocks: list[Block] = []
    if lines := shown.allowed.said(t):
        blocks.append(Bullets(lines))
    notices = shown.settings.place.notices
    if notices is not None and notices in shown.allowed.open_to_all:
        blocks.append(Paragraph(t.spans(SEEN_BY_ALL, channel=notices)))
    return blocks


def _missing(shown: Shown, t: Translator) -> list[str]:
    """What nothing can start without."""
    missing = [] if shown.settings.place.channel else [t("a channel")]
    if shown.settings.nudge is None or shown.next_at is None:
        missing.append(t("a time for the first nudge"))
    return missing


def _forms(action: str, parts: Iterable[Part], t: Translator) -> Choices:
    return Choices(tuple(Button(t(LABELS[part]), action, "", part.value) for part in parts))
