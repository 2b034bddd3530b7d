"""Writing to the bot, or mentioning it, is always answered, and by nobody's eyes but the author's."""

from __future__ import annotations

import pytest

from bot.storage import open_storage
from tests.stages import COVER, Actor, Stage
from tests.stages.in_the_room import RoomStage

BOT = "I’m a bot, so nobody reads what you write to me"

ON_SQLITE = ("room_on_sqlite", "discord_stage", "slack_stage")

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
        await mo.is_answered("116 123")
    stage["Ben"].sees("hola")
    stage["Ben"].sees_nothing()


async def test_a_mention_in_a_group_is_answered(stage: Stage) -> None:
    """In a group conversation a mention is answered for its author; what is said without one is left alone."""
    where = await stage.group("Mo", "Ben")
    mo, ben = stage["Mo"], stage["Ben"]
    mo.fresh()
    ben.fresh()
    await mo.says("i want to die", where)
    mo.sees_nothing()
    await mo.says("@Brewmate i want to die", where)
    first = mo.sees_privately("")
    assert (first.text, first.place) == (COVER, "") if stage.has_cover else first.place == where
    ben.sees("@Brewmate i want to die")
    ben.sees_nothing()


async def test_on_discord_a_mention_is_answered_behind_a_cover(discord_stage: Stage) -> None:
    """In a channel and in a group the answer is a direct message that gives nothing away, every time."""
    stage = discord_stage
    where, mo = await stage.group("Mo", "Ben"), stage["Mo"]
    stage["Ben"].fresh()
    for channel in (where, "allotments", where):
        await mo.says("@Brewmate i want to die", channel)
        assert stage.text(mo.sees_privately("")) == COVER
        await mo.presses("Yes, show me")
        mo.sees_privately("116 123")
    stage["Ben"].sees("@Brewmate")
    stage["Ben"].sees_nothing()


async def test_on_discord_closed_messages_show_nothing_to_anybody(discord_stage: Stage) -> None:
    """With direct messages closed a mention can't be answered privately, so nobody sees anything; a press still is."""
    stage = discord_stage
    mo = stage["Mo"]
    mo.takes_direct_messages(taken=False)
    await mo.says("@Brewmate i want to die")
    mo.sees_nothing()
    await mo.presses("Options, privately", stage.posts("general")[0])
    mo.sees_privately("116 123")
    stage["Ben"].sees("@Brewmate")
    stage["Ben"].sees_nothing()


@pytest.mark.parametrize("stage", ON_SQLITE, indirect=True)  # a lock on the whole database is SQLite's
async def test_trouble_with_the_database_silences_nothing(stage: Stage, sqlite_url: str) -> None:
    """While nothing can be saved, direct messages, mentions and the buttons of their answers work as ever."""
    mo, other = stage["Mo"], open_storage(sqlite_url)
    async with other.write() as session:
        await session.connection()
        await mo.tells_brewmate("hello")
        mo.sees_privately(BOT)
        await mo.says("@Brewmate hello", "allotments")
        await mo.is_answered("116 123")
        await mo.says("/support for a friend")
        mo.sees_privately("You can ask them openly how they are")
        await mo.says("/offer-help-to @ben")
        mo.sees_privately("You can ask them openly how they are")
    await other.close()
    stage["Ben"].sees("@Brewmate")
    stage["Ben"].sees_nothing()


async def test_in_another_language_the_answer_comes_all_the_same(room_stage: RoomStage) -> None:
    """Whoever reads another language is answered, with services in it first where there are some."""
    stage = room_stage.inner
    mo = stage["Mo"]
    await stage.until(stage.clock().replace(hour=20))
    mo.visitor.person.locale = "cy"
    await mo.tells_brewmate("helo")
    answer = stage.text(mo.sees_privately(""))
    assert "999" in answer
    assert "Welsh language line" in answer


async def test_the_same_event_is_answered_once(room_stage: RoomStage) -> None:
    """A platform that hands the same message over twice gets one answer for it."""
    stage = room_stage.inner
    from bot.contract.events import DirectMessageSeen  # noqa: PLC0415  # no hands send the same thing twice

    by = stage["Mo"].visitor.member
    event = DirectMessageSeen(id="m1", by=by, where=stage.room.direct(by), at=stage.clock(), text="hello")
    assert len(await stage.running.core.handle(event)) == 1
    assert await stage.running.core.handle(event) == ()
