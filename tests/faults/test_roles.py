"""Two of each role share the work, and any one of them may die."""

from __future__ import annotations

from pathlib import Path

from tests.databases import PostgresServer
from tests.faults import roles
from tests.faults.seen import Size


async def test_any_one_of_them_may_die(postgres_server: PostgresServer, tmp_path: Path) -> None:
    """Killing one of each in the middle of a round changes nothing that members see."""
    with postgres_server.fresh() as url:
        seen = await roles.any_one_killed(url, Size.SHORT, tmp_path)
    assert seen.holds, seen.saw
