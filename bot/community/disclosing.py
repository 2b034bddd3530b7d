"""What is held about a member, in words for them to read and as JSON for them to keep."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from bot.community.context import Context
from bot.community.holding import Held
from bot.contract.messages import (
    VERBATIM_SIZE,
    Block,
    Bullets,
    Button,
    ButtonStyle,
    Choices,
    Heading,
    Message,
    Note,
    Spans,
    Strong,
    Verbatim,
    say,
)
from bot.contract.places import Channel
from bot.storage import write_community
from bot.texts import Translator, mark

MOST_ROWS = 5
"""How many rows of a table are told in words; /mydata export has them all."""

NOTHING = mark("I hold nothing about you.")
NEVER = mark(
    "What you write is never kept, nor is what anybody might make of it. For two days I remember the numbers that the "
    "platform gives to commands and presses, without who made them, so that nothing happens twice."
)
WHAT_GOES = mark(
    "I’d erase everything that /mydata show lists, at once and for good: your choices, your brews, what stands under "
    "pseudonyms, and your name wherever it is noted. “Not for me”, “Not from this person” and “No offers” are choices "
    "of yours, so they go as well: I’d answer you and pass things on to you again, until you say otherwise. If "
    "moderators chose you to look after me, that ends, too."
)
WHAT_STAYS = mark(
    "For the sake of others some things stay: how often you offered help, said thanks or reported somebody, for a day "
    "at most; whether somebody wants no more offers from you, which only they can change; and a report about an offer "
    "of yours, until moderators have been told. "
    "What was said in channels is the platform’s to delete."
)


def shown(held: Sequence[Held], context: Context) -> Message:
    """Table by table: what it tells, the values, and how long it is kept."""
    t = context.t
    title = t("What I hold about you")
    blocks: list[Block] = [Heading(title)]
    for each in held:
        blocks += [say(Strong(t(each.knows.holds))), *_told(each, context)]
        blocks.append(Note((t("Kept {how_long}.", how_long=t(each.kept)),)))
    if not held:
        blocks.append(say(t(NOTHING)))
    return Message(title, (*blocks, Note((t(NEVER),))))


def exported(held: Sequence[Held], context: Context) -> tuple[Message, ...]:
    """The same as one JSON document, cut at its line ends into parts that make it again when put together."""
    document = {
        "community": write_community(context.id),
        "member": context.by.native,
        "exported_at": _plain(context.now),
        "held": [_table(each, context.t) for each in held],
    }
    parts = list(cut(json.dumps(document, ensure_ascii=False, indent=1)))
    t = context.t
    names = [
        t("Your data, part {number} of {count}", number=t.number(place), count=t.number(len(parts)))
        for place in range(1, len(parts) + 1)
    ]
    return tuple(
        Message(name, (say(name if len(parts) > 1 else t("Your data")), Verbatim(part)))
        for name, part in zip(names, parts, strict=True)
    )


def before_erasing(t: Translator) -> Message:
    """The question, with what goes and what stays."""
    title = t("Erase what I hold about you?")
    yes = Button(t("Erase it all"), "mydata.erase", style=ButtonStyle.DANGER)
    no = Button(t("Leave it"), "mydata.leave")
    return Message(title, (Heading(title), say(t(WHAT_GOES)), say(t(WHAT_STAYS)), Choices((yes, no))))


def cut(document: str, size: int = VERBATIM_SIZE) -> Iterator[str]:
    """The text in parts of at most ``size``, between lines wherever a line is no longer than that.

    Put together again, with or without line ends between the parts, a JSON document of such lines is what it was.
    """
    part = ""
    for line in document.split("\n"):
        if part and len(part) + 1 + len(line) > size:
            yield part
            part = ""
        part = f"{part}\n{line}" if part else line
        while len(part) > size:
            yield part[:size]
            part = part[size:]
    if part:
        yield part


def _told(held: Held, context: Context) -> list[Block]:
    """Pseudonyms only by their number: their values say nothing that helps. Of many rows the newest."""
    t, rows = context.t, held.rows
    if held.knows.is_pseudonym or not held.knows.shows:
        return [say(t.plural("{count} entry", "{count} entries", len(rows)))]
    lines = tuple(_line(row, held.knows.shows, context) for row in rows[-MOST_ROWS:])
    more = len(rows) - len(lines)
    also = t("And {count} older ones; /mydata export has them all.", count=t.number(more))
    return [Bullets(lines), *([say(also)] if more else [])]


def _line(row: Mapping[str, object], labels: Mapping[str, str], context: Context) -> Spans:
    """The columns that hold something, by their labels."""
    spans: list[str | Channel] = []
    for name, label in labels.items():
        if row[name] not in {None, ""}:
            spans += [f"{'; ' if spans else ''}{context.t(label)}: ", _worded(row[name], context)]
    return tuple(spans)


def _worded(value: object, context: Context) -> str | Channel:
    match value:
        case Channel():
            return value
        case bool():
            return context.t("yes") if value else context.t("no")
        case datetime():
            return context.t.moment(value, context.zone)
        case _:
            return str(value)


def _table(held: Held, t: Translator) -> dict[str, object]:
    rows = [{name: _plain(value) for name, value in row.items()} for row in held.rows]
    return {"table": held.table, "holds": t(held.knows.holds), "kept": t(held.kept), "rows": rows}


def _plain(value: object) -> object:
    """As JSON has it: instants in UTC by ISO 8601, channels by their ids."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case Channel():
            return value.native
        case None | bool() | int():
            return value
        case _:
            return str(value)
