"""What a handler returns. The dispatcher commits first; then the adapter carries the replies out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from bot.contract.messages import Message
from bot.contract.places import Channel, Member, Receipt


class To(Enum):
    """Who sees it: the channel, only the person who acted, or that person's direct messages.

    ``ACTOR`` is said where they acted. In answer to a message with ``Privacy.DIRECT`` it can't be, outside a direct
    conversation: nobody gets it, and it counts as not accepted.
    """

    EVERYONE = "everyone"
    ACTOR = "actor"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Reservation:
    """A limit held for this answer: the adapter settles it once the platform has accepted or refused."""

    purpose: str
    token: str
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Say:
    """Say this. An adapter that cannot say it privately says nothing.

    To a member it goes as a direct message, at most once and with no trace: somebody asked for just that, by a press.
    """

    message: Message
    to: To | Member = To.ACTOR
    counts: Reservation | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """Open (or show again) the form of a command, with what is known already and what is wrong, by field.

    Returned by what is declared WITH_FORM, or in answer to a command or a form with wrong fields (see Answering).
    """

    command: str
    filled: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Revise:
    """Draw a message of ours anew, in place."""

    receipt: Receipt
    message: Message


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take a message of ours away."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Survey:
    """Ask the platform what the bot lacks in these channels, and who these members are (their roles, say).

    The answer comes as a press of ``action`` (Surveyed). A handler can't ask by itself: it stands in a transaction,
    and the platform may take its time. In answer to a Surveyed there is no further survey.
    """

    channels: tuple[Channel, ...]
    action: str
    subject: str = ""
    choice: str = ""
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """What stands on the member's own page of the bot: the answer to HomeOpened, where a platform has such a page."""

    message: Message


@dataclass(frozen=True, slots=True)
class Again:
    """It couldn't be saved, so nothing came of it: a platform that repeats what it thinks was lost is asked to.

    The answer to what nobody waits for an answer to; a platform that never repeats anything passes over it.
    """


Reply = Say | Form | Revise | Withdraw | Survey | Home | Again
Replies = tuple[Reply, ...]
