"""What was planned and isn't wanted any more is not posted, and what was posted doesn't change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.delivery import store as ledger
from bot.nudges.materialise import KIND
from bot.nudges.tables import Schedule
from tests.stage import Stage

TEN = datetime(2027, 3, 22, 10, 0, tzinfo=UTC)
WEDNESDAY_NIGHT = datetime(2027, 3, 24, 23, 0, tzinfo=UTC)
UNREADABLE = {"mood": "zesty", "zone": "Europe/Atlantis", "rule": "FREQ=HOURLY"}


async def plan(stage: Stage) -> None:
    """Let it be ten, and the nudge be planned and not yet posted."""
    stage.clock.move_to(TEN)
    for job in stage.running.catalogue.jobs:
        if job.name == "materialise":
            await job.run(stage.clock())


async def outcome(stage: Stage) -> tuple[str, str]:
    """What became of Monday's delivery."""
    async with stage.running.storage.read() as session:
        delivery = await ledger.of_slot(session, KIND, "1", "2027-03-22.0")
    assert delivery is not None
    return delivery.status, delivery.reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("/nudges pause 1", "its schedule was paused"),
        ("/nudges quiet today", "it became a quiet day"),
    ],
)
async def test_what_is_planned_is_held_back(stage: Stage, line: str, reason: str) -> None:
    """A nudge that waits to be posted is left out, visibly, once its schedule is paused or its day is quiet."""
    await plan(stage)
    await stage["Ana"].says(line, "moderators")
    await stage.later(timedelta(minutes=10))
    assert stage.nudges() == []
    assert await outcome(stage) == ("skipped", reason)


async def test_what_is_planned_goes_with_its_schedule(stage: Stage) -> None:
    """A nudge that waits to be posted is left out once its schedule is removed."""
    await plan(stage)
    await stage["Ana"].says("/nudges remove 1", "moderators")
    await stage["Ana"].presses("Yes, remove it")
    await stage.later(timedelta(minutes=10))
    assert stage.nudges() == []
    assert await outcome(stage) == ("skipped", "its schedule was removed")


async def test_a_removed_schedule_is_nowhere(stage: Stage) -> None:
    """It is in no list, no suggestion and no command, and never comes due again."""
    ana = stage["Ana"]
    await ana.says("/nudges remove 1", "moderators")
    await ana.presses("Yes, remove it")
    for line in ("show", "pause", "resume", "skip", "preview", "remove"):
        await ana.says(f"/nudges {line} 1", "moderators")
        ana.sees_privately("There is no such schedule here any more.")
    await ana.says("/nudges list", "moderators")
    assert "#1" not in stage.text(ana.sees_privately("Schedules here"))
    found = await stage.running.core.suggest("schedules", "", ana.visitor.member, None)
    assert [each.value for each in found] == ["2"]
    await stage.until(TEN + timedelta(days=1))
    assert stage.nudges() == []


@pytest.mark.parametrize("column", UNREADABLE)
async def test_a_schedule_that_cannot_be_read_stops_no_other(stage: Stage, column: str) -> None:
    """It alone is paused, with one event that names it; Wednesday's nudge comes as ever."""
    async with stage.running.storage.write() as session:
        await session.execute(update(Schedule).where(Schedule.id == 1).values({column: UNREADABLE[column]}))
    with capture_logs() as events:
        await stage.until(WEDNESDAY_NIGHT)
    assert [post.at.weekday() for post in stage.nudges()] == [2]
    assert [event["reference"] for event in events if event["event"] == "schedule_unreadable"] == [1]


@pytest.mark.parametrize("column", UNREADABLE)
async def test_a_schedule_that_cannot_be_read_can_be_mended(stage: Stage, column: str) -> None:
    """Moderators see it, can't resume it as it is, and can change it."""
    async with stage.running.storage.write() as session:
        await session.execute(update(Schedule).where(Schedule.id == 1).values({column: UNREADABLE[column]}))
    await stage.until(TEN)
    ana = stage["Ana"]
    await ana.says("/nudges list", "moderators")
    assert "#1" in stage.text(ana.sees_privately("paused"))
    for line in ("show 1", "skip 1", "resume 1", "edit 1"):
        await ana.says(f"/nudges {line}", "moderators")
        ana.sees_privately("I can’t read this schedule any more")
    await ana.says("/nudges remove 1", "moderators")
    ana.sees_privately("Remove schedule #1")
    await ana.says("/nudges edit 1 every tuesday 10:00", "moderators")
    await ana.presses("Save it")
    await ana.presses("Resume", ana.sees_privately("Saved."))
    await stage.until(WEDNESDAY_NIGHT)
    assert [post.at.weekday() for post in stage.nudges()] == [1, 2]


async def test_a_schedule_that_cannot_be_read_can_be_changed_by_its_form(stage: Stage) -> None:
    """A rule that is no longer kept stands in its form, and is asked for again at its field."""
    async with stage.running.storage.write() as session:
        await session.execute(update(Schedule).where(Schedule.id == 1).values(rule="FREQ=HOURLY"))
    ana = stage["Ana"]
    await ana.says("/nudges show 1", "moderators")
    await ana.presses("Change")
    await ana.fills_in(channel="allotments")
    assert ana.form is not None
    assert "DAILY" in ana.form.form.errors["when"]


async def test_editing_a_prompt_changes_no_nudge_that_stands(stage: Stage) -> None:
    """A nudge keeps the community's words that it was posted with, however often it is drawn again."""
    ana = stage["Ana"]
    await ana.says("/prompts add What went well this week? mood:brew-monday", "moderators")
    posted = None
    while posted is None:
        await stage.next_nudge()
        posted = next((post for post in stage.nudges() if "What went well this week?" in stage.text(post)), None)
    await ana.says("/prompts edit own:1 Who made you smile?", "moderators")
    await ana.says("/prompts retire own:1", "moderators")
    await stage["Ben"].presses("I’m up for a brew", posted)
    drawn = stage.room.post_at(posted.receipt)
    assert drawn is not None
    assert stage.text(drawn).startswith("What went well this week?")
    assert "1 person is up for a brew" in stage.text(drawn)
