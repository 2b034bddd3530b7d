"""What a feature declares of a table whose changes by moderators are written down and can be undone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from bot.community.context import Context
from bot.contract.messages import Spans
from bot.contract.replies import Replies
from bot.storage import Base
from bot.texts import Translator, mark

Values = Mapping[str, object]
"""A row's key and its columns that count, by name."""

Named = Callable[[Translator, Values], str]
Described = Callable[[Translator, Values, Collection[str]], Spans]
PutBack = Callable[[Base | None, Values | None, Context], Awaitable[Replies]]


class CannotPutBack(Exception):
    """Not now, or not any more; the message is a sentence for the moderator, in their language."""


@dataclass(frozen=True, slots=True)
class Audited:
    """One table of a community's settings.

    ``columns`` are those that moderators set; what the bot notes in a row for itself (versions, watermarks) is not
    among them. They hold settings only, never what a member wrote in chat.

    ``name`` calls a row by its name and ``describe`` says it in words, given the columns that differ (all of them for
    a row that came or went). ``added``, ``removed`` and ``returned`` are the source sentences around the two.

    ``gone_since`` is the column that says since when a row is out of use: such rows are never deleted, so that the
    buttons under what they posted keep answering.

    ``put_back`` makes a row what it was, where more follows from that than the values: it gets the row, or None where
    there is none, and what it is to be, its key too, or None where it is to go. It may refuse with CannotPutBack.
    """

    table: type[Base]
    columns: tuple[str, ...]
    name: Named
    describe: Described
    added: str = mark("{name} added: {value}")
    removed: str = mark("{name} removed: {value}")
    returned: str = mark("{name} brought back: {value}")
    gone_since: str | None = None
    put_back: PutBack | None = None
