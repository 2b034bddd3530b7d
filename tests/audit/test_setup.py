"""A setup that was started is one change, told in words, and can be taken back."""

from __future__ import annotations

from tests.audit.hands import kept, listed, settings, undo
from tests.moderation.walking import choose, walk
from tests.stage import Stage


async def test_a_started_setup_is_undone_as_one(bare_stage: Stage) -> None:
    """Nothing is listed before "Start"; after it everything is one change, and an undo leaves nothing of it in use."""
    ana = bare_stage["Ana"]
    await walk(bare_stage, words="Who has the kettle on?", weather="yes")
    await choose(ana, "Listening", first="general")
    await choose(ana, "Moderators", role="helpers", first="ben")
    await choose(ana, "Under-18s", answer="yes")
    assert await kept(bare_stage) == []
    before = await settings(bare_stage)
    await ana.presses("Start")
    after = await settings(bare_stage)
    (change,) = await kept(bare_stage)
    assert {entry.table for entry in change.entries} == {key.partition(" ")[0] for key in set(after) - set(before)} | {
        "communities"
    }
    assert "and 2 more" in await listed(bare_stage)
    await undo(bare_stage)
    assert await settings(bare_stage) == before
    assert bare_stage.posts("general") == []
    await undo(bare_stage)
    assert await settings(bare_stage) == after
