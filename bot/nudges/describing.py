"""Saying a recurrence back in words, truthfully, in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import assert_never

from babel.dates import format_skeleton, get_day_names, get_month_names

from bot.nudges.parsing import parse
from bot.nudges.recurrence import Recurrence
from bot.nudges.rules import WORKING_DAYS, Day, Frequency, Rule, anchored, working_day_positions
from bot.texts import Translator, mark

LEAP_YEAR = 2028
SHORTEST_MONTH = 28
FIFTH = 5

NTH = {
    1: mark("first {day}"),
    2: mark("second {day}"),
    3: mark("third {day}"),
    4: mark("fourth {day}"),
    5: mark("fifth {day}"),
    -1: mark("last {day}"),
    -2: mark("second last {day}"),
}

# fmt: off
DATES = (
    mark("1st"), mark("2nd"), mark("3rd"), mark("4th"), mark("5th"), mark("6th"), mark("7th"), mark("8th"),
    mark("9th"), mark("10th"), mark("11th"), mark("12th"), mark("13th"), mark("14th"), mark("15th"), mark("16th"),
    mark("17th"), mark("18th"), mark("19th"), mark("20th"), mark("21st"), mark("22nd"), mark("23rd"), mark("24th"),
    mark("25th"), mark("26th"), mark("27th"), mark("28th"), mark("29th"), mark("30th"), mark("31st"),
)
# fmt: on


def describe(recurrence: Recurrence, t: Translator) -> str:
    """“Every Monday at 10:00”, “Third Monday of January at 10:00”; a rarer rule is told part by part."""
    rule = anchored(parse(recurrence.rule), recurrence.start)
    days = _plain_days(rule, t) or _which_days(rule, t)
    times = t.listed(map(t.time, rule.times))
    said = (
        t("{days} at {times}", days=days, times=times)
        if days
        else t("{parts}, at {times}", parts=_part_by_part(rule, t), times=times)
    )
    if rule.positions and not _working_nths(rule):
        said = _only_some(said, rule, t)
    if rule.until:
        said = t("{rhythm}, until {day}", rhythm=said, day=t.day(rule.until))
    return said[:1].upper() + said[1:]


def _plain_days(rule: Rule, t: Translator) -> str | None:
    """“every two days”, “every Monday”, “weekdays in December”; None where days are picked within a month or year."""
    if rule.frequency not in {Frequency.DAILY, Frequency.WEEKLY} or rule.month_days:
        return None
    if rule.frequency is Frequency.DAILY and rule.days and rule.interval > 1:
        return None
    days = _week(rule, t) if rule.days else _period(rule, t)
    return t("{days} in {months}", days=days, months=_months(rule, t)) if rule.months else days


def _week(rule: Rule, t: Translator) -> str:
    names = t.listed(_weekday(day.weekday, t) for day in rule.days)
    if rule.interval > 1:
        return t("{period} on {days}", period=_period(rule, t), days=names)
    match tuple(day.weekday for day in rule.days):
        case (0, 1, 2, 3, 4, 5, 6):
            return t("every day")
        case (0, 1, 2, 3, 4):
            return t("weekdays")
        case (5, 6):
            return t("every weekend")
        case _:
            return t("every {days}", days=names)


def _which_days(rule: Rule, t: Translator) -> str | None:
    """“first Monday of every month”, “on the 1st of January and July”; None for what takes more than that to say."""
    working = _working_nths(rule)
    is_certain = rule.is_numbered and not rule.month_days
    is_dated = bool(rule.month_days) and not rule.days
    if rule.year_days or not (working or ((is_certain or is_dated) and not rule.positions)):
        return None
    which = _which(rule, working, t)
    if rule.frequency is Frequency.MONTHLY:
        said = _in_months(rule, which, t)
    elif rule.months:
        said = _in_years(rule, which, t)
    else:
        said = t("{which} of the year", which=which) if is_certain and rule.interval == 1 else None
    return t("{days} (where there is one)", days=said) if said and _may_be_missing(rule) else said


def _in_months(rule: Rule, which: str, t: Translator) -> str | None:
    if rule.months:
        return _in_years(rule, which, t) if rule.interval == 1 else None
    if rule.interval > 1:
        return t("{period} on the {which}", period=_period(rule, t), which=which)
    if rule.month_days:
        return t("on the {which} of every month", which=which)
    return t("{which} of every month", which=which)


def _in_years(rule: Rule, which: str, t: Translator) -> str:
    yearly = replace(rule, frequency=Frequency.YEARLY)
    if len(rule.months) == 1 and len(rule.month_days) == 1 and rule.month_days[0] > 0:
        day = _date(rule.months[0], rule.month_days[0], t)
        return t("{period} on {day}", period=_period(yearly, t), day=day)
    if rule.interval == 1 and not rule.month_days:
        return t("{which} of {months}", which=which, months=_months(rule, t))
    return t("{period} on the {which} of {months}", period=_period(yearly, t), which=which, months=_months(rule, t))


def _which(rule: Rule, working: tuple[int, ...], t: Translator) -> str:
    """“1st and last day”, “first weekday”, “first Monday and third Thursday”."""
    if rule.month_days:
        return t.listed(_month_day(day, t) for day in rule.month_days)
    if working:
        return t.listed(_nth(nth, t("weekday"), t) for nth in working)
    return t.listed(_day(day, t) for day in rule.days)


def _part_by_part(rule: Rule, t: Translator) -> str:
    """Every part of the rule one after the other, for what has no short name."""
    parts = [_period(rule, t)]
    if rule.months:
        parts.append(t("in {months}", months=_months(rule, t)))
    if rule.year_days:
        parts.append(t("on {days} of the year", days=t.listed(_year_day(day, t) for day in rule.year_days)))
    if rule.month_days:
        parts.append(t("on the {days} of each month", days=t.listed(_month_day(day, t) for day in rule.month_days)))
    if rule.days:
        parts.append(_days_as_part(rule, t))
    return ", ".join(parts)


def _days_as_part(rule: Rule, t: Translator) -> str:
    names = [_day(day, t) for day in rule.days]
    if rule.month_days or rule.year_days or rule.frequency is Frequency.DAILY:
        days = t.listed(names, "or")
        return t("if that is the {days}", days=days) if rule.is_numbered else t("if that is a {days}", days=days)
    days = t.listed(names)
    if not rule.is_numbered:
        return t("on every {days}", days=days)
    if rule.frequency is Frequency.YEARLY and not rule.months:
        return t("on the {days} of the year", days=days)
    return t("on the {days}", days=days)


def _only_some(said: str, rule: Rule, t: Translator) -> str:
    which = t.listed(_nth(position, t("time"), t) for position in rule.positions)
    if rule.frequency is Frequency.MONTHLY:
        return t("{rhythm}, but only the {which} in each month", rhythm=said, which=which)
    return t("{rhythm}, but only the {which} in each year", rhythm=said, which=which)


def _working_nths(rule: Rule) -> tuple[int, ...]:
    """1 for the first of Monday to Friday in the period, -1 for the last; empty for another rule."""
    if rule.days != tuple(map(Day, WORKING_DAYS)) or rule.month_days or rule.year_days:
        return ()
    if rule.frequency is Frequency.YEARLY and len(rule.months) != 1:
        return ()
    times = len(rule.times)
    nths = tuple(nth for nth in NTH if set(working_day_positions((nth,), times)) <= set(rule.positions))
    return nths if working_day_positions(nths, times) == rule.positions else ()


def _may_be_missing(rule: Rule) -> bool:
    """True for a 31st and for a fifth Monday."""
    return any(abs(day) > SHORTEST_MONTH for day in rule.month_days) or any(abs(day.nth) == FIFTH for day in rule.days)


def _period(rule: Rule, t: Translator) -> str:
    count = rule.interval
    match rule.frequency:
        case Frequency.DAILY:
            few = {1: t("every day"), 2: t("every two days")}
            return few.get(count) or t.plural("every {count} day", "every {count} days", count)
        case Frequency.WEEKLY:
            few = {1: t("every week"), 2: t("every two weeks")}
            return few.get(count) or t.plural("every {count} week", "every {count} weeks", count)
        case Frequency.MONTHLY:
            few = {1: t("every month"), 2: t("every two months")}
            return few.get(count) or t.plural("every {count} month", "every {count} months", count)
        case Frequency.YEARLY:
            few = {1: t("every year"), 2: t("every two years")}
            return few.get(count) or t.plural("every {count} year", "every {count} years", count)
        case _:
            assert_never(rule.frequency)


def _day(day: Day, t: Translator) -> str:
    name = _weekday(day.weekday, t)
    return _nth(day.nth, name, t) if day.nth else name


def _nth(nth: int, day: str, t: Translator) -> str:
    if nth in NTH:
        return t(NTH[nth], day=day)
    if nth > 0:
        return t("{day} number {number}", day=day, number=t.number(nth))
    return t("{day} number {number} from the end", day=day, number=t.number(-nth))


def _month_day(day: int, t: Translator) -> str:
    return t(DATES[day - 1]) if day > 0 else _nth(day, t("day"), t)


def _year_day(day: int, t: Translator) -> str:
    if day > 0:
        return t("day {number}", number=t.number(day))
    return t("day {number} from the end", number=t.number(-day))


def _date(month: int, day: int, t: Translator) -> str:
    """“20 January”, in the order of the language."""
    return format_skeleton("MMMMd", date(LEAP_YEAR, month, day), locale=_locale(t))


def _months(rule: Rule, t: Translator) -> str:
    names = get_month_names("wide", "format", _locale(t))
    return t.listed(names[month] for month in rule.months)


def _weekday(weekday: int, t: Translator) -> str:
    return str(get_day_names("wide", "format", _locale(t))[weekday])


def _locale(t: Translator) -> str:
    """The locale as Babel writes it."""
    return t.locale.replace("-", "_")
