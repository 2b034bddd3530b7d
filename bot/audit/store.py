"""Queries about changes, and the rows that they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Table, delete, insert, select

from bot.audit import entries
from bot.audit.entries import Entry
from bot.audit.tables import Change, ChangedMember
from bot.community.auditing import Audited, Values
from bot.contract.places import CommunityId, Member
from bot.storage import Base, Session

KEPT = timedelta(days=180)

INSERT = insert(cast("Table", Change.__table__))
"""Built once, and without the unit of work: a moderator waits for it at every change."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A change as it is kept. ``undoes`` is the change that it took back; ``by`` None somebody who has left."""

    id: int
    by: Member | None
    at: datetime
    what: str
    undoes: int | None
    entries: tuple[Entry, ...]


async def add(
    session: Session, by: Member, what: str, changed: Sequence[Entry], *, undoes: int | None, now: datetime
) -> None:
    """Write a change down."""
    text, members = entries.written(changed)
    row = {"community": by.community, "by": by, "at": now, "what": what, "undoes": undoes, "entries": text}
    made = cast("CursorResult[Any]", await session.execute(INSERT, row)).inserted_primary_key
    if members and made is not None:
        rows = [{"change_id": made.id, "number": number, "member": each} for number, each in enumerate(members)]
        await session.execute(insert(ChangedMember), rows)


async def newest(session: Session, community: CommunityId, most: int, *, until: int | None = None) -> list[Kept]:
    """The community's changes, newest first; only those up to the number ``until`` where one is given."""
    wanted = select(Change).where(Change.community == community).order_by(Change.id.desc()).limit(most)
    rows = (await session.scalars(wanted if until is None else wanted.where(Change.id <= until))).all()
    members = await _members(session, [row.id for row in rows])
    return [
        Kept(row.id, row.by, row.at, row.what, row.undoes, entries.read(row.entries, community, members[row.id]))
        for row in rows
    ]


async def hold(session: Session, community: CommunityId, id_: int) -> bool:
    """Hold a change until the transaction ends, so that it is undone once; False where it isn't the newest any more.

    Whoever waited for the other to end looks once more: the other's undoing is newer.
    """
    held = select(Change.id).where(Change.community == community, Change.id == id_).with_for_update()
    if await session.scalar(held) is None:
        return False
    last = select(Change.id).where(Change.community == community).order_by(Change.id.desc()).limit(1)
    return await session.scalar(last) == id_


async def tidy(session: Session, now: datetime) -> None:
    """Delete what has had its time."""
    await session.execute(delete(Change).where(Change.at < now - KEPT))


# --- the rows that changes are about ----------------------------------------------------------------


async def row(session: Session, table: type[Base], key: Values) -> Base | None:
    """The row as it is now, held until the transaction ends."""
    wanted = select(table).filter_by(**key).with_for_update()
    return await session.scalar(wanted.execution_options(populate_existing=True))


def values_of(row: Base | None, names: Sequence[str]) -> Values | None:
    """These columns of the row."""
    return None if row is None else {name: getattr(row, name) for name in names}


async def put_back(session: Session, audited: Audited, key: Values, row: Base | None, wanted: Values | None) -> None:
    """Make the row what it was, or make it anew, or delete it; nothing else follows."""
    if row is None:
        session.add(audited.table(**key, **wanted or {}))
    elif wanted is None:
        await session.delete(row)
    else:
        for name, value in wanted.items():
            setattr(row, name, value)
    await session.flush()


async def _members(session: Session, changes: Sequence[int]) -> Mapping[int, Mapping[int, Member]]:
    """The members that each of these changes is about, by number."""
    found: dict[int, dict[int, Member]] = defaultdict(dict)
    about = select(ChangedMember).where(ChangedMember.change_id.in_(changes))
    for each in (await session.scalars(about)).all():
        found[each.change_id][each.number] = each.member
    return found
