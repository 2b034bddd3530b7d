"""What the list of changes says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.audit.entries import Entry
from bot.audit.recording import UNDO
from bot.audit.store import Kept
from bot.audit.undoing import Obstacle, Tables
from bot.community.auditing import Audited, Values
from bot.contract.messages import (
    Block,
    Bullets,
    Button,
    Choices,
    Heading,
    Instant,
    Message,
    Named,
    Note,
    Paragraph,
    Span,
    Spans,
    say,
    text,
)
from bot.texts import Translator, mark

PAGE = "audit.page"
MOST_CHANGES = 10
MOST_LINES = 4
MOST_LETTERS = 1_500
"""A card holds no more, so that every platform shows it in one message; a mention or a time counts as ten."""

SPAN_LETTERS = 10

TITLE = mark("What moderators changed")
NOTHING = mark("Nothing has been changed yet. Whatever moderators change is listed here, for 180 days.")
CHANGED = mark("{name}: {before} → {after}")
UNKNOWN = mark("Something that I don’t know any more")
NOBODY = mark("somebody whose name is no longer kept")
IN_THE_WAY = mark("The last change can’t be undone any more, because something is different by now:")
NOT_WHOLE = mark("The last change can’t be undone: what it was about is no longer kept.")
NOW = mark("{name} is now: {value}")
NOT_THERE = mark("{name} isn’t there any more")
THERE_AGAIN = mark("{name} is there again: {value}")
STAYS = mark("What has been posted stays where it is.")


def page(t: Translator, changes: Sequence[Kept], tables: Tables, *, top: Sequence[Block] = ()) -> Message:
    """As many of these changes as a card holds, newest first; there are more where one is left over."""
    shown: list[Block] = []
    letters = 0
    rest = list(changes)
    while rest and len(changes) - len(rest) < MOST_CHANGES:
        lines = _lines(t, rest[0].entries, tables)
        letters += sum(map(_length, lines)) + _length(_headline(t, rest[0]))
        if shown and letters > MOST_LETTERS:
            break
        shown += [Paragraph(_headline(t, rest[0])), Bullets(lines)]
        rest = rest[1:]
    more = (Choices((Button(t("More"), PAGE, str(rest[0].id)),)),) if rest else ()
    title = t(TITLE)
    return Message(title, (Heading(title), *top, *shown, *more))


def undo_button(t: Translator, change: Kept) -> Choices:
    """Takes the last change back, or brings back what was undone."""
    label = t("Undo the last change") if change.undoes is None else t("Bring back what was undone")
    return Choices((Button(label, UNDO, str(change.id)),))


def in_the_way(t: Translator, found: Iterable[Obstacle], tables: Tables) -> tuple[Block, ...]:
    """Why the last change can't be undone any more."""
    lines = tuple(_now(t, each, tables[each.entry.table]) for each in found)
    return (say(t(IN_THE_WAY)), Bullets(lines[:MOST_LINES]))


def undone(t: Translator, change: Kept, tables: Tables) -> Message:
    """What a moderator sees after an undo: each row, from what it was to what it is again."""
    title = t("Undone") if change.undoes is None else t("Brought back")
    back = [Entry(each.table, each.key, each.after, each.before) for each in change.entries]
    look = Choices((Button(t("See all changes"), PAGE),))
    return Message(title, (Heading(title), Bullets(_lines(t, back, tables)), Note((t(STAYS),)), look))


def overtaken(t: Translator) -> Message:
    """Somebody else changed or undid something between the card and the press."""
    sentence = t("There has been another change since, so nothing was undone. Have a look at what it is.")
    return text(sentence, Button(t("See all changes"), PAGE))


def refused(t: Translator, why: str) -> Message:
    """A row can't be put back just now, so none was."""
    return text(t("{why} Nothing was undone.", why=why), Button(t("See all changes"), PAGE))


def _headline(t: Translator, change: Kept) -> Spans:
    who: Span = Named(change.by) if change.by is not None else t(NOBODY)
    sentence = mark("{when}, {who}") if change.undoes is None else mark("{when}, {who} undid the change before")
    return t.spans(sentence, when=Instant(change.at), who=who)


def _lines(t: Translator, entries: Sequence[Entry], tables: Tables) -> tuple[Spans, ...]:
    lines = [_line(t, each, tables.get(each.table)) for each in entries[:MOST_LINES]]
    if more := len(entries) - MOST_LINES:
        lines += [(t.plural("and {count} more", "and {count} more", more),)] if more > 0 else []
    return tuple(lines)


def _line(t: Translator, entry: Entry, audited: Audited | None) -> Spans:
    """“Schedule #2: Every Monday at 10:00, in #tea → Every Monday at 10:30, in #tea”."""
    if audited is None:
        return (t(UNKNOWN),)
    before, after = _in_use(entry.before, audited), _in_use(entry.after, audited)
    if before is not None and after is not None:
        differ = {name for name in after if after[name] != before.get(name)}
        name = audited.name(t, {**entry.key, **after})
        return _spliced(
            t,
            CHANGED,
            name=(name,),
            before=audited.describe(t, {**entry.key, **before}, differ),
            after=audited.describe(t, {**entry.key, **after}, differ),
        )
    if after is not None:
        return _whole(t, audited.added if entry.before is None else audited.returned, entry.key, after, audited)
    return _whole(t, audited.removed, entry.key, before or entry.before or entry.after or {}, audited)


def _now(t: Translator, obstacle: Obstacle, audited: Audited) -> Spans:
    entry = obstacle.entry
    now = _in_use(obstacle.now, audited)
    if now is None:
        known = {**entry.key, **(entry.after or entry.before or {})}
        return (t(NOT_THERE, name=audited.name(t, known)),)
    return _whole(t, NOW if entry.after is not None else THERE_AGAIN, entry.key, now, audited)


def _whole(t: Translator, sentence: str, key: Values, values: Values, audited: Audited) -> Spans:
    row = {**key, **values}
    return _spliced(t, sentence, name=(audited.name(t, row),), value=audited.describe(t, row, audited.columns))


def _in_use(values: Values | None, audited: Audited) -> Values | None:
    """The row, or None where it is out of use."""
    if values is None or (audited.gone_since is not None and values.get(audited.gone_since) is not None):
        return None
    return values


def _spliced(t: Translator, sentence: str, **parts: Spans) -> Spans:
    """The sentence with its gaps filled by spans."""
    filled = t.spans(sentence, **parts)
    return tuple(span for part in filled for span in ((part,) if isinstance(part, str) else part))


def _length(spans: Spans) -> int:
    return sum(len(each) if isinstance(each, str) else SPAN_LETTERS for each in spans)
