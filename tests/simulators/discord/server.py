"""The simulator itself: both APIs on one loopback port, and what goes wrong with them on request."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import discord
from aiohttp import web

from tests.simulators.discord import rest
from tests.simulators.discord.described import body_faults
from tests.simulators.discord.gateway import Gateway
from tests.simulators.discord.interacting import Interactions
from tests.simulators.discord.people import Person
from tests.simulators.discord.world import Guild, Refusal, Role, World

TOKEN = "made.up.token"  # noqa: S105  # nobody's
EVERYBODY = discord.Permissions(
    view_channel=True, send_messages=True, read_message_history=True, send_messages_in_threads=True
)


class DiscordSimulator:
    """Use it as a context; then ``api_url`` and ``gateway_url`` are where discord.py finds it."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.world = World(clock)
        self.gateway = Gateway(self.world, TOKEN)
        self.api = rest.Api(self.world, self.gateway, Interactions(self.world))
        self.next_answers: deque[str] = deque()
        """What becomes of the coming posts: ``429``, ``503``, or ``lost``: carried out, but the answer doesn't come."""
        self.requests: list[tuple[str, str]] = []
        self._runner: web.AppRunner | None = None
        self.api_url = ""
        self.gateway_url = ""

    @property
    def faults(self) -> list[str]:
        """Everything that Discord would not have taken."""
        return self.api.faults

    def invite(self, name: str = "Fernhill", *, allowed: discord.Permissions | None = None) -> Guild:
        """A server that the bot is in, with these permissions of its own."""
        guild = self.world.add_guild(name, everybody=EVERYBODY)
        role = _new_role(self.world, guild, "Brewmate", allowed or discord.Permissions.none())
        guild.members[self.world.bot.id] = {role}
        return guild

    def person(self, name: str, guild: Guild, *, moderates: bool = False) -> Person:
        """Somebody in it."""
        user = self.world.add_user(name)
        guild.members[user.id] = set()
        if moderates:
            role = _new_role(self.world, guild, "Moderators", discord.Permissions(manage_guild=True))
            guild.members[user.id].add(role)
        return Person(self, user, guild)

    def role(self, name: str, guild: Guild) -> int:
        """A role that may do nothing in particular."""
        return _new_role(self.world, guild, name, discord.Permissions.none())

    async def deny(self, place: int, flags: Iterable[str]) -> None:
        """Take permissions in a channel away from the bot's role."""
        await self._change(place, flags, denied=True)

    async def allow(self, place: int, flags: Iterable[str]) -> None:
        """No longer take them away."""
        await self._change(place, flags, denied=False)

    async def _change(self, place: int, flags: Iterable[str], *, denied: bool) -> None:
        channel = self.world.places[place]
        guild = self.world.guilds[channel.guild or 0]
        (role,) = guild.members[self.world.bot.id]
        bits = discord.Permissions(**dict.fromkeys(flags, True)).value
        before = channel.denied.get(role, 0)
        channel.denied[role] = before | bits if denied else before & ~bits
        await self.gateway.tell("CHANNEL_UPDATE", self.world.place_json(channel), guild=guild.id, needs="guilds")

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_route("*", "/api/v10{path:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.api_url = f"http://{host}:{port}/api/v10"
        self.gateway_url = self.gateway.url = f"ws://{host}:{port}/gateway/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.gateway.drop(1001)
        if self._runner is not None:
            await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        self.requests.append((request.method, path))
        if not path.startswith(("/interactions/", "/webhooks/")) and not self._knows(request):
            return _refused(Refusal(401, 0, "401: Unauthorized"))
        fate = self.next_answers.popleft() if self.next_answers and request.method == "POST" else ""
        if fate == "429":
            body = {"message": "You are being rate limited.", "retry_after": 0.01, "global": False}
            return _json(body, 429, {"Via": "1.1 simulator", "Retry-After": "0.01"})
        if fate == "503":
            return _json({}, 503)
        body = await _body(request)
        self.api.faults += body_faults(request.method, path, body.get("list", body)) if request.can_read_body else ()
        try:
            answer = await self.api.answer(request.method, path, dict(request.query), body)
        except Refusal as refusal:
            return _refused(refusal)
        if fate == "lost":
            assert request.transport is not None
            request.transport.close()
        return web.Response(status=204) if answer is None else _json(answer)

    def _knows(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == f"Bot {TOKEN}"


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        return dict(json.loads(str(form["payload_json"])))
    text = await request.text()
    body = json.loads(text) if text else {}
    return {"list": body} if isinstance(body, list) else body


def _refused(refusal: Refusal) -> web.Response:
    return _json({"code": refusal.code, "message": refusal.message}, refusal.status)


def _json(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """As Discord sends it: discord.py reads no other content type, not even one with a charset."""
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers, content_type="application/json")


def _new_role(world: World, guild: Guild, name: str, allowed: discord.Permissions) -> int:
    """A new role in a server."""
    role = Role(world.new_id(), name, allowed.value)
    guild.roles[role.id] = role
    return role.id
