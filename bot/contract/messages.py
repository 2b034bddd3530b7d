"""What is said. Spans are values, so nobody's input can become markup or a mention of everyone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from bot.contract.places import Channel, Member, Role


class InstantStyle(Enum):
    """How much of an instant a reader is shown."""

    DAY_AND_TIME = "day and time"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that matter more than their neighbours."""

    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A member by the name they go by. Unlike a Member it is no mention: nobody is called by it."""

    member: Member


@dataclass(frozen=True, slots=True)
class WebLink:
    """A link by its words; no platform may unfurl it."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment, drawn in the reader's own zone where the platform can."""

    at: datetime
    style: InstantStyle = InstantStyle.DAY_AND_TIME


Span = str | Strong | WebLink | Member | Named | Role | Channel | Instant
Spans = tuple[Span, ...]


class ButtonStyle(Enum):
    """What a button's look promises."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """One press: the action's name, the row it is about, and the choice made. All three survive a restart."""

    label: str
    action: str
    subject: str = ""
    choice: str = ""
    style: ButtonStyle = ButtonStyle.PLAIN


@dataclass(frozen=True, slots=True)
class Heading:
    """The line above."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list whose order does not matter."""

    items: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a short name and what it is."""

    pairs: tuple[tuple[str, Spans], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its address; ``alt`` says what it shows to those who cannot see it."""

    address: str
    alt: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Buttons that belong together."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Small print under the rest."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text as it stands, every sign of it, to be copied: at most VERBATIM_SIZE characters."""

    text: str


VERBATIM_SIZE = 1_800
"""What every platform shows in one piece; Discord's message has 2,000 characters."""

Block = Heading | Paragraph | Bullets | Facts | Picture | Choices | Note | Verbatim


class Tone(Enum):
    """How a message feels; renderers may pick a colour by it, never words."""

    WARM = "warm"
    CALM = "calm"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Message:
    """``summary`` is what a notification or a screen reader gets; the blocks are what is drawn."""

    summary: str
    blocks: tuple[Block, ...] = field(default=())
    tone: Tone = Tone.PLAIN


def say(*spans: Span) -> Paragraph:
    """A paragraph of these spans."""
    return Paragraph(spans)


def text(summary: str, *buttons: Button, tone: Tone = Tone.PLAIN) -> Message:
    """The shortest message: one paragraph and, if given, its buttons."""
    choices = (Choices(buttons),) if buttons else ()
    return Message(summary, (Paragraph((summary,)), *choices), tone)
