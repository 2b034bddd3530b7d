"""The bot explains itself from its own declarations."""

from __future__ import annotations

from sqlalchemy import delete, update

from bot.contract.commands import Audience
from bot.contract.messages import Button, Message, text
from bot.contract.plain import buttons
from bot.delivery.tables import Delivery
from tests.stage import Stage


async def test_help_lists_what_a_member_may_use(stage: Stage) -> None:
    """A member sees every command for members, and none for moderators."""
    await stage["Ben"].says("/help")
    shown = stage.text(stage["Ben"].sees_privately("What I can do"))
    listed = {line.removeprefix("• /") for line in shown.split("\n") if line.startswith("• /")}
    declared = stage.running.catalogue.declarations
    mine = {each.path for each in declared if each.audience is Audience.MEMBERS}
    assert {
        path for path in (each.path for each in declared) if any(line.startswith(path + " ") for line in listed)
    } == mine


async def test_help_lists_everything_to_a_moderator(stage: Stage) -> None:
    """A moderator sees every command there is."""
    await stage["Ana"].says("/help")
    shown = stage.text(stage["Ana"].sees_privately("For moderators"))
    assert [each.path for each in stage.running.catalogue.declarations if f"/{each.path} " not in shown] == []


async def test_help_names_the_quickest_way_in_danger(stage: Stage) -> None:
    """Whoever asks for help and needs it at once is pointed to the emergency number."""
    await stage["Ben"].says("/help")
    stage["Ben"].sees_privately("emergency number")


async def test_help_is_private(stage: Stage) -> None:
    """Nobody else sees that somebody asked."""
    await stage["Ben"].says("/help")
    stage["Cal"].sees_nothing()


async def test_every_delivery_kind_has_an_explanation_that_is_shown(stage: Stage) -> None:
    """For each kind of post, "Why am I seeing this?" says why."""
    nudge = await stage.next_nudge()
    for kind in stage.running.catalogue.kinds.values():
        async with stage.running.storage.write() as session:
            await session.execute(update(Delivery).where(Delivery.key == nudge.key).values(kind=kind.name))
        await stage["Ben"].presses("Why am I seeing this?", nudge)
        stage["Ben"].sees_privately(kind.explanation)


async def test_a_post_that_was_forgotten_says_so(stage: Stage) -> None:
    """After its delivery has been deleted, a button still has an answer."""
    nudge = await stage.next_nudge()
    async with stage.running.storage.write() as session:
        await session.execute(delete(Delivery))
    await stage["Ben"].presses("Why am I seeing this?", nudge)
    stage["Ben"].sees_privately("I no longer have a note of why it was sent")


async def test_a_key_of_another_community_says_nothing(stage: Stage) -> None:
    """A button that was made up gets no other community's answer."""
    post = stage.room.post_at(await stage.room.post(stage.channel("general"), _with_key("made-up"), key="k"))
    assert post is not None
    assert isinstance(post.content, Message)
    await stage["Ben"].visitor.presses(post, buttons(post.content)[0])
    stage["Ben"].sees_privately("I no longer have a note of why it was sent")


def _with_key(key: str) -> Message:
    return text("Hello.", Button("Why am I seeing this?", "why", key))
