"""Values come out of either database as they went in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from bot.community.tables import Community, Preference
from bot.contract.places import Channel, CommunityId, Member, Receipt, Target
from bot.delivery.tables import Delivery
from bot.signposts.tables import ListenedChannel
from bot.storage import Storage, read_target, write_target
from bot.storage.base import read_community, write_community

AT = datetime(2027, 3, 28, 1, 30, 0, 123456, tzinfo=UTC)
PLAIN = CommunityId("discord", "1234")
ODD = ("a:b", "a/b", "a/#/b", "a/@/b", "a b", "#a", "@a", "a%2Fb", "%", " ", "naïve ☕", "'\"\\")
"""Ids with every sign that keys are put together with."""


def row(community: CommunityId, **values: object) -> Community:
    """A community that has what it must."""
    given_ = {"name": "", "locale": "en-GB", "zone": "Europe/London", "area": "GB", "joined_at": AT} | values
    return Community(id=community, **given_)


async def kept_community(storage: Storage, community: Community) -> Community:
    """The community as the database gives it back."""
    async with storage.write() as session:
        session.add(community)
    async with storage.read() as session:
        return (await session.scalars(select(Community))).one()


@pytest.mark.parametrize(
    "at",
    [
        AT,
        datetime(2027, 10, 31, 1, 30, tzinfo=ZoneInfo("Europe/London")),
        datetime(2027, 10, 31, 1, 30, fold=1, tzinfo=ZoneInfo("Europe/London")),
        datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-11, minutes=-30))),
    ],
)
async def test_an_instant_comes_back_aware_and_equal(storage: Storage, at: datetime) -> None:
    """An instant in any zone is the same instant again, in UTC, to the microsecond."""
    found = (await kept_community(storage, row(PLAIN, joined_at=at))).joined_at
    assert (found.astimezone(UTC), found.utcoffset()) == (at.astimezone(UTC), timedelta(0))


async def test_instants_compare_as_instants(storage: Storage) -> None:
    """A query that compares instants of two zones compares the moments and not their clocks."""
    later = AT.astimezone(timezone(timedelta(hours=-9))) + timedelta(microseconds=1)
    await kept_community(storage, row(PLAIN))
    async with storage.read() as session:
        assert (await session.scalar(select(Community.id).where(Community.joined_at < later))) == PLAIN
        assert (await session.scalar(select(Community.id).where(Community.joined_at > later))) is None


async def test_a_naive_instant_is_refused(storage: Storage) -> None:
    """An instant without a zone is a mistake, and nothing is stored."""
    with pytest.raises(StatementError, match="without a zone"):
        await kept_community(storage, row(PLAIN, joined_at=AT.replace(tzinfo=None)))
    async with storage.read() as session:
        assert (await session.scalars(select(Community))).all() == []


async def test_communities_and_channels_come_back(storage: Storage) -> None:
    """The ids of a community and of its channel may hold any sign."""
    channels = {Channel(CommunityId("slack", native), native) for native in ODD}
    async with storage.write() as session:
        session.add_all(row(each.community, notices=each) for each in channels)
    async with storage.read() as session:
        found = (await session.scalars(select(Community))).all()
    assert {each.notices for each in found} == channels
    assert {each.id for each in found} == {each.community for each in channels}


async def test_members_come_back(storage: Storage) -> None:
    """A member's id may hold any sign, in a community whose id does too."""
    members = {Member(CommunityId("room", native), native) for native in ODD}
    async with storage.write() as session:
        session.add_all(Preference(member=each) for each in members)
    async with storage.read() as session:
        assert set((await session.scalars(select(Preference.member))).all()) == members


async def test_receipts_come_back(storage: Storage) -> None:
    """A receipt's channel and message may hold any sign."""
    receipts = {Receipt(Channel(CommunityId("room", native), native), native) for native in ODD}
    async with storage.write() as session:
        session.add_all(
            ListenedChannel(channel=each.channel, community=each.channel.community, asked_at=AT, notice=each)
            for each in receipts
        )
    async with storage.read() as session:
        assert set((await session.scalars(select(ListenedChannel.notice))).all()) == receipts


@pytest.mark.parametrize("kind", [Channel, Member])
async def test_a_target_comes_back_as_its_kind(storage: Storage, kind: type[Channel | Member]) -> None:
    """A delivery's target is a channel or a member again, as it was."""
    target = kind(PLAIN, "42")
    async with storage.write() as session:
        planned = {"key": "k", "kind": "x", "subject": "", "slot": "", "status": "pending", "due_at": AT}
        session.add(Delivery(community=PLAIN, target=target, **planned))
    async with storage.read() as session:
        assert (await session.scalars(select(Delivery.target))).one() == target


async def test_what_was_never_set_comes_back_as_none(storage: Storage) -> None:
    """An empty column of ours is None and not a place with an empty id."""
    assert (await kept_community(storage, row(PLAIN))).notices is None


async def test_a_receipt_that_was_never_given_comes_back_as_none(storage: Storage) -> None:
    """A notice that has not been posted has no receipt."""
    channel = Channel(PLAIN, "1")
    async with storage.write() as session:
        session.add(ListenedChannel(channel=channel, community=PLAIN, asked_at=AT))
    async with storage.read() as session:
        assert (await session.scalars(select(ListenedChannel.notice))).one() is None


async def test_ordinary_ids_are_kept_readable(storage: Storage) -> None:
    """An operator who looks into the database recognises Discord's and Slack's ids."""
    await kept_community(storage, row(PLAIN, notices=Channel(PLAIN, "5678")))
    async with storage.read() as session:
        kept = (await session.execute(text("SELECT id, notices FROM communities"))).one()
    assert tuple(kept) == ("discord:1234", "discord:1234/#/5678")


@given(*(st.text(alphabet=":/ #@%ab2F", max_size=8) for _ in range(3)), st.sampled_from([Channel, Member]))
def test_a_key_is_read_as_it_was_written(
    platform: str, community: str, native: str, kind: type[Channel | Member]
) -> None:
    """Whatever stands in the three ids, the key gives them back apart."""
    target = kind(CommunityId(platform, community), native)
    assert read_target(write_target(target)) == target
    assert read_community(write_community(target.community)) == target.community


def test_no_two_places_share_a_key() -> None:
    """Two communities whose ids look alike when strung together stay apart."""
    pieces = ("a", "a:", "a/", "a/#", "/@/a", ":a", "")
    communities = [CommunityId(platform, native) for platform, native in product(pieces, pieces)]
    places = list(product(communities, pieces))
    targets: set[Target] = {Channel(*each) for each in places} | {Member(*each) for each in places}
    assert len({write_target(target) for target in targets}) == len(targets)
