"""Writing to the bot, or mentioning it, is always answered, and by nobody's eyes but the author's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.contract.places import Channel
from bot.storage import open_storage
from tests.stage import Actor, Stage

BOT = "I’m a bot, so nobody reads what you write to me"
COVER = "Brewmate here. Would some options be useful?"

WORDS = (
    "hello",
    "?",
    "i want to die",
    "quiero morir, no puedo más",
    "我想死",
    "help " * 4_000,
    "\u200b",
    "`@everyone` <b>who are you</b>",
)
"""Short, worrying, in other languages, far too long, nothing to be seen, and markup."""


async def group(stage: Stage, *names: str) -> Channel:
    """A group conversation of some people and the bot."""
    return await stage.room.open(tuple(stage[name].visitor.member for name in names), key="group")


async def closes_the_door(actor: Actor) -> None:
    """Say "Not for me": nothing written in channels is answered any more."""
    await actor.says("i want to die")
    await actor.presses("Not for me")
    actor.sees_privately("I won’t answer what you write in channels any more")


@pytest.mark.parametrize("answers_off", [False, True])
async def test_whatever_is_written_to_the_bot_is_answered(stage: Stage, *, answers_off: bool) -> None:
    """Each message in the direct conversation gets the card, danger first, whatever was answered or chosen before."""
    mo = stage["Mo"]
    if answers_off:
        await closes_the_door(mo)
    for words in WORDS:
        await mo.tells_brewmate(words)
        answer = stage.text(mo.sees_privately(BOT))
        assert answer.startswith("If you or somebody else is in danger right now, you can call 999 or 112")
        assert "116 123" in answer
    stage["Ben"].sees_nothing()


@pytest.mark.parametrize("channel", ["allotments", "general"])
async def test_every_mention_is_answered(stage: Stage, channel: str) -> None:
    """Listened to or not, with answers off, empty or long: a mention is answered for its author alone."""
    mo = stage["Mo"]
    await closes_the_door(mo)
    for words in ("@Brewmate", "hi @brewmate", "@Brewmate i want to die", "x" * 9_000 + " @Brewmate", "hola @Brewmate"):
        await mo.says(words, channel)
        mo.sees_privately(BOT)
    stage["Ben"].sees("hola")
    stage["Ben"].sees_nothing()


async def test_a_mention_in_a_group_is_answered(stage: Stage) -> None:
    """In a group conversation a mention is answered for its author; what is said without one is left alone."""
    where = await group(stage, "Mo", "Ben")
    mo, ben = stage["Mo"], stage["Ben"]
    await mo.visitor.says("i want to die", where)
    mo.sees_nothing()
    await mo.visitor.says("@Brewmate i want to die", where)
    assert mo.sees_privately(BOT).receipt.channel == where
    ben.sees("@Brewmate i want to die")
    ben.sees_nothing()


async def test_on_discord_a_mention_is_answered_behind_a_cover(stage: Stage) -> None:
    """In a channel and in a group the answer is a direct message that gives nothing away, every time."""
    where, mo = await group(stage, "Mo", "Ben"), stage["Mo"]
    mo.on_discord()
    for channel in (where, stage.channel("allotments"), where):
        await mo.visitor.says("@Brewmate i want to die", channel)
        assert stage.text(mo.sees_privately("")) == COVER
        await mo.presses("Yes, show me")
        mo.sees_privately("116 123")
    stage["Ben"].sees("@Brewmate")
    stage["Ben"].sees_nothing()


async def test_on_discord_closed_messages_show_nothing_to_anybody(stage: Stage) -> None:
    """With direct messages closed a mention can't be answered privately, so nobody sees anything; a press still is."""
    mo = stage["Mo"]
    mo.on_discord()
    mo.takes_no_direct_messages()
    await mo.says("@Brewmate i want to die")
    mo.sees_nothing()
    await mo.presses("Options, privately", stage.posts("general")[0])
    mo.sees_privately("116 123")
    stage["Ben"].sees("@Brewmate")
    stage["Ben"].sees_nothing()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a lock on the whole database is SQLite's
@pytest.mark.parametrize("on_discord", [False, True])
async def test_trouble_with_the_database_silences_nothing(stage: Stage, database_url: str, *, on_discord: bool) -> None:
    """While nothing can be saved, direct messages, mentions and the buttons of their answers work as ever."""
    mo, other = stage["Mo"], open_storage(database_url)
    if on_discord:
        mo.on_discord()
    async with other.write() as session:
        await session.connection()
        await mo.tells_brewmate("hello")
        mo.sees_privately(BOT)
        await mo.says("@Brewmate hello", "allotments")
        mo.sees_privately(COVER if on_discord else BOT)
        if on_discord:
            await mo.presses("Yes, show me")
            mo.sees_privately("116 123")
        await mo.says("/support for a friend")
        mo.sees_privately("You can ask them openly how they are")
        await mo.says("/offer-help-to @ben")
        mo.sees_privately("You can ask them openly how they are")
    await other.close()
    stage["Ben"].sees("@Brewmate")
    stage["Ben"].sees_nothing()


async def test_in_another_language_the_answer_comes_all_the_same(stage: Stage) -> None:
    """Whoever reads another language is answered, with services in it first where there are some."""
    mo = stage["Mo"]
    await stage.until(stage.clock().replace(hour=20))
    mo.visitor.person = replace(mo.visitor.person, locale="cy")
    await mo.tells_brewmate("helo")
    answer = stage.text(mo.sees_privately(""))
    assert "999" in answer
    assert "Welsh language line" in answer


async def test_the_same_event_is_answered_once(stage: Stage) -> None:
    """A platform that hands the same message over twice gets one answer for it."""
    from bot.contract.events import DirectMessageSeen  # noqa: PLC0415  # no hands send the same thing twice

    by = stage["Mo"].visitor.member
    event = DirectMessageSeen(id="m1", by=by, where=stage.room.direct(by), at=stage.clock(), text="hello")
    assert len(await stage.running.core.handle(event)) == 1
    assert await stage.running.core.handle(event) == ()
