"""What happens, live: server-sent events with the number of each change, so that a lost connection catches up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from adapters.room import Change, Room
from adapters.web.playground.asking import Json
from adapters.web.playground.drawing import View
from adapters.web.server import STREAMS

HEARTBEAT = 15.0
"""Seconds between signs of life, each with the time where the clock is shown."""

RELOAD = "reload"
BEGINNING = b"retry: 1000\n\n"
SIGN_OF_LIFE = b": still here\n\n"


@dataclass(frozen=True, slots=True)
class Following:
    """What a stream asks for besides the room's changes.

    ``moderates`` is what the page knows so far. ``refresh`` asks anew and is False where the view's person is not here
    any more; ``may_matter`` tells the changes after which that is worth asking, as it costs a look at the database.
    """

    moderates: bool
    clock: Callable[[], Awaitable[Json | None]]
    refresh: Callable[[], Awaitable[bool]]
    may_matter: Callable[[Change], bool]


async def stream(
    request: web.Request, room: Room, view: View, after: int | None, following: Following
) -> web.StreamResponse:
    """Send what changes until the page goes away. ``after`` None tells the page to load anew."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
    task = asyncio.current_task()
    streams = request.app[STREAMS]
    if task is not None:
        streams.add(task)
    try:
        await response.prepare(request)
        await response.write(BEGINNING)
        async for chunk in _events(room, view, after, following):
            await response.write(chunk)
    except ConnectionResetError:
        pass  # the page is gone; it comes back with the last number it saw
    finally:
        streams.discard(task)
    return response


async def _events(room: Room, view: View, after: int | None, following: Following) -> AsyncIterator[bytes]:
    loop, moderates = asyncio.get_running_loop(), following.moderates
    due = loop.time() + HEARTBEAT
    while True:
        changes = None if after is None or after > room.newest_change else room.changes(after)
        if after is None or changes is None:
            yield _event(RELOAD, {})
            return
        for change in changes:
            drawn = view.change(change)
            if drawn is not None:
                yield _event(*drawn, number=change.number)
        after = changes[-1].number if changes else after
        is_due = loop.time() >= due
        if (is_due or any(map(following.may_matter, changes))) and not await following.refresh():
            yield _event(RELOAD, {})
            return
        if view.moderates is not moderates:
            moderates = view.moderates
            yield _event("standing", view.standing())
        if after >= room.newest_change and not is_due:
            await _something(room, due)
        if is_due:
            due = loop.time() + HEARTBEAT
            yield SIGN_OF_LIFE
            shown = await following.clock()
            if shown is not None:
                yield _event("clock", shown)


async def _something(room: Room, due: float) -> None:
    """Wait for a change, or until that time of the loop."""
    with suppress(TimeoutError):
        async with asyncio.timeout_at(due):
            await room.changed()


def _event(name: str, data: Json, *, number: int | None = None) -> bytes:
    """One event; JSON has no raw line breaks, so one data line is enough."""
    id_ = "" if number is None else f"id: {number}\n"
    return f"{id_}event: {name}\ndata: {json.dumps(data)}\n\n".encode()
