"""What a feature puts into the catalogue: declarations with their handlers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar, cast

from bot.community.auditing import Audited
from bot.community.context import Bare, Context
from bot.contract.commands import Action, Answering, Ask, Audience, Command, Menu
from bot.contract.events import ButtonPressed, DirectMessageSeen, Event, MessageSeen, PostWithdrawn
from bot.contract.messages import Block
from bot.contract.places import Channel, Member
from bot.contract.ports import Platform, Suggestion
from bot.contract.replies import Replies
from bot.delivery.clockwork import Job
from bot.delivery.kinds import Kind
from bot.storage import Base, Session

A = TypeVar("A", bound=Ask)

Handler = Callable[[Ask, Context], Awaitable[Replies]]
ActionHandler = Callable[[ButtonPressed, Context], Awaitable[Replies]]
MessageHandler = Callable[[Context], Awaitable[Replies]]
Pseudonyms = Callable[[Session, Member], Awaitable[Collection[str]]]
Section = Callable[[Context], Awaitable[tuple[Block, ...]]]
Suggester = Callable[[str, Context], Awaitable[tuple[Suggestion, ...]]]


@dataclass(frozen=True, slots=True)
class HandledCommand:
    """A command and the function that answers it."""

    declared: Command
    run: Handler


@dataclass(frozen=True, slots=True)
class HandledAction:
    """A button's action and the function that answers it."""

    declared: Action
    run: ActionHandler


@dataclass(frozen=True, slots=True)
class Errand:
    """A job that asks the platforms something, outside any transaction; ``run`` gets those of this process by name."""

    name: str
    every: timedelta
    run: Callable[[Mapping[str, Platform], datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature's page of the catalogue.

    ``hears`` judges a plain message in memory and returns the handler that wants to answer it, if any; ``minds`` says
    beforehand, by the channel and the words alone, whether there would be one.
    ``answers_direct`` answers whatever is written to the bot itself.
    ``without_storage`` answers what must be answered even when the database can't be used.
    ``pseudonyms`` work a member's hashes in a table out, with the keys that still exist; ``parting`` mends what counts
    on a member's rows, just before they are erased.
    ``beside`` is what whoever used a command or pressed a button is told besides its answer; mostly nothing.
    ``home`` is its section of the bot's own page, for whoever opens it; it writes nothing.
    ``audited`` declares the tables whose changes by moderators are written down and can be undone.
    """

    name: str
    commands: tuple[HandledCommand, ...] = ()
    actions: tuple[HandledAction, ...] = ()
    kinds: tuple[Kind, ...] = ()
    jobs: tuple[Job, ...] = ()
    errands: tuple[Errand, ...] = ()
    suggesters: tuple[tuple[str, Suggester], ...] = ()
    hears: Callable[[MessageSeen], MessageHandler | None] | None = None
    minds: Callable[[Channel, str], bool] | None = None
    answers_direct: Callable[[DirectMessageSeen], MessageHandler] | None = None
    without_storage: Callable[[Event, Bare], Replies] | None = None
    withdrawn: Callable[[PostWithdrawn, Context], Awaitable[None]] | None = None
    pseudonyms: tuple[tuple[type[Base], Pseudonyms], ...] = ()
    parting: Callable[[Session, Member], Awaitable[None]] | None = None
    beside: Callable[[Context], Awaitable[Replies]] | None = None
    home: Section | None = None
    audited: tuple[Audited, ...] = ()


def command(
    path: str,
    ask: type[A],
    run: Callable[[A, Context], Awaitable[Replies]],
    summary: str,
    audience: Audience = Audience.MEMBERS,
    answering: Answering = Answering.PRIVATELY,
    *,
    menu: Menu | None = None,
    menu_label: str = "",
) -> HandledCommand:
    """A line of a feature's table of commands; the ask and the handler's first parameter must agree."""
    declared = Command(path, ask, summary, audience, answering, menu, menu_label)
    return HandledCommand(declared, cast("Handler", run))


def action(
    name: str,
    run: ActionHandler,
    audience: Audience = Audience.MEMBERS,
    answering: Answering = Answering.PRIVATELY,
) -> HandledAction:
    """A line of a feature's table of actions."""
    return HandledAction(Action(name, answering, audience), run)
