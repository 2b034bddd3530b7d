"""Which language the page speaks: the person's own, else the community's."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from adapters.room import Room
from adapters.room.clock import MovableClock
from adapters.web import application, serve
from adapters.web.playground import mount
from tests.web.conftest import LONDON, NINE, always_ready
from tests.web.fakes import COMMANDS, SmallCore

NOBODY = "Hier ist niemand dieses Namens."
HELLO = {"as": "nobody", "channel": "general", "text": "hello"}


@pytest.fixture
async def room(german: None) -> Room:
    """A room of a German community, where Eve alone has a language of her own."""
    room = Room(MovableClock(NINE))
    room.add_person("Ben")
    room.add_person("Eve").locale = "en-GB"
    room.add_channel("general")
    return room


@pytest.fixture
async def base(room: Room) -> AsyncIterator[str]:
    """The address of its page."""
    app = application(ready=always_ready)
    mount(app, room, SmallCore(), COMMANDS, zone=LONDON, locale="de")
    async with serve(app, "127.0.0.1", 0) as address:
        yield address


async def test_the_shell_speaks_the_communitys_language(base: str, session: ClientSession) -> None:
    """The page that everybody loads is in the community's language and says so."""
    async with session.get(base + "/") as answer:
        page = await answer.text()
    assert '<html lang="de">' in page
    assert "<title>Brewmates Spielplatz</title>" in page


async def test_refusals_speak_the_communitys_language(base: str, session: ClientSession) -> None:
    """Where nobody is known yet, a refusal is in the community's language."""
    async with session.post(f"{base}/room/say", json=HELLO) as said:
        assert (await said.json())["error"] == NOBODY
    async with session.get(f"{base}/room/state?as=nobody") as state:
        assert (await state.json())["error"] == NOBODY


async def test_the_guard_speaks_the_communitys_language(base: str, session: ClientSession) -> None:
    """What another site sent is refused in the community's language."""
    async with session.post(f"{base}/room/say", data="x", headers={"Content-Type": "text/plain"}) as answer:
        assert (await answer.json())["error"] == "Hier wird nur application/json verstanden."


async def test_errors_in_forms_speak_the_communitys_language(base: str, room: Room, session: ClientSession) -> None:
    """Somebody without a language of their own reads what is wrong with a form in the community's."""
    sent = {"as": "ben", "channel": "general", "command": "greet", "values": {"loudly": "yes"}}
    async with session.post(f"{base}/room/command", json=sent) as answer:
        (form,) = (await answer.json())["forms"]
    assert form["errors"] == {"who": "Bitte ausfüllen."}


@pytest.mark.parametrize(("who", "lang"), [("ben", "de"), ("eve", "en-GB")])
async def test_a_person_reads_their_own_language(base: str, session: ClientSession, who: str, lang: str) -> None:
    """Whoever has a language of their own keeps it."""
    async with session.get(f"{base}/room/state", params={"as": who}) as answer:
        assert (await answer.json())["locale"] == lang


async def test_a_page_without_a_catalogue_says_what_it_is_in(session: ClientSession) -> None:
    """A community that wants a language nobody has translated yet gets a page that is marked as English."""
    app = application(ready=always_ready)
    mount(app, Room(MovableClock(NINE)), SmallCore(), COMMANDS, zone=LONDON, locale="cy")
    async with serve(app, "127.0.0.1", 0) as address, session.get(address + "/") as answer:
        assert '<html lang="en-GB">' in await answer.text()
