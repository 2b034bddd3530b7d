"""A community removes the bot, and perhaps adds it again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.room.clock import MovableClock
from bot.config import load
from bot.contract.events import CommunityJoined, CommunityLeft
from tests.stage import Stage, staged
from tests.test_promises import dump

KEPT = timedelta(days=7)


async def is_removed(stage: Stage) -> None:
    """The platform says that the community removed the bot."""
    by, id_ = stage["Ana"].visitor.member, stage.room.new_id("e")
    assert await stage.running.core.handle(CommunityLeft(id=id_, by=by, where=None, at=stage.clock())) == ()


async def is_added(stage: Stage) -> None:
    """The platform says that it added the bot."""
    by, id_ = stage["Ana"].visitor.member, stage.room.new_id("e")
    event = CommunityJoined(id=id_, by=by, where=None, at=stage.clock(), name="Fernhill")
    assert await stage.running.core.handle(event) == ()


async def test_nothing_is_sent_after_it(stage: Stage) -> None:
    """No nudge comes while the bot isn't there, and what was still waiting is left out."""
    await stage["Ana"].says("/triggers listen #allotments", "moderators")
    await is_removed(stage)
    await stage.later(timedelta(days=6))
    assert stage.nudges() == stage.posts("allotments") == []
    assert "the community removed the bot" in await dump(stage.running.storage)


async def test_added_again_it_goes_on(stage: Stage) -> None:
    """Within the days nothing is lost: choices hold, and the next nudge comes at its time."""
    await stage["Finn"].says("/preferences area:Wales")
    await is_removed(stage)
    await stage.later(timedelta(days=1))
    await is_added(stage)
    await stage.later(timedelta(days=1, hours=7))
    assert [post.at.weekday() for post in stage.nudges()] == [2]
    await stage["Finn"].says("/preferences")
    stage["Finn"].sees_privately("Place: Wales")


async def test_after_the_days_it_is_gone(stage: Stage) -> None:
    """No row knows the community any more; until then everything stands, however often it is said to have left."""
    await stage["Cal"].says("i want to kill myself")
    await is_removed(stage)
    await stage.later(KEPT - timedelta(hours=2))
    await is_removed(stage)
    await stage.later(timedelta(hours=1))
    assert "playground" in await dump(stage.running.storage)
    await stage.later(timedelta(hours=2))
    assert "playground" not in await dump(stage.running.storage)


@pytest.fixture
async def forgetful(database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[Stage]:
    """A house whose operator keeps nothing after leaving."""
    path = tmp_path / "config.toml"
    path.write_text("[community]\nkept_after_leaving = 0\n", "utf-8")
    async with staged(load(path, {"BREWMATE_DATABASE_URL": database_url}), clock) as ready:
        yield ready


async def test_where_nothing_is_kept_it_goes_at_once(forgetful: Stage) -> None:
    """With no days at all the very event takes everything with it."""
    await is_removed(forgetful)
    assert "playground" not in await dump(forgetful.running.storage)
