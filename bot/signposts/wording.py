"""What signposts say. Options, never orders; immediate danger first; nothing promised that can't be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.community.explaining import WHAT_ELSE
from bot.community.wording import why_button
from bot.contract.messages import (
    Block,
    Bullets,
    Button,
    ButtonStyle,
    Choices,
    Message,
    Note,
    Paragraph,
    Spans,
    Strong,
    Tone,
    WebLink,
    say,
    text,
)
from bot.contract.places import Channel
from bot.signposts import barrier_wording
from bot.signposts.asked import FLEETING, Asked
from bot.texts import Translator, mark
from bot.texts.translator import known_locale
from signposting import Choice, Contact, ContactKind, Option, Service, Topic, words

DOT = " · "

GONE = mark("I couldn’t post my notice in {channel}, so I’m not listening there. /triggers listen tries again.")
NOT_RENEWED = mark(
    "I couldn’t post my notice in {channel} anew. The earlier one still stands, and I go on listening there. I’ll try "
    "again in three months."
)
NO_MORE = mark("Those are all the options I have for this. The earlier ones are still there to go back to.")
NONE_THERE = mark("I don’t know of a service there yet. The page below lists helplines by country.")
WHY_NOTICE = mark("Moderators asked me to listen in this channel, and listening is always announced.")
WHY_ANSWERED = mark(
    "Some words in your message were close to words that people sometimes use when they’re having a hard time. I’m a "
    "bot: I can’t tell whether it was meant that way, and I may well be wrong. Your message wasn’t kept, and nobody "
    "was told."
)
DANGER = mark("If you or somebody else is in danger right now, you can call {number} at any time.")
DANGER_ANYWHERE = mark(
    "If you or somebody else is in danger right now, you can call the local emergency number at any time."
)
ANSWERS_IN = mark("answers in {languages}")
HEARD_IN_ENGLISH = mark("For now I understand only English in channels. /support works in every language that I speak.")
HEARS = frozenset({"en"})
"""The languages that the lexicon hears."""

KEPT = mark("Brewmate here. This is what you asked me to send.")
"""The summary of a card that was sent to be kept: it names no topic, service or feeling."""

SENT = mark("It’s in your direct messages now, unless they’re closed to me.")
BOT = mark("I’m a bot, so nobody reads what you write to me. Here are people you can talk to:")


def card(t: Translator, choice: Choice, *, urgent: bool, at: datetime, opening: str, asked: Asked) -> Message:
    """Options for whoever asked, or whose words call for them; where it may be urgent, danger comes first."""
    blocks: list[Block] = [danger(t, choice)] if urgent else []
    blocks.append(say(opening if choice.options else t(NO_MORE if asked.page else NONE_THERE)))
    blocks += [_option(t, option, at) for option in choice.options]
    blocks.append(Note(last_resort(t, choice.last_resort)))
    more = (_more(t, choice, asked),) if choice.more else ()
    if choice.options:
        blocks.append(Choices((*barrier_wording.step(t, asked, choice), *more)))
    return Message(t("Some options"), tuple(blocks), Tone.CALM if urgent else Tone.WARM)


def _more(t: Translator, choice: Choice, asked: Asked) -> Button:
    """The next page; of what a search found, its ids."""
    if asked.ids:
        rest = replace(asked, ids=tuple(option.service.id for option in choice.more))
        return Button(t("More options"), "signposts.show", rest.subject)
    return Button(t("More options"), "signposts.more", asked.subject, str(asked.page + 1))


def danger(t: Translator, choice: Choice) -> Block:
    """Immediate danger first, with the area's emergency number where we know it."""
    if choice.emergency is None:
        return say(t(DANGER_ANYWHERE))
    return Paragraph(t.spans(DANGER, number=Strong(barrier_wording.numbers(t, choice.emergency))))


def unasked(t: Translator, message: Message, subject: str) -> Message:
    """The same with the buttons that a private answer to a plain message has where it vanishes on reload."""
    return Message(message.summary, (*message.blocks, Choices((_keep(t, subject), *_leave(t)))), message.tone)


def keepable(t: Translator, message: Message, subject: str, choice: str = "") -> Message:
    """The same with the button that sends it to the direct messages, where it stays."""
    return Message(message.summary, (*message.blocks, Choices((_keep(t, subject, choice),))), message.tone)


def kept(t: Translator, message: Message) -> Message:
    """The same as it is sent there: its summary is all that a lock screen shows."""
    return Message(t(KEPT), message.blocks, message.tone)


def cover(t: Translator, subject: str) -> Message:
    """An unasked direct message shows on lock screens: no topic, no service, no feeling before a press."""
    yes = Button(t("Yes, show me"), "signposts.show", subject, style=ButtonStyle.PRIMARY)
    return text(t("Brewmate here. Would some options be useful?"), yes, *_leave(t))


def quiet_line(t: Translator, subject: str) -> Message:
    """For bleak or heavy words that may be nothing: an offer, and leave to ignore it."""
    line = t("In case things are heavy just now: here are some options if you’d like them, and it’s fine if not.")
    show = Button(t("See some options"), "signposts.show", subject, FLEETING)
    return text(line, show, *_leave(t), tone=Tone.WARM)


def worried_line(t: Translator, subject: str, choice: Choice, *, kept_as: str = "") -> Message:
    """For somebody who is worried about somebody else: how to ask and listen, then the way to services.

    ``kept_as`` is what the button carries that sends it to the direct messages; there is one where it would vanish.
    """
    title = t("It sounds as if you’re worried about somebody")
    vanishes = FLEETING if kept_as else ""
    show = Button(t("See some options"), "signposts.show", subject, vanishes, ButtonStyle.PRIMARY)
    keep = (_keep(t, kept_as),) if kept_as else ()
    opening = say(t("{title}. Some things that can help:", title=title))
    return Message(title, (danger(t, choice), opening, being_there(t), Choices((show, *keep, *_leave(t)))), Tone.CALM)


def being_there(t: Translator) -> Block:
    """How one can ask and listen."""
    steps = (
        t("You can ask them openly how they are, and whether they are safe. Asking doesn’t put ideas in their head."),
        t("Listening comes before fixing. You don’t need the right words."),
        t("They may like to choose for themselves whom to talk to; you could offer to look together."),
        t("Looking after yourself counts too. You don’t have to hold this alone, either."),
    )
    return Bullets(tuple((step,) for step in steps))


def reminder(t: Translator, choice: Choice) -> Message:
    """A second crisis answer within the hour is short, and still names the number."""
    line = t("I’m only a bot, but I can show you those options again.")
    show = Button(t("Show them again"), "signposts.show", Topic.CRISIS.value, FLEETING, ButtonStyle.PRIMARY)
    return Message(line, (danger(t, choice), say(line), Choices((show, *_leave(t)))), Tone.CALM)


def danger_first(t: Translator, card: Message, choice: Choice) -> Message:
    """A card that doesn’t begin with danger by itself, where it may be urgent all the same."""
    return Message(card.summary, (danger(t, choice), *card.blocks), card.tone)


def direct(t: Translator, card: Message, choice: Choice | None) -> Message:
    """A card for somebody who wrote to the bot; ``choice`` names the emergency number where the card doesn’t."""
    whole = danger_first(t, card, choice) if choice else card
    return Message(whole.summary, (*whole.blocks, say(t(WHAT_ELSE))), whole.tone)


def why_answered(t: Translator) -> Message:
    """After "Why did I get this?"."""
    return text(t(WHY_ANSWERED), Button(t("Not for me"), "signposts.off"))


def off(t: Translator) -> Message:
    """After "Not for me"."""
    line = t(
        "Understood. I won’t answer what you write in channels any more. You can still write to me, "
        "and /support is there whenever you want it."
    )
    return text(line, Button(t("Answer me again"), "signposts.on"))


def on(t: Translator) -> Message:
    """After a change of mind."""
    return text(t("All right. If your words sound heavy, I’ll quietly offer you some options again."))


def notice(t: Translator, key: str) -> Message:
    """What everybody in a listened channel can read before anything is heard."""
    title = t("Brewmate listens here")
    lines = (
        t("I’m a bot. If something written here sounds like a hard time, I may answer that person, privately."),
        t("What is written is judged on the spot and not kept. Nobody is told: no moderator, nobody else."),
        t("No person watches this, and I’m not an emergency service. In danger, your emergency number comes first."),
        *([] if t.locale.partition("-")[0] in HEARS else [t(HEARD_IN_ENGLISH)]),
    )
    options = Button(t("Options, privately"), "signposts.options", style=ButtonStyle.PRIMARY)
    buttons = Choices((options, Button(t("Not for me"), "signposts.off"), why_button(t, key)))
    return Message(title, (say(Strong(title)), *(say(line) for line in lines), buttons), Tone.WARM)


def stopped(t: Translator, channel: Channel, key: str) -> Message:
    """To the moderators, when somebody deleted a notice."""
    sentence = mark(
        "My notice in {channel} was deleted, so I’ve stopped listening there. /triggers listen starts again."
    )
    spans = t.spans(sentence, channel=channel)
    return Message(t("Listening has stopped"), (Paragraph(spans), Choices((why_button(t, key),))))


def sentence(summary: str, spans: Spans) -> Message:
    """One paragraph with values in it."""
    return Message(summary, (Paragraph(spans),))


def _keep(t: Translator, subject: str, choice: str = "") -> Button:
    return Button(t("Send this to my messages"), "signposts.keep", subject, choice)


def _leave(t: Translator) -> tuple[Button, ...]:
    return (Button(t("Why did I get this?"), "signposts.why"), Button(t("Not for me"), "signposts.off"))


def _option(t: Translator, option: Option, at: datetime) -> Block:
    """A service in two lines: who they are, and how and when to reach them."""
    service, language = option.service, t.locale
    ways = [_way(t, service, each, at) for each in option.contacts if each.kind is not ContactKind.WEB]
    website = [(WebLink(t("website"), each.value),) for each in option.contacts if each.kind is ContactKind.WEB]
    hours, cost = words.hours_in_words(service, at, language), words.cost_in_words(service, language)
    facts: list[Spans] = [(each,) for each in (hours, _other_languages(t, service), cost) if each]
    line = tuple(span for each in (*ways, *facts, *website[:1]) for span in (DOT, *each))[1:]
    return Paragraph((Strong(service.name), f": {words.summary_in_words(service, language)}\n", *line))


def _way(t: Translator, service: Service, contact: Contact, at: datetime) -> Spans:
    """How to get in touch; a chat is a link, as nobody types its address."""
    if contact.kind is not ContactKind.CHAT:
        return (words.way_in_words(service, contact, at, t.locale),)
    asides = words.asides_in_words(service, contact, at, t.locale)
    return (WebLink(t("Chat online"), contact.value), *([f" ({asides})"] if asides else []))


def _other_languages(t: Translator, service: Service) -> str:
    """Which languages they answer in, where the reader's own isn't one."""
    if service.languages & {t.locale.partition("-")[0], "mul"}:
        return ""
    names = [name for each in sorted(service.languages) if (name := _language(each, t))]
    return t(ANSWERS_IN, languages=t.listed(names, "or"))


def _language(tag: str, t: Translator) -> str | None:
    found = known_locale(tag)
    return found.get_display_name(t.locale.replace("-", "_")) if found else None


def last_resort(t: Translator, service: Service) -> Spans:
    """Where there are helplines for every country."""
    website = service.website
    address = website.value if website else ""
    return t.spans(
        mark("Somewhere else in the world? {link} lists helplines by country."), link=WebLink(service.name, address)
    )
