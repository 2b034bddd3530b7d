"""What is said around an ask: to whoever asks, and to whoever is asked."""

from __future__ import annotations

from bot.brews.wording import Who
from bot.community.wording import why_button
from bot.contract.messages import (
    Button,
    ButtonStyle,
    Choices,
    Message,
    Note,
    Paragraph,
    Tone,
    say,
    text,
)
from bot.texts import Translator, mark

ASK = mark("{member} wondered if you fancy a brew. No pressure.")
QUIETLY = mark("Unless you say yes, {member} hears nothing, whatever you press.")
NOBODY = mark("You haven’t named anybody, or it was a bot. /brew with @somebody asks one person quietly.")
YOURSELF = mark("That one is you. Enjoy your brew; /brew now finds somebody to share it with.")
PREVIEW = mark("{member} would get this from me, and nobody else sees it:")
FOLLOWS = mark(
    "If they say yes, I introduce you two. If not, you hear nothing, and that can have any reason: they may be busy, "
    "away, or not reading this at all."
)
ASKED = mark("Asked, if they take asks like this. If they say yes, I introduce you two; otherwise you hear nothing.")
ONCE_A_DAY = mark(
    "I ask the same person once a day at most, and that was today’s. You’re welcome to write to them yourself."
)
ENOUGH = mark("That was three people today, which is all I ask for one person in a day.")
NOT_TOGETHER = mark("I can’t introduce you two here. You’re welcome to write to them yourself.")
PASSED = mark("That one has passed. /brew with asks them in turn, if you like.")
ON_ITS_WAY = mark("Lovely. I’m introducing you two now, in a conversation of your own.")
ANOTHER_TIME = mark("That’s fine. Nobody is told.")
NOT_AGAIN = mark("Understood. I won’t ask you for this person again, and they aren’t told.")
CHOICES = mark("Nobody is told. /brew choices says who may ask you.")
WHY = mark(
    "A member asked me to ask you, by name. Unless you say yes, they hear nothing. /brew choices turns this off."
)


def nobody(t: Translator) -> Message:
    """Nobody was named."""
    return text(t(NOBODY))


def yourself(t: Translator) -> Message:
    """They named themselves."""
    return text(t(YOURSELF), Button(t("I’m free now"), "brews.now"))


def preview(t: Translator, who: Who, native: str) -> Message:
    """What would be sent, before it is."""
    send = Button(t("Ask"), "brews.ask", native, style=ButtonStyle.PRIMARY)
    blocks = (
        Paragraph(t.spans(PREVIEW, member=who)),
        say(t("“{name} wondered if you fancy a brew. No pressure.”", name=t("Your name"))),
        Note((t(FOLLOWS),)),
        Choices((send, Button(t("Leave it"), "brews.leave_it"))),
    )
    return Message(t("Ask quietly?"), blocks)


def left_it(t: Translator) -> Message:
    """Nothing was sent."""
    return text(t("All right, nothing was sent."))


def asked(t: Translator) -> Message:
    """It is with them, or never will be; either way the same."""
    return text(t(ASKED))


def once_a_day(t: Translator) -> Message:
    """The same person again."""
    return text(t(ONCE_A_DAY))


def enough_today(t: Translator) -> Message:
    """A fourth person."""
    return text(t(ENOUGH))


def not_together(t: Translator) -> Message:
    """They are of different bands, or one isn't here."""
    return text(t(NOT_TOGETHER))


def ask(t: Translator, who: Who, id_: int, key: str) -> Message:
    """To whoever is asked. Whoever glances at their phone learns that a member asked something, and no more."""
    subject = str(id_)
    buttons = (
        Button(t("Yes"), "brews.yes", subject, style=ButtonStyle.PRIMARY),
        Button(t("Another time"), "brews.another_time", subject),
        Button(t("Please don’t ask me"), "brews.please_dont", subject),
        why_button(t, key),
    )
    blocks = (Paragraph(t.spans(ASK, member=who)), Note(t.spans(QUIETLY, member=who)), Choices(buttons))
    return Message(t("Somebody here asked me to ask you something."), blocks, Tone.WARM)


def passed(t: Translator) -> Message:
    """An ask that is answered already, or long past."""
    return text(t(PASSED))


def on_its_way(t: Translator) -> Message:
    """They said yes."""
    return text(t(ON_ITS_WAY), tone=Tone.WARM)


def another_time(t: Translator) -> Message:
    """Not now."""
    return text(t(ANOTHER_TIME))


def not_asked_again(t: Translator, native: str) -> Message:
    """Not from this person; what else they may want is a press away."""
    buttons = (
        Button(t("Not with them in rounds either"), "brews.not_with", native),
        Button(t("Nobody may ask me"), "brews.asks", "", "off"),
        Button(t("They may ask me after all"), "brews.fine_with", native),
    )
    return Message(t("Understood."), (say(t(NOT_AGAIN)), Choices(buttons)))


def choices(t: Translator) -> Message:
    """An ask that is gone."""
    return text(t(CHOICES), Button(t("My choices about brews"), "brews.choices"))
