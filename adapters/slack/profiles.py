"""What Slack knows of people: asked anew where it decides what somebody may do, remembered where it is only a name."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from adapters.slack.asking import FORGIVEN_AFTER, PATIENCE, ask
from adapters.slack.connection import Workspaces
from bot.contract.places import Member
from bot.contract.ports import Clock, Uncertain

REMEMBERED: Final = timedelta(minutes=10)
"""How long a name, a zone and a language are believed; Slack tells of changes meanwhile (``forget``)."""

MOST_REMEMBERED: Final = 5_000

SILENT: Final = "Slack didn't answer a moment ago"

Known = Mapping[str, Any]
"""A user, in Slack's own words."""


class Profiles:
    """People by their ids; a crowd that presses at once would use up what may be asked in a minute."""

    def __init__(self, workspaces: Workspaces, clock: Clock) -> None:
        self._workspaces = workspaces
        self._clock = clock
        self._known: OrderedDict[Member, tuple[datetime, Known]] = OrderedDict()
        self._silent_until: dict[str, datetime] = {}

    async def now(self, member: Member) -> Known:
        """As Slack knows them at this moment; Uncertain where it doesn't say, or just now didn't."""
        team = member.community.native
        client = (await self._workspaces.of(team)).client
        if self._clock() < self._silent_until.get(team, self._clock()):
            raise Uncertain(SILENT)
        try:
            answer = await ask(client.users_info(user=member.native, include_locale=True), within=PATIENCE)
        except Uncertain:
            self._silent_until[team] = self._clock() + FORGIVEN_AFTER
            raise
        user: Known = answer.get("user") or {}
        self._known[member] = (self._clock() + REMEMBERED, user)
        self._known.move_to_end(member)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return user

    async def lately(self, member: Member) -> Known:
        """As Slack knew them in the last minutes."""
        known = self._known.get(member)
        return known[1] if known is not None and self._clock() < known[0] else await self.now(member)

    def forget(self, member: Member) -> None:
        """Something of theirs has changed."""
        self._known.pop(member, None)


def leads(user: Known) -> bool:
    """Whether Slack calls them an admin or an owner; nobody is whose account was closed, or who is a guest."""
    is_any = user.get("is_admin") or user.get("is_owner") or user.get("is_primary_owner")
    return bool(is_any) and not user.get("deleted") and not user.get("is_stranger")


def called(user: Known) -> str:
    """The name that they go by."""
    about: Mapping[str, Any] = user.get("profile") or {}
    return str(about.get("display_name") or about.get("real_name") or user.get("real_name") or user.get("name"))
