"""The platform as the core sees it, kept over Slack's Web API."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import permissions, translate
from adapters.slack.answers import shown
from adapters.slack.asking import Refused, ask
from adapters.slack.connection import Workspaces, scopes_in
from adapters.slack.groups import Groups
from adapters.slack.pacing import EVERY, Pace
from adapters.slack.profiles import Profiles, called, leads
from adapters.slack.render import Drawn, drawn, named
from bot.contract.messages import Message
from bot.contract.people import Profile
from bot.contract.permissions import Lack
from bot.contract.places import Channel, CommunityId, Member, Receipt, Role, Target
from bot.contract.ports import Absent, Allowance, Busy, CannotTell, Clock, Finding, Found, Undeliverable

POST_TYPE: Final = "brewmate_post"
"""The type of the metadata that bears a post's key."""

SLACK_TIME: Final = timedelta(minutes=1)
"""How much Slack's clock may differ from ours when we look for a post."""

MOST_LOOKED_AT: Final = 15
"""Messages that one look may bring: Slack gives no more to apps that it hasn't reviewed."""

MOST_REMEMBERED: Final = 2_000

GONE: Final = frozenset({"message_not_found", "channel_not_found", "is_archived", "cant_delete_message"})
ALREADY: Final = "already_pinned"
CANNOT_LOOK: Final = frozenset(
    {"missing_scope", "not_in_channel", "no_permission", "method_not_supported_for_channel_type"}
)


class SlackPlatform:
    """Every promise of ``Platform``."""

    name = translate.PLATFORM
    allowance = Allowance(between=EVERY)

    def __init__(self, workspaces: Workspaces, clock: Clock) -> None:
        self._workspaces = workspaces
        self._pace = Pace(clock)
        self.groups = Groups(workspaces, clock)
        self.profiles = Profiles(workspaces, clock)
        self._receipts: OrderedDict[str, Receipt] = OrderedDict()

    async def post(self, to: Target, message: Message, *, key: str) -> Receipt:
        """As Platform: the key is in the message's metadata, where ``find`` looks for it."""
        if key in self._receipts:
            return self._receipts[key]
        client = (await self._workspaces.of(to.community.native)).client
        place = await self._place(to, client)
        picture = await self.drawn(message)
        self._pace.take(place)
        metadata = {"event_type": POST_TYPE, "event_payload": {"key": key}}
        answer = await ask(client.chat_postMessage(channel=place, metadata=metadata, **shown(picture)))
        receipt = translate.receipt(to.community, str(answer["channel"]), str(answer["ts"]))
        self._remember(key, receipt)
        return receipt

    async def say(self, to: Target, message: Message) -> None:
        """Say it without a key: an answer, at most once."""
        client = (await self._workspaces.of(to.community.native)).client
        place = await self._place(to, client)
        await ask(client.chat_postMessage(channel=place, **shown(await self.drawn(message))))

    async def open(self, members: tuple[Member, ...], *, key: str) -> Channel:
        """As Platform: Slack has one group conversation for the same people, so opening it again is the same."""
        del key
        client = (await self._workspaces.of(members[0].community.native)).client
        answer = await ask(client.conversations_open(users=[each.native for each in members]))
        return translate.channel(members[0].community, str(answer["channel"]["id"]))

    async def find(self, to: Target, *, key: str, since: datetime) -> Finding:
        """As Platform: by the metadata of the channel's newest messages; where we may not look nobody can tell."""
        if key in self._receipts:
            return Found(self._receipts[key])
        client = (await self._workspaces.of(to.community.native)).client
        try:
            place = await self._place(to, client)
        except Refused:
            return CannotTell()
        oldest = f"{(since - SLACK_TIME).timestamp():.6f}"
        try:
            answer = await ask(
                client.conversations_history(
                    channel=place, oldest=oldest, limit=MOST_LOOKED_AT, include_all_metadata=True
                )
            )
        except Refused as error:
            if error.code in CANNOT_LOOK:
                return CannotTell()
            raise
        except Busy:
            return CannotTell()
        messages: Sequence[Mapping[str, Any]] = answer["messages"]
        for each in messages:
            if _key(each) == key:
                receipt = translate.receipt(to.community, place, str(each["ts"]))
                self._remember(key, receipt)
                return Found(receipt)
        return CannotTell() if answer.get("has_more") else Absent()

    async def revise(self, receipt: Receipt, message: Message) -> None:
        """As Platform; its key stays with it."""
        client = (await self._workspaces.of(receipt.channel.community.native)).client
        picture = await self.drawn(message)
        await ask(client.chat_update(channel=receipt.channel.native, ts=receipt.native, **shown(picture)))

    async def withdraw(self, receipt: Receipt) -> None:
        """As Platform."""
        client = (await self._workspaces.of(receipt.channel.community.native)).client
        try:
            await ask(client.chat_delete(channel=receipt.channel.native, ts=receipt.native))
        except Refused as error:
            if error.code not in GONE:
                raise

    async def pin(self, receipt: Receipt) -> None:
        """As Platform."""
        client = (await self._workspaces.of(receipt.channel.community.native)).client
        try:
            await ask(client.pins_add(channel=receipt.channel.native, timestamp=receipt.native))
        except Refused as error:
            if error.code != ALREADY:
                raise

    async def lacks(self, channel: Channel) -> tuple[Lack, ...]:
        """As Platform."""
        workspace = await self._workspaces.of(channel.community.native)
        client = workspace.client
        scopes = scopes_in((await ask(client.auth_test())).headers, workspace.scopes)
        try:
            found = await ask(client.conversations_info(channel=channel.native))
        except Refused:
            return permissions.lacking(is_in=False, scopes=scopes)
        is_in = bool(found["channel"].get("is_member")) and not found["channel"].get("is_archived")
        return permissions.lacking(is_in=is_in, scopes=scopes)

    async def exists(self, channel: Channel) -> bool:
        """Whether it is a channel, and not archived."""
        client = (await self._workspaces.of(channel.community.native)).client
        found = (await ask(client.conversations_info(channel=channel.native)))["channel"]
        return bool(found.get("is_channel") or found.get("is_group")) and not found.get("is_archived")

    async def open_to_all(self, channels: Iterable[Channel]) -> frozenset[Channel]:
        """Those of them that everybody in the workspace can read."""
        found = set[Channel]()
        for each in channels:
            client = (await self._workspaces.of(each.community.native)).client
            try:
                answer = await ask(client.conversations_info(channel=each.native))
            except Refused:
                continue
            if not answer["channel"].get("is_private"):
                found.add(each)
        return frozenset(found)

    async def profile(self, member: Member) -> Profile:
        """As Platform: by the name they chose, with their own zone and language."""
        try:
            user = await self.profiles.lately(member)
        except Undeliverable:
            return Profile(member.native, is_here=False)
        locale = user.get("locale")
        return Profile(
            called(user),
            user.get("tz") or None,
            str(locale) if locale else None,
            await self.roles(member),
            is_here=not user.get("deleted"),
        )

    async def is_moderator(self, member: Member) -> bool:
        """As Platform: owners, admins, and whoever installed the bot; nobody who isn't there."""
        try:
            user = await self.profiles.now(member)
        except Undeliverable:
            return False
        return leads(user) or await self.installed(member)

    async def installed(self, member: Member) -> bool:
        """Whether they are who installed the bot there."""
        return (await self._workspaces.of(member.community.native)).installed_by == member.native

    async def roles(self, member: Member) -> frozenset[Role]:
        """The user groups that they are in."""
        groups = await self.groups.of(member.community.native)
        return frozenset(Role(member.community, each.id) for each in groups if member.native in each.users)

    async def channels(self, community: CommunityId) -> tuple[tuple[Channel, str], ...]:
        """As Platform: those that the bot was invited to."""
        workspace = await self._workspaces.of(community.native)
        found: list[tuple[Channel, str]] = []
        cursor = ""
        while True:
            answer = await ask(
                workspace.client.users_conversations(
                    types="public_channel,private_channel",
                    exclude_archived=True,
                    limit=200,
                    cursor=cursor or None,
                    team_id=workspace.team if workspace.of_all else None,
                )
            )
            found += [(translate.channel(community, each["id"]), each["name"]) for each in answer["channels"]]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return tuple(found)

    async def drawn(self, message: Message) -> Drawn:
        """The message, with the names of those whom it doesn't mention."""
        return drawn(message, {each: called(await self.profiles.lately(each)) for each in named(message)})

    # --- private ------------------------------------------------------------------------------------

    async def _place(self, to: Target, client: AsyncWebClient) -> str:
        """A channel's id, or that of the member's conversation with the bot."""
        if isinstance(to, Channel):
            return to.native
        answer = await ask(client.conversations_open(users=[to.native]))
        return str(answer["channel"]["id"])

    def _remember(self, key: str, receipt: Receipt) -> None:
        self._receipts[key] = receipt
        if len(self._receipts) > MOST_REMEMBERED:
            self._receipts.popitem(last=False)


def _key(message: Mapping[str, Any]) -> str | None:
    """The key of a post of ours."""
    metadata: Mapping[str, Any] = message.get("metadata") or {}
    if metadata.get("event_type") != POST_TYPE:
        return None
    payload: Mapping[str, Any] = metadata.get("event_payload") or {}
    key = payload.get("key")
    return str(key) if key else None
