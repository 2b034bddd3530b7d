"""A core that remembers what happened, and answers as a test tells it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.contract.commands import Ask, Audience, Command, Menu, option
from bot.contract.events import Event
from bot.contract.places import Channel, Member, Role
from bot.contract.ports import Suggestion
from bot.contract.replies import Replies, Reservation


@dataclass(frozen=True, slots=True)
class Nothing(Ask):
    """No options at all."""


@dataclass(frozen=True, slots=True)
class Reason(Ask):
    """A context action that wants a word."""

    why: str = option("Why")


@dataclass(frozen=True, slots=True)
class Listen(Ask):
    """A channel, somebody to tell, and the row it is about."""

    channel: Channel = option("Channel")
    tell: Member | None = option("Whom to tell", default=None)
    count: int | None = option("How often", default=None)
    version: int = option("Version", hidden=True, default=0)


LISTEN = Command("listen", Listen, "Listen in a channel")
OFFER = Command("offer", Nothing, "Offer support", menu=Menu.MESSAGE)
REPORT = Command("report", Reason, "Report a message", menu=Menu.MESSAGE)
GREET = Command("greet", Nothing, "Greet somebody", menu=Menu.MEMBER)
AUDIT = Command("audit", Reason, "Look closely", Audience.MODERATORS, menu=Menu.MEMBER)
COMMANDS = (LISTEN, OFFER, REPORT, GREET, AUDIT)


class TellingCore:
    """Keeps ``Core``'s promises: every event is answered with ``answers``."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.settled: list[bool] = []
        self.answers: Replies = ()

    async def handle(self, event: Event) -> Replies:
        """What the test wants said."""
        self.events.append(event)
        return self.answers

    def ignores(self, where: Channel, text: str) -> bool:
        """Nothing: every message is handed over."""
        return False

    async def suggest(self, suggester: str, typed: str, by: Member, locale: str | None) -> tuple[Suggestion, ...]:
        """Nothing."""
        return ()

    async def moderates(self, member: Member, roles: frozenset[Role]) -> bool:
        return False

    async def settle(self, reservation: Reservation, *, accepted: bool) -> None:
        """Noted."""
        self.settled.append(accepted)
