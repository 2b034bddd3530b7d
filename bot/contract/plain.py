"""A message as plain text: for notifications, screen readers, transcripts and the terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import assert_never

from bot.contract.messages import (
    Block,
    Bullets,
    Button,
    Choices,
    Facts,
    Heading,
    Instant,
    InstantStyle,
    Message,
    Named,
    Note,
    Paragraph,
    Picture,
    Span,
    Spans,
    Strong,
    Verbatim,
    WebLink,
)
from bot.contract.places import Channel, Member, Role
from bot.texts import Translator

Name = Callable[[Member | Channel | Role], str]


def plain(message: Message, *, name: Name, t: Translator, zone: tzinfo) -> str:
    """The blocks as lines of text, without buttons; instants in the given zone."""
    lines = (_block(block, lambda spans: _joined(spans, name, t, zone)) for block in message.blocks)
    return "\n".join(line for line in lines if line)


def buttons(message: Message) -> tuple[Button, ...]:
    """Every button of the message, in order."""
    return tuple(button for block in message.blocks if isinstance(block, Choices) for button in block.buttons)


def _block(block: Block, joined: Callable[[Spans], str]) -> str:
    match block:
        case Heading(text):
            return text
        case Paragraph(spans) | Note(spans):
            return joined(spans)
        case Bullets(items):
            return "\n".join(f"• {joined(item)}" for item in items)
        case Facts(pairs):
            return "\n".join(f"{label}: {joined(spans)}" for label, spans in pairs)
        case Picture(_, alt):
            return f"[{alt}]"
        case Verbatim(text):
            return text
        case Choices():
            return ""
        case _:
            assert_never(block)


def _joined(spans: Spans, name: Name, t: Translator, zone: tzinfo) -> str:
    return "".join(_span(span, name, t, zone) for span in spans)


def _span(span: Span, name: Name, t: Translator, zone: tzinfo) -> str:
    match span:
        case str():
            return span
        case Strong(text):
            return text
        case WebLink(text, address):
            return text if text == address else f"{text} ({address})"
        case Named(member):
            return name(member).removeprefix("@")
        case Member() | Channel() | Role():
            return name(span)
        case Instant(at, InstantStyle.TIME):
            return t.time(at.astimezone(zone).time())
        case Instant(at):
            return t.moment(at, zone)
        case _:
            assert_never(span)
