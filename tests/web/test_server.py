"""The server: health, who is answered at all, how it starts and stops."""

from __future__ import annotations

import asyncio
import json

import pytest
from aiohttp import ClientSession
from yarl import URL

from adapters.room import Room
from adapters.room.clock import MovableClock
from adapters.web import CannotListen, PortTaken, application, serve
from adapters.web.playground import mount
from tests.web.conftest import LONDON, always_ready
from tests.web.fakes import SOON, Browser, SmallCore

JSON = {"Content-Type": "application/json"}


async def not_ready() -> str | None:
    """Something stands in the way."""
    return "The database can’t be written to."


async def test_it_says_that_it_lives(browser: Browser, session: ClientSession) -> None:
    """A health check gets "ok" while the loop runs."""
    async with session.get(f"{browser.base}/healthz") as answer:
        assert (answer.status, await answer.text()) == (200, "ok")


async def test_it_says_when_it_is_ready(browser: Browser, session: ClientSession) -> None:
    """A readiness check passes when nothing stands in the way."""
    async with session.get(f"{browser.base}/readyz") as answer:
        assert answer.status == 200


async def test_it_says_why_it_is_not_ready(session: ClientSession) -> None:
    """A readiness check that fails carries the sentence that says why."""
    async with serve(application(ready=not_ready), "127.0.0.1", 0) as base, session.get(f"{base}/readyz") as answer:
        assert (answer.status, await answer.text()) == (503, "The database can’t be written to.")


@pytest.mark.parametrize(
    "path", ["/", "/page/main.js", "/healthz", "/nowhere", "/room/state?as=ben", "/room/state?as=nobody"]
)
async def test_every_answer_is_guarded(browser: Browser, session: ClientSession, path: str) -> None:
    """Pages, files, data and errors all carry the strict headers."""
    async with session.get(browser.base + path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_a_stream_is_guarded_too(browser: Browser, session: ClientSession) -> None:
    """A stream of events carries the strict headers."""
    async with session.get(f"{browser.base}/room/events?as=ben&after=0") as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "127.0.0.1.nip.io:{port}"]
)
async def test_another_name_is_not_answered(browser: Browser, session: ClientSession, host: str) -> None:
    """A page whose own name was pointed at this machine gets nothing (DNS rebinding)."""
    port = URL(browser.base).port
    headers = {"Host": host.format(port=port)}
    async with session.get(f"{browser.base}/room/state?as=ana", headers=headers) as answer:
        assert answer.status == 403
        assert "own address" in (await answer.json())["error"]


@pytest.mark.parametrize("host", ["localhost:{port}", "LOCALHOST:{port}", "127.0.0.1:{port}", "[::1]:{port}"])
async def test_this_machines_names_are_answered(browser: Browser, session: ClientSession, host: str) -> None:
    """Every usual way of writing this machine's address works."""
    headers = {"Host": host.format(port=URL(browser.base).port)}
    async with session.get(f"{browser.base}/healthz", headers=headers) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {**JSON, "Origin": "https://evil.example"},
        {**JSON, "Origin": "null"},
        {**JSON, "Sec-Fetch-Site": "cross-site"},
        {**JSON, "Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_site_can_do_nothing(browser: Browser, session: ClientSession, headers: dict[str, str]) -> None:
    """What another site could send through a visitor's browser is refused, and nothing happens."""
    body = json.dumps({"as": "ben", "channel": "general", "text": "hello"})
    async with session.post(f"{browser.base}/room/say", data=body, headers=headers) as answer:
        assert answer.status == 403
        assert (await answer.json())["error"].endswith(".")
    assert browser.core.events == []


async def test_the_own_page_is_heard(browser: Browser, session: ClientSession) -> None:
    """What the page itself sends is taken."""
    headers = {"Origin": browser.base, "Sec-Fetch-Site": "same-origin"}
    body = {"as": "ben", "channel": "general", "text": "hello"}
    async with session.post(f"{browser.base}/room/say", json=body, headers=headers) as answer:
        assert answer.status == 200


async def test_a_taken_port_says_what_to_do() -> None:
    """Starting on a port that another program has fails with a sentence to act on."""
    async with serve(application(ready=always_ready), "127.0.0.1", 0) as base:
        port = URL(base).port
        assert port is not None
        with pytest.raises(PortTaken) as caught:
            async with serve(application(ready=always_ready), "127.0.0.1", port):
                pass
    said = f"Port {port} on 127.0.0.1 is taken: stop the other program or set [web] port."
    assert str(caught.value) == said
    assert isinstance(caught.value, OSError)


async def test_a_host_that_is_not_ours_says_what_to_do() -> None:
    """Starting on an address that this machine doesn't have fails with a sentence to act on."""
    with pytest.raises(CannotListen, match=r"^Can’t listen on port 8080 of 192\.0\.2\.1 \(.+\): set \[web\] host"):
        async with serve(application(ready=always_ready), "192.0.2.1", 8080):
            pass


async def test_it_stops_while_pages_are_open(session: ClientSession) -> None:
    """Open streams of events don't hold up the end."""
    app, room = application(ready=always_ready), Room(MovableClock())
    room.add_person("Ben")
    mount(app, room, SmallCore(), (), zone=LONDON)
    async with asyncio.timeout(SOON):
        async with serve(app, "127.0.0.1", 0) as base:
            streams = [await session.get(f"{base}/room/events?as=ben&after=0") for _ in range(5)]
    for stream in streams:
        stream.close()


async def test_a_port_is_free_again_after_the_end() -> None:
    """What was served can be served again at once."""
    async with serve(application(ready=always_ready), "127.0.0.1", 0) as base:
        port = URL(base).port
    assert port is not None
    async with serve(application(ready=always_ready), "127.0.0.1", port) as again:
        assert again == base
