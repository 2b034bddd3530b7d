"""People in front of Slack: what they can do, and what they see of it."""

from __future__ import annotations

import asyncio
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.simulators.slack.interacting import Interaction
from tests.simulators.slack.world import Json, Place, Said, Team, User

if TYPE_CHECKING:
    from tests.simulators.slack.server import SlackSimulator


class Person:
    """Somebody in a workspace."""

    def __init__(self, simulator: SlackSimulator, user: User, team: Team) -> None:
        self._sim = simulator
        self._world = simulator.world
        self.user = user
        self.team = team

    # --- doing --------------------------------------------------------------------------------------

    async def says(
        self, place: Place, text: str, *, thread: str | None = None, times: int = 1, at_once: bool = False
    ) -> Said:
        """Write in a channel; where the bot is mentioned Slack tells it twice, in two ways."""
        said = self._world.say(place, self.user.id, {"text": text}, thread=thread)
        if self.team.bot in place.people:
            event: Json = {"type": "message", "channel": place.id, "channel_type": _kind(place), "user": self.user.id}
            event |= {"text": text, "ts": said.ts, "team": self.team.id} | ({"thread_ts": thread} if thread else {})
            if self._hears(place):
                await self.tells(event, times=times, at_once=at_once)
            if f"<@{self.team.bot}>" in text:
                await self.tells({**event, "type": "app_mention"}, times=times)
        return said

    async def types(self, place: Place, command: str, text: str = "") -> Interaction:
        """Use a slash command."""
        asked = self._sim.interactions.begun(self.user.id, place.id)
        body: Json = {"command": command, "text": text, "user_id": self.user.id, "user_name": self.user.name.lower()}
        body |= {"channel_id": place.id, "channel_name": place.name, "team_id": self.team.id, "api_app_id": "A1"}
        await self._sim.tell("slash_commands", body | self._answering(asked))
        return asked

    async def presses(self, label: str, under: Said) -> Interaction:
        """Press a button of a message that one sees."""
        button = next(each for each in under.buttons if each["text"]["text"] == label)
        asked = self._sim.interactions.begun(self.user.id, under.place)
        place = self._world.places[under.place]
        body: Json = {"type": "block_actions", **self._who(), "channel": {"id": place.id, "name": place.name}}
        container: Json = {"type": "message", "message_ts": under.ts, "channel_id": place.id}
        container |= {"thread_ts": under.thread} if under.thread else {}
        body["container"] = container | {"is_ephemeral": under.seen_by is not None}
        body["actions"] = [{**button, "block_id": "b1", "action_ts": "1.1"}]
        await self._sim.tell("interactive", body | self._answering(asked))
        return asked

    async def submits(self, form: Interaction, **values: str) -> Interaction:
        """Send an open form: what is left out keeps what stood there; what is wrong is shown at its field."""
        assert form.form is not None
        asked = self._sim.interactions.begun(self.user.id, form.place)
        state = {each["block_id"]: {"field": _filled(each, values)} for each in form.form["blocks"] if _is_field(each)}
        view = {**form.form, "state": {"values": state}}
        body: Json = {"type": "view_submission", **self._who(), "view": view, "trigger_id": asked.token}
        answer = await self._sim.tell("interactive", body)
        match answer.get("response_action"):
            case "errors":
                asked.form, asked.errors = form.form, answer["errors"]
            case "update":
                asked.form = {**form.form, **answer["view"]}
        return asked

    async def chooses(self, callback: str, about: Said) -> Interaction:
        """Choose an entry of a message's menu."""
        asked = self._sim.interactions.begun(self.user.id, about.place)
        place = self._world.places[about.place]
        body: Json = {"type": "message_action", **self._who(), "callback_id": callback, "message_ts": about.ts}
        body |= {"channel": {"id": place.id, "name": place.name}}
        body["message"] = {"type": "message", "user": about.by, "ts": about.ts, "text": about.text}
        await self._sim.tell("interactive", body | self._answering(asked))
        return asked

    async def opens_home(self) -> None:
        """Look at the bot's own page."""
        await self.tells({"type": "app_home_opened", "user": self.user.id, "channel": "D1", "tab": "home"})

    @property
    def home(self) -> Said:
        """What stands on the bot's own page."""
        view = self._world.homes[self.user.id]
        return Said("", "", self.team.bot, self._world.clock(), {"blocks": view["blocks"]}, seen_by=self.user.id)

    async def presses_at_home(self, label: str) -> Interaction:
        """Press a button of the bot's own page."""
        button = next(each for each in self.home.buttons if each["text"]["text"] == label)
        asked = self._sim.interactions.begun(self.user.id, "")
        view = self._world.homes[self.user.id]
        body: Json = {"type": "block_actions", **self._who(), "trigger_id": asked.token, "view": view}
        body |= {"container": {"type": "view", "view_id": view["id"]}}
        await self._sim.tell("interactive", body | {"actions": [{**button, "block_id": "b1", "action_ts": "1.1"}]})
        return asked

    def reloads(self) -> None:
        """Open Slack anew: what only this person saw is gone."""
        gone = [key for key, each in self._world.said.items() if each.seen_by == self.user.id]
        for key in gone:
            del self._world.said[key]

    async def removes_the_app(self) -> None:
        """Remove the bot from the workspace: its tokens are good for nothing, and Slack says so twice."""
        self.team.token = ""
        self._sim.offices.uninstall(self.team)
        await self.tells({"type": "app_uninstalled"})
        await self.tells({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.team.bot]}})

    async def deletes(self, said: Said) -> None:
        """Delete a message, as an admin may."""
        del self._world.said[said.place, said.ts]
        event: Json = {"type": "message", "subtype": "message_deleted", "channel": said.place, "deleted_ts": said.ts}
        await self.tells({**event, "previous_message": {"user": said.by, "ts": said.ts}})

    async def leaves(self) -> None:
        """Their account is closed."""
        for place in self._world.places.values():
            place.people.discard(self.user.id)
        self.user.takes_direct, self.user.is_closed = False, True
        user: Json = {"id": self.user.id, "team_id": self.team.id, "deleted": True}
        await self.tells({"type": "user_change", "user": user, "event_ts": "1.1"})

    # --- private ------------------------------------------------------------------------------------

    async def tells(self, event: Json, *, times: int = 1, at: datetime | None = None, at_once: bool = False) -> None:
        """Let the bot hear of an event that happened just now, or then; Slack repeats one that it thinks was lost."""
        body: Json = {"type": "event_callback", "team_id": self.team.id, "api_app_id": "A1", "event": event}
        body |= {"event_id": f"Ev{secrets.token_hex(5)}", "event_time": int((at or self._world.clock()).timestamp())}
        body["authorizations"] = [self._installed()]
        if at_once:
            await asyncio.gather(*(self._sim.tell("events_api", body) for _ in range(times)))
            return
        for _ in range(times):
            await self._sim.tell("events_api", body)

    def _installed(self) -> Json:
        of_all = {
            "enterprise_id": self.team.organisation or None,
            "is_enterprise_install": bool(self.team.organisation),
        }
        return {"team_id": self.team.id, "user_id": self.team.bot, "is_bot": True, **of_all}

    def _who(self) -> Json:
        user = {"id": self.user.id, "name": self.user.name.lower(), "team_id": self.team.id}
        return {"user": user, "team": {"id": self.team.id, "domain": "fernhill"}, "api_app_id": "A1"}

    def _answering(self, asked: Interaction) -> Json:
        return {"trigger_id": asked.token, "response_url": f"{self._sim.interactions.url}{asked.token}"}

    def _hears(self, place: Place) -> bool:
        """Whether the bot's scopes let it hear what is written there."""
        if place.id.startswith("D"):
            return "im:history" in self.team.scopes
        wanted = "groups:history" if place.is_private else "channels:history"
        return place.is_channel and wanted in self.team.scopes


def _kind(place: Place) -> str:
    if place.is_channel:
        return "group" if place.is_private else "channel"
    return "im" if place.id.startswith("D") else "mpim"


def _is_field(block: Json) -> bool:
    return bool(block["type"] == "input")


def _filled(block: Json, values: dict[str, Any]) -> Json:
    element, name = block["element"], block["block_id"]
    kind = element["type"]
    if kind == "static_select":
        standing = (element.get("initial_option") or {}).get("value")
        value = values.get(name, standing)
        return {"type": kind, "selected_option": {"value": value} if value else None}
    if kind == "conversations_select":
        return {"type": kind, "selected_conversation": values.get(name, element.get("initial_conversation"))}
    if kind == "users_select":
        return {"type": kind, "selected_user": values.get(name, element.get("initial_user"))}
    return {"type": kind, "value": values.get(name, element.get("initial_value"))}
