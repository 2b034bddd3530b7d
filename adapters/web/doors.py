"""Addresses at which platforms call (bot.contract.doors), as routes of the one application."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.contract.doors import Called, Door

TOO_LARGE = web.HTTPRequestEntityTooLarge.status_code


def open_doors(app: web.Application, doors: Iterable[Door]) -> set[str]:
    """Mount them; their paths."""
    opened = set[str]()
    for door in doors:
        app.router.add_route(door.method, door.path, _handler(door))
        opened.add(door.path)
    return opened


def _handler(door: Door) -> Handler:
    async def handle(request: web.Request) -> web.Response:
        body = await _read(request, door.most_bytes)
        if body is None:
            return web.Response(status=TOO_LARGE, text="too large")
        headers = {name.lower(): value for name, value in request.headers.items()}
        answered = await door.answer(Called(request.method, dict(request.query), headers, dict(request.cookies), body))
        response = web.Response(
            status=answered.status, text=answered.body, content_type=answered.content_type, charset="utf-8"
        )
        response.headers.extend(answered.headers)
        return response

    return handle


async def _read(request: web.Request, most: int) -> bytes | None:
    """The body; None where it is larger, whatever it said of itself, and no more of it is read."""
    if (request.content_length or 0) > most:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)
