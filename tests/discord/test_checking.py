"""What `brewmate check --online` finds, and what it says to click."""

from __future__ import annotations

import pytest

from adapters.discord import translate
from adapters.discord.checking import Finding, examined
from adapters.discord.connection import DiscordFault, Settings, intents, look, mode
from bot.contract.places import Channel
from tests.discord.town import Town
from tests.simulators.discord.connecting import settings

NOT_THERE = 4_242


def channel(town: Town, id_: int) -> Channel:
    """A channel of the town that is in use."""
    return translate.channel(translate.community(town.guild.id), id_)


async def found(town: Town, *channels: Channel) -> tuple[Finding, ...]:
    """Everything, asked of the simulator."""
    return await examined(settings(town.simulator), channels)


async def test_where_all_is_well_it_says_so(town: Town) -> None:
    """Token, both intents, the server and the channel: a sentence each, and nothing to mend."""
    findings = await found(town, channel(town, town.general.id))
    assert [each.sentence for each in findings] == [
        "The token is good: it belongs to the application Brewmate.",
        "Message Content Intent is on.",
        "Server Members Intent is on.",
        "It is in the server Fernhill.",
        "#general: everything is allowed.",
    ]
    assert not any(each.is_fault for each in findings)


async def test_an_intent_that_is_off_costs_something_and_is_no_fault(town: Town) -> None:
    """What the bot can't do without it is said, and where to switch it on; it runs all the same."""
    town.simulator.api.flags = 0
    content, members = (await found(town))[1:3]
    assert content.sentence.startswith("Message Content Intent is off, so no trigger words are heard.")
    assert content.sentence.endswith("under Bot, Privileged Gateway Intents.")
    assert "doesn't learn when somebody leaves" in members.sentence
    assert not content.is_fault
    assert not members.is_fault


async def test_an_intent_that_was_asked_for_must_be_on(town: Town) -> None:
    """With "on" in the configuration its absence has to be mended first; with "off" nobody speaks of it."""
    town.simulator.api.flags = 0
    right = settings(town.simulator)
    wanted = Settings(right.token, right.api_url, right.gateway_url, "on", "off")
    findings = await examined(wanted, ())
    assert [each.is_fault for each in findings if "Intent" in each.sentence] == [True]


@pytest.mark.parametrize(
    ("flag", "said", "is_fault"),
    [
        ("send_messages", "I can't post", True),
        ("view_channel", "I can't", True),
        ("create_private_threads", "I can't", False),
        ("pin_messages", "I can't pin", False),
    ],
)
async def test_a_permission_that_lacks_is_named_with_its_channel(
    town: Town, flag: str, said: str, *, is_fault: bool
) -> None:
    """The channel, what can't be done there, and where to click."""
    await town.simulator.deny(town.general.id, [flag])
    findings = [each for each in await found(town, channel(town, town.general.id)) if "#general" in each.sentence]
    assert findings
    assert all(each.sentence.startswith(f"#general: {said}") for each in findings[:1])
    assert findings[0].sentence.endswith(".")
    assert any(each.is_fault for each in findings) is is_fault


async def test_a_channel_that_is_gone_is_a_fault(town: Town) -> None:
    """It says which command names another."""
    *_, finding = await found(town, channel(town, NOT_THERE))
    assert finding.is_fault
    assert "/set place names another" in finding.sentence


async def test_outside_every_server_there_is_the_link(town: Town) -> None:
    """Whoever has not invited it yet is shown how."""
    del town.simulator.world.guilds[town.guild.id]
    *_, finding = await found(town)
    assert finding.is_fault
    assert "It isn't in any server yet. Invite it with https://" in finding.sentence


async def test_a_wrong_token_is_one_sentence(town: Town) -> None:
    """And nothing else is looked at."""
    right = settings(town.simulator)
    with pytest.raises(DiscordFault, match="doesn't know this token"):
        await examined(Settings("wrong.wrong.wrong", right.api_url, right.gateway_url), ())


async def test_at_start_it_says_in_which_mode_it_is(town: Town) -> None:
    """With and without each privileged intent."""
    right = settings(town.simulator)
    hears, leaves = mode(intents(right, await look(right)))
    assert "trigger words are heard" in hears
    assert "erases what is held about them" in leaves
    town.simulator.api.flags = 0
    hears, leaves = mode(intents(right, await look(right)))
    assert "no trigger words are heard" in hears
    assert "doesn't learn when somebody leaves" in leaves
