"""What people do on Discord, as events for the core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import discord

from adapters.discord import forms, translate
from adapters.discord.answers import Answer
from adapters.discord.carrying import Carrier, Turn
from adapters.discord.custom_ids import Press
from adapters.discord.homes import Homes
from adapters.discord.platform import DiscordPlatform
from bot.contract import messages, reopening
from bot.contract.commands import FOR_MODERATORS, Answering, Ask, Audience, Command
from bot.contract.events import (
    UNSOUND,
    About,
    ButtonPressed,
    CommandInvoked,
    DirectMessageSeen,
    FormSubmitted,
    MessageSeen,
    Privacy,
    Shared,
    Surveyed,
)
from bot.contract.house import House
from bot.contract.places import Channel, CommunityId, Member, MessageRef, Role
from bot.contract.ports import Suggestion
from bot.contract.reading import Unreadable, read
from bot.contract.replies import Form, Survey
from bot.texts import translator

Interaction = discord.Interaction[Any]

MOST_REMEMBERED = 10_000
"""Channels that are kept as plain values."""


class Hands:
    """Everything somebody can do, turned into events."""

    def __init__(self, client: discord.Client, platform: DiscordPlatform, house: House) -> None:
        self._client = client
        self._platform = platform
        self._house = house
        self._carrier = Carrier(platform, house)
        self.homes = Homes(client)
        self._channels: dict[int, Channel] = {}

    async def invoked(
        self, interaction: Interaction, command: Command, values: Mapping[str, str], about: About | None = None
    ) -> None:
        """A slash command, or one from a menu: understood, or its form with what was."""
        where = await self._community(interaction)
        turn = self._turn(interaction, where)
        ask = self._read(command, values, interaction, where)
        if isinstance(ask, Unreadable):
            form = Form(command.path, ask.filled, ask.errors if values else {})
            await self._ask_again(form, command, about, interaction, turn)
            return
        event = CommandInvoked(**self._shared(interaction, where), command=command.path, ask=ask, about=about)
        await self._carrier.tell(event, turn, command.answering)

    async def chosen(
        self, interaction: Interaction, command: Command, about: discord.Message | discord.Member | discord.User
    ) -> None:
        """A command from the menu of a message or of a member."""
        where = await self._community(interaction)
        if isinstance(about, discord.Message):
            receipt = translate.receipt(where, about.channel.id, about.id)
            ref = MessageRef(receipt, translate.member(where, about.author.id))
            await self.invoked(interaction, command, {}, ref)
        else:
            await self.invoked(interaction, command, {}, translate.member(where, about.id))

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        """A button of ours."""
        where = await self._community(interaction, press.guild)
        turn = self._turn(interaction, where)
        if press.action == reopening.REOPEN:
            await self._reopen(press, turn)
            return
        action = self._house.actions.get(press.action)
        shared = self._shared(interaction, where)
        if interaction.guild_id is None and action is not None and action.audience is Audience.MODERATORS:
            shared["is_moderator"] = await self._platform.is_moderator(shared["by"])
        message = interaction.message
        on = translate.receipt(where, message.channel.id, message.id) if message else None
        if message is not None and on is not None:
            self._platform.note(message, on)
        event = ButtonPressed(**shared, action=press.action, subject=press.subject, choice=press.choice, on=on)
        await self._carrier.tell(event, turn, action.answering if action else Answering.PRIVATELY)

    async def submitted(self, interaction: Interaction, custom_id: str, filled: Mapping[str, str]) -> None:
        """A form came back. After a restart what it was about is gone: then it is asked for anew."""
        found = forms.read_id(custom_id)
        command = self._house.commands.get(found[0]) if found else None
        where = await self._community(interaction)
        turn = self._turn(interaction, where)
        kept = self._carrier.forms.find(found[1]) if found else None
        if command is None or (kept is None and _hides_something(command)):
            await self._carrier.answer(turn, messages.text(turn.t(UNSOUND)))
            return
        form, about = (kept.form, kept.about) if kept else (Form(command.path), None)
        ask = self._read(command, {**form.filled, **filled}, interaction, where)
        if isinstance(ask, Unreadable):
            await self._ask_again(Form(command.path, ask.filled, ask.errors), command, about, interaction, turn)
            return
        event = FormSubmitted(**self._shared(interaction, where), command=command.path, ask=ask, about=about)
        await self._carrier.tell(event, turn, command.answering)

    async def suggested(self, interaction: Interaction, suggester: str, typed: str) -> Sequence[Suggestion]:
        """Completions of what is being typed."""
        by = translate.member(await self._community(interaction), interaction.user.id)
        return await self._house.core.suggest(suggester, typed, by, translate.locale(interaction.locale))

    def ignores(self, message: discord.Message, guild: discord.Guild) -> bool:
        """Whether nothing would come of what was written in a channel: decided at once."""
        thread = message.channel if isinstance(message.channel, discord.Thread) else None
        place = thread.parent_id if thread else message.channel.id
        return self._house.core.ignores(self._channel(guild.id, place), message.content)

    async def wrote(self, message: discord.Message, *, is_mention: bool) -> None:
        """Something was written in a channel, or to the bot."""
        guild = message.guild
        if guild is not None and not is_mention:
            seen = self._heard(message, translate.community(guild.id))
        else:
            where = translate.community(guild.id) if guild else await self.homes.of(message.author.id)
            privacy = Privacy.EPHEMERAL if guild is None else Privacy.DIRECT
            shared, text = self._written(message, where), message.content
            seen = DirectMessageSeen(**shared, text=text, answers=privacy, is_mention=guild is not None)
        await self._carrier.tell_words(seen, message.channel.id, in_server=guild is not None)

    # --- private ------------------------------------------------------------------------------------

    def _channel(self, guild: int, place: int) -> Channel:
        """The same for every message there: making it anew takes longer than finding it."""
        known = self._channels.get(place)
        if known is None:
            if len(self._channels) >= MOST_REMEMBERED:
                self._channels.clear()
            known = self._channels[place] = translate.channel(translate.community(guild), place)
        return known

    def _heard(self, message: discord.Message, where: CommunityId) -> MessageSeen:
        return MessageSeen(**self._written(message, where), text=message.content, answers=Privacy.DIRECT)

    def _written(self, message: discord.Message, where: CommunityId) -> Shared:
        """In a thread one speaks as in its channel."""
        thread = message.channel if isinstance(message.channel, discord.Thread) else None
        return Shared(
            id=f"m{message.id}",
            by=translate.member(where, message.author.id),
            where=translate.channel(where, thread.parent_id if thread else message.channel.id),
            at=self._house.clock(),
            locale=None,
            is_moderator=False,
            roles=frozenset(),
            since=None,
        )

    def _turn(self, interaction: Interaction, where: CommunityId) -> Turn:
        locale = translate.locale(interaction.locale)
        return Turn(Answer(interaction), translator(locale), partial(self._surveyed, interaction, where))

    async def _community(self, interaction: Interaction, told: int | None = None) -> CommunityId:
        """The server that it happened in, or is about; people take it along into their direct messages."""
        if interaction.guild_id is not None:
            self.homes.note(interaction.user.id, interaction.guild_id)
            return translate.community(interaction.guild_id)
        return translate.community(told) if told else await self.homes.of(interaction.user.id)

    def _shared(self, interaction: Interaction, where: CommunityId) -> Shared:
        return Shared(
            id=f"i{interaction.id}",
            by=translate.member(where, interaction.user.id),
            where=translate.channel(where, interaction.channel_id) if interaction.channel_id else None,
            at=self._house.clock(),
            locale=translate.locale(interaction.locale),
            is_moderator=interaction.guild_id is not None and interaction.permissions.manage_guild,
            roles=translate.roles(where, interaction.user),
            since=interaction.user.joined_at if isinstance(interaction.user, discord.Member) else None,
        )

    def _read(
        self, command: Command, values: Mapping[str, str], interaction: Interaction, where: CommunityId
    ) -> Ask | Unreadable:
        t = translator(translate.locale(interaction.locale))
        return read(command, values, community=where, t=t, knows=partial(self._knows, interaction))

    def _knows(self, interaction: Interaction, who: Channel | Member | Role) -> bool:
        """Of people only who was named in this very interaction: Discord looked them up, and we keep no list."""
        id_ = translate.number(who.native)
        guild = self._client.get_guild(translate.number(who.community.native))
        if isinstance(who, Member):
            data: Mapping[str, Any] = interaction.data or {}
            return str(id_) in data.get("resolved", {}).get("users", {})
        if guild is None:
            return False
        if isinstance(who, Role):
            return guild.get_role(id_) is not None
        channel = guild.get_channel(id_)
        return isinstance(channel, discord.TextChannel) and channel.permissions_for(guild.me).view_channel

    async def _ask_again(
        self, form: Form, command: Command, about: About | None, interaction: Interaction, turn: Turn
    ) -> None:
        """The form with what is missing or wrong; a moderators' form opens for nobody else."""
        if command.audience is Audience.MEMBERS or await self._moderates(interaction):
            await self._carrier.open(form, command, about, turn)
        else:
            await self._carrier.answer(turn, messages.text(turn.t(FOR_MODERATORS)))

    async def _moderates(self, interaction: Interaction) -> bool:
        shared = self._shared(interaction, await self._community(interaction))
        return shared["is_moderator"] or await self._house.core.moderates(shared["by"], shared["roles"])

    async def _reopen(self, press: Press, turn: Turn) -> None:
        """Open a refused form again, with what was filled in, or empty where that is no longer kept."""
        command = self._house.commands.get(press.choice)
        kept = self._carrier.forms.find(press.subject)
        if command is None or (kept is None and _hides_something(command)):
            await self._carrier.answer(turn, messages.text(turn.t(UNSOUND)))
            return
        form = reopening.reopened(kept.form if kept else None, command)
        await self._carrier.open(form, command, kept.about if kept else None, turn)

    async def _surveyed(self, interaction: Interaction, where: CommunityId, survey: Survey) -> Surveyed:
        """What the bot lacks in those channels, and who those members are."""
        shared = self._shared(interaction, where)
        shared["id"] = f"{shared['id']}:surveyed"
        lacks = {each: await self._platform.lacks(each) for each in survey.channels}
        open_to_all = frozenset(each for each in survey.channels if self._platform.is_open_to_all(each))
        people = {each: await self._platform.profile(each) for each in survey.members}
        return Surveyed(
            **shared,
            action=survey.action,
            subject=survey.subject,
            choice=survey.choice,
            lacks=lacks,
            open_to_all=open_to_all,
            people=people,
        )


def _hides_something(command: Command) -> bool:
    """Whether its form needs more than is filled in: hidden fields, or what it was about."""
    return command.menu is not None or any(option.hidden for option in command.options)
