"""What is said when something felt wrong: to whoever says so, and to the moderators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.community.wording import why_button
from bot.contract.messages import (
    Button,
    ButtonStyle,
    Choices,
    Facts,
    Instant,
    Message,
    Named,
    Note,
    Span,
    Strong,
    Tone,
    say,
    text,
)
from bot.texts import Translator, mark

SORRY = mark("I’m sorry. Only you see this, and you don’t have to explain anything. Here is what I can do:")
WOULD_SEE = mark(
    "“Tell the moderators” posts in the channel for their notices that something felt wrong, your name, and the names "
    "of whom I introduced you to. Whoever can read that channel sees it. I know nothing of what was said."
)
NO_PLACE = mark(
    "This community hasn’t named a place for such reports yet, so I can’t pass it on. You’re welcome to tell a "
    "moderator yourself."
)
EITHER_WAY = mark("With the first two you’re out of this brew, and I never bring you together with any of them again.")
DANGER = mark(
    "If you or somebody else is in danger right now, your local emergency number is the quickest way to get help."
)
TOLD = mark(
    "Done. The moderators have it now. You’re out of this brew, and I never bring you together with any of them again."
)
TOLD_ALREADY = mark("You’ve told them today already, and they have it.")
APART = mark("Done. You’re out of this brew, and I never bring you together with any of them again. Nobody is told.")
OVER = mark("I can’t find that brew any more. You’re welcome to tell a moderator yourself.")
CONCERN = mark("A member says that something felt wrong in a brew.")
KNOWS_NOTHING = mark(
    "I don’t read such conversations, so I know no more. They are out of it, and I won’t bring them together again. "
    "I’ve told nobody else, and I keep no copy of this."
)
WHY = mark(
    "A member who was introduced to somebody by me asked me to tell you that something felt wrong, and this is where "
    "this community’s notices go."
)


def wrong(t: Translator, match_id: int, *, can_tell: bool) -> Message:
    """What can be done; danger first."""
    subject = str(match_id)
    tell = Button(t("Tell the moderators"), "brews.tell", subject, style=ButtonStyle.PRIMARY)
    buttons = (
        *((tell,) if can_tell else ()),
        Button(t("Only never again with them"), "brews.not_again", subject),
        Button(t("See some options"), "signposts.options"),
    )
    note = f"{t(WOULD_SEE)} {t(EITHER_WAY)}" if can_tell else t(NO_PLACE)
    return Message(t("I’m sorry."), (say(t(DANGER)), say(t(SORRY)), Note((note,)), Choices(buttons)), Tone.CALM)


def told(t: Translator) -> Message:
    """The moderators have it."""
    return text(t(TOLD), Button(t("See some options"), "signposts.options"), tone=Tone.CALM)


def told_already(t: Translator) -> Message:
    """A second press."""
    return text(t(TOLD_ALREADY))


def apart(t: Translator) -> Message:
    """Nobody is told."""
    return text(t(APART), Button(t("See some options"), "signposts.options"), tone=Tone.CALM)


def over(t: Translator) -> Message:
    """The match is gone."""
    return text(t(OVER))


def concern(t: Translator, by: Named, others: Sequence[Named], at: datetime, key: str) -> Message:
    """To the moderators."""
    names: list[Span] = []
    for place, each in enumerate(others):
        names += [", ", each] if place else [each]
    facts = Facts(((t("Says so"), (by,)), (t("Introduced to"), tuple(names)), (t("On"), (Instant(at),))))
    title = t(CONCERN)
    return Message(title, (say(Strong(title)), facts, Note((t(KNOWS_NOTHING),)), Choices((why_button(t, key),))))
