"""Coming and going: workspaces that install the bot, remove it, or are given it by their organisation."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from adapters.slack import translate
from adapters.slack.ears import Ears, Told
from adapters.slack.workspaces import KnownWorkspaces
from bot.contract.installing import Installations
from bot.contract.ports import Undeliverable

NOBODY: Final = "nobody"
"""Whom an event is put down to that says neither who we were nor of what."""


class Comings:
    """Tells the core, and keeps the installations in step: what was removed is never spoken to again."""

    def __init__(self, ears: Ears, workspaces: KnownWorkspaces, installations: Installations | None) -> None:
        self._ears = ears
        self._workspaces = workspaces
        self._installations = installations

    async def with_us(self, told: Told) -> Told | None:
        """The same event with the bot's user there; None where the bot isn't in that workspace any more.

        Busy where that can't be known just now.
        """
        try:
            known = await self._workspaces.of(told.team)
        except Undeliverable:
            return None
        return told if told.bot_user else replace(told, bot_user=known.bot_user)

    async def arrived(self, team: str, name: str, bot_user: str) -> None:
        """The bot is in a workspace, for the first time or again."""
        await self._ears.joined(f"joined-{self._workspaces.now():%Y%m%d%H%M%S%f}-{team}", team, name, bot_user)

    async def removed(self, told: Told) -> None:
        """Nothing is sent there from now on, nor to what else was installed with it.

        Slack repeats itself: an event from before somebody installed the bot again is out of date.
        """
        if self._installations is None:
            for own in (each for each in self._workspaces.own if told.team in {"", each.team}):
                await self._ears.removed(replace(told, team=own.team, bot_user=own.bot_user))
            return
        found = await self._installations.of(translate.community(told.team)) if told.team else None
        id_ = found.id if found is not None else told.organisation or told.team
        communities = await self._installations.belonging(id_)
        if found is None and communities:
            found = await self._installations.of(communities[0])
        if found is not None and found.installed_at > told.at:
            return
        revoked = (told.event.get("tokens") or {}).get("bot")
        if found is not None and revoked and found.bot_user not in revoked:
            return  # another token's, such as of the workspace's own installation before its organisation's
        us = told.bot_user or (found.bot_user if found is not None else NOBODY)
        for team in {told.team, *(each.native for each in communities)} - {""}:
            await self._ears.removed(replace(told, team=team, bot_user=us))
            self._workspaces.forget(team)
        await self._installations.drop(id_)

    async def changed(self, told: Told) -> None:
        """An organisation gives the bot to some of its workspaces, or takes it from them."""
        if self._installations is None:
            return
        for team in map(str, told.event.get("team_ids") or ()):
            self._workspaces.forget(team)
            if told.event["type"] == "team_access_revoked":
                await self._ears.removed(replace(told, team=team, bot_user=told.bot_user or NOBODY))
                await self._installations.leaves(translate.community(team))
            else:
                await self._given(team, told)

    async def _given(self, team: str, told: Told) -> None:
        if self._installations is None or not told.organisation:
            return
        if await self._installations.belongs(translate.community(team), told.organisation):
            await self._ears.joined(f"{told.id}:{team}", team, "", told.bot_user or NOBODY)
