"""Watching a transaction write: every statement is seen, and nobody else's rows are."""

from __future__ import annotations

from asyncio import Event, gather
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, update

from bot.contract.places import Channel, CommunityId
from bot.nudges import store
from bot.nudges.tables import PromptRow, QuietDay
from bot.signposts.tables import ListenedChannel
from bot.storage import Session, Storage
from bot.storage.watching import Difference, Watch, Watched, watching

HERE = CommunityId("room", "fernhill")
TEA = Channel(HERE, "tea")
NOW = datetime(2027, 3, 22, 8, 0, tzinfo=UTC)
TABLES = {
    "prompts": Watched(PromptRow, ("text", "retired_at")),
    "quiet_days": Watched(QuietDay, ()),
    "listened_channels": Watched(ListenedChannel, ()),
}


def prompt(text: str) -> PromptRow:
    """A row whose key the database makes."""
    return PromptRow(community=HERE, text=text, mood="gentle", created_at=NOW)


def day(number: int) -> Difference:
    """A quiet day of March that was added."""
    return Difference("quiet_days", {"community": HERE, "day": date(2027, 3, number)}, None, {})


@pytest.fixture
async def session(storage: Storage) -> AsyncIterator[Session]:
    """A transaction that finds two prompts and a quiet day."""
    async with storage.write() as before:
        before.add_all([prompt("one"), prompt("two")])
        await store.keep_quiet(before, HERE, [date(2027, 3, 1)])
    async with storage.write() as session:
        yield session


async def changed(watch: Watch) -> dict[object, tuple[object, object]]:
    """The texts of prompts before and after, by their numbers."""
    found = await watch.differences()
    return {each.key["id"]: ((each.before or {}).get("text"), (each.after or {}).get("text")) for each in found}


async def test_what_the_unit_of_work_writes_is_seen(session: Session) -> None:
    """Rows that were added, changed and deleted as objects differ, each from before its first write."""
    rows = (await session.scalars(select(PromptRow).order_by(PromptRow.id))).all()
    async with watching(session, TABLES) as watch:
        rows[0].text = "uno"
        await session.flush()
        rows[0].text = "eins"
        await session.delete(rows[1])
        session.add_all([prompt("three"), prompt("four")])
        assert await changed(watch) == {1: ("one", "eins"), 2: ("two", None), 3: (None, "three"), 4: (None, "four")}


async def test_what_a_store_writes_itself_is_seen(session: Session) -> None:
    """Statements that name no object are seen as well, with every row that they touch."""
    async with watching(session, TABLES) as watch:
        await session.execute(update(PromptRow).where(PromptRow.community == HERE).values(text="same"))
        await session.execute(delete(PromptRow).where(PromptRow.id == 2))
        assert await changed(watch) == {1: ("one", "same"), 2: ("two", None)}


async def test_a_row_that_was_there_already_was_not_added(session: Session) -> None:
    """Of rows that are inserted unless they are there, only the new ones differ."""
    async with watching(session, TABLES) as watch:
        await store.keep_quiet(session, HERE, [date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 3)])
        assert await watch.differences() == (day(2), day(3))


async def test_what_is_as_it_was_does_not_differ(session: Session) -> None:
    """A row that was written to and has its old values again, or only others than those that count, doesn't differ."""
    row = await session.get_one(PromptRow, 1)
    async with watching(session, TABLES) as watch:
        row.text, row.version = "uno", 7
        await session.flush()
        row.text = "one"
        await store.keep_quiet(session, HERE, [date(2027, 3, 2)])
        await store.end_quiet(session, HERE, [date(2027, 3, 2)])
        assert await watch.differences() == ()


async def test_a_table_that_is_not_watched_is_not_looked_at(session: Session) -> None:
    """Only the tables that were named are told of."""
    async with watching(session, {"quiet_days": TABLES["quiet_days"]}) as watch:
        session.add(prompt("three"))
        assert await watch.differences() == ()


async def test_what_is_written_outside_the_block_is_not_told(session: Session) -> None:
    """Rows that were pending before the block, or are written after it, are not its own."""
    session.add(prompt("before"))
    async with watching(session, TABLES) as watch:
        assert await watch.differences() == ()
    session.add(prompt("after"))
    assert await watch.differences() == ()


async def test_a_savepoint_that_was_taken_back_leaves_nothing(session: Session) -> None:
    """What was rolled back within the block doesn't differ, and what was written around it does."""
    async with watching(session, TABLES) as watch:
        (await session.get_one(PromptRow, 1)).text = "uno"
        savepoint = await session.begin_nested()
        session.add(prompt("three"))
        await session.flush()
        await savepoint.rollback()
        assert await changed(watch) == {1: ("one", "uno")}


async def test_two_at_once_are_told_apart(storage: Storage) -> None:
    """Of two transactions that write to the same table at the same time, each is told only of its own rows."""
    both: list[tuple[Difference, ...]] = []
    written = [Event(), Event()]

    async def add(number: int) -> None:
        async with storage.write() as session, watching(session, TABLES) as watch:
            session.add(prompt(str(number)))
            await store.keep_quiet(session, HERE, [date(2027, 3, 10 + number)])
            written[number].set()
            if not storage.is_sqlite:  # there one waits for the other anyway
                await written[1 - number].wait()
            both.append(await watch.differences())

    await gather(add(0), add(1))
    texts = [[(each.after or {}).get("text") for each in found if each.table == "prompts"] for found in both]
    assert sorted(texts) == [["0"], ["1"]]
    assert [len(found) for found in both] == [2, 2]
