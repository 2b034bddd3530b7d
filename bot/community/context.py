"""What a handler is given besides its ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from bot.community.tables import Community, Preference
from bot.contract.commands import Ask, values_of
from bot.contract.events import Event
from bot.contract.places import CommunityId, Member
from bot.contract.replies import Form
from bot.storage import Session
from bot.texts import Translator


@dataclass(frozen=True, slots=True)
class Bare:
    """What is known when the database can't be asked: a language, an area and the time. ``is_minor`` None: not said.

    ``community`` is whose own services and phrases count, where it is known.
    """

    t: Translator
    area: str
    now: datetime
    is_minor: bool | None = None
    community: CommunityId | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """One event, inside its one transaction. ``t`` speaks the language of whoever acted.

    ``preference`` is what they chose before this event, if anything; ``by_moderator`` whether they moderate here.
    """

    event: Event
    session: Session
    community: Community
    t: Translator
    now: datetime
    draw: Random
    preference: Preference | None = None
    by_moderator: bool = False

    @property
    def bare(self) -> Bare:
        """As much of it as needs no session."""
        return Bare(self.t, self.area, self.now, self.is_minor, self.id)

    @property
    def area(self) -> str:
        """Where services are looked for: the member's choice, else the community's."""
        return (self.preference and self.preference.area) or self.community.area

    @property
    def zone(self) -> ZoneInfo:
        """Whose wall clock times are told by: the member's choice, else the community's."""
        return ZoneInfo((self.preference and self.preference.zone) or self.community.zone)

    @property
    def is_minor(self) -> bool | None:
        """Whether the member said they are under 18; None where they didn't, or the community doesn't ask."""
        return self.preference.is_minor if self.preference and self.community.has_minors else None

    @property
    def topics_off(self) -> frozenset[str]:
        """The topics that the member doesn't want to be offered."""
        return frozenset(self.preference.topics_off.split() if self.preference else ())

    @property
    def by(self) -> Member:
        """Who acted."""
        return self.event.by

    @property
    def id(self) -> CommunityId:
        """The community's id, by which every query is narrowed."""
        return self.community.id


def again(command: str, ask: Ask, **errors: str) -> Form:
    """The form once more as it was sent, with what is wrong at its field."""
    return Form(command, values_of(ask), errors)
