"""What is said around an offer of help. The offer itself names no topic, no service and no feeling."""

from __future__ import annotations

from bot.community.wording import why_button
from bot.contract.messages import (
    Block,
    Button,
    ButtonStyle,
    Choices,
    Facts,
    Message,
    Named,
    Note,
    Paragraph,
    Strong,
    Tone,
    say,
)
from bot.contract.places import Member
from bot.signposts import wording
from bot.texts import Translator, mark

Who = Member | Named
"""Somebody as they want to be named."""

TEXT = mark("“I thought of you and wondered how you are. If you fancy a chat, I’m around. If not, that’s fine, too.”")
"""All that somebody can say through the bot: no word of it is theirs, so nothing can be smuggled in."""

YOURSELF = mark("That one is you, and it’s good to look after yourself as well. Here are some options for you.")
NOBODY = mark(
    "You haven’t chosen anybody, or it was a bot, so there is nobody to pass something on to. This is how one can ask "
    "and listen, and there are options for you as well."
)
TO_TALK_TO = mark("Being worried about somebody is reason enough to talk to somebody yourself. Here are some options:")
SENT = mark(
    "Done. If they take messages like this from me, it’s with them now. I don’t tell you whether it was read; if they "
    "press Thanks, you’ll hear."
)
NOT_TOGETHER = mark(
    "I can’t pass anything on between you two here: where under-18s may be, I do so only within one age band. You’re "
    "welcome to write to them yourself, or to ask a moderator."
)
LEFT = mark("All right, nothing was sent.")
ONCE_A_DAY = mark(
    "I pass something on to the same person once a day at most, and that was today’s. You’re welcome to write to them "
    "yourself."
)
THREE_A_DAY = mark(
    "That was three today, which is all I pass on for one person in a day. You’re welcome to write to them yourself."
)
NOT_NOW = mark("That’s fine. Nobody is told.")
THANKED_ALREADY = mark("You’ve said thank you today already.")
RATHER_NOT = mark("That’s fine. Nothing was reported.")
REPORTED = mark("Reported, in the channel for moderators’ notices. I tell nobody else.")
REPORTED_ALREADY = mark("You’ve reported that today already.")
NO_PLACE = mark(
    "This community hasn’t named a place for reports yet. You’re welcome to tell a moderator yourself, and “Not from "
    "this person” ends it at once."
)
WHY_REPORT = mark(
    "A member who got an offer of help through me asked me to report it, and this is where this community’s notices go."
)


def for_somebody(t: Translator, card: Message, who: Who | None, native: str = "", *, opening: str = "") -> Message:
    """How to ask and listen, and the services of ``card``; with ``who`` the way to send a line. Danger comes first."""
    title = t("Being there for somebody")
    urgent, *options = card.blocks
    first = say(opening or t("Some things that can help when you’re worried about somebody:"))
    blocks: list[Block] = [urgent, first, wording.being_there(t)]
    if who is not None:
        offered = mark("{member} isn’t told that you looked. If you like, I can pass a short line on in your name.")
        button = Button(t("Send in my name…"), "offers.compose", native, style=ButtonStyle.PRIMARY)
        blocks += [Paragraph(t.spans(offered, member=who)), Choices((button,))]
    return Message(title, (*blocks, *options), Tone.CALM)


def preview(t: Translator, offered: Message, who: Who, native: str) -> Message:
    """Exactly what would be sent, before it is."""
    title = t("This is all that would be sent")
    first = mark("This is all that {member} would get from me, word for word:")
    note = t(
        "Under it are four buttons: Thanks, Not now, Not from this person, Report. Once sent, it can’t be taken back. "
        "I pass on one a day to the same person, three a day in all, and keep no list of who got one."
    )
    send = Button(t("Send it"), "offers.send", native, style=ButtonStyle.PRIMARY)
    words = [each for each in offered.blocks if not isinstance(each, Choices)]
    buttons = Choices((send, Button(t("Leave it"), "offers.leave")))
    return Message(title, (Paragraph(t.spans(first, member=who)), *words, Note((note,)), buttons))


def offer(t: Translator, sender: Who, native: str) -> Message:
    """What somebody gets. Whoever glances at their phone learns that somebody wrote, and no more."""
    first = mark("{member} asked me to pass this on:")
    note = mark(
        "I’m Brewmate, a bot. {member} chose to send you these words, and isn’t told whether you read them. "
        "“Thanks” says thank you for you, and nothing else; the other buttons tell {member} nothing."
    )
    buttons = (
        Button(t("Thanks"), "offers.thanks", native, style=ButtonStyle.PRIMARY),
        Button(t("Not now"), "offers.not_now"),
        not_from(t, native),
        Button(t("Report"), "offers.report", native),
    )
    blocks = (
        Paragraph(t.spans(first, member=sender)),
        say(Strong(t(TEXT))),
        Note(t.spans(note, member=sender)),
        Choices(buttons),
    )
    return Message(t("Somebody here asked me to pass something on."), blocks, Tone.WARM)


def thank_you(t: Translator, who: Who, native: str) -> Message:
    """To whoever made the offer, because the other pressed Thanks."""
    said = mark("{member} says thank you. That’s all I was asked to pass on.")
    return Message(
        t("Somebody here says thank you."),
        (Paragraph(t.spans(said, member=who)), Choices((not_from(t, native),))),
        Tone.WARM,
    )


def thanked(t: Translator, who: Who) -> Message:
    """To whoever pressed it."""
    said = mark("Thank you for telling me. If {member} takes messages from me, your thanks are with them, and no more.")
    return wording.sentence(t("Thank you for telling me."), t.spans(said, member=who))


def blocked(t: Translator, who: Who, native: str) -> Message:
    """It holds from now on."""
    said = mark("Understood. From now on I pass nothing on from {member} to you, and {member} isn’t told.")
    choices = Choices((Button(t("Allow again"), "offers.allow", native),))
    everybody = Note((t("/preferences turns offers off from everybody at once."),))
    return Message(t("Understood"), (Paragraph(t.spans(said, member=who)), everybody, choices))


def allowed(t: Translator, who: Who) -> Message:
    """After a change of mind."""
    return wording.sentence(t("Saved"), t.spans(mark("All right, I pass on from {member} to you again."), member=who))


def how_many_blocked(t: Translator, count: int) -> Message:
    """How many somebody wants nothing from. Their names are kept nowhere."""
    if not count:
        return wording.sentence(t("Nobody"), (t("You’ve said “Not from this person” of nobody."),))
    said = t.plural(
        "You’ve said “Not from this person” of {count} person. I keep no names, so I can’t show whose.",
        "You’ve said “Not from this person” of {count} people. I keep no names, so I can’t show whose.",
        count,
    )
    choices = Choices((Button(t("Allow everybody again"), "offers.allow_all"),))
    return Message(said, (say(said), choices))


def report_asked(t: Translator, who: Who, native: str) -> Message:
    """Who would see what, before anybody does."""
    said = mark(
        "I’d post both names and the text I sent in the channel for moderators’ notices, and nothing else. Whoever can "
        "read that channel sees it. I don’t tell {member} myself."
    )
    choices = (Button(t("Report it"), "offers.report_it", native), Button(t("Rather not"), "offers.rather_not"))
    return Message(t("Report it?"), (Paragraph(t.spans(said, member=who)), Choices(choices)))


def report(t: Translator, about: Who, reporter: Who, key: str) -> Message:
    """To the moderators: both names and the text."""
    title = t("A member reported an offer of help")
    facts = Facts(((t("Sent by"), (about,)), (t("Reported by"), (reporter,))))
    words = (say(t("The text I passed on, word for word:")), say(Strong(t(TEXT))))
    note = Note((t("It’s the same text for everybody. I don’t tell the sender, and I keep no copy of this report."),))
    return Message(title, (say(Strong(title)), facts, *words, note, Choices((why_button(t, key),))))


def not_from(t: Translator, native: str) -> Button:
    """The button that ends it."""
    return Button(t("Not from this person"), "offers.block", native)
