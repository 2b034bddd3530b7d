"""Discord as the contract's Platform: posts that are said once, private threads, and who may do what."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

import discord

from adapters.discord import groups, permissions, translate
from adapters.discord.asking import Refused, ask
from adapters.discord.custom_ids import read
from adapters.discord.ground import ground, may_read_back, server
from adapters.discord.render import Drawn, drawn
from bot.contract.messages import Message
from bot.contract.people import Profile
from bot.contract.permissions import Lack, Permission
from bot.contract.places import Channel, CommunityId, Member, Receipt, Target
from bot.contract.ports import Absent, Allowance, CannotTell, Finding, Found, Undeliverable
from bot.texts import mark

SLACK = timedelta(minutes=5)
"""How much Discord's clock may differ from ours when we look for a post."""

MOST_LOOKED_AT = 200
"""Messages of a channel that are looked through for a post; beyond that nobody can tell."""

MOST_REMEMBERED = 2_000
NONCE_BYTES = 12

UNKNOWN_MESSAGE = 10_008
NO_LONGER_THERE = "0"

GONE = mark("The channel isn’t there any more, or I was never allowed to see it: please choose another one.")


class DiscordPlatform:
    """Every promise of ``Platform``, kept over Discord's HTTP API; the client brings the cache of the gateway."""

    name = translate.PLATFORM
    allowance = Allowance(each_second=40, at_once=8)
    """Of the 50 requests a second that Discord takes; the rest is for answers. discord.py repeats what is told 429."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._receipts: OrderedDict[str, Receipt] = OrderedDict()
        self._direct: OrderedDict[int, int] = OrderedDict()

    async def post(self, to: Target, message: Message, *, key: str) -> Receipt:
        """As Platform: with the key as nonce, which Discord enforces for some minutes; after that ``find`` knows."""
        if isinstance(to, Channel) and (everyone := groups.each_of(to)):
            return await self._post_to_each(everyone, to, message, key)
        place = await self._place(to)
        try:
            sent = await ask(self._send(place, drawn(message), to.community, key=key))
        except Refused as error:
            if error.code == UNKNOWN_MESSAGE:  # a post with that nonce was there, and somebody deleted it
                return translate.receipt(to.community, place, int(NO_LONGER_THERE))
            raise
        receipt = translate.receipt(to.community, place, sent.id)
        self._remember(key, receipt)
        return receipt

    def note(self, message: discord.Message, receipt: Receipt) -> None:
        """Somebody pressed a button under this post: drawn anew it keeps its key, even if it was posted long ago."""
        for key in _keys(message):
            self._remember(key, receipt)

    async def say(self, channel: int, message: Drawn, community: CommunityId) -> discord.Message:
        """Say it without a key: an answer, at most once."""
        return await ask(self._send(channel, message, community))

    async def has_spoken(self, channel: int, *, since: datetime) -> bool:
        """Whether it has said anything there since then, as far as it can read back."""
        async for _ in self._history(channel, since - SLACK):
            return True
        return False

    async def direct(self, member: Member) -> int:
        """The member's conversation with the bot; Undeliverable where there is no such person."""
        user = translate.number(member.native)
        known = self._direct.get(user)
        if known is None:
            channel = await ask(self._client.create_dm(discord.Object(user)))
            known = self._direct[user] = channel.id
            if len(self._direct) > MOST_REMEMBERED:
                self._direct.popitem(last=False)
        return known

    async def open(self, members: tuple[Member, ...], *, key: str) -> Channel:
        """As Platform: a private thread; where none is allowed, each is told directly."""
        return await groups.opened(self, await ground(self._client, members[0].community), members, key)

    async def find(self, to: Target, *, key: str, since: datetime) -> Finding:
        """As Platform: by the key in its button; without the channel's history nobody can tell."""
        if key in self._receipts:
            return Found(self._receipts[key])
        if isinstance(to, Channel) and (everyone := groups.each_of(to)):
            return await self._find_with_each(everyone, to, key, since)
        place = await self._place(to)
        if isinstance(to, Channel) and not await may_read_back(self._client, to):
            return CannotTell()
        is_certain, seen = True, 0
        async for message in self._history(place, since - SLACK):
            seen += 1
            keys = _keys(message)
            if key in keys:
                receipt = translate.receipt(to.community, place, message.id)
                self._remember(key, receipt)
                return Found(receipt)
            is_certain = is_certain and bool(keys)
        return Absent() if is_certain and seen < MOST_LOOKED_AT else CannotTell()

    async def revise(self, receipt: Receipt, message: Message) -> None:
        """As Platform; its key stays with it."""
        picture = drawn(message)
        place = translate.number(receipt.channel.native)
        key = next((key for key, kept in self._receipts.items() if kept == receipt), None)
        await ask(
            self._message(receipt).edit(
                content=picture.content,
                embeds=picture.embeds,
                view=picture.view(guild=self._guild_of(place, receipt.channel.community), key=key),
                allowed_mentions=discord.AllowedMentions.none(),
            )
        )

    async def withdraw(self, receipt: Receipt) -> None:
        """As Platform."""
        try:
            await ask(self._message(receipt).delete())
        except Refused as error:
            if not error.is_gone:
                raise

    async def pin(self, receipt: Receipt) -> None:
        """As Platform."""
        await ask(self._message(receipt).pin())

    async def lacks(self, channel: Channel) -> tuple[Lack, ...]:
        """As Platform."""
        there = await ground(self._client, channel.community)
        found = there.guild.get_channel(translate.number(channel.native)) or next(
            (each for each in there.channels if each.id == translate.number(channel.native)), None
        )
        if not isinstance(found, discord.abc.GuildChannel):
            return (Lack(Permission.SEE, GONE),)
        allowed = there.allowed(found)
        if not allowed.view_channel:
            return (Lack(Permission.SEE, permissions.NEEDS[Permission.SEE].where),)
        return permissions.lacking(allowed)

    async def profile(self, member: Member) -> Profile:
        """As Platform; Discord tells neither zone nor locale."""
        try:
            found = await self.member(member)
        except Undeliverable:
            return Profile(member.native, is_here=False)
        return Profile(found.display_name, roles=translate.roles(member.community, found), since=found.joined_at)

    async def is_moderator(self, member: Member) -> bool:
        """As Platform: who may manage the server."""
        try:
            found = await self.member(member)
        except Undeliverable:
            return False
        return found.guild_permissions.manage_guild

    async def channels(self, community: CommunityId) -> tuple[tuple[Channel, str], ...]:
        """As Platform; age-restricted ones are left alone."""
        there = await ground(self._client, community)
        return tuple(
            (translate.channel(community, each.id), each.name)
            for each in there.channels
            if not each.is_nsfw() and (allowed := there.allowed(each)).view_channel and allowed.send_messages
        )

    async def member(self, member: Member) -> discord.Member:
        """Somebody in a server, asked now; Undeliverable for who isn't there."""
        guild = await server(self._client, member.community)
        return await ask(guild.fetch_member(translate.number(member.native)))

    def is_open_to_all(self, channel: Channel) -> bool:
        """Whether everybody in the server can read it."""
        found = self._client.get_channel(translate.number(channel.native))
        if not isinstance(found, discord.abc.GuildChannel):
            return False
        return found.permissions_for(found.guild.default_role).view_channel

    # --- private ------------------------------------------------------------------------------------

    def _remember(self, key: str, receipt: Receipt) -> None:
        self._receipts[key] = receipt
        if len(self._receipts) > MOST_REMEMBERED:
            self._receipts.popitem(last=False)

    async def _send(
        self, place: int, picture: Drawn, community: CommunityId, *, key: str | None = None
    ) -> discord.Message:
        where = self._client.get_partial_messageable(place)
        view = picture.view(guild=self._guild_of(place, community), key=key)
        return await where.send(
            picture.content,
            embeds=picture.embeds,
            view=view or discord.utils.MISSING,  # None would be sent as an empty view
            nonce=key or secrets.token_hex(NONCE_BYTES),
            allowed_mentions=discord.AllowedMentions(
                everyone=False, roles=False, users=[discord.Object(each) for each in picture.mentioned]
            ),
            suppress_embeds=not picture.embeds,
        )

    async def _post_to_each(self, everyone: Sequence[int], to: Channel, message: Message, key: str) -> Receipt:
        """To each of a group that has no room of its own; somebody who can't be told costs the others nothing."""
        receipt: Receipt | None = None
        for user in everyone:
            theirs = groups.key_for(key, user)
            try:
                sent = self._receipts.get(theirs) or await self.post(
                    translate.member(to.community, user), message, key=theirs
                )
            except Undeliverable:
                continue
            receipt = receipt or sent
        if receipt is None:
            msg = "nobody of them takes direct messages"
            raise Undeliverable(msg)
        return receipt

    async def _find_with_each(self, everyone: Sequence[int], to: Channel, key: str, since: datetime) -> Finding:
        """Absent where it is missing with any of them: said again, it goes to those alone."""
        found = [
            await self.find(translate.member(to.community, user), key=groups.key_for(key, user), since=since)
            for user in everyone
        ]
        unlike = next((each for each in found if isinstance(each, CannotTell)), None)
        return unlike or next((each for each in found if isinstance(each, Absent)), found[0])

    async def _place(self, to: Target) -> int:
        return translate.number(to.native) if isinstance(to, Channel) else await self.direct(to)

    async def _history(self, place: int, since: datetime) -> AsyncIterator[discord.Message]:
        """Our own messages since then, the newest first; a repeated look costs one request for each hundred."""
        me = self._client.user.id if self._client.user else 0
        where = self._client.get_partial_messageable(place)
        found = await ask(_listed(where.history(limit=MOST_LOOKED_AT, after=since, oldest_first=False)))
        for message in found:
            if message.author.id == me:
                yield message

    def _message(self, receipt: Receipt) -> discord.PartialMessage:
        where = self._client.get_partial_messageable(translate.number(receipt.channel.native))
        return where.get_partial_message(translate.number(receipt.native))

    def _guild_of(self, place: int, community: CommunityId) -> int | None:
        """For a button in a direct message, which server it is about. One in a server may say so, too."""
        known = self._client.get_channel(place)
        in_server = isinstance(known, discord.abc.GuildChannel | discord.Thread)
        return None if in_server else translate.number(community.native)


async def _listed(messages: AsyncIterator[discord.Message]) -> list[discord.Message]:
    return [each async for each in messages]


def _keys(message: discord.Message) -> set[str]:
    """The key of a post, as its buttons bear it."""
    rows = (each for each in message.components if isinstance(each, discord.ActionRow))
    ids = (getattr(each, "custom_id", None) for row in rows for each in row.children)
    return {press.key for id_ in ids if id_ and (press := read(id_)) is not None and press.key is not None}
