"""Presses and commands that reach the core side by side, as two people's do."""

from __future__ import annotations

from bot.contract.commands import Ask
from bot.contract.events import ButtonPressed, CommandInvoked
from bot.contract.messages import Message
from bot.contract.plain import buttons
from bot.contract.replies import Replies
from tests.stage import Stage


async def press(stage: Stage, who: str, action: str, subject: str | int, choice: str = "") -> Replies:
    """Press a button of this action and subject; what the core answers."""
    person = stage[who].visitor.person
    pressed = ButtonPressed(
        id=stage.room.new_id("e"),
        by=person.member,
        where=stage.channel("moderators" if person.is_moderator else "tea-room"),
        at=stage.clock(),
        is_moderator=person.is_moderator,
        action=action,
        subject=str(subject),
        choice=choice,
    )
    return await stage.running.core.handle(pressed)


async def command(stage: Stage, who: str, path: str, ask: Ask) -> Replies:
    """Invoke a command; what the core answers."""
    person = stage[who].visitor.person
    invoked = CommandInvoked(
        id=stage.room.new_id("e"),
        by=person.member,
        where=stage.channel("moderators"),
        at=stage.clock(),
        is_moderator=person.is_moderator,
        command=path,
        ask=ask,
    )
    return await stage.running.core.handle(invoked)


def subject_of(content: Message | str, label: str) -> str:
    """What the button with this label is about."""
    assert isinstance(content, Message)
    return next(each.subject for each in buttons(content) if each.label == label)
