"""What happens on Slack without anybody asking for an answer: words, deleted posts, people who leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.slack import translate, words
from adapters.slack.answers import Answer
from adapters.slack.carrying import Carrier
from adapters.slack.connection import Clients
from adapters.slack.platform import SlackPlatform
from adapters.slack.render import Json
from bot.contract.events import (
    CommunityJoined,
    CommunityLeft,
    DirectMessageSeen,
    MemberLeft,
    MessageSeen,
    PostWithdrawn,
)
from bot.contract.house import House


class Ears:
    """Turns it into events."""

    def __init__(self, clients: Clients, platform: SlackPlatform, house: House) -> None:
        self._clients = clients
        self._house = house
        self._carrier = Carrier(platform, house)

    async def wrote(self, event: Json, team: str, bot_user: str) -> None:
        """Something was written in a channel, in a group, or to the bot."""
        where = translate.community(team)
        text, channel = str(event.get("text") or ""), str(event["channel"])
        is_direct = event.get("channel_type") == "im" or channel.startswith("D")
        is_mention = words.is_named(text, bot_user)
        id_, by = f"m{channel}:{event['ts']}", translate.member(where, event["user"])
        place, at, said = translate.channel(where, channel), self._house.clock(), words.said(text)
        seen = MessageSeen(id=id_, by=by, where=place, at=at, text=said)
        if is_direct or is_mention:
            seen = DirectMessageSeen(id=id_, by=by, where=place, at=at, text=said, is_mention=not is_direct)
        elif self._house.core.ignores(place, said):
            return
        client = await self._clients.of(team)
        answer = Answer(client, event["user"], channel, thread=str(event.get("thread_ts") or ""))
        await self._carrier.tell_words(seen, answer)

    async def deleted(self, event: Json, team: str, bot_user: str) -> None:
        """A message is gone: it may be one of ours that matters."""
        before: Mapping[str, Any] = event.get("previous_message") or {}
        if before.get("user") != bot_user:
            return
        where = translate.community(team)
        receipt = translate.receipt(where, event["channel"], event["deleted_ts"])
        by = translate.member(where, bot_user)
        await self._house.core.handle(
            PostWithdrawn(
                id=f"d{receipt.channel.native}:{receipt.native}",
                by=by,
                where=None,
                at=self._house.clock(),
                receipt=receipt,
            )
        )

    async def left(self, user: str, team: str) -> None:
        """Somebody's account was closed."""
        by, at = translate.member(translate.community(team), user), self._house.clock()
        await self._house.core.handle(MemberLeft(id=f"gone-{user}-{at.timestamp():.0f}", by=by, where=None, at=at))

    async def removed(self, team: str, bot_user: str) -> None:
        """The workspace removed the bot."""
        by, at = translate.member(translate.community(team), bot_user), self._house.clock()
        id_ = f"left-{bot_user}-{at.timestamp():.0f}"
        await self._house.core.handle(CommunityLeft(id=id_, by=by, where=None, at=at))

    async def joined(self, team: str, name: str, bot_user: str) -> None:
        """The bot is there: nothing is posted, and nobody is written to."""
        by, at = translate.member(translate.community(team), bot_user), self._house.clock()
        id_ = f"joined-{bot_user}-{at.timestamp():.0f}"
        await self._house.core.handle(CommunityJoined(id=id_, by=by, where=None, at=at, name=name))
