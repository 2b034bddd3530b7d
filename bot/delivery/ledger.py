"""The ledger's words and decisions: what a delivery is, and what follows from how a send went.

A delivery is a post that nobody asked for. It is unique by ``(kind, subject, slot, target)`` and goes
``pending → sending → sent | skipped | dead | uncertain`` (docs/design-notes.md, "Saying things once").
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import assert_never

from bot.contract.places import CommunityId, Receipt, Target

LEASE = timedelta(seconds=120)
"""How long a claim holds; nobody else touches the delivery meanwhile."""

ATTEMPT = timedelta(seconds=10)
"""The longest that one attempt to send may take."""

SETTLING = timedelta(seconds=20)
"""How long an unanswered post may still be on its way before we look for it."""

COULD_NOT_COMPOSE = "it could not be composed"

MOST_FAILURES = 5
"""Attempts to compose or look up, after which a delivery that keeps failing is given up."""


class Status(Enum):
    """Where a delivery stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    DEAD = "dead"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Planned:
    """A delivery as a feature writes it; the same four first values are planned once only."""

    kind: str
    subject: str
    slot: str
    target: Target
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Restraint:
    """What is left alone just now: platforms in trouble, and places where something was posted a moment ago.

    ``between`` says for a platform how long nothing follows in the same place.
    """

    held: frozenset[str] = frozenset()
    between: Mapping[str, timedelta] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this worker alone may send until its lease ends."""

    id: int
    key: str
    kind: str
    subject: str
    slot: str
    target: Target
    due_at: datetime
    attempts: int
    attempted_at: datetime
    lease_until: datetime
    claim: str

    @property
    def community(self) -> CommunityId:
        """The community it is for."""
        return self.target.community

    def may_send(self, now: datetime) -> bool:
        """True while one whole attempt still fits into the lease."""
        return now + ATTEMPT < self.lease_until


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform accepted it, and it stands here."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Skip:
    """It is not to be said any more, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """There is nowhere to say it any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing was said; come back after this long. ``failed`` counts towards giving up."""

    retry_in: timedelta
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Unanswered:
    """It may have been said: it has to be looked for before anything else."""


@dataclass(frozen=True, slots=True)
class Untellable:
    """It may have been said, and the platform cannot tell."""


Outcome = Sent | Skip | Gone | Later | Unanswered | Untellable


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is written down after an outcome. Nobody touches the delivery before ``lease_until``; its due time stays."""

    status: Status
    lease_until: datetime | None = None
    receipt: Receipt | None = None
    reason: str = ""


def settle(claimed: Claimed, outcome: Outcome, now: datetime, held_until: datetime | None = None) -> Settlement:
    """The next state. Pure: the worker writes it down. Its platform may be in trouble, and then it waits with it."""
    calm = held_until or now
    match outcome:
        case Sent(receipt):
            return Settlement(Status.SENT, receipt=receipt)
        case Skip(reason):
            return Settlement(Status.SKIPPED, reason=reason)
        case Gone(reason):
            return Settlement(Status.DEAD, reason=reason)
        case Later(retry_in, failed):
            if failed and claimed.attempts >= MOST_FAILURES:
                return Settlement(Status.DEAD, reason=COULD_NOT_COMPOSE)
            return Settlement(Status.PENDING, lease_until=max(now + retry_in, calm))
        case Unanswered():
            return Settlement(Status.SENDING, lease_until=max(now + SETTLING, calm))
        case Untellable():
            return Settlement(Status.UNCERTAIN, reason="the platform cannot tell whether it arrived")
        case _:
            assert_never(outcome)


def new_key() -> str:
    """A delivery's own key: 22 URL-safe characters, unguessable, the same for every attempt."""
    return secrets.token_urlsafe(16)
