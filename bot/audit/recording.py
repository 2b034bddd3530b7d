"""What a moderator's command or press changes is written down, in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from bot.audit import store
from bot.audit.entries import Entry
from bot.community.auditing import Audited
from bot.community.context import Context
from bot.contract.events import ButtonPressed
from bot.contract.replies import Replies
from bot.storage.watching import Watched, watching

Run = Callable[[], Awaitable[Replies]]
"""A handler with what it answers."""

UNDO = "audit.undo"
"""The action whose subject is the number of the change that it takes back."""


class Recorder:
    """Runs moderators' handlers. They neither know of it nor can forget it."""

    def __init__(self, audited: Iterable[Audited]) -> None:
        self._watched = {each.table.__tablename__: Watched(each.table, each.columns) for each in audited}

    async def run(self, what: str, run: Run, context: Context) -> Replies:
        """The handler's replies; what it made different in an audited table is one change of ``what``."""
        async with watching(context.session, self._watched) as watch:
            replies = await run()
            differences = await watch.differences()
        if differences:
            entries = [Entry(each.table, each.key, each.before, each.after) for each in differences]
            await store.add(context.session, context.by, what, entries, undoes=_undone(context), now=context.now)
        return replies


def _undone(context: Context) -> int | None:
    event = context.event
    return int(event.subject) if isinstance(event, ButtonPressed) and event.action == UNDO else None
