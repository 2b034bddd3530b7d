"""What people do on Slack, as events for the core."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from adapters.slack import custom_ids, forms, translate, words
from adapters.slack.actors import Actor, Actors, event_id
from adapters.slack.carrying import FAILED, TOO_LATE, Carrier
from adapters.slack.connection import Workspaces
from adapters.slack.platform import SlackPlatform
from adapters.slack.render import Json
from bot.contract import messages
from bot.contract.commandline import Typed, parse
from bot.contract.commands import FOR_MODERATORS, Ask, Audience, Command, Menu
from bot.contract.events import About, ButtonPressed, CommandInvoked, Event, FormSubmitted, HomeOpened
from bot.contract.house import House
from bot.contract.places import Channel, Member, MessageRef, Role
from bot.contract.reading import Unreadable, read
from bot.contract.replies import Form, Replies
from bot.contract.unknown import answered

PEOPLE: Final = re.compile(r"[UW][A-Z0-9]+")
GROUPS: Final = re.compile(r"S[A-Z0-9]+")
HELP: Final = "help"

PATIENCE: Final = 2.0
"""Seconds that a form's acknowledgement waits for what is wrong with it; Slack gives up after three."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a form's acknowledgement says, and what is to be done after it.

    ``too_late`` says instead what the acknowledgement can't any more.
    """

    acknowledged: Json | None
    finish: Callable[[], Awaitable[None]] | None = None
    too_late: Callable[[], Awaitable[None]] | None = None


class Hands:
    """Everything somebody can do, turned into events. ``prefix`` stands before the names of our slash commands."""

    def __init__(self, workspaces: Workspaces, platform: SlackPlatform, house: House, *, prefix: str = "") -> None:
        self._actors = Actors(workspaces, platform, house)
        self._platform = platform
        self._house = house
        self._prefix = prefix
        self._carrier = Carrier(platform, house)

    async def typed(self, body: Json) -> None:
        """A slash command: understood, or its form with what was."""
        name = str(body["command"]).removeprefix("/").removeprefix(self._prefix)
        who = await self._actors.behind(body, body["user_id"], body["channel_id"], self._audience(name))
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
        command = next((each for each in self._house.commands.values() if callback(each) == body["callback_id"]), None)
        if command is None:
            return
        channel = (body.get("channel") or {}).get("id", "")
        who = await self._actors.behind(body, body["user"]["id"], channel, command.audience)
        message: Mapping[str, Any] = body.get("message") or {}
        about: About | None = None
        if command.menu is Menu.MESSAGE and message:
            receipt = translate.receipt(who.member.community, channel, message["ts"])
            author = message.get("user")
            about = MessageRef(receipt, translate.member(who.member.community, str(author))) if author else None
        await self._invoke(command, {}, about, who, body)

    async def pressed(self, body: Json) -> None:
        """A button of ours."""
        press = custom_ids.read(body["actions"][0].get("value") or "")
        if press is None:
            return
        container = body.get("container") or {}
        channel = container.get("channel_id") or (body.get("channel") or {}).get("id", "")
        action = self._house.actions.get(press.action)
        audience = action.audience if action is not None else Audience.MEMBERS
        who = await self._actors.behind(body, body["user"]["id"], channel, audience)
        ts = container.get("message_ts")
        is_ours = ts is not None and not container.get("is_ephemeral")
        on = translate.receipt(who.member.community, channel, str(ts)) if is_ours else None
        shared = who.shared(event_id(body), self._house.clock())
        event = ButtonPressed(**shared, action=press.action, subject=press.subject, choice=press.choice, on=on)
        await self._carrier.tell(event, who.turn)
        await self._home_again(event, who)

    async def submitted(self, body: Json) -> Submitted:
        """A form came back: what is wrong stands at its field, in the very acknowledgement, if that is in time."""
        dealing = asyncio.ensure_future(self._dealt_with(body))
        await asyncio.wait((dealing,), timeout=PATIENCE)
        return dealing.result() if dealing.done() else Submitted(None, partial(_too_late, dealing))

    async def opened(self, user: str, team: str, id_: str) -> None:
        """Somebody looks at the bot's own page."""
        who = await self._actors.at_home(team, user)
        await self._carrier.show_home(HomeOpened(**who.shared(id_, self._house.clock())), who.turn)

    # --- private ------------------------------------------------------------------------------------

    async def _dealt_with(self, body: Json) -> Submitted:
        view = body["view"]
        carried = forms.read_carried(view["private_metadata"])
        command = self._house.commands[carried.command]
        who = await self._actors.behind(
            body,
            body["user"]["id"],
            carried.channel,
            command.audience,
            response_url=carried.response_url,
            at_home=carried.at_home,
        )
        too_late = partial(self._carrier.answer, who.turn, messages.text(who.turn.t(TOO_LATE)))
        filled = {**dict(carried.hidden), **forms.values(view["state"])}
        ask = await self._read(command, filled, who)
        if isinstance(ask, Unreadable):
            return Submitted({"response_action": "errors", "errors": dict(ask.errors)}, too_late=too_late)
        shared = who.shared(event_id(body), self._house.clock())
        about = carried.about(who.member.community)
        event = FormSubmitted(**shared, command=command.path, ask=ask, about=about)
        replies = await self._carrier.handled(event, who.turn)
        again = next((each for each in replies if isinstance(each, Form)), None)
        if again is not None:
            shown = await self._carrier.view(again, carried, who.turn)
            return Submitted({"response_action": "update", "view": shown}, too_late=too_late)
        return Submitted(None, partial(self._finished, replies, event, who))

    async def _finished(self, replies: Replies, event: Event, who: Actor) -> None:
        await self._carrier.carry(replies, event, who.turn)
        await self._home_again(event, who)

    async def _home_again(self, event: Event, who: Actor) -> None:
        """What was done on the bot's own page may have changed what stands there."""
        if who.turn.at_home:
            shared = who.shared(f"{event.id}:home", self._house.clock())
            await self._carrier.show_home(HomeOpened(**shared), who.turn)

    async def _invoke(
        self, command: Command, values: Mapping[str, str], about: About | None, who: Actor, body: Json
    ) -> None:
        ask = await self._read(command, values, who)
        if isinstance(ask, Unreadable):
            if command.audience is Audience.MODERATORS and not await self._moderates(who):
                await self._carrier.answer(who.turn, messages.text(who.turn.t(FOR_MODERATORS)))
                return
            form = Form(command.path, ask.filled, ask.errors if values else {})
            await self._carrier.open(form, command, about, who.turn)
            return
        shared = who.shared(event_id(body), self._house.clock())
        await self._carrier.tell(CommandInvoked(**shared, command=command.path, ask=ask, about=about), who.turn)

    async def _read(self, command: Command, values: Mapping[str, str], who: Actor) -> Ask | Unreadable:
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
            except FAILED:
                continue
        return frozenset(found)

    def _audience(self, top: str) -> Audience:
        """For whom the commands of a first word are."""
        known = (each.audience for each in self._house.commands.values() if each.top == top)
        return next(known, Audience.MEMBERS)

    async def _moderates(self, who: Actor) -> bool:
        return who.is_admin or await self._house.core.moderates(who.member, who.roles)

    async def _usable(self, who: Actor) -> frozenset[str]:
        everything = await self._moderates(who)
        declared = self._house.commands.values()
        return frozenset(each.path for each in declared if everything or each.audience is Audience.MEMBERS)


async def _too_late(dealing: asyncio.Future[Submitted]) -> None:
    """The form is closed by now: what came of it is done, or said in words."""
    done = await dealing
    if done.finish is not None:
        await done.finish()
    if done.too_late is not None:
        await done.too_late()


def callback(command: Command) -> str:
    """What a shortcut of this command is called."""
    return f"menu-{command.path.replace(' ', '-')}"


def _knows(channels: frozenset[Channel], who: Channel | Member | Role) -> bool:
    """Channels that are there; people and user groups by the look of their ids: Slack itself spelt them out."""
    if isinstance(who, Channel):
        return who in channels
    return (PEOPLE if isinstance(who, Member) else GROUPS).fullmatch(who.native) is not None
