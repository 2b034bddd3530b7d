"""People in front of Discord: what they can do, and what they see of it."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any

from tests.simulators import PATIENCE
from tests.simulators.discord.interacting import Interaction
from tests.simulators.discord.world import DIRECT, Guild, Json, Place, Said, User

if TYPE_CHECKING:
    from tests.simulators.discord.server import DiscordSimulator

COMMAND, PRESS, SUGGESTION, FORM = 2, 3, 4, 5
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE = 3, 4, 5, 6, 7, 8


class Failed(AssertionError):
    """What Discord shows as "This interaction failed"."""


class Person:
    """Somebody in a server."""

    def __init__(self, simulator: DiscordSimulator, user: User, guild: Guild) -> None:
        self._sim = simulator
        self._world = simulator.world
        self.user = user
        self.guild = guild

    # --- doing --------------------------------------------------------------------------------------

    async def says(self, place: Place, content: str) -> Said:
        """Write in a channel."""
        said = self._world.say(place, self.user.id, {"content": content})
        await self._sim.gateway.message(said)
        return said

    async def writes_to_the_bot(self, content: str) -> Said:
        """Write in one's own conversation with the bot."""
        return await self.says(self._world.direct(self.user.id), content)

    async def types(self, place: Place, path: str, **options: Any) -> Interaction:
        """Use a slash command as it is registered, with these options."""
        top, *below = path.split()
        command = self._registered(top, 1)
        leaf, resolved = command, dict[str, Any]()
        for name in below:
            leaf = next(each for each in leaf["options"] if each["name"] == name)
        given = [self._given(leaf, name, value, resolved) for name, value in options.items()]
        for name in reversed(below):
            given = [{"type": 1, "name": name, "options": given}]
        data = {"id": command["id"], "name": top, "type": 1, "options": given, "resolved": resolved}
        return await self._acts(COMMAND, data, place)

    async def chooses(self, name: str, about: Said) -> Interaction:
        """Choose an entry of a message's menu."""
        place, command = self._world.places[about.place], self._registered(name, 3)
        shown = self._world.message_json(about) | {"guild_id": str(self.guild.id)}
        data = {"id": command["id"], "name": name, "type": 3, "target_id": str(about.id)}
        return await self._acts(COMMAND, data | {"resolved": {"messages": {str(about.id): shown}}}, place)

    async def asks_for(self, place: Place, path: str, option: str, typed: str) -> list[Json]:
        """What the app suggests while an option is typed."""
        top, *below = path.split()
        command = self._registered(top, 1)
        given: list[Json] = [{"type": STRING, "name": option, "value": typed, "focused": True}]
        for name in reversed(below):
            given = [{"type": 1, "name": name, "options": given}]
        data = {"id": command["id"], "name": top, "type": 1, "options": given}
        return (await self._acts(SUGGESTION, data, place)).suggested

    async def presses(self, label: str, under: Said) -> Interaction:
        """Press a button of a message that one sees."""
        button = next(each for each in under.buttons if each["label"] == label)
        data = {"custom_id": button["custom_id"], "component_type": 2}
        return await self._acts(PRESS, data, self._world.places[under.place], on=under)

    async def submits(self, form: Interaction, **values: str) -> Interaction:
        """Send an open form: what is left out keeps what stood there."""
        assert form.form is not None
        resolved: Json = {}
        filled = [self._filled(each, values, resolved) for each in form.form["components"]]
        data = {"custom_id": form.form["custom_id"], "components": filled, "resolved": resolved}
        return await self._acts(FORM, data, self._world.places[form.place])

    async def deletes(self, said: Said) -> None:
        """Delete a message, as a moderator may."""
        del self._world.said[said.id]
        shown = {"id": str(said.id), "channel_id": str(said.place), "guild_id": str(self.guild.id)}
        await self._sim.gateway.tell("MESSAGE_DELETE", shown, guild=self.guild.id, needs="guild_messages")

    async def leaves(self) -> None:
        """Leave the server."""
        del self.guild.members[self.user.id]
        shown = {"guild_id": str(self.guild.id), "user": self._world.user_json(self.user.id)}
        await self._sim.gateway.tell("GUILD_MEMBER_REMOVE", shown, guild=self.guild.id, needs="members")

    # --- seeing -------------------------------------------------------------------------------------

    def sees(self, place: Place) -> list[Said]:
        """What stands there before one's eyes, one's own private answers too."""
        return self._world.shown_to(self.user.id, [place])

    def told(self) -> list[Said]:
        """What the bot wrote to one directly."""
        direct = self._world.direct(self.user.id)
        return [each for each in self.sees(direct) if each.by == self._world.bot.id]

    def kinds(self, path: str) -> dict[str, int]:
        """What kind each option of a registered command is."""
        top, *below = path.split()
        leaf = self._registered(top, 1)
        for name in below:
            leaf = next(each for each in leaf["options"] if each["name"] == name)
        return {each["name"]: each["type"] for each in leaf.get("options") or ()}

    # --- private ------------------------------------------------------------------------------------

    async def _acts(self, kind: int, data: Json, place: Place, *, on: Said | None = None) -> Interaction:
        """Tell the bot, and wait for its answer."""
        asked = Interaction(secrets.token_hex(8), self.user.id, place.id, on.id if on else None, kind == FORM)
        self._sim.api.interactions.add(asked)
        shown: Json = {"id": str(self._world.new_id()), "application_id": str(self._world.bot.id), "type": kind}
        shown |= {"data": data, "token": asked.token, "version": 1, "locale": self.user.locale, "entitlements": []}
        shown |= {"channel_id": str(place.id), "channel": self._world.place_json(place), "attachment_size_limit": 0}
        shown |= {"authorizing_integration_owners": {}, "context": 1 if place.kind == DIRECT else 0}
        shown["app_permissions"] = str(self._world.allowed(self._world.bot.id, place).value)
        if place.kind == DIRECT:
            shown["user"] = self._world.user_json(self.user.id)
        else:
            shown |= {"guild_id": str(self.guild.id), "guild_locale": "en-GB", "guild": {"id": str(self.guild.id)}}
            shown["member"] = self._world.member_json(self.user.id, self.guild, within=place)
        if on is not None:
            shown["message"] = self._world.message_json(on)
        guild = None if place.kind == DIRECT else self.guild.id
        await self._sim.gateway.tell("INTERACTION_CREATE", shown, guild=guild, needs=None)
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.shield(asked.first)
        except TimeoutError:
            msg = "This interaction failed"
            raise Failed(msg) from None
        async with asyncio.timeout(PATIENCE):
            await asked.settled.wait()
        return asked

    def _registered(self, name: str, kind: int) -> Json:
        known = [each for every in self._sim.api.commands.values() for each in every]
        return next(each for each in known if each["name"] == name and each.get("type", 1) == kind)

    def _given(self, leaf: Json, name: str, value: Any, resolved: Json) -> Json:
        option = next(each for each in leaf.get("options") or () if each["name"] == name)
        if option["type"] in {USER, CHANNEL, ROLE}:
            self._resolve(option["type"], value, resolved)
            value = str(value)
        elif option["type"] == STRING:
            value = str(value)
            assert not option.get("choices") or value in {each["value"] for each in option["choices"]}
        return {"name": name, "type": option["type"], "value": value}

    def _resolve(self, kind: int, id_: int, resolved: Json) -> None:
        key = str(id_)
        if kind == USER:
            resolved.setdefault("users", {})[key] = self._world.user_json(id_)
            if id_ in self.guild.members:
                member = self._world.member_json(id_, self.guild)
                resolved.setdefault("members", {})[key] = {k: v for k, v in member.items() if k != "user"} | {
                    "permissions": "0"
                }
        elif kind == CHANNEL:
            place = self._world.places[id_]
            shown = {"id": key, "type": place.kind, "name": place.name, "permissions": "0"}
            resolved.setdefault("channels", {})[key] = shown
        else:
            role = self.guild.roles[id_]
            resolved.setdefault("roles", {})[key] = {"id": key, "name": role.name, "permissions": "0", "color": 0}

    def _filled(self, label: Json, values: dict[str, str], resolved: Json) -> Json:
        field = label["component"]
        name, given = field["custom_id"], values.get(field["custom_id"])
        if field["type"] == 4:
            value = field.get("value") or "" if given is None else given
            filled = {"type": 4, "id": 1, "custom_id": name, "value": value}
        else:
            standing = [each["value"] for each in field.get("options") or () if each.get("default")]
            standing += [each["id"] for each in field.get("default_values") or ()]
            chosen = standing if given is None else [given] if given else []
            kinds = {5: USER, 6: ROLE, 8: CHANNEL}
            for each in chosen if field["type"] in kinds else ():
                self._resolve(kinds[field["type"]], int(each), resolved)
            filled = {"type": field["type"], "id": 1, "custom_id": name, "values": chosen}
        return {"type": 18, "id": 1, "component": filled}
