"""What is written: heard only where it may be, and answered by a direct message that gives nothing away."""

from __future__ import annotations

from tests.discord.town import Town

CRISIS = "i want to kill myself"
COVER = "Brewmate here. Would some options be useful?"


async def settled(town: Town) -> None:
    """Everything that was told over the gateway has been dealt with: a later command is answered."""
    await town.ana.types(town.general, "help")
    await town.heard()


async def test_a_crisis_is_answered_by_a_message_that_gives_nothing_away(town: Town) -> None:
    """The notification names no topic; the press shows the options, and nothing of it stands in the channel."""
    async with town.connected():
        await town.listens(town.general)
        before = list(town.public())
        await town.cal.says(town.general, CRISIS)
        await settled(town)
        (cover,) = town.cal.told()
        assert cover.content == COVER
        shown = await town.cal.presses(cover.buttons[0]["label"], cover)
        assert "116 123" in shown.shown[0].content
    assert list(town.public()) == before
    assert list(town.ben.told()) == list(town.ana.told()) == []


async def test_where_direct_messages_are_closed_nothing_appears(town: Town) -> None:
    """Not in the channel either."""
    town.cal.user.takes_direct = False
    async with town.connected():
        await town.listens(town.general)
        before = list(town.public())
        await town.cal.says(town.general, CRISIS)
        await settled(town)
    assert (list(town.cal.told()), list(town.public())) == ([], before)


async def test_nothing_is_heard_where_nobody_listens(town: Town) -> None:
    """Without a notice no word is judged, and in an age-restricted channel never."""
    adults = town.simulator.world.add_place("late", town.guild, is_nsfw=True)
    async with town.connected():
        await town.cal.says(town.general, CRISIS)
        await town.listens(adults)
        await town.cal.says(adults, CRISIS)
        await settled(town)
    assert list(town.cal.told()) == []


async def test_without_the_intent_no_words_are_heard_but_mentions_and_messages_are(town: Town) -> None:
    """The bot still does its job where it may not read messages."""
    async with town.connected(message_content="off"):
        await town.listens(town.general)
        await town.cal.says(town.general, CRISIS)
        await settled(town)
        assert list(town.cal.told()) == []
        await town.cal.says(town.general, f"<@{town.simulator.world.bot.id}> are you there?")
        await settled(town)
        assert [each.content for each in town.cal.told()] == [COVER]
        await town.ben.writes_to_the_bot("hello?")
        await settled(town)
        assert "I’m a bot" in town.ben.told()[0].content


async def test_what_was_said_while_the_line_was_down_is_heard(town: Town) -> None:
    """The gateway drops, the session is resumed, and what was missed is told again."""
    async with town.connected():
        await town.listens(town.general)
        await town.simulator.gateway.drop()
        await town.cal.says(town.general, CRISIS)
        await town.gateway.wait_for("shard_resumed", timeout=20)
        await settled(town)
        assert town.simulator.gateway.resumed == 1
        assert [each.content for each in town.cal.told()] == [COVER]
