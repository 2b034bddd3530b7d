"""A Message as Discord shows it: Markdown with everything escaped, an embed for a picture, buttons below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

import discord
from discord.utils import format_dt

from adapters.discord.buttons import PressButton
from adapters.discord.custom_ids import Press
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

MOST_LETTERS = 2_000
MOST_IN_A_ROW = 5
MOST_BUTTONS = 25
MOST_PICTURES = 10
LONGEST_LABEL = 80
LONGEST_CAPTION = 2_000

SIGNS = re.compile(r"[\\`*_~|<>\[\]@#]")
AT_A_LINES_START = re.compile(r"(?m)^(\s*)([-+])|^(\s*\d+)([.)])")
ADDRESS = re.compile(r"https?://[^\s<>]+")
PIECES = re.compile(r"\[(?:\\.|[^\]\\])*\]\(<[^>]*>\)|<[^>\s]*>|\*\*(?:\\.|[^*\\])*\*\*|[^\S\n]+|\n|(?:\\.|[^\s\\])+")

FENCE, UNFENCED = "```", "`\u200b``"

STYLES = {
    ButtonStyle.PLAIN: discord.ButtonStyle.secondary,
    ButtonStyle.PRIMARY: discord.ButtonStyle.primary,
    ButtonStyle.DANGER: discord.ButtonStyle.danger,
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One message of Discord's. ``mentioned`` are the ids of the people it names."""

    content: str
    embeds: tuple[discord.Embed, ...] = ()
    buttons: tuple[Button, ...] = ()
    mentioned: frozenset[int] = frozenset()

    def view(self, *, guild: int | None, key: str | None = None) -> discord.ui.View | None:
        """Its buttons; ``guild`` where it is a direct message, so that a press tells which server it is about.

        The last one bears the ``key``, by which a post is found again.
        """
        if not self.buttons:
            return None
        view = discord.ui.View(timeout=None)
        shown = self.buttons[:MOST_BUTTONS]
        for index, each in enumerate(shown):
            press = Press(each.action, each.subject, each.choice, guild, key if each is shown[-1] else None)
            label = shortened(each.label, LONGEST_LABEL)
            view.add_item(PressButton(press, label=label, style=STYLES[each.style], row=index // MOST_IN_A_ROW))
        return view


def drawn(message: Message) -> Drawn:
    """In one piece: what a post that is said once can be. Too long a text ends at a word, with "…"."""
    first, *rest = drawn_in_pieces(message)
    if not rest:
        return first
    content = shortened(_content(message), MOST_LETTERS)
    return Drawn(content, first.embeds, rest[-1].buttons, first.mentioned)


def drawn_in_pieces(message: Message) -> tuple[Drawn, ...]:
    """In as many messages as it takes; the pictures stand in the first, the buttons under the last."""
    texts = pieces(_content(message), MOST_LETTERS)
    embeds = tuple(_embed(each) for each in message.blocks if isinstance(each, Picture))[:MOST_PICTURES]
    buttons = tuple(button for each in message.blocks if isinstance(each, Choices) for button in each.buttons)
    last = len(texts) - 1
    mentioned = frozenset(int(each.native) for each in _members(message))
    return tuple(
        Drawn(text, embeds if index == 0 else (), buttons if index == last else (), mentioned)
        for index, text in enumerate(texts)
    )


def escaped(text: str) -> str:
    """Text that shows as it stands: no markup, no mention; an address stays a link without a preview."""
    found, end = [], 0
    for address in ADDRESS.finditer(text):
        found += [_plain(text[end : address.start()]), f"<{address[0]}>"]
        end = address.end()
    return "".join((*found, _plain(text[end:])))


def shortened(text: str, most: int) -> str:
    """At most so many characters, ended at a word with "…" where some had to go."""
    return text if len(text) <= most else f"{pieces(text, most - 1)[0].rstrip()}…"


def pieces(text: str, most: int) -> tuple[str, ...]:
    """The text in pieces of at most so many characters, parted between words, at a line's end where that is near."""
    found, piece = [], ""
    for part in _parts(text, most):
        if len(piece) + len(part) > most:
            at = piece.rfind("\n")
            at = at if at > most // 2 else len(piece)
            found.append(piece[:at].rstrip())
            piece = piece[at:].lstrip() if at < len(piece) else ""
            if len(piece) + len(part) > most:
                found.append(piece.rstrip())
                piece = ""
        piece += part if piece or not part.isspace() else ""
    return tuple(each for each in (*found, piece) if each) or (text[:most],)


def _parts(text: str, most: int) -> Iterator[str]:
    """Words, blanks, links and mentions, none of which is parted unless it is longer than a message."""
    for part in PIECES.findall(text):
        yield from (part[at : at + most] for at in range(0, len(part), most))


def _plain(text: str) -> str:
    text = SIGNS.sub(r"\\\g<0>", text)
    return AT_A_LINES_START.sub(lambda found: f"{found[1] or found[3] or ''}\\{found[2] or found[4]}", text)


def _content(message: Message) -> str:
    return "\n".join(_lines(message.blocks)).strip() or escaped(message.summary)


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(text):
                yield f"**{escaped(text)}**"
            case Paragraph(spans):
                yield _joined(spans)
            case Bullets(items):
                yield from (f"- {_joined(item)}" for item in items)
            case Facts(pairs):
                yield from (f"**{escaped(label)}:** {_joined(spans)}" for label, spans in pairs)
            case Note(spans):
                yield from (f"-# {line}" for line in _joined(spans).splitlines())
            case Verbatim(text):
                yield f"{FENCE}\n{text.replace(FENCE, UNFENCED)}\n{FENCE}"
            case Picture() | Choices():
                pass
            case _:
                assert_never(block)


def _joined(spans: Spans) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    match span:
        case str():
            return escaped(span)
        case Strong(text):
            return f"**{escaped(text)}**"
        case WebLink(text, address):
            return f"<{address}>" if text == address else f"[{_plain(text)}](<{address}>)"
        case Member(native=native) | Named(Member(native=native)):
            return f"<@{native}>"
        case Role(native=native):
            return f"<@&{native}>"
        case Channel(native=native):
            return f"<#{native}>"
        case Instant(at, InstantStyle.TIME):
            return format_dt(at, "t")
        case Instant(at):
            return format_dt(at, "F")
        case _:
            assert_never(span)


def _embed(picture: Picture) -> discord.Embed:
    """A picture by its address; Discord takes no alt text for it, so what it shows stands beside it in words."""
    return discord.Embed(description=shortened(escaped(picture.alt), LONGEST_CAPTION)).set_image(url=picture.address)


def _members(message: Message) -> Sequence[Member]:
    """Whom it mentions. A Named is drawn as a mention, too, but nobody is called by it."""
    return [span for spans in _spans(message.blocks) for span in spans if isinstance(span, Member)]


def _spans(blocks: Iterable[Block]) -> Iterator[Spans]:
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
