"""What each deed on the page does in the room."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiohttp import ClientSession

from adapters.room import Room
from adapters.room.clock import MovableClock
from adapters.web import application, serve
from adapters.web.playground import mount
from bot.contract.events import CommandInvoked, FormSubmitted, PostWithdrawn
from bot.contract.places import MessageRef
from tests.web.conftest import LONDON, NINE, always_ready
from tests.web.fakes import COMMANDS, Browser, Greet, Json, SmallCore


async def opened(browser: Browser) -> Json:
    """Ben's open form of /greet."""
    done = await browser.does("command", "ben", command="greet", values={}, channel="general")
    assert isinstance(done["forms"], list)
    (form,) = done["forms"]
    return dict(form)


async def test_a_press_reaches_the_core_and_is_answered_privately(browser: Browser) -> None:
    """The button is the one that the post shows, and only the presser sees the answer."""
    post = browser.says(browser.general)
    await browser.does("press", "ben", channel="general", post=post, button=0)
    assert "You pressed nudge.yes 1" in str(await browser.posts("ben"))
    assert len(await browser.posts("cal")) == 1


async def test_what_was_said_comes_back_with_the_answer(browser: Browser) -> None:
    """The answer carries the post as it stands, so that the page can confirm it; a command leaves none."""
    done = await browser.does("say", "ben", channel="general", text=" hello ")
    assert isinstance(done["said"], list)
    (said,) = done["said"]
    assert said == (await browser.posts("ben"))[0]
    assert (said["summary"], said["by"]) == ("hello", "ben")
    assert (await browser.does("say", "ben", channel="general", text="/greet who:you"))["said"] == []


async def test_a_missing_option_opens_a_form(browser: Browser) -> None:
    """A command without what it needs opens its form, which is also there after loading the page again."""
    form = await opened(browser)
    assert form["errors"] == {}
    assert (await browser.state("ben"))["forms"] == [form]
    assert (await browser.state("cal"))["forms"] == []


async def test_a_form_with_a_mistake_comes_back_with_the_error_at_its_field(browser: Browser) -> None:
    """What is wrong is said by field, with what was typed still there."""
    form = await opened(browser)
    done = await browser.does("submit", "ben", form=form["id"], values={"who": "x" * 41, "loudly": "yes"})
    assert isinstance(done["forms"], list)
    (again,) = done["forms"]
    assert again["errors"] == {"who": "That is longer than 40 characters; please shorten it."}
    assert again["filled"] == {"who": "x" * 41, "loudly": "yes"}


async def test_a_form_is_sent_once(browser: Browser) -> None:
    """Sending a form twice does nothing the second time, and says so."""
    form = await opened(browser)
    await browser.does("submit", "ben", form=form["id"], values={"who": "Cal"})
    refused = await browser.refused("submit", "ben", form=form["id"], values={"who": "Cal"})
    assert refused == "That form has been sent or closed already."


async def test_nobody_sends_somebody_elses_form(browser: Browser) -> None:
    """A form stands open for one member; for another it does not exist, and they can't close it."""
    form = await opened(browser)
    refused = await browser.refused("submit", "cal", form=form["id"], values={})
    await browser.does("dismiss", "cal", form=form["id"])
    assert refused == "That form has been sent or closed already."
    assert (await browser.state("ben"))["forms"] == [form]


async def test_hidden_fields_cannot_be_sent(browser: Browser) -> None:
    """A field that the form doesn't show is not taken from the page."""
    form = await opened(browser)
    await browser.does("submit", "ben", form=form["id"], values={"who": "Cal", "number": "7"})
    event = browser.core.events[-1]
    assert isinstance(event, FormSubmitted)
    assert event.ask == Greet("Cal", number=0)


async def test_a_forged_channel_comes_back_with_the_error(browser: Browser) -> None:
    """A channel that the form never offered is refused at its field, and the core hears nothing."""
    done = await browser.does("command", "ben", command="move", values={}, channel="general")
    assert isinstance(done["forms"], list)
    sent = {"form": done["forms"][0]["id"], "values": {"to": "@ben"}}
    forms = (await browser.does("submit", "ben", **sent))["forms"]
    assert isinstance(forms, list)
    assert forms[0]["errors"] == {"to": "I don’t know a channel called “@ben” here, or I can’t post in it."}
    assert browser.core.events == []


async def test_a_dismissed_form_is_gone(browser: Browser) -> None:
    """Closing a form puts it away for good; closing it twice is fine."""
    form = await opened(browser)
    for _ in range(2):
        assert (await browser.does("dismiss", "ben", form=form["id"]))["forms"] == []


async def test_options_are_completed(browser: Browser) -> None:
    """An option that names a suggester is completed by the core."""
    done = await browser.does("suggest", "ben", command="greet", option="who", typed="An")
    assert done["suggestions"] == [{"label": "Ana", "value": "ana"}, {"label": "Anwen", "value": "anwen"}]


async def test_a_command_can_be_about_a_message(browser: Browser) -> None:
    """A command from a message's menu names the message and its author."""
    await browser.does("say", "ben", channel="general", text="hello")
    (post,) = await browser.posts("cal")
    about = {"channel": "general", "post": post["id"]}
    await browser.does("command", "cal", command="thank", values={}, channel="general", about=about)
    event = browser.core.events[-1]
    assert isinstance(event, CommandInvoked)
    assert isinstance(event.about, MessageRef)
    assert event.about.author == browser.people["Ben"].member


async def test_a_moderator_deletes_a_post(browser: Browser) -> None:
    """A deleted post is gone for all, and the core is told."""
    post = browser.says(browser.general)
    await browser.does("delete", "ana", channel="general", post=post)
    assert await browser.posts("ben") == []
    assert isinstance(browser.core.events[-1], PostWithdrawn)


async def test_direct_messages_can_be_closed(browser: Browser) -> None:
    """The page can play somebody who takes no direct messages."""
    await browser.does("person", "ben", direct=False)
    assert (await browser.state("ben"))["direct"] is False
    assert browser.people["Ben"].takes_direct is False


@pytest.mark.parametrize(
    ("to", "gap"), [("nudge", timedelta(days=1)), ("day", timedelta(days=1)), ("hour", timedelta(hours=1))]
)
async def test_the_clock_skips(browser: Browser, to: str, gap: timedelta) -> None:
    """The clock goes to the next nudge, an hour or a day ahead, and the page is shown the time."""
    clock = (await browser.does("skip", "ben", to=to))["clock"]
    assert browser.panel.at == NINE + gap
    assert isinstance(clock, dict)
    assert clock["nudge"] == "Tuesday 30 March 2027 at 10:00"


async def test_a_room_without_a_panel_shows_no_clock(session: ClientSession) -> None:
    """Where the clock can't be moved there is nothing to press, and a press is refused."""
    app, room = application(ready=always_ready), Room(MovableClock(NINE))
    room.add_person("Ben")
    mount(app, room, SmallCore(), COMMANDS, zone=LONDON)
    async with serve(app, "127.0.0.1", 0) as base:
        async with session.get(f"{base}/room/state?as=ben") as state:
            assert (await state.json())["clock"] is None
        async with session.post(f"{base}/room/skip", json={"as": "ben", "to": "day"}) as refused:
            assert (await refused.json())["error"] == "This room’s clock can’t be moved."


async def test_times_are_in_the_readers_own_zone(browser: Browser) -> None:
    """Somebody whose zone the room knows reads times in it."""
    browser.people["Cal"].zone = "America/New_York"
    browser.says(browser.general)
    (post,) = await browser.posts("cal")
    assert post["time"] == "05:00"


async def test_a_command_can_be_about_a_member(browser: Browser) -> None:
    """A command from a member's menu names the member."""
    about = {"member": "cal"}
    await browser.does("command", "ben", command="wave", values={}, channel="general", about=about)
    assert getattr(browser.core.events[-1], "about", None) == browser.people["Cal"].member


async def test_a_command_is_chosen_from_its_own_menu_alone(browser: Browser) -> None:
    """A command that stands in the menu of a message can't be about a member, and one in no menu about nothing."""
    about = {"member": "cal"}
    for command in ("thank", "move"):
        refused = await browser.refused("command", "ben", command=command, channel="general", about=about)
        assert refused == "There is no such command for you."
