"""Everything the audit puts into the catalogue: the list of changes, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.audit import store, undoing, wording
from bot.audit.recording import UNDO
from bot.audit.settings import SETTINGS
from bot.audit.store import Kept
from bot.community.auditing import Audited, CannotPutBack
from bot.community.context import Context
from bot.community.features import Feature, action, command
from bot.community.numbers import row_number
from bot.contract.commands import Ask, Audience
from bot.contract.events import ButtonPressed
from bot.contract.messages import Block, Message, say, text
from bot.contract.replies import Replies, Say
from bot.delivery.clockwork import Job
from bot.storage import Storage
from bot.texts import mark

MODS = Audience.MODERATORS
TIDIED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ShowChanges(Ask):
    """The list of changes."""


def feature(storage: Storage, audited: Iterable[Audited]) -> Feature:
    """The list of changes to what the other features audit, and to the community's own settings."""
    changes = Changes((*audited, *SETTINGS))
    return Feature(
        "audit",
        commands=(command("audit", ShowChanges, changes.show, mark("See what moderators changed, and undo it"), MODS),),
        actions=(action(wording.PAGE, changes.turn, MODS), action(UNDO, changes.undo, MODS)),
        jobs=(Job("tidy changes", TIDIED_EVERY, partial(tidy, storage)),),
        audited=SETTINGS,
    )


async def tidy(storage: Storage, now: datetime) -> None:
    """Delete what has had its time."""
    async with storage.write() as session:
        await store.tidy(session, now)


class Changes:
    """The handlers; they know what is audited."""

    def __init__(self, audited: Iterable[Audited]) -> None:
        self._tables = {each.table.__tablename__: each for each in audited}

    async def show(self, ask: ShowChanges, context: Context) -> Replies:
        """The last changes, newest first, with the way back on top."""
        return (Say(await self._newest(context)),)

    async def turn(self, event: ButtonPressed, context: Context) -> Replies:
        """Earlier changes: those up to the button's number, or the newest where it has none."""
        until = row_number(event.subject)
        if until is None:
            return (Say(await self._newest(context)),)
        changes = await store.newest(context.session, context.id, wording.MOST_CHANGES + 1, until=until)
        if not changes:
            return (Say(text(context.t("There are no earlier changes; they are kept for 180 days."))),)
        return (Say(wording.page(context.t, changes, self._tables)),)

    async def undo(self, event: ButtonPressed, context: Context) -> Replies:
        """Take back the change that the button is about, if it still is the last one and nothing else has moved."""
        t, number = context.t, row_number(event.subject)
        if number is None or not await store.hold(context.session, context.id, number):
            return (Say(wording.overtaken(t)),)
        (change,) = await store.newest(context.session, context.id, 1)
        if not undoing.is_known(change, self._tables) or await undoing.obstacles(change, self._tables, context):
            return (Say(await self._newest(context)),)
        try:
            replies = await undoing.take_back(change, self._tables, context)
        except CannotPutBack as refusal:
            return (Say(wording.refused(t, str(refusal))),)
        return (Say(wording.undone(t, change, self._tables)), *replies)

    async def _newest(self, context: Context) -> Message:
        t = context.t
        changes = await store.newest(context.session, context.id, wording.MOST_CHANGES + 1)
        if not changes:
            return text(t(wording.NOTHING))
        return wording.page(t, changes, self._tables, top=await self._way_back(changes[0], context))

    async def _way_back(self, last: Kept, context: Context) -> tuple[Block, ...]:
        """The button that undoes the last change, or why there is none."""
        if not undoing.is_known(last, self._tables):
            return (say(context.t(wording.NOT_WHOLE)),)
        found = await undoing.obstacles(last, self._tables, context)
        if found:
            return wording.in_the_way(context.t, found, self._tables)
        return (wording.undo_button(context.t, last),)
