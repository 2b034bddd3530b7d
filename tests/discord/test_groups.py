"""Group conversations: a private thread for those in it, or a direct message to each where there can be none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.discord import translate
from bot.contract.messages import Button, text
from bot.contract.places import Member
from bot.contract.ports import Absent, Busy, Found
from tests.discord.town import Town
from tests.simulators.discord.people import Person
from tests.simulators.discord.world import PRIVATE_THREAD, Place, Said

HELLO = text("Meet each other.", Button("Why am I seeing this?", "why", "k1"))


def who(town: Town, *people: Person) -> tuple[Member, ...]:
    """People as members of the server."""
    return tuple(translate.member(translate.community(town.guild.id), each.user.id) for each in people)


def threads(town: Town) -> list[Place]:
    """All of them."""
    return [each for each in town.simulator.world.places.values() if each.kind == PRIVATE_THREAD]


def direct(town: Town, person: Person) -> list[Said]:
    """What somebody was told directly."""
    return town.simulator.world.messages(town.simulator.world.direct(person.user.id).id)


async def test_only_its_members_see_a_thread_and_are_told_who_else_may(town: Town) -> None:
    """Ben and Cal see it; it begins by saying that whoever manages threads can read along."""
    async with town.connected():
        group = await town.gateway.platform.open(who(town, town.ben, town.cal), key="k1")
        await town.gateway.platform.post(group, HELLO, key="k1")
    (thread,) = threads(town)
    told = [each.content for each in town.ben.sees(thread)]
    assert "moderators who may manage threads can read along here" in told[0]
    assert told[1] == "Meet each other."
    assert [each.content for each in town.cal.sees(thread)] == told
    assert not town.simulator.world.allowed(town.ana.user.id, thread).view_channel


async def test_a_thread_whose_opening_was_never_answered_is_found_again(town: Town) -> None:
    """Discord takes no nonce there: the short key in its name keeps a second one from being opened."""
    members = who(town, town.ben, town.cal)
    async with town.connected():
        first = await town.gateway.platform.open(members, key="k1")
    async with town.connected():
        assert await town.gateway.platform.open(members, key="k1") == first
        other = await town.gateway.platform.open(members, key="k2")
    assert other != first
    assert len(threads(town)) == 2
    opening = [each for each in town.ben.sees(threads(town)[0]) if "read along" in each.content]
    assert len(opening) == 1


async def test_a_thread_whose_opener_died_still_says_who_may_read_along(town: Town) -> None:
    """Opened and then nothing: whoever goes on says it before anybody is let in, and once."""
    members = who(town, town.ben, town.cal)
    async with town.connected():
        town.simulator.next_answers.extend(["", "503"])
        with pytest.raises(Busy):
            await town.gateway.platform.open(members, key="k1")
        (thread,) = threads(town)
        assert thread.people == {town.simulator.world.bot.id}
        for _ in range(2):
            await town.gateway.platform.open(members, key="k1")
    opening = [each for each in town.ben.sees(thread) if "read along" in each.content]
    assert len(opening) == 1


async def test_where_no_thread_is_allowed_each_is_told_directly(town: Town) -> None:
    """Everybody gets it once, whoever else does, and asked again it is found."""
    await town.simulator.deny(town.general.id, ["create_private_threads"])
    async with town.connected():
        group = await town.gateway.platform.open(who(town, town.ben, town.cal), key="k1")
        for _ in range(2):
            await town.gateway.platform.post(group, HELLO, key="k1")
        found = await town.gateway.platform.find(group, key="k1", since=town.clock())
    assert threads(town) == []
    assert [len(direct(town, each)) for each in (town.ben, town.cal, town.ana)] == [1, 1, 0]
    assert isinstance(found, Found)


async def test_one_who_missed_it_gets_it_and_the_others_nothing_more(town: Town) -> None:
    """Told to Ben, lost for Cal, and the process gone: the next one finds out and tells Cal alone."""
    await town.simulator.deny(town.general.id, ["create_private_threads"])
    async with town.connected():
        group = await town.gateway.platform.open(who(town, town.ben, town.cal), key="k1")
        town.cal.user.takes_direct = False
        await town.gateway.platform.post(group, HELLO, key="k1")
    town.cal.user.takes_direct = True
    town.clock.move_to(town.clock() + timedelta(minutes=4))
    async with town.connected():
        since = town.clock() - timedelta(minutes=4)
        assert isinstance(await town.gateway.platform.find(group, key="k1", since=since), Absent)
        await town.gateway.platform.post(group, HELLO, key="k1")
    assert [len(direct(town, each)) for each in (town.ben, town.cal)] == [1, 1]
