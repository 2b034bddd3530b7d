"""A tiny core for the dispatcher's tests, and the events that reach it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from adapters.room.clock import MovableClock
from bot.catalogue import checked
from bot.community import store
from bot.community.context import Bare, Context
from bot.community.features import Feature, MessageHandler, action, command
from bot.contract.commands import Ask, Audience, option
from bot.contract.events import (
    ButtonPressed,
    CommandInvoked,
    DirectMessageSeen,
    Event,
    FormSubmitted,
    MessageSeen,
    PostWithdrawn,
)
from bot.contract.messages import Message, text
from bot.contract.places import Channel, CommunityId, Member
from bot.contract.ports import Suggestion
from bot.contract.replies import Form, Replies, Say, To
from bot.dispatcher import Dispatcher, Surroundings
from bot.metrics import Metrics
from bot.storage import Storage

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
        self.metrics = Metrics()
        self.core = self.over(storage)

    def over(self, storage: Storage) -> Dispatcher:
        """The same core over another storage."""
        around = Surroundings(storage, DEFAULTS, self.clock, Random(1), self.metrics)
        return Dispatcher(checked([self._feature()]), around)

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
    assert reply.to is To.ACTOR
    assert isinstance(reply.message, Message)
    return reply.message.summary
