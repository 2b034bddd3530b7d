"""What is audited of schedules, prompts and quiet days, how it is told, and how it is put back."""

from __future__ import annotations

import textwrap
from collections.abc import Collection
from datetime import date
from functools import partial

from bot.community.auditing import Audited, CannotPutBack, Values
from bot.community.context import Context
from bot.contract.messages import Span, Spans
from bot.contract.places import Channel
from bot.contract.replies import Replies
from bot.delivery import store as ledger
from bot.nudges.describing import describe
from bot.nudges.library import Library, Mood
from bot.nudges.materialise import KIND, Means, arm, is_readable, materialise_one
from bot.nudges.prompts import OWN
from bot.nudges.recurrence import Recurrence
from bot.nudges.rules import RecurrenceError
from bot.nudges.tables import PromptRow, QuietDay, RetiredPrompt, Schedule
from bot.storage import Base
from bot.texts import Translator, mark

SHORT = 80
"""How much of a prompt stands in the list of changes."""

RETIRED = mark("{name} taken out of the rotation: {value}")
RESTORED = mark("{name} put back into the rotation: {value}")
UNREADABLE = mark("I can’t read that schedule any more, so it can’t go on.")


def audited(means: Means) -> tuple[Audited, ...]:
    """Everything that moderators settle about nudges. What they have not saved yet is not among it."""
    return (
        Audited(
            Schedule,
            ("channel", "rule", "start", "zone", "mood", "weather", "brews", "paused_at", "skip_slot", "removed_at"),
            name=lambda t, row: t("Schedule {number}", number=f"#{row['id']}"),
            describe=_schedule,
            gone_since="removed_at",
            put_back=partial(_put_schedule_back, means),
        ),
        Audited(
            PromptRow,
            ("text", "mood", "picture", "alt", "retired_at"),
            name=lambda t, row: t("Prompt {key}", key=f"{OWN}{row['id']}"),
            describe=_prompt,
            removed=RETIRED,
            returned=RESTORED,
            gone_since="retired_at",
            put_back=_put_prompt_back,
        ),
        Audited(
            RetiredPrompt,
            (),
            name=lambda t, row: t("Prompt {key}", key=row["key"]),
            describe=partial(_library_prompt, means.library),
            added=RETIRED,
            removed=RESTORED,
        ),
        Audited(QuietDay, (), name=lambda t, _: t("Quiet day"), describe=_quiet_day),
    )


def _schedule(t: Translator, row: Values, differ: Collection[str]) -> Spans:
    """“Every Monday at 10:00, in #tea-room”; the rest only where it differs and there is any."""
    said = {
        "zone": row["zone"],
        "mood": t("prompts: {mood}", mood=_mood(t, row["mood"])),
        "weather": t("with the weather"),
        "brews": t("brings people together"),
        "skip_slot": t("the next one left out"),
        "paused_at": t("paused"),
    }
    rest = [words for name, words in said.items() if name in differ and row[name]]
    where = t.spans(mark("{words}, in {channel}"), words=_words(row, t), channel=_channel(row))
    return (*where, *(f", {each}" for each in rest))


def _words(row: Values, t: Translator) -> str:
    rule, start = str(row["rule"]), row["start"]
    try:
        return describe(Recurrence(rule, start), t) if isinstance(start, date) else rule
    except RecurrenceError:
        return rule


def _channel(row: Values) -> Span:
    channel = row["channel"]
    return channel if isinstance(channel, Channel) else ""


def _prompt(t: Translator, row: Values, differ: Collection[str]) -> Spans:
    """“How was your week?” (Gentle); a picture and its words only where they differ, and there are any."""
    said = t("“{text}” ({mood})", text=_short(row["text"]), mood=_mood(t, row["mood"]))
    if "picture" in differ and row["picture"]:
        said = t("{prompt}, with a picture: {address}", prompt=said, address=_short(row["picture"]))
    if "alt" in differ and row["alt"]:
        said = t("{prompt}, which shows: {alt}", prompt=said, alt=_short(row["alt"]))
    return (said,)


def _mood(t: Translator, mood: object) -> str:
    known = {each.value: each.label for each in Mood}
    return t(known[str(mood)]) if mood in known else str(mood)


def _library_prompt(library: Library, t: Translator, row: Values, _: Collection[str]) -> Spans:
    prompt = library.get(str(row["key"]))
    return (t("“{text}”", text=_short(prompt.text)) if prompt else str(row["key"]),)


def _quiet_day(t: Translator, row: Values, _: Collection[str]) -> Spans:
    day = row["day"]
    return (t.day(day) if isinstance(day, date) else "",)


def _short(text: object) -> str:
    return textwrap.shorten(str(text or ""), SHORT, placeholder="…")


async def _put_schedule_back(means: Means, row: Base | None, wanted: Values | None, context: Context) -> Replies:
    """What has come due under the rule it has is planned first; then it counts from now on, as after any change."""
    assert isinstance(row, Schedule)  # noqa: S101  # schedules are never deleted by moderators
    session, now = context.session, context.now
    if (wanted or {}).get("removed_at") is not None:
        reason = "its schedule was removed"
        await ledger.cancel(session, context.id, KIND, str(row.id), now=now, reason=reason)
    elif is_readable(row, now):
        await materialise_one(session, row, means, now)
    _write(row, wanted)
    row.version += 1
    if row.removed_at is not None:
        row.next_at = None
    elif is_readable(row, now):
        arm(row, now)
    else:
        raise CannotPutBack(context.t(UNREADABLE))
    await session.flush()
    return ()


async def _put_prompt_back(row: Base | None, wanted: Values | None, context: Context) -> Replies:
    """A form that stands open meanwhile learns that the prompt is another."""
    assert isinstance(row, PromptRow)  # noqa: S101  # prompts are never deleted
    _write(row, wanted)
    row.version += 1
    await context.session.flush()
    return ()


def _write(row: Base, wanted: Values | None) -> None:
    for name, value in (wanted or {}).items():
        setattr(row, name, value)
