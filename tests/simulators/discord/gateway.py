"""The gateway: identify, resume, heartbeats, and events to whoever asked for them."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass, field

import discord
from aiohttp import WSMsgType, web

from tests.simulators.discord.world import DIRECT, Guild, Json, Said, World

BEATS_MS = 41_250
PRIVILEGED = discord.Intents(members=True, presences=True, message_content=True).value


@dataclass(slots=True)
class Session:
    """One shard's connection, and all it was told, so that it can be told again."""

    id: str
    shard: int
    shards: int
    intents: discord.Intents
    told: list[Json] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None


class Gateway:
    """All sessions. ``granted`` are the privileged intents that the application may ask for."""

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.token = token
        self.granted = discord.Intents(message_content=True, members=True)
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        self._connected = asyncio.Event()
        self.doubly_owned = 0
        """How often a shard was identified while another connection still had it."""
        self.beats_ms = BEATS_MS
        self.beats: list[float] = []
        """When heartbeats came, in seconds of the loop's own clock."""
        self.told_all = asyncio.Event()
        """Set once some connection has been told of all its servers."""
        self.url = ""

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One connection."""
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": self.beats_ms}, "s": None, "t": None})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._received(socket, json.loads(message.data))
        return socket

    async def drop(self, code: int = 4000) -> None:
        """Cut every connection, as Discord does now and then."""
        for session in self.sessions.values():
            if session.socket is not None:
                await session.socket.close(code=code)
                session.socket = None

    async def ask_to_reconnect(self) -> None:
        """Ask every connection to end and to be resumed, as before each of Discord's own restarts."""
        for session in self.sessions.values():
            if session.socket is not None and not session.socket.closed:
                await session.socket.send_json({"op": 7, "d": None, "s": None, "t": None})

    async def back(self, before: int) -> None:
        """Wait until there were more connections, resumed or begun anew, than before."""
        while self.resumed + self.identified <= before:
            self._connected.clear()
            await self._connected.wait()

    async def tell(self, event: str, data: Json, *, guild: int | None, needs: str | None) -> None:
        """An event for whoever is to know: the server's shard, or shard 0 where there is no server."""
        for session in self.sessions.values():
            mine = ((guild or 0) >> 22) % session.shards == session.shard if guild else session.shard == 0
            if mine and (needs is None or getattr(session.intents, needs)):
                await self._send(session, event, data)

    async def message(self, said: Said) -> None:
        """A new message, with its words only for who may read them."""
        place = self.world.places[said.place]
        direct = place.kind == DIRECT
        for session in self.sessions.values():
            guild = self.world.guilds[place.guild] if place.guild else None
            mine = session.shard == 0 if guild is None else (guild.id >> 22) % session.shards == session.shard
            wants = session.intents.dm_messages if direct else session.intents.guild_messages
            if mine and wants and self.world.allowed(self.world.bot.id, place).view_channel:
                shown = self.world.message_json(said, hides_content=not session.intents.message_content)
                if guild is not None and said.by in guild.members:
                    member = self.world.member_json(said.by, guild)
                    shown |= {"guild_id": str(guild.id), "member": {k: v for k, v in member.items() if k != "user"}}
                await self._send(session, "MESSAGE_CREATE", shown)

    async def _received(self, socket: web.WebSocketResponse, message: Json) -> None:
        match message["op"]:
            case 1:
                self.beats.append(asyncio.get_running_loop().time())
                await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
            case 2:
                await self._identify(socket, message["d"])
            case 6:
                await self._resume(socket, message["d"])

    async def _identify(self, socket: web.WebSocketResponse, asked: Json) -> None:
        if asked["token"] != self.token:
            await socket.close(code=4004)
            return
        intents = discord.Intents._from_value(asked["intents"])  # noqa: SLF001  # there is no other way to read one
        if asked["intents"] & PRIVILEGED & ~self.granted.value:
            await socket.close(code=4014)
            return
        self.identified += 1
        self._connected.set()
        shard, shards = asked.get("shard") or (0, 1)
        session = Session(secrets.token_hex(8), shard, shards, intents, socket=socket)
        for each in [key for key, other in self.sessions.items() if other.shard == shard]:
            earlier = self.sessions.pop(each).socket
            self.doubly_owned += earlier is not None and not earlier.closed
        self.sessions[session.id] = session
        mine = [each for each in self.world.guilds.values() if (each.id >> 22) % shards == shard]
        mine = [each for each in mine if self.world.bot.id in each.members]
        application = {"id": str(self.world.bot.id), "flags": 0}
        ready: Json = {"v": 10, "user": self.world.user_json(self.world.bot.id), "session_id": session.id}
        ready |= {"guilds": [{"id": str(each.id), "unavailable": True} for each in mine], "shard": [shard, shards]}
        ready |= {"resume_gateway_url": self.url, "application": application, "private_channels": []}
        await self._send(session, "READY", ready)
        for guild in mine:
            await self._send(session, "GUILD_CREATE", self.world.guild_json(guild))
        self.told_all.set()

    async def _resume(self, socket: web.WebSocketResponse, asked: Json) -> None:
        session = self.sessions.get(asked["session_id"])
        if session is None or asked["token"] != self.token:
            await socket.send_json({"op": 9, "d": False, "s": None, "t": None})
            return
        self.resumed += 1
        self._connected.set()
        session.socket = socket
        for message in session.told:
            if message["s"] > asked["seq"]:
                await socket.send_json(message)
        await self._send(session, "RESUMED", {})

    async def _send(self, session: Session, event: str, data: Json) -> None:
        message: Json = {"op": 0, "t": event, "s": len(session.told) + 1, "d": data}
        session.told.append(message)
        if session.socket is not None and not session.socket.closed:
            await session.socket.send_json(message)

    async def joined(self, guild: Guild) -> None:
        """The bot was invited."""
        await self.tell("GUILD_CREATE", self.world.guild_json(guild), guild=guild.id, needs="guilds")
