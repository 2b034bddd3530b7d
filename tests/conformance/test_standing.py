"""What becomes of a post that stands, and of groups, channels and people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.contract.messages import text
from bot.contract.people import Profile
from bot.contract.places import Channel, Member
from bot.contract.ports import Undeliverable
from tests.conformance.houses import House, posted

HELLO = text("Hello.")
ANEW = text("Anew.")
NOBODY = "999999999999999999"


async def test_a_revised_post_stands_where_it_stood(house: House) -> None:
    """Drawing a post anew changes its words and not its place."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    await posted(house, house.channel, text("later"), key="k2")
    await house.platform.revise(receipt, ANEW)
    assert await house.shown(house.channel) == ["Anew.", "later"]


async def test_a_post_can_be_revised_again_and_again(house: House) -> None:
    """The last drawing is the one that stands."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    for number in "123":
        await house.platform.revise(receipt, text(number))
    assert await house.shown(house.channel) == ["3"]


async def test_a_direct_message_can_be_revised(house: House) -> None:
    """A member's own post can be drawn anew by its receipt."""
    ana, _ = house.members
    await house.platform.revise(await posted(house, ana, HELLO, key="k1"), ANEW)
    assert await house.told(ana) == ["Anew."]


async def test_a_post_that_was_deleted_cannot_be_revised(house: House) -> None:
    """What a moderator deleted stays deleted, and that is known."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    await house.delete(receipt)
    with pytest.raises(Undeliverable):
        await house.platform.revise(receipt, ANEW)
    assert await house.shown(house.channel) == []


async def test_a_post_in_a_channel_that_is_gone_cannot_be_revised(house: House) -> None:
    """What went with its channel can't be drawn anew."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    await house.remove(house.channel)
    with pytest.raises(Undeliverable):
        await house.platform.revise(receipt, ANEW)


async def test_a_withdrawn_post_is_gone(house: House) -> None:
    """Nobody sees any more what was taken away, and the rest stands."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    await posted(house, house.channel, text("later"), key="k2")
    await house.platform.withdraw(receipt)
    assert await house.shown(house.channel) == ["later"]


async def test_a_withdrawn_post_cannot_be_revised(house: House) -> None:
    """What was taken away does not come back."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    await house.platform.withdraw(receipt)
    with pytest.raises(Undeliverable):
        await house.platform.revise(receipt, ANEW)


async def test_withdrawing_twice_is_fine(house: House) -> None:
    """Taking away what is gone already does no harm."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    await house.platform.withdraw(receipt)
    await house.platform.withdraw(receipt)
    assert await house.shown(house.channel) == []


@pytest.mark.parametrize("how", ["the post is gone", "the channel is gone"])
async def test_withdrawing_what_others_deleted_is_fine(house: House, how: str) -> None:
    """A post that somebody else deleted, or that went with its channel, needs no taking away."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    await (house.delete(receipt) if how == "the post is gone" else house.remove(house.channel))
    await house.platform.withdraw(receipt)


async def test_a_group_holds_its_members(house: House) -> None:
    """A group conversation has the members it was opened for, and nobody else."""
    group = await house.platform.open(house.members, key="k1")
    assert await house.among(group) == frozenset(house.members)


async def test_a_group_is_opened_once_for_a_key(house: House) -> None:
    """The same key again gives the same group, although the answer to the first may have been lost."""
    first = await house.platform.open(house.members, key="k1")
    assert await house.platform.open(house.members, key="k1") == first


async def test_a_group_can_be_posted_in(house: House) -> None:
    """What is said in a group is seen there, after whatever the platform has to say of it, and not in the channel."""
    group = await house.platform.open(house.members, key="k1")
    await posted(house, group, HELLO, key="k2")
    assert (list(await house.shown(group))[-1], await house.shown(house.channel)) == ("Hello.", [])


async def test_a_group_with_somebody_who_left_cannot_be_opened(house: House) -> None:
    """A group that can't hold all its members is refused for good, and not by a crash."""
    with pytest.raises(Undeliverable):
        await house.platform.open((house.members[0], Member(house.community, NOBODY)), key="k1")


async def test_a_members_name_is_known(house: House) -> None:
    """Somebody is shown by the name they go by."""
    names = [(await house.platform.profile(member)).name for member in house.members]
    assert names == ["Ana", "Ben"]


async def test_somebody_who_left_is_still_somebody(house: House) -> None:
    """Whoever is not here any more has a profile to be shown by."""
    assert isinstance(await house.platform.profile(Member(house.community, NOBODY)), Profile)


async def test_what_somebody_is_in_is_known(house: House) -> None:
    """A profile names exactly the roles or groups of somebody, so that age bands can be told apart."""
    ana, ben = [await house.platform.profile(member) for member in house.members]
    assert house.role in ben.roles
    assert house.role not in ana.roles


async def test_when_somebody_joined_is_known_where_it_is_told(house: House) -> None:
    """Newcomers are told by it; a platform that keeps it to itself says None."""
    assert [(await house.platform.profile(member)).since for member in house.members] == [house.joined] * 2


async def test_who_left_is_not_here(house: House) -> None:
    """Who is a member is here; who has left since, or never was, isn't: nobody is introduced to them."""
    ana, ben = house.members
    await house.leaves(ben)
    asked = (ana, ben, Member(house.community, NOBODY))
    assert [(await house.platform.profile(each)).is_here for each in asked] == [True, False, False]


async def test_moderators_are_told_from_members(house: House) -> None:
    """The platform says who moderates, and that a stranger does not."""
    people = (house.moderator, *house.members, Member(house.community, NOBODY))
    assert [await house.platform.is_moderator(each) for each in people] == [True, False, False, False]


async def test_the_channels_are_listed_with_their_names(house: House) -> None:
    """A moderator can choose among the channels that the bot can post in."""
    assert (house.channel, "tea") in await house.platform.channels(house.community)


async def test_a_channel_that_is_gone_is_not_listed(house: House) -> None:
    """Nobody can choose what is not there any more."""
    await house.remove(house.channel)
    assert house.channel not in [channel for channel, _ in await house.platform.channels(house.community)]


async def test_private_conversations_are_not_listed(house: House) -> None:
    """Neither groups nor direct messages are channels to choose from."""
    before = set(await house.platform.channels(house.community))
    await house.platform.open(house.members, key="k1")
    await posted(house, house.members[0], HELLO, key="k2")
    house.clock.move_to(house.clock() + timedelta(minutes=1))
    assert set(await house.platform.channels(house.community)) == before


async def test_every_listed_channel_can_be_posted_in(house: House) -> None:
    """What is offered to moderators works when it is chosen."""
    for number, (channel, _) in enumerate(await house.platform.channels(house.community)):
        assert isinstance(channel, Channel)
        await posted(house, channel, HELLO, key=f"k{number}")
