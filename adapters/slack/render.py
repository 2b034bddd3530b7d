"""A Message as Slack shows it: Block Kit, in which nothing that anybody typed is ever read as markup.

Running text is rich text, whose words Slack takes as they are; only small print is mrkdwn, and escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, assert_never

from adapters.slack.custom_ids import Press, action_id, written
from bot.contract.messages import (
    Block,
    Bullets,
    Button,
    ButtonStyle,
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

Json = dict[str, Any]

MOST_BLOCKS: Final = 50
MOST_BUTTONS: Final = 25
LONGEST_TEXT: Final = 3_000
LONGEST_HEADING: Final = 150
LONGEST_LABEL: Final = 75
LONGEST_ALT: Final = 2_000

STYLES: Final[Mapping[ButtonStyle, str]] = {ButtonStyle.PRIMARY: "primary", ButtonStyle.DANGER: "danger"}
DATES: Final[Mapping[InstantStyle, str]] = {
    InstantStyle.DAY_AND_TIME: "{date_long_pretty} {time}",
    InstantStyle.TIME: "{time}",
}
MARKS: Final = re.compile(r"([*_~`])")
WORD_JOINER: Final = "\u2060"
"""Nobody sees it; between two marks it keeps mrkdwn from taking them for a pair."""

BOLD: Final = {"bold": True}


@dataclass(frozen=True, slots=True)
class Drawn:
    """What Slack is sent: ``text`` is what notifications and screen readers get."""

    text: str
    blocks: tuple[Json, ...]


def drawn(message: Message, names: Mapping[Member, str] | None = None) -> Drawn:
    """The message; ``names`` are those of the members that it names without a mention.

    Too long a text ends at a word, with "…"; what goes beyond the most blocks is left out before the buttons are.
    """
    blocks = list(_blocks(message, names or {}))
    while len(blocks) > MOST_BLOCKS:
        del blocks[next(index for index in range(len(blocks) - 1, -1, -1) if blocks[index]["type"] != "actions")]
    return Drawn(shortened(escaped(message.summary), LONGEST_TEXT), tuple(blocks))


def named(message: Message) -> frozenset[Member]:
    """The members that it names without a mention."""
    return frozenset(span.member for spans in _all_spans(message.blocks) for span in spans if isinstance(span, Named))


def escaped(text: str) -> str:
    """Text that Slack shows as it stands: no mention, no link, no entity."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shortened(text: str, most: int) -> str:
    """At most so many characters, ended at a word with "…" where some had to go."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at = cut.rfind(" ")
    return f"{cut[: at if at > most // 2 else most - 1].rstrip()}…"


def _blocks(message: Message, names: Mapping[Member, str]) -> Iterator[Json]:
    if not message.blocks:
        yield _rich(_section([_text(message.summary)]))
    number = 0
    for block in message.blocks:
        if isinstance(block, Choices):
            for row in _rows(block.buttons, number):
                yield row
                number += len(row["elements"])
        else:
            yield _block(block, names)


def _block(block: Block, names: Mapping[Member, str]) -> Json:
    match block:
        case Heading(text):
            return {
                "type": "header",
                "text": {"type": "plain_text", "text": shortened(text, LONGEST_HEADING), "emoji": False},
            }
        case Paragraph(spans):
            return _rich(_section(_elements(spans, names)))
        case Bullets(items):
            lines = [_section(_elements(item, names)) for item in items]
            return _rich({"type": "rich_text_list", "style": "bullet", "elements": lines})
        case Facts(pairs):
            lines = [_section([_text(f"{label}: ", BOLD), *_elements(spans, names)]) for label, spans in pairs]
            return _rich(*lines)
        case Note(spans):
            small = shortened("".join(_mrkdwn(span, names) for span in spans), LONGEST_TEXT)
            return {"type": "context", "elements": [{"type": "mrkdwn", "text": small, "verbatim": True}]}
        case Verbatim(text):
            return _rich({"type": "rich_text_preformatted", "elements": [_text(text)]})
        case Picture(address, alt):
            return {"type": "image", "image_url": address, "alt_text": shortened(alt, LONGEST_ALT)}
        case Choices(buttons):
            return _row(buttons, 0)
        case _:
            assert_never(block)


def _rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def _section(elements: Sequence[Json]) -> Json:
    return {"type": "rich_text_section", "elements": list(elements) or [_text(" ")]}


def _text(text: str, style: Mapping[str, bool] | None = None) -> Json:
    shown: Json = {"type": "text", "text": shortened(text, LONGEST_TEXT) or " "}
    return shown | ({"style": dict(style)} if style else {})


def _elements(spans: Spans, names: Mapping[Member, str]) -> list[Json]:
    return [_element(span, names) for span in spans if span != ""]


def _element(span: Span, names: Mapping[Member, str]) -> Json:
    match span:
        case str():
            return _text(span)
        case Strong(text):
            return _text(text, BOLD)
        case WebLink(text, address):
            return {"type": "link", "url": address, "text": text}
        case Named(member):
            return _text(names.get(member, "somebody"))
        case Member(native=native):
            return {"type": "user", "user_id": native}
        case Role(native=native):
            return {"type": "usergroup", "usergroup_id": native}
        case Channel(native=native):
            return {"type": "channel", "channel_id": native}
        case Instant(at, style):
            when = int(at.timestamp())
            return {"type": "date", "timestamp": when, "format": DATES[style], "fallback": f"{at:%Y-%m-%d %H:%M %Z}"}
        case _:
            assert_never(span)


def _mrkdwn(span: Span, names: Mapping[Member, str]) -> str:
    match span:
        case str() | Strong():
            return _unmarked(span.text if isinstance(span, Strong) else span)
        case WebLink(text, address):
            return f"<{escaped(address)}|{_unmarked(text).replace('|', '/')}>"
        case Named(member):
            return _unmarked(names.get(member, "somebody"))
        case Member(native=native):
            return f"<@{native}>"
        case Role(native=native):
            return f"<!subteam^{native}>"
        case Channel(native=native):
            return f"<#{native}>"
        case Instant(at, style):
            return f"<!date^{int(at.timestamp())}^{DATES[style]}|{at:%Y-%m-%d %H:%M %Z}>"
        case _:
            assert_never(span)


def _unmarked(text: str) -> str:
    """Words whose asterisks and underscores are only that."""
    return MARKS.sub(rf"{WORD_JOINER}\1{WORD_JOINER}", escaped(text))


def _rows(buttons: Sequence[Button], first: int) -> Iterator[Json]:
    for start in range(0, len(buttons), MOST_BUTTONS):
        yield _row(buttons[start : start + MOST_BUTTONS], first + start)


def _row(buttons: Iterable[Button], first: int) -> Json:
    return {"type": "actions", "elements": [_button(each, number) for number, each in enumerate(buttons, first)]}


def _button(button: Button, number: int) -> Json:
    label = {"type": "plain_text", "text": shortened(button.label, LONGEST_LABEL), "emoji": True}
    value = written(Press(button.action, button.subject, button.choice))
    shown = {"type": "button", "action_id": action_id(number), "value": value, "text": label}
    return shown | ({"style": STYLES[button.style]} if button.style in STYLES else {})


def _all_spans(blocks: Iterable[Block]) -> Iterator[Spans]:
    for block in blocks:
        match block:
            case Paragraph(spans) | Note(spans):
                yield spans
            case Bullets(items):
                yield from items
            case Facts(pairs):
                yield from (spans for _, spans in pairs)
            case _:
                pass
