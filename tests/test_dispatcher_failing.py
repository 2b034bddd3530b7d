"""What goes wrong is said kindly, logged without words, and leaves nothing; plain messages cost nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import event as engine_event
from structlog.typing import EventDict

from adapters.room.clock import MovableClock
from bot.contract.events import CommunityJoined, CommunityLeft, Event, HomeOpened, MemberLeft, PostWithdrawn
from bot.contract.places import Receipt
from bot.contract.replies import Again, Say
from bot.storage import Storage
from tests.delivery.desk import Patchy
from tests.dispatching import (
    ANA,
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


# --- when it goes wrong ---


async def test_a_failure_is_met_kindly_and_with_a_reference(house: House, logged: list[EventDict]) -> None:
    """The member gets a sentence whose reference stands in the operator's one log event."""
    house.error = LookupError(WORD)
    sentence = said(await house.core.handle(invoked(house, WORD)))
    (event,) = logged
    assert sentence.startswith("Sorry, something went wrong on my side, and nothing was changed.")
    assert sentence.endswith(event["reference"])
    assert (event["event"], event["error"]) == ("handler_failed", "LookupError")
    assert event["at"].startswith("dispatching.py:")


async def test_a_failure_logs_no_word_that_was_typed(house: House, logged: list[EventDict]) -> None:
    """Neither what was typed nor an error that repeats it reaches the log."""
    house.error = LookupError(WORD)
    await house.core.handle(invoked(house, WORD))
    await house.core.handle(message(house, f"help {WORD}"))
    await house.core.handle(direct(house, WORD))
    assert (len(logged), WORD in str(logged)) == (3, False)


async def test_a_failure_leaves_nothing(house: House) -> None:
    """What a handler had written before it failed is rolled back."""
    house.error = LookupError()
    await house.core.handle(invoked(house))
    assert await house.noted() == ""


async def test_two_failures_have_two_references(house: House) -> None:
    """Each failure can be told from every other."""
    house.error = LookupError()
    first, second = [said(await house.core.handle(invoked(house, id_=each))) for each in ("e1", "e2")]
    assert first != second


async def test_trouble_with_the_database_is_said_to_pass(house: House, logged: list[EventDict]) -> None:
    """Somebody whose change could not be saved is told so, with a reference, and may try again."""
    core = house.over(Patchy(house.storage, [True]))
    sentence = said(await core.handle(invoked(house)))
    assert sentence.startswith("I couldn’t save that just now, and nothing was changed.")
    assert logged[0]["reference"] in sentence
    assert said(await core.handle(invoked(house))) == "Noted: a"


async def test_a_plain_message_that_fails_gets_no_sentence(house: House) -> None:
    """Nobody who only wrote in a channel is told about our faults."""
    house.error = LookupError()
    assert await house.core.handle(message(house, "help")) == ()


async def test_judging_that_fails_says_nothing_and_logs_no_word(house: House, logged: list[EventDict]) -> None:
    """Words that upset the judging are answered with nothing, and repeated nowhere."""
    assert await house.core.handle(message(house, f"break {WORD}")) == ()
    assert ([each["event"] for each in logged], WORD in str(logged)) == (["handler_failed"], False)


async def test_a_word_to_the_bot_is_answered_even_without_a_database(house: House) -> None:
    """Whoever writes to the bot gets options, whatever is wrong with the database."""
    core = house.over(Patchy(house.storage, [True]))
    assert said(await core.handle(direct(house))) == "Here are some options."


async def test_even_what_answers_failures_may_fail(house: House) -> None:
    """When nothing works, there is still a sentence."""
    core = house.over(Patchy(house.storage, [True]))
    assert said(await core.handle(direct(house, "break"))).startswith("I couldn’t save that just now")


# --- once more ---

UNAWAITED = ("joined", "left", "member left", "message", "withdrawn")


def unawaited(house: House, what: str) -> Event:
    """Something that nobody waits for an answer to."""
    events: dict[str, Event] = {
        "joined": CommunityJoined(id="j", by=ANA, where=None, at=house.clock(), name="Fernhill"),
        "left": CommunityLeft(id="l", by=ANA, where=None, at=house.clock()),
        "member left": MemberLeft(id="m", by=ANA, where=None, at=house.clock()),
        "message": message(house, "help"),
        "withdrawn": PostWithdrawn(id="x", by=ANA, where=TEA, at=house.clock(), receipt=Receipt(TEA, "1")),
    }
    return events[what]


@pytest.mark.parametrize("what", UNAWAITED)
async def test_what_was_not_saved_and_nobody_waits_for_is_asked_for_again(house: House, what: str) -> None:
    """When the database fails, the platform is asked to tell it once more, and then it takes effect as if new."""
    core, event = house.over(Patchy(house.storage, [True])), unawaited(house, what)
    assert await core.handle(event) == (Again(),)
    assert Again() not in await core.handle(event)
    if what in {"message", "withdrawn"}:
        assert await house.noted() == event.id[:1].replace("x", "w")


@pytest.mark.parametrize("what", UNAWAITED)
async def test_a_fault_of_ours_is_not_asked_for_again(house: House, what: str) -> None:
    """What fails for another reason would fail again, so nobody is asked to repeat it."""
    house.error = LookupError()
    assert Again() not in await house.core.handle(unawaited(house, what))


async def test_what_somebody_waits_for_is_never_asked_for_again(house: House) -> None:
    """A command, a form, a press and a word to the bot get their sentence; the bot's page can be opened anew."""
    opened = HomeOpened(id="h", by=ANA, where=None, at=house.clock())
    for event in (invoked(house), submitted(house), pressed(house), direct(house)):
        (reply,) = await house.over(Patchy(house.storage, [True])).handle(event)
        assert isinstance(reply, Say)
    assert await house.over(Patchy(house.storage, [True])).handle(opened) == ()


# --- messages ---


async def test_a_plain_message_that_wants_nothing_costs_no_transaction(house: House) -> None:
    """Chat is judged in memory: no connection is taken and nothing is begun."""
    happened: list[str] = []
    engine = house.storage.engine.sync_engine
    engine_event.listen(engine, "begin", lambda *_: happened.append("begin"))
    engine_event.listen(engine.pool, "checkout", lambda *_: happened.append("checkout"))
    assert await house.core.handle(message(house, "anybody for tea?")) == ()
    assert happened == []
    await house.core.handle(message(house, "help"))
    assert happened == ["checkout", "begin"]


async def test_a_message_that_wants_an_answer_gets_it(house: House) -> None:
    """What is heard is answered in a transaction of its own."""
    assert (said(await house.core.handle(message(house, "help"))), await house.noted()) == ("Noted: m", "m")


async def test_a_word_to_the_bot_is_always_answered(house: House) -> None:
    """Whatever is written to the bot itself has an answer."""
    assert said(await house.core.handle(direct(house, "anybody for tea?"))) == "Noted: m"


def test_a_message_never_shows_its_words(house: House) -> None:
    """An event that is printed by mistake says nothing of what was written."""
    assert WORD not in f"{message(house, WORD)} {direct(house, WORD)!r}"
