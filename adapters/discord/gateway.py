"""The connection to Discord: one client with its command tree, which hands on what happens and keeps no messages."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

import discord
import structlog
from discord import app_commands

from adapters.discord import commands, connection, forms, holding, translate
from adapters.discord.buttons import PressButton
from adapters.discord.commands import About, Interaction
from adapters.discord.connection import Settings
from adapters.discord.custom_ids import Press
from adapters.discord.hands import Hands
from adapters.discord.platform import DiscordPlatform
from adapters.discord.shards import Identifying, Shards
from bot.contract.commands import Command
from bot.contract.events import CommunityJoined, CommunityLeft, Event, MemberLeft, PostWithdrawn
from bot.contract.house import House
from bot.contract.locking import Locks
from bot.contract.places import Member
from bot.contract.ports import Suggestion
from bot.texts import mark, translator

log = structlog.get_logger("brewmate.discord")

OUTDATED = mark("That command has changed since your app last looked. Please reload Discord (Ctrl+R) and try again.")

SPOKEN = frozenset({discord.MessageType.default, discord.MessageType.reply})
PATIENCE = 2.0
"""Seconds after which no further server is expected at the start."""


class _Here(TypedDict):
    """The fields of an event that happened in a server."""

    id: str
    by: Member
    where: None
    at: datetime


class Tree(app_commands.CommandTree["Gateway"]):
    """discord.py's command tree, which never writes down what somebody typed."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """A command that Discord still shows as it was before an upgrade; anything else is a fault of ours."""
        log.error("command_failed", error=type(error).__name__)
        if not interaction.response.is_done():
            t = translator(translate.locale(interaction.locale))
            await interaction.response.send_message(t(OUTDATED), ephemeral=True)


class Gateway(discord.AutoShardedClient):
    """Everything that happens on Discord goes through here to the hands. ``attach`` it to a core, then ``run``."""

    def __init__(
        self,
        settings: Settings,
        intents: discord.Intents,
        *,
        patience: float = PATIENCE,
        locks: Locks | None = None,
    ) -> None:
        """``locks`` where there are several processes: each looks after the shards that it holds."""
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=patience,
        )
        self._settings = settings
        self._hands: Hands | None = None
        self._house: House | None = None
        self._tree = Tree(self)
        self._locks = locks
        self._identifying = Identifying(locks) if locks is not None else None
        self._held: Callable[[], Awaitable[Mapping[str, bool]]] | None = None
        self.platform = DiscordPlatform(self)
        self.gave_up = asyncio.Event()
        """Set once a shard had to be left to others."""
        self.connected = asyncio.Event()
        """Set once every server is known."""

    def attach(self, house: House, held: Callable[[], Awaitable[Mapping[str, bool]]] | None = None) -> None:
        """The core that is told everything. ``held`` are the servers it holds something of, and whether we had left."""
        self._house = house
        self._hands = Hands(self, self.platform, house)
        self._held = held
        commands.declare(self._tree, house.commands.values(), self)
        self.add_dynamic_items(PressButton)

    async def run_until_closed(self, say: Callable[[str], None]) -> None:
        """Connect, and stay connected; DiscordFault where only the operator can help. What passes is waited for."""
        await connection.log_in(self, self._settings.token, say)
        if self._locks is None:
            with connection.in_words():
                await self.connect()
            return
        self.shard_count = self._settings.shards or (await self.http.get_bot_gateway())[0]
        shards = Shards(self._locks, self.shard_count, self._settings.shards_each)
        try:
            with connection.in_words():
                while await holding.connected(self, shards, say):
                    self.gave_up.set()
                    self.clear()
                    await connection.log_in(self, self._settings.token, say)
        finally:
            await shards.let_go()

    def clear(self) -> None:
        """As discord.py does, so that it may begin again; a connector that was closed is of no use to that."""
        super().clear()
        self.http.connector = discord.utils.MISSING

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord lets one shard of a bot begin in five seconds, whichever process it belongs to."""
        if self._identifying is None:
            await super().before_identify_hook(shard_id, initial=initial)
        else:
            await self._identifying.turn()

    # --- what Discord tells -------------------------------------------------------------------------

    async def setup_hook(self) -> None:
        """Tell Discord the commands, if it knows others."""
        if self._settings.gateway_url is not None:
            self.http.get_bot_gateway = self._told_gateway  # type: ignore[method-assign]  # it has no setting of its own
        await self._tree.set_translator(commands.Words())
        await commands.register(self, self._tree, self._settings.test_guild)

    async def on_ready(self) -> None:
        """Connected: say so once, and let go what was left while nobody listened."""
        log.info("discord_ready", servers=len(self.guilds), shards=self.shard_count)
        await self._catch_up()
        self.connected.set()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # whatever it is about
        """As discord.py does; but a message of which nothing would come, and most are, costs no task."""
        if event != "message" or self._minds(args[0]):
            super().dispatch(event, *args, **kwargs)

    def _minds(self, message: discord.Message) -> bool:
        """Whether it was written to us, names us, or is to be answered where we listen."""
        if self._hands is None or not message.content or message.author.bot or message.webhook_id:
            return False
        if message.type not in SPOKEN:
            return False
        guild = message.guild
        if guild is None or self._is_named_in(message):
            return True
        return _is_common_ground(message.channel) and not self._hands.ignores(message, guild)

    async def on_message(self, message: discord.Message) -> None:
        """Something was written that we mind."""
        if self._hands is not None:
            is_mention = message.guild is not None and self._is_named_in(message)
            await self._hands.wrote(message, is_mention=is_mention)

    def _is_named_in(self, message: discord.Message) -> bool:
        if "<@" not in message.content:
            return False
        me = self.user.id if self.user else 0
        return f"<@{me}>" in message.content or f"<@!{me}>" in message.content

    async def on_interaction(self, interaction: Interaction) -> None:
        """A form came back; commands and buttons have their own ways."""
        if interaction.type is discord.InteractionType.modal_submit and self._hands is not None:
            data: Mapping[str, Any] = interaction.data or {}
            await self._hands.submitted(interaction, data["custom_id"], forms.values(data["components"]))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """We were invited: nothing is posted, and nobody is written to."""
        await self._tell(CommunityJoined(**self._here("joined", guild.id), name=guild.name))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """We were removed."""
        await self._tell(CommunityLeft(**self._here("left", guild.id)))

    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Somebody left."""
        await self._tell(MemberLeft(**self._here("gone", payload.guild_id, payload.user.id)))

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A message is gone: it may be one of ours that matters."""
        if payload.guild_id is not None:
            await self._deleted(payload.guild_id, payload.channel_id, payload.message_id)

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Many are gone at once."""
        for message in payload.message_ids if payload.guild_id is not None else ():
            await self._deleted(payload.guild_id or 0, payload.channel_id, message)

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """A fault of ours; what somebody wrote is never written down with it."""
        error = sys.exc_info()[1]
        log.error("event_failed", during=event_method, error=type(error).__name__)

    # --- what commands and buttons need -------------------------------------------------------------

    async def invoked(self, interaction: Interaction, command: Command, values: Mapping[str, str]) -> None:
        """As ``commands.Hands``."""
        if self._hands is not None:
            await self._hands.invoked(interaction, command, values)

    async def chosen(self, interaction: Interaction, command: Command, about: About) -> None:
        """As ``commands.Hands``."""
        if self._hands is not None:
            await self._hands.chosen(interaction, command, about)

    async def suggested(self, interaction: Interaction, suggester: str, typed: str) -> Sequence[Suggestion]:
        """As ``commands.Hands``."""
        return await self._hands.suggested(interaction, suggester, typed) if self._hands is not None else ()

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        """As ``buttons.Presses``."""
        if self._hands is not None:
            await self._hands.pressed(interaction, press)

    # --- private ------------------------------------------------------------------------------------

    async def _told_gateway(self) -> tuple[int, str, Any]:
        """Discord's number of shards, at the address that the configuration names."""
        data = await self.http.request(discord.http.Route("GET", "/gateway/bot"))
        return data["shards"], str(self._settings.gateway_url), data["session_start_limit"]

    async def _catch_up(self) -> None:
        """Servers that removed us or added us again meanwhile; none where this may be another bot's token."""
        if self._held is None:
            return
        here = {str(guild.id): guild for guild in self.guilds}
        held = {native: left for native, left in (await self._held()).items() if self._looks_after(native)}
        if held and held.keys().isdisjoint(here):
            log.warning("none_of_our_servers_here", servers=len(held))
            return
        for native, left in held.items():
            if native not in here and not left:
                await self._tell(CommunityLeft(**self._here("left", translate.number(native))))
            elif native in here and left:
                await self.on_guild_join(here[native])

    def _looks_after(self, native: str) -> bool:
        """Whether a server belongs to one of our shards: what becomes of the others is told to other processes."""
        if native == translate.NOWHERE.native:
            return False
        return self.shard_ids is None or (translate.number(native) >> 22) % (self.shard_count or 1) in self.shard_ids

    async def _deleted(self, guild: int, channel: int, message: int) -> None:
        receipt = translate.receipt(translate.community(guild), channel, message)
        await self._tell(PostWithdrawn(**self._here(f"deleted{message}", guild), receipt=receipt))

    async def _tell(self, event: Event) -> None:
        if self._house is not None:
            await self._house.core.handle(event)

    def _here(self, what: str, guild: int, by: int | None = None) -> _Here:
        """Discord gives these events no id; they mean the same however often they come."""
        where, at = translate.community(guild), self._clock()
        who = by or (self.user.id if self.user else 0)
        return _Here(id=f"{what}-{who}-{at.timestamp():.0f}", by=translate.member(where, who), where=None, at=at)

    def _clock(self) -> datetime:
        return self._house.clock() if self._house else discord.utils.utcnow()


def _is_common_ground(channel: object) -> bool:
    """Whether people speak there as in the channel itself: no age-restricted one, no private thread."""
    if isinstance(channel, discord.Thread):
        return not channel.is_private() and (channel.parent is None or not channel.parent.is_nsfw())
    return not (isinstance(channel, discord.abc.GuildChannel) and getattr(channel, "nsfw", False))
