"""What happens on Slack without anybody asking for an answer: words, deleted posts, comings and goings.

Everything is told to the core before Slack is; what is to be said or drawn comes back, to be done afterwards.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from adapters.slack import translate, words
from adapters.slack.answers import Answer
from adapters.slack.carrying import FAILED, Carrier
from adapters.slack.connection import Workspaces
from adapters.slack.platform import SlackPlatform
from adapters.slack.render import Json
from bot.contract.events import (
    CommunityJoined,
    CommunityLeft,
    DirectMessageSeen,
    Event,
    MemberLeft,
    MessageSeen,
    PostWithdrawn,
)
from bot.contract.house import House
from bot.contract.places import Member
from bot.contract.replies import Again, Replies

Afterwards = Callable[[], Awaitable[None]]
"""What is left to do once Slack has been told that we know."""

PATIENCE: Final = 1.0
"""Seconds that an event may wait to learn somebody's language."""


class UnsavedError(Exception):
    """It couldn't be saved: Slack is not told that we know, so that it tells us again."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as Slack tells of it: in which workspace, as which bot, and by which id it is known when repeated."""

    id: str
    team: str
    bot_user: str
    at: datetime
    event: Json
    organisation: str = ""


class Ears:
    """Turns it into events."""

    def __init__(self, workspaces: Workspaces, platform: SlackPlatform, house: House) -> None:
        self._workspaces = workspaces
        self._platform = platform
        self._house = house
        self._carrier = Carrier(platform, house)

    async def wrote(self, told: Told) -> Afterwards | None:
        """Something was written in a channel, in a group, or to the bot."""
        event, where = told.event, translate.community(told.team)
        text, channel = str(event.get("text") or ""), str(event["channel"])
        is_direct = event.get("channel_type") == "im" or channel.startswith("D")
        is_mention = words.is_named(text, told.bot_user)
        by, place = translate.member(where, event["user"]), translate.channel(where, channel)
        said = words.said(text)
        is_to_us = is_direct or is_mention
        if not is_to_us and self._house.core.ignores(place, said):
            return None
        id_, at, locale = f"m{channel}:{event['ts']}", self._house.clock(), await self._locale(by)
        seen = MessageSeen(id=id_, by=by, where=place, at=at, locale=locale, text=said)
        if is_to_us:
            seen = DirectMessageSeen(
                id=id_, by=by, where=place, at=at, locale=locale, text=said, is_mention=not is_direct
            )
        replies = await self._tell(seen)
        return partial(self._answer, replies, seen, str(event.get("thread_ts") or "")) if replies else None

    async def deleted(self, told: Told) -> None:
        """A message is gone: it may be one of ours that matters. One with answers leaves a tombstone in its place."""
        before: Mapping[str, Any] = told.event.get("previous_message") or {}
        if before.get("user") not in {None, told.bot_user} and before.get("subtype") != "tombstone":
            return
        ts = told.event.get("deleted_ts") or told.event["message"]["ts"]
        receipt = translate.receipt(translate.community(told.team), told.event["channel"], ts)
        id_ = f"d{receipt.channel.native}:{receipt.native}"
        await self._tell(PostWithdrawn(id=id_, by=self._us(told), where=None, at=self._house.clock(), receipt=receipt))

    async def changed(self, told: Told) -> None:
        """Something about somebody is different; where their account was closed, they have left."""
        user: Mapping[str, Any] = told.event["user"]
        by = translate.member(translate.community(told.team), user["id"])
        self._platform.profiles.forget(by)
        if not user.get("deleted"):
            return
        await self._tell(MemberLeft(id=told.id, by=by, where=None, at=self._house.clock()))

    async def removed(self, told: Told) -> None:
        """The workspace removed the bot."""
        id_ = f"{told.id}:{told.team}"  # a whole organisation's event is about several
        await self._tell(CommunityLeft(id=id_, by=self._us(told), where=None, at=self._house.clock()))

    async def joined(self, id_: str, team: str, name: str, bot_user: str) -> None:
        """The bot is there: nothing is posted, and nobody is written to."""
        by = translate.member(translate.community(team), bot_user)
        await self._tell(CommunityJoined(id=id_, by=by, where=None, at=self._house.clock(), name=name))

    # --- private ------------------------------------------------------------------------------------

    async def _tell(self, event: Event) -> Replies:
        replies = await self._house.core.handle(event)
        if any(isinstance(each, Again) for each in replies):
            raise UnsavedError
        return replies

    async def _answer(self, replies: Replies, seen: MessageSeen, thread: str) -> None:
        channel = seen.where.native if seen.where else ""
        try:
            client = (await self._workspaces.of(seen.community.native)).client
        except FAILED:
            return
        await self._carrier.carry_words(replies, seen, Answer(client, seen.by.native, channel, thread=thread))

    async def _locale(self, member: Member) -> str | None:
        """The language that they use Slack in; the community's where Slack doesn't say so at once."""
        try:
            async with asyncio.timeout(PATIENCE):
                locale = (await self._platform.profiles.lately(member)).get("locale")
        except (*FAILED, TimeoutError):
            return None
        return str(locale) if locale else None

    def _us(self, told: Told) -> Member:
        return translate.member(translate.community(told.team), told.bot_user)


def told_in(body: Json, now: datetime) -> Told:
    """What an event's body says; the id is Slack's, by which it repeats itself."""
    installed: Mapping[str, Any] = next(iter(body.get("authorizations") or ()), {})
    is_of_all = installed.get("is_enterprise_install") or not body.get("team_id")
    organisation = (installed.get("enterprise_id") or body.get("enterprise_id")) if is_of_all else None
    at = datetime.fromtimestamp(body["event_time"], UTC) if body.get("event_time") else now
    id_ = str(body.get("event_id") or f"{body['event'].get('type')}:{at.timestamp():.0f}")
    own = None if installed.get("is_enterprise_install") else installed.get("team_id")
    bot_user, team = str(installed.get("user_id") or ""), str(own or body.get("team_id") or "")
    return Told(f"e{id_}", team, bot_user, at, body["event"], str(organisation or ""))
