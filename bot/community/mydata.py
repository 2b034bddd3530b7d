"""/mydata: what is held about a member, for that member alone: shown, handed over, erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.community import disclosing, limits
from bot.community.context import Context
from bot.community.features import Feature, action, command
from bot.community.holding import Holdings
from bot.community.tables import Limit
from bot.contract.commands import Ask
from bot.contract.events import ButtonPressed
from bot.contract.messages import Block, Button, Choices, Strong, say, text
from bot.contract.replies import Replies, Say
from bot.texts import mark

ERASED = mark(
    "Done: what I held about you is gone, your choices too. If you’d rather I didn’t answer what you write in "
    "channels, or passed nothing on to you, say so again below. You’re welcome here as before."
)
YOURS = mark("It’s yours: /mydata export hands it over, and /mydata erase has it erased.")
LEFT = mark("All right, everything stays as it was.")


@dataclass(frozen=True, slots=True)
class MyData(Ask):
    """What is held about whoever asks."""


class Answers:
    """The handlers. Each speaks of, and erases, whoever acted, and nobody else."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings

    async def show(self, ask: MyData, context: Context) -> Replies:
        """All of it in words."""
        held = await self._holdings.about(context.session, context.by)
        return (Say(disclosing.shown(held, context)),)

    async def press_show(self, event: ButtonPressed, context: Context) -> Replies:
        """The same, by a button."""
        return await self.show(MyData(), context)

    async def export(self, ask: MyData, context: Context) -> Replies:
        """All of it as JSON, in as many parts as it takes."""
        held = await self._holdings.about(context.session, context.by)
        return tuple(Say(message) for message in disclosing.exported(held, context))

    async def ask_erase(self, ask: MyData, context: Context) -> Replies:
        """What would go and what would stay, and whether to."""
        return (Say(disclosing.before_erasing(context.t)),)

    async def erase(self, event: ButtonPressed, context: Context) -> Replies:
        """All of it, now."""
        await self._holdings.erase(context.session, context.by)
        t = context.t
        again = Button(t("Don’t answer me"), "preferences.switch", "answers", "off")
        offers = Button(t("No offers, please"), "preferences.switch", "offers", "off")
        return (Say(text(t(ERASED), again, offers, Button(t("Your choices"), "preferences.show"))),)

    async def leave(self, event: ButtonPressed, context: Context) -> Replies:
        """A change of mind."""
        return (Say(text(context.t(LEFT))),)


async def section(context: Context) -> tuple[Block, ...]:
    """The way to one's own data, on the bot's own page; nothing of what is held stands there."""
    t = context.t
    see = Button(t("See everything I hold about you"), "mydata.show")
    return (say(Strong(t("What I hold about you"))), say(t(YOURS)), Choices((see,)))


def feature(others: Sequence[Feature]) -> Feature:
    """/mydata over what these features and the community itself hold."""
    own = Feature("my data", pseudonyms=((Limit, limits.pseudonyms),))
    answers = Answers(Holdings((*others, own)))
    return replace(
        own,
        commands=(
            command("mydata show", MyData, answers.show, mark("See everything I hold about you")),
            command("mydata export", MyData, answers.export, mark("Get everything I hold about you, to keep")),
            command("mydata erase", MyData, answers.ask_erase, mark("Have everything I hold about you erased")),
        ),
        actions=(
            action("mydata.show", answers.press_show),
            action("mydata.erase", answers.erase),
            action("mydata.leave", answers.leave),
        ),
        home=section,
    )
