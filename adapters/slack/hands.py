"""What people do on Slack, as events for the core."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, TypedDict

from adapters.slack import custom_ids, forms, translate, words
from adapters.slack.answers import Answer
from adapters.slack.carrying import Carrier, Turn
from adapters.slack.connection import Clients
from adapters.slack.platform import SlackPlatform
from adapters.slack.render import Json
from bot.contract import messages
from bot.contract.commandline import Typed, parse
from bot.contract.commands import FOR_MODERATORS, Ask, Audience, Command, Menu
from bot.contract.events import (
    About,
    ButtonPressed,
    CommandInvoked,
    Event,
    FormSubmitted,
    Surveyed,
)
from bot.contract.house import House
from bot.contract.places import Channel, Member, MessageRef, Role
from bot.contract.ports import Busy, Uncertain, Undeliverable
from bot.contract.reading import Unreadable, read
from bot.contract.replies import Form, Survey
from bot.contract.unknown import answered
from bot.texts import translator

PEOPLE: Final = re.compile(r"[UW][A-Z0-9]+")
GROUPS: Final = re.compile(r"S[A-Z0-9]+")
HELP: Final = "help"
LONGEST_ID: Final = 100
UNANSWERED: Final = (Undeliverable, Busy, Uncertain)


class _Shared(TypedDict):
    """The fields that all events share."""

    id: str
    by: Member
    where: Channel | None
    at: datetime
    locale: str | None
    is_moderator: bool
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class _Actor:
    """Who acted, what Slack knows of them, and how they can be answered."""

    member: Member
    locale: str | None
    is_admin: bool
    turn: Turn


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a form's acknowledgement says, and what is to be said after it."""

    acknowledged: Json | None
    finish: Callable[[], Awaitable[None]] | None = None


class Hands:
    """Everything somebody can do, turned into events. ``prefix`` stands before the names of our slash commands."""

    def __init__(self, clients: Clients, platform: SlackPlatform, house: House, *, prefix: str = "") -> None:
        self._clients = clients
        self._platform = platform
        self._house = house
        self._prefix = prefix
        self._carrier = Carrier(platform, house)

    async def typed(self, body: Json) -> None:
        """A slash command: understood, or its form with what was."""
        who = await self._actor(body, body["user_id"], body["channel_id"])
        name = str(body["command"]).removeprefix("/").removeprefix(self._prefix)
        text = str(body.get("text") or "").strip()
        found = parse(f"{name} {text}", self._house.commands.values(), words.resolve)
        if not isinstance(found, Typed) and text == HELP:
            found = parse(HELP, self._house.commands.values(), words.resolve)
        if isinstance(found, Typed):
            values = {option: words.plain(value) for option, value in found.values.items()}
            await self._invoke(found.command, values, None, who, body)
            return
        usable = await self._usable(who)
        await self._carrier.answer(who.turn, answered(found, usable, who.turn.t))

    async def chosen(self, body: Json) -> None:
        """A command from the menu of a message, or the global one."""
        channel = (body.get("channel") or {}).get("id", "")
        who = await self._actor(body, body["user"]["id"], channel)
        command = next(each for each in self._house.commands.values() if callback(each) == body["callback_id"])
        message: Mapping[str, Any] = body.get("message") or {}
        about: About | None = None
        if command.menu is Menu.MESSAGE and message:
            receipt = translate.receipt(who.member.community, channel, message["ts"])
            about = MessageRef(receipt, translate.member(who.member.community, str(message.get("user") or "")))
        await self._invoke(command, {}, about, who, body)

    async def pressed(self, body: Json) -> None:
        """A button of ours."""
        press = custom_ids.read(body["actions"][0].get("value") or "")
        if press is None:
            return
        container = body.get("container") or {}
        channel = container.get("channel_id") or (body.get("channel") or {}).get("id", "")
        who = await self._actor(body, body["user"]["id"], channel)
        ts = container.get("message_ts")
        is_ours = ts is not None and not container.get("is_ephemeral")
        on = translate.receipt(who.member.community, channel, str(ts)) if is_ours else None
        shared = self._shared(who, body)
        event = ButtonPressed(**shared, action=press.action, subject=press.subject, choice=press.choice, on=on)
        await self._carrier.tell(event, who.turn)

    async def submitted(self, body: Json) -> Submitted:
        """A form came back: what is wrong stands at its field, in the very acknowledgement."""
        view = body["view"]
        carried = forms.read_carried(view["private_metadata"])
        command = self._house.commands[carried.command]
        who = await self._actor(body, body["user"]["id"], carried.channel, response_url=carried.response_url)
        filled = {**dict(carried.hidden), **forms.values(view["state"])}
        ask = await self._read(command, filled, who)
        if isinstance(ask, Unreadable):
            return Submitted({"response_action": "errors", "errors": dict(ask.errors)})
        shared = self._shared(who, body)
        about = carried.about(who.member.community)
        event = FormSubmitted(**shared, command=command.path, ask=ask, about=about)
        replies = await self._carrier.handled(event, who.turn)
        again = next((each for each in replies if isinstance(each, Form)), None)
        if again is not None:
            shown = forms.view(again, self._house.commands[again.command], carried, who.turn.t)
            return Submitted({"response_action": "update", "view": shown})
        return Submitted(None, partial(self._carrier.carry, replies, event, who.turn))

    # --- private ------------------------------------------------------------------------------------

    async def _invoke(
        self, command: Command, values: Mapping[str, str], about: About | None, who: _Actor, body: Json
    ) -> None:
        ask = await self._read(command, values, who)
        if isinstance(ask, Unreadable):
            if command.audience is Audience.MODERATORS and not await self._moderates(who):
                await self._carrier.answer(who.turn, messages.text(who.turn.t(FOR_MODERATORS)))
                return
            form = Form(command.path, ask.filled, ask.errors if values else {})
            await self._carrier.open(form, command, about, who.turn)
            return
        shared = self._shared(who, body)
        await self._carrier.tell(CommandInvoked(**shared, command=command.path, ask=ask, about=about), who.turn)

    async def _actor(self, body: Json, user: str, channel: str, *, response_url: str = "") -> _Actor:
        """Who acted, asked of Slack just now: so a role that was lost doesn't count, and the app's language does."""
        team = str(body.get("team_id") or (body.get("team") or {}).get("id") or body["user"]["team_id"])
        member = translate.member(translate.community(team), user)
        try:
            known = await self._platform.user(member)
        except UNANSWERED:
            known = {}
        locale = str(known["locale"]) if known.get("locale") else None
        answer = Answer(
            await self._clients.of(team),
            user,
            channel,
            response_url=response_url or str(body.get("response_url") or ""),
            trigger=str(body.get("trigger_id") or ""),
        )
        turn = Turn(answer, translator(locale), self._surveyed)
        is_admin = bool(known.get("is_admin") or known.get("is_owner") or known.get("is_primary_owner"))
        return _Actor(member, locale, is_admin, turn)

    def _shared(self, who: _Actor, body: Json) -> _Shared:
        """Slack gives each interaction a trigger of its own, whatever it repeats."""
        channel = who.turn.answer.channel
        return _Shared(
            id=f"i{body['trigger_id']}"[:LONGEST_ID],
            by=who.member,
            where=translate.channel(who.member.community, channel) if channel else None,
            at=self._house.clock(),
            locale=who.locale,
            is_moderator=who.is_admin,
            roles=frozenset(),
        )

    async def _read(self, command: Command, values: Mapping[str, str], who: _Actor) -> Ask | Unreadable:
        community = who.member.community
        given = (values.get(option.name, "") for option in command.options if option.type is Channel)
        known = await self._existing([Channel(community, each) for each in given if each])
        return read(command, values, community=community, t=who.turn.t, knows=partial(_knows, known))

    async def _existing(self, channels: Iterable[Channel]) -> frozenset[Channel]:
        """Those that are there; whether the bot may post in them is another matter, and said elsewhere."""
        found = set[Channel]()
        for each in channels:
            try:
                if await self._platform.exists(each):
                    found.add(each)
            except UNANSWERED:
                continue
        return frozenset(found)

    async def _moderates(self, who: _Actor) -> bool:
        return who.is_admin or await self._house.core.moderates(who.member, frozenset())

    async def _usable(self, who: _Actor) -> frozenset[str]:
        everything = await self._moderates(who)
        declared = self._house.commands.values()
        return frozenset(each.path for each in declared if everything or each.audience is Audience.MEMBERS)

    async def _surveyed(self, survey: Survey, before: Event) -> Surveyed:
        """What the bot lacks in those channels."""
        lacks = {each: await self._platform.lacks(each) for each in survey.channels}
        open_to_all = await self._platform.open_to_all(survey.channels)
        return Surveyed(
            id=f"{before.id}:surveyed",
            by=before.by,
            where=before.where,
            at=before.at,
            locale=before.locale,
            is_moderator=before.is_moderator,
            roles=before.roles,
            action=survey.action,
            subject=survey.subject,
            lacks=lacks,
            open_to_all=open_to_all,
        )


def callback(command: Command) -> str:
    """What a shortcut of this command is called."""
    return f"menu-{command.path.replace(' ', '-')}"


def _knows(channels: frozenset[Channel], who: Channel | Member | Role) -> bool:
    """Channels that are there; people and user groups by the look of their ids: Slack itself spelt them out."""
    if isinstance(who, Channel):
        return who in channels
    return (PEOPLE if isinstance(who, Member) else GROUPS).fullmatch(who.native) is not None
