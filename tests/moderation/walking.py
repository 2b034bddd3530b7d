"""The steps of /setup, for tests that begin after them."""

from __future__ import annotations

from bot.contract.messages import Button, Message
from bot.contract.plain import buttons
from tests.stage import Actor, Stage


async def choose(who: Actor, form: str, **values: str) -> None:
    """Press a form's button on the newest card and send the form."""
    await who.presses(form)
    await who.fills_in(**values)


async def walk(stage: Stage, name: str = "Ana", **nudge: str) -> str:
    """Choose a place and a first nudge; the card that says so."""
    who = stage[name]
    await who.says("/setup", "moderators")
    await choose(who, "Place and time", channel="tea-room", notices="moderators")
    await choose(who, "First nudge", **({"when": "every monday 10:00"} | nudge))
    return stage.text(who.sees_privately("Every Monday at 10:00"))


async def set_up(stage: Stage, **nudge: str) -> None:
    """A community that has started, with its introduction posted."""
    await walk(stage, **nudge)
    await stage["Ana"].presses("Start")
    stage["Ana"].sees_privately("We’ve started.")
    await stage.running.clockwork.tick()


def labels(content: Message | str) -> list[str]:
    """What the buttons of a message say."""
    return [button.label for button in _buttons(content)]


def _buttons(content: Message | str) -> tuple[Button, ...]:
    assert isinstance(content, Message)
    return buttons(content)
