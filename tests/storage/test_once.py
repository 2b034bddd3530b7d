"""A unique index decides who acts."""

from __future__ import annotations

from asyncio import gather
from datetime import UTC, datetime

from sqlalchemy import func, select

from bot.community.tables import SeenEvent
from bot.contract.places import CommunityId
from bot.storage import Storage, insert_once

HERE = CommunityId("room", "fernhill")
AT = datetime(2027, 3, 22, tzinfo=UTC)


def event(id_: str, at: datetime = AT) -> dict[str, object]:
    """An event's row."""
    return {"id": id_, "community": HERE, "seen_at": at}


async def insert(storage: Storage, *ids: str) -> int:
    """How many of these were new, in a transaction of its own."""
    async with storage.write() as session:
        return await insert_once(session, SeenEvent, *(event(each) for each in ids))


async def counted(storage: Storage) -> int:
    """How many rows there are."""
    async with storage.read() as session:
        return await session.scalar(select(func.count()).select_from(SeenEvent)) or 0


async def test_new_rows_are_counted(storage: Storage) -> None:
    """Each row that was not there yet counts."""
    assert await insert(storage, "a", "b") == 2


async def test_a_row_that_is_there_counts_for_nothing(storage: Storage) -> None:
    """Only what was new is counted, and nothing is written twice."""
    await insert(storage, "a", "b")
    assert (await insert(storage, "b", "c"), await counted(storage)) == (1, 3)


async def test_a_row_twice_in_one_go_counts_once(storage: Storage) -> None:
    """The same row twice in one statement is one row."""
    assert await insert(storage, "a", "a") == 1


async def test_the_row_that_is_there_stays(storage: Storage) -> None:
    """A second insert changes nothing of the first."""
    await insert(storage, "a")
    async with storage.write() as session:
        await insert_once(session, SeenEvent, event("a", datetime(2030, 1, 1, tzinfo=UTC)))
    async with storage.read() as session:
        assert await session.scalar(select(SeenEvent.seen_at)) == AT


async def test_nothing_to_insert_is_nothing(storage: Storage) -> None:
    """Without rows there is no statement and no count."""
    assert await insert(storage) == 0


async def test_more_rows_than_a_statement_takes(storage: Storage) -> None:
    """Databases take only so many values in one statement; more rows than that are written all the same."""
    many = [f"e{number}" for number in range(25_000)]
    assert (await insert(storage, *many), await counted(storage)) == (25_000, 25_000)


async def test_of_two_at_once_one_was_first(storage: Storage) -> None:
    """When two insert the same row at the same moment, exactly one is told that it was new."""
    assert sorted(await gather(insert(storage, "a"), insert(storage, "a"))) == [0, 1]
