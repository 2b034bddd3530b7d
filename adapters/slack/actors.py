"""Who acted on Slack; where only moderators may, asked just now, so that a role that was lost doesn't count."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from adapters.slack import translate
from adapters.slack.answers import Answer
from adapters.slack.carrying import FAILED, Turn
from adapters.slack.connection import Workspaces
from adapters.slack.platform import SlackPlatform
from adapters.slack.profiles import leads
from adapters.slack.render import Json
from bot.contract.commands import Audience
from bot.contract.events import Event, Shared, Surveyed
from bot.contract.house import House
from bot.contract.places import Member, Role
from bot.contract.replies import Survey
from bot.texts import translator

LONGEST_ID: Final = 100
HOME: Final = "home"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted, what Slack knows of them, and how they can be answered."""

    member: Member
    locale: str | None
    is_admin: bool
    roles: frozenset[Role]
    turn: Turn

    def shared(self, id_: str, at: datetime) -> Shared:
        """What every event of theirs says."""
        channel = self.turn.answer.channel
        return Shared(
            id=id_[:LONGEST_ID],
            by=self.member,
            where=translate.channel(self.member.community, channel) if channel else None,
            at=at,
            locale=self.locale,
            is_moderator=self.is_admin,
            roles=self.roles,
            since=None,
        )


class Actors:
    """Knows who stands behind what Slack tells."""

    def __init__(self, workspaces: Workspaces, platform: SlackPlatform, house: House) -> None:
        self._workspaces = workspaces
        self._platform = platform
        self._house = house

    async def behind(  # all that a body tells, and what it leaves out
        self,
        body: Json,
        user: str,
        channel: str,
        audience: Audience,
        *,
        response_url: str = "",
        at_home: bool = False,
    ) -> Actor:
        """Who did what a body tells of, in a channel or in none; what only moderators may asks Slack anew."""
        container: Mapping[str, Any] = body.get("container") or {}
        answer = Answer(
            (await self._workspaces.of(team(body))).client,
            user,
            channel,
            response_url=response_url or str(body.get("response_url") or ""),
            trigger=str(body.get("trigger_id") or ""),
            thread=str(container.get("thread_ts") or ""),
            team=team(body),
        )
        at_home = at_home or (body.get("view") or {}).get("type") == HOME
        member = translate.member(translate.community(team(body)), user)
        return await self._actor(member, answer, at_home=at_home, anew=audience is Audience.MODERATORS)

    async def at_home(self, where: str, user: str) -> Actor:
        """Whoever opened the bot's own page."""
        answer = Answer((await self._workspaces.of(where)).client, user, "", team=where)
        return await self._actor(translate.member(translate.community(where), user), answer, at_home=True, anew=True)

    async def _actor(self, member: Member, answer: Answer, *, at_home: bool, anew: bool) -> Actor:
        profiles = self._platform.profiles
        try:
            known = await (profiles.now(member) if anew else profiles.lately(member))
        except FAILED:
            known = {}
        locale = str(known["locale"]) if known.get("locale") else None
        turn = Turn(answer, translator(locale), self._surveyed, at_home)
        is_admin = leads(known) or await self._platform.installed(member)
        return Actor(member, locale, is_admin, await self._platform.roles(member), turn)

    async def _surveyed(self, survey: Survey, before: Event) -> Surveyed:
        """What the bot lacks in those channels, and who those members are."""
        lacks = {each: await self._platform.lacks(each) for each in survey.channels}
        open_to_all = await self._platform.open_to_all(survey.channels)
        return Surveyed(
            id=f"{before.id}:surveyed",
            by=before.by,
            where=before.where,
            at=before.at,
            locale=before.locale,
            is_moderator=before.is_moderator,
            roles=before.roles,
            action=survey.action,
            subject=survey.subject,
            choice=survey.choice,
            lacks=lacks,
            open_to_all=open_to_all,
            people={each: await self._platform.profile(each) for each in survey.members},
        )


def team(body: Json) -> str:
    """The workspace that a body is about: the one that a form was opened in, not that of a guest who sent it."""
    installed = (body.get("view") or {}).get("app_installed_team_id")
    return str(installed or body.get("team_id") or (body.get("team") or {}).get("id") or body["user"]["team_id"])


def event_id(body: Json) -> str:
    """Slack gives each interaction a trigger of its own, whatever it repeats."""
    return f"i{body.get('trigger_id') or secrets.token_hex(8)}"
