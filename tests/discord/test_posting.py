"""Posts that are said once, whatever becomes of the answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.discord import translate
from adapters.discord.connection import DiscordFault, Settings, intents, look
from adapters.discord.gateway import Gateway
from bot.contract.messages import Button, text
from bot.contract.places import Channel
from bot.contract.ports import Busy, Found, Uncertain
from tests.discord.town import Town
from tests.simulators.discord.connecting import SOON, settings

NOT_OURS = 10**17
HELLO = text("Hello.", Button("Why am I seeing this?", "why", "k1"))


def channel(town: Town) -> Channel:
    return translate.channel(translate.community(town.guild.id), town.general.id)


async def test_a_lost_answer_is_uncertain_and_found_after_a_restart(town: Town) -> None:
    """It was said; nobody knows; a look at the channel tells."""
    since = town.clock()
    async with town.connected():
        town.simulator.next_answers.append("lost")
        with pytest.raises(Uncertain):
            await town.gateway.platform.post(channel(town), HELLO, key="k1")
    async with town.connected():
        found = await town.gateway.platform.find(channel(town), key="k1", since=since)
    (said,) = town.public()
    assert found == Found(translate.receipt(channel(town).community, town.general.id, said.id))


async def test_the_same_key_again_is_said_once(town: Town) -> None:
    """Discord itself holds the nonce for two minutes."""
    async with town.connected():
        town.simulator.next_answers.append("lost")
        with pytest.raises(Uncertain):
            await town.gateway.platform.post(channel(town), HELLO, key="k1")
        await town.gateway.platform.post(channel(town), HELLO, key="k1")
    assert len(town.public()) == 1


async def test_an_overloaded_discord_is_busy(town: Town) -> None:
    """Nothing was said, and it is tried again later."""
    async with town.connected():
        town.simulator.next_answers.append("503")
        with pytest.raises(Busy):
            await town.gateway.platform.post(channel(town), HELLO, key="k1")
    assert town.public() == []


async def test_a_rate_limit_is_waited_for(town: Town) -> None:
    """discord.py comes back after as long as it was told."""
    async with town.connected():
        town.simulator.next_answers.append("429")
        await town.gateway.platform.post(channel(town), HELLO, key="k1")
    assert len(town.public()) == 1


async def test_a_wrong_token_is_one_sentence(town: Town) -> None:
    """For the operator, and without the token in it."""
    right = settings(town.simulator)
    with pytest.raises(DiscordFault, match="doesn't know this token") as caught:
        await look(Settings("wrong.wrong.wrong", right.api_url, right.gateway_url))
    assert "wrong.wrong" not in str(caught.value)


async def test_commands_that_may_not_be_registered_are_one_sentence(town: Town) -> None:
    """A server for trying out that the bot isn't in: the operator learns what to do."""
    right = settings(town.simulator)
    how = Settings(right.token, right.api_url, right.gateway_url, test_guild=NOT_OURS)
    gateway = Gateway(how, intents(how, await look(how)))
    try:
        with pytest.raises(DiscordFault, match="test_guild"):
            await gateway.run_until_closed(print)
    finally:
        await gateway.close()


async def test_an_intent_that_is_off_is_left_out_or_refused_in_a_sentence(town: Town) -> None:
    """With "auto" the bot makes do; whoever asks for it by "on" learns where to switch it on."""
    town.simulator.api.flags = 0
    town.simulator.gateway.granted.message_content = town.simulator.gateway.granted.members = False
    async with town.connected():
        assert not intents(settings(town.simulator), await look(settings(town.simulator))).message_content
    with pytest.raises(DiscordFault, match="Message Content Intent"):
        async with town.connected(message_content="on"):
            pass


async def test_a_removed_bot_is_told_at_once(town: Town) -> None:
    """From then on nothing is sent there, and what is held goes after the days that the operator set."""
    gone = {"id": str(town.guild.id)}
    here = str(town.guild.id)
    async with town.connected():
        await town.ana.types(town.general, "nudges list")
        assert await town.held() == {here: False}
        await town.simulator.gateway.tell("GUILD_DELETE", gone, guild=town.guild.id, needs="guilds")
        await town.gateway.wait_for("guild_remove", timeout=SOON)
        await town.heard()
        assert await town.held() == {here: True}
        town.clock.move_to(town.clock() + timedelta(days=8))
        await town.works()
        assert await town.held() == {}


async def test_what_happened_meanwhile_is_found_at_the_next_start(town: Town) -> None:
    """Nobody tells who removed the bot, or added it again, while it wasn't connected."""
    other = town.simulator.invite("Hazelbrook")
    place = town.simulator.world.add_place("general", other)
    dee = town.simulator.person("Dee", other, moderates=True)
    bot = town.simulator.world.bot.id
    async with town.connected():
        await town.ana.types(town.general, "nudges list")
        await dee.types(place, "nudges list")
    roles = town.guild.members.pop(bot)
    async with town.connected():
        await town.heard()
        assert await town.held() == {str(town.guild.id): True, str(other.id): False}
    town.guild.members[bot] = roles
    async with town.connected():
        await town.heard()
        assert await town.held() == {str(town.guild.id): False, str(other.id): False}


async def test_another_bots_token_costs_nothing(town: Town) -> None:
    """Where none of the servers is there that something is held of, none counts as left."""
    async with town.connected():
        await town.ana.types(town.general, "nudges list")
    del town.guild.members[town.simulator.world.bot.id]
    town.simulator.invite("Hazelbrook")
    async with town.connected():
        await town.heard()
        assert await town.held() == {str(town.guild.id): False}
