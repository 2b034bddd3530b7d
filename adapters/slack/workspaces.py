"""The workspaces that the bot is in: the one of a configured token, and those that installed it by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import connection, translate
from adapters.slack.asking import SOON, Refused, ask
from adapters.slack.connection import Settings, Workspace
from bot.contract.installing import Installation, Installations, Tokens
from bot.contract.ports import Busy, Clock, Uncertain, Undeliverable

log = structlog.get_logger("brewmate.slack")

REMEMBERED: Final = timedelta(seconds=30)
"""How long a workspace is believed without asking the database again; another process may have lost it."""

IN_TIME: Final = timedelta(hours=1)
"""How long before their end tokens are traded for new ones."""

ORGANISATION: Final = "E"
"""What the id of a whole organisation begins with."""


@dataclass(slots=True)
class _Known:
    workspace: Workspace
    until: datetime


class KnownWorkspaces:
    """Every promise of ``Workspaces``."""

    def __init__(
        self, settings: Settings, over: aiohttp.ClientSession, clock: Clock, installations: Installations | None = None
    ) -> None:
        self._settings = settings
        self._over = over
        self._clock = clock
        self._installations = installations
        self._own: dict[str, Workspace] = {}
        self._known: dict[str, _Known] = {}

    def add(self, own: Workspace) -> None:
        """The one that the configured token is for."""
        self._own[own.team] = own

    @property
    def own(self) -> tuple[Workspace, ...]:
        """Those that a configured token is for: one, or none."""
        return tuple(self._own.values())

    def client(self, token: str | None = None) -> AsyncWebClient:
        """For what is asked with this token, or with none."""
        return connection.client(self._settings, self._over, token)

    def now(self) -> datetime:
        """The present."""
        return self._clock()

    async def of(self, team: str) -> Workspace:
        """As Workspaces; with tokens that are about to end traded for new ones. Busy where that can't be done now."""
        if team in self._own:
            return self._own[team]
        known = self._known.get(team)
        if known is not None and self._clock() < known.until:
            return known.workspace
        self.forget(team)
        installation = await self._installed(team)
        found = self._workspace(team, installation)
        until = self._clock() + REMEMBERED
        self._known[team] = _Known(found, min(until, installation.tokens.expires_at or until))
        return found

    def forget(self, team: str) -> None:
        """Ask the database the next time."""
        self._known.pop(team, None)

    async def meet(self, team: str, organisation: str) -> None:
        """A workspace is heard of whose whole organisation installed the bot: it belongs to that from now on."""
        if self._installations is None or team in self._own or team in self._known:
            return
        where = translate.community(team)
        if await self._installations.of(where) is None:
            await self._installations.belongs(where, organisation)

    # --- private ------------------------------------------------------------------------------------

    async def _installed(self, team: str) -> Installation:
        found = await self._installations.of(translate.community(team)) if self._installations is not None else None
        now = self._clock()
        if self._installations is not None and found is not None and _ends(found, now + IN_TIME):
            try:
                found = await self._installations.renewed(found.id, self._renew, now=now, soon=now + IN_TIME)
            except (Refused, Busy, Uncertain) as error:
                log.warning("tokens_not_renewed", error=type(error).__name__)
        if found is None:
            msg = "the bot isn’t installed there"
            raise Undeliverable(msg)
        if _ends(found, now):
            raise Busy(SOON)  # another process trades the tokens just now, or Slack doesn't answer
        return found

    async def _renew(self, old: Tokens) -> Tokens:
        answer = await ask(
            self.client().oauth_v2_access(
                client_id=self._settings.client_id or "",
                client_secret=self._settings.client_secret or "",
                grant_type="refresh_token",
                refresh_token=old.refresh,
            )
        )
        return tokens_in(answer.data if isinstance(answer.data, dict) else {}, self._clock())

    def _workspace(self, team: str, found: Installation) -> Workspace:
        asked = self.client(found.tokens.access)
        by = found.installed_by.native if found.installed_by else ""
        of_all = found.id.startswith(ORGANISATION)
        return Workspace(team, found.name, found.bot_user, asked, found.scopes, by, of_all)


def tokens_in(answer: Mapping[str, Any], now: datetime) -> Tokens:
    """The tokens that Slack handed out."""
    seconds = answer.get("expires_in")
    expires_at = now + timedelta(seconds=int(seconds)) if seconds else None
    return Tokens(str(answer["access_token"]), answer.get("refresh_token"), expires_at)


def _ends(installation: Installation, at: datetime) -> bool:
    expires_at = installation.tokens.expires_at
    return expires_at is not None and expires_at <= at
