"""What people do when they offer help to each other."""

from __future__ import annotations

from adapters.room import Post
from bot.contract.commands import Command
from bot.contract.places import MessageRef
from tests.stage import Actor, Stage


def declared(stage: Stage, path: str) -> Command:
    """A command by its path."""
    return next(each for each in stage.running.catalogue.declarations if each.path == path)


async def writes(stage: Stage, name: str, text: str, channel: str = "general") -> MessageRef:
    """Somebody writes something; the message, to be chosen from its menu."""
    await stage[name].says(text, channel)
    return MessageRef(stage.room.posts[-1].receipt, stage[name].visitor.member)


async def opens(stage: Stage, helper: Actor, friend: str) -> Post:
    """The helper chooses the friend from the members' menu; what they see."""
    about = stage[friend].visitor.member
    await helper.visitor.chooses(declared(stage, "offer-help-to"), about, stage.channel("general"))
    return helper.sees_privately("")


async def sends(stage: Stage, helper: str, friend: str) -> str:
    """The helper sends the line; what they are told."""
    actor = stage[helper]
    card = await opens(stage, actor, friend)
    await actor.presses("Send in my name", card)
    shown = actor.sees_privately("This is all that")
    await actor.presses("Send it", shown)
    return stage.text(actor.sees_privately(""))


def receives(stage: Stage, name: str) -> Post:
    """The line that somebody got, as a direct message that only they can see."""
    actor = stage[name]
    got = actor.sees("I thought of you and wondered how you are.")
    assert got.receipt.channel == stage.room.direct(actor.visitor.member)
    return got
