"""What moderators are told about brews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.brews.tables import BrewSettings, Round
from bot.community.ages.bands import Ages, Under18s
from bot.contract.messages import (
    Block,
    Button,
    Choices,
    Facts,
    Heading,
    Instant,
    Message,
    Note,
    Paragraph,
    Spans,
    say,
    text,
)
from bot.contract.places import Channel
from bot.texts import Translator, mark

HIDDEN_UNDER: Final = 10
"""A count of people below this isn't shown."""

OFF = mark("Brews are switched off here. /brews settings switches them on.")
UNANSWERED = mark(
    "Before I bring people together I need one answer: may people under 18 be here? /setup asks, or /set under-18s."
)
NO_CHANNEL = mark("Please name a channel, for example /brews open #general.")
OPEN_ALREADY = mark("There’s a round in {channel} already, until {time}. /brews close ends it now.")
OPENED = mark("Done. I’m announcing it in {channel} now, and at {time} I bring together whoever is up for a brew.")
NO_ROUNDS = mark("No round has closed yet, so there are no numbers. /brews open begins one.")
ROUNDED = mark(
    "Where no round had ten people, the count isn’t shown, so that nobody can be recognised by it. “Met” is what "
    "people answered themselves; many say nothing, so it’s a floor."
)
HOW = mark("A round opens with a nudge whose schedule brings people together, or with /brews open.")


def off(t: Translator) -> Message:
    """Switched off."""
    return text(t(OFF), Button(t("Switch brews on"), "brews.turn", "", "on"))


def unanswered(t: Translator) -> Message:
    """The question about under-18s comes first."""
    return text(t(UNANSWERED), Button(t("Answer it"), "setup.form", "", "under-18s"))


def no_channel(t: Translator) -> Message:
    """Nowhere to announce it."""
    return text(t(NO_CHANNEL))


def wrong_hours(t: Translator, most: int) -> Message:
    """Too few or too many."""
    return text(t("A round can take answers for {least} to {most} hours.", least=t.number(1), most=t.number(most)))


def wrong_days(t: Translator, most: int) -> Message:
    """Too few or too many."""
    return text(t("Newcomers can wait for {least} to {most} days.", least=t.number(0), most=t.number(most)))


def open_already(t: Translator, channel: Channel, until: datetime) -> Message:
    """One at a time in a channel."""
    spans: Spans = t.spans(OPEN_ALREADY, channel=channel, time=Instant(until))
    return Message(t("There’s a round already."), (Paragraph(spans),))


def opened(t: Translator, channel: Channel, until: datetime) -> Message:
    """It is on its way."""
    spans: Spans = t.spans(OPENED, channel=channel, time=Instant(until))
    return Message(t("Done."), (Paragraph(spans),))


def closed(t: Translator, count: int) -> Message:
    """How many were open."""
    if not count:
        return text(t("No round is open just now."))
    one = mark("Closed. I’m bringing together whoever was up for a brew.")
    many = mark("{count} rounds closed. I’m bringing together whoever was up for a brew.")
    return text(t.plural(one, many, count))


def stats(t: Translator, rounds: Sequence[Round]) -> Message:
    """The last rounds together, and each."""
    title = t("Brews in numbers")
    if not rounds:
        return Message(title, (Heading(title), say(t(NO_ROUNDS))))
    pairs: tuple[tuple[str, Spans], ...] = (
        (t("Rounds"), (t.number(len(rounds)),)),
        (t("Up for a brew"), (_people(t, [each.joined for each in rounds]),)),
        (t("Introduced"), (_people(t, [each.matched for each in rounds]),)),
        (t("In threes"), (_people(t, [each.in_threes for each in rounds]),)),
        (t("Answered afterwards"), (_people(t, [each.met + each.not_yet + each.not_met for each in rounds]),)),
        (t("Met"), (_people(t, [each.met for each in rounds]),)),
        (t("Who met somebody again"), (_people(t, [2 * each.repeats for each in rounds]),)),
    )
    return Message(title, (Heading(title), Facts(pairs), Note((t(ROUNDED),))))


def settings(t: Translator, found: BrewSettings, ages: Ages, *, is_saved: bool) -> Message:
    """What holds."""
    title = t("Brews")
    wait = found.newcomers_wait
    pairs: tuple[tuple[str, Spans], ...] = (
        (t("Brews"), (t("on") if found.is_on and ages.is_answered else t("off"),)),
        (t("Under-18s"), (t(ages.answer.label),)),
        (t("A round takes answers for"), (t.plural("{count} hour", "{count} hours", found.hours),)),
        (t("Newcomers wait"), (t.plural("{count} day", "{count} days", wait) if wait else t("not at all"),)),
    )
    blocks: list[Block] = [*([say(t("Saved, and it holds from now on."))] if is_saved else []), Heading(title)]
    blocks.append(Facts(pairs))
    if ages.answer is Under18s.OPEN:
        blocks.append(say(t(UNANSWERED)))
    turn = Button(t("Switch brews off"), "brews.turn", "", "off")
    if not found.is_on:
        turn = Button(t("Switch brews on"), "brews.turn", "", "on")
    return Message(title, (*blocks, Note((t(HOW),)), Choices((turn,))))


def _people(t: Translator, counts: Sequence[int]) -> str:
    """All rounds together, where at least one of them had ten: else they may be the same few each time."""
    return t.number(sum(counts)) if max(counts) >= HIDDEN_UNDER else t("fewer than ten a round")
