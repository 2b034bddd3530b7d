"""What a handler is given besides its ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot.community.tables import Community
from bot.contract.commands import Ask, values_of
from bot.contract.events import Event
from bot.contract.places import CommunityId, Member
from bot.contract.replies import Form
from bot.storage import Session
from bot.texts import Translator


@dataclass(frozen=True, slots=True)
class Bare:
    """What is known when the database can't be asked: a language, an area and the time."""

    t: Translator
    area: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Context:
    """One event, inside its one transaction. ``t`` speaks the language of whoever acted."""

    event: Event
    session: Session
    community: Community
    t: Translator
    now: datetime
    draw: Random

    @property
    def bare(self) -> Bare:
        """As much of it as needs no session."""
        return Bare(self.t, self.community.area, self.now)

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
