"""The ledger beside the queue: what is due and has no job, and how procrastinate's tables are kept quick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Interval,
    Select,
    String,
    and_,
    cast,
    column,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
)

from bot.delivery.carrying import Due, carrier_of
from bot.delivery.ledger import Restraint
from bot.delivery.store import first_in_line, on_platform, targets_of, unanswered
from bot.delivery.tables import Delivery, QueueShape
from bot.storage import Session

SWEPT: Final = 1_000
"""The most deliveries that are handed to the queue at once."""

ARGUMENT: Final = "delivery"
"""What a job's only argument is called: the number of a delivery."""

WAITING, TAKEN = "todo", "doing"

TAKEN_LATELY: Final = timedelta(seconds=5)
"""Whoever took a job claims its delivery well within this; later, a job that is still taken says nothing about it."""

FORGOTTEN: Final = timedelta(minutes=5)
"""A job that was taken so long ago was never marked as done: the connection broke at that very moment."""

JOBS = table("procrastinate_jobs", column("id"), column("status"), column("queue_name"), column("args"))
EVENTS = table("procrastinate_events", column("job_id"), column("type"), column("at"))
WORKERS = table("procrastinate_workers", column("id"), column("last_heartbeat"))

STALE: Final = text(
    "SELECT c.relname FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid"
    " WHERE c.oid IN (to_regclass('procrastinate_jobs'), to_regclass('deliveries'))"
    " AND s.n_mod_since_analyze > 500 + c.reltuples / 5"
)
"""The tables of which the planner's picture is old: then it reads all of one for every job (25 a second, not 500)."""


def queue_of(platform: str) -> str:
    """Each platform has a queue of its own: an hour's backlog on one keeps nobody waiting on another."""
    return f"deliveries-{platform}"


TURN: Final = 0x62726578
"""The advisory lock that lets one process at a time make the queue's tables."""

TUNING: Final = """
ALTER TABLE procrastinate_jobs SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 1000
);
ALTER TABLE procrastinate_events SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX brewmate_jobs_delivery ON procrastinate_jobs (((args ->> 'delivery')::bigint))
"""
"""Jobs come and go: without this the table would be swept only once it had grown by a fifth.

The index tells at once whether a delivery has a job; that is asked after every batch.
"""


async def carry_on(session: Session, now: datetime, restraint: Restraint, settled: Sequence[int]) -> int:
    """Hand the carrier what is next in line where these deliveries went, unless it has a live job; how many.

    Without a carrier there is nothing to do: whoever works looks at the ledger itself.
    """
    if carrier_of(session) is None:
        return 0
    targets = await targets_of(session, settled)
    return await _hand_over(session, first_in_line(now, restraint).where(Delivery.target.in_(targets)))


async def sweep(session: Session, now: datetime, restraint: Restraint, platforms: Iterable[str]) -> int:
    """Hand the carrier all that is due and has no live job; how many.

    What went unanswered is always looked for. What is due on a platform with a long queue waits until that is shorter.
    """
    found = 0
    for platform in platforms:
        found += await _hand_over(session, unanswered(now, restraint).where(on_platform(platform)))
        if await _waiting(session, platform) < SWEPT:
            found += await _hand_over(session, first_in_line(now, restraint).where(on_platform(platform)))
    return found


async def count_workers(session: Session, heard_within: timedelta) -> int:
    """How many processes carry deliveries just now, by their heartbeats."""
    since = func.now() - cast(literal(heard_within), Interval)
    return await session.scalar(select(func.count()).select_from(WORKERS).where(WORKERS.c.last_heartbeat > since)) or 0


async def keep_quick(session: Session) -> None:
    """Let the planner look again at the queue and the ledger where they have changed much."""
    for name in (await session.scalars(STALE)).all():
        await session.execute(text(f"ANALYZE {name}"))


async def newest_shape(session: Session) -> str | None:
    """How far the queue's tables were brought; None where there are none."""
    return await session.scalar(select(func.max(QueueShape.newest)))


async def note_shape(session: Session, newest: str) -> None:
    """Write down how far they were brought now."""
    await session.execute(delete(QueueShape))
    session.add(QueueShape(newest=newest))
    await session.flush()


async def one_at_a_time(session: Session) -> None:
    """Wait until no other process is making the queue's tables, and keep others waiting until this transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(TURN)))


async def run_script(session: Session, script: str) -> None:
    """Run several statements as they are, in this transaction."""
    raw = await (await session.connection()).get_raw_connection()
    connection: Any = raw.driver_connection
    await connection.execute(script)  # without parameters, PostgreSQL takes a whole script


async def forget_taken(session: Session) -> None:
    """Delete the jobs that somebody took long ago; what they left undone has got others."""
    lately = _started().where(_ago(FORGOTTEN)).exists()
    await session.execute(delete(JOBS).where(cast(JOBS.c.status, String) == TAKEN, ~lately))


async def _waiting(session: Session, platform: str) -> int:
    """How many jobs wait in this platform's queue, counted up to SWEPT."""
    waiting = select(JOBS.c.id).where(cast(JOBS.c.status, String) == WAITING, JOBS.c.queue_name == queue_of(platform))
    return await session.scalar(select(func.count()).select_from(waiting.limit(SWEPT).subquery())) or 0


async def _hand_over(session: Session, wanted: Select[int]) -> int:
    """Those of these deliveries whose job neither waits nor was taken a moment ago get one."""
    carrier = carrier_of(session)
    if carrier is None:
        return 0
    ids = (await session.scalars(wanted.limit(SWEPT))).all()
    left = set(ids) - await _carried(session, ids) if ids else set()
    if not left:
        return 0
    due = select(Delivery.id, Delivery.community).where(Delivery.id.in_(left)).order_by(Delivery.id)
    found = (await session.execute(due)).all()
    await carrier.defer(session, [Due(number, community.platform) for number, community in found])
    return len(found)


async def _carried(session: Session, ids: Sequence[int]) -> set[int]:
    """Those of these deliveries whose job waits, or was taken a moment ago."""
    status, number = (
        cast(JOBS.c.status, String),
        cast(JOBS.c.args.op("->>")(literal_column(f"'{ARGUMENT}'")), BigInteger),
    )
    taken = and_(status == TAKEN, _started().where(_ago(TAKEN_LATELY)).exists())
    return set((await session.scalars(select(number).where(number.in_(ids), or_(status == WAITING, taken)))).all())


def _started() -> Select[int]:
    return select(EVENTS.c.job_id).where(EVENTS.c.job_id == JOBS.c.id, cast(EVENTS.c.type, String) == "started")


def _ago(most: timedelta) -> ColumnElement[bool]:
    return EVENTS.c.at > func.now() - cast(literal(most), Interval)
