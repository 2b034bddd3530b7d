"""Events take effect once, and of somebody's words nothing is remembered that leads to them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from bot.community import limits, store
from bot.community.context import Context
from bot.contract.events import Event, MessageSeen

LONGEST = 100


async def first_time(context: Context) -> bool:
    """True once for each event; recorded in the transaction of its effects.

    Of a message neither the id nor the time is kept, only a keyed hash under the day: both would lead to it.
    """
    event = context.event
    if not isinstance(event, MessageSeen):
        return await store.first_time(context.session, _id(event), event.community, context.now)
    day = event.at.astimezone(UTC).date().isoformat()
    hash_ = limits.keyed_hash(await limits.day_key(context.session, "events", day), event.by, event.id)
    return await store.first_time(context.session, hash_, event.community, datetime.fromisoformat(f"{day}T00:00+00:00"))


def _id(event: Event) -> str:
    """The platform's id, or what stands for one that no column would hold."""
    if len(event.id) <= LONGEST and event.id.isprintable():
        return event.id
    return hashlib.sha256(event.id.encode("utf-8", "replace")).hexdigest()
