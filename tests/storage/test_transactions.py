"""A write commits whole or leaves nothing."""

from __future__ import annotations

from asyncio import gather
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.community.tables import Community, SeenEvent
from bot.contract.places import CommunityId
from bot.storage import Session, Storage, open_storage

HERE = CommunityId("room", "fernhill")
AT = datetime(2027, 3, 22, tzinfo=UTC)


def event(id_: str) -> SeenEvent:
    """A row to write."""
    return SeenEvent(id=id_, community=HERE, seen_at=AT)


async def ids(storage: Storage) -> list[str]:
    """What has been written."""
    async with storage.read() as session:
        return sorted((await session.scalars(select(SeenEvent.id))).all())


async def write(storage: Storage, *written: str) -> None:
    """Write these rows in one transaction."""
    async with storage.write() as session:
        session.add_all(event(each) for each in written)


async def test_a_write_is_committed_when_the_block_ends(storage: Storage) -> None:
    """What was written is there for everybody."""
    await write(storage, "a", "b")
    assert await ids(storage) == ["a", "b"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, BaseException])
async def test_a_write_that_raises_leaves_nothing(storage: Storage, error: type[BaseException]) -> None:
    """Whatever is raised inside comes out, and nothing of the write stays."""

    async def fail() -> None:
        async with storage.write() as session:
            session.add(event("a"))
            await session.flush()
            raise error

    with pytest.raises(error):
        await fail()
    assert await ids(storage) == []


async def test_after_a_write_that_raised_the_next_one_succeeds(storage: Storage) -> None:
    """A failure holds up nobody."""
    with pytest.raises(IntegrityError):
        await gather(write(storage, "a"), write(storage, "a"))
    await write(storage, "b")
    assert await ids(storage) == ["a", "b"]


async def test_nobody_reads_what_is_not_committed(storage: Storage) -> None:
    """A reader sees nothing of a write that is under way."""
    async with storage.write() as session:
        session.add(event("a"))
        await session.flush()
        assert await ids(storage) == []


async def test_a_read_changes_nothing(storage: Storage) -> None:
    """What is written through the reading door is gone when it closes."""
    async with storage.read() as session:
        session.add(event("a"))
        await session.flush()
    assert await ids(storage) == []


async def add_one(storage: Storage) -> None:
    """Look, then count one up, as a press of a button does."""
    async with storage.write() as session:
        community = (await session.scalars(select(Community).with_for_update())).one()
        community.name += "+"


async def begun(session: Session) -> None:
    """One community, whose name is a tally."""
    session.add(Community(id=HERE, name="", locale="en-GB", zone="Europe/London", area="GB", joined_at=AT))


async def test_two_writers_at_once_both_succeed(storage: Storage) -> None:
    """Writers wait for each other, and neither's change is lost."""
    async with storage.write() as session:
        await begun(session)
    await gather(*(add_one(storage) for _ in range(20)))
    async with storage.read() as session:
        assert await session.scalar(select(func.length(Community.name))) == 20


async def test_two_processes_writing_at_once_both_succeed(storage: Storage, database_url: str) -> None:
    """Two storages over one database wait for each other as two processes do."""
    async with storage.write() as session:
        await begun(session)
    other = open_storage(database_url)
    await gather(*(add_one(each) for _ in range(5) for each in (storage, other)))
    await other.close()
    async with storage.read() as session:
        assert await session.scalar(select(func.length(Community.name))) == 10
