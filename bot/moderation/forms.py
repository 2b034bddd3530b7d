"""The five forms of /setup and /settings: their fields, and what a form shows that opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from bot.community import suggesting
from bot.community.ages.bands import Under18s
from bot.contract.commands import Ask, option, written
from bot.contract.places import Channel, Member, Role
from bot.contract.replies import Form
from bot.moderation.choices import MOST_HEARD, Part, Settings, stamp
from bot.nudges.library import WhichMood
from bot.nudges.prompting import LONGEST, TEXT
from bot.nudges.scheduling import MOOD, WEATHER, WHEN
from bot.nudges.steering import typable
from bot.texts import Translator, mark

HEARD = mark("a notice is posted there first")
BAND = mark("a role; where under-18s may be, brews are only within one")
ALSO = mark("besides those whom the platform names, who always count")

COMMANDS = {
    Part.PLACE: "set place",
    Part.NUDGE: "set nudge",
    Part.LISTENING: "set listening",
    Part.MODERATORS: "set moderators",
    Part.UNDER_18S: "set under-18s",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing(Ask):
    """What all five have besides their own fields.

    ``seen`` is the stamp of what a form showed when it opened, and None for what was typed: there, what isn't mentioned
    stays as it is, while what is emptied in a form is cleared. ``live`` forms hold at once, others when all is started.
    """

    seen: str | None = option(mark("Seen"), hidden=True, default=None)
    live: bool = option(mark("At once"), hidden=True, default=False)


@dataclass(frozen=True, slots=True)
class SetPlace(Choosing):
    """Where and when. A place always has a channel, a zone, an area and a language; emptied, they stay."""

    channel: Channel | None = option(mark("Channel"), hint=mark("where I nudge and introduce myself"), default=None)
    notices: Channel | None = option(
        mark("Moderators’ notices"), hint=mark("where I tell moderators if something is wrong"), default=None
    )
    zone: str | None = option(mark("Zone"), hint=mark("Europe/London, or London"), suggester="zones", default=None)
    area: str | None = option(mark("Area"), hint=mark("where support services serve"), suggester="areas", default=None)
    language: str | None = option(mark("Language"), hint=mark("what I speak to all"), suggester="locales", default=None)


@dataclass(frozen=True, slots=True)
class SetNudge(Choosing):
    """The first schedule and what its next nudge says."""

    when: str | None = option(mark("When"), hint=WHEN, rest=True, default=None)
    prompt: str | None = option(
        mark("Prompt"), hint=mark("one from the library; or leave it empty"), suggester="prompts", default=None
    )
    words: str | None = option(mark("Or your own words"), hint=TEXT, most=LONGEST, long=True, default=None)
    mood: WhichMood | None = option(mark("Mood"), hint=MOOD, default=None)
    weather: bool | None = option(mark("Weather check-in"), hint=WEATHER, default=None)


@dataclass(frozen=True, slots=True)
class SetListening(Choosing):
    """Where worrying words may be answered; nowhere, if all are empty."""

    first: Channel | None = option(mark("Channel"), hint=HEARD, default=None)
    second: Channel | None = option(mark("Second channel"), hint=HEARD, default=None)
    third: Channel | None = option(mark("Third channel"), hint=HEARD, default=None)
    fourth: Channel | None = option(mark("Fourth channel"), hint=HEARD, default=None)
    fifth: Channel | None = option(mark("Fifth channel"), hint=HEARD, default=None)


@dataclass(frozen=True, slots=True)
class SetModerators(Choosing):
    """Who may do all this, too."""

    role: Role | None = option(mark("Everybody with this role"), hint=ALSO, default=None)
    first: Member | None = option(mark("Person"), hint=ALSO, default=None)
    second: Member | None = option(mark("Second person"), hint=ALSO, default=None)
    third: Member | None = option(mark("Third person"), hint=ALSO, default=None)
    fourth: Member | None = option(mark("Fourth person"), hint=ALSO, default=None)


@dataclass(frozen=True, slots=True)
class SetUnder18s(Choosing):
    """Whether under-18s may be here, and which roles tell people's age bands apart."""

    answer: Under18s | None = option(
        mark("May people under 18 be here?"), hint=mark("brews stay off until this is answered"), default=None
    )
    first: Role | None = option(mark("Age band"), hint=BAND, default=None)
    second: Role | None = option(mark("Second age band"), hint=BAND, default=None)
    third: Role | None = option(mark("Third age band"), hint=BAND, default=None)
    fourth: Role | None = option(mark("Fourth age band"), hint=BAND, default=None)


HEARD_FIELDS = ("first", "second", "third", "fourth", "fifth")[:MOST_HEARD]
PEOPLE_FIELDS = ("first", "second", "third", "fourth")
BAND_FIELDS = PEOPLE_FIELDS


def form(part: Part, settings: Settings, t: Translator, *, live: bool) -> Form:
    """The form of a part, with what is chosen so far."""
    return Form(COMMANDS[part], filled(part, settings, t) | hidden(part, settings, live=live))


def hidden(part: Part, settings: Settings, *, live: bool) -> dict[str, str]:
    """What travels with a form: what it shows, as a stamp, and when it holds."""
    return {"seen": stamp(settings.part(part)), "live": written(live)}


def filled(part: Part, settings: Settings, t: Translator) -> dict[str, str]:
    """A form's visible fields as the settings have them."""
    return {name: written(value) for name, value in _fields(part, settings, t).items() if value is not None}


def _fields(part: Part, settings: Settings, t: Translator) -> Mapping[str, object]:
    match part:
        case Part.PLACE:
            place = settings.place
            return {
                "channel": place.channel,
                "notices": place.notices,
                "zone": place.zone,
                "area": _in_words(suggesting.place_in_words(place.area, t), place.area, suggesting.find_place, t),
                "language": _in_words(
                    suggesting.locale_in_words(place.locale, t), place.locale, suggesting.find_locale, t
                ),
            }
        case Part.NUDGE:
            return _nudge_fields(settings)
        case Part.LISTENING:
            return dict(zip(HEARD_FIELDS, settings.listening, strict=False))
        case Part.MODERATORS:
            role = next((each for each in settings.moderators if isinstance(each, Role)), None)
            people = (each for each in settings.moderators if isinstance(each, Member))
            return {"role": role, **dict(zip(PEOPLE_FIELDS, people, strict=False))}
        case Part.UNDER_18S:
            return {"answer": settings.ages.answer, **dict(zip(BAND_FIELDS, settings.ages.bands, strict=False))}
        case _:
            assert_never(part)


def _nudge_fields(settings: Settings) -> Mapping[str, object]:
    nudge = settings.nudge
    if nudge is None:
        return {}
    return {
        "when": typable(nudge.recurrence),
        "prompt": nudge.prompt,
        "words": nudge.words,
        "mood": WhichMood(nudge.mood.value) if nudge.mood else WhichMood.ANY,
        "weather": nudge.weather,
    }


def _in_words(words: str, value: str, find: Callable[[str, Translator], str | None], t: Translator) -> str:
    """The words, if they are understood as this very value again; else the value itself."""
    return words if find(words, t) == value else value
