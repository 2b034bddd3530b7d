"""A form of /setup or /settings comes back, or its command is typed: the draft changes, or the community at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.community import store as communities
from bot.community.context import Context
from bot.community.explaining import NOT_SET_UP
from bot.contract.commands import options_of, values_of
from bot.contract.messages import text
from bot.contract.places import Channel, Member, Role
from bot.contract.replies import Form, Replies, Say
from bot.moderation import reading
from bot.moderation.choices import Part, Settings, stamp
from bot.moderation.forms import (
    COMMANDS,
    Choosing,
    SetListening,
    SetModerators,
    SetNudge,
    SetPlace,
    SetUnder18s,
    filled,
    form,
    hidden,
)
from bot.moderation.reading import Read, Wrong
from bot.moderation.setting_up import SettingUp
from bot.moderation.settling import Settling
from bot.moderation.standing import keep, standing
from bot.nudges.library import Library
from bot.texts import mark

NOW_SAYS = mark("Somebody else changed this meanwhile; it now says: {now}. Send the form again to replace that.")
NOW_OTHERS = mark("Somebody else chose another meanwhile. Send the form again to replace it.")
NOW_EMPTY = mark("Somebody else emptied this meanwhile. Send the form again to fill it in.")
NUDGES = mark("It’s running already: /nudges list shows the schedules, and /nudges add makes another.")

A = TypeVar("A", bound=Choosing)


class Changing:
    """The handlers of the five forms."""

    def __init__(self, library: Library, setting_up: SettingUp, settling: Settling) -> None:
        self._library = library
        self._setting_up = setting_up
        self._settling = settling

    async def place(self, ask: SetPlace, context: Context) -> Replies:
        """Channel, notices, zone, area, language."""
        return await self._change(Part.PLACE, ask, context, reading.place)

    async def listening(self, ask: SetListening, context: Context) -> Replies:
        """Where worrying words may be answered."""
        return await self._change(Part.LISTENING, ask, context, reading.listening)

    async def moderators(self, ask: SetModerators, context: Context) -> Replies:
        """Who else may do all this."""
        return await self._change(Part.MODERATORS, ask, context, reading.moderators)

    async def under_18s(self, ask: SetUnder18s, context: Context) -> Replies:
        """Whether they may be here."""
        return await self._change(Part.UNDER_18S, ask, context, reading.under_18s)

    async def nudge(self, ask: SetNudge, context: Context) -> Replies:
        """The first nudge."""
        return await self._change(Part.NUDGE, ask, context, self._nudge)

    async def _nudge(self, ask: SetNudge, settings: Settings, context: Context) -> Read:
        return await reading.nudge(self._library, ask, settings, context)

    async def _change(
        self, part: Part, ask: A, context: Context, read: Callable[[A, Settings, Context], Awaitable[Read]]
    ) -> Replies:
        await communities.hold(context.session, context.community)
        stands = await standing(context)
        is_set_up = context.community.set_up_at is not None
        live = ask.live or (ask.seen is None and is_set_up)
        if live and not is_set_up:
            return (Say(text(context.t(NOT_SET_UP))),)
        if live and part is Part.NUDGE:
            return (Say(text(context.t(NUDGES))),)
        base = stands.was if live else stands.now
        if ask == type(ask)():
            return (form(part, base, context.t, live=live),)
        wanted = await read(ask, base, context)
        if isinstance(wanted, Wrong):
            return (Form(COMMANDS[part], values_of(ask), wanted.errors),)
        if ask.seen not in {None, stamp(base.part(part))} and (told := meanwhile(part, ask, wanted, base, context)):
            return (Form(COMMANDS[part], values_of(ask) | hidden(part, base, live=live), told),)
        if live:
            return await self._settling.settle(base, wanted, context)
        await keep(wanted, part, stands, context)
        return await self._setting_up.shown(context)


def meanwhile(part: Part, ask: Choosing, wanted: Settings, base: Settings, context: Context) -> dict[str, str]:
    """Two moderators at once: what the first made of it, at each field in which the second wants something else.

    An id is no name, so of channels, roles and people it is only said that somebody chose another.
    """
    mine, theirs = filled(part, wanted, context.t), filled(part, base, context.t)
    told: dict[str, str] = {}
    for each in options_of(type(ask)):
        now = theirs.get(each.name)
        if each.hidden or mine.get(each.name) == now:
            continue
        if now is None:
            told[each.name] = context.t(NOW_EMPTY)
        elif each.type in {Channel, Member, Role}:
            told[each.name] = context.t(NOW_OTHERS)
        else:
            told[each.name] = context.t(NOW_SAYS, now=now)
    return told
