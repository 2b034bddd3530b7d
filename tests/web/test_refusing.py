"""What wrong input is told: always a sentence, never a traceback, and nothing happens."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession

from bot.contract.messages import Button, text
from tests.web.fakes import NUDGE, Browser, Json

GARBLED = "I couldn’t read that. Please load the page again."
ELSEWHERE = "You can’t write there: it isn’t a place of yours."
GONE = "That message isn’t there any more."
NOBODY = "There is nobody of that name here."
NO_COMMAND = "There is no such command for you."
POST = {"channel": "general", "post": "nope"}


@pytest.mark.parametrize(
    ("deed", "sent", "sentence"),
    [
        ("say", {"channel": "general", "text": "  "}, "There is nothing in that message yet."),
        ("say", {"channel": "general", "text": "x" * 4_001}, "That is longer than 4000 characters; please shorten it."),
        ("say", {"channel": "nowhere", "text": "hi"}, ELSEWHERE),
        ("say", {"channel": "moderators", "text": "hi"}, ELSEWHERE),
        ("say", {"channel": "@ana", "text": "hi"}, ELSEWHERE),
        ("say", {"channel": "general"}, GARBLED),
        ("say", {"channel": ["general"], "text": "hi"}, GARBLED),
        ("say", {"channel": "general", "text": 7}, GARBLED),
        ("press", {**POST, "button": 0}, GONE),
        ("submit", {"form": "f\x00", "values": {}}, GARBLED),
        ("submit", {"form": "f" * 101, "values": {}}, GARBLED),
        ("press", {"channel": "general", "post": "m\n", "button": 0}, GARBLED),
        ("suggest", {"command": "greet", "option": "who", "typed": "A\x00"}, GARBLED),
        ("submit", {"form": "nope", "values": {}}, "That form has been sent or closed already."),
        ("suggest", {"command": "greet", "option": "loudly"}, "That command has no such option."),
        ("suggest", {"command": "nope", "option": "who"}, NO_COMMAND),
        ("command", {"command": "reset", "channel": "general"}, NO_COMMAND),
        ("command", {"command": "greet", "channel": "general", "values": [1]}, GARBLED),
        ("command", {"command": "greet", "channel": "general", "values": {"who": 1}}, GARBLED),
        ("command", {"command": "thank", "channel": "general", "about": {"member": "x"}}, NOBODY),
        ("command", {"command": "thank", "channel": "general", "about": "x"}, GARBLED),
        ("command", {"command": "thank", "channel": "general", "about": POST}, GONE),
        ("delete", POST, GONE),
        ("person", {"direct": "yes"}, GARBLED),
        ("skip", {"to": "year"}, "The clock can skip to the next nudge, by an hour or by a day."),
    ],
)  # fmt: skip
async def test_wrong_input_gets_a_sentence(browser: Browser, deed: str, sent: Json, sentence: str) -> None:
    """Whatever the page sends wrongly is answered with a sentence, and nothing happens."""
    browser.room.direct(browser.people["Ana"].member)
    assert await browser.refused(deed, "ben", **sent) == sentence
    assert browser.core.events == []


@pytest.mark.parametrize(
    "body", ["", "{", "[]", '"x"', "[" * 30_000, '{"as": ' + "9" * 6_000 + "}", "\xff\xfe", '{"as": "ben", "as": 1}']
)
async def test_a_body_that_is_no_object_gets_a_sentence(browser: Browser, session: ClientSession, body: str) -> None:
    """Broken, deep and huge JSON are refused with a sentence, never a traceback."""
    headers = {"Content-Type": "application/json"}
    async with session.post(f"{browser.base}/room/say", data=body.encode("latin-1"), headers=headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"] == GARBLED


async def test_an_odd_button_does_nothing(browser: Browser) -> None:
    """A button that can't be one of ours is answered privately with a sentence, and the core hears nothing."""
    post = browser.says(browser.general, text("Fancy a chat?", Button("Yes", "nudge.yes", "1\x00")))
    await browser.does("press", "ben", channel="general", post=post, button=0)
    assert "I can’t read that button or form any more." in str(await browser.posts("ben"))
    assert browser.core.events == []


async def test_a_body_that_is_too_large_gets_a_sentence(browser: Browser) -> None:
    """More than 64 kB are not even read."""
    assert await browser.refused("say", "ben", text="x" * 70_000) == "That is too much at once; please send less."


async def test_half_characters_are_replaced(browser: Browser) -> None:
    """A lone surrogate, which no database takes, becomes a question mark."""
    await browser.does("say", "ben", channel="general", text="oh \ud83d")
    (post,) = await browser.posts("ben")
    assert post["html"] == '<p dir="auto">oh ?</p>'


@pytest.mark.parametrize("as_", ["nobody", "", "BEN", "@ben"])
async def test_nobody_unknown_does_anything(browser: Browser, as_: str) -> None:
    """A name that isn't in the room does nothing."""
    assert await browser.refused("say", as_, channel="general", text="x") == NOBODY


async def test_a_button_that_is_not_there_cannot_be_pressed(browser: Browser) -> None:
    """A number beyond the post's buttons, or a post that somebody else was shown privately, is refused."""
    post = browser.says(browser.general)
    private = browser.says(browser.general, NUDGE, only=browser.people["Cal"])
    where = {"channel": "general"}
    assert await browser.refused("press", "ben", post=post, button=2, **where) == "That button isn’t there any more."
    assert "couldn’t read" in await browser.refused("press", "ben", post=post, button=-1, **where)
    assert "couldn’t read" in await browser.refused("press", "ben", post=post, button=True, **where)
    assert await browser.refused("press", "ben", post=private, button=0, **where) == GONE


async def test_only_moderators_delete_and_only_what_the_bot_said(browser: Browser) -> None:
    """A member can't delete the bot's posts, and nobody deletes a member's here."""
    post = browser.says(browser.general)
    await browser.does("say", "ben", channel="general", text="hello")
    bens = (await browser.posts("ana"))[-1]["id"]
    refused = "Only a moderator can delete that."
    assert await browser.refused("delete", "ben", channel="general", post=post) == refused
    assert await browser.refused("delete", "ana", channel="general", post=bens) == refused


async def test_a_stream_needs_a_number(browser: Browser, session: ClientSession) -> None:
    """A stream from nowhere is refused with a sentence."""
    async with session.get(f"{browser.base}/room/events?as=ben&after=-1") as answer:
        assert answer.status == 400
        assert (await answer.json())["error"].endswith(".")


async def test_no_nudge_means_nothing_to_skip_to(browser: Browser) -> None:
    """Where no nudge is scheduled, skipping to it says so."""
    browser.panel.nudge = None
    assert await browser.refused("skip", "ben", to="nudge") == "No nudge is scheduled, so there is nothing to skip to."


async def test_a_message_of_the_bots_is_nobodys(browser: Browser) -> None:
    """A command about a message needs one that a member wrote."""
    about = {"channel": "general", "post": browser.says(browser.general)}
    assert await browser.refused("command", "ben", command="thank", channel="general", about=about) == GONE


async def test_a_fault_of_ours_repeats_nothing(browser: Browser, session: ClientSession) -> None:
    """When something breaks, the page gets a sentence, without what was written and without a traceback."""
    body = {"as": "ben", "channel": "general", "text": "this breaks, and is secret"}
    async with session.post(f"{browser.base}/room/say", json=body) as answer:
        assert answer.status == 500
        assert await answer.json() == {"error": "Sorry, something went wrong on my side. Please try again."}
