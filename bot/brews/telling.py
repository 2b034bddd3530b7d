"""An introduction that may have got lost is shown to each of them, privately, with their own next command."""

from __future__ import annotations

from datetime import datetime

from bot.brews import store
from bot.brews.wording import lost
from bot.community.context import Context
from bot.community.naming import named
from bot.contract.places import Member
from bot.contract.replies import Replies, Say
from bot.storage import Storage


class Telling:
    """Remembers who is to be told, so that everybody else's commands cost nothing."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._waiting: frozenset[Member] = frozenset()

    async def refresh(self, now: datetime) -> None:
        """Look who is to be told."""
        async with self._storage.read() as session:
            self._waiting = frozenset(await store.not_yet_told(session))

    async def beside(self, context: Context) -> Replies:
        """The introductions that whoever acted may have missed, once each."""
        if context.by not in self._waiting:
            return ()
        replies: list[Say] = []
        for part in await store.untold(context.session, context.by):
            match = await store.match_by_number(context.session, part.match_id)
            if match is not None:
                others = [each for each in await store.still_in(context.session, match.id) if each != context.by]
                replies.append(Say(lost(context.t, match, await named(context.session, others))))
            part.is_told = True
        await context.session.flush()
        self._waiting -= {context.by}
        return tuple(replies)
