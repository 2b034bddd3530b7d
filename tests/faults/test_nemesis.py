"""Processes, the platform and the database break; nothing is lost, and nothing is said twice."""

from __future__ import annotations

import pytest

from tests.databases import PostgresServer
from tests.faults import nemesis
from tests.faults.recording import DISCORD_LIKE, SLACK_LIKE, SLACK_UNHEARD, Manners
from tests.faults.seen import Size
from tests.faults.workers import STEPS

SHORT = Size.SHORT


async def test_killed_workers(database_url: str) -> None:
    """With kills, and a platform that loses answers, everything is said once."""
    seen = await nemesis.kills(database_url, SHORT)
    assert seen.holds, seen.saw


async def test_the_checker_sees_doubles(database_url: str) -> None:
    """Without keys the same trial says things twice, and the checker reports it."""
    seen = await nemesis.kills_without_keys(database_url, SHORT)
    assert seen.holds, seen.saw


async def test_a_crash_of_postgresql(postgres_server: PostgresServer) -> None:
    """The database's own crash loses nothing, and the work goes on by itself."""
    with postgres_server.fresh() as url:
        seen = await nemesis.restart(url, SHORT, postgres_server)
    assert seen.holds, seen.saw


@pytest.mark.parametrize(
    ("manners", "seconds"),
    [(DISCORD_LIKE, 140), (SLACK_LIKE, 60), (SLACK_UNHEARD, 140)],
    ids=["Discord", "Slack", "Slack without history"],
)
async def test_a_stopped_worker(database_url: str, manners: Manners, seconds: int) -> None:
    """Whoever stands still for a while and goes on says nothing that somebody else has said."""
    seen = await nemesis.stopped(database_url, SHORT, manners, seconds)
    assert seen.holds, seen.saw


@pytest.mark.parametrize("step", STEPS)
async def test_a_worker_that_dies(database_url: str, step: str) -> None:
    """At whatever step a worker ends, the next one finishes what it began, once."""
    seen = await nemesis.dies(database_url, SHORT, step)
    assert seen.holds, seen.saw


async def test_lost_answers_are_found(database_url: str) -> None:
    """What was said and never confirmed is found in the history, however long ago that was."""
    seen = await nemesis.answers_lost(database_url, SHORT)
    assert seen.holds, seen.saw


async def test_an_outage(database_url: str) -> None:
    """A platform that is down and then overwhelmed is left alone, and gets everything in the end, at its pace."""
    seen = await nemesis.outage(database_url, SHORT)
    assert seen.holds, seen.saw


async def test_being_told_to_end(database_url: str) -> None:
    """A worker that is told to end finishes what it is sending, and leaves the rest to others."""
    seen = await nemesis.told_to_end(database_url, SHORT)
    assert seen.holds, seen.saw
