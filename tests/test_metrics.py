"""Figures for the operator: sums of the whole process, in which nobody and nothing somebody said can be found."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from aiohttp import ClientSession

from adapters.room.clock import MovableClock
from adapters.web import application, serve
from bot.delivery.clockwork import Clockwork, Job
from bot.metrics import LEAST, Days, Metrics
from bot.storage import Storage, StorageError
from tests.delivery.desk import KIND, Desk, Patchy
from tests.dispatching import ANA, House, invoked, pressed
from tests.stage import Stage
from tests.web.conftest import always_ready, browser, session
from tests.web.fakes import Browser

__all__ = ["browser", "session"]

TODAY = date(2027, 3, 22)
NOON = datetime(2027, 3, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CANARY = "xylophonist"


def told(metrics: Metrics, now: datetime = NOON) -> dict[str, float]:
    """What is told, but for the machine's own figures and how long things took."""
    lines = [line for line in metrics.text(now).splitlines() if line.startswith("brewmate_")]
    pairs = (line.rsplit(" ", 1) for line in lines if "_seconds_" not in line and "_created" not in line)
    return {name.removeprefix("brewmate_"): float(value) for name, value in pairs}


@pytest.fixture
def house(storage: Storage, clock: MovableClock) -> House:
    """The tiny core."""
    return House(storage, clock)


async def test_events_are_counted_by_kind_and_outcome(house: House) -> None:
    """A command that is answered, one that comes twice and one that fails are three outcomes of one kind."""
    core, metrics = house.core, house.metrics
    await core.handle(invoked(house))
    await core.handle(invoked(house))
    await core.handle(pressed(house))
    house.error = LookupError()
    await core.handle(invoked(house, id_="e2"))
    assert {name: value for name, value in told(metrics).items() if "CommandInvoked" in name} == {
        'events_total{kind="CommandInvoked",outcome="answered"}': 1,
        'events_total{kind="CommandInvoked",outcome="silent"}': 1,
        'events_total{kind="CommandInvoked",outcome="failed"}': 1,
    }
    assert told(metrics)["handler_failures_total"] == 1
    assert 'brewmate_handling_seconds_count{kind="CommandInvoked"} 3.0' in metrics.text(NOON)


async def test_trouble_with_the_database_is_counted(house: House) -> None:
    """An answer that couldn't be saved counts as the database's fault, not as a handler's."""
    await house.over(Patchy(house.storage, [True])).handle(invoked(house))
    assert told(house.metrics)['storage_errors_total{during="answering"}'] == 1
    assert told(house.metrics)["handler_failures_total"] == 0


async def test_completions_that_fail_are_counted(house: House) -> None:
    """A suggester that raises counts, and whoever types sees no completions."""
    house.error = LookupError()
    assert await house.core.suggest("words", CANARY, ANA, None) == ()
    assert told(house.metrics)["suggestion_failures_total"] == 1


async def test_jobs_are_counted(clock: MovableClock) -> None:
    """A job that fails counts under its own name, one that the database keeps waiting under the database's."""
    metrics = Metrics()

    async def fails(_: datetime) -> None:
        raise LookupError(CANARY)

    async def waits(_: datetime) -> None:
        raise StorageError(CANARY)

    await Clockwork([Job("a", DAY, fails), Job("b", DAY, waits)], clock, metrics).tick()
    assert told(metrics)['job_failures_total{job="a"}'] == 1
    assert told(metrics)['storage_errors_total{during="jobs"}'] == 1


async def test_deliveries_are_counted_by_kind_and_outcome(storage: Storage, clock: MovableClock) -> None:
    """Each attempt counts by what became of it."""
    desk = Desk(storage, clock)
    gone = desk.room.add_channel("gone")
    await desk.plan(desk.planned("1"), desk.planned("2", to=gone))
    desk.room.remove_channel(gone)
    await desk.work()
    counts = {name: value for name, value in told(desk.metrics).items() if name.startswith("deliveries")}
    assert counts == {
        f'deliveries_total{{kind="{KIND}",outcome="sent"}}': 1,
        f'deliveries_total{{kind="{KIND}",outcome="gone"}}': 1,
    }


async def test_what_is_written_is_counted_before_it_is_judged(stage: Stage) -> None:
    """Whoever watches can't tell an answered message from any other: the same figures move, by the same."""
    moved = []
    for words in ("good morning everybody", "i want to kill myself", "i feel so lonely"):
        before = told(stage.running.metrics, stage.clock())
        await stage["Cal"].says(words)
        after = told(stage.running.metrics, stage.clock())
        moved.append({name: after[name] - before.get(name, 0) for name in after if after[name] != before.get(name)})
    stage["Cal"].sees_privately("Samaritans")
    assert moved == [{'events_total{kind="words",outcome="taken"}': 1}] * 3


async def test_how_long_words_took_is_not_told(stage: Stage) -> None:
    """The time that an answer takes would tell that there was one."""
    await stage["Cal"].says("i want to kill myself")
    await stage["Cal"].tells_brewmate("i want to kill myself")
    assert "words" not in "".join(line for line in stage.running.metrics.text(NOON).splitlines() if "seconds" in line)


async def test_verdicts_are_told_when_their_day_is_over(stage: Stage) -> None:
    """The running day's are hidden; the day after, kinds with ten or more are told, in one sum for the process."""
    for number in range(LEAST):
        await stage["Cal"].says(f"i feel so lonely {number}")
    for _ in range(LEAST - 1):
        await stage["Lou"].says("i want to kill myself")
    assert not [name for name in told(stage.running.metrics, stage.clock()) if "verdicts" in name]
    tomorrow = told(stage.running.metrics, stage.clock() + DAY)
    assert [value for name, value in tomorrow.items() if "verdicts" in name] == [LEAST]
    assert not [name for name in told(stage.running.metrics, stage.clock() + 2 * DAY) if "verdicts" in name]


def test_a_day_that_is_over_does_not_change() -> None:
    """What comes late with yesterday's time counts today: yesterday's figure must not move under anybody's eyes."""
    days = Days()
    for _ in range(LEAST):
        days.count("soft", TODAY)
    assert days.yesterday(TODAY + DAY) == {"soft": LEAST}
    days.count("soft", TODAY)
    assert days.yesterday(TODAY + DAY) == {"soft": LEAST}
    for _ in range(LEAST - 1):
        days.count("soft", TODAY + DAY)
    assert days.yesterday(TODAY + 2 * DAY) == {"soft": LEAST}


def test_the_running_day_is_not_told() -> None:
    """However many there are, and however often somebody looks, today's are not told."""
    days = Days()
    for _ in range(100):
        days.count("crisis", TODAY)
        assert days.yesterday(TODAY) == {}


def test_few_are_not_told() -> None:
    """A kind that came fewer than ten times in its day is left out, and so is an older day."""
    days = Days()
    for _ in range(LEAST - 1):
        days.count("crisis", TODAY)
    assert days.yesterday(TODAY + DAY) == {}
    for _ in range(LEAST):
        days.count("crisis", TODAY + DAY)
    assert days.yesterday(TODAY + 3 * DAY) == {}


async def test_nobody_is_found_in_it(stage: Stage) -> None:
    """No name, id, channel, community or word reaches what is told, whatever people do."""
    ana, cal = stage["Ana"], stage["Cal"]
    cal.visitor.person.name = CANARY
    await stage.next_nudge()
    await cal.presses("I’m up for a brew")
    await ana.says(f"/prompts add {CANARY} in {{community}} mood:gentle", "moderators")
    await ana.says("/nudges pause 1", "moderators")
    await ana.says("/triggers listen #allotments", "moderators")
    await stage.next_due()
    for words in (f"i want to kill myself {CANARY}", f"/support {CANARY}", f"/{CANARY}", f"@Brewmate {CANARY}"):
        await cal.says(words)
    await stage.running.core.suggest("prompts", CANARY, cal.visitor.member, CANARY)
    said = stage.running.metrics.text(stage.clock()).casefold()
    people = [person for each in stage.room.people.values() for person in (each.name, each.member.native)]
    places = [stage.room.community.native, *(name for _, name in await stage.room.channels(stage.room.community))]
    found = set(re.findall(r"[\w-]+", said))
    assert CANARY not in said
    assert not found & {each.casefold() for each in (*people, *places)}
    assert set(re.findall(r"[{,](\w+)=", said)) <= {"kind", "outcome", "during", "job", "le"}


def test_two_processes_parts_have_their_own() -> None:
    """Nothing is global: what one counts doesn't reach another."""
    one, other = Metrics(), Metrics()
    one.words()
    assert told(one) != told(other)


async def test_they_are_served_to_this_machine(house: House) -> None:
    """/metrics is answered in Prometheus's format under the page's own address, and under no other name."""
    metrics = Metrics()
    metrics.words()
    app = application(ready=always_ready, metrics=lambda: metrics.text(NOON))
    async with serve(app, "127.0.0.1", 0) as base, ClientSession() as session:
        async with session.get(f"{base}/metrics") as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
            assert 'brewmate_events_total{kind="words",outcome="taken"} 1.0' in await answer.text()
        async with session.get(f"{base}/metrics", headers={"Host": "evil.example"}) as answer:
            assert answer.status == 403


async def test_they_are_served_where_they_are_wanted(browser: Browser, session: ClientSession) -> None:
    """Without figures there is no such page."""
    async with session.get(f"{browser.base}/metrics") as answer:
        assert answer.status == 404
