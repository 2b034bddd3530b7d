"""/preferences: what a member chooses for themselves. It holds at once, and everywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.community import choosing, store, suggesting
from bot.community.context import Context
from bot.community.features import Feature, action, command
from bot.community.tables import Preference
from bot.contract.commands import Answering, Ask, option
from bot.contract.events import ButtonPressed
from bot.contract.messages import Message
from bot.contract.replies import Form, Replies, Say
from bot.texts import mark, translator
from signposting import Topic

COMMAND = "preferences"

THEIRS = mark("empty for the community’s")
SAVED = mark("Saved. It holds from now on, everywhere here.")
NOT_ASKED = mark("This community doesn’t ask about age, so nothing was saved.")
GONE = mark("I can’t read that button any more. Here is what you have chosen:")
ALWAYS = mark("Options for a crisis and for immediate danger always stay, so that nobody is ever left without them.")

AGES = {"under": True, "over": False, "unsaid": None}
"""The age bands by what their buttons carry."""


@dataclass(frozen=True, slots=True)
class Prefer(Ask):
    """The form "Place and language", or a part of it typed; with nothing in it, a look at everything chosen."""

    language: str | None = option(mark("Language"), hint=THEIRS, most=60, suggester="locales", default=None)
    area: str | None = option(mark("Where are you?"), hint=THEIRS, most=60, suggester="areas", default=None)
    zone: str | None = option(mark("Zone"), hint=THEIRS, most=64, suggester="zones", default=None)
    whole: bool = option(mark("The whole form"), hidden=True, default=False)


async def prefer(ask: Prefer, context: Context) -> Replies:
    """Save what was named. From the form, what is left empty is the community's again."""
    given = {"language": ask.language, "area": ask.area, "zone": ask.zone}
    if not ask.whole and not any(given.values()):
        return (Say(choosing.card(context)),)
    t = context.t
    readings = {
        "language": suggesting.find_locale(ask.language, t) if ask.language else None,
        "area": suggesting.find_place(ask.area, t) if ask.area else None,
        "zone": suggesting.find_zone(ask.zone) if ask.zone else None,
    }
    unread = {name: value for name, value in given.items() if value and readings[name] is None}
    if unread:
        filled = _filled(context) | {name: value for name, value in given.items() if value is not None}
        return (Form(COMMAND, filled, {name: _problem(name, value, context) for name, value in unread.items()}),)
    chosen = await store.preference_to_change(context.session, context.by)
    for name, value in readings.items():
        if ask.whole or value is not None:
            setattr(chosen, {"language": "locale"}.get(name, name), value)
    return (Say(_saved(chosen, context)),)


async def show(event: ButtonPressed, context: Context) -> Replies:
    """The card, by a button."""
    return (Say(choosing.card(context)),)


async def place(event: ButtonPressed, context: Context) -> Replies:
    """The form "Place and language" with what was chosen before."""
    return (Form(COMMAND, _filled(context)),)


async def switch(event: ButtonPressed, context: Context) -> Replies:
    """Answers, mentions or offers of help: off, or on again."""
    if event.subject not in choosing.SWITCHES or event.choice not in {"on", "off"}:
        return (Say(choosing.card(context, said=context.t(GONE))),)
    chosen = await store.preference_to_change(context.session, context.by)
    setattr(chosen, f"{event.subject}_off", event.choice == "off")
    return (Say(_saved(chosen, context)),)


async def topics(event: ButtonPressed, context: Context) -> Replies:
    """Which topics may be offered."""
    return (Say(choosing.topics(context)),)


async def topic(event: ButtonPressed, context: Context) -> Replies:
    """One topic more or less. A crisis can't be left out, and whoever tries hears why."""
    if event.subject not in {each.value for each in Topic} or event.choice not in {"on", "off"}:
        return (Say(choosing.card(context, said=context.t(GONE))),)
    if event.subject == Topic.CRISIS.value:
        return (Say(choosing.topics(context, said=context.t(ALWAYS))),)
    chosen = await store.preference_to_change(context.session, context.by)
    left_out = set(chosen.topics_off.split()) - {event.subject} | ({event.subject} if event.choice == "off" else set())
    chosen.topics_off = " ".join(sorted(left_out))
    return (Say(choosing.topics(_now(chosen, context), said=context.t("Saved."))),)


async def age(event: ButtonPressed, context: Context) -> Replies:
    """Under 18 or not, or rather not said; taken only where the community's answer makes it matter."""
    if not context.community.has_minors:
        return (Say(choosing.card(context, said=context.t(NOT_ASKED))),)
    if event.choice not in AGES:
        return (Say(choosing.card(context, said=context.t(GONE))),)
    chosen = await store.preference_to_change(context.session, context.by)
    chosen.is_minor = AGES[event.choice]
    return (Say(_saved(chosen, context)),)


def feature() -> Feature:
    """Members' own say."""
    return Feature(
        "preferring",
        commands=(command(COMMAND, Prefer, prefer, mark("Choose what I may do for you, and what not")),),
        actions=(
            action("preferences.show", show),
            action("preferences.place", place, answering=Answering.WITH_FORM),
            action("preferences.switch", switch),
            action("preferences.topics", topics),
            action("preferences.topic", topic),
            action("preferences.age", age),
        ),
        home=choosing.section,
    )


def _saved(chosen: Preference, context: Context) -> Message:
    now = _now(chosen, context)
    return choosing.card(now, said=now.t(SAVED))


def _now(chosen: Preference, context: Context) -> Context:
    """The context as it is after the choice, in the language chosen."""
    t = translator(chosen.locale or context.event.locale or context.community.locale)
    return replace(context, preference=chosen, t=t)


def _filled(context: Context) -> dict[str, str]:
    """The form's fields as they were chosen, by the names that the reader knows."""
    chosen, t = context.preference, context.t
    known: dict[str, str | None] = {
        "language": suggesting.locale_in_words(chosen.locale, t) if chosen and chosen.locale else None,
        "area": suggesting.place_in_words(chosen.area, t) if chosen and chosen.area else None,
        "zone": chosen.zone if chosen else None,
    }
    return {"whole": "yes", **{name: value for name, value in known.items() if value}}


def _problem(name: str, given: str, context: Context) -> str:
    match name:
        case "zone":
            return suggesting.unknown_zone(given, context.t)
        case "area":
            return context.t(suggesting.UNKNOWN_AREA, given=given)
        case _:
            return context.t(suggesting.UNKNOWN_LANGUAGE, given=given)
