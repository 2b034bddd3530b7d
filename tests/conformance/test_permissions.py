"""What the bot is allowed in a channel, and what becomes of it where it isn't."""

from __future__ import annotations

import pytest

from bot.contract.messages import text
from bot.contract.permissions import Permission
from bot.contract.ports import Undeliverable
from tests.conformance.houses import House, posted

HELLO = text("Hello.")


async def test_where_all_is_allowed_nothing_is_lacking(house: House) -> None:
    """A channel that the bot may use has nothing to mend."""
    assert await house.platform.lacks(house.channel) == ()


@pytest.mark.parametrize("permission", [Permission.POST, Permission.PIN])
async def test_what_is_lacking_is_named_with_where_to_mend_it(house: House, permission: Permission) -> None:
    """A moderator can be told what is missing and where to click."""
    await house.forbid(house.channel, permission)
    (lack,) = await house.platform.lacks(house.channel)
    assert lack.permission is permission
    assert lack.where.endswith(".")


async def test_posting_where_it_is_forbidden_is_undeliverable(house: House) -> None:
    """It isn't tried again and again where somebody doesn't want it."""
    await house.forbid(house.channel, Permission.POST)
    with pytest.raises(Undeliverable):
        await posted(house, house.channel, HELLO, key="k1")
    assert await house.shown(house.channel) == []


async def test_a_post_can_be_pinned(house: House) -> None:
    """It stays in sight, once, however often it is pinned."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    await house.platform.pin(receipt)
    await house.platform.pin(receipt)
    assert list(await house.pinned(house.channel)) == [receipt]


async def test_pinning_where_it_is_forbidden_is_undeliverable(house: House) -> None:
    """The post stands all the same."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    await house.forbid(house.channel, Permission.PIN)
    with pytest.raises(Undeliverable):
        await house.platform.pin(receipt)
    assert await house.shown(house.channel) == ["Hello."]


async def test_a_post_that_is_gone_cannot_be_pinned(house: House) -> None:
    """What was deleted has nothing to keep in sight."""
    receipt = await posted(house, house.channel, HELLO, key="k1")
    await house.delete(receipt)
    with pytest.raises(Undeliverable):
        await house.platform.pin(receipt)
