"""/stigma: calm replies to a belittling remark, to choose from and copy. The bot itself answers nobody."""

from __future__ import annotations

from dataclasses import dataclass

from bot.community.context import Context
from bot.contract.commands import Ask, option
from bot.contract.events import ButtonPressed
from bot.contract.messages import Button, ButtonStyle, Choices, Message, Note, Verbatim, say
from bot.contract.replies import Replies, Say
from bot.signposts.remarks import REPLIES, Remark
from bot.texts import Translator, mark

AT_ONCE = 3
IN_A_ROW = 4

WHICH = mark(
    "Somebody wrote something belittling? I have a few calm replies to choose from. What does it say, roughly?"
)
COPY = mark("Here are a few calm replies. Take one, change it, or take none:")
SILENCE = mark(
    "Not answering is fine, too: nobody owes a debate, and a kind word to whoever was hurt often does more. If it goes "
    "on, the moderators are there for that."
)
YOU = mark("And if it hit you: it says nothing about you. I have options for you as well, privately.")


@dataclass(frozen=True, slots=True)
class AnswerRemark(Ask):
    """The kind of remark; without it, all kinds are shown."""

    remark: Remark | None = option(mark("What does it say?"), default=None)


async def stigma(ask: AnswerRemark, context: Context) -> Replies:
    """Replies to this kind of remark, or the kinds."""
    return (Say(_kinds(context.t) if ask.remark is None else _replies(ask.remark, 0, context.t)),)


async def kinds(event: ButtonPressed, context: Context) -> Replies:
    """The kinds of remark."""
    return (Say(_kinds(context.t)),)


async def replies(event: ButtonPressed, context: Context) -> Replies:
    """A few replies; a button that names no kind shows them all."""
    remark = next((each for each in Remark if each.value == event.subject), None)
    return (Say(_kinds(context.t) if remark is None else _replies(remark, _page(event.choice), context.t)),)


def _kinds(t: Translator) -> Message:
    buttons = tuple(Button(t(each.label), "stigma.replies", each.value) for each in Remark)
    rows = (Choices(buttons[first : first + IN_A_ROW]) for first in range(0, len(buttons), IN_A_ROW))
    return Message(t(WHICH), (say(t(WHICH)), *rows))


def _replies(remark: Remark, page: int, t: Translator) -> Message:
    """Three of them; after the last come the first again."""
    known = REPLIES[remark]
    first = page * AT_ONCE % len(known)
    few = Button(t("Another few"), "stigma.replies", remark.value, str(page + 1), ButtonStyle.PRIMARY)
    others = Button(t("Another kind of remark"), "stigma.kinds")
    for_oneself = Button(t("Options, privately"), "signposts.options")
    return Message(
        t(COPY),
        (
            say(t(COPY)),
            *(Verbatim(t(each)) for each in known[first : first + AT_ONCE]),
            Note((t(SILENCE),)),
            Note((t(YOU),)),
            Choices((few, others, for_oneself)),
        ),
    )


def _page(choice: str) -> int:
    """The page that a button carries; one that can't be read is the first."""
    return int(choice) if choice.isdecimal() and len(choice) <= 3 else 0  # noqa: PLR2004  # nobody presses a thousand times
