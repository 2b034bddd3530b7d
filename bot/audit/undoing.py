"""Taking a change back: the rows become what they were, if they still are what the change made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.audit import store
from bot.audit.entries import Entry
from bot.audit.store import Kept
from bot.community.auditing import Audited, CannotPutBack, Values
from bot.community.context import Context
from bot.contract.replies import Replies
from bot.texts import mark

Tables = Mapping[str, Audited]
"""What is audited, by the names of the tables."""

GONE = mark("{name} isn’t kept any more, so there is nothing to bring back.")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A row that is not as the change left it; ``now`` is None where there is no such row."""

    entry: Entry
    now: Values | None


async def obstacles(change: Kept, tables: Tables, context: Context) -> tuple[Obstacle, ...]:
    """What stands in the way of taking it back."""
    found: list[Obstacle] = []
    for entry in change.entries:
        row = await store.row(context.session, tables[entry.table].table, entry.key)
        now = store.values_of(row, tuple(_shape(entry)))
        if now != entry.after:
            found.append(Obstacle(entry, now))
    return tuple(found)


def is_known(change: Kept, tables: Tables) -> bool:
    """False where a change is about somebody who has left, or about something that this version doesn't know."""
    return all(
        entry.is_whole and entry.table in tables and set(_shape(entry)) <= set(tables[entry.table].columns)
        for entry in change.entries
    )


async def take_back(change: Kept, tables: Tables, context: Context) -> Replies:
    """Put every row back, the last written first, and return what else is to be said or withdrawn.

    All of them or, where one refuses with CannotPutBack, none.
    """
    replies: Replies = ()
    async with context.session.begin_nested():
        for entry in reversed(change.entries):
            replies += await _put_back(entry, tables[entry.table], context)
    return replies


async def _put_back(entry: Entry, audited: Audited, context: Context) -> Replies:
    row = await store.row(context.session, audited.table, entry.key)
    wanted = entry.before
    if wanted is None and entry.after is not None and audited.gone_since is not None:
        wanted = {**entry.after, audited.gone_since: context.now}
    if row is None and audited.gone_since is not None:
        named = audited.name(context.t, {**entry.key, **_shape(entry)})
        raise CannotPutBack(context.t(GONE, name=named))
    if audited.put_back is not None:
        return await audited.put_back(row, None if wanted is None else {**entry.key, **wanted}, context)
    await store.put_back(context.session, audited, entry.key, row, wanted)
    return ()


def _shape(entry: Entry) -> Values:
    """The values that there are: a row that came has no earlier ones, a row that went no later ones."""
    return entry.after if entry.after is not None else entry.before or {}
