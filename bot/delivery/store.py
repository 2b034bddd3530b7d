"""The ledger's queries: plan once, claim in batches, settle what is still ours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    String,
    Table,
    bindparam,
    delete,
    func,
    not_,
    or_,
    select,
    type_coerce,
    update,
)

from bot.contract.places import CommunityId, Receipt, Target
from bot.delivery.carrying import Due, carrier_of
from bot.delivery.ledger import LEASE, Claimed, Planned, Restraint, Settlement, Status, new_key
from bot.delivery.tables import REASON_SIZE, Delivery
from bot.storage import Session, insert_new, insert_once

KEPT = timedelta(days=180)
FREELY = Restraint()

PROBED = timedelta(seconds=15)
"""How much longer than the probe everything else waits: as long as one attempt, and a little."""

UNREAD = {"synchronize_session": False}
"""For updates of thousands of rows that this session has not read: SQLAlchemy would ask for each one's number."""

TABLE = cast("Table", Delivery.__table__)
SETTLE = (
    update(TABLE)
    .where(TABLE.c.id == bindparam("its_id"), TABLE.c.claim == bindparam("its_claim"))
    .where(TABLE.c.status == Status.SENDING.value)
    .values({name: bindparam(name) for name in ("status", "lease_until", "receipt", "reason", "settled_at")})
)
STANDING = select(TABLE.c.receipt, TABLE.c.key).where(
    TABLE.c.kind == bindparam("its_kind"),
    TABLE.c.subject == bindparam("its_subject"),
    TABLE.c.slot == bindparam("its_slot"),
)
"""Built once: they run for every delivery or press, and building them takes longer than running them."""


async def plan(session: Session, planned: Iterable[Planned]) -> int:
    """Write the deliveries that are not in the ledger yet; how many were new. What is due is handed to the carrier."""
    ids = [row.id for row in await insert_new(session, Delivery, *(_row(each) for each in planned))]
    carrier = carrier_of(session)
    if carrier is not None and ids:
        due = select(Delivery.id, Delivery.community).where(Delivery.id.in_(ids), Delivery.due_at <= carrier.now())
        found = (await session.execute(due.order_by(Delivery.id))).all()
        await carrier.defer(session, [Due(id_, community.platform) for id_, community in found])
    return len(ids)


async def note_skipped(session: Session, planned: Planned, reason: str, now: datetime) -> None:
    """Write down, visibly, that this one was not sent."""
    row = _row(planned) | {"status": Status.SKIPPED.value, "reason": reason, "settled_at": now}
    await insert_once(session, Delivery, row)


async def claim_due(
    session: Session, *, now: datetime, most: int, restraint: Restraint = FREELY, ids: Collection[int] | None = None
) -> list[Claimed]:
    """Claim what is due, oldest first and one for each target, so that a channel is never sent two at once.

    ``ids`` narrows it to the targets of these deliveries.
    """
    first = first_in_line(now, restraint)
    if ids is not None:
        first = first.where(Delivery.target.in_(await targets_of(session, ids)))
    return await _claim(session, (await session.scalars(first.limit(most))).all(), Status.PENDING, now=now)


async def claim_unanswered(
    session: Session, *, now: datetime, most: int, restraint: Restraint = FREELY, ids: Collection[int] | None = None
) -> list[Claimed]:
    """Claim the sends whose lease ran out unanswered: they have to be looked for. ``ids`` narrows it to these."""
    expired = unanswered(now, restraint)
    if ids is not None:
        expired = expired.where(Delivery.id.in_(ids))
    return await _claim(session, (await session.scalars(expired.limit(most))).all(), Status.SENDING, now=now)


async def targets_of(session: Session, ids: Collection[int]) -> Sequence[Target]:
    """Where these deliveries go.

    Asked first and by itself: as a part of another query, a planner that knows little of the table begins with all that
    is due, and looks each one up.
    """
    return (await session.scalars(select(Delivery.target).where(Delivery.id.in_(ids)).distinct())).all()


def on_platform(platform: str) -> ColumnElement[bool]:
    """Whether it is for this platform."""
    return type_coerce(Delivery.community, String).startswith(f"{platform}:", autoescape=True)


def first_in_line(now: datetime, restraint: Restraint) -> Select[int]:
    """Query for what is due, the first of each target; none where one is on its way or was posted a moment ago."""
    first = (
        select(func.min(Delivery.id))
        .where(Delivery.status == Status.PENDING.value, Delivery.due_at <= now, _free(now))
        .where(Delivery.target.not_in(select(Delivery.target).where(Delivery.status == Status.SENDING.value)))
        .where(*(not_(on_platform(each)) for each in sorted(restraint.held)))
        .group_by(Delivery.target)
        .order_by(func.min(Delivery.due_at))
    )
    for platform, between in restraint.between.items():
        lately = (Delivery.status == Status.SENT.value, Delivery.settled_at > now - between, on_platform(platform))
        first = first.where(Delivery.target.not_in(select(Delivery.target).where(*lately)))
    return first


def unanswered(now: datetime, restraint: Restraint) -> Select[int]:
    """Query for the sends whose lease ran out, those that have waited longest first."""
    return (
        select(Delivery.id)
        .where(Delivery.status == Status.SENDING.value, Delivery.lease_until <= now)
        .where(*(not_(on_platform(each)) for each in sorted(restraint.held)))
        .order_by(Delivery.lease_until)
    )


async def hold_back(session: Session, platform: str, until: datetime, probe: int, now: datetime) -> None:
    """The platform is in trouble: what is due there waits a little longer than the probe, which is asked first."""
    theirs = update(Delivery).where(
        on_platform(platform), Delivery.status == Status.PENDING.value, Delivery.due_at <= now
    )
    sooner = or_(Delivery.lease_until.is_(None), Delivery.lease_until < until + PROBED)
    theirs = theirs.where(sooner, Delivery.due_at <= now, Delivery.id != probe)
    await session.execute(theirs.values(lease_until=until + PROBED), execution_options=UNREAD)


async def let_go(session: Session, platform: str, now: datetime) -> None:
    """The platform answers again: nothing waits any longer."""
    waiting = update(Delivery).where(
        on_platform(platform), Delivery.status == Status.PENDING.value, Delivery.lease_until > now
    )
    await session.execute(waiting.values(lease_until=None), execution_options=UNREAD)


async def write_settlement(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> bool:
    """Write the outcome down, if the claim is still ours; False where somebody else has taken over."""
    waiting = settlement.status in {Status.PENDING, Status.SENDING}
    outcome = {
        "its_id": claimed.id,
        "its_claim": claimed.claim,
        "status": settlement.status.value,
        "lease_until": settlement.lease_until,
        "receipt": settlement.receipt,
        "reason": settlement.reason[:REASON_SIZE],
        "settled_at": None if waiting else now,
    }
    return cast("CursorResult[Any]", await session.execute(SETTLE, outcome)).rowcount == 1


async def by_key(session: Session, key: str, community: CommunityId) -> Delivery | None:
    """The community's delivery with this key."""
    return await session.scalar(select(Delivery).where(Delivery.key == key, Delivery.community == community))


async def latest(session: Session, kind: str, subject: str) -> Delivery | None:
    """The newest delivery of a kind about a subject."""
    return await session.scalar(_about(kind, subject).order_by(Delivery.id.desc()).limit(1))


async def of_slot(session: Session, kind: str, subject: str, slot: str) -> Delivery | None:
    """The delivery of one slot."""
    return await session.scalar(_about(kind, subject).where(Delivery.slot == slot))


async def standing(session: Session, kind: str, subject: str, slot: str) -> tuple[Receipt, str] | None:
    """Where the post of one slot stands, and its key; None where it was never said."""
    about = {"its_kind": kind, "its_subject": subject, "its_slot": slot}
    row = (await session.execute(STANDING, about)).first()
    return None if row is None or row.receipt is None else (row.receipt, row.key)


async def with_status(session: Session, community: CommunityId, status: Status) -> Sequence[Delivery]:
    """The community's deliveries that stand like this, oldest first."""
    wanted = select(Delivery).where(Delivery.community == community, Delivery.status == status.value)
    return (await session.scalars(wanted.order_by(Delivery.id))).all()


async def say_again(session: Session, delivery: Delivery, now: datetime) -> None:
    """Put an uncertain delivery back, because a moderator looked and asked for it."""
    delivery.status, delivery.due_at, delivery.reason = Status.PENDING.value, now, "sent again by a moderator"
    delivery.settled_at, delivery.attempted_at = None, None
    await session.flush()


async def cancel(
    session: Session, community: CommunityId, kind: str, subject: str, *, now: datetime, reason: str
) -> bool:
    """Skip what is still pending of a kind about a subject; whether anything was."""
    cancelled = await session.execute(
        update(Delivery)
        .where(
            Delivery.community == community,
            Delivery.kind == kind,
            Delivery.subject == subject,
            Delivery.status == Status.PENDING.value,
        )
        .values(status=Status.SKIPPED.value, reason=reason, settled_at=now)
    )
    return cast("CursorResult[Any]", cancelled).rowcount > 0


async def cancel_all(session: Session, community: CommunityId, *, now: datetime, reason: str) -> None:
    """Skip all that is still pending for a community."""
    pending = update(Delivery).where(Delivery.community == community, Delivery.status == Status.PENDING.value)
    await session.execute(pending.values(status=Status.SKIPPED.value, reason=reason, settled_at=now))


async def next_due(session: Session) -> datetime | None:
    """When the next pending delivery is due, or due again."""
    due = func.coalesce(Delivery.lease_until, Delivery.due_at)
    return await session.scalar(select(func.min(due)).where(Delivery.status == Status.PENDING.value))


async def tidy(session: Session, now: datetime) -> None:
    """Delete what was settled long ago."""
    await session.execute(delete(Delivery).where(Delivery.settled_at < now - KEPT))


async def _claim(session: Session, ids: Sequence[int], status: Status, *, now: datetime) -> list[Claimed]:
    if not ids:
        return []
    ours = select(Delivery).where(Delivery.id.in_(ids), Delivery.status == status.value, _free(now))
    rows = (await session.scalars(ours.order_by(Delivery.due_at, Delivery.id).with_for_update(skip_locked=True))).all()
    claim, lease_until = new_key(), now + LEASE
    for row in rows:
        if row.status == Status.PENDING.value:
            row.attempts, row.attempted_at = row.attempts + 1, row.attempted_at or now
        row.status, row.claim, row.lease_until = Status.SENDING.value, claim, lease_until
    await session.flush()
    return [_claimed(row, claim, lease_until, now) for row in rows]


def _free(now: datetime) -> ColumnElement[bool]:
    """Whether no lease holds it, and no platform asked to come back later."""
    return or_(Delivery.lease_until.is_(None), Delivery.lease_until <= now)


def _claimed(row: Delivery, claim: str, lease_until: datetime, now: datetime) -> Claimed:
    return Claimed(
        id=row.id,
        key=row.key,
        kind=row.kind,
        subject=row.subject,
        slot=row.slot,
        target=row.target,
        due_at=row.due_at,
        attempts=row.attempts,
        attempted_at=row.attempted_at or now,
        lease_until=lease_until,
        claim=claim,
    )


def _row(planned: Planned) -> dict[str, object]:
    return {
        "key": new_key(),
        "community": planned.target.community,
        "kind": planned.kind,
        "subject": planned.subject,
        "slot": planned.slot,
        "target": planned.target,
        "status": Status.PENDING.value,
        "due_at": planned.due_at,
        "attempts": 0,
        "reason": "",
    }


def _about(kind: str, subject: str) -> Select[Delivery]:
    return select(Delivery).where(Delivery.kind == kind, Delivery.subject == subject)
