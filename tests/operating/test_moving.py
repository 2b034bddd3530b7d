"""`brewmate move`, as an operator types it."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from bot.contract.places import Channel, CommunityId
from bot.nudges.tables import ScheduleDraft
from bot.storage import open_storage
from tests.databases import PostgresServer, SqliteFiles

ROOT = Path(__file__).parent.parent.parent
HERE = CommunityId("room", "fernhill")
AT = datetime(2027, 3, 22, 8, 0, tzinfo=UTC)


def brewmate(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder and a process of its own."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("BREWMATE_", "PG"))}
    env |= {"PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)  # noqa: S603  # ours


@pytest.fixture
def old(sqlite_files: SqliteFiles) -> Iterator[str]:
    """A SQLite database with three drafts in it."""
    with sqlite_files.fresh() as url:
        asyncio.run(draft(url, 3))
        yield url


async def draft(url: str, count: int) -> None:
    """Write so many drafts there."""
    storage = open_storage(url)
    async with storage.write() as session:
        for _ in range(count):
            tea = Channel(HERE, "tea")
            session.add(
                ScheduleDraft(
                    community=HERE, channel=tea, rule="FREQ=DAILY", start=AT.date(), zone="UTC", created_at=AT
                )
            )
    await storage.close()


def test_somebody_outgrows_sqlite(old: str, postgres_server: PostgresServer, tmp_path: Path) -> None:
    """A line for each table, then what to do next; the new database is up to date, and Brewmate accepts it."""
    with postgres_server.fresh() as url:
        empty = make_url(url).set(database="outgrown").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE outgrown")
        try:
            ran = brewmate("move", "--to", empty, cwd=tmp_path, BREWMATE_DATABASE_URL=old)
            again = brewmate("upgrade", cwd=tmp_path, BREWMATE_DATABASE_URL=empty)
        finally:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("DROP DATABASE outgrown WITH (FORCE)")
    lines = ran.stdout.splitlines()
    assert (ran.returncode, ran.stderr) == (0, "")
    assert lines[0].startswith("Please stop Brewmate first, wherever it runs")
    assert {"schedule_drafts: 3", "communities: 0", "deliveries: 0", "installations: 0"} <= set(lines)
    assert lines[-1].startswith("Everything is in the new database. Put its URL into [database] url")
    words = again.stdout.split()
    assert words[4] == words[-1].rstrip(".")


def test_every_table_is_named(old: str, tmp_path: Path) -> None:
    """A process that does nothing else knows the tables of every feature, as the file itself has them."""
    ran = brewmate("move", "--to", f"sqlite:///{tmp_path}/new.db", cwd=tmp_path, BREWMATE_DATABASE_URL=old)
    with closing(sqlite3.connect(make_url(old).database or "")) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    tables = {name for (name,) in found if not name.startswith("sqlite_")} - {"alembic_version", "queue_shape"}
    assert {line.split(":")[0] for line in ran.stdout.splitlines()[1:-1]} == tables


def test_whoever_else_is_connected_is_told(postgres_server: PostgresServer, tmp_path: Path) -> None:
    """PostgreSQL knows of other connections to the old database; one of them may be Brewmate."""
    with postgres_server.fresh() as old, psycopg.connect(old):
        ran = brewmate("move", "--to", f"sqlite:///{tmp_path}/new.db", cwd=tmp_path, BREWMATE_DATABASE_URL=old)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "\n1 other connection was open to the old database. If that was Brewmate, what it wrote since" in ran.stdout


def test_a_new_database_with_rows_is_refused(old: str, sqlite_files: SqliteFiles, tmp_path: Path) -> None:
    """One sentence that names the table, exit code 2, and no line that looks like success."""
    with sqlite_files.fresh() as new:
        asyncio.run(draft(new, 1))
        ran = brewmate("move", "--to", new, cwd=tmp_path, BREWMATE_DATABASE_URL=old)
    assert (ran.returncode, len(ran.stdout.splitlines())) == (2, 1)
    assert ran.stderr.startswith("The new database: It already holds something, in schedule_drafts.")


def test_without_a_database_there_is_nothing_to_move(tmp_path: Path) -> None:
    """Where the configured file isn't there it is named, and neither database is made."""
    ran = brewmate("move", "--to", f"sqlite:///{tmp_path}/new.db", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (2, "The old database: There is no such file: brewmate.db\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hush@127.0.0.1:1/brewmate",
        "postgresql://me:hush@127.0.0.1:hush/brewmate",
        "postgresql://me:hush@127.0.0.1:1/brewmate?connect_timeout=hush",
        "mysql://me:hush@127.0.0.1:1/brewmate",
        "postgres//me:hush",
    ],
)
def test_a_password_is_never_printed(old: str, tmp_path: Path, url: str) -> None:
    """Whatever is wrong with the new URL is one sentence without it, and no traceback."""
    ran = brewmate("move", "--to", url, cwd=tmp_path, BREWMATE_DATABASE_URL=old)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)
    assert ran.stderr.startswith("The new database: ")
    assert "hush" not in ran.stdout + ran.stderr
