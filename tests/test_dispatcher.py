"""One event in, its answers out: once, in one transaction, and kindly where something goes wrong."""

from __future__ import annotations

from asyncio import gather
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

import pytest
import structlog
from sqlalchemy import event as engine_event
from structlog.typing import EventDict

from adapters.room.clock import MovableClock
from bot.catalogue import checked
from bot.community import store
from bot.community.context import Bare, Context
from bot.community.features import Feature, MessageHandler, action, command
from bot.contract.commands import Ask, Audience, option
from bot.contract.events import (
    ButtonPressed,
    CommandInvoked,
    CommunityJoined,
    CommunityLeft,
    DirectMessageSeen,
    Event,
    FormSubmitted,
    HomeOpened,
    MessageSeen,
    PostWithdrawn,
)
from bot.contract.messages import Message, text
from bot.contract.places import Channel, CommunityId, Member, Receipt
from bot.contract.ports import Suggestion
from bot.contract.replies import Form, Replies, Reservation, Say
from bot.dispatcher import Dispatcher, Surroundings
from bot.storage import Storage
from tests.delivery.desk import Patchy

WORD = "xylophonist"
HERE = CommunityId("room", "fernhill")
TEA = Channel(HERE, "tea")
ANA = Member(HERE, "ana")
DEFAULTS = store.Defaults("en-GB", "Europe/London", "GB")
MODS = Audience.MODERATORS


@dataclass(frozen=True, slots=True)
class Note(Ask):
    """Something to note down."""

    text: str = option("Text", most=20)


class House:
    """A tiny core: it notes down in the community's name what took effect."""

    def __init__(self, storage: Storage, clock: MovableClock) -> None:
        self.storage = storage
        self.clock = clock
        self.heard: list[str] = []
        self.error: Exception | None = None
        self.core = self.over(storage)

    def over(self, storage: Storage) -> Dispatcher:
        """The same core over another storage."""
        return Dispatcher(checked([self._feature()]), Surroundings(storage, DEFAULTS, self.clock, Random(1)))

    async def noted(self) -> str:
        """What took effect so far."""
        async with self.storage.read() as session:
            found = await store.community(session, HERE)
            return found.name if found else ""

    def _feature(self) -> Feature:
        return Feature(
            "notes",
            commands=(
                command("note", Note, self._note, "Note it"),
                command("decree", Note, self._note, "Decree it", MODS),
            ),
            actions=(
                action("press", self._pressed),
                action("seal", self._pressed, MODS),
                action("open", self._open, MODS),
                action("speak", self._speak),
            ),
            suggesters=(("words", self._suggest),),
            hears=self._hears,
            answers_direct=lambda _: self._message,
            without_storage=self._without_storage,
            withdrawn=self._withdrawn,
        )

    async def _note(self, ask: Note, context: Context) -> Replies:
        return await self._take_effect(ask.text[:1], context)

    async def _pressed(self, event: ButtonPressed, context: Context) -> Replies:
        return await self._take_effect("p", context)

    async def _open(self, event: ButtonPressed, context: Context) -> Replies:
        return (Form("decree"),)

    async def _speak(self, event: ButtonPressed, context: Context) -> Replies:
        return (Say(text(context.t.wanted)),)

    async def _message(self, context: Context) -> Replies:
        return await self._take_effect("m", context)

    async def _withdrawn(self, event: PostWithdrawn, context: Context) -> None:
        await self._take_effect("w", context)

    async def _suggest(self, typed: str, context: Context) -> tuple[Suggestion, ...]:
        await self._take_effect("", context)
        return (Suggestion(typed.upper(), typed),)

    async def _take_effect(self, effect: str, context: Context) -> Replies:
        context.community.name += effect
        await context.session.flush()
        if self.error is not None:
            raise self.error
        return (Say(text(f"Noted: {effect}")),)

    def _hears(self, event: MessageSeen) -> MessageHandler | None:
        if event.text.startswith("break"):
            raise LookupError(event.text)
        return self._message if event.text.startswith("help") else None

    def _without_storage(self, event: Event, bare: Bare) -> Replies:
        if isinstance(event, DirectMessageSeen) and event.text.startswith("break"):
            raise LookupError(event.text)
        return (Say(text("Here are some options.")),) if isinstance(event, DirectMessageSeen) else ()


@pytest.fixture
def house(storage: Storage, clock: MovableClock) -> House:
    """A tiny core on each database."""
    return House(storage, clock)


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    """What is logged of what goes wrong."""
    with structlog.testing.capture_logs() as events:
        yield events


def invoked(house: House, text_: str = "a", *, id_: str = "e1", path: str = "note", mod: bool = False) -> Event:
    """A slash command."""
    ask = Note(text_)
    at = house.clock()
    return CommandInvoked(id=id_, by=ANA, where=TEA, at=at, is_moderator=mod, command=path, ask=ask)


def submitted(house: House, text_: str = "a", *, id_: str = "f1", path: str = "note", mod: bool = False) -> Event:
    """A form that came back, all of whose fields were understood."""
    ask = Note(text_)
    at = house.clock()
    return FormSubmitted(id=id_, by=ANA, where=TEA, at=at, is_moderator=mod, command=path, ask=ask)


def pressed(house: House, action_: str = "press", *, id_: str = "b1", mod: bool = False) -> Event:
    """A button that was pressed."""
    return ButtonPressed(id=id_, by=ANA, where=TEA, at=house.clock(), is_moderator=mod, action=action_)


def message(house: House, text_: str, *, id_: str = "m1") -> MessageSeen:
    """Something somebody wrote in a channel."""
    return MessageSeen(id=id_, by=ANA, where=TEA, at=house.clock(), text=text_)


def direct(house: House, text_: str = "hello") -> DirectMessageSeen:
    """Something somebody wrote to the bot."""
    return DirectMessageSeen(id="d1", by=ANA, where=None, at=house.clock(), text=text_)


def said(replies: Replies) -> str:
    """The one private sentence among the replies."""
    (reply,) = replies
    assert isinstance(reply, Say)
    assert reply.to.value == "actor"
    assert isinstance(reply.message, Message)
    return reply.message.summary


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


# --- when it goes wrong ---


async def test_a_failure_is_met_kindly_and_with_a_reference(house: House, logged: list[EventDict]) -> None:
    """The member gets a sentence whose reference stands in the operator's one log event."""
    house.error = LookupError(WORD)
    sentence = said(await house.core.handle(invoked(house, WORD)))
    (event,) = logged
    assert sentence.startswith("Sorry, something went wrong on my side, and nothing was changed.")
    assert sentence.endswith(event["reference"])
    assert (event["event"], event["error"]) == ("handler_failed", "LookupError")
    assert event["at"].startswith("test_dispatcher.py:")


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


# --- what nobody expects an answer to ---


async def test_a_deleted_post_is_told_to_every_feature(house: House) -> None:
    """Features that care about their posts learn that one was deleted."""
    event = PostWithdrawn(id="x", by=ANA, where=TEA, at=house.clock(), receipt=Receipt(TEA, "1"))
    assert (await house.core.handle(event), await house.noted()) == ((), "w")


async def test_a_home_page_needs_no_answer(house: House) -> None:
    """Opening the bot's page changes nothing yet."""
    assert await house.core.handle(HomeOpened(id="h", by=ANA, where=None, at=house.clock())) == ()


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
