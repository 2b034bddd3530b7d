"""The REST API: each route a function of what was asked."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.simulators.discord.gateway import Gateway
from tests.simulators.discord.interacting import Interactions
from tests.simulators.discord.limits import command_faults, message_faults
from tests.simulators.discord.world import (
    DIRECT,
    NONCES_LAST,
    PRIVATE_THREAD,
    Guild,
    Json,
    Place,
    Refusal,
    Said,
    World,
)

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER, UNKNOWN_MESSAGE = 10003, 10004, 10007, 10008
MISSING_ACCESS, CLOSED, MISSING_PERMISSIONS, INVALID = 50001, 50007, 50013, 50035

Route = Callable[["Api", "Asked"], Awaitable[Any]]
ROUTES: list[tuple[str, re.Pattern[str], Route]] = []


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: what stands in its path, its query and its body."""

    ids: dict[str, str]
    query: dict[str, str]
    body: Json

    def id(self, name: str) -> int:
        """An id in the path."""
        return int(self.ids[name]) if self.ids[name].isdigit() else 0


def route(method: str, path: str) -> Callable[[Route], Route]:
    """Answer this path."""
    pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))

    def add(answer: Route) -> Route:
        ROUTES.append((method, pattern, answer))
        return answer

    return add


class Api:
    """What the routes work on. ``faults`` is everything that Discord would not have taken."""

    def __init__(self, world: World, gateway: Gateway, interactions: Interactions) -> None:
        self.world, self.gateway, self.interactions = world, gateway, interactions
        self.commands: dict[int | None, list[Json]] = {}
        self.registered = 0
        self.faults: list[str] = []
        self.flags = (1 << 18) | (1 << 14)
        self.shards = 1

    async def answer(self, method: str, path: str, query: dict[str, str], body: Json) -> Any:
        """The answer; Refusal where there is none."""
        for known, pattern, run in ROUTES:
            found = pattern.fullmatch(path) if known == method else None
            if found is not None:
                return await run(self, Asked(found.groupdict(), query, body))
        self.faults.append(f"no such route: {method} {path}")
        raise Refusal(404, 0)

    def check(self, faults: Any) -> None:
        """Refuse what goes beyond the limits, and remember it."""
        found = list(faults)
        if found:
            self.faults += found
            raise Refusal(400, INVALID, "; ".join(found))

    def place(self, asked: Asked, *needs: str) -> Place:
        """The channel in the path, if the bot may do that there."""
        place = self.world.places.get(asked.id("channel"))
        if place is None:
            raise Refusal(404, UNKNOWN_CHANNEL)
        allowed = self.world.allowed(self.world.bot.id, place)
        if not allowed.view_channel:
            raise Refusal(403, MISSING_ACCESS)
        if not all(getattr(allowed, each) for each in needs):
            raise Refusal(403, MISSING_PERMISSIONS)
        return place

    def message(self, asked: Asked, place: Place) -> Said:
        """The message in the path."""
        said = self.world.said.get(asked.id("message"))
        if said is None or said.place != place.id:
            raise Refusal(404, UNKNOWN_MESSAGE)
        return said

    def guild(self, asked: Asked) -> Guild:
        """The server in the path, if the bot is in it."""
        guild = self.world.guilds.get(asked.id("guild"))
        if guild is None or self.world.bot.id not in guild.members:
            raise Refusal(404, UNKNOWN_GUILD)
        return guild


# --- who we are -----------------------------------------------------------------------------------------


@route("GET", "/users/@me")
async def _me(api: Api, _asked: Asked) -> Json:
    return api.world.user_json(api.world.bot.id)


@route("GET", "/(oauth2/)?applications/@me")
async def _application(api: Api, _asked: Asked) -> Json:
    bot = api.world.user_json(api.world.bot.id)
    shown: Json = {"id": bot["id"], "name": "Brewmate", "description": "", "icon": None, "bot": bot, "owner": bot}
    shown |= {"bot_public": True, "bot_require_code_grant": False, "verify_key": "0" * 64, "flags": api.flags}
    return {**shown, "team": None, "summary": ""}


@route("GET", "/gateway/bot")
async def _gateway(api: Api, _asked: Asked) -> Json:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    return {"url": api.gateway.url, "shards": api.shards, "session_start_limit": limit}


@route("GET", "/users/@me/guilds")
async def _guilds(api: Api, _asked: Asked) -> list[Json]:
    mine = [each for each in api.world.guilds.values() if api.world.bot.id in each.members]
    return [{"id": str(e.id), "name": e.name, "icon": None, "owner": False, "permissions": "0"} for e in mine]


# --- commands -------------------------------------------------------------------------------------------


@route("GET", r"/applications/\d+(/guilds/{guild})?/commands")
async def _commands(api: Api, asked: Asked) -> list[Json]:
    if _maybe(asked, "guild") is not None:
        api.guild(asked)
    return api.commands.get(_maybe(asked, "guild"), [])


@route("PUT", r"/applications/\d+(/guilds/{guild})?/commands")
async def _register(api: Api, asked: Asked) -> list[Json]:
    for each in asked.body["list"]:
        api.check(command_faults(each))
    api.registered += 1
    known = [
        {**each, "id": str(api.world.new_id()), "version": "1", "application_id": str(api.world.bot.id)}
        for each in asked.body["list"]
    ]
    api.commands[_maybe(asked, "guild")] = known
    return known


# --- servers --------------------------------------------------------------------------------------------


@route("GET", "/guilds/{guild}")
async def _guild(api: Api, asked: Asked) -> Json:
    return api.world.guild_json(api.guild(asked))


@route("GET", "/guilds/{guild}/channels")
async def _channels(api: Api, asked: Asked) -> list[Json]:
    guild = api.guild(asked)
    return [api.world.place_json(e) for e in api.world.places.values() if e.guild == guild.id and not e.parent]


@route("GET", "/guilds/{guild}/members/{user}")
async def _member(api: Api, asked: Asked) -> Json:
    guild = api.guild(asked)
    if asked.id("user") not in guild.members:
        raise Refusal(404, UNKNOWN_MEMBER)
    return api.world.member_json(asked.id("user"), guild)


@route("GET", "/guilds/{guild}/threads/active")
async def _threads(api: Api, asked: Asked) -> Json:
    guild = api.guild(asked)
    found = [e for e in api.world.places.values() if e.kind == PRIVATE_THREAD and e.guild == guild.id]
    members = [api.world.thread_member_json(each, api.world.bot.id) for each in found]
    return {"threads": [api.world.place_json(each) for each in found], "members": members}


# --- channels -------------------------------------------------------------------------------------------


@route("POST", "/users/@me/channels")
async def _direct(api: Api, asked: Asked) -> Json:
    user = int(asked.body["recipient_id"])
    if user not in api.world.users:
        raise Refusal(400, INVALID)
    return api.world.place_json(api.world.direct(user))


@route("GET", "/channels/{channel}")
async def _channel(api: Api, asked: Asked) -> Json:
    return api.world.place_json(api.place(asked))


@route("GET", "/channels/{channel}/messages")
async def _history(api: Api, asked: Asked) -> list[Json]:
    place = api.place(asked)
    if not api.world.allowed(api.world.bot.id, place).read_message_history:
        return []
    after, before = int(asked.query.get("after") or 0), int(asked.query.get("before") or 1 << 63)
    found = [each for each in api.world.messages(place.id) if after < each.id < before and each.seen_by is None]
    found = found[: int(asked.query.get("limit") or 50)] if after else found[-int(asked.query.get("limit") or 50) :]
    return [api.world.message_json(each) for each in reversed(found)]


@route("POST", "/channels/{channel}/messages")
async def _say(api: Api, asked: Asked) -> Json:
    world, body = api.world, asked.body
    place = api.place(asked, "send_messages_in_threads" if _is_thread(api, asked) else "send_messages")
    if place.kind == DIRECT and not all(world.users[each].takes_direct for each in place.people):
        raise Refusal(403, CLOSED)
    api.check(message_faults(body))
    key = place.id, str(body.get("nonce"))
    at, known = world.nonces.get(key, (None, 0))
    if body.get("enforce_nonce") and at is not None and world.clock() - at < NONCES_LAST:
        if known not in world.said:
            raise Refusal(404, UNKNOWN_MESSAGE)
        return {**world.message_json(world.said[known]), "nonce": body["nonce"]}
    said = world.say(place, world.bot.id, body)
    world.nonces[key] = world.clock(), said.id
    await api.gateway.message(said)
    return {**world.message_json(said), "nonce": body.get("nonce")}


@route("PATCH", "/channels/{channel}/messages/{message}")
async def _edit(api: Api, asked: Asked) -> Json:
    said = api.message(asked, api.place(asked))
    api.check(message_faults({**said.body, **asked.body}))
    api.world.revise(said, asked.body)
    said.edited = api.world.clock()
    return api.world.message_json(said)


@route("DELETE", "/channels/{channel}/messages/{message}")
async def _delete(api: Api, asked: Asked) -> None:
    said = api.message(asked, api.place(asked))
    del api.world.said[said.id]


@route("PUT", "/channels/{channel}/(messages/)?pins/{message}")
async def _pin(api: Api, asked: Asked) -> None:
    place = api.place(asked, "pin_messages")
    api.message(asked, place).pinned = True


@route("POST", "/channels/{channel}/threads")
async def _thread(api: Api, asked: Asked) -> Json:
    parent = api.place(asked, "create_private_threads")
    if not 1 <= len(asked.body["name"]) <= 100:
        api.check(["a thread's name"])
    bot = api.world.bot.id
    thread = Place(api.world.new_id(), PRIVATE_THREAD, asked.body["name"], parent.guild, parent.id, people={bot})
    api.world.places[thread.id] = thread
    shown = api.world.place_json(thread)
    await api.gateway.tell("THREAD_CREATE", {**shown, "newly_created": True}, guild=thread.guild, needs="guilds")
    return shown


@route("PUT", "/channels/{channel}/thread-members/{user}")
async def _join(api: Api, asked: Asked) -> None:
    thread = api.place(asked)
    guild = api.world.guilds[thread.guild or 0]
    parent = api.world.places[thread.parent or 0]
    if asked.id("user") not in guild.members or not api.world.allowed(asked.id("user"), parent).view_channel:
        raise Refusal(403, MISSING_ACCESS)
    thread.people.add(asked.id("user"))


# --- answers to interactions ----------------------------------------------------------------------------


@route("POST", "/interactions/{interaction}/{token}/callback")
async def _callback(api: Api, asked: Asked) -> Json | None:
    answered = api.interactions.answered(asked.ids["token"], asked.body, api.check)
    if asked.query.get("with_response") not in {"true", "1"}:
        return None
    shown: Json = {"interaction": {"id": asked.ids["interaction"], "type": 2}}
    if answered is not None:
        shown["resource"] = {"type": asked.body["type"], "message": api.world.message_json(answered)}
    return shown


@route("POST", "/webhooks/{application}/{token}")
async def _follow(api: Api, asked: Asked) -> Json:
    return api.world.message_json(api.interactions.followed(asked.ids["token"], asked.body, api.check))


@route("PATCH", "/webhooks/{application}/{token}/messages/{message}")
async def _edit_answer(api: Api, asked: Asked) -> Json:
    said = api.interactions.edited(asked.ids["token"], asked.ids["message"], asked.body, api.check)
    return api.world.message_json(said)


@route("GET", "/webhooks/{application}/{token}/messages/{message}")
async def _answer(api: Api, asked: Asked) -> Json:
    return api.world.message_json(api.interactions.answer(asked.ids["token"], asked.ids["message"]))


@route("DELETE", "/webhooks/{application}/{token}/messages/{message}")
async def _delete_answer(api: Api, asked: Asked) -> None:
    api.interactions.deleted(asked.ids["token"], asked.ids["message"])


def _is_thread(api: Api, asked: Asked) -> bool:
    place = api.world.places.get(asked.id("channel"))
    return place is not None and place.kind == PRIVATE_THREAD


def _maybe(asked: Asked, name: str) -> int | None:
    return int(asked.ids[name]) if asked.ids.get(name) else None
