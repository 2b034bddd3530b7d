"""A post is said once for each key, where it belongs, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.contract.messages import Button, Message, text
from bot.contract.places import Channel, Member
from bot.contract.ports import KEY_LENGTH, Absent, CannotTell, Finding, Found, Undeliverable
from tests.conformance.houses import House, posted

HELLO = text("Hello.", Button("Press", "act", "subject", "choice"))
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


async def found(house: House, to: Channel | Member, key: str, *, before: timedelta = HOUR) -> Finding:
    """What a look for the key finds, from so long ago on."""
    return await house.platform.find(to, key=key, since=house.clock() - before)


async def test_a_platform_has_its_communities_name(house: House) -> None:
    """The first part of its communities' ids is the platform's name."""
    assert house.platform.name == house.community.platform


async def test_a_post_stands_in_its_channel(house: House) -> None:
    """What is posted is seen there, and the receipt says where."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    assert (receipt.channel, await house.shown(house.channel)) == (house.channel, ["Hello."])


async def test_posts_stand_in_their_order(house: House) -> None:
    """What is said later stands below."""
    for number in "123":
        await posted(house, house.channel, text(number), key=number)
    assert await house.shown(house.channel) == ["1", "2", "3"]


async def test_a_key_is_said_once(house: House) -> None:
    """The same key again at once gives the same receipt, and nobody sees it twice."""
    first = await posted(house, house.channel, HELLO, key="k1")
    assert await posted(house, house.channel, HELLO, key="k1") == first
    assert await house.shown(house.channel) == ["Hello."]


async def test_two_keys_are_two_posts(house: House) -> None:
    """The same words under another key are another post."""
    first, second = [await posted(house, house.channel, HELLO, key=key) for key in ("k1", "k2")]
    assert first != second
    assert await house.shown(house.channel) == ["Hello.", "Hello."]


@pytest.mark.parametrize("key", ["-" * KEY_LENGTH, "_" * KEY_LENGTH, "aZ09-_" + "x" * (KEY_LENGTH - 6), "k"])
async def test_every_key_is_good(house: House, key: str) -> None:
    """Keys of every URL-safe character and length up to the limit are posted and found."""
    receipt = await posted(house, house.channel, HELLO, key=key)
    assert await found(house, house.channel, key) in {Found(receipt), CannotTell()}


async def test_keys_are_told_apart_by_case(house: House) -> None:
    """Two keys that differ only in their capitals are two keys."""
    await posted(house, house.channel, text("small"), key="abc")
    await posted(house, house.channel, text("large"), key="ABC")
    assert await house.shown(house.channel) == ["small", "large"]


async def test_a_member_is_told_directly(house: House) -> None:
    """A post to a member is seen in their direct messages, and nowhere else."""
    ana, ben = house.members
    await posted(house, ana, HELLO, key="k1")
    seen = [await house.told(ana), await house.told(ben), await house.shown(house.channel)]
    assert seen == [["Hello."], [], []]


async def test_closed_messages_cannot_be_delivered_to(house: House) -> None:
    """A member who takes no direct messages is told nothing, and it is known at once."""
    ana, _ = house.members
    await house.close_messages(ana)
    with pytest.raises(Undeliverable):
        await posted(house, ana, HELLO, key="k1")


async def test_a_channel_that_is_gone_cannot_be_posted_in(house: House) -> None:
    """Posting in a deleted channel is refused for good."""
    await house.remove(house.channel)
    with pytest.raises(Undeliverable):
        await posted(house, house.channel, HELLO, key="k1")


@pytest.mark.parametrize("kind", [Channel, Member])
async def test_nobody_and_nowhere_cannot_be_posted_to(house: House, kind: type[Channel | Member]) -> None:
    """An id that never was is refused for good."""
    with pytest.raises(Undeliverable):
        await posted(house, kind(house.community, "999999999999999999"), HELLO, key="k1")


async def test_what_could_not_be_posted_is_never_found(house: House) -> None:
    """A refused post is Absent, so that nobody takes it for sent."""
    ana, _ = house.members
    await house.close_messages(ana)
    with pytest.raises(Undeliverable):
        await posted(house, ana, HELLO, key="k1")
    assert not isinstance(await found(house, ana, "k1"), Found)


async def test_what_was_posted_is_found(house: House) -> None:
    """A post is found by its key where it stands; a platform that can't look says so and never "absent"."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    assert await found(house, house.channel, "k1") == (Found(receipt) if house.can_tell else CannotTell())


async def test_what_was_told_directly_is_found(house: House) -> None:
    """A direct message is found by its key, too."""
    ana, _ = house.members
    receipt = await posted(house, ana, HELLO, key="k1")
    assert await found(house, ana, "k1") == (Found(receipt) if house.can_tell else CannotTell())


async def test_what_was_never_posted_is_absent(house: House) -> None:
    """A key that was never used is Absent; a platform that can't look says so and never "found"."""
    await posted(house, house.channel, HELLO, key="k1")
    assert await found(house, house.channel, "k2") == (Absent() if house.can_tell else CannotTell())


async def test_a_part_of_a_key_finds_nothing(house: House) -> None:
    """A key that only begins like another, or ends like it, is another."""
    await posted(house, house.channel, HELLO, key="abcdef")
    for part in ("abc", "def", "abcdefg"):
        assert not isinstance(await found(house, house.channel, part), Found)


async def test_what_is_looked_for_from_its_own_moment_is_found(house: House) -> None:
    """A post made at the very moment from which it is looked for counts."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    assert await found(house, house.channel, "k1", before=timedelta(0)) in {Found(receipt), CannotTell()}


async def test_what_was_revised_is_still_found(house: House) -> None:
    """A post that was drawn anew has the same key."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    await house.platform.revise(receipt, text("Anew."))
    assert not isinstance(await found(house, house.channel, "k1"), Absent)


async def test_what_stands_below_others_is_found(house: House) -> None:
    """A few later posts do not hide one."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    for number in range(5):
        house.clock.move_to(house.clock() + SECOND)
        await posted(house, house.channel, text("later"), key=f"later{number}")
    assert await found(house, house.channel, "k1") in {Found(receipt), CannotTell()}


async def test_looking_says_nothing(house: House) -> None:
    """However often it is looked for, nobody sees anything of it."""
    await found(house, house.channel, "k1")
    assert await house.shown(house.channel) == []


@pytest.mark.parametrize(
    "words", ["@everyone", "<!channel> <@U1>", "*b* `c` <b>", "שלום", "e" + "\u0301" * 3, "☕" * 50]
)
async def test_odd_words_are_posted_as_they_are(house: House, words: str) -> None:
    """Whatever somebody typed is said as it stands, and keeps its summary."""
    await posted(house, house.channel, text(words), key="k1")
    assert await house.shown(house.channel) == [words]


async def test_a_message_without_blocks_is_posted(house: House) -> None:
    """A summary alone is enough to say something."""
    await posted(house, house.channel, Message("Hello."), key="k1")
    assert await house.shown(house.channel) == ["Hello."]
