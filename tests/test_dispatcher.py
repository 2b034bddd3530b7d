"""One event in, its answers out: once, for whom it is meant, in one transaction."""

from __future__ import annotations

from asyncio import gather
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from structlog.typing import EventDict

from adapters.room.clock import MovableClock
from bot.community import store
from bot.contract.events import (
    CommunityJoined,
    CommunityLeft,
    Event,
    HomeOpened,
    PostWithdrawn,
)
from bot.contract.messages import Heading, Message, Tone
from bot.contract.places import CommunityId, Member, Receipt
from bot.contract.ports import Suggestion
from bot.contract.replies import Form, Home, Reservation
from bot.storage import Storage
from tests.delivery.desk import Patchy
from tests.dispatching import (
    ANA,
    HERE,
    TEA,
    WORD,
    House,
    direct,
    invoked,
    message,
    pressed,
    said,
    submitted,
)


@pytest.fixture
def house(storage: Storage, clock: MovableClock) -> House:
    """A tiny core on each database."""
    return House(storage, clock)


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    """What is logged of what goes wrong."""
    with structlog.testing.capture_logs() as events:
        yield events


# --- once ---


async def test_an_event_takes_effect(house: House) -> None:
    """A command is handled, and its answer handed back."""
    assert (said(await house.core.handle(invoked(house))), await house.noted()) == ("Noted: a", "a")


async def test_the_same_event_twice_takes_effect_once(house: House) -> None:
    """A platform that delivers an event again gets no second answer."""
    await house.core.handle(invoked(house))
    assert (await house.core.handle(invoked(house)), await house.noted()) == ((), "a")


async def test_the_same_event_twice_at_once_takes_effect_once(house: House) -> None:
    """Two copies that arrive together are answered once."""
    both = await gather(house.core.handle(invoked(house)), house.core.handle(invoked(house)))
    assert (sorted(len(each) for each in both), await house.noted()) == ([0, 1], "a")


@pytest.mark.parametrize("what", ["command", "form", "button", "message", "direct message", "deletion"])
async def test_every_kind_of_event_takes_effect_once(house: House, what: str) -> None:
    """Commands, forms, presses, messages and deletions are all remembered by their ids."""
    event = {
        "command": invoked(house),
        "form": submitted(house),
        "button": pressed(house),
        "message": message(house, "help"),
        "direct message": direct(house),
        "deletion": PostWithdrawn(id="x", by=ANA, where=TEA, at=house.clock(), receipt=Receipt(TEA, "1")),
    }[what]
    for _ in range(2):
        await house.core.handle(event)
    assert len(await house.noted()) == 1


async def test_two_events_take_effect_twice(house: House) -> None:
    """The same command with another id is another command."""
    await house.core.handle(invoked(house))
    await house.core.handle(invoked(house, id_="e2"))
    assert await house.noted() == "aa"


async def test_many_events_at_once_all_take_effect(house: House) -> None:
    """Events that arrive together wait for each other, and none is lost."""
    await house.core.handle(HomeOpened(id="e", by=ANA, where=None, at=house.clock()))
    replies = await gather(*(house.core.handle(pressed(house, id_=f"b{number}")) for number in range(10)))
    assert all(said(each) == "Noted: p" for each in replies)


async def test_an_event_that_failed_may_come_again(house: House) -> None:
    """An event whose effects were rolled back has not been seen."""
    house.error = LookupError()
    await house.core.handle(invoked(house))
    house.error = None
    assert said(await house.core.handle(invoked(house))) == "Noted: a"


async def test_an_id_too_long_for_its_column_still_counts_once(house: House) -> None:
    """However long a platform's ids are, they are told apart and known again."""
    for end in ("a", "a", "b"):
        await house.core.handle(invoked(house, id_="e" * 500 + end))
    assert await house.noted() == "aa"


# --- who may ---


@pytest.mark.parametrize("what", ["command", "form", "button"])
async def test_what_is_for_moderators_is_refused_to_others(house: House, what: str) -> None:
    """A moderators' command, form or button does nothing for others, and says why."""
    refused = {
        "command": invoked(house, path="decree"),
        "form": submitted(house, path="decree"),
        "button": pressed(house, "seal"),
    }[what]
    assert said(await house.core.handle(refused)).startswith("Only moderators can use that here.")
    assert await house.noted() == ""


@pytest.mark.parametrize("what", ["command", "form", "button"])
async def test_what_is_for_moderators_works_for_them(house: House, what: str) -> None:
    """Moderators may."""
    allowed = {
        "command": invoked(house, path="decree", mod=True),
        "form": submitted(house, path="decree", mod=True),
        "button": pressed(house, "seal", mod=True),
    }[what]
    assert said(await house.core.handle(allowed)).startswith("Noted")


async def test_a_role_that_was_lost_counts_when_the_form_is_sent(house: House) -> None:
    """Whoever opened a moderators' form and is none any more when it is sent changes nothing."""
    assert isinstance((await house.core.handle(pressed(house, "open", mod=True)))[0], Form)
    sent = await house.core.handle(submitted(house, path="decree", mod=False))
    assert (said(sent).startswith("Only moderators"), await house.noted()) == (True, "")


async def test_a_form_means_what_typing_the_command_means(house: House) -> None:
    """A form that was filled in takes effect as the command does."""
    assert said(await house.core.handle(submitted(house))) == said(await house.core.handle(invoked(house)))


# --- things that are gone ---


@pytest.mark.parametrize("what", ["command", "form", "button"])
async def test_what_is_gone_gets_a_sentence(house: House, what: str) -> None:
    """A command, a form or a button of an older version is answered, and nothing breaks."""
    gone = {
        "command": invoked(house, path="gone"),
        "form": submitted(house, path="gone"),
        "button": pressed(house, "gone"),
    }[what]
    assert said(await house.core.handle(gone)) == "That isn’t there any more, so there is nothing to do."


# --- what nobody expects an answer to ---


async def test_a_deleted_post_is_told_to_every_feature(house: House) -> None:
    """Features that care about their posts learn that one was deleted."""
    event = PostWithdrawn(id="x", by=ANA, where=TEA, at=house.clock(), receipt=Receipt(TEA, "1"))
    assert (await house.core.handle(event), await house.noted()) == ((), "w")


async def test_a_page_without_sections_is_a_greeting(house: House) -> None:
    """Whoever opens the bot's page finds a page, each time; and where a platform tells it twice, one is enough."""
    first, again, other = (HomeOpened(id=each, by=ANA, where=None, at=house.clock()) for each in ("h1", "h1", "h2"))
    page = Home(Message("Hello from Brewmate", (Heading("Hello from Brewmate"),), Tone.WARM))
    assert await house.core.handle(first) == (page,)
    assert await house.core.handle(again) == ()
    assert await house.core.handle(other) == (page,)


async def test_an_event_that_nobody_expects_is_only_logged(house: House, logged: list[EventDict]) -> None:
    """An adapter that hands over something new gets no answer, and the operator a line."""

    class Surprise(Event):
        """What no version knows."""

    assert await house.core.handle(Surprise(id="s", by=ANA, where=None, at=house.clock())) == ()
    assert [(each["event"], each["kind"]) for each in logged] == [("unknown_event", "Surprise")]


async def test_a_community_begins_with_the_defaults(house: House) -> None:
    """The first event of a community makes it known, in the configured language, zone and area."""
    await house.core.handle(CommunityJoined(id="j", by=ANA, where=None, at=house.clock(), name="Fernhill"))
    async with house.storage.read() as session:
        found = await store.community(session, HERE)
    assert found is not None
    assert (found.name, found.locale, found.zone, found.area) == ("Fernhill", "en-GB", "Europe/London", "GB")


async def test_a_community_that_leaves_is_forgotten(house: House) -> None:
    """When the bot is removed, nothing of the community stays."""
    await house.core.handle(invoked(house))
    await house.core.handle(CommunityLeft(id="l", by=ANA, where=None, at=house.clock()))
    async with house.storage.read() as session:
        assert await store.community(session, HERE) is None


async def test_another_communitys_departure_touches_nobody_else(house: House) -> None:
    """A community whose id begins like another's is not forgotten with it."""
    await house.core.handle(invoked(house))
    for native in ("fern", "fernhil_", "fernhill/x", "%"):
        by = Member(CommunityId("room", native), "ana")
        await house.core.handle(CommunityLeft(id=f"l{native}", by=by, where=None, at=house.clock()))
    assert await house.noted() == "a"


# --- languages, suggestions, limits ---


@pytest.mark.parametrize(("locale", "spoken"), [("cy", "cy"), (None, "en-GB"), ("xx-nonsense", "en-GB")])
async def test_the_answer_speaks_the_members_language(house: House, locale: str | None, spoken: str) -> None:
    """The event's locale wins over the community's, and one that nobody knows is British English."""
    event = replace(pressed(house, "speak"), locale=locale)
    assert said(await house.core.handle(event)) == spoken


async def test_suggestions_are_handed_back(house: House) -> None:
    """A suggester completes what is being typed."""
    assert await house.core.suggest("words", "tea", ANA, None) == (Suggestion("TEA", "tea"),)


@pytest.mark.parametrize("suggester", ["words", "gone"])
async def test_suggestions_that_fail_are_none(house: House, suggester: str, logged: list[EventDict]) -> None:
    """A completion that can't be had is left out, and no word of it logged."""
    house.error = LookupError(WORD)
    assert await house.core.suggest(suggester, WORD, ANA, None) == ()
    assert WORD not in str(logged)


async def test_a_busy_database_holds_up_nobodys_typing(house: House) -> None:
    """Completions only read, so they come while somebody else is writing."""
    core = house.over(Patchy(house.storage, [True]))
    assert await core.suggest("words", "tea", ANA, None) == (Suggestion("TEA", "tea"),)


async def test_a_limit_that_cannot_be_settled_upsets_nobody(house: House) -> None:
    """After an answer has been shown, trouble with the database is the operator's alone."""
    core = house.over(Patchy(house.storage, [True]))
    await core.settle(Reservation("quiet", "token", timedelta(hours=1)), accepted=True)
