"""What a process is for, and what it shares the work with others by."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.room.clock import MovableClock
from bot.__main__ import Roles, app
from bot.config import ConfigError, load
from bot.delivery.carrying import carrier_of
from bot.storage import open_storage
from bot.teamwork import Role, team
from tests.databases import PostgresServer

REFUSED = 2


@pytest.mark.parametrize("role", [Role.GATEWAY, Role.WEB, Role.WORKER])
async def test_sqlite_is_for_one_process(tmp_path: Path, clock: MovableClock, role: Role) -> None:
    """Whoever asks for a part of the work over SQLite learns that it takes PostgreSQL."""
    storage = open_storage(f"sqlite:///{tmp_path}/brewmate.db")
    with pytest.raises(ConfigError, match=rf"--role {role} needs PostgreSQL"):
        async with team(load(None, {}), role, storage, clock):
            pass
    await storage.close()


async def test_alone_there_is_no_team(tmp_path: Path, clock: MovableClock) -> None:
    """On SQLite one process does everything, and its deliveries have no carrier."""
    storage = open_storage(f"sqlite:///{tmp_path}/brewmate.db")
    async with team(load(None, {}), Role.ALL, storage, clock) as found:
        assert found is None
    async with storage.write() as session:
        assert carrier_of(session) is None
    await storage.close()


async def test_behind_a_pooler_the_direct_url_counts(postgres_server: PostgresServer, clock: MovableClock) -> None:
    """Locks and the queue go past whatever stands before PostgreSQL."""
    with postgres_server.fresh() as url:
        storage = open_storage("postgresql://nobody@127.0.0.1:9/pooled")
        config = load(None, {"BREWMATE_DATABASE_DIRECT_URL": url})
        async with team(config, Role.WORKER, storage, clock) as found:
            assert found is not None
            assert await found.locks.take(["a"]) == frozenset({"a"})
            assert await found.queue.recover() == 0
        await storage.close()


def test_every_role_does_its_part() -> None:
    """Each kind of work is done by its role and by "all", and the command line knows them all."""
    assert {each for each in Role if each.listens} == {Role.ALL, Role.GATEWAY}
    assert {each for each in Role if each.is_called} == {Role.ALL, Role.WEB}
    assert {each for each in Role if each.sends} == {Role.ALL, Role.WORKER}
    assert [each.value for each in Roles] == [each.value for each in Role]


def test_a_role_without_a_platform_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a token for anywhere there is nothing that a part of the work could be for."""
    monkeypatch.chdir(tmp_path)
    ended = CliRunner().invoke(app, ["run", "--role", "worker"])
    assert ended.exit_code == REFUSED
    assert "there are no tokens" in ended.output


def test_a_role_over_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command says so in a sentence, before it asks any platform."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BREWMATE_SLACK_BOT_TOKEN", "xoxb-a")
    monkeypatch.setenv("BREWMATE_SLACK_SIGNING_SECRET", "a")
    ended = CliRunner().invoke(app, ["run", "--role", "web"])
    assert ended.exit_code == REFUSED
    assert "--role web needs PostgreSQL" in ended.output
