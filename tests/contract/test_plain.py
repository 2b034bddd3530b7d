"""A message as plain text, for notifications, screen readers and transcripts."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

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
    Note,
    Paragraph,
    Picture,
    Span,
    Strong,
    WebLink,
    say,
    text,
)
from bot.contract.places import Channel, Member
from bot.contract.plain import buttons, plain
from bot.texts import translator
from tests.contract.asks import HERE

AT = datetime(2027, 3, 28, 9, 30, tzinfo=UTC)


def drawn(*blocks: Block) -> str:
    """The blocks as a reader in London gets them."""
    names = {Member(HERE, "u1"): "@Ana", Channel(HERE, "c1"): "#tea-room"}
    message = Message("summary", blocks)
    return plain(message, name=lambda who: names[who], t=translator("en-GB"), zone=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        ("words", "words"),
        (Strong("more"), "more"),
        (WebLink("Mind", "https://mind.org.uk"), "Mind (https://mind.org.uk)"),
        (WebLink("https://mind.org.uk", "https://mind.org.uk"), "https://mind.org.uk"),
        (Member(HERE, "u1"), "@Ana"),
        (Channel(HERE, "c1"), "#tea-room"),
        (Instant(AT), "Sunday 28 March 2027 at 10:30"),
        (Instant(AT, InstantStyle.TIME), "10:30"),
    ],
)
def test_every_span_has_words(span: Span, shown: str) -> None:
    """Names, links and instants read as somebody would say them, in the reader's own zone."""
    assert drawn(say("<", span, ">")) == f"<{shown}>"


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        (Heading("Options"), "Options"),
        (Paragraph(("a", Strong("b"))), "ab"),
        (Bullets((("one",), ("two", Strong("!")))), "• one\n• two!"),
        (Facts((("Cost", ("free",)), ("Open", ("now",)))), "Cost: free\nOpen: now"),
        (Picture("https://example.org/a.png", "Two mugs"), "[Two mugs]"),
        (Note(("small",)), "small"),
    ],
)
def test_every_block_has_lines(block: Block, shown: str) -> None:
    """Headings, lists, facts and pictures are lines of text; a picture is what it shows."""
    assert drawn(block) == shown


def test_buttons_leave_no_empty_line() -> None:
    """Buttons are no text, and nothing stands where they were."""
    assert drawn(say("above"), Choices((Button("Press", "act"),)), say("below")) == "above\nbelow"


def test_markup_stays_what_was_typed() -> None:
    """Signs that are markup somewhere are drawn as they are, and mention nobody."""
    assert drawn(say("*@everyone* <b>{x}</b>")) == "*@everyone* <b>{x}</b>"


def test_buttons_are_found_in_order() -> None:
    """All buttons of all blocks, from the first to the last."""
    rows: list[Block] = [Choices((Button("1", "a"), Button("2", "b"))), say("between"), Choices((Button("3", "c"),))]
    assert [each.label for each in buttons(Message("", tuple(rows)))] == ["1", "2", "3"]


def test_the_shortest_message_is_its_summary() -> None:
    """``text`` says its sentence once and puts its buttons under it."""
    message = text("Hello.", Button("Press", "act"))
    assert (message.summary, drawn(*message.blocks), len(buttons(message))) == ("Hello.", "Hello.", 1)


def test_without_buttons_there_is_no_row_for_them() -> None:
    """A message without buttons is one paragraph."""
    assert text("Hello.").blocks == (Paragraph(("Hello.",)),)
