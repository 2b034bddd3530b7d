"""Messages as Block Kit: within the limits, valid by Slack's schema, and with nothing read as markup."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.render import MOST_BLOCKS, drawn, shortened
from bot.contract.messages import (
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
    Spans,
    Strong,
    Verbatim,
    WebLink,
    text,
)
from bot.contract.places import Channel, CommunityId, Member, Role
from tests.simulators.slack.described import block_faults, call_faults
from tests.simulators.slack.world import Json

HERE = CommunityId("slack", "T1")
ANA = Member(HERE, "U1")
NOON = datetime(2027, 3, 22, 12, 0, tzinfo=UTC)
NASTY = "<!channel> & *bold* _it_ ~no~ `code` <@U2> <https://evil.example|here> :smile:"
EVERYTHING: Spans = (
    *(NASTY, Strong(NASTY), WebLink(NASTY, "https://example.org/a?b=1&c=2"), ANA, Named(ANA)),
    *(Role(HERE, "S1"), Channel(HERE, "C1"), Instant(NOON), Instant(NOON, InstantStyle.TIME)),
)


def faults(message: Message) -> list[str]:
    """What Slack would have against it."""
    found = drawn(message, {ANA: "Ana"})
    return list(call_faults("chat.postMessage", {"channel": "C1", "text": found.text, "blocks": list(found.blocks)}))


def test_every_block_is_valid() -> None:
    """With every kind of span in each."""
    blocks = (
        Heading(NASTY),
        Paragraph(EVERYTHING),
        Bullets((EVERYTHING, ("two",))),
        Facts((("label", EVERYTHING),)),
        Note(EVERYTHING),
        Verbatim(NASTY),
        Picture("https://example.org/a.png", "A kettle"),
        Choices(tuple(Button(f"Button {number}", "act", str(number)) for number in range(30))),
    )
    assert faults(Message(NASTY, blocks)) == []


def test_typed_words_are_never_markup() -> None:
    """In rich text they stand as they are; in the notification and the small print they are escaped."""
    found = drawn(Message(NASTY, (Paragraph((NASTY,)), Note((NASTY,)))))
    assert found.blocks[0]["elements"][0]["elements"] == [{"type": "text", "text": NASTY}]
    small = found.blocks[1]["elements"][0]["text"]
    assert "<" not in found.text + small
    assert "*bold*" not in small


@pytest.mark.parametrize("size", [2_999, 3_000, 3_001, 20_000])
def test_long_text_ends_at_a_word(size: int) -> None:
    """It is never refused by the platform."""
    words = ("word " * size)[:size]
    blocks = (Heading(words), Paragraph((words,)), Note((words,)), Picture("https://example.org/a.png", words))
    assert faults(Message(words, (*blocks, Choices((Button(words, "act"),))))) == []


def test_too_many_blocks_lose_text_before_buttons() -> None:
    """What can be pressed stays."""
    many = tuple(Paragraph((str(number),)) for number in range(80))
    found = drawn(Message("many", (*many, Choices((Button("Press", "act"),)))))
    assert len(found.blocks) == MOST_BLOCKS
    assert found.blocks[-1]["type"] == "actions"


def test_a_bare_message_is_its_summary() -> None:
    """A message without blocks shows what the notification says."""
    (block,) = drawn(Message("Hello.")).blocks
    shown: Json = block["elements"][0]["elements"][0]
    assert shown["text"] == "Hello."


@given(st.text(max_size=400))
def test_whatever_somebody_types_is_valid(words: str) -> None:
    """Any Unicode at all, in every place where text can stand."""
    blocks = (Paragraph((words,)), Note((words or " ",)), Facts(((words, (words,)),)), Bullets(((words,),)))
    assert faults(Message(words or "-", blocks)) == []


@given(st.text(min_size=1, max_size=200), st.integers(2, 50))
def test_shortened_text_is_short(words: str, most: int) -> None:
    """At most so many characters, and unchanged where it fits."""
    found = shortened(words, most)
    assert len(found) <= most
    assert found == words or found.endswith("…")


def test_plain_text_has_its_buttons() -> None:
    """The shortest message with a button."""
    assert faults(text("Hello.", Button("Press", "act", "s", "c"))) == []


@pytest.mark.parametrize(
    "block",
    [
        {"type": "actions", "elements": []},
        {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a" * 2_001},
        {"type": "header", "text": {"type": "plain_text", "text": "a" * 151}},
        {"type": "tea"},
    ],
)
def test_what_slack_would_not_take_is_found(block: Json) -> None:
    """The checks that every block goes through can fail."""
    assert list(block_faults([block], "MessageBlocks")) != []
