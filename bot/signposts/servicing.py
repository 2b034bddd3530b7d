"""What moderators do with the directory: add services near them, hide one of ours, and put one first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.community import store as communities
from bot.community.context import Context, again
from bot.contract.commands import Ask, option, values_of, written
from bot.contract.events import ButtonPressed
from bot.contract.messages import Button, text
from bot.contract.ports import Suggestion
from bot.contract.replies import Form, Replies, Say
from bot.signposts import service_wording as wording
from bot.signposts import store
from bot.signposts.directories import Directories
from bot.signposts.engines import topics_of
from bot.signposts.own_services import (
    BETWEEN,
    ServiceRefused,
    a_sentence,
    own_id,
    own_service,
    plain_hours,
)
from bot.signposts.owning import Owning
from bot.signposts.tables import ServiceRow
from bot.texts import mark
from signposting import Topic, find_area, find_topics, words

MOST_SERVICES = 50
MOST_DIGITS = 9

WAYS_HINT = mark("one a line: 020 7946 0958, text HELLO to 85258, https://…")
ABOUT_HINT = mark("loneliness, money, grief; empty for anything")
HOURS_HINT = mark("mon-fri 09:00-17:00; sat 10:00-12:00, or always")
NUMBER_HINT = mark("its number, as /services list shows it")

NOT_USABLE = mark("I can’t use that: {reason}.")
TOO_MANY = mark("That would be more than {count} services of your own. Removing one that isn’t used makes room.")
WHICH_TOPICS = mark("I don’t know those topics. They can be {topics}; leave them out for anything.")
WHICH_PLACE = mark("I don’t know that place. It can be a country, or a part of the United Kingdom.")
MEANWHILE = mark("Somebody else changed this service meanwhile. Send again to replace what they wrote.")
NO_SUCH_SERVICE = mark("There is no such service of yours here. /services list shows those there are.")


@dataclass(frozen=True, slots=True)
class AddService(Ask):
    """A service of the community's own; with a ``number``, a change to it, from the form of that ``version``."""

    name: str = option(mark("Name"), hint=mark("what it is called"), most=80)
    summary: str = option(mark("What is it for?"), hint=mark("who they are for, in a sentence"), most=160)
    ways: str = option(mark("How to reach it"), hint=WAYS_HINT, most=500, long=True)
    source: str = option(mark("Who says so?"), hint=mark("where this was learnt, a website for example"), most=200)
    topics: str | None = option(mark("Topics"), hint=ABOUT_HINT, default=None)
    number: int = option(mark("Number"), hidden=True, default=0)
    version: int = option(mark("Version"), hidden=True, default=0)


@dataclass(frozen=True, slots=True)
class SetHours(Ask):
    """When one of the community's own services answers, and for which area it is."""

    id: int = option(mark("Service"), hint=NUMBER_HINT, suggester="own services")
    hours: str | None = option(mark("When"), hint=HOURS_HINT, most=300, rest=True, default=None)
    area: str | None = option(mark("Where"), hint=mark("a country, or a part of the United Kingdom"), default=None)


@dataclass(frozen=True, slots=True)
class OwnOne(Ask):
    """One of the community's own services, by its number."""

    id: int = option(mark("Service"), hint=NUMBER_HINT, suggester="own services")


@dataclass(frozen=True, slots=True)
class ListServices(Ask):
    """What the community has of its own."""

    page: int = option(mark("Page"), default=1)


class Servicing:
    """The handlers; what they change counts at once."""

    def __init__(self, directories: Directories, owning: Owning) -> None:
        self._directories = directories
        self._owning = owning

    async def add(self, ask: AddService, context: Context) -> Replies:
        """A new service, or a change to one; or the form again, with what is wrong."""
        t, topics = context.t, find_topics(ask.topics or "", context.t.locale)
        if ask.topics and not topics:
            known = t.listed([words.topic_in_words(each, t.locale) for each in Topic], "or")
            return (again("services add", ask, topics=t(WHICH_TOPICS, topics=known)),)
        await communities.hold(context.session, context.community)
        row = await store.own_service(context.session, context.id, ask.number) if ask.number else _new(context)
        if row is None:
            return _missing(context)
        if ask.number and ask.version != row.version:
            values = values_of(ask) | {"number": written(row.id), "version": written(row.version)}
            return (Form("services add", values, {"name": t(MEANWHILE)}),)
        if not ask.number and await store.count_services(context.session, context.id) >= MOST_SERVICES:
            return (Say(text(t(TOO_MANY, count=MOST_SERVICES))),)
        wanted = _written(row, ask, topics, context)
        try:
            own_service(wanted)
        except ServiceRefused as refusal:
            field = refusal.field if refusal.field in {"summary", "ways", "source"} else "name"
            return (again("services add", ask, **{field: t(NOT_USABLE, reason=str(refusal))}),)
        return await self._save(row, wanted, context)

    async def hours(self, ask: SetHours, context: Context) -> Replies:
        """When it answers and where; without either, the form with both as they are."""
        t = context.t
        row = await store.own_service(context.session, context.id, ask.id)
        if row is None or row.removed_at is not None:
            return _missing(context)
        if not ask.hours and not ask.area:
            return (_hours_form(row, context),)
        area = find_area(ask.area, t.locale) if ask.area else row.area
        if area is None:
            return (again("services hours", ask, area=t(WHICH_PLACE)),)
        wanted = _copy(row)
        wanted.hours, wanted.area, wanted.checked_on = plain_hours(ask.hours or row.hours), area, _today(context)
        try:
            own_service(wanted)
        except ServiceRefused as refusal:
            return (again("services hours", ask, hours=t(NOT_USABLE, reason=str(refusal))),)
        return await self._save(row, wanted, context)

    async def edit(self, ask: OwnOne, context: Context) -> Replies:
        """One of their own, with what can be done with it."""
        row = await store.own_service(context.session, context.id, ask.id)
        return _missing(context) if row is None or row.removed_at else (self._shown(row, context, ""),)

    async def press_change(self, event: ButtonPressed, context: Context) -> Replies:
        """The form with the service as it is."""
        row = await store.own_service(context.session, context.id, _number(event.subject))
        if row is None or row.removed_at is not None:
            return _missing(context)
        topics = ", ".join(words.topic_in_words(each, context.t.locale) for each in topics_of(row.topics))
        ask = AddService(row.name, row.summary, row.ways, row.source, topics or None, row.id, row.version)
        return (Form("services add", values_of(ask)),)

    async def press_when(self, event: ButtonPressed, context: Context) -> Replies:
        """The form of when and where."""
        row = await store.own_service(context.session, context.id, _number(event.subject))
        return _missing(context) if row is None or row.removed_at else (_hours_form(row, context),)

    async def press_right(self, event: ButtonPressed, context: Context) -> Replies:
        """Somebody looked, and it still is as it stands."""
        row = await store.own_service(context.session, context.id, _number(event.subject))
        if row is None or row.removed_at is not None:
            return _missing(context)
        row.checked_on = _today(context)
        await self._owning.services_changed(context.session, context.id)
        return (self._shown(row, context, context.t("Thank you. I’ve noted today as the day it was checked.")),)

    async def remove(self, ask: OwnOne, context: Context) -> Replies:
        """It is named no more; it can be brought back."""
        return await self._remove(ask.id, context)

    async def press_remove(self, event: ButtonPressed, context: Context) -> Replies:
        """The same by button."""
        return await self._remove(_number(event.subject), context)

    async def restore(self, event: ButtonPressed, context: Context) -> Replies:
        """A removed one is named again."""
        row = await store.own_service(context.session, context.id, _number(event.subject))
        if row is None:
            return _missing(context)
        if row.removed_at and await store.count_services(context.session, context.id) >= MOST_SERVICES:
            return (Say(text(context.t(TOO_MANY, count=MOST_SERVICES))),)
        row.removed_at = None
        await self._owning.services_changed(context.session, context.id)
        return (self._shown(row, context, context.t(wording.AS_SEEN)),)

    async def list_all(self, ask: ListServices, context: Context) -> Replies:
        """A page of their own, of what is hidden and of what comes first."""
        rows = await store.own_services(context.session, context.id)
        named = {each.id: each.name for each in self._directories.ours.services} | {
            own_id(row): row.name for row in rows
        }
        marks = {
            each.service: (named.get(each.service, each.service), each.mark)
            for each in await store.service_marks(context.session, context.id)
        }
        return (Say(wording.page(context.t, rows, marks, self._broken(context), ask.page)),)

    async def press_list(self, event: ButtonPressed, context: Context) -> Replies:
        """Another page, by button."""
        return await self.list_all(ListServices(_number(event.subject)), context)

    async def suggest(self, typed: str, context: Context) -> tuple[Suggestion, ...]:
        """Their own by number or name."""
        rows = await store.own_services(context.session, context.id)
        labels = ((f"#{row.id} {row.name}", str(row.id)) for row in rows)
        return tuple(Suggestion(label, value) for label, value in labels if typed.casefold() in label.casefold())

    async def _save(self, row: ServiceRow, wanted: ServiceRow, context: Context) -> Replies:
        is_new = row.id is None
        for name in TYPED:
            setattr(row, name, getattr(wanted, name))
        row.version = 1 if is_new else row.version + 1
        await (store.put(context.session, row) if is_new else context.session.flush())
        await self._owning.services_changed(context.session, context.id)
        return (self._shown(row, context, context.t("Saved.") + " " + context.t(wording.AS_SEEN)),)

    async def _remove(self, number: int, context: Context) -> Replies:
        row = await store.own_service(context.session, context.id, number)
        if row is None:
            return _missing(context)
        if row.removed_at is None:
            row.removed_at = context.now
            await self._owning.services_changed(context.session, context.id)
        back = Button(context.t("Bring it back"), "services.restore", str(row.id))
        return (Say(text(context.t("{name} is removed and isn’t named any more.", name=row.name), back)),)

    def _shown(self, row: ServiceRow, context: Context, opening: str) -> Say:
        service = self._directories.of(context.id).get(own_id(row))
        why = self._broken(context).get(row.id, "")
        return Say(wording.shown(context.t, row, service, at=context.now, opening=opening, why=why))

    def _broken(self, context: Context) -> dict[int, str]:
        found = self._owning.unreadable(context.id)
        return {each.number: each.reason for each in found if each.what == "service"}


TYPED = ("name", "summary", "ways", "topics", "area", "hours", "source", "checked_on")
"""What moderators type of a service."""


def _new(context: Context) -> ServiceRow:
    about = context.community
    language = about.locale.partition("-")[0]
    row = ServiceRow(community=context.id, zone=about.zone, language=language, created_at=context.now)
    row.area, row.hours = about.area, "unknown"
    return row


def _copy(row: ServiceRow) -> ServiceRow:
    """The same, for trying changes on; it is never written."""
    copy = ServiceRow(id=row.id or 0, zone=row.zone, language=row.language)
    for name in TYPED:
        setattr(copy, name, getattr(row, name))
    return copy


def _written(row: ServiceRow, ask: AddService, topics: tuple[Topic, ...], context: Context) -> ServiceRow:
    """The service as it is to be."""
    wanted = _copy(row)
    wanted.name, wanted.summary = " ".join(ask.name.split()), a_sentence(ask.summary)
    wanted.ways = "\n".join(each.strip() for each in BETWEEN.split(ask.ways) if each.strip())
    wanted.topics = " ".join(each.value for each in topics)
    wanted.source, wanted.checked_on = " ".join(ask.source.split()), _today(context)
    return wanted


def _hours_form(row: ServiceRow, context: Context) -> Form:
    hours = "" if row.hours == "unknown" else row.hours
    area = words.area_in_words(row.area, context.t.locale)
    return Form("services hours", {"id": written(row.id), "hours": hours, "area": area})


def _today(context: Context) -> date:
    return context.now.astimezone(context.community.clock_zone).date()


def _missing(context: Context) -> Replies:
    return (Say(text(context.t(NO_SUCH_SERVICE))),)


def _number(subject: str) -> int:
    """A number as a button carries it; 0, which nothing has, where it is none."""
    return int(subject) if subject.isascii() and subject.isdecimal() and len(subject) <= MOST_DIGITS else 0
