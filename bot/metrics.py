"""What an operator may watch: sums over the whole process that lead to no member, channel or community.

What is said in channels and to the bot is counted before anything is known of it, and how long that took is not told:
otherwise the moment of an answer could be read off. Verdicts are told by the day, once the day is over.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

LEAST = 10
"""A day's count of one kind of verdict below this is not shown, as of any small group."""

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""The histogram's bounds: an answer takes milliseconds, and a chat platform waits three seconds."""


@dataclass(slots=True)
class Handling:
    """How the handling of one event ends; silent until somebody says otherwise."""

    outcome: str = "silent"


class Metrics:
    """One process's figures, in a registry of their own. Labels are names from the source, never from outside."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._events = Counter(
            "brewmate_events", "Events by kind, and how their handling ended.", ["kind", "outcome"], registry=registry
        )
        self._seconds = Histogram(
            "brewmate_handling_seconds", "How long events took.", ["kind"], registry=registry, buckets=SECONDS
        )
        self._failures = Counter("brewmate_handler_failures", "Handlers that failed.", registry=registry)
        self._storage = Counter(
            "brewmate_storage_errors", "When the database could not be used.", ["during"], registry=registry
        )
        self._suggestions = Counter("brewmate_suggestion_failures", "Completions that failed.", registry=registry)
        self._jobs = Counter("brewmate_job_failures", "Clock jobs that failed.", ["job"], registry=registry)
        self._deliveries = Counter(
            "brewmate_deliveries", "Attempts at deliveries by kind and outcome.", ["kind", "outcome"], registry=registry
        )
        self._verdicts = Gauge(
            "brewmate_verdicts_yesterday", "Verdicts of the last whole day (UTC), from ten on.", ["kind"],
            registry=registry,
        )  # fmt: skip
        self._words = self._events.labels("words", "taken")
        self._days = Days()

    def words(self) -> None:
        """Something was written in a channel or to the bot; whatever follows from it."""
        self._words.inc()

    @contextmanager
    def handling(self, kind: str) -> Iterator[Handling]:
        """Count an event of this kind, and how long it takes until the block ends."""
        told = Handling()
        with self._seconds.labels(kind).time():
            yield told
        self._events.labels(kind, told.outcome).inc()

    def handler_failed(self) -> None:
        """A handler raised what nobody expected."""
        self._failures.inc()

    def storage_failed(self, during: str) -> None:
        """The database could not be used while ``during`` was going on."""
        self._storage.labels(during).inc()

    def suggestion_failed(self) -> None:
        """A completion raised what nobody expected."""
        self._suggestions.inc()

    def job_failed(self, job: str) -> None:
        """A clock job raised what nobody expected."""
        self._jobs.labels(job).inc()

    def delivered(self, kind: str, outcome: str) -> None:
        """An attempt at a delivery ended so."""
        self._deliveries.labels(kind, outcome).inc()

    def judged(self, kind: str, at: datetime) -> None:
        """Somebody's words wanted an answer of this kind; told only once the day is over."""
        self._days.count(kind, at.date())

    def text(self, now: datetime) -> str:
        """All of it in Prometheus's text format."""
        self._verdicts.clear()
        for kind, count in self._days.yesterday(now.date()).items():
            self._verdicts.labels(kind).set(count)
        return generate_latest(self._registry).decode()


class Days:
    """Counts by the day. The running day is never told, and a day that is over never changes any more.

    Both would tell a single message to whoever looks twice. So what comes late, with yesterday's time, counts today.
    """

    def __init__(self) -> None:
        self._day = date.min
        self._running: Tally[str] = Tally()
        self._last: tuple[date, Tally[str]] = (date.min, Tally())

    def count(self, kind: str, day: date) -> None:
        """One more of this kind."""
        self._turn_to(day)
        self._running[kind] += 1

    def yesterday(self, today: date) -> Mapping[str, int]:
        """The counts of the day before this one, without those that are small."""
        self._turn_to(today)
        day, counts = self._last
        return {kind: count for kind, count in counts.items() if count >= LEAST and day == today - timedelta(days=1)}

    def _turn_to(self, day: date) -> None:
        if day > self._day:
            self._last = (self._day, self._running)
            self._day, self._running = day, Tally()
