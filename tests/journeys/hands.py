"""What people do when they offer help to each other."""

from __future__ import annotations

from tests.stages import Actor, Seen, Stage


async def writes(stage: Stage, name: str, text: str) -> Seen:
    """Somebody writes something; the message, to be chosen from its menu."""
    await stage[name].says(text)
    return stage[name].sees(text)


async def opens(helper: Actor, friend: str) -> Seen:
    """The helper names the friend; what they see."""
    await helper.says(f"/offer-help-to @{friend.lower()}")
    return helper.sees_privately("")


async def sends(stage: Stage, helper: str, friend: str) -> str:
    """The helper sends the line; what they are told."""
    actor = stage[helper]
    await actor.presses("Send in my name", await opens(actor, friend))
    await actor.presses("Send it", actor.sees_privately("This is all that"))
    return stage.text(actor.sees_privately(""))


def receives(stage: Stage, name: str) -> Seen:
    """The line that somebody got, as a direct message that only they can see."""
    got = stage[name].sees("I thought of you and wondered how you are.")
    assert got.place == ""
    return got
