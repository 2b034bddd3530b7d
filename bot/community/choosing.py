"""The cards on which a member sees what they chose, and chooses anew."""

from __future__ import annotations

from dataclasses import dataclass

from bot.community import suggesting
from bot.community.context import Context
from bot.contract.messages import (
    Block,
    Button,
    ButtonStyle,
    Choices,
    Facts,
    Heading,
    Message,
    Note,
    Spans,
    Strong,
    say,
)
from bot.texts import Translator, mark
from signposting import Topic, topic_in_words

IN_A_ROW = 5

YOURS = mark("Only you see this, and whatever you choose holds at once.")
STILL_HERE = mark("Whatever is off, /support and writing to me work as ever, and you’re welcome to use them.")
UNSPOKEN = mark("I don’t speak that language yet, so I keep to English; services in it come first.")
WHICH = mark("I leave out what is off when I offer something by myself. If you ask for it, you still get it.")
STAYS = mark("Options for a crisis and for immediate danger always stay, so they aren’t in this list.")
NOTHING_OWN = mark("You’ve chosen nothing yourself so far, so what holds for everybody here holds for you.")
AGE = mark("So that the services I name are for your age. You’re free not to say, and no moderator is shown it.")


@dataclass(frozen=True, slots=True)
class Switch:
    """Something to turn off and on: source sentences for what it is, how it stands, and the button the other way."""

    label: str
    on: str
    off: str
    turn_off: str
    turn_on: str


SWITCHES = {
    "answers": Switch(
        mark("Private answers to what you write in channels"),
        mark("on, where I listen"),
        mark("off"),
        mark("Don’t answer me"),
        mark("Answer me again"),
    ),
    "mentions": Switch(
        mark("Your name, when I show it to others"),
        mark("as a mention"),
        mark("without a mention"),
        mark("Don’t mention me"),
        mark("Mention me again"),
    ),
    "offers": Switch(
        mark("Offers of help from other members"),
        mark("passed on to you"),
        mark("not passed on"),
        mark("No offers, please"),
        mark("Offers are fine again"),
    ),
}
"""By the column of a preference, without its ``_off``."""


def card(context: Context, *, said: str = "") -> Message:
    """Everything chosen, and what is the community's where nothing was. ``said`` stands first."""
    t = context.t
    title = t("Your choices")
    blocks: list[Block] = [*([say(said)] if said else []), Heading(title), Facts(_facts(context))]
    if not suggesting.is_spoken(t.wanted):
        blocks.append(Note((t(UNSPOKEN),)))
    blocks += [Choices((_place(t), _topics(t), _unheard(t))), Choices(tuple(_turn(name, context) for name in SWITCHES))]
    if context.community.has_minors:
        blocks += [Note((t(AGE),)), _ages(t)]
    blocks.append(Note((f"{t(YOURS)} {t(STILL_HERE)}",)))
    return Message(said or title, tuple(blocks))


def topics(context: Context, *, said: str = "") -> Message:
    """Every topic with whether it may be offered; a press turns it the other way."""
    t = context.t
    title = t("Topics")
    buttons = [_topic(each, context) for each in Topic if each is not Topic.CRISIS]
    rows = [Choices(tuple(buttons[first : first + IN_A_ROW])) for first in range(0, len(buttons), IN_A_ROW)]
    back = Choices((Button(t("Back to your choices"), "preferences.show"),))
    first = [say(said)] if said else []
    return Message(said or title, (*first, Heading(title), say(f"{t(WHICH)} {t(STAYS)}"), *rows, back))


async def section(context: Context) -> tuple[Block, ...]:
    """What they chose themselves, on the bot's own page, and the way to change it.

    That page stands open where others may look over a shoulder: which topics are left out isn't named, nor an age.
    """
    t = context.t
    own = _own(context)
    every = Button(t("All your choices"), "preferences.show")
    chosen = Facts(own) if own else say(t(NOTHING_OWN))
    return (say(Strong(t("Your choices"))), chosen, Choices((_place(t), every)))


def _own(context: Context) -> tuple[tuple[str, Spans], ...]:
    t, chosen = context.t, context.preference
    if chosen is None:
        return ()
    facts = [
        (t("Language"), suggesting.locale_in_words(chosen.locale, t) if chosen.locale else ""),
        (t("Place"), suggesting.place_in_words(chosen.area, t) if chosen.area else ""),
        (t("Zone"), _zone(context) if chosen.zone else ""),
        *((t(each.label), t(each.off)) for name, each in SWITCHES.items() if _is_off(name, context)),
        (t("Topics I leave out"), t.number(len(context.topics_off)) if context.topics_off else ""),
    ]
    return tuple((label, (value,)) for label, value in facts if value)


def _facts(context: Context) -> tuple[tuple[str, Spans], ...]:
    t, chosen = context.t, context.preference
    left_out = [topic_in_words(each, t.locale) for each in Topic if each in context.topics_off]
    facts: list[tuple[str, str]] = [
        (t("Language"), _whose(suggesting.locale_in_words(t.wanted, t), is_own=bool(chosen and chosen.locale), t=t)),
        (
            t("Place"),
            _whose(suggesting.place_in_words(context.area, t), is_own=bool(chosen and chosen.area), t=t),
        ),
        (t("Zone"), _whose(_zone(context), is_own=bool(chosen and chosen.zone), t=t)),
        *((t(each.label), t(each.off if _is_off(name, context) else each.on)) for name, each in SWITCHES.items()),
        (t("Topics I leave out"), t.listed(left_out) or t("none")),
    ]
    if context.community.has_minors:
        facts.append((t("Age"), _age(context)))
    return tuple((label, (value,)) for label, value in facts)


def _whose(value: str, *, is_own: bool, t: Translator) -> str:
    return value if is_own else t("{value}, unless you choose another", value=value)


def _zone(context: Context) -> str:
    there = context.t.time(context.now.astimezone(context.zone).time())
    return context.t("{zone}, {time} now", zone=context.zone.key, time=there)


def _age(context: Context) -> str:
    if context.is_minor is None:
        return context.t("not said")
    return context.t("under 18") if context.is_minor else context.t("18 or over")


def _place(t: Translator) -> Button:
    return Button(t("Place and language"), "preferences.place", style=ButtonStyle.PRIMARY)


def _topics(t: Translator) -> Button:
    return Button(t("Topics"), "preferences.topics")


def _unheard(t: Translator) -> Button:
    return Button(t("Whom I pass nothing on from"), "offers.blocked")


def _turn(name: str, context: Context) -> Button:
    switch, t = SWITCHES[name], context.t
    if _is_off(name, context):
        return Button(t(switch.turn_on), "preferences.switch", name, "on")
    return Button(t(switch.turn_off), "preferences.switch", name, "off")


def _is_off(name: str, context: Context) -> bool:
    return context.preference is not None and bool(getattr(context.preference, f"{name}_off"))


def _topic(topic: Topic, context: Context) -> Button:
    t, words = context.t, topic_in_words(topic, context.t.locale)
    if topic in context.topics_off:
        return Button(t("{topic}: off", topic=words), "preferences.topic", topic.value, "on")
    return Button(t("{topic}: on", topic=words), "preferences.topic", topic.value, "off")


def _ages(t: Translator) -> Choices:
    return Choices(
        (
            Button(t("Under 18"), "preferences.age", choice="under"),
            Button(t("18 or over"), "preferences.age", choice="over"),
            Button(t("Rather not say"), "preferences.age", choice="unsaid"),
        )
    )
