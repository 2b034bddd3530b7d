"""Socket Mode: connections that the bot opens, envelopes that it acknowledges."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import Any

from aiohttp import WSMsgType, web

from tests.simulators import PATIENCE
from tests.simulators.slack.world import Json

APP_TOKEN = "xapp-made-up"  # noqa: S105  # nobody's


class Unacknowledged(AssertionError):
    """Nothing came back, and Slack says that the app didn't respond."""


class Sockets:
    """All connections. What happens goes to one of them."""

    def __init__(self) -> None:
        self.url = ""
        self.open: list[web.WebSocketResponse] = []
        self.connected = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    def opened(self, token: str) -> Json:
        """Where to connect to."""
        if token != APP_TOKEN:
            return {"ok": False, "error": "invalid_auth"}
        return {"ok": True, "url": f"{self.url}?ticket={secrets.token_hex(4)}"}

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One connection."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": len(self.open) + 1})
        self.open.append(socket)
        self.connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledged(json.loads(message.data))
        self.open.remove(socket)
        return socket

    async def tell(self, kind: str, payload: Json) -> Json:
        """Hand it over and wait for the acknowledgement; what it said."""
        id_ = secrets.token_hex(8)
        waiting = self._waiting[id_] = asyncio.get_running_loop().create_future()
        envelope: Json = {"envelope_id": id_, "type": kind, "payload": payload, "accepts_response_payload": True}
        await self.open[-1].send_json(envelope)
        try:
            async with asyncio.timeout(PATIENCE):
                acknowledged: Json = await waiting
        except TimeoutError:
            msg = f"nobody acknowledged {kind}"
            raise Unacknowledged(msg) from None
        return acknowledged

    async def refresh(self) -> None:
        """Slack asks for a new connection, and closes the old one once that stands."""
        old = self.open[-1]
        self.connected.clear()
        await old.send_json({"type": "disconnect", "reason": "refresh_requested"})
        await self.connected.wait()
        await old.close()

    async def breaks(self) -> None:
        """The connection is gone without a word; until the next one stands."""
        self.connected.clear()
        await self.open[-1].close(code=1011)
        await self.connected.wait()

    def _acknowledged(self, message: dict[str, Any]) -> None:
        waiting = self._waiting.pop(message.get("envelope_id", ""), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(message.get("payload") or {})
