"""What somebody typed, as Slack hands it over: escaped, with mentions spelt out."""

from __future__ import annotations

import re
from typing import Final

from bot.contract.places import Channel, Member, Role

ESCAPED: Final = re.compile(r"<(?P<sign>[@#]|!subteam\^)(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>")
LINK: Final = re.compile(r"<(?P<address>(?:https?|mailto):[^|>]+)(?:\|(?P<words>[^>]*))?>")
BROADCAST: Final = re.compile(r"<!(?P<who>here|channel|everyone)(?:\|[^>]*)?>")

KINDS: Final[dict[type, str]] = {Member: "@", Channel: "#", Role: "!subteam^"}


def resolve(kind: type, word: str) -> str | None:
    """The id behind ``<@U…|ana>``, ``<#C…|tea>`` or ``<!subteam^S…>``; None for any other word."""
    found = ESCAPED.fullmatch(word)
    return found["id"] if found is not None and KINDS.get(kind) == found["sign"] else None


def said(text: str) -> str:
    """A message's words as they were written: links as their addresses, calls to everybody by their names."""
    text = LINK.sub(lambda found: found["words"] or found["address"], text)
    return plain(BROADCAST.sub(lambda found: f"@{found['who']}", text))


def plain(text: str) -> str:
    """Text without the three entities that Slack escapes."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def is_named(text: str, user: str) -> bool:
    """Whether the words mention that user."""
    return any(found["sign"] == "@" and found["id"] == user for found in ESCAPED.finditer(text))
