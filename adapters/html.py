"""A message as escaped HTML: whatever text goes in, no tag or attribute comes out that is not written here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, tzinfo
from html import escape
from itertools import count
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

LINE_BREAK = re.compile(r"\r\n|\r|\n")
WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)
"""Stricter than a browser, which forgives spaces and control characters in front of ``javascript:``."""


def render(message: Message, *, name: Name, t: Translator, zone: tzinfo) -> str:
    """The blocks as HTML; a button carries its place among the message's buttons as ``data-button``."""

    def joined(spans: Spans) -> str:
        return "".join(_span(span, name, t, zone) for span in spans)

    numbers = count()
    blocks = message.blocks or (Paragraph((message.summary,)),)
    return "".join(_block(block, joined, numbers) for block in blocks)


def written(text: str) -> str:
    """What a member wrote, as one escaped paragraph."""
    return f'<p dir="auto">{_text(text)}</p>'


def _block(block: Block, joined: Callable[[Spans], str], numbers: Iterator[int]) -> str:
    match block:
        case Heading(text):
            return f'<h2 dir="auto">{_text(text)}</h2>'
        case Paragraph(spans):
            return f'<p dir="auto">{joined(spans)}</p>'
        case Bullets(items):
            return f"<ul>{''.join(_item(joined(item)) for item in items)}</ul>"
        case Facts(pairs):
            return f"<dl>{''.join(_fact(label, joined(spans)) for label, spans in pairs)}</dl>"
        case Picture(address, alt):
            return _picture(address, alt)
        case Choices(buttons):
            return f'<div class="choices">{"".join(_button(each, next(numbers)) for each in buttons)}</div>'
        case Note(spans):
            return f'<p class="note" dir="auto">{joined(spans)}</p>'
        case Verbatim(text):
            return f'<pre dir="auto">{escape(text)}</pre>'
        case _:
            assert_never(block)


def _span(span: Span, name: Name, t: Translator, zone: tzinfo) -> str:
    match span:
        case str():
            return _text(span)
        case Strong(text):
            return f"<strong>{_text(text)}</strong>"
        case WebLink(text, address):
            return _link(text, address)
        case Named(member):
            return f'<span dir="auto">{_text(name(member).removeprefix("@"))}</span>'
        case Member() | Channel() | Role():
            return f'<span class="mention" dir="auto">{_text(name(span))}</span>'
        case Instant():
            return f'<time datetime="{span.at.astimezone(UTC).isoformat()}">{escape(_moment(span, t, zone))}</time>'
        case _:
            assert_never(span)


def _item(said: str) -> str:
    return f'<li dir="auto">{said}</li>'


def _fact(label: str, said: str) -> str:
    return f'<div><dt dir="auto">{_text(label)}</dt><dd dir="auto">{said}</dd></div>'


def _picture(address: str, alt: str) -> str:
    """A picture that can't be fetched over https is only described."""
    if WEB_ADDRESS.fullmatch(address) is None or not address.lower().startswith("https:"):
        return f'<p class="note" dir="auto">[{_text(alt)}]</p>'
    return f'<img src="{escape(address)}" alt="{escape(alt)}" loading="lazy" referrerpolicy="no-referrer">'


def _button(button: Button, number: int) -> str:
    style = button.style.value
    return f'<button type="button" class="button {style}" data-button="{number}">{_text(button.label)}</button>'


def _link(text: str, address: str) -> str:
    if WEB_ADDRESS.fullmatch(address) is None:
        return _text(text)
    return f'<a href="{escape(address)}" rel="noopener noreferrer nofollow" target="_blank">{_text(text)}</a>'


def _moment(span: Instant, t: Translator, zone: tzinfo) -> str:
    if span.style is InstantStyle.TIME:
        return t.time(span.at.astimezone(zone).time())
    return t.moment(span.at, zone)


def _text(text: str) -> str:
    """Escaped, with its line breaks kept."""
    return LINE_BREAK.sub("<br>", escape(text))
