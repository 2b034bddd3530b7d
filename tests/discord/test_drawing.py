"""What a message looks like on Discord, and what a button carries: always within the limits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.custom_ids import LONGEST, Press, read, written
from adapters.discord.render import MOST_LETTERS, drawn, drawn_in_pieces, escaped, shortened
from bot.contract.messages import (
    Bullets,
    Button,
    Choices,
    Facts,
    Heading,
    Instant,
    Message,
    Named,
    Note,
    Paragraph,
    Picture,
    Strong,
    Verbatim,
    WebLink,
)
from bot.contract.places import CommunityId, Member

HERE = CommunityId("discord", "1")
KIM = Member(HERE, "42")
AT = datetime(2027, 3, 22, 10, tzinfo=UTC)


def test_every_block_has_its_own_look() -> None:
    """Headings, lists, facts, small print and text to copy, each in Discord's own signs."""
    message = Message(
        "s",
        (
            Heading("Hello"),
            Paragraph(("It is ", Strong("now"), " ", Instant(AT))),
            Bullets((("one",), ("two",))),
            Facts((("Who", (Named(KIM),)),)),
            Note((WebLink("a page", "https://a.example/b_c"),)),
            Verbatim("a*b ```c"),
        ),
    )
    assert drawn(message).content.splitlines() == [
        "**Hello**",
        "It is **now** <t:1805709600:F>",
        "- one",
        "- two",
        "**Who:** <@42>",
        "-# [a page](<https://a.example/b_c>)",
        "```",
        "a*b `\u200b``c",
        "```",
    ]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@everyone *b* _c_", "\\@everyone \\*b\\* \\_c\\_"),
        ("<@1> <#2>", "\\<\\@1\\> \\<\\#2\\>"),
        ("1. one\n- two", "1\\. one\n\\- two"),
        ("see https://a.example/x_y now", "see <https://a.example/x_y> now"),
        ("[here](http://evil.example)", "\\[here\\](<http://evil.example)>"),
    ],
)
def test_whatever_is_typed_shows_as_it_stands(typed: str, shown: str) -> None:
    """Nobody's words become markup, a mention, a list or a preview."""
    assert escaped(typed) == shown


def test_only_who_is_spoken_to_is_mentioned() -> None:
    """A Member is called by their name; somebody who is only Named is not."""
    assert drawn(Message("s", (Paragraph((KIM,)),))).mentioned == {42}
    assert drawn(Message("s", (Paragraph((Named(KIM),)),))).mentioned == frozenset()


def test_a_picture_stands_with_what_it_shows() -> None:
    """Discord takes no alt text for a picture by its address: the words stand beside it."""
    (embed,) = drawn(Message("s", (Picture("https://a.example/p.png", "a mug"),))).embeds
    assert (embed.image.url, embed.description) == ("https://a.example/p.png", "a mug")


@given(st.lists(st.text(max_size=900), min_size=1, max_size=8))
def test_any_text_fits(paragraphs: list[str]) -> None:
    """However long it is, each piece is within the limit, and none is empty."""
    message = Message("summary", tuple(Paragraph((each,)) for each in paragraphs))
    assert all(0 < len(each.content) <= MOST_LETTERS for each in (*drawn_in_pieces(message), drawn(message)))


def test_too_long_a_text_ends_at_a_word() -> None:
    """With a sign that there was more."""
    assert shortened("one two three", 9) == "one two…"


def test_buttons_stand_under_the_last_piece() -> None:
    """Whoever has read all of it finds them."""
    message = Message("s", (Paragraph(("word " * 900,)), Choices((Button("Go", "go"),))))
    *earlier, last = drawn_in_pieces(message)
    assert [each.buttons for each in earlier] == [()] * len(earlier)
    assert [each.label for each in last.buttons] == ["Go"]


PARTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)


@given(
    PARTS, PARTS, PARTS, st.none() | st.integers(1, 2**63), st.none() | st.from_regex(r"[\w-]{1,25}\Z", fullmatch=True)
)
def test_what_a_button_carries_comes_back(
    action: str, subject: str, choice: str, guild: int | None, key: str | None
) -> None:
    """Whatever it is, it survives Discord's hundred characters; only the key and the server may be left out."""
    press = Press(action, subject, choice, guild, key)
    try:
        carried = written(press)
    except ValueError:
        return
    back = read(carried)
    assert len(carried) <= LONGEST
    assert back is not None
    assert (back.action, back.subject, back.choice) == (action, subject, choice)
    assert back.guild in {guild, None}
    assert back.key in {key, None}


def test_what_is_too_long_for_a_button_is_refused() -> None:
    """It is found here, and not by Discord."""
    with pytest.raises(ValueError, match="carries more than"):
        written(Press("act", "x" * LONGEST))
