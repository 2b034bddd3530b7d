"""What rounds and introductions say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.brews.gathering import Gathered
from bot.brews.icebreakers import breaker
from bot.brews.tables import Match
from bot.community.brewing import Standing
from bot.community.suggesting import locale_in_words
from bot.community.tables import Community
from bot.community.wording import why_button
from bot.contract.messages import (
    Block,
    Button,
    ButtonStyle,
    Choices,
    Facts,
    Heading,
    Instant,
    InstantStyle,
    Message,
    Named,
    Note,
    Paragraph,
    Span,
    Spans,
    Strong,
    Tone,
    say,
    text,
)
from bot.contract.places import Member
from bot.texts import Translator, mark, translator

PAIR: Final = 2

Who = Member | Named
"""Somebody as they want to be named."""

OFF = mark("Brews are switched off here just now. If you fancy a chat, you’re welcome to say so in a channel.")
UNANSWERED = mark("I can’t bring people together here yet: moderators have one question to answer first, in /setup.")
NO_BAND = mark(
    "Here I bring people together only within their age band, and I can’t tell yours. A moderator can give you the "
    "role for it; then this works for you, too."
)
NEWCOMER = mark(
    "Good to have you here. In this community brews begin a little while after somebody joins: for you from {day} on."
)
CLOSED = mark("That round is over. The next one comes with a nudge, and /brew now finds somebody who is free now.")
JOINED = mark(
    "You’re in. At {time} I’ll introduce you to somebody who fancies a chat, too, in a conversation of your own."
)
JOINED_ALREADY = mark("You’re in already, all’s well. At {time} I’ll introduce you.")
UNSEEN = mark("Nobody sees your name before that. You can get out again until then.")
EVERY = mark("You’re in every round until you pause that.")
LEFT = mark("No problem at all, you’re not in this one.")
LEFT_ONE = mark(
    "No problem at all, you’re not in this one. You’ll be in the next one again; /brew choices pauses that."
)
ALONE = mark(
    "There wasn’t anybody I could introduce you to this time. It comes down to numbers and times, not to you. "
    "If you still fancy a chat, /brew now looks for somebody who is free, and you’re welcome in the next round."
)
UNREAD = mark("I don’t read what is written here.")
WHY_INTRODUCED = mark(
    "You said that you fancied a brew, so I introduced you. I don’t read what is written in this conversation, and "
    "nobody is told whether you meet. “Can’t make it” lets you out without a reason."
)
WHY_FOLLOWED_UP = mark(
    "I introduced you two days ago and ask once whether it worked out. The answers are only counted; who said what is "
    "kept nowhere."
)
WHY_ALONE = mark("You said that you fancied a brew, and this is what became of it.")
WHY_PAUSED = mark("You asked to be in every round, and this is about that.")
WHY_ROUND = mark(
    "A moderator of this community opened a round of brews. Whoever presses is introduced to somebody who did, too; "
    "nobody has to."
)
GONE_ROUND = mark(
    "I can’t post in {channel} any more: the channel is gone, or I’m not allowed in it. "
    "The round there wasn’t announced."
)
SOMEBODY_CANT = mark("This brew won’t work out for all of you after all, and that’s fine: things come up.")
PAUSED = mark(
    "I’ve stopped putting you into every round, as I hadn’t heard from you lately. That’s quite all right. One press, "
    "and you’re back in."
)


def of_community(community: Community) -> Translator:
    """What everybody in it is spoken to in."""
    return translator(community.locale)


def off(t: Translator) -> Message:
    """Moderators switched brews off."""
    return text(t(OFF))


def unanswered(t: Translator) -> Message:
    """Nobody has said whether under-18s may be here."""
    return text(t(UNANSWERED))


def no_band(t: Translator) -> Message:
    """Their age band can't be told."""
    return text(t(NO_BAND))


def newcomer(t: Translator, may_from: datetime) -> Message:
    """They haven't been here long enough."""
    return Message(t("Good to have you here."), (Paragraph(t.spans(NEWCOMER, day=Instant(may_from))),))


def closed(t: Translator) -> Message:
    """A press under a round that is over."""
    return text(t(CLOSED), Button(t("I’m free now"), "brews.now"))


def joined(
    t: Translator, closes_at: datetime, leave: str, subject: str, *, is_first: bool, in_every_round: bool
) -> Message:
    """After "I'm up for a brew": what happens when, and the way out; ``leave`` is the action of the button."""
    said = t.spans(JOINED if is_first else JOINED_ALREADY, time=Instant(closes_at))
    out = Button(t("I’ve changed my mind"), leave, subject)
    every = () if in_every_round else (Button(t("Every round until I pause"), "brews.every", "", "on"),)
    note = t(EVERY) if in_every_round else t(UNSEEN)
    title = t("You’re in.") if is_first else t("You’re in already, all’s well.")
    return Message(title, (Paragraph(said), Note((note,)), Choices((out, *every))), Tone.WARM)


def left(t: Translator, *, in_every_round: bool) -> Message:
    """After a change of mind."""
    return text(t(LEFT_ONE if in_every_round else LEFT))


def standing(t: Translator, found: Standing) -> list[Block]:
    """Under the post: how many are in, and until when; nothing once it is over."""
    if found.joined is None:
        return [Note((t("This round is over, and everybody in it has heard from me."),))]
    until = t.spans(mark("Introductions at {time}."), time=Instant(found.closes_at))
    if not found.joined:
        return [Note(until)]
    count = t.plural("{count} person is up for a brew.", "{count} people are up for a brew.", found.joined)
    return [Note((f"{count} ", *until))]


def round_post(t: Translator, id_: int, found: Standing, key: str) -> Message:
    """A round that moderators opened without a nudge."""
    first = t("Fancy a chat? Press the button, and I’ll introduce you to somebody who does, too.")
    brew = Button(t("☕ I’m up for a brew"), "brews.join", str(id_), style=ButtonStyle.PRIMARY)
    return Message(
        t("Fancy a chat?"), (say(first), *standing(t, found), Choices((brew, why_button(t, key)))), Tone.WARM
    )


def introduction(t: Translator, found: Match, members: Sequence[Who], key: str) -> Message:
    """Both names, a time, something to begin with, and the ways out. A notification names nobody."""
    subject = str(found.id)
    title = t("Time for a brew?")
    meet = t.spans(
        mark("{names}: you both fancied a chat, so here you are.")
        if len(members) == PAIR
        else mark("{names}: you all fancied a chat, so here you are."),
        names=_listed(members, t),
    )
    blocks: list[Block] = [Heading(title), Paragraph(_flat(meet)), *_when(t, found, len(members))]
    blocks.append(say(t("Something to begin with: "), Strong(t(breaker(found.breaker)))))
    if because := explained(t, found.reasons, len(members)):
        blocks.append(Note((because,)))
    buttons = (
        Button(t("Can’t make it"), "brews.cant", subject),
        Button(t("Another question"), "brews.question", subject, str(found.breaker + 1)),
        Button(t("Something felt wrong"), "brews.wrong", subject),
        why_button(t, key),
    )
    return Message(title, (*blocks, Note((t(UNREAD),)), Choices(buttons)), Tone.WARM)


def follow_up(t: Translator, match_id: int, key: str) -> Message:
    """Two days later, once."""
    title = t("Did you manage to chat?")
    note = t("Each of you can answer; only you see your answer, and I keep no more than how many said what.")
    subject = str(match_id)
    buttons = (
        Button(t("Yes, we did"), "brews.met", subject, "met"),
        Button(t("Not yet"), "brews.met", subject, "not_yet"),
        Button(t("No"), "brews.met", subject, "not_met"),
        why_button(t, key),
    )
    return Message(title, (say(title), Note((note,)), Choices(buttons)), Tone.WARM)


def changed(t: Translator, match_id: int, count: int, key: str) -> Message:
    """Somebody can't make it; no name, no reason."""
    if count > 1:
        rest = t("The rest of you can still have that chat, if you like.")
        return Message(t(SOMEBODY_CANT), (say(f"{t(SOMEBODY_CANT)} {rest}"), Choices((why_button(t, key),))))
    again = Button(t("Find me somebody else"), "brews.again", str(match_id), style=ButtonStyle.PRIMARY)
    rest = t("If you still fancy a chat, I can look for somebody else. If not, there’s nothing to do.")
    return Message(t(SOMEBODY_CANT), (say(f"{t(SOMEBODY_CANT)} {rest}"), Choices((again, why_button(t, key)))))


def alone(t: Translator, key: str) -> Message:
    """To somebody for whom there was nobody. Its notification names nothing."""
    now = Button(t("I’m free now"), "brews.now")
    return Message(t("Brewmate here, about the chat you fancied."), (say(t(ALONE)), Choices((now, why_button(t, key)))))


def paused(t: Translator, key: str) -> Message:
    """To somebody who was in every round and left three follow-ups unanswered."""
    back = Button(t("Put me back in"), "brews.every", "", "on", style=ButtonStyle.PRIMARY)
    return Message(
        t("Brewmate here, about your brews."), (say(t(PAUSED)), Choices((back, why_button(t, key)))), Tone.WARM
    )


def _when(t: Translator, found: Match, count: int) -> list[Block]:
    if found.suggested_at is None or found.awake_from is None or found.awake_until is None:
        return [say(t("Your days hardly overlap, so a few lines back and forth may suit you better than a call."))]
    hours = t.spans(
        mark("{first} to {last}"),
        first=Instant(found.awake_from),
        last=Instant(found.awake_until, InstantStyle.TIME),
    )
    pairs: tuple[tuple[str, Spans], ...] = (
        (t("How about"), (Instant(found.suggested_at),)),
        (t("Daytime for you both") if count == PAIR else t("Daytime for all of you"), hours),
    )
    return [Facts(pairs)]


# --- why these people -------------------------------------------------------------------------------

NEW: Final = "new"
AGAIN: Final = "again"
HOURS: Final = "hours:"
LANGUAGE: Final = "language:"


def reasons(ids: Sequence[str], known: Gathered, *, repeats: int, hours: int) -> str:
    """Why these people, in codes: whether they are new to each other, a language, hours; never what they wished for."""
    languages = {known.languages[each].partition("-")[0] for each in ids}
    codes = [AGAIN if repeats else NEW]
    codes += [f"{LANGUAGE}{languages.pop()}"] if len(languages) == 1 else []
    codes += [f"{HOURS}{hours}"] if hours else []
    return " ".join(codes)


def explained(t: Translator, codes: str, members: int) -> str:
    """That they haven’t met in a brew yet, say, and share English and nine hours of the day."""
    given = codes.split()
    parts: list[str] = []
    if NEW in given:
        parts.append(t("you haven’t met in a brew yet"))
    if AGAIN in given:
        parts.append(t("you’ve met in a brew before, as there was nobody new this time"))
    for each in given:
        if each.startswith(LANGUAGE):
            parts.append(t("you share {language}", language=locale_in_words(each.removeprefix(LANGUAGE), t)))
        if each.startswith(HOURS):
            count = int(each.removeprefix(HOURS))
            both = t.plural("{count} hour of the day suits you both", "{count} hours of the day suit you both", count)
            every = t.plural("{count} hour of the day suits you all", "{count} hours of the day suit you all", count)
            parts.append(both if members == PAIR else every)
    return t("Why you: {reasons}.", reasons=t.listed(parts)) if parts else ""


def _listed(members: Sequence[Who], t: Translator) -> Spans:
    names = {f"item{place}": each for place, each in enumerate(members)}
    spans: tuple[Span, ...] = t.spans(t.listed([f"{{{name}}}" for name in names]), **names)
    return spans


def _flat(spans: Sequence[Span | Spans]) -> Spans:
    return tuple(each for span in spans for each in (span if isinstance(span, tuple) else (span,)))


def lost(t: Translator, found: Match, others: Sequence[Who]) -> Message:
    """To one of those whose introduction may not have arrived."""
    title = t("About your brew")
    first = mark("I lost the connection while introducing you to {names}, so you may not have seen it.")
    where = t.spans(mark("Your conversation is here: {group}."), group=found.group) if found.group else ()
    cant = Choices((Button(t("Can’t make it"), "brews.cant", str(found.id)),))
    names = Paragraph(_flat(t.spans(first, names=_listed(others, t))))
    when = _when(t, found, len(others) + 1)
    return Message(title, (names, *((Paragraph(where),) if where else ()), *when, cant))
