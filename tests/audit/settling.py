"""A moderator's command that settles whatever a test wants settled, in a core of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from random import Random

from bot.catalogue import checked
from bot.community import store
from bot.community.context import Context
from bot.community.features import Feature, command
from bot.contract.commands import Ask, Audience
from bot.contract.messages import text
from bot.contract.replies import Replies, Say
from bot.dispatcher import Dispatcher, Surroundings
from bot.storage import Session
from tests.nudges import hands
from tests.stage import Stage

DEFAULTS = store.Defaults("en-GB", "Europe/London", "GB")


@dataclass(frozen=True, slots=True)
class Settle(Ask):
    """Whatever the test wants."""


async def settle(
    stage: Stage, work: Callable[[Context], Awaitable[None]], *, by: str = "Ana", who: Audience = Audience.MODERATORS
) -> Replies:
    """Let somebody invoke a command, for moderators or for members, that does this work; what the core answers."""

    async def run(ask: Settle, context: Context) -> Replies:
        await work(context)
        return (Say(text("Settled.")),)

    around = Surroundings(stage.running.storage, DEFAULTS, stage.clock, Random(1))
    features = (*stage.running.catalogue.features, Feature("x", (command("settle", Settle, run, "Settle it", who),)))
    whole = stage.running
    stage.running = replace(whole, core=Dispatcher(checked(features), around))
    try:
        return await hands.command(stage, by, "settle", Settle())
    finally:
        stage.running = whole


async def in_one_go(stage: Stage, work: Callable[[Session], Awaitable[object]]) -> None:
    """Do something to the database that no moderator did."""
    async with stage.running.storage.write() as session:
        await work(session)
