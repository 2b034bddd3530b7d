"""Slack calling the bot over HTTP: signed, to whichever replica, and repeated where it wasn't acknowledged."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from urllib.parse import urlencode

import aiohttp

from tests.simulators import PATIENCE
from tests.simulators.slack.sockets import Unacknowledged
from tests.simulators.slack.world import Json

SIGNING_SECRET = "a-made-up-signing-secret"  # noqa: S105  # nobody's
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
OK = 200


class Calls:
    """Every replica's address, in turn; none while the bot is reached by Socket Mode."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._turn = 0
        self.addresses: list[str] = []
        self.statuses: list[int] = []
        """How each call was answered."""

    async def tell(self, kind: str, payload: Json) -> Json:
        """Hand it over to the next replica and wait for the acknowledgement; what it said."""
        body, type_ = written(kind, payload)
        address = self.addresses[self._turn % len(self.addresses)]
        self._turn += 1
        status, said = await self.post(address, body, {"Content-Type": type_, **self.signed(body)})
        if status != OK:
            return {}
        return json.loads(said) if said[:1] == "{" else {}

    async def post(self, address: str, body: bytes | AsyncIterator[bytes], headers: dict[str, str]) -> tuple[int, str]:
        """One request, whatever its headers."""
        try:
            async with (
                asyncio.timeout(PATIENCE),
                aiohttp.ClientSession() as session,
                session.post(f"{address}/slack/events", data=body, headers=headers) as answer,
            ):
                self.statuses.append(answer.status)
                return answer.status, await answer.text()
        except TimeoutError:
            msg = "nobody acknowledged a call"
            raise Unacknowledged(msg) from None

    def signed(self, body: bytes, *, secret: str = SIGNING_SECRET, at: datetime | None = None) -> dict[str, str]:
        """The headers by which the bot knows that Slack called it."""
        stamp = str(int((at or self._clock()).timestamp()))
        base = b":".join((b"v0", stamp.encode(), body))
        signature = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}


def written(kind: str, payload: Json) -> tuple[bytes, str]:
    """A request's body as Slack writes it, and its type."""
    match kind:
        case "events_api":
            return json.dumps(payload).encode(), JSON
        case "slash_commands":
            return urlencode(payload).encode(), FORM
        case _:
            return urlencode({"payload": json.dumps(payload)}).encode(), FORM
