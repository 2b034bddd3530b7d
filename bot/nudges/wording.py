"""What nudges say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.community.wording import why_button
from bot.contract.messages import (
    Block,
    Bullets,
    Button,
    ButtonStyle,
    Choices,
    Heading,
    Instant,
    Message,
    Named,
    Note,
    Paragraph,
    Picture,
    Span,
    Spans,
    Tone,
    say,
    text,
)
from bot.contract.places import Channel, Member
from bot.nudges.library import Prompt
from bot.nudges.weather import Tally, Weather
from bot.texts import Translator, mark

WHY = mark(
    "A moderator of this community set up a gentle nudge here. It asks whether you fancy a chat; nobody has to answer. "
    "What you write in chat is never kept."
)

GONE = mark(
    "I can’t post in {channel} any more: the channel is gone, or I’m not allowed in it. Its schedule is paused "
    "and nothing else has changed. Once I can post there again, or you have picked another channel, resume it "
    "from /nudges list."
)

ANSWERS = {
    Weather.SUNNY: mark("Lovely. Thanks for saying, and enjoy it."),
    Weather.BRIGHT: mark("A bit of sun between the clouds. Thanks for saying."),
    Weather.CLOUDY: mark("Grey days count too. Thanks for saying; a chat with somebody can help, if you fancy one."),
    Weather.RAINY: mark(
        "Thanks for saying. Rainy days can be hard going, and you don’t have to sit this one out alone."
    ),
    Weather.STORMY: mark("Thank you for telling me. Would you like a chat with somebody here, or to see some options?"),
}
STORMY_ALONE = mark("Thank you for telling me. Would you like to see some options?")


def nudge(
    t: Translator, spans: Spans, prompt: Prompt, *, nudge_id: int, key: str, tally: Tally | None, up: Sequence[Block]
) -> Message:
    """A prompt as it is posted, with its answers so far. ``tally`` None means no weather is asked; ``up`` as below."""
    subject = str(nudge_id)
    blocks: list[Block] = [Paragraph(spans)]
    if prompt.picture and prompt.alt:
        blocks.append(Picture(prompt.picture, prompt.alt))
    if tally is not None:
        blocks += [say(t("How’s your weather today? Only you see what you press.")), weather_choices(t, subject)]
        blocks += _tally(t, tally)
    blocks += up
    brew = Button(t("☕ I’m up for a brew"), "nudges.brew", subject, style=ButtonStyle.PRIMARY)
    blocks.append(Choices((brew, why_button(t, key))))
    return Message(t("Fancy a chat?"), tuple(blocks), Tone.WARM)


def up(t: Translator, count: int, closes_at: datetime | None = None, *, is_open: bool = True) -> tuple[Block, ...]:
    """How many are up for a brew; with a round also when they are brought together, or that it is over."""
    if not is_open:
        return (Note((t("This round is over, and everybody in it has heard from me."),)),)
    counted = t.plural("{count} person is up for a brew.", "{count} people are up for a brew.", count) if count else ""
    if closes_at is None:
        return (Note((counted,)),) if counted else ()
    until = t.spans(mark("Introductions at {time}."), time=Instant(closes_at))
    return (Note((f"{counted} ", *until) if counted else until),)


def weather_choices(t: Translator, subject: str) -> Choices:
    """The five kinds of weather."""
    return Choices(tuple(Button(t(kind.label), "nudges.weather", subject, kind.value) for kind in Weather))


def check_in(t: Translator) -> Message:
    """The same question for one person, whenever they ask for it."""
    line = t("How’s your weather just now? This is between the two of us: it’s counted nowhere and not kept.")
    kinds = Choices(tuple(Button(t(kind.label), "nudges.checkin", choice=kind.value) for kind in Weather))
    return Message(t("A check-in, for you alone"), (say(line), kinds), Tone.WARM)


def weather_answer(t: Translator, weather: Weather, subject: str | None) -> Message:
    """What somebody gets for their weather; nobody else sees it. Without a ``subject`` there is no nudge to chat by."""
    thanks = t(STORMY_ALONE if weather is Weather.STORMY and subject is None else ANSWERS[weather])
    chat = () if subject is None else (Button(t("I’d like a chat"), "nudges.brew", subject),)
    options = Button(t("See some options"), "signposts.options")
    if weather is Weather.STORMY:
        return text(thanks, *chat, options, tone=Tone.CALM)
    if weather is Weather.RAINY:
        return text(thanks, *chat, options, tone=Tone.WARM)
    return text(thanks, tone=Tone.WARM)


def brew_asked(t: Translator, nudge_id: int, *, first: bool, shows_names: bool) -> Message:
    """After "I'm up for a brew": counted, and a question about the name, where names may be shown at all."""
    subject = str(nudge_id)
    opening = t("You’re in.") if first else t("You’re in already, all’s well.")
    question = t("Shall I show your name to the others who are up for one, so that you can find each other?")
    yes = Button(t("Yes, show my name"), "nudges.name", subject, style=ButtonStyle.PRIMARY)
    leave = Button(t("I’ve changed my mind"), "nudges.unbrew", subject)
    if not shows_names:
        counted = t("You’re counted, and that is all: I can’t show names here just now.")
        return Message(opening, (say(f"{opening} {counted}"), Choices((leave,))), Tone.WARM)
    reach = t("Only those who agree to the same will see it. If you’d rather not, there’s nothing to do.")
    return Message(opening, (say(f"{opening} {question}"), Note((reach,)), Choices((yes, leave))), Tone.WARM)


def brew_names(t: Translator, names: Sequence[Member | Named], nudge_id: int) -> Message:
    """Who else agreed to be seen."""
    leave = Choices((Button(t("I’ve changed my mind"), "nudges.unbrew", str(nudge_id)),))
    again = Choices((Button(t("Look again"), "nudges.name", str(nudge_id)), *leave.buttons))
    if not names:
        alone = t("Thanks. Nobody else has shown their name yet. Press “Look again” in a while to see who has.")
        return Message(alone, (say(alone), again), Tone.WARM)
    title = t("Also up for a brew:")
    hint = Note((t("Drop one of them a line when it suits you."),))
    return Message(title, (say(title), Bullets(tuple((name,) for name in names)), hint, again), Tone.WARM)


def brew_left(t: Translator) -> Message:
    """After a change of mind."""
    return text(t("No problem at all. Your name isn’t shown and you’re not counted."))


def nudge_over(t: Translator) -> Message:
    """A press under a nudge that is gone, or long past."""
    line = t("I’ve stopped counting under that one. If you’d like some options, they’re still here.")
    return text(line, Button(t("See some options"), "signposts.options"))


def understood(
    t: Translator, words: str, channel: Channel, coming: tuple[Spans, ...], extras: str, draft: int
) -> Message:
    """A schedule shown back before it is saved."""
    title = t("Here’s what I understood")
    where: tuple[Span, ...] = t.spans("{words}, in {channel}.", words=words, channel=channel)
    save = Button(t("Save it"), "nudges.save", str(draft), style=ButtonStyle.PRIMARY)
    change = Button(t("Change it"), "nudges.change", str(draft))
    drop = Button(t("Never mind"), "nudges.drop", str(draft))
    times = Bullets(coming)
    note = Note((t("Nothing is posted until you save it."),))
    blocks = (Heading(title), Paragraph(where), say(extras), say(t("The next times:")), times, note)
    return Message(title, (*blocks, Choices((save, change, drop))))


def extras(t: Translator, *, weather: bool, mood: str | None) -> str:
    """What a schedule carries besides its time."""
    prompts = t("Prompts: {mood}.", mood=t(mood)) if mood else t("Prompts of every mood.")
    asks = t("It asks about the weather.") if weather else t("It does not ask about the weather.")
    return f"{prompts} {asks}"


def schedule(t: Translator, id_: int, blocks: Sequence[Block], *, paused: bool, brews: bool) -> Message:
    """One schedule with everything a moderator may do to it."""
    title, subject = t("Schedule {number}", number=f"#{id_}"), str(id_)
    if paused:
        first = Button(t("Resume"), "nudges.resume", subject, style=ButtonStyle.PRIMARY)
    else:
        first = Button(t("Pause"), "nudges.pause", subject)
    skip = Button(t("Skip the next"), "nudges.skip", subject)
    edit = Button(t("Change"), "nudges.edit", subject)
    remove = Button(t("Remove"), "nudges.ask_remove", subject, style=ButtonStyle.DANGER)
    if brews:
        turn = Button(t("Don’t bring people together"), "nudges.brews", subject, "off")
    else:
        turn = Button(t("Bring people together"), "nudges.brews", subject, "on")
    return Message(title, (Heading(title), *blocks, Choices((first, skip, edit, turn, remove))))


def _tally(t: Translator, tally: Tally) -> list[Block]:
    if not tally.answered:
        return []
    answered = t.plural("{count} person has answered.", "{count} people have answered.", tally.answered)
    if not tally.kinds:
        return [Note((answered,))]
    kinds = [f"{t(kind.label)} {t.number(count)}" for kind, count in tally.kinds]
    mixed = [t("other weather {count}", count=t.number(tally.mixed))] if tally.mixed else []
    roughly = t("Roughly: {kinds}.", kinds=t.listed(kinds + mixed))
    return [Note((f"{answered} {roughly}",))]
