"""A rule is RFC 5545's recurrence rule as a value, written in one canonical way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum

from bot.texts import Translator, mark

MOST_TIMES = 4
"""The most often a rule may come round on one day."""

LONGEST_RULE = 300
"""The most characters of a rule's text that are kept."""

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = (0, 1, 2, 3, 4)
WEEKDAYS_IN_A_MONTH = 5
WEEKDAYS_IN_A_YEAR = 53
SHOWN = 30
"""How much of somebody's words an error repeats."""


class RecurrenceError(ValueError):
    """What was not understood, in a sentence that a moderator can act on; ``str()`` says it in English."""

    def __init__(self, sentence: str, /, **values: object) -> None:
        super().__init__(sentence.format(**values))
        self.sentence = sentence
        self.values = values

    def said(self, t: Translator) -> str:
        """The sentence in the reader's language; what was typed and examples of what works stay as they are."""
        return t(self.sentence, **self.values)


class Frequency(Enum):
    """How long a rule's period is; the value is RFC 5545's word."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


MOST_INTERVAL = {Frequency.DAILY: 366, Frequency.WEEKLY: 52, Frequency.MONTHLY: 24, Frequency.YEARLY: 4}


@dataclass(frozen=True, slots=True)
class Day:
    """A weekday, Monday being 0; ``nth`` is 0 for every one, 1 for the first in its period, -1 for the last."""

    weekday: int
    nth: int = 0

    def __str__(self) -> str:
        """``MO``, ``3MO`` or ``-1FR``."""
        return f"{self.nth or ''}{CODES[self.weekday]}"


@dataclass(frozen=True, slots=True)
class Rule:
    """The parts of a rule, each sorted and without repeats; an empty one says nothing."""

    frequency: Frequency
    interval: int = 1
    until: date | None = None
    week_start: int = 0
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    days: tuple[Day, ...] = ()
    positions: tuple[int, ...] = ()
    hours: tuple[int, ...] = (10,)
    minutes: tuple[int, ...] = (0,)

    def __str__(self) -> str:
        """The canonical RRULE text."""
        matters = self.week_start and self.interval > 1 and self.frequency is Frequency.WEEKLY
        values = {
            "FREQ": self.frequency.value,
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "UNTIL": self.until.isoformat().replace("-", "") if self.until else "",
            "WKST": CODES[self.week_start] if matters else "",
            "BYMONTH": _joined(self.months),
            "BYMONTHDAY": _joined(self.month_days),
            "BYYEARDAY": _joined(self.year_days),
            "BYDAY": _joined(self.days),
            "BYSETPOS": _joined(self.positions),
            "BYHOUR": _joined(self.hours),
            "BYMINUTE": _joined(self.minutes),
        }
        return ";".join(f"{name}={value}" for name, value in values.items() if value)

    @property
    def times(self) -> tuple[time, ...]:
        """The local times of a day, in order."""
        return tuple(time(hour, minute) for hour in self.hours for minute in self.minutes)

    @property
    def is_numbered(self) -> bool:
        """True for ``3MO``: a certain Monday rather than every one."""
        return any(day.nth for day in self.days)


def anchored(rule: Rule, start: date) -> Rule:
    """The rule with what it leaves open taken from its first day, as RFC 5545 has it: ``FREQ=WEEKLY`` gets a day."""
    if rule.days or rule.month_days or rule.year_days or rule.frequency is Frequency.DAILY:
        return rule
    if rule.frequency is Frequency.WEEKLY:
        return replace(rule, days=(Day(start.weekday()),))
    if rule.frequency is Frequency.MONTHLY:
        return replace(rule, month_days=(start.day,))
    return replace(rule, months=rule.months or (start.month,), month_days=(start.day,))


def in_order(numbers: Iterable[int]) -> tuple[int, ...]:
    """Sorted without repeats, those counted from the end after the others: 1, 15, -1."""
    return tuple(sorted(set(numbers), key=lambda number: (number < 0, number)))


def days_in_order(days: Iterable[Day]) -> tuple[Day, ...]:
    """Sorted without repeats: first Mondays before last Fridays, Monday before Friday."""
    return tuple(sorted(set(days), key=lambda day: (day.nth < 0, day.nth, day.weekday)))


def working_day_positions(nths: Iterable[int], times: int) -> tuple[int, ...]:
    """BYSETPOS for the first (1) or last (-1) working day: positions count each of a day's times."""
    return in_order(nth * times + (step if nth < 0 else step + 1 - times) for nth in nths for step in range(times))


def shown(typed: str) -> str:
    """Somebody's words as an error may repeat them: short, with letters, digits and plain punctuation only."""
    return "".join(letter for letter in typed if letter.isalnum() or letter in " .:;,=+-/'")[:SHOWN].strip()


def checked(rule: Rule) -> Rule:
    """The rule itself; RecurrenceError for parts that are fine one by one and not together."""
    short = rule.frequency in {Frequency.DAILY, Frequency.WEEKLY}
    most = WEEKDAYS_IN_A_YEAR if rule.frequency is Frequency.YEARLY and not rule.months else WEEKDAYS_IN_A_MONTH
    if len(rule.times) > MOST_TIMES:
        raise RecurrenceError(mark("That is more than four times a day. Please choose at most four."))
    if rule.month_days and rule.frequency is Frequency.WEEKLY:
        raise RecurrenceError(mark("A weekly rule has no days of the month. Use FREQ=MONTHLY with BYMONTHDAY."))
    if rule.year_days and rule.frequency is not Frequency.YEARLY:
        raise RecurrenceError(mark("BYYEARDAY goes with FREQ=YEARLY only."))
    if rule.positions and short:
        raise RecurrenceError(mark("BYSETPOS goes with FREQ=MONTHLY or FREQ=YEARLY only."))
    if rule.is_numbered and short:
        raise RecurrenceError(mark("A numbered weekday such as 3MO goes with FREQ=MONTHLY or FREQ=YEARLY only."))
    if rule.is_numbered and not all(day.nth for day in rule.days):
        raise RecurrenceError(mark("Please give a number to every weekday or to none, for example BYDAY=1MO,3MO."))
    if any(abs(day.nth) > most for day in rule.days):
        raise RecurrenceError(mark("No weekday comes round more than {most} times there."), most=most)
    return rule


def _joined(values: Iterable[object]) -> str:
    return ",".join(map(str, values))
