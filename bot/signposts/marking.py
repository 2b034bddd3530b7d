"""Hiding services of the directory and naming some first, for one community."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from bot.community.context import Context
from bot.contract.commands import Ask, option
from bot.contract.messages import text
from bot.contract.ports import Suggestion
from bot.contract.replies import Replies, Say
from bot.signposts import store
from bot.signposts.directories import HIDDEN, PINNED, Directories, is_fixed
from bot.signposts.owning import Owning
from bot.signposts.tables import ServiceMark
from bot.texts import mark
from signposting import Service, country_of
from signposting.directory import OWN

MOST_SUGGESTED = 25

SERVICE_HINT = mark("its name, or its number for one of your own")
UNKNOWN = mark("I don’t know a service called “{given}”.")
UNKNOWN_NEAR = mark("I don’t know a service called “{given}”. Did you mean {near}?")
SEVERAL = mark("Several services fit “{given}”. Which one is it: {near}?")
FIXED = mark("{name} always stays where it is, so that nobody in danger misses it.")
NOW = {
    HIDDEN: mark("{name} isn’t named here any more. /services show brings it back."),
    PINNED: mark("{name} comes before the others that suit as well. /services unpin takes that back."),
}
NO_LONGER = {
    HIDDEN: mark("{name} is named here again."),
    PINNED: mark("{name} is named in its usual place again."),
}
NEVER_WAS = {
    HIDDEN: mark("{name} isn’t hidden."),
    PINNED: mark("{name} isn’t named first."),
}


@dataclass(frozen=True, slots=True)
class AnyService(Ask):
    """A service, ours or the community's own."""

    service: str = option(mark("Service"), hint=SERVICE_HINT, rest=True, suggester="services")


class Marking:
    """The handlers; what they change counts at once."""

    def __init__(self, directories: Directories, owning: Owning) -> None:
        self._directories = directories
        self._owning = owning

    async def hide(self, ask: AnyService, context: Context) -> Replies:
        """It is never named here; an emergency number always is."""
        return await self._mark(ask.service, HIDDEN, context)

    async def pin(self, ask: AnyService, context: Context) -> Replies:
        """It is named before the others that suit as well."""
        return await self._mark(ask.service, PINNED, context)

    async def show(self, ask: AnyService, context: Context) -> Replies:
        """A hidden one is named again."""
        return await self._unmark(ask.service, HIDDEN, context)

    async def unpin(self, ask: AnyService, context: Context) -> Replies:
        """One that was named first takes its own place again."""
        return await self._unmark(ask.service, PINNED, context)

    async def suggest(self, typed: str, context: Context) -> tuple[Suggestion, ...]:
        """Services by their names."""
        found = [each for each in self._known(context) if typed.casefold() in each.name.casefold()]
        return tuple(Suggestion(each.name, each.id) for each in found[:MOST_SUGGESTED])

    async def _mark(self, given: str, made: str, context: Context) -> Replies:
        service = self._found(given, context)
        if isinstance(service, str):
            return (Say(text(service)),)
        if is_fixed(service):
            return (Say(text(context.t(FIXED, name=service.name))),)
        row = await store.service_mark(context.session, context.id, service.id)
        if row is None:
            row = ServiceMark(community=context.id, service=service.id, mark=made, made_at=context.now)
            await store.put(context.session, row)
        else:
            row.mark, row.made_at = made, row.made_at if row.mark == made else context.now
        await self._owning.services_changed(context.session, context.id)
        return (Say(text(context.t(NOW[made], name=service.name))),)

    async def _unmark(self, given: str, made: str, context: Context) -> Replies:
        service = self._found(given, context)
        if isinstance(service, str):
            return (Say(text(service)),)
        row = await store.service_mark(context.session, context.id, service.id)
        if row is None or row.mark != made:
            return (Say(text(context.t(NEVER_WAS[made], name=service.name))),)
        await store.drop(context.session, row)
        await self._owning.services_changed(context.session, context.id)
        return (Say(text(context.t(NO_LONGER[made], name=service.name))),)

    def _found(self, given: str, context: Context) -> Service | str:
        """The service that is meant, or what to say where none or several are."""
        t, known, said = context.t, self._known(context), given.strip().casefold()
        number = said.removeprefix("#")
        wanted = f"{OWN}{number}" if number.isdecimal() else said
        for each in known:
            if wanted in {each.id, each.name.casefold()}:
                return each
        holding = [each for each in known if said in each.name.casefold()]
        if len(holding) == 1:
            return holding[0]
        if holding:
            return t(SEVERAL, given=given, near=t.listed([each.name for each in holding[:4]], "or"))
        near = difflib.get_close_matches(said, {each.name.casefold(): each.name for each in known}, n=1)
        name = next((each.name for each in known if near and each.name.casefold() == near[0]), "")
        return t(UNKNOWN_NEAR, given=given, near=name) if name else t(UNKNOWN, given=given)

    def _known(self, context: Context) -> list[Service]:
        """The community's own, and all of ours, hidden or not, those of its country first: names come twice."""
        country = country_of(context.community.area)
        ours = sorted(self._directories.ours.services, key=lambda each: country not in map(country_of, each.areas))
        return [*self._directories.added(context.id), *ours]
