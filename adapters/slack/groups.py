"""User groups, in which moderators may be chosen: asked for all at once, as Slack takes few such questions a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from adapters.slack.asking import FORGIVEN_AFTER, PATIENCE, ask
from adapters.slack.connection import Workspaces
from bot.contract.ports import Busy, Clock, Uncertain, Undeliverable

SCOPE: Final = "usergroups:read"
REMEMBERED: Final = timedelta(seconds=30)
"""How long an answer is believed; Slack tells of changes meanwhile (``forget``)."""


@dataclass(frozen=True, slots=True)
class Group:
    """A user group, with who is in it."""

    id: str
    name: str
    users: frozenset[str]


class Groups:
    """What is known of each workspace's groups."""

    def __init__(self, workspaces: Workspaces, clock: Clock) -> None:
        self._workspaces = workspaces
        self._clock = clock
        self._known: dict[str, tuple[datetime, tuple[Group, ...]]] = {}

    async def of(self, team: str) -> tuple[Group, ...]:
        """Its groups; none where they may not be asked for, or can't be just now: then nobody moderates by one."""
        known = self._known.get(team)
        if known is not None and self._clock() < known[0]:
            return known[1]
        try:
            found = await self._asked(team)
        except (Undeliverable, Busy, Uncertain):
            self._known[team] = (self._clock() + FORGIVEN_AFTER, ())
            return ()
        self._known[team] = (self._clock() + REMEMBERED, found)
        return found

    def forget(self, team: str) -> None:
        """Somebody was put into a group, or taken out."""
        self._known.pop(team, None)

    async def _asked(self, team: str) -> tuple[Group, ...]:
        workspace = await self._workspaces.of(team)
        if SCOPE not in workspace.scopes:
            return ()
        answer = await ask(workspace.client.usergroups_list(include_users=True), within=PATIENCE)
        return tuple(
            Group(str(each["id"]), str(each.get("name") or each.get("handle")), frozenset(each.get("users") or ()))
            for each in answer["usergroups"]
        )
