"""What only its author may see is shown to the author alone, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.contract.events import DirectMessageSeen, MessageSeen
from bot.contract.messages import Button, text
from bot.contract.replies import Reservation, Say, To
from tests.room.conftest import Tables
from tests.room.fakes import OFFER

HELD = Reservation("quiet", "token", timedelta(hours=1))
OPTIONS = text("Some options")


@pytest.mark.parametrize("said", ["I feel awful", "@Brewmate I feel awful"])
async def test_where_nothing_is_ephemeral_a_message_is_not_answered_in_its_channel(tables: Tables, said: str) -> None:
    """On Discord an answer to the author of a message, meant for the channel, goes to nobody and doesn't count."""
    tables.on_discord()
    tables.core.answers = (Say(OPTIONS, To.ACTOR, HELD),)
    await tables.ben.says(said, tables.general)
    assert tables.answers == []
    assert tables.core.settled == [False]


@pytest.mark.parametrize("said", ["I feel awful", "@Brewmate I feel awful"])
async def test_where_nothing_is_ephemeral_a_direct_message_comes(tables: Tables, said: str) -> None:
    """On Discord an answer to a message comes as a direct message, where the core says so, and counts."""
    tables.on_discord()
    tables.core.answers = (Say(OPTIONS, To.DIRECT, HELD),)
    await tables.ben.says(said, tables.general)
    assert [post.receipt.channel for post in tables.answers] == [tables.room.direct(tables.ben.member)]
    assert tables.core.settled == [True]


async def test_elsewhere_a_message_is_answered_in_its_channel_for_one(tables: Tables) -> None:
    """As on Slack, the author sees an answer in the channel that nobody else sees."""
    tables.core.answers = (Say(OPTIONS, To.ACTOR, HELD),)
    await tables.ben.says("I feel awful", tables.general)
    (answer,) = tables.answers
    assert (answer.receipt.channel, answer.seen_by) == (tables.general, frozenset({tables.ben.member}))
    assert tables.core.settled == [True]


async def test_in_their_own_conversation_everybody_is_answered(tables: Tables) -> None:
    """What is written to the bot itself is answered there, on Discord as well."""
    tables.on_discord()
    tables.core.answers = (Say(OPTIONS, To.ACTOR),)
    await tables.ben.says("hello", tables.room.direct(tables.ben.member))
    assert tables.sentences == ["Some options"]


async def test_who_writes_to_the_bot_is_answered_though_direct_messages_are_closed(tables: Tables) -> None:
    """Closed direct messages keep unasked ones away, not the answer to one's own."""
    tables.ben.person.takes_direct = False
    tables.core.answers = (Say(OPTIONS, To.DIRECT),)
    await tables.ben.says("hello", tables.room.direct(tables.ben.member))
    assert tables.sentences == ["Some options"]


async def test_closed_direct_messages_stay_closed(tables: Tables) -> None:
    """Where direct messages are closed an answer that has to be one goes to nobody and doesn't count."""
    tables.ben.person.takes_direct = False
    tables.core.answers = (Say(OPTIONS, To.DIRECT, HELD),)
    await tables.ben.says("I feel awful", tables.general)
    assert tables.answers == []
    assert tables.core.settled == [False]


async def test_presses_and_commands_are_answered_in_place_everywhere(tables: Tables) -> None:
    """Discord can answer a press or a command for one pair of eyes, in the channel."""
    tables.on_discord()
    tables.core.answers = (Say(OPTIONS, To.ACTOR),)
    receipt = tables.room.put(tables.general, text("Fancy a chat?", Button("Yes", "yes")))
    post = tables.room.post_at(receipt)
    assert post is not None
    await tables.ben.presses(post, Button("Yes", "yes"))
    await tables.ben.invokes(OFFER, {}, tables.general)
    private = [post for post in tables.answers if post.seen_by == frozenset({tables.ben.member})]
    assert [post.receipt.channel for post in private] == [tables.general] * 2


async def test_a_mention_says_that_it_is_one(tables: Tables) -> None:
    """The core is told whether somebody wrote to the bot alone or where others read along."""
    await tables.ben.says("hello @brewmate", tables.general)
    await tables.ben.says("hello", tables.room.direct(tables.ben.member))
    await tables.ben.says("hello", tables.general)
    mention, direct, plain = tables.core.events
    assert isinstance(mention, DirectMessageSeen)
    assert isinstance(direct, DirectMessageSeen)
    assert (mention.is_mention, direct.is_mention, type(plain)) == (True, False, MessageSeen)
