"""What is said privately to people who were introduced."""

from __future__ import annotations

from datetime import datetime

from bot.brews.icebreakers import breaker
from bot.contract.messages import (
    Button,
    ButtonStyle,
    Choices,
    Instant,
    Message,
    Note,
    Paragraph,
    Strong,
    Tone,
    say,
    text,
)
from bot.texts import Translator, mark

CANT = mark("That’s fine, things come up. Shall I look for somebody else for you, or leave it for this time?")
UNBLAMED = mark("Whoever is left hears that it won’t work out for all, without your name and without a reason.")
RELEASED = mark("Done. You’re out of this one, and nobody is told why.")
LOOKING = mark(
    "I’m looking for somebody else who is free. If I find nobody by {time}, that’s that, and nothing else follows."
)
STILL_THERE = mark("The others are still in it, so there’s nobody to replace. “Can’t make it” lets you out.")
OVER = mark("That brew is over, or you’re out of it already. /brew now looks for somebody who is free.")
QUESTION = mark("Here’s another one: ")
ANSWERS = {
    "met": mark("Lovely. Thanks for saying."),
    "not_yet": mark("There’s no hurry. The conversation stays open for you both."),
    "not_met": mark(
        "That’s fine, it doesn’t always work out. Thanks for saying; the next round is open to you as ever."
    ),
}


def cant(t: Translator, match_id: int) -> Message:
    """Two ways out; looking away is the third."""
    subject = str(match_id)
    buttons = (
        Button(t("Look for somebody else"), "brews.release", subject, "another", style=ButtonStyle.PRIMARY),
        Button(t("Leave it this time"), "brews.release", subject, "leave"),
    )
    return Message(t(CANT), (say(t(CANT)), Note((t(UNBLAMED),)), Choices(buttons)))


def released(t: Translator) -> Message:
    """Out of it."""
    return text(t(RELEASED))


def looking(t: Translator, until: datetime) -> Message:
    """Somebody else is looked for."""
    stop = Choices((Button(t("Stop looking"), "brews.stop"),))
    return Message(t("I’m looking."), (Paragraph(t.spans(LOOKING, time=Instant(until))), stop))


def still_there(t: Translator) -> Message:
    """Nobody left them."""
    return text(t(STILL_THERE))


def over(t: Translator) -> Message:
    """A button of a brew in which they have no part."""
    return text(t(OVER), Button(t("I’m free now"), "brews.now"))


def question(t: Translator, subject: str, number: int) -> Message:
    """Another question to begin with."""
    more = Choices((Button(t("Another question"), "brews.question", subject, str(number + 1)),))
    return Message(t("Another question"), (say(t(QUESTION), Strong(t(breaker(number)))), more))


def answered(t: Translator, choice: str) -> Message:
    """After the follow-up."""
    return text(t(ANSWERS[choice]), tone=Tone.WARM)
