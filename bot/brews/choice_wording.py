"""The card of somebody's choices about brews, and what is said when they change."""

from __future__ import annotations

from datetime import datetime

from bot.brews.people import Wish
from bot.brews.tables import Brewer
from bot.brews.wording import Who
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
    Note,
    Paragraph,
    Spans,
    Tone,
    say,
    text,
)
from bot.texts import Translator, mark

SAVED = mark("Saved. It holds from now on.")
EVERY_ON = mark("Done. You’re in every round until you pause that, the open one included.")
EVERY_OFF = mark("Done. From now on you’re only in rounds that you join yourself.")
WAITING = mark(
    "You’re on the list of those who are free, until {time}. As soon as somebody else is, I introduce you. If nobody "
    "turns up by then, the list forgets you and nothing else follows."
)
STOPPED = mark("Done, you’re off the list.")
NOT_WAITING = mark("You weren’t on the list any more.")
KEPT_APART = mark("Understood. I won’t bring {member} and you together, and nobody is told.")
YOURSELF = mark("That one is you, and I’d never bring you together with yourself.")
ONLY_YOURS = mark(
    "Only you see this. What you would like helps me match you and is shown to nobody. Of those you don’t want to "
    "meet I keep no names, so I can’t show whose."
)

WISHES = {
    None: mark("either is fine"),
    Wish.LISTEN.value: mark("I’m glad to listen"),
    Wish.BE_HEARD.value: mark("I’d like to be listened to"),
}


def waiting(t: Translator, until: datetime) -> Message:
    """On the list, and until when."""
    stop = Choices((Button(t("Take me off the list"), "brews.stop"),))
    said = t.spans(WAITING, time=Instant(until, InstantStyle.TIME))
    return Message(t("You’re on the list."), (Paragraph(said), stop), Tone.WARM)


def stopped(t: Translator) -> Message:
    """Off the list."""
    return text(t(STOPPED))


def not_waiting(t: Translator) -> Message:
    """They weren't on it."""
    return text(t(NOT_WAITING))


def kept_apart(t: Translator, who: Who, native: str) -> Message:
    """Not with this person."""
    back = Choices((Button(t("It’s fine after all"), "brews.fine_with", native),))
    return Message(t("Understood."), (Paragraph(t.spans(KEPT_APART, member=who)), back))


def yourself(t: Translator) -> Message:
    """They named themselves."""
    return text(t(YOURSELF))


def card(t: Translator, chosen: Brewer | None, apart: int, *, said: str) -> Message:
    """Everything, and a button for each the other way."""
    title = t("Your brews")
    facts: tuple[tuple[str, Spans], ...] = (
        (t("Every round"), (_every(t, chosen),)),
        (t("What you’d like"), (t(WISHES.get(chosen.wish if chosen else None, WISHES[None])),)),
        (t("Others may ask you"), (t("no") if chosen and chosen.asks_off else t("yes"),)),
        (t("Not with"), (t.plural("{count} person", "{count} people", apart) if apart else t("nobody"),)),
    )
    blocks: list[Block] = [*([say(said)] if said else []), Heading(title), Facts(facts)]
    blocks += [Choices(_rounds(t, chosen)), Choices(_wishes(t, chosen))]
    if apart:
        blocks.append(Choices((Button(t("Everybody is fine after all"), "brews.fine_with_all"),)))
    return Message(said or title, (*blocks, Note((t(ONLY_YOURS),))))


def _every(t: Translator, chosen: Brewer | None) -> str:
    if chosen is None or not chosen.every_round:
        return t("no, only those you join")
    return t("paused") if chosen.paused_at else t("yes, until you pause it")


def _rounds(t: Translator, chosen: Brewer | None) -> tuple[Button, ...]:
    is_in = chosen is not None and chosen.every_round and chosen.paused_at is None
    if is_in:
        every = Button(t("Pause every round"), "brews.every", "", "off")
    else:
        every = Button(t("Every round until I pause"), "brews.every", "", "on", ButtonStyle.PRIMARY)
    if chosen is not None and chosen.asks_off:
        asked = Button(t("Others may ask me"), "brews.asks", "", "on")
    else:
        asked = Button(t("Nobody may ask me"), "brews.asks", "", "off")
    return (every, asked)


def _wishes(t: Translator, chosen: Brewer | None) -> tuple[Button, ...]:
    current = chosen.wish if chosen else None
    return tuple(
        Button(t(label), "brews.wish", "", value or "either") for value, label in WISHES.items() if value != current
    )
