"""The queue on PostgreSQL carries what the ledger says, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from adapters.room.clock import MovableClock
from bot.config import load
from bot.contract.places import Channel, CommunityId
from bot.contract.ports import Busy
from bot.delivery import store, upgrading
from bot.delivery.ledger import LEASE, Claimed, Restraint, Settlement
from bot.delivery.queue import shape
from bot.delivery.queue import store as queue
from bot.delivery.queue.carrier import Pulse
from bot.delivery.queue.gathering import Gathering
from bot.storage import Session, Storage, open_storage
from bot.storage.upgrading import upgrade as upgrade_ours
from bot.teamwork import Role, Team, team
from tests.databases import PostgresServer
from tests.delivery.desk import Desk, Lost, compose_words

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
SOON = 20.0
QUICKLY = Pulse(every=0.1, silence=0.5)


@pytest.fixture
def database_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A database that has the queue's tables, too: PostgreSQL alone."""
    with postgres_server.fresh() as url:
        yield url


@pytest.fixture
async def together(storage: Storage, clock: MovableClock) -> AsyncIterator[Team]:
    """What a process shares the work by."""
    async with team(load(None, {}), Role.ALL, storage, clock, QUICKLY) as found:
        assert found is not None
        yield found


async def jobs(storage: Storage) -> list[int]:
    """Which deliveries have a job, in the order of the jobs."""
    async with storage.read() as session:
        rows = await session.execute(text("SELECT (args->>'delivery')::int FROM procrastinate_jobs ORDER BY id"))
        return [each for (each,) in rows]


async def forget_jobs(storage: Storage) -> None:
    """As if every job had been worked at, and left something undone."""
    async with storage.write() as session:
        await session.execute(text("DELETE FROM procrastinate_jobs"))


@asynccontextmanager
async def working(desk: Desk, together: Team) -> AsyncIterator[None]:
    """A worker process, for as long as the block lasts."""
    async with together.carrying(desk.worker(), timedelta(seconds=SOON)):
        yield


async def rows_read(session: Session) -> int:
    """How many rows of the ledger and the queue this connection has looked at."""
    counted = "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
    return int(await session.scalar(text(counted)) or 0)


async def plan_and_fail(desk: Desk) -> None:
    """Something goes wrong after a delivery was written."""
    async with desk.storage.write() as session:
        await store.plan(session, [desk.planned("2")])
        raise LookupError


def all_settled(desk: Desk, count: int) -> asyncio.Event:
    """Set once so many were settled; committed they are when the worker has ended."""
    told, settlements = asyncio.Event(), list[Settlement]()

    async def settled(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        settlements.append(settlement)
        if len(settlements) == count:
            told.set()

    desk.kind(compose_words, settled=settled)
    return told


async def test_a_delivery_and_its_job_are_one_transaction(desk: Desk, together: Team) -> None:
    """What is due has its job as soon as it is written, and neither of them where it is rolled back."""
    await desk.plan()
    (row,) = await desk.rows()
    assert await jobs(desk.storage) == [row.id]
    with pytest.raises(LookupError):
        await plan_and_fail(desk)
    assert (len(await desk.rows()), len(await jobs(desk.storage))) == (1, 1)


async def test_what_is_due_later_has_no_job_yet(desk: Desk, together: Team) -> None:
    """The due time is the ledger's: the sweep hands it over when it has come, once."""
    await desk.plan(replace(desk.planned(), due_at=desk.clock() + HOUR))
    assert await jobs(desk.storage) == []
    assert await desk.worker().sweep() == 0
    desk.clock.move_to(desk.clock() + HOUR)
    assert await desk.worker().sweep() == 1
    assert await desk.worker().sweep() == 0
    assert len(await jobs(desk.storage)) == 1


async def test_no_job_has_a_lock_or_a_date(desk: Desk, together: Team) -> None:
    """Either would hold up a whole lane."""
    await desk.plan(desk.planned("1"), desk.planned("2"))
    async with desk.storage.read() as session:
        asked = text("SELECT count(*) FROM procrastinate_jobs WHERE coalesce(lock, queueing_lock) IS NOT NULL")
        locked = await session.scalar(asked)
        dated = await session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE scheduled_at IS NOT NULL"))
    assert (locked, dated) == (0, 0)


async def test_a_batch_reads_little_of_a_long_queue(desk: Desk, together: Team) -> None:
    """What is claimed and carried on with is found by indexes: five thousand that wait beside it aren't looked at."""
    rooms = [desk.room.add_channel(f"c{each}") for each in range(1_000)]
    await desk.plan(*(replace(desk.planned(str(each)), target=rooms[each % 1_000]) for each in range(5_000)))
    ids = [row.id for row in await desk.rows()][:20]
    async with desk.storage.write() as session:
        await session.execute(text("ANALYZE deliveries, procrastinate_jobs"))
    async with desk.storage.write() as session:
        before = await rows_read(session)
        claimed = await store.claim_due(session, now=desk.clock(), most=20, ids=ids)
        await queue.carry_on(session, desk.clock(), Restraint(), ids)
        assert len(claimed) == 20
        assert await rows_read(session) - before < 1_000


async def test_jobs_are_worked_at_and_leave_nothing(desk: Desk, together: Team) -> None:
    """Everything is said once, in the order of each channel, and no job stays."""
    rooms = [desk.room.add_channel(f"c{each}") for each in range(5)]
    told = all_settled(desk, 30)
    async with working(desk, together), asyncio.timeout(SOON):
        await desk.plan(*(desk.planned(f"{room.native}/{each}", to=room) for each in range(6) for room in rooms))
        await told.wait()
    assert set(await desk.statuses()) == {"sent"}
    assert len(desk.said) == len(set(desk.said)) == 30
    assert [each for each in desk.said if each.startswith("c0/")] == [f"c0/{each}" for each in range(6)]
    assert await jobs(desk.storage) == []


async def test_a_job_for_what_was_said_does_nothing(desk: Desk, together: Team) -> None:
    """A job is a reminder: twice the same says nothing twice."""
    await desk.plan()
    (row,) = await desk.rows()
    gathering = Gathering(desk.worker())
    await asyncio.gather(*(gathering.deliver(row.id) for _ in range(5)))
    await gathering.deliver(row.id)
    await gathering.deliver(row.id + 1_000)
    assert desk.said == ["1"]


async def test_what_its_job_left_undone_gets_another(desk: Desk, together: Team) -> None:
    """A delivery whose platform was busy is queued again once it is due again, not before."""
    desk.platform.posting.append(Busy(HOUR))
    await desk.plan()
    (row,) = await desk.rows()
    await forget_jobs(desk.storage)
    await Gathering(desk.worker()).deliver(row.id)
    assert (await desk.statuses(), await desk.worker().sweep()) == (["pending"], 0)
    desk.clock.move_to(desk.clock() + HOUR)
    assert await desk.worker().sweep() == 1
    await Gathering(desk.worker()).deliver(row.id)
    assert desk.said == ["1"]


async def test_an_answer_that_was_lost_is_looked_for_by_a_job(desk: Desk, together: Team) -> None:
    """The sweep queues what went unanswered, and the job looks before it says anything."""
    desk.platform.posting.append(Lost())
    await desk.plan()
    (row,) = await desk.rows()
    await forget_jobs(desk.storage)
    await Gathering(desk.worker()).deliver(row.id)
    desk.clock.move_to(desk.clock() + LEASE)
    assert await desk.worker().sweep() == 1
    await Gathering(desk.worker()).deliver(row.id)
    assert (await desk.statuses(), desk.said, len(desk.platform.looked_for)) == (["sent"], ["1"], 1)


async def test_the_next_in_line_is_queued_with_the_settlement(desk: Desk, together: Team) -> None:
    """While one is being sent the others of its channel wait; then the next has a job at once, without a sweep."""
    await desk.plan(desk.planned("1"), desk.planned("2"))
    first, second = await desk.rows()
    await forget_jobs(desk.storage)
    await Gathering(desk.worker()).deliver(first.id)
    assert await jobs(desk.storage) == [second.id]


async def test_a_backlog_on_one_platform_keeps_nobody_waiting_on_another(desk: Desk, together: Team) -> None:
    """Where a thousand jobs wait in one platform's queue the sweep leaves it alone, and goes on with the others."""
    many = "INSERT INTO procrastinate_jobs (queue_name, task_name, args) SELECT 'deliveries-discord', 'x', '{}'"
    async with desk.storage.write() as session:
        await session.execute(text(f"{many} FROM generate_series(1, {queue.SWEPT})"))
    there = Channel(CommunityId("discord", "1"), "1")
    await desk.plan(desk.planned("1"), desk.planned("2", to=there))
    async with desk.storage.write() as session:
        await session.execute(text("DELETE FROM procrastinate_jobs WHERE args <> '{}'"))
        both = ("discord", "room")
        assert await queue.sweep(session, desk.clock(), store.FREELY, both) == 1
        await session.execute(text("DELETE FROM procrastinate_jobs WHERE args = '{}'"))
        assert await queue.sweep(session, desk.clock(), store.FREELY, both) == 1
        names = (await session.scalars(text("SELECT queue_name FROM procrastinate_jobs ORDER BY id"))).all()
    assert names == ["deliveries-room", "deliveries-discord"]


async def test_the_jobs_of_a_worker_that_died_are_recovered(desk: Desk, together: Team) -> None:
    """A job that somebody took and never ended is given to others once its taker hasn't been heard of for a while."""
    await desk.plan()
    async with desk.storage.write() as session:
        dead = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        worker = await session.scalar(text(dead))
        await session.execute(text("SELECT procrastinate_fetch_job_v2(NULL, :worker)"), {"worker": worker})
    assert await together.queue.recover() == 1
    assert await together.queue.recover() == 0
    told = all_settled(desk, 1)
    async with working(desk, together), asyncio.timeout(SOON):
        await told.wait()
    assert desk.said == ["1"]


async def test_a_job_that_was_taken_and_left_keeps_nobody(desk: Desk, together: Team) -> None:
    """Where a living worker took a job and its end was never written down, the delivery soon has another one."""
    await desk.plan()
    async with desk.storage.write() as session:
        alive = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id"
        worker = await session.scalar(text(alive))
        await session.execute(text("SELECT procrastinate_fetch_job_v2(NULL, :worker)"), {"worker": worker})
    assert await desk.worker().sweep() == 0
    await later_for_the_queue(desk, queue.TAKEN_LATELY)
    assert await desk.worker().sweep() == 1
    await later_for_the_queue(desk, queue.FORGOTTEN)
    async with desk.storage.write() as session:
        await queue.forget_taken(session)
    (row,) = await desk.rows()
    assert await jobs(desk.storage) == [row.id]


async def later_for_the_queue(desk: Desk, by: timedelta) -> None:
    """The queue goes by the database's clock: what it wrote down is made older."""
    async with desk.storage.write() as session:
        await session.execute(text("UPDATE procrastinate_events SET at = at - :by"), {"by": by})


async def test_workers_are_counted_by_their_heartbeats(desk: Desk, together: Team) -> None:
    """The share of a platform's pace follows from who is alive."""
    async with desk.storage.write() as session:
        await session.execute(
            text(
                "INSERT INTO procrastinate_workers (last_heartbeat)"
                " VALUES (now()), (now() - interval '5 s'), (now() - interval '1 hour')"
            )
        )
    async with desk.storage.read() as session:
        assert await queue.count_workers(session, timedelta(seconds=10)) == 2


async def test_the_planner_looks_again_where_much_has_changed(desk: Desk, together: Team) -> None:
    """After many new jobs the sweep has the table analysed; without need it doesn't."""
    rooms = [desk.room.add_channel(f"c{each}") for each in range(700)]
    await desk.plan(*(desk.planned(f"{room.native}", to=room) for room in rooms))
    async with desk.storage.write() as session:
        await session.execute(text("SELECT pg_stat_force_next_flush()"))
    await desk.worker().sweep()
    async with desk.storage.read() as session:
        known = text("SELECT reltuples FROM pg_class WHERE relname = 'procrastinate_jobs'")
        assert await session.scalar(known) == len(rooms)


async def test_the_queues_tables_are_made_once(storage: Storage) -> None:
    """Bringing a database up twice makes them once, and it has the shape that is needed."""
    assert await shape.is_current(storage)
    await upgrading.upgrade(storage)
    assert await upgrading.is_current(storage)


async def test_only_ours_is_not_enough(postgres_server: PostgresServer) -> None:
    """A database without the queue's tables is not up to date, and `brewmate upgrade` makes them."""
    with postgres_server.fresh() as url:
        storage = open_storage(url)
        async with storage.write() as session:
            await session.execute(text("DELETE FROM queue_shape"))
            for each in ("periodic_defers", "events", "jobs", "workers"):
                await session.execute(text(f"DROP TABLE procrastinate_{each} CASCADE"))
            for each in ("job_to_defer_v1", "job_status", "job_event_type"):
                await session.execute(text(f"DROP TYPE procrastinate_{each} CASCADE"))
            functions = "SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE 'procrastinate%'"
            for name in (await session.scalars(text(functions))).all():
                await session.execute(text(f"DROP FUNCTION {name}"))
        await upgrade_ours(storage)
        assert not await upgrading.is_current(storage)
        await upgrading.upgrade(storage)
        assert await upgrading.is_current(storage)
        await storage.close()


async def test_migrations_that_are_missing_are_run(storage: Storage) -> None:
    """A database of an earlier procrastinate gets the migrations that came since, once."""
    made = text("SELECT count(*) FROM pg_proc WHERE proname = 'procrastinate_trigger_function_status_events_update_v1'")
    async with storage.write() as session:
        await queue.note_shape(session, shape.names()[-2])
        await session.execute(text("DROP TRIGGER procrastinate_trigger_status_events_update_v1 ON procrastinate_jobs"))
        await session.execute(text("DROP FUNCTION procrastinate_trigger_function_status_events_update_v1"))
    assert not await shape.is_current(storage)
    await shape.upgrade(storage)
    assert await shape.is_current(storage)
    async with storage.read() as session:
        assert await session.scalar(made) == 1
