"""Quiet days: local dates on which nothing is posted, whatever the schedules say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.community.context import Context, again
from bot.contract.commands import Ask, option
from bot.contract.messages import Bullets, Heading, Message, text
from bot.contract.replies import Form, Replies, Say
from bot.nudges import store
from bot.nudges.dates import DateError, understand_date
from bot.texts import mark

LONGEST = 60
"""The most days that one command makes quiet."""


@dataclass(frozen=True, slots=True)
class Quiet(Ask):
    """Days without nudges."""

    day: str = option(mark("Day"), hint=mark("2026-12-25 or 25 december"))
    until: str | None = option(mark("Until"), hint=mark("the last quiet day, if it is more than one"), default=None)


async def quiet(ask: Quiet, context: Context) -> Replies:
    """Days on which nothing is posted, whatever the schedules say."""
    days = _days(ask, context)
    if isinstance(days, Form):
        return (days,)
    await store.keep_quiet(context.session, context.id, days)
    return await _shown(context)


async def unquiet(ask: Quiet, context: Context) -> Replies:
    """Nudge on those days after all."""
    days = _days(ask, context, "nudges unquiet")
    if isinstance(days, Form):
        return (days,)
    await store.end_quiet(context.session, context.id, days)
    return await _shown(context)


def _days(ask: Quiet, context: Context, path: str = "nudges quiet") -> tuple[date, ...] | Form:
    today = context.now.astimezone(context.community.clock_zone).date()
    try:
        first = understand_date(ask.day, today=today, t=context.t)
    except DateError as error:
        return again(path, ask, day=str(error))
    try:
        last = understand_date(ask.until, today=today, since=first, t=context.t) if ask.until else first
    except DateError as error:
        return again(path, ask, until=str(error))
    if not 0 <= (last - first).days < LONGEST:
        sentence = mark("Please give a day from {first} on, at most {count} days later.")
        return again(path, ask, until=context.t(sentence, first=context.t.day(first), count=LONGEST))
    return tuple(first + timedelta(days=each) for each in range((last - first).days + 1))


async def _shown(context: Context) -> Replies:
    t = context.t
    today = context.now.astimezone(context.community.clock_zone).date()
    coming = sorted(day for day in await store.quiet_days(context.session, context.id) if day >= today)
    if not coming:
        return (Say(text(t("There are no quiet days ahead."))),)
    title = t("Quiet days ahead")
    return (Say(Message(title, (Heading(title), Bullets(tuple((t.day(day),) for day in coming))))),)
