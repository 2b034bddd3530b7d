"""An introduction that may have got lost is shown to each of them, once, with their own next command."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from adapters.room import Room
from adapters.room.things import Kind
from bot.assembly import Panel, build
from bot.contract.messages import Message
from bot.contract.places import Channel, Receipt, Target
from bot.contract.ports import CannotTell, Finding, Uncertain
from tests.stage import Stage

UP = "I’m up for a brew"


class Forgetful:
    """The room, but for groups: no answer comes when something is posted there, and nobody can look."""

    name = Room.name
    allowance = Room.allowance

    def __init__(self, room: Room) -> None:
        self._room = room

    def __getattr__(self, name: str) -> object:
        return getattr(self._room, name)

    def _is_group(self, to: Target) -> bool:
        return isinstance(to, Channel) and self._room.places[to].kind is Kind.GROUP

    async def post(self, to: Target, message: Message, *, key: str) -> Receipt:
        if self._is_group(to):
            raise Uncertain
        return await self._room.post(to, message, key=key)

    async def find(self, to: Target, *, key: str, since: datetime) -> Finding:
        return CannotTell() if self._is_group(to) else await self._room.find(to, key=key, since=since)


def loses_connections(stage: Stage) -> None:
    """From now on the platform is like that."""
    running, room = stage.running, Forgetful(stage.room)
    platforms = {"room": room}
    stage.running = build(running.config, running.storage, platforms, clock=stage.clock, draw=Random(7))  # type: ignore[arg-type]  # what it lacks is the room's
    stage.panel = Panel(stage.running, stage.clock)
    for name in ("Ana", "Ben", "Dee"):
        stage._actors[name] = stage.actor(name)  # noqa: SLF001  # the stage's own hands, for the new core


async def test_a_lost_introduction_is_shown_once_to_each(stage: Stage) -> None:
    """Ben's next command brings it, with Dee's name and the way to their conversation; the one after that doesn't."""
    loses_connections(stage)
    nudge = await stage.next_nudge()
    for name in ("Ben", "Dee"):
        await stage[name].presses(UP, nudge)
    await stage.later(timedelta(hours=7))
    await stage.later(timedelta(minutes=1))
    for name, other in (("Ben", "Dee"), ("Dee", "Ben")):
        actor = stage[name]
        actor.fresh()
        await actor.says("/checkin")
        told = stage.text(actor.sees_privately("I lost the connection while introducing you to"))
        assert other in told
        assert "How about" in told
        await actor.says("/checkin")
        assert "I lost the connection" not in "".join(stage.text(each) for each in actor.fresh())


async def test_moderators_are_not_told_of_a_lost_introduction(stage: Stage) -> None:
    """Who was introduced to whom is nobody else's business, even where something went wrong."""
    loses_connections(stage)
    nudge = await stage.next_nudge()
    for name in ("Ben", "Dee"):
        await stage[name].presses(UP, nudge)
    stage["Ana"].fresh()
    await stage.later(timedelta(hours=7))
    stage["Ana"].sees_nothing()
