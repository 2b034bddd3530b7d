"""Messages as HTML: nothing that anybody types can become markup."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.html import render, written
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
    Note,
    Picture,
    Strong,
    WebLink,
    say,
)
from bot.contract.places import Channel, CommunityId, Member
from bot.texts import translator

HERE = CommunityId("room", "playground")
ANA = Member(HERE, "ana")
LONDON = ZoneInfo("Europe/London")
AT = datetime(2027, 3, 29, 9, 0, tzinfo=UTC)

HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet="<>&\"'/= \n\r\tabcscriptonerror"),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "' autofocus onfocus=alert(1) '",
            "&lt;b&gt;",
            "</p><iframe srcdoc='<p>'>",
            "<!--",
            "]]>",
            "javascript:alert(1)",
            "https://example.org/\"onmouseover='alert(1)'",
        ]
    ),
)


class Skeleton(HTMLParser):
    """The tags with the names of their attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text = ""
        self.attributes: dict[str, str | None] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.text += "\n"
        else:
            self.tags.append((tag, tuple(name for name, _ in attrs)))
            self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def html(*blocks: Block, name: str = "@Ana") -> str:
    """These blocks as HTML, where everybody is called the same."""
    return render(Message("A message", blocks), name=lambda _: name, t=translator(None), zone=LONDON)


def everything(text: str) -> str:
    """Every kind of block and span, with this text wherever text can go."""
    return html(
        Heading(text),
        say(text, Strong(text), ANA, Instant(AT), WebLink(text, "https://example.org/?a=1&b=2")),
        Bullets(((text,), (Strong(text),))),
        Facts(((text, (text,)),)),
        Picture("https://example.org/tea.jpg", text),
        Note((text,)),
        Choices((Button(text, "a"), Button(text, "b", style=ButtonStyle.DANGER))),
        name=text,
    )


@given(HOSTILE)
def test_no_text_adds_a_tag_or_an_attribute(text: str) -> None:
    """Whatever the text, the page has the very tags and attributes that it has with harmless text."""
    assert Skeleton(everything(text)).tags == Skeleton(everything("tea")).tags


@given(HOSTILE)
def test_no_address_adds_a_tag_or_an_attribute(address: str) -> None:
    """An address makes a link or a picture, or is left out; nothing else comes of it."""
    page = html(say(WebLink("here", address)), Picture(address, "a cup"))
    seen = Skeleton(page)
    assert {tag for tag, _ in seen.tags} <= {"p", "a", "img"}
    assert set(seen.attributes) <= {"dir", "class", "href", "rel", "target", "src", "alt", "loading", "referrerpolicy"}
    assert (seen.attributes.get("href") or "https://").lower().startswith(("http://", "https://"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_what_a_member_wrote_is_shown_as_they_wrote_it(text: str) -> None:
    """A member's words come back letter by letter, line breaks too."""
    assert Skeleton(written(text)).text == text


def test_a_link_passes_nothing_on() -> None:
    """A link opens by itself, tells nobody where the reader came from, and lends no weight."""
    page = html(say(WebLink("Samaritans", "https://www.samaritans.org/")))
    assert page == (
        '<p dir="auto"><a href="https://www.samaritans.org/" rel="noopener noreferrer nofollow" target="_blank">'
        "Samaritans</a></p>"
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", " javascript:x", "data:text/html,x", "//x.org", "tel:999"])
def test_only_web_addresses_become_links(address: str) -> None:
    """An address that is not http or https leaves just its words."""
    assert html(say(WebLink("here", address))) == '<p dir="auto">here</p>'


def test_a_picture_comes_over_https_or_is_described() -> None:
    """A picture without an https address is shown by what it would have shown."""
    assert html(Picture("http://example.org/tea.jpg", "a cup")) == '<p class="note" dir="auto">[a cup]</p>'
    assert 'src="https://example.org/tea.jpg" alt="a cup"' in html(Picture("https://example.org/tea.jpg", "a cup"))


def test_buttons_are_numbered_through_the_message() -> None:
    """A button's number is its place among all buttons of the message, in whichever row it stands."""
    page = html(Choices((Button("Yes", "a"), Button("No", "b"))), say("or"), Choices((Button("Later", "c"),)))
    assert [f'data-button="{number}"' in page for number in range(4)] == [True, True, True, False]
    assert page.endswith('data-button="2">Later</button></div>')


def test_an_instant_is_drawn_in_the_readers_zone() -> None:
    """A moment is written in the reader's own time and carries the exact one for machines."""
    page = html(say(Instant(AT), ", ", Instant(AT, InstantStyle.TIME)))
    exact = '<time datetime="2027-03-29T09:00:00+00:00">'
    assert page == f'<p dir="auto">{exact}Monday 29 March 2027 at 10:00</time>, {exact}10:00</time></p>'


def test_a_mention_is_marked() -> None:
    """Members and channels are shown by the names that the platform gives them."""
    assert html(say(Channel(HERE, "tea"), ANA), name="#tea") == (
        '<p dir="auto"><span class="mention" dir="auto">#tea</span><span class="mention" dir="auto">#tea</span></p>'
    )


def test_a_message_without_blocks_shows_its_summary() -> None:
    """There is always something to read."""
    assert html() == '<p dir="auto">A message</p>'
