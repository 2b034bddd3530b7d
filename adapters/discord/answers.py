"""Answering one interaction: within three seconds, privately where that was declared, and never twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, TypedDict

import aiohttp
import discord
import structlog

from adapters.discord.render import Drawn
from bot.contract.commands import Answering

log = structlog.get_logger("brewmate.discord")

Interaction = discord.Interaction[Any]

NOT_ACCEPTED = (discord.HTTPException, discord.InteractionResponded, aiohttp.ClientError, OSError, TimeoutError)
"""What Discord answers where it is too late, or didn't understand; an answer is never repeated."""


class _Shown(TypedDict):
    """What all of Discord's ways to answer are told."""

    content: str
    embeds: list[discord.Embed]
    view: discord.ui.View
    allowed_mentions: discord.AllowedMentions


class Answer:
    """What has been said to an interaction so far."""

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction
        self._is_thinking = False
        self._began = asyncio.get_running_loop().time()

    @property
    def is_open(self) -> bool:
        """Whether nothing has been said yet, so that a form can still be opened."""
        return not self._interaction.response.is_done()

    @property
    def may_open(self) -> bool:
        """Whether a form can be opened: nothing has been said yet, and it isn't a form that is being answered."""
        return self.is_open and self._interaction.type is not discord.InteractionType.modal_submit

    @property
    def is_waited_for(self) -> bool:
        """Whether Discord would show that nothing came: a press may stay without an answer, a command may not."""
        return self.is_open and self._interaction.type is not discord.InteractionType.component

    def remaining(self, seconds: float) -> float:
        """How many seconds are left of those since it happened."""
        return max(0.0, self._began + seconds - asyncio.get_running_loop().time())

    @property
    def _is_private(self) -> bool:
        """In a server only they see it; in their own conversation with the bot it stays to be read again."""
        return self._interaction.guild_id is not None

    async def defer(self, answering: Answering) -> None:
        """Ask for more time, with the privacy that was declared: it can't be changed later."""
        is_press = self._interaction.type is discord.InteractionType.component
        self._is_thinking = answering is Answering.PRIVATELY or not is_press
        await self._try(self._interaction.response.defer(ephemeral=self._is_private, thinking=self._is_thinking))

    async def say(self, message: Drawn, *, guild: int | None) -> bool:
        """Privately, as the first answer or after it; whether Discord took it."""
        shown = _Shown(
            content=message.content,
            embeds=list(message.embeds),
            view=message.view(guild=None if self._is_private else guild) or discord.utils.MISSING,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        quiet, private = not message.embeds, self._is_private
        if self.is_open:
            sending = self._interaction.response.send_message(**shown, ephemeral=private, suppress_embeds=quiet)
            return await self._try(sending)
        if self._is_thinking:
            self._is_thinking = False
            return await self._try(self._interaction.edit_original_response(**shown))
        following = self._interaction.followup.send(**shown, ephemeral=private, suppress_embeds=quiet, wait=True)
        return await self._try(following)

    async def open(self, modal: discord.ui.Modal) -> bool:
        """Open a form; only where nothing has been said yet."""
        return await self._try(self._interaction.response.send_modal(modal))

    async def close(self) -> None:
        """Where there was nothing to say: end the waiting, silently where Discord lets us."""
        if self._is_thinking:
            self._is_thinking = False
            await self._try(self._interaction.delete_original_response())
        elif self.is_open and self._interaction.type is discord.InteractionType.component:
            await self._try(self._interaction.response.defer())

    async def _try(self, request: Awaitable[object]) -> bool:
        try:
            await request
        except NOT_ACCEPTED as error:
            code = getattr(error, "code", None)
            log.warning("answer_not_accepted", error=type(error).__name__, code=code)
            return False
        return True
